"""A study taken one level down: the county takes the city's place and its townships that of the counties."""

from __future__ import annotations

from dataclasses import replace

from access.scope import Scope
from data.indicators.figures import Figure, figures
from data.indicators.moment import Moment
from data.indicators.study import Study
from data.periods import Period
from geo.regions import level_of


def inside(now: Moment, one: Study, *, scope: Scope) -> Study:
    """The same study over the townships of the county that its region is or lies in.

    Townships that the scope may not see are absent, as are all of an indicator that is counted by county only; `counties` is then empty.
    Raises ValueError for the city.
    """
    if level_of(one.region) == "city":
        raise ValueError("the city has no townships of its own: they are the counties'")
    county = one.region[:6]
    whole_before = sorted(Period(figure.period) for figure in one.last_year)

    def read(periods: list[Period], parts: bool) -> tuple[Figure, ...]:
        return figures(now, [one.indicator.id], scope=scope, periods=periods, region=county, level="township" if parts else None)

    earlier = one.period.shift(-1)
    before, whole = read([earlier, one.period], False)
    parts = () if one.indicator.level == "county" else read([earlier, one.period], True)
    return replace(
        one,
        city=whole,
        city_before=before,
        counties=tuple(figure for figure in parts if figure.period == one.period.text),
        counties_before=tuple(figure for figure in parts if figure.period == earlier.text),
        past=read(whole_before, True) if parts else (),
    )
