"""Days and months as people write them, and as spreadsheets type them. Stored as ISO text."""

from __future__ import annotations

import re
from datetime import date, datetime

from data.datasets.column import Column
from data.exchange.cells import Parse, Refused, Terms, is_number, plain

FIRST_YEAR, LAST_YEAR = 1900, 2099
_DAY = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2})|年([0-9]{1,2})月([0-9]{1,2})日)")
_MONTH = re.compile(r"([0-9]{4})(?:[-.]([0-9]{1,2})|([0-9]{2})|年([0-9]{1,2})月)")
_DAY_WORDS = "应写作 2023-03-05、2023/3/5、2023.3.5、20230305、2023年3月5日 或用日期单元格"
_MONTH_WORDS = "应写作 2023-03、2023.3、202303、2023年3月 或用日期单元格"


def _typed(cell: object) -> date | None:
    """The day of a date cell; its time of day says nothing here."""
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else None


def day(column: Column, terms: Terms) -> Parse:
    """A day from 1900 on, not after today unless the column may lie in the future."""

    def parse(cell: object) -> str:
        found = _typed(cell)
        if found is None:
            found = _written_day(cell)
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise Refused(f"年份不对；应在 {FIRST_YEAR} 至 {LAST_YEAR} 年之间")
        if found > terms.today and not column.future:
            raise Refused(f"晚于今天（{terms.today.isoformat()}）；只能填已经发生的日期")
        return found.isoformat()

    return parse


def _written_day(cell: object) -> date:
    match = _DAY.fullmatch(plain(cell))
    if not match:
        raise Refused(f"单元格是数字而不是日期；{_DAY_WORDS}" if is_number(cell) else f"不是日期；{_DAY_WORDS}")
    year, month, days = match[1], match[3] or match[5] or match[7], match[4] or match[6] or match[8]
    try:
        return date(int(year), int(month), int(days))
    except ValueError:
        raise Refused(f"没有这一天；{_DAY_WORDS}") from None


def month(terms: Terms) -> Parse:
    """A month from 1900 on, not after the present one.

    2023.1 is refused however it comes: a spreadsheet turns October's 2023.10 into it. Other numbers with a point are refused where
    the cell is typed as a number, as the column would be wrong in its October.
    """

    def parse(cell: object) -> str:
        found = _typed(cell)
        year, number = (found.year, found.month) if found else _written_month(cell)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Refused(f"年份不对；应在 {FIRST_YEAR} 至 {LAST_YEAR} 年之间")
        if (year, number) > (terms.today.year, terms.today.month):
            raise Refused(f"晚于本月（{terms.today:%Y-%m}）；只能填本月或以前的月份")
        return f"{year:04d}-{number:02d}"

    return parse


def _written_month(cell: object) -> tuple[int, int]:
    text = plain(cell)
    if is_number(cell) and "." in text:
        raise Refused(f"单元格是带小数点的数字，分不清 1 月和 10 月；{_MONTH_WORDS}")
    match = _MONTH.fullmatch(text)
    if not match:
        raise Refused(f"不是月份；{_MONTH_WORDS}")
    if text.endswith(".1"):
        raise Refused("分不清 1 月和 10 月（电子表格会把 2023.10 变成 2023.1）；应写作 2023-01 或 2023-10")
    number = int(match[2] or match[3] or match[4])
    if not 1 <= number <= 12:
        raise Refused(f"没有这个月；{_MONTH_WORDS}")
    return int(match[1]), number
