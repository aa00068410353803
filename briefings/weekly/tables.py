"""重点指标: what has a target, by weeks and by months, and what the week has handled, beside the week (month) before."""

from __future__ import annotations

from briefings.document import Chart, Part, Series, Table
from briefings.figures import Cell as Printed
from briefings.weekly.case import Case
from briefings.weekly.ground import Ground
from briefings.weekly.phrases import month_words
from briefings.weekly.printing import form_of, lit, number, reading
from briefings.weekly.sentence import Sentence, apart, joined, tell, value
from briefings.weekly.weight import importance
from data.indicators import DECLARED
from data.indicators.comparison import pair
from data.indicators.figures import Figure, figures
from data.indicators.reach import still_runs, until
from data.indicators.week_end import baseline, by_week
from data.indicators.words import quantity
from data.periods import Period, parse

# What the offices handle week by week, in the bureau's order; first the registers.
HANDLED = ("relief_recipients", "children_registered", "relief_applications", "work_orders", "deaths", "marriages", "divorces")
WIDTHS = (30, 12, 12, 12, 12, 12, 10)


def key_indicators(of: Ground) -> list[Part]:
    """The tables; what was reached by its day long ago is named below, not repeated every week."""
    settled = [case for case in of.cases if _settled(case)]
    weekly = [case for case in of.cases if by_week(case.indicator) and case not in settled]
    monthly = [case for case in of.cases if not by_week(case.indicator) and case not in settled]
    names = "、".join(case.indicator.title for case in settled)
    note = f"另有 {len(settled)} 项已按期达到目标：{names}。" if settled else ""
    parts: list[Part] = []
    if weekly:
        head = ("指标", "本周", "上周", "年初", "目标", "应达", "状态")
        rows = tuple(_row(of, case, case.indicator.title) for case in weekly)
        parts.append(Table(head, rows, WIDTHS, frozenset(range(1, 6)), f"{of.whole}重点指标（按周）", _notes(weekly, note)))
    if monthly:
        head = ("指标", "本期", "上期", "年初", "目标", "应达", "状态")
        rows = tuple(_row(of, case, case.indicator.title, month_words(case.figure)) for case in monthly)
        last = "本期为本周末前最近的一个整月，按年考核的为年初至该月。"
        parts.append(Table(head, rows, WIDTHS, frozenset(range(1, 6)), f"{of.whole}重点指标（按月）", _notes(monthly, last)))
    return [*parts, *handled(of)]


def _settled(case: Case) -> bool:
    """Reached, and its day is over."""
    return case.figure.status == "met" and case.days_left is not None and case.days_left < 0


def _row(of: Ground, case: Case, name: str, when: str = "") -> tuple[Printed, ...]:
    figure, own = case.figure, case.own
    aside = [one for one in (when, "" if case.indicator.unit == "%" else case.indicator.unit) if one]
    unit = f"（{'，'.join(aside)}）" if aside else ""
    start = baseline(of.now, case.indicator.id, scope=of.scope, week=of.week, region=of.region)
    return (
        name + unit,
        number(figure),
        number(case.before),
        number(None if case.indicator.resets or case.indicator.kind == "flow" else start),
        number(figure if own else None, "target"),
        number(figure if own else None, "expected"),
        lit(figure.status),
    )


def _notes(found: list[Case], more: str) -> str:
    each = [case.indicator.title for case in found if not case.own and case.figure.target is not None]
    said = f"{'、'.join(each)}按县区逐一考核，全市合计不设目标。" if each else ""
    return f"“应达”按时间进度折算到本周末；有的指标须各县区都达标，状态以县区为准。{said}{more}"


# --- what was handled ---------------------------------------------------------------------------------------------------------------


def counts_of(of: Ground) -> list[tuple[Figure, Figure, Figure]]:
    """Each of HANDLED at this week, the one before, and the same week of the year before."""
    out = []
    for name in HANDLED:
        periods = (of.week, of.week.shift(-1), of.week.year_before())
        this, last, year = figures(of.now, [name], scope=of.scope, periods=periods, region=of.region)
        out.append((this, last, year))
    return out


