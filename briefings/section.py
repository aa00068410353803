"""A section page as a report: its indicators in one table, then each headline with its finding, its parts and their ranking.

The figures are those of the page at its address, through the same door and for the person who takes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.scope import Scope
from briefings.document import Chart, Document, Heading, Paragraph, Part, Series, Table, numbered
from briefings.figures import Cell, Reading
from briefings.weekly.printing import form_of, lit, number
from data.exchange.export import Origin
from data.indicators import INDICATORS, PROGRAMMES
from data.indicators.aim import own_target
from data.indicators.comparison import remembered
from data.indicators.figures import Figure, figures
from data.indicators.findings import region_finding
from data.indicators.indicator import Programme
from data.indicators.ledger import Ledger, Line, read_ledger
from data.indicators.moment import Moment
from data.indicators.words import period as period_words
from data.periods import Period
from geo.regions import CITY, WORDS

MOST_BARS = 24  # parts of one ranking that fit a page
BUREAU = "开封市民政局"
RULE = "“应达”按时间进度折算。人数 1–4 不显示具体数。"


def section_paper(
    now: Moment, programme: Programme, headlines: Sequence[str], *, scope: Scope, period: Period, region: str, origin: Origin
) -> Document:
    """The page's figures at a period in a region.

    headlines  the indicators that get a part of their own, in order
    Raises NotAllowed if the scope may not see the region, KeyError for an unknown indicator or region.
    """
    name = now.places.name(region)
    ledgers = [read_ledger(now, one, scope=scope, period=period, region=region) for one in headlines]
    titles = numbered(["全部指标", *(one.indicator.title for one in ledgers)])
    parts: list[Part] = [Heading(titles[0]), _overview(now, programme, headlines, scope=scope, period=period, region=region)]
    for title, one in zip(titles[1:], ledgers, strict=True):
        parts += [Heading(title), *_headline(one)]
    return Document(
        title=f"{name}{PROGRAMMES[programme]}情况",
        subtitle=f"（{period_words(period)}）",
        office=BUREAU,
        date=f"{now.today.year}年{now.today.month}月{now.today.day}日",
        parts=tuple(parts),
        mark=origin.words,
        filters=f"{name}，{period_words(period)}",
    )


def _overview(now: Moment, programme: Programme, first: Sequence[str], *, scope: Scope, period: Period, region: str) -> Table:
    names = [*first, *(one.id for one in INDICATORS.values() if one.programme == programme and one.id not in first)]
    periods = [period, period.shift(-1), period.year_before()]
    found = figures(now, names, scope=scope, periods=sorted(set(periods)), region=region)
    by = {(one.indicator, one.period): remembered(one, period) for one in found}
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        this, before, year = (by.get((name, at.text)) for at in periods)
        rows.append((f"{INDICATORS[name].title}（{INDICATORS[name].unit}）", number(this), number(before), number(year), *_judged(this)))
    head = ("指标", "本期", "上期", "去年同期", "目标", "应达", "状态")
    return Table(head, tuple(rows), (30, 12, 12, 12, 12, 12, 10), frozenset(range(1, 6)), "主要数字", RULE)


def _headline(one: Ledger) -> Iterator[Part]:
    whole, parts = one.whole.figure, [line.figure for line in one.parts]
    found = region_finding(whole, parts)
    yield Paragraph(f"{found.title}。{found.lede}")
    place, unit = WORDS[one.level], one.indicator.unit
    counts = ("分子", "分母") if one.indicator.rate else ()
    head = (place, f"本期（{unit}）", *counts, "上期", "去年同期", "目标", "应达", "状态")
    rows = tuple(_row(line, bool(counts)) for line in (*one.parts, one.whole))
    widths = (20, *[12] * (len(head) - 2), 10)
    title = f"{one.indicator.title}（{period_words(one.period)}）"
    yield Table(head, rows, widths, frozenset(range(1, len(head) - 1)), title, one.absent, total=True)
    ranked = sorted((figure for figure in parts if figure.value is not None), key=lambda figure: -(figure.value or 0))
    if 1 < len(ranked) <= MOST_BARS:
        yield Chart("bars", f"各{place}{one.indicator.title}", unit, *_bars(one, ranked), form=form_of(one.indicator.id), caption=title)


def _bars(one: Ledger, ranked: Sequence[Figure]) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    read = tuple(Reading(f.indicator, f.region, f.period, f.category or "", f.value) for f in ranked)
    return tuple(f.region_name for f in ranked), (Series(one.indicator.title, tuple(f.value for f in ranked), read),)


def _row(line: Line, counted: bool) -> tuple[Cell, ...]:
    figure = line.figure
    counts = (_count(figure, "numerator"), _count(figure, "denominator")) if counted else ()
    name = "合计" if figure.region == CITY else figure.region_name
    return (name, number(figure), *counts, number(line.before), number(line.year_before), *_judged(figure))


def _count(figure: Figure, of: str) -> Cell:
    value = figure.numerator if of == "numerator" else figure.denominator
    base = number(figure)
    if value is None:
        return base.instead
    return type(base)(value, "whole", Reading(figure.indicator, figure.region, figure.period, figure.category or "", value, of))  # type: ignore[arg-type]


def _judged(figure: Figure | None) -> tuple[Cell, ...]:
    own = figure if figure is not None and own_target(figure) else None
    return (number(own, "target"), number(own, "expected"), lit(figure.status if figure else ""))
