"""The title of a list: one sentence with its number, and what its figure says where both agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.indicators import DECLARED
from data.indicators.figures import Figure
from data.lists.record_list import RecordList
from data.periods import Period


@dataclass(frozen=True)
class Title:
    """The sentence, what stands on the list and what does not, and where list and figure differ."""

    words: str
    lede: str
    notice: str = ""


def list_title(listed: RecordList, place: str, period: Period, today: date, rows: int, figure: Figure | None) -> Title:
    """`杞县五里河镇 8月有 12 名特殊困难老年人未探访，在册 80 名`.

    rows    how many stand on the list, unfiltered
    figure  its indicator's for the same region and period; None where there is none
    """
    said = listed.sentence.format(n=f"{rows:,}") if rows else listed.none
    number = part_of(listed, figure)
    agree = number is None or number == rows
    whole = ""
    if figure is not None and figure.denominator is not None and listed.whole and agree:
        whole = f"，{listed.whole.format(d=f'{figure.denominator:,.0f}')}"
    words = f"{place}{'' if listed.timeless else f' {when(listed, period, today)}'}{said}{whole}"
    notice = "" if agree else f"名单按现有记录，有 {rows:,} 条；指标是上次刷新算出的，为 {number:,.0f}。刷新后两者一致。"
    return Title(words, f"列出：{listed.counts}不列：{listed.leaves_out}", notice)


def part_of(listed: RecordList, figure: Figure | None) -> int | float | None:
    """How many rows the figure stands for; None where it says nothing about the list."""
    if figure is None or figure.numerator is None or not listed.part:
        return None
    if listed.part == "numerator":
        return figure.numerator
    if figure.denominator is None:
        return None
    return figure.denominator - figure.numerator if listed.part == "gap" else figure.denominator


def when(listed: RecordList, period: Period, today: date) -> str:
    """The period in the title: `8月`, of a state its end, `8月末`, `截至9月18日`; the year only where it is not this one."""
    year = "" if period.year == today.year else f"{period.year}年"
    if period.runs(today) and _at_end(listed):
        return f"截至{today.month}月{today.day}日"
    last = int(period.month[5:7]) if period.grain != "week" else 0
    if period.grain == "week":
        words = f"{period.text[:4]}年第{int(period.text[6:])}周"
    elif period.grain == "ytd" and last > 1 and not _at_end(listed):
        words = f"{year}1–{last}月"
    else:
        words = f"{year}{last}月"
    return f"{words}末" if _at_end(listed) else words


def _at_end(listed: RecordList) -> bool:
    """Whether it is about the state at the period's end, not about what happened inside it."""
    found = DECLARED.get(listed.indicator)
    return not listed.part or found is None or found.kind == "stock" or found.cumulative
