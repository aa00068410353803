"""One cell in, one stored value out, or a Refused with the sentence for the report. Days and numbers have modules of their own.

A cell is a text, or what a spreadsheet or JSON types: int, float, bool, date, datetime. Stored values are what the database takes as
it is: text, ISO days, whole fen, 0/1.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from data.citizens import digest, holds_citizen_number, wrong
from data.datasets.column import Column
from data.regions import Places
from geo.regions import DIGITS, LEVELS, WORDS, level_of, prefix

Parse = Callable[[object], Any]

SPACES = "".join(map(chr, [*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F]))
SPACES += "\u2060\u3000\ufeff"
KEY_LENGTH, TEXT_LENGTH = 64, 500
_ASCII = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
_EXPONENT = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+")
_YES_NO = {"是": 1, "yes": 1, "1": 1, "否": 0, "no": 0, "0": 0}
EXACT_DIGITS = 15  # a spreadsheet's number keeps no more


class Refused(ValueError):
    """A cell that can't be taken; the message says in Chinese what is wrong and what is allowed."""


@dataclass(frozen=True)
class Terms:
    """What cells are held against.

    today        dates after it are refused
    places       the regions there are
    reported     id or name of a reported indicator → its id
    citizen_key  the key citizen numbers are hashed with
    only_region  a code: rows of another region are refused; empty: none are
    """

    today: date
    places: Places
    reported: Mapping[str, str]
    citizen_key: bytes
    only_region: str = ""


def blank(cell: object) -> bool:
    """Whether a cell holds nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip(SPACES))


def fold(name: str) -> str:
    """A header or name with width, case and spaces taken out of the comparison."""
    return "".join(unicodedata.normalize("NFKC", name).split()).strip(SPACES).lower()


def words(cell: object) -> str:
    """The cell as text without the spaces round it, otherwise as it was written.

    Raises Refused for formulas, error values, dates, truth values and numbers that a spreadsheet has rounded.
    """
    if isinstance(cell, str):
        text = cell.strip(SPACES)
        if text.startswith("="):
            raise Refused("是公式而不是值；请把公式结果粘贴为数值")
        if text.startswith("#") and _ERROR.fullmatch(text):
            raise Refused("是电子表格的错误值；请填正确的内容")
        return text
    if isinstance(cell, bool):
        raise Refused("单元格是逻辑值 TRUE/FALSE；请填文字或数字")
    if isinstance(cell, int | float) and not (math.isfinite(cell) and abs(cell) < 10**KEY_LENGTH):
        raise Refused("不是有限的数")
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**EXACT_DIGITS else format(cell, f".{EXACT_DIGITS}g")
    if isinstance(cell, date | time | timedelta):
        raise Refused("单元格是日期或时间；请把该列设为文本后重填")
    raise Refused("不是单个值")


def plain(cell: object) -> str:
    """`words` with full-width digits and punctuation made half-width: for values that are no free text."""
    return words(cell).translate(_ASCII)


def is_number(cell: object) -> bool:
    """Whether the cell is typed as a number, not written as text."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def key(cell: object) -> str:
    """A source system's id, also where it refers to another record.

    A citizen number is refused: a key is kept in clear.
    """
    text = plain(cell)
    if is_number(cell) and not (text.isdigit() and len(text) <= EXACT_DIGITS):
        raise Refused("编号是数字单元格，小数、负数或 15 位以上的数字会失真；请把该列设为文本后重填")
    if len(text) > KEY_LENGTH:
        raise Refused(f"编号有 {len(text)} 个字符，至多 {KEY_LENGTH} 个")
    if _CONTROL.search(text):
        raise Refused("编号中有换行等控制字符")
    if _EXPONENT.fullmatch(text):
        raise Refused("编号被电子表格改成了科学计数，已失真；请把该列设为文本后重填")
    if holds_citizen_number(text.translate(_ASCII)):
        raise Refused("编号中有公民身份证号，不能明文保存；请改用业务系统的编号")
    return text


def free_text(cell: object) -> str:
    """A name or note, as written."""
    text = words(cell)
    if len(text) > TEXT_LENGTH:
        raise Refused(f"文字有 {len(text)} 个字符，至多 {TEXT_LENGTH} 个")
    if _CONTROL.search(text):
        raise Refused("文字中有换行等控制字符")
    if holds_citizen_number(text.translate(_ASCII)):
        raise Refused("文字中有公民身份证号，不能明文保存；请删去")
    return text


def yes_no(cell: object) -> int:
    """1 or 0."""
    if isinstance(cell, bool):
        return int(cell)
    found = _YES_NO.get(plain(cell).lower())
    if found is None:
        raise Refused("应为 是 或 否（也可写 yes/no、1/0）")
    return found


def option(column: Column) -> Parse:
    """One of the column's values."""

    def parse(cell: object) -> str:
        text = plain(cell)
        if text not in column.values:
            raise Refused(f"不在选项中；可填：{column.words}")
        return text

    return parse


def region(column: Column, terms: Terms) -> Parse:
    """A code that exists, is fine enough, and lies inside the region the importer is held to."""
    coarsest = column.coarsest or "county"
    levels = LEVELS[LEVELS.index(coarsest) :]
    allowed = "、".join(f"{DIGITS[level]} 位（{WORDS[level]}）" for level in levels)

    def parse(cell: object) -> str:
        code = plain(cell)
        if not (code.isascii() and code.isdigit() and len(code) in (6, 9, 12)):
            raise Refused(f"不是行政区划代码；应为 {allowed}数字")
        if code not in terms.places:
            raise Refused(f"没有这个行政区划代码；应为现行的 {allowed}代码")
        if level_of(code) not in levels:
            raise Refused(f"区划太粗；应为 {allowed}代码")
        if not inside(code, terms.only_region):
            raise Refused(f"区划代码不在本县区内；只能导入 {terms.places.name(terms.only_region)}（{terms.only_region}）的记录")
        return code

    return parse


def inside(code: str, only_region: str) -> bool:
    """Whether the code lies in the region; any code does where none is given."""
    return code.startswith(prefix(only_region))


def indicator(terms: Terms) -> Parse:
    """The id of a reported indicator, given by id or name."""
    known = {fold(name): found for name, found in terms.reported.items()}
    names = "、".join(name for name, found in terms.reported.items() if name != found)

    def parse(cell: object) -> str:
        found = known.get(fold(words(cell)[:TEXT_LENGTH]))
        if found is None:
            raise Refused(f"不是县区上报的指标；可填：{names}")
        return found

    return parse


def citizen(terms: Terms) -> Parse:
    """The keyed hash of a valid citizen number."""

    def parse(cell: object) -> str:
        number = plain(cell).upper()
        if is_number(cell):
            raise Refused("身份证号是数字单元格，末几位已失真；请把该列设为文本后重填")
        problem = wrong(number, terms.today)
        if problem:
            raise Refused(problem)
        return digest(number, terms.citizen_key)

    return parse
