"""The parts that the summaries and the weekly briefing are composed of: each takes what was read and gives headings, prose and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from access.scope import Scope
from briefings.document import Heading, Paragraph, Part, Table
from briefings.spans import Span
from data.clock import local
from data.indicators import INDICATORS
from data.indicators.aim import own_target
from data.indicators.figures import Figure, figures
from data.indicators.findings import region_finding
from data.indicators.indicator import MONTHLY
from data.indicators.moment import Moment
from data.indicators.words import MISSING, day, percent, quantity
from data.letters.letter import Letter
from data.letters.table import KINDS, STATES
from data.periods import Period, parse
from data.programmes.light import RULE, WORDS
from data.programmes.line import Cell, Ledger, Line
from geo.regions import CITY

MOST_NAMED = 4  # tasks named in a county's row; the others are counted


def programmes(ledger: Ledger, before: Ledger | None) -> list[Part]:
    """Every programme with its percent, what it should be, and how far it has come since `before`."""
    rows = []
    for book in ledger.books:
        then = before.book(book.programme.id) if before else None
        rows.append(
            (
                book.programme.name,
                _percent(book.percent),
                _percent(book.expected),
                _moved(book.percent, then.percent if then else None),
                WORDS.get(book.light, MISSING),
                *(str(book.count(light)) for light in ("overdue", "behind", "missing")),
            )
        )
    head = ("工程", "进度", "应达", "较期初", "状态", "逾期", "滞后", "未报")
    since = f"“较期初”与{day(before.day)}相比，单位为百分点；" if before else ""
    note = f"{since}逾期、滞后、未报为任务数。{RULE}"
    return [Table(head, tuple(rows), (30, 11, 11, 12, 10, 9, 9, 9), frozenset({1, 2, 3, 5, 6, 7}), "各项工程进展", note)]


def lagging(ledger: Ledger) -> list[Part]:
    """What lags, by county; then what the sections themselves owe."""
    rows = []
    for code, name in _regions(ledger):
        found = [(line, cell) for line, cell in _cells(ledger, code) if cell.light in ("overdue", "behind", "missing")]
        if found:
            counts = (str(sum(cell.light == light for _, cell in found)) for light in ("overdue", "behind", "missing"))
            rows.append((name, *counts, _named([line for line, cell in found if cell.light in ("overdue", "behind")])))
    if not rows:
        return [Paragraph("没有滞后、逾期和未报的事项。")]
    head = ("县区", "逾期", "滞后", "未报", "逾期和滞后的任务")
    return [Table(head, tuple(rows), (16, 8, 8, 8, 60), frozenset({1, 2, 3}), "各县区滞后、逾期和未报的任务数")]


def owed(ledger: Ledger) -> list[Part]:
    """Who owes the return that was due last."""
    rows = []
    for code, name in _regions(ledger):
        cells = [cell for _, cell in _cells(ledger, code) if cell.asked]
        missing = [cell for cell in cells if cell.missing]
        if missing:
            turned_in = sum(cell.state == "submitted" for cell in missing)
            rows.append((name, str(len(cells)), str(len(cells) - len(missing)), str(turned_in), str(len(missing) - turned_in)))
    asked = sorted({cell.asked for book in ledger.books for line in book.lines for cell in line.cells if cell.asked})
    if not asked:
        return [Paragraph("还没有到报送截止日的月报。")]
    months = "、".join(f"{int(month[5:7])}月" for month in asked)
    if not rows:
        return [Paragraph(f"{months}的月报已全部审核通过。")]
    head = ("县区", "应报", "已审核", "待审核", "欠报")
    return [
        Table(head, tuple(rows), (30, 15, 15, 15, 15), frozenset({1, 2, 3, 4}), f"{months}的月报", "单位：项。欠报含退回后没有重报的。")
    ]


def letters(written: Sequence[Letter], span: Span, today: date) -> list[Part]:
    """The letters issued within the span, and earlier ones that are still open."""
    until = span.last.day(today)
    rows = [
        (
            f"{KINDS[one.kind]}　{one.code}",
            one.region_name,
            one.programme_name,
            day(one.issued_on, until.year),
            day(one.due_on, until.year),
            state_words(one, until),
        )
        for one in sorted(written, key=lambda one: (one.issued_on or until, one.number))
        if one.issued_on and one.issued_on <= until and (one.issued_on >= span.first.starts or one.state != "closed")
    ]
    if not rows:
        return [Paragraph("期内没有印发提醒函、督办函，也没有未办结的。")]
    head = ("函件", "发往", "工程", "印发", "期限", "办理")
    return [Table(head, tuple(rows), (30, 12, 24, 12, 12, 14), caption="提醒函和督办函", note="含期前印发、尚未办结的。")]


def state_words(letter: Letter, on: date) -> str:
    """How far a letter had come on a day: `已办结`, `已回复，已过期`, `已印发`."""
    done = [step.act for step in letter.steps if local(step.at).date() <= on]
    if "closed" in done:
        return STATES["closed"]
    last = next((act for act in reversed(done) if act in ("replied", "checked", "issued")), "issued")
    words = STATES["replied"] if last == "replied" else "核查未整改" if last == "checked" else STATES["issued"]
    late = "，已过期" if on > letter.due_on else ""
    return f"{words}{late}{'，已通报' if 'criticised' in done else ''}"


def indicators(now: Moment, ledger: Ledger, span: Span, scope: Scope) -> list[Part]:
    """The linked indicators that have a target, programme by programme: what the counties show in a sentence, and the figures."""
    parts: list[Part] = []
    for book in ledger.books:
        names = [name for name in book.programme.indicators if _goal(now, ledger, name)]
        found = [one for one in (_read(now, name, ledger, span, scope) for name in names) if one[0].value is not None]
        if not found:
            continue
        parts.append(Heading(book.programme.name, 2))
        parts += [Paragraph(f"{region_finding(whole, counties).title}。") for whole, counties in found]
        rows = tuple(_row(whole, counties) for whole, counties in found)
        parts.append(Table(("指标", "全市", "目标", "应达", "状态", "达标县区"), rows, (30, 17, 17, 17, 9, 12), frozenset({1, 2, 3, 5})))
    return parts or [Paragraph("没有设目标的指标。")]


def _goal(now: Moment, ledger: Ledger, name: str) -> bool:
    return name in now.targets.get(ledger.month.year, {})


def _read(now: Moment, name: str, ledger: Ledger, span: Span, scope: Scope) -> tuple[Figure, tuple[Figure, ...]]:
    """The city and its counties, over the year so far; of a monthly target the last whole month."""
    month = ledger.month
    if now.targets[month.year][name].by == MONTHLY:
        at = month.shift(-1) if month.ends >= now.today and month.starts.month > 1 else month
    else:
        at = Period(f"{month}/ytd")
    whole = figures(now, [name], scope=scope, periods=(at,))[0]
    return whole, figures(now, [name], scope=scope, periods=(at,), level="county")


def _row(whole: Figure, counties: Sequence[Figure]) -> tuple[str, ...]:
    indicator = INDICATORS[whole.indicator]
    own = own_target(whole)
    judged = [figure for figure in counties if figure.status != "none"]
    met = f"{sum(figure.status == 'met' for figure in judged)}/{len(judged)}" if judged else MISSING
    when = "" if parse(whole.period).grain == "ytd" else f"（{parse(whole.period).starts.month}月）"
    return (
        indicator.title + when,
        quantity(indicator, whole.value),
        quantity(indicator, whole.target) if own else MISSING,
        quantity(indicator, whole.expected) if own else MISSING,
        WORDS.get(whole.status, MISSING),
        met,
    )


def _regions(ledger: Ledger) -> list[tuple[str, str]]:
    """The counties with a cell, by code; the city's own sections last."""
    found = {cell.region: cell.region_name for book in ledger.books for line in book.lines for cell in line.cells}
    counties = sorted((code, name) for code, name in found.items() if code != CITY)
    return [*counties, *([(CITY, "市局科室")] if CITY in found else [])]


def _cells(ledger: Ledger, region: str) -> Iterable[tuple[Line, Cell]]:
    for book in ledger.books:
        for line in book.lines:
            for cell in line.cells:
                if cell.region == region:
                    yield line, cell


def _named(lines: Sequence[Line]) -> str:
    names = [f"{line.task.title}" for line in lines[:MOST_NAMED]]
    more = f"等 {len(lines)} 项" if len(lines) > MOST_NAMED else ""
    return "；".join(names) + more or MISSING


def _percent(value: float | None) -> str:
    return MISSING if value is None else f"{percent(value)}%"


def _moved(value: float | None, before: float | None) -> str:
    if value is None or before is None:
        return MISSING
    return f"{value - before:+.1f}" if round(value - before, 1) else "0.0"
