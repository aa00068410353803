"""Counts, money, plain numbers and coordinates. Money is stored as whole fen, numbers as whole ten-thousandths."""

from __future__ import annotations

import re

from data.database import Money, Number
from data.datasets.column import Column
from data.exchange.cells import Parse, Refused, plain

LIMIT = 10**12  # money and numbers stay below it
_WHOLE = r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_COUNT = re.compile(_WHOLE + r"(?:\.0+)?")
_DECIMAL = re.compile(_WHOLE + r"(?:\.([0-9]+))?")
_DEGREES = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,15})?")
_LONGEST = 40  # no count or amount in bounds is written longer


def count(column: Column) -> Parse:
    """A whole number within the column's bounds."""
    low, high = column.low or 0, column.high if column.high is not None else 2**31 - 1
    allowed = f"{low} 至 {high} 的整数"

    def parse(cell: object) -> int:
        text = plain(cell)
        match = _COUNT.fullmatch(text) if len(text) <= _LONGEST else None
        if not match:
            raise Refused(f"不是整数；应为 {allowed}")
        value = int(match[1].replace(",", ""))
        if not low <= value <= high:
            raise Refused(f"超出范围；应为 {allowed}")
        return value

    return parse


def _decimal(places: int, what: str) -> Parse:
    def parse(cell: object) -> int:
        text = plain(cell)
        match = _DECIMAL.fullmatch(text) if len(text) <= _LONGEST else None
        if not match:
            raise Refused(f"不是{what}；应为不小于 0 的数，至多 {places} 位小数，不带单位和科学计数")
        whole, decimals = int(match[1].replace(",", "")), match[2] or ""
        if len(decimals) > places:
            raise Refused(f"有 {len(decimals)} 位小数；至多 {places} 位")
        if whole >= LIMIT:
            raise Refused(f"{what}过大；应小于一万亿")
        return int(f"{whole}{decimals:0<{places}}")

    return parse


money = _decimal(Money.places, "金额")
number = _decimal(Number.places, "数值")


def degrees(name: str, low: int, high: int) -> Parse:
    """A longitude or latitude in decimal degrees."""

    def parse(cell: object) -> float:
        text = plain(cell)
        if not _DEGREES.fullmatch(text):
            raise Refused(f"不是{name}；应为 {low} 至 {high} 的十进制度数")
        value = float(text)
        if not low <= value <= high:
            raise Refused(f"{name}超出范围；应为 {low} 至 {high} 的十进制度数")
        return value

    return parse


longitude = degrees("经度", 73, 136)
latitude = degrees("纬度", 3, 54)
