"""What every section page shows whatever it lists: frame, cards, map with its table, ranking, trend, and the rows beneath."""

from __future__ import annotations

from dataclasses import replace
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
from components.takeaway import page_files
from components.trend import trend, trend_head
from data.exchange.freshness import Freshness, freshness
from data.indicators import INDICATORS
from data.indicators.absence import absence
from data.indicators.comparison import compare, remembered
from data.indicators.figures import Figure, figures
from data.indicators.findings import Finding, lead_finding, pairs_finding
from data.indicators.ledger import Ledger, read_ledger
from data.indicators.moment import Moment
from data.indicators.study import Inside, Study, study
from data.indicators.words import quantity
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


def _study(now: Moment, seen: Scope, address: Address) -> Study:
    return study(now, address.indicator, scope=seen, period=address.period, region=address.region, category=address.category)


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
        acts=[page_files(f"/{section.page}/page.{{kind}}?{_query(address)}&show={','.join(section.headlines)}")],
    )
    said = lead(_finding(now, seen, address, one), path, address.notice)
    tools = filters(address, regions(now, seen), today=now.today, begins=now.begins)
    foot = footer(
        data_to=one.figure.as_of,
        refreshed_at=now.refreshed_at,
        batch=now.batch,
        late=_late(now, address.period),
        approval=settings().map_approval_number,
        year=address.period.year,
    )
    meaning = one.indicator.numerator + (f" ÷ {one.indicator.denominator}" if one.indicator.rate else "")
    lede = html.P(f"{one.indicator.name} = {meaning}。责任科室：{section.owner}。", className="lede")
    return top, [said[0], lede, tools, *_compared(now, seen, section, address), *said[2:]], foot, None


def _late(now: Moment, period: Period) -> list[Freshness]:
    return [dataset for dataset in freshness(now.connection, now.today) if dataset.days_late] if period.runs(now.today) else []


def _finding(now: Moment, seen: Scope, address: Address, one: Study) -> Finding:
    """The region over its parts: the city over its counties, a county over the townships this person may see."""
    if address.category:
        value = absence(one.figure) or f" {quantity(one.indicator, one.figure.value)}"
        return Finding(f"{one.title}{value}", built_from=(one.figure,))
    if address.region == CITY:
        return lead_finding(one.city, one.counties)
    inside = len(address.region) == len(CITY)
    return lead_finding(one.figure, [line.figure for line in _ledger(now, seen, address).parts] if inside else ())


def _compared(now: Moment, seen: Scope, section: Section, address: Address) -> list[html.P]:
    """How many of the section's indicators are higher, how many lower than what they are compared with."""
    if not address.with_period and not address.with_region:
        return []
    pairs = compare(
        now,
        section.indicators,
        scope=seen,
        period=address.period,
        region=address.region,
        other_period=address.with_period,
        other_region=address.with_region or None,
    )
    found = pairs_finding(pairs)
    return [html.P(f"{found.title}。{found.lede}", className="lede compared")] if found.rule else []


def cards(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The headlines, and the section's other indicators in one line each."""
    period, region, names = address.period, address.region, section.indicators
    spans = [period.shift(-back) for back in range(LINE, -1, -1)]
    asked = sorted({*spans, period.year_before()} | ({address.with_period} if address.with_period else set()))
    found = {(one.indicator, one.period): remembered(one, period) for one in figures(now, names, scope=seen, periods=asked, region=region)}
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
            unfinished=unfinished(found[name, period.text], now.today),
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
    one = _within(now, seen, address, _study(now, seen, address))
    head, under, twin, drawn = ground.region_map(now, seen, one, section)
    return head, [*under, three(one, None, now.today)], twin, drawn


def ranked(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The counties in order of value; below the city, a county's townships where the person may see them."""
    return (ranking(_within(now, seen, address, _study(now, seen, address)), now.today),)


def _within(now: Moment, seen: Scope, address: Address, one: Study) -> Study:
    """The study with the county's townships, where there are any to be seen: the rows of the table beneath, read once for all three.

    Of the year before, the townships' last period alone: it fixes the map's classes, and the whole year would cost twelve times as much.
    """
    rows = _ledger(now, seen, address) if address.region != CITY else None
    if not rows or not rows.parts:
        return one
    parts, before = tuple(line.figure for line in rows.parts), tuple(line.before for line in rows.parts)
    last = [Period(figure.period) for figure in one.last_year[-1:]]
    past = figures(
        now,
        [address.indicator],
        scope=seen,
        periods=last,
        region=rows.whole.figure.region,
        level="township",
        by_category=bool(address.category),
    )
    past = tuple(figure for figure in past if (figure.category or "") == address.category)
    return replace(one, inside=Inside(rows.whole.figure, rows.whole.before, parts, before, past))


def trended(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The trend's head and its figure, with the forecast where three whole months allow one."""
    one = _study(now, seen, address)
    return trend_head(one, now.today), trend(one, now.today)


def rows(section: Section, now: Moment, seen: Scope, address: Address) -> tuple[Any, ...]:
    """The wide table: the counties; of a county its townships."""
    one = _ledger(now, seen, address)
    return (ledger(one, region=address.region, today=now.today, files=f"/{section.page}/table.{{kind}}?{_query(address)}"),)


def _ledger(now: Moment, seen: Scope, address: Address) -> Ledger:
    return read_ledger(
        now,
        address.indicator,
        scope=seen,
        period=address.period,
        region=address.region,
        category=address.category,
        with_period=address.with_period,
        with_region=address.with_region,
    )


def _query(address: Address) -> str:
    beside = address.with_period.text if address.with_period else address.with_region
    given = {"indicator": address.indicator, "period": address.period.text, "region": address.region}
    return urlencode(
        {**given, **({"category": address.category} if address.category else {}), **({"with": beside} if beside else {})}, safe="/"
    )
