"""What a summary looks back on: 月通报 a month, 季讲评 a quarter, 半年小结 a half, 全年总评 the year, each up to the running month.

Source: 社会救助 “月通报、季讲评、半年小结、全年总评”.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.periods import Period, month_of

SummaryKind = Literal["month", "quarter", "half", "year"]
SUMMARIES: dict[SummaryKind, str] = {"month": "月通报", "quarter": "季讲评", "half": "半年小结", "year": "全年总评"}
MONTHS: dict[SummaryKind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
QUARTERS = "一二三四"


class NotBegun(ValueError):
    """The span asked for lies ahead."""


@dataclass(frozen=True)
class Span:
    """The months a summary looks back on, both included. `whole`: its last month is over."""

    kind: SummaryKind
    first: Period
    last: Period
    whole: bool

    @property
    def before(self) -> Period | None:
        """The month it starts from, of the same year; None where it starts with the year."""
        return self.first.shift(-1) if self.first.starts.month > 1 else None

    @property
    def name(self) -> str:
        """`2023年8月`, `2023年第三季度`, `2023年上半年`, `2023年`."""
        month = self.first.starts.month
        words = {
            "month": f"{month}月",
            "quarter": f"第{QUARTERS[(month - 1) // 3]}季度",
            "half": "上半年" if month == 1 else "下半年",
            "year": "",
        }
        return f"{self.first.year}年{words[self.kind]}"


def span_of(kind: SummaryKind, month: Period, today: date) -> Span:
    """The span of a kind that holds the month. Raises NotBegun where it has not begun."""
    many = MONTHS[kind]
    start = (month.starts.month - 1) // many * many + 1
    first = Period(f"{month.year}-{start:02d}")
    end = first.shift(many - 1)
    if not first.begun(today):
        raise NotBegun(f"{first} 还没有开始。")
    return Span(kind, first, min(end, month_of(today)), end.ends < today)
