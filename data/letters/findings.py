"""The sentences of a letter: what one figure, one ledger cell or one public work says of a county, by declared rules.

A sentence says only what its figure says. Withheld and missing figures make none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from data.indicators import INDICATORS
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY, Target
from data.indicators.words import day, gap, percent, period, quantity, spaced
from data.letters.content import Quote
from data.periods import parse
from data.programmes.form import Task
from data.programmes.line import Cell

LAGGING = ("overdue", "behind")


@dataclass(frozen=True)
class Said:
    """One sentence, without its full stop; `lags`: it tells of something that is not as it should be.

    when  the day or month it stands for, said once for several sentences in a row; empty where it needs none
    """

    words: str
    lags: bool
    figures: tuple[Quote, ...] = ()
    when: str = ""


@dataclass(frozen=True)
class Measured:
    """A figure of a county or township with the target of its year."""

    figure: Figure
    target: Target | None

    @property
    def value(self) -> float:
        return self.figure.value or 0.0

    @property
    def head(self) -> str:
        """`乡镇公益性公墓投用率为 81.8%（9/11）`; without the counts where they are of people."""
        indicator, figure = INDICATORS[self.figure.indicator], self.figure
        counts = ""
        if indicator.rate and indicator.unit == "%" and not indicator.people and figure.denominator is not None:
            counts = f"（{figure.numerator:,.0f}/{figure.denominator:,.0f}）"
        return f"{indicator.name}为 {quantity(indicator, figure.value)}{counts}"

    @property
    def bar(self) -> str:
        """What must be exceeded, in words: `全省平均`."""
        return self.target.above.split("（")[0] if self.target else ""

    def shown(self, value: float | None) -> str:
        return quantity(INDICATORS[self.figure.indicator], value)

    def apart(self, other: float) -> str:
        return spaced(gap(INDICATORS[self.figure.indicator], self.value - other))


@dataclass(frozen=True)
class Sentence:
    """One rule: when it speaks and what it says; the first that speaks counts."""

    name: str
    holds: Callable[[Measured], bool]
    says: Callable[[Measured], str]


def _due(one: Measured) -> str:
    if one.target is None:
        return ""
    return "当月" if one.target.by == MONTHLY else f"{parse(one.target.by).ends.month}月底前"


def _above(one: Measured) -> bool:
    return one.target is not None and bool(one.target.above)


def _status(*wanted: str) -> Callable[[Measured], bool]:
    return lambda one: one.figure.status in wanted


SENTENCES: tuple[Sentence, ...] = (
    Sentence("no_average", lambda one: _above(one) and one.figure.target is None, lambda one: f"{one.head}（未设{one.bar}值，暂不比较）"),
    Sentence(
        "above_average",
        lambda one: _above(one) and one.value > (one.figure.target or 0),
        lambda one: f"{one.head}，比{one.bar}（{one.shown(one.figure.target)}）高{one.apart(one.figure.target or 0)}",
    ),
    Sentence(
        "at_average",
        lambda one: _above(one) and one.value == one.figure.target,
        lambda one: f"{one.head}，与{one.bar}持平，尚未超过",
    ),
    Sentence(
        "below_average",
        _above,
        lambda one: f"{one.head}，比{one.bar}（{one.shown(one.figure.target)}）低{one.apart(one.figure.target or 0)}",
    ),
    Sentence(
        "missed_month",
        lambda one: _status("overdue")(one) and one.target is not None and one.target.by == MONTHLY,
        lambda one: f"{one.head}，没有达到 {one.shown(one.figure.target)}，差{one.apart(one.figure.target or 0)}",
    ),
    Sentence(
        "overdue",
        _status("overdue"),
        lambda one: f"{one.head}，{_due(one)}应达 {one.shown(one.figure.target)}，差{one.apart(one.figure.target or 0)}，已逾期",
    ),
    Sentence(
        "behind_monthly",
        lambda one: _status("behind")(one) and one.figure.expected == one.figure.target,
        lambda one: f"{one.head}，{_due(one)}应达 {one.shown(one.figure.target)}，差{one.apart(one.figure.target or 0)}",
    ),
    Sentence(
        "behind",
        _status("behind"),
        lambda one: (
            f"{one.head}，{_due(one)}应达 {one.shown(one.figure.target)}，"
            f"按进度应达 {one.shown(one.figure.expected)}，低{one.apart(one.figure.expected or 0)}"
        ),
    ),
    Sentence("met", _status("met"), lambda one: f"{one.head}，已达到 {one.shown(one.figure.target)} 的目标"),
    Sentence("plain", lambda one: True, lambda one: one.head),
)


def figure_said(figure: Figure, target: Target | None) -> Said | None:
    """What a figure says; None where there is no value to speak of."""
    if figure.value is None or figure.suppressed:
        return None
    one = Measured(figure, target)
    words = next(rule for rule in SENTENCES if rule.holds(one)).says(one)
    return Said(words, figure.status in LAGGING, (Quote.of(figure),), when(figure))


def when(figure: Figure) -> str:
    """`截至9月17日`; of a whole month `2023年8月`."""
    span = parse(figure.period)
    if span.grain == "ytd" or figure.as_of is None or figure.as_of < span.ends:
        return f"截至{day(figure.as_of or span.ends)}"
    return period(span)


def cells_said(rows: Sequence[tuple[Task, Cell, date]]) -> list[Said]:
    """What the rows of the ledger say of a county: each that is behind or late with its percent; those that only lack a return together.

    rows  a task, the county's cell of it, and the day that counts as its due day
    """
    late = [row for row in rows if row[1].light == "overdue"]
    behind = [row for row in rows if row[1].light == "behind"]
    said = [f"{_row(task)}时限为{day(due)}，进度 {percent(cell.percent)}%，已逾期" for task, cell, due in late if cell.percent is not None]
    said += [
        f"{_row(task)}进度 {percent(cell.percent)}%，比应达 {percent(cell.expected)}% 低 {cell.expected - cell.percent:.1f} 个百分点"
        for task, cell, _ in behind
        if cell.percent is not None
    ]
    unknown = [task for task, cell, _ in late if cell.percent is None]
    if unknown:
        said.append(f"{_rows(unknown)}时限已过，没有审核通过的进度")
    for month in sorted({cell.asked for _, cell, _ in rows if cell.light == "missing"}):
        tasks = [task for task, cell, _ in rows if cell.light == "missing" and cell.asked == month]
        said.append(f"{_rows(tasks)}{int(month[5:7])}月的月报到报送截止日没有审核通过")
    return [Said(words, True) for words in said]


def _row(task: Task) -> str:
    """A title's own quotation marks become inner ones."""
    title = task.title.replace("“", "‘").replace("”", "’")
    return f"台账第 {task.no} 项“{title}”"


def _rows(tasks: Sequence[Task]) -> str:
    return _row(tasks[0]) if len(tasks) == 1 else f"台账第 {'、'.join(task.no for task in tasks)} 项"


def paragraph(said: Sequence[Said]) -> str:
    """Sentences as one paragraph; the day they stand for is said where it changes."""
    parts: list[str] = []
    before = ""
    for one in said:
        parts.append(f"{one.when}，{one.words}" if one.when and one.when != before else one.words)
        before = one.when or before
    return f"{'；'.join(parts)}。" if parts else ""
