"""Files on disk: which reader opens one, and its fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.exchange.csv_sheet import CsvSheet
from data.exchange.sheets import Sheet, SheetError
from data.exchange.xlsx_sheet import XlsxSheet

_READERS: dict[str, type[CsvSheet] | type[XlsxSheet]] = {".csv": CsvSheet, ".xlsx": XlsxSheet}


@contextmanager
def open_sheet(path: Path, name: str) -> Iterator[Sheet]:
    """The table in a file; the extension of `name` decides how it is read.

    Raises SheetError.
    """
    reader = _READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise SheetError("只收扩展名为 .xlsx 或 .csv 的文件；请另存为其中一种")
    if path.stat().st_size == 0:
        raise SheetError("文件是空的")
    sheet = reader(path)
    try:
        yield sheet
    finally:
        sheet.close()


def fingerprint(path: Path) -> str:
    """The file's SHA-256, hexadecimal.

    Raises SheetError if it can't be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SheetError(f"读不了这个文件：{_reason(error)}") from error


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "没有这个文件"
        case PermissionError():
            return "没有读取权限"
        case IsADirectoryError():
            return "这是一个文件夹"
        case _:
            return "读取中断，请重试或重新复制文件"
