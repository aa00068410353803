"""An Office file from outside as the zip package it is: looked at before any parser sees it, measured while it unpacks.

Excel's workbooks and Word's documents come this way; what else must hold of each is said beside its reader.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MOST_PARTS = 5_000
STEP = 1 << 20  # bytes read at a time
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Kind:
    """A kind of Office file: the error its reader raises, and the words for what is not such a file."""

    error: Callable[[str], Exception]  # no ValueError: that is what a broken package raises
    broken: str
    old: str  # the format of before 2007
    web: str  # a web page or bare XML under another name
    other: str


LOCKED = "文件有密码；请去掉密码后再导入"


@contextmanager
def opened(path: Path, kind: Kind) -> Iterator[tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]]:
    """The package and its parts: without a password, of a bounded number of parts, packed in a way that can be measured.

    Raises the kind's error, also for what turns out broken while the package is in use.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.startswith(b"PK"):
        raise kind.error(_what_else(start, path, kind))
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise kind.error(LOCKED)
            if len(parts) > MOST_PARTS or any(part.compress_type not in _PLAIN for part in parts):
                raise kind.error(kind.broken)
            yield package, parts
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error) as error:
        raise kind.error(kind.broken) from error


def unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's bytes in steps, so that what unfolds without end can be left in the middle."""
    with package.open(part) as stream:
        while chunk := stream.read(STEP):
            yield chunk


def _what_else(start: bytes, path: Path, kind: Kind) -> str:
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return LOCKED if _contains(path, "EncryptedPackage".encode("utf-16-le")) else kind.old
    return kind.web if text.startswith((b"<", b"mime-version")) else kind.other


def _contains(path: Path, wanted: bytes) -> bool:
    """Whether the bytes stand in the first few megabytes, where the directory of an old file is."""
    with path.open("rb") as file:
        return wanted in file.read(8 * STEP)
