"""A csv file as a sheet: UTF-8 (with or without BOM) or GB18030, commas, streamed in bounded memory."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from data.exchange.cells import blank
from data.exchange.sheets import HEAD_ROWS, Block, SheetError, Trouble

_BLOCK_ROWS = 5_000
_BLOCK_CHARS = 8_000_000
_ROW_CHARS = 16_000_000  # a row longer than this is no row
_STEP = 1 << 20
_SURELY_UTF8 = 10  # so many continuation bytes in valid places don't happen by chance in GB18030


class CsvSheet:
    """One csv file, open for one reading."""

    first = 1

    def __init__(self, path: Path) -> None:
        self.total = path.stat().st_size
        self._bytes = path.open("rb")
        try:
            encoding = _encoding(self._bytes)
        except BaseException:
            self._bytes.close()
            raise
        self._bytes.seek(0)
        self._text = io.TextIOWrapper(self._bytes, encoding, newline="")
        self._read, self._limit = 0, _ROW_CHARS
        self._reader = csv.reader(self._lines(), strict=True)
        self._head: list[Sequence[Any]] = []
        self._number = 0  # rows read so far

    @property
    def done(self) -> int:
        return self._bytes.tell()

    def close(self) -> None:
        self._text.close()

    def head(self) -> list[Sequence[Any]]:
        if not self._head:
            self._head = list(self._take(HEAD_ROWS))
        return self._head

    def blocks(self, after: int, width: int) -> Iterator[Block]:
        head = self.head()[after:]
        if head:
            yield _block(after + 1, head, width)
        while rows := self._take(_BLOCK_ROWS):
            yield _block(self._number - len(rows) + 1, rows, width)

    def _take(self, most: int) -> list[Sequence[Any]]:
        """The next rows: at most so many, and fewer where they are long."""
        rows: list[Sequence[Any]] = []
        enough = self._read + _BLOCK_CHARS
        try:
            for row in self._reader:
                rows.append(row)
                self._limit = self._read + _ROW_CHARS
                if len(rows) == most or self._read > enough:
                    break
        except csv.Error as error:
            row_number = self._number + len(rows) + 1
            if "field larger" in str(error):
                raise SheetError(f"第 {row_number} 行有一格超过 {csv.field_size_limit()} 个字符；请检查引号是否成对") from error
            raise SheetError(f"第 {row_number} 行的引号不成对；请检查该行，或用电子表格重新另存为 csv") from error
        self._number += len(rows)
        return rows

    def _lines(self) -> Iterator[str]:
        for line in iter(partial(self._text.readline, _ROW_CHARS), ""):
            self._read += len(line)
            if self._read > self._limit or len(line) == _ROW_CHARS:
                raise SheetError(f"第 {self._number + 1} 行以下有一行超过 {_ROW_CHARS} 个字符；请检查换行和引号")
            yield line


def _block(first: int, rows: list[Sequence[Any]], width: int) -> Block:
    troubles = [
        Trouble(first + at, None, f"这一行有 {len(row)} 格，表头只有 {width} 格；值中有逗号的要加引号")
        for at, row in enumerate(rows)
        if len(row) > width and not all(map(blank, row[width:]))
    ]
    return Block(first, rows, troubles)


def _encoding(file: Any) -> str:
    """The encoding in which the whole file can be read.

    Raises SheetError, naming the place where a file that begins well can't be read.
    """
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SheetError("文件是 UTF-16 编码（“Unicode 文本”）；请另存为“CSV UTF-8（逗号分隔）”")
    utf8 = codecs.getincrementaldecoder("utf-8")()
    broken, continuations = _first_fault(file, utf8)
    if broken is None:
        return "utf-8-sig"
    if start.startswith(codecs.BOM_UTF8) or continuations >= _SURELY_UTF8:
        raise SheetError(f"文件是 UTF-8 编码，但第 {broken} 行有损坏的字符；请重新导出或另存")
    elsewhere, _ = _first_fault(file, codecs.getincrementaldecoder("gb18030")())
    if elsewhere is None:
        return "gb18030"
    raise SheetError(f"读不出文字：第 {max(broken, elsewhere)} 行既不是 UTF-8 也不是 GB18030；请另存为“CSV UTF-8（逗号分隔）”")


def _first_fault(file: Any, decoder: codecs.IncrementalDecoder) -> tuple[int | None, int]:
    """The line on which decoding first fails (None: nowhere), and how many more bytes than characters were read by then."""
    file.seek(0)
    line, surplus = 1, 0
    while True:
        chunk = file.read(_STEP)
        if b"\0" in chunk:
            row = line + chunk[: chunk.index(b"\0")].count(b"\n")
            raise SheetError(f"第 {row} 行有空字节（NUL）：文件已损坏，或是 UTF-16 编码；请另存为“CSV UTF-8（逗号分隔）”")
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            good = error.object[: error.start]
            return line + good.count(b"\n"), surplus + len(good) - len(good.decode(error.encoding, "ignore"))
        if not chunk:
            return None, surplus
        line += chunk.count(b"\n")
        surplus += len(chunk) - len(text)
