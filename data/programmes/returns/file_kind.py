"""What an uploaded file is, by its content: pdf, docx, xlsx, jpg or png, whole enough to be opened; the name must say the same."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO

import filetype

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
ALLOWED = "pdf、docx、xlsx、jpg、png"
_OTHER_NAMES = {"jpeg": "jpg"}
_MAIN_PART = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_UNPACKED = 200 * 1024 * 1024
_PARTS = 5_000
_STEP = 1 << 20
_HEAD = 8192
_TAIL = 1 << 16  # cameras write more behind the end of a picture
_BROKEN = "文件已损坏或不完整；请重新保存后再上传"


class FileRefused(ValueError):
    """A file that can't be taken; the message says in Chinese why and what to do."""


def kind_of(file: IO[bytes], name: str) -> str:
    """The kind of a file that was sent under a name.

    Raises FileRefused.
    """
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise FileRefused("文件是空的")
    kind = _package(file) if head.startswith(b"PK") else _plain(file, head, size)
    ending = Path(name).suffix.lower().removeprefix(".")
    if _OTHER_NAMES.get(ending, ending) != kind:
        raise FileRefused(f"文件内容是 {kind}，文件名却以“.{ending[:10]}”结尾；请改成“.{kind}”再上传")
    return kind


def _plain(file: IO[bytes], head: bytes, size: int) -> str:
    guessed = filetype.guess(head)
    kind = guessed.extension if guessed else ""
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("这是旧版 Office 文件，或文件有密码；请去掉密码，另存为 .docx 或 .xlsx")
    if kind not in ("pdf", "jpg", "png"):
        raise FileRefused(f"文件内容{f'是 {kind}' if kind else '无法识别'}；只收 {ALLOWED}，仅改扩展名不行")
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    whole = {
        "pdf": head.startswith(b"%PDF-1.") or head.startswith(b"%PDF-2."),
        "jpg": head.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in tail,
        "png": head.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") and b"IEND" in tail,
    }
    if not whole[kind] or (kind == "pdf" and b"%%EOF" not in tail):
        raise FileRefused(_BROKEN)
    return kind


def _package(file: IO[bytes]) -> str:
    """docx or xlsx: its main part is there, it holds no macro, and it unpacks to a bounded size, counted while unpacking."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            kind = next((kind for main, kind in _MAIN_PART.items() if main in names), "")
            if not kind or "[Content_Types].xml" not in names:
                raise FileRefused(f"这是压缩包，不是 docx 或 xlsx；只收 {ALLOWED}")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise FileRefused(f"文件带有宏；请另存为不带宏的 .{kind}")
            if any(part.flag_bits & 1 for part in parts):
                raise FileRefused("文件有密码；请去掉密码后再上传")
            if len(parts) > _PARTS or len(names) < len(parts):
                raise FileRefused(_BROKEN)
            _measure(package, parts)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(_BROKEN) from error
    return kind


def _measure(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    left = _UNPACKED
    for part in parts:
        if part.file_size > left:
            raise FileRefused(f"文件解压后超过 {_UNPACKED >> 20} MB，不能收")
        with package.open(part) as unpacked:
            while chunk := unpacked.read(_STEP):
                left -= len(chunk)
                if left < 0:
                    raise FileRefused(f"文件解压后超过 {_UNPACKED >> 20} MB，不能收")