def handled(of: Ground) -> list[Part]:
    """What the week has handled."""
    rows: list[tuple[Printed, ...]] = []
    notes = []
    for this, last, year in counts_of(of):
        indicator = DECLARED[this.indicator]
        late = still_runs(this) and not of.week.runs(of.now.today)
        if late:
            notes.append(f"{indicator.title}{until(this)}")
        rows.append((f"{indicator.title}（{indicator.unit}）", number(None if late else this), number(last), number(year)))
    head = ("业务", "本周", "上周", "去年同周")
    note = f"{'；'.join(notes)}。" if notes else ""
    return [Table(head, tuple(rows), (40, 20, 20, 20), frozenset({1, 2, 3}), f"{of.whole}业务办理", note)]


MOVED_MUCH, MANY = 0.2, 20  # a change by this share of the week before, of a count of at least so many, is named
STEPS = 5  # a course of fewer different values is no picture


def handled_said(of: Ground) -> tuple[Sentence, Sentence] | None:
    """The lead and the sentence on what the week has handled: only what is known to the week's end."""
    known = [(this, last) for this, last, _ in counts_of(of) if this.value is not None and not still_runs(this)]
    moved = [DECLARED[this.indicator].title for this, last in known if _moved_much(of, this, last)]
    if not known:
        return None
    groups = []
    for kind, when in (("flow", "本周"), ("stock", "期末")):
        said = [_against(of, this, last) for this, last in known if DECLARED[this.indicator].kind == kind]
        if said:
            groups.append(tell(when, joined(said), "。"))
    return tell(f"{'、'.join(moved)}较上周变动较大" if moved else "业务办理平稳"), tell(*groups)


def _against(of: Ground, this: Figure, last: Figure) -> Sentence:
    """`结婚登记 75 对`; of a state, and of what has moved much, `离婚登记 47 对（较上周增加 12 对）`."""
    indicator = DECLARED[this.indicator]
    said = tell(indicator.title, value(this))
    change = pair(this, last, of.now.today).difference
    if change is None or (indicator.kind == "flow" and not _moved_much(of, this, last)):
        return said
    if change == 0:
        return tell(said, "（与上周持平）")
    return tell(said, "（较上周增加" if change > 0 else "（较上周减少", apart(this, last), "）")


def _moved_much(of: Ground, this: Figure, last: Figure) -> bool:
    change = pair(this, last, of.now.today).difference
    before = last.value or 0
    return DECLARED[this.indicator].kind == "flow" and change is not None and before >= MANY and abs(change) > MOVED_MUCH * before


# --- the course ---------------------------------------------------------------------------------------------------------------------


def trend(of: Ground) -> list[Part]:
    """The weightiest indicator that weeks tell, over the weeks of the year, with its path."""
    able = [case for case in of.cases if len(case.course) > 1 and case.own and case.known]
    if not able:
        return []
    moving = [case for case in able if len({one.value for one in case.course}) >= STEPS]
    case = max(moving or able, key=lambda one: (importance(one), one.indicator.id))
    weeks = case.course
    labels = tuple(f"{int(Period(one.period).text[6:])}周" for one in weeks)
    readings = tuple(reading(value(one), of.week, of.region) if one.value is not None else number(one).reading for one in weeks)
    measured = Series(case.indicator.title, tuple(one.value for one in weeks), tuple(one for one in readings if one))
    path = Series("应达", tuple(one.expected for one in weeks))
    goal = Series("目标", tuple(one.target for one in weeks))
    stands = quantity(case.indicator, case.figure.value)
    title = f"{case.indicator.title} {stands}，应达 {quantity(case.indicator, case.figure.expected)}"
    form = form_of(case.indicator.id)
    unit = case.indicator.unit
    year = parse(weeks[-1].period).year
    return [Chart("line", title, unit, labels, (measured,), form, goal, path, f"{case.indicator.name}（{of.whole}，{year}年逐周，{unit}）")]
