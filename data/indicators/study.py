"""One indicator at one period, from all sides a page shows it: the region, the counties, the period before, last year, the year so far."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.indicators import DECLARED, Indicator
from data.indicators.comparison import remembered
from data.indicators.figures import Figure, figures
from data.indicators.indicator import Target
from data.indicators.moment import Moment
from data.periods import Period, between, parse
from geo.regions import CITY, DIGITS, Level, level_of


@dataclass(frozen=True)
class Inside:
    """A county from within: its own figure and its townships in official order, at the period and one earlier.

    past  the townships over periods that are the same all year: what is much and what is little; empty where the target says so
    """

    whole: Figure
    whole_before: Figure
    parts: tuple[Figure, ...]
    parts_before: tuple[Figure, ...]
    past: tuple[Figure, ...]


@dataclass(frozen=True)
class Study:
    """Figures of one indicator, as one person may see them.

    figure, before, year_before  the region: at the period, one period earlier, one year earlier
    city, city_before            the city at the period and one earlier
    counties, counties_before    the same for the counties, in official order
    year, last_year              the region over the year up to the period, and over the whole year before
    past                         the counties over the year before: what is much and what is little
    baseline                     the region at the end of last December; None where it had no value
    target                       the year's target as set for the indicator; none for a category
    category                     the one category all of it is of; '' for the total
    inside                       the county the region is, or lies in, from within; None where a page shows counties

    `whole` and `parts` are what a map, a ranking or a table shows: the city and its counties, or a county and its townships.
    """

    indicator: Indicator
    period: Period
    region: str
    target: Target | None
    figure: Figure
    before: Figure
    year_before: Figure
    city: Figure
    city_before: Figure
    counties: tuple[Figure, ...]
    counties_before: tuple[Figure, ...]
    year: tuple[Figure, ...]
    last_year: tuple[Figure, ...]
    past: tuple[Figure, ...]
    baseline: int | float | None
    inside: Inside | None = None
    category: str = ""

    @property
    def selected(self) -> str:
        """Which of the parts the region is, or lies in; the whole where it is none of them."""
        return self.region if self.inside else self.region[: DIGITS["county"]]

    @property
    def title(self) -> str:
        """The indicator's short name, with the category where it is of one."""
        return f"{self.indicator.title}（{self.category}）" if self.category else self.indicator.title

    @property
    def whole(self) -> Figure:
        return self.inside.whole if self.inside else self.city

    @property
    def whole_before(self) -> Figure:
        return self.inside.whole_before if self.inside else self.city_before

    @property
    def parts(self) -> tuple[Figure, ...]:
        return self.inside.parts if self.inside else self.counties

    @property
    def parts_before(self) -> tuple[Figure, ...]:
        return self.inside.parts_before if self.inside else self.counties_before

    @property
    def parts_past(self) -> tuple[Figure, ...]:
        return self.inside.past if self.inside else self.past

    @property
    def parts_level(self) -> Level:
        return "township" if self.inside else "county"


def study(now: Moment, indicator: str, *, scope: Scope, period: Period, region: str, inside: bool = False, category: str = "") -> Study:
    """All of it, of one moment.

    inside  below city level, give the county's townships as well: where the scope may see them, and the indicator goes down to them

    Raises NotAllowed if the scope may not see the region, KeyError for an unknown indicator or region.
    """
    earlier = period.shift(-1)
    first = _first(period)
    year_so_far, whole_before = between(first, period), between(_first(first.shift(-1)), first.shift(-1))

    def read(periods: list[Period], place: str, counties: bool = False) -> tuple[Figure, ...]:
        level: Level | None = "county" if counties else None
        found = figures(now, [indicator], scope=scope, periods=periods, region=place, level=level, by_category=bool(category))
        return tuple(figure for figure in found if figure.category == category) if category else found

    def past(found: tuple[Figure, ...]) -> tuple[Figure, ...]:
        return tuple(remembered(figure, period) for figure in found)

    year, last_year = read(year_so_far, region), past(read(whole_before, region))
    counties = past(read([earlier, period], CITY, counties=True))
    city_before, city = past(read([earlier, period], CITY))
    return Study(
        indicator=DECLARED[indicator],
        period=period,
        region=region,
        target=None if category else now.targets.get(period.year, {}).get(indicator),
        figure=year[-1],
        before=past(read([earlier], region))[0],
        year_before=past(read([period.year_before()], region))[0],
        city=city,
        city_before=city_before,
        counties=tuple(figure for figure in counties if figure.period == period.text),
        counties_before=tuple(figure for figure in counties if figure.period == earlier.text),
        year=year,
        last_year=last_year,
        past=past(read(whole_before, CITY, counties=True)),
        baseline=last_year[-1].value,
        category=category,
        inside=_inside(now, indicator, scope, period, region, category) if inside else None,
    )


def _inside(now: Moment, indicator: str, scope: Scope, period: Period, region: str, category: str) -> Inside | None:
    if level_of(region) == "city" or not scope.sees_level_in(region) or DECLARED[indicator].level != "township":
        return None
    county, earlier, fixed = region[: DIGITS["county"]], period.shift(-1), _fixed(now, DECLARED[indicator], period)

    def read(periods: list[Period], level: Level | None) -> tuple[Figure, ...]:
        found = figures(now, [indicator], scope=scope, periods=periods, region=county, level=level, by_category=bool(category))
        return tuple(remembered(figure, period) for figure in found if not category or figure.category == category)

    whole_before, whole = read([earlier, period], None)
    parts = read([earlier, period], "township")
    return Inside(
        whole=whole,
        whole_before=whole_before,
        parts=tuple(figure for figure in parts if figure.period == period.text),
        parts_before=tuple(figure for figure in parts if figure.period == earlier.text),
        past=read(fixed, "township") if fixed else (),
    )


def _fixed(now: Moment, indicator: Indicator, period: Period) -> list[Period]:
    """Periods from which a township map's classes are taken, the same for every period of a year.

    Withholding small cells costs a search for each year of a flow and each period of a stock (decision 3): last year's would double the
    answer, so people are classed by the year that is searched anyway, or by its first period.
    """
    first, target = _first(period), now.targets.get(period.year, {}).get(indicator.id)
    if target and target.value is not None and (target.each_county or indicator.unit == "%"):
        return []
    if not indicator.people:
        return between(_first(first.shift(-1)), first.shift(-1))
    if indicator.kind == "stock":
        return [first]
    last = first
    while last.shift(1).text[:4] == first.text[:4] and last.shift(1).begun(now.today):
        last = last.shift(1)
    return between(first, last)


def _first(period: Period) -> Period:
    """The first period of its grain in the period's year."""
    return parse(f"{period.text[:4]}-W01" if period.grain == "week" else f"{period.text[:4]}-01{period.text[7:]}")
