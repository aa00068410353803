"""What must be known of an xlsx file before it is parsed: that it is one, that it unpacks to a bounded size, and where its traps are.

Traps are merged ranges and formulas without a stored result; the parser shows both as empty cells.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from data.exchange.package import STEP, Kind, opened, unpacked
from data.exchange.sheets import SheetError

UNPACKED = 300 * 1024 * 1024
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
_STRING_TAGS = 12_000_000  # three million different texts: more would not fit in the memory an import may take
_OTHER_TAGS = 2_000_000
_TAGS_A_ROW = 1_000_000
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,10})")
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_SEND_CSV = "请把数据分成几个文件，或另存为 csv 再导入"
BROKEN = "文件已损坏，或不是规范的 xlsx；请用 Excel 或 WPS 打开后另存为 .xlsx"


KIND = Kind(
    error=SheetError,
    broken=BROKEN,
    old="这是旧版 .xls 文件；请另存为 .xlsx",
    web="这是网页（HTML）或 XML 文件，只是改了扩展名；请用 Excel 或 WPS 打开后另存为 .xlsx",
    other="这不是 xlsx 文件；请用 Excel 或 WPS 打开后另存为 .xlsx",
)


def check_package(path: Path) -> None:
    """See that the file is an xlsx package and unpacks to at most UNPACKED bytes, counted while unpacking.

    Raises SheetError.
    """
    with opened(path, KIND) as (package, parts):
        names = {part.filename for part in parts}
        if "xl/workbook.bin" in names:
            raise SheetError("这是 .xlsb 文件；请另存为 .xlsx")
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
            raise SheetError("这不是电子表格（压缩包里没有工作簿）；请另存为 .xlsx")
        _measure(package, parts)


def _measure(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    size, tags, strings = 0, 0, 0
    for part in parts:
        for place, chunk in enumerate(unpacked(package, part)):
            size += len(chunk)
            if part.filename.startswith("xl/worksheets/sheet"):
                # The parser keeps all that stands before the cells; `find_traps` looks after the rest.
                if place == 0 and b"sheetData" not in chunk:
                    raise SheetError(BROKEN)
            elif part.filename == "xl/sharedStrings.xml":
                strings += chunk.count(b"<")
            elif part.filename.endswith((".xml", ".rels")):
                tags += chunk.count(b"<")
            if size > UNPACKED or strings > _STRING_TAGS:
                raise SheetError(f"文件解压后超过 {UNPACKED >> 20} MB 或文字过多；{_SEND_CSV}")
            if tags > _OTHER_TAGS:
                raise SheetError(BROKEN)


@dataclass
class Traps:
    """What the parser would not tell of a sheet.

    merged    (first row, last row, range) in the order of first rows
    unstored  row → positions of the cells whose formula has no stored result
    rows      the number of the last row
    """

    merged: list[tuple[int, int, str]] = field(default_factory=list)
    unstored: dict[int, list[int]] = field(default_factory=dict)
    rows: int = 0


def find_traps(sheet: IO[bytes]) -> Traps:
    """Read a sheet's XML once, as a stream, and note its traps.

    Raises SheetError for XML that is none, declares entities, has rows out of order or more of them than a sheet can hold.
    """
    scan = _Scan()
    try:
        while chunk := sheet.read(STEP):
            scan.parser.Parse(chunk, False)
        scan.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise SheetError(BROKEN) from error
    scan.traps.merged.sort()
    return scan.traps


class _Scan:
    def __init__(self) -> None:
        self.traps = Traps()
        self.row, self.column, self.tags = 0, 0, 0
        self.text_result = self.pending = self.in_value = False
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._root

    def _refuse(self, *_: object) -> None:
        raise SheetError(BROKEN)

    def _root(self, name: str, _: dict[str, str]) -> None:
        if name != f"{_NAMESPACE}worksheet":
            raise SheetError("工作表不是通用的 xlsx 格式（可能存成了“严格的 Open XML”）；请另存为普通的 .xlsx")
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.tags += 1  # since the last row began
        if self.tags > _TAGS_A_ROW:
            raise SheetError(BROKEN)
        if name == f"{_NAMESPACE}c":
            place = attributes.get("r")
            self.column = _position(place) if place else self.column + 1
            self.text_result, self.pending, self.in_value = attributes.get("t") == "str", False, False
        elif name == f"{_NAMESPACE}row":
            number = int(attributes["r"]) if attributes.get("r", "").isdigit() else self.row + 1
            if number > MOST_ROWS:
                raise SheetError(f"工作表超过 {MOST_ROWS} 行；{_SEND_CSV}")
            if number <= self.row:
                raise SheetError(BROKEN)
            self.row = self.traps.rows = number
            self.column, self.tags = 0, 0
        elif name == f"{_NAMESPACE}f":
            self.traps.unstored.setdefault(self.row, []).append(self.column - 1)
            self.pending = True
            self.parser.CharacterDataHandler = self._text
        elif name == f"{_NAMESPACE}v" and self.pending:
            # An empty text is a result too; of any other kind there must be something in <v>.
            self.in_value = not self.text_result
            if self.text_result:
                self._resolve()
        elif name == f"{_NAMESPACE}mergeCell":
            self._merge(attributes.get("ref", ""))

    def _text(self, text: str) -> None:
        if self.in_value and text.strip():
            self._resolve()

    def _resolve(self) -> None:
        self.pending = self.in_value = False
        cells = self.traps.unstored[self.row]
        cells.pop()
        if not cells:
            del self.traps.unstored[self.row]

    def _merge(self, reference: str) -> None:
        corners = [int(match[2]) for match in _CELL.finditer(reference.upper())]
        if corners:
            self.traps.merged.append((min(corners), max(corners), reference))


def _position(place: str) -> int:
    """The column number of `C12`, from 1.

    Raises SheetError where there can be no such column.
    """
    match = _CELL.fullmatch(place)
    if not match:
        raise SheetError(BROKEN)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    if column > MOST_COLUMNS:
        raise SheetError(BROKEN)
    return column
