"""How one region stands in every indicator: value, change, the year so far, and among its peers their median and its rank.

Peers are counties among the city's counties; townships among those of the same kind in their county. Only figures the person may see
take part, so nothing can be read from a median that could not be read without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median as middle

from access.scope import Scope
from data.indicators import INDICATORS, Indicator
from data.indicators.comparison import remembered
from data.indicators.figures import Figure, figures
from data.indicators.moment import Moment
from data.periods import Period, between, month_of, parse
from geo.regions import DIGITS, WORDS, level_of, prefix

FEWEST = 3  # peers with a value; below that a median or a rank says nothing


@dataclass(frozen=True)
class Peers:
    """Whom a region is held against: their codes, itself among them, and what they are called."""

    codes: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Rank:
    """A place among `of` counties; `shared` with others of the same value."""

    place: int
    of: int
    shared: bool


@dataclass(frozen=True)
class Standing:
    """One indicator in one region.

    line    the months (of a year-to-date the year-to-dates) of the year so far; one that is withheld has no value
    median  of the peers that have a value; None below three of them
    rank    of a county where there is a direction and it is not people that are counted; None else
    """

    indicator: Indicator
    figure: Figure
    before: Figure
    year_before: Figure
    line: tuple[Figure, ...]
    median: float | None
    rank: Rank | None


def peers_of(now: Moment, code: str, scope: Scope) -> Peers:
    """The peers of a region that the person may see; none for the city."""
    place, level = now.places[code], level_of(code)
    if level == "city":
        return Peers((), "")
    if level == "county":
        return Peers(tuple(one.code for one in now.places.counties), "各县区")
    county = code[: DIGITS["county"]]
    same = [one for one in now.places.under(county, level) if one.kind == place.kind and scope.sees(one.code)]
    kind = place.kind.partition("（")[0]
    return Peers(tuple(one.code for one in same), f"{now.places.name(county)}各{WORDS[level] if kind == '其他' else kind}")


def standings(now: Moment, *, scope: Scope, period: Period, region: str) -> tuple[Standing, ...]:
    """Every indicator that goes down to the region, in the document's order.

    Raises NotAllowed if the scope may not see the region, KeyError for an unknown region.
    """
    level = level_of(region)
    names = [one.id for one in INDICATORS.values() if level in ("city", "county") or one.level == level]
    earlier, last_year = period.shift(-1), period.year_before()
    here = _by(figures(now, names, scope=scope, periods=sorted({last_year, earlier, period}), region=region))
    lines = _by(figures(now, names, scope=scope, periods=_months(period, now), region=region))
    others = _among(now, names, scope, period, region)
    out = []
    for name in names:
        own, group = here[name], others.get(name, ())
        figure = own[period.text]
        out.append(
            Standing(
                INDICATORS[name],
                figure,
                remembered(own[earlier.text], period),
                remembered(own[last_year.text], period),
                tuple(lines.get(name, {}).values()),
                median(group),
                rank(INDICATORS[name], figure, group) if level == "county" else None,
            )
        )
    return tuple(out)


def median(group: Sequence[Figure]) -> float | None:
    """The middle value of those that have one; None below three."""
    values = [figure.value for figure in group if figure.value is not None]
    return float(middle(values)) if len(values) >= FEWEST else None


def rank(indicator: Indicator, figure: Figure, group: Sequence[Figure]) -> Rank | None:
    """Where a county stands, 1 the best; equal values share a place. Counties with targets of their own are compared by the part done."""
    if indicator.better == "none" or (indicator.people and not indicator.rate):
        return None
    own_aims = len({one.target for one in group if one.target is not None}) > 1
    scores = {one.region: _score(one, own_aims) for one in group}
    known = [score for score in scores.values() if score is not None]
    mine = scores.get(figure.region)
    if mine is None or len(known) < FEWEST:
        return None
    better = sum(score > mine if indicator.better == "higher" else score < mine for score in known)
    return Rank(better + 1, len(known), known.count(mine) > 1)


def _score(figure: Figure, own_aims: bool) -> Fraction | None:
    if figure.value is None or (own_aims and not figure.target):
        return None
    return Fraction(figure.value) / Fraction(figure.target) if own_aims and figure.target else Fraction(figure.value)


def _months(period: Period, now: Moment) -> list[Period]:
    tail = "/ytd" if period.grain == "ytd" else ""
    last = month_of(period.day(now.today))
    return [parse(month.text + tail) for month in between(parse(f"{last.year}-01"), last)]


def _by(found: Sequence[Figure]) -> dict[str, dict[str, Figure]]:
    """By indicator and period."""
    out: dict[str, dict[str, Figure]] = {}
    for figure in found:
        out.setdefault(figure.indicator, {})[figure.period] = figure
    return out


def _among(now: Moment, names: Sequence[str], scope: Scope, period: Period, region: str) -> dict[str, list[Figure]]:
    peers = set(peers_of(now, region, scope).codes)
    if len(peers) < FEWEST:
        return {}
    level = level_of(region)
    above = now.places[region].parent
    out: dict[str, list[Figure]] = {}
    for figure in figures(now, names, scope=scope, periods=[period], region=above, level=level):
        if figure.region in peers and figure.region.startswith(prefix(above)):
            out.setdefault(figure.indicator, []).append(figure)
    return out
