"""What every section page shows whatever it lists: frame, cards, map with its table, ranking, trend, and the rows beneath."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import html

from access.scope import Scope
from components.address import Address
from components.comparison import EARLIER, three, unfinished
from components.filters import compared_with, filters
from components.footer import footer
from components.header import header, lead
from components.headline import Longer, brief, headline
from components.ledger import ledger
from components.ranking import ranking
from components.trend import trend, trend_head
from data.exchange.freshness import Freshness, freshness
from data.indicators import INDICATORS
from data.indicators.aim import own_target
from data.indicators.figures import Figure, figures
from data.indicators.findings import Finding, region_finding
from data.indicators.forecast import forecast
from data.indicators.ledger import read_ledger
from data.indicators.moment import Moment
from data.indicators.study import Study, study
from data.indicators.words import gap, quantity
from data.periods import Period
from data.settings import settings
from geo.regions import CITY, LEVELS, Level
from pages.sections import ground
from pages.sections.declaration import Section

LINE = 12  # periods a card's line goes back


def regions(now: Moment, seen: Scope, villages: bool = False) -> dict[str, str]:
    """The regions a page can stand at for this person, with their names: down to the townships they may see, or the villages."""
    levels: tuple[Level, ...] = LEVELS if villages else LEVELS[:-1]

    def read() -> dict[str, str]:
        return {place.code: place.name for level in levels for place in now.places.by_level[level] if seen.sees(place.code)}

    return now.shelf.keep(("regions", now.refresh, seen.key, levels), read)


def _study(now: Moment, seen: Scope, address: Address, inside: bool = False) -> Study:
    return study(now, address.indicator, scope=seen, period=address.period, region=address.region, category=address.category, inside=inside)


def frame(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """Header with the ruler, the finding with the filters, the foot; and no trouble."""
    one = _study(now, seen, address)
    path = [(place.code, place.name) for place in now.places.path(address.village or address.region)]
    top = header(
        address,
        path,
        today=now.today,
        begins=now.begins,
        targets=now.targets.get(address.period.year, {}),
        demonstration=now.demonstration,
        page=section.page,
        section=section.title,
    )
    said = lead(_finding(one), path[:1], address.notice)
    tools = filters(address, regions(now, seen), today=now.today, begins=now.begins)
    foot = footer(
        data_to=one.figure.as_of,
        refreshed_at=now.refreshed_at,
        batch=now.batch,
        late=_late(now, address.period),
        approval=settings().map_approval_number,
        year=address.period.year,
    )
    words = [html.P(f"{_meaning(one)}责任科室：{section.owner}。", className="lede"), tools]
    return top, [said[0], *words, *said[2:]], foot, None


def _late(now: Moment, period: Period) -> list[Freshness]:
    return [dataset for dataset in freshness(now.connection, now.today) if dataset.days_late] if period.runs(now.today) else []


def _meaning(one: Study) -> str:
    indicator = one.indicator
    formula = f"{indicator.numerator} ÷ {indicator.denominator}" if indicator.rate else indicator.numerator
    return f"{indicator.name} = {formula}。"


def _finding(one: Study) -> Finding:
    """The city over its counties; a county or township against what is expected of it."""
    if one.region == CITY and not one.category:
        return region_finding(one.city, one.counties)
    figure = one.figure
    head = f"{figure.region_name}{one.title}"
    if figure.value is None:
        return Finding(head, built_from=(figure,))
    head = f"{head} {quantity(one.indicator, figure.value)}"
    if figure.expected is None or not own_target(figure):
        return Finding(head, built_from=(figure,))
    aim, apart = ("目标" if figure.expected == figure.target else "应达"), figure.value - figure.expected
    if apart == 0:
        return Finding(f"{head}，与{aim}持平", built_from=(figure,))
    return Finding(f"{head}，比{aim}{'高' if apart > 0 else '低'} {gap(one.indicator, apart)}", built_from=(figure,))


def cards(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The headlines, and the section's other indicators in one line each."""
    period, region, names = address.period, address.region, section.indicators
    spans = [period.shift(-back) for back in range(LINE, -1, -1)]
    asked = sorted({*spans, period.year_before()} | ({address.with_period} if address.with_period else set()))
    found = {(one.indicator, one.period): one for one in figures(now, names, scope=seen, periods=asked, region=region)}
    beside = _beside(now, seen, address, names)
    targets, late = now.targets.get(period.year, {}), _late(now, period)
    if address.category:
        filtered = figures(now, [address.indicator], scope=seen, periods=asked, region=region, by_category=True)
        found |= {(one.indicator, one.period): one for one in filtered if one.category == address.category}
    words = compared_with(address, regions(now, seen))

    def against(name: str) -> tuple[str, Figure] | None:
        if address.with_period:
            return words, found[name, address.with_period.text]
        return (words, beside[name]) if beside else None

    shown = [
        headline(
            INDICATORS[name],
            found[name, period.text],
            found[name, period.shift(-1).text],
            target=targets.get(name),
            unfinished=unfinished(INDICATORS[name], period, now.today),
            selected=name == address.indicator,
            late=late,
            longer=Longer(
                [found[name, span.text] for span in spans[1:]],
                found[name, period.year_before().text],
                EARLIER[period.grain],
                now.today,
                against(name),
            ),
        )
        for name in section.headlines
    ]
    others = [
        brief(
            INDICATORS[name],
            found[name, period.text],
            target=targets.get(name),
            today=now.today,
            selected=name == address.indicator,
            beside=against(name),
        )
        for name in names
        if name not in section.headlines
    ]
    return shown, others


def _beside(now: Moment, seen: Scope, address: Address, names: tuple[str, ...]) -> dict[str, Figure]:
    """The figures of the other region, by indicator."""
    if not address.with_region:
        return {}
    found = {one.indicator: one for one in figures(now, names, scope=seen, periods=[address.period], region=address.with_region)}
    if address.category:
        parts = figures(now, [address.indicator], scope=seen, periods=[address.period], region=address.with_region, by_category=True)
        found |= {one.indicator: one for one in parts if one.category == address.category}
    return found


def region_map(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The map with its table: the counties; below the city a county's townships where the person may see them."""
    one = _study(now, seen, address, inside=True)
    head, under, twin, drawn = ground.region_map(now, seen, one, section)
    return head, [*under, three(one, None, now.today)], twin, drawn


def ranked(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The counties in order of value; below the city, a county's townships where the person may see them."""
    return (ranking(_study(now, seen, address, inside=True), now.today),)


def trended(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The trend's head and its figure, with the forecast where three whole months allow one."""
    one = _study(now, seen, address)
    ahead = forecast((*one.last_year, *one.year), one.indicator, one.target, now.today)
    return trend_head(one, now.today, ahead), trend(one, now.today, ahead)


def rows(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The wide table: the counties; of a county its townships."""
    one = read_ledger(
        now,
        address.indicator,
        scope=seen,
        period=address.period,
        region=address.region,
        category=address.category,
        with_period=address.with_period,
        with_region=address.with_region,
    )
    return (ledger(one, region=address.region, today=now.today, files=f"/{section.page}/table.{{kind}}?{_query(address)}"),)


def _query(address: Address) -> str:
    beside = address.with_period.text if address.with_period else address.with_region
    given = {"indicator": address.indicator, "period": address.period.text, "region": address.region}
    return urlencode(
        {**given, **({"category": address.category} if address.category else {}), **({"with": beside} if beside else {})}, safe="/"
    )
