"""A scene: a name and parts, each in a place of its own. Parts are declarations that read and draw themselves, like a page's panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

from access.scope import Scope
from components.screen.owed import Item
from data.indicators import DECLARED, Indicator
from data.indicators.figures import Figure, figures
from data.indicators.indicator import MONTHLY, Target
from data.indicators.moment import Moment
from data.indicators.study import Study, study
from data.periods import Period, month_of
from data.programmes.ledger import Ledger, read_ledger
from geo.regions import CITY

WALL = Scope(role="screen")  # whoever looks: counties, no names of places, no records


@dataclass(frozen=True)
class Seen:
    """One moment as the wall shows it; of the city, or of one county.

    chosen  the indicator a playlist asks a scene for; empty: the scene's own
    """

    now: Moment
    region: str = CITY
    chosen: str = ""

    @property
    def month(self) -> Period:
        """The month that runs."""
        return month_of(self.now.today)

    @property
    def name(self) -> str:
        return self.now.places.name(self.region)

    @cached_property
    def ledger(self) -> Ledger | None:
        return read_ledger(self.now, scope=WALL, region=self.region, month=self.month)

    def target(self, indicator: str) -> Target | None:
        """That of the year the indicator's period is in."""
        return self.now.targets.get(self.period(indicator).year, {}).get(indicator)

    def period(self, indicator: str) -> Period:
        """The period an indicator is shown of.

        What is judged month by month: the last whole month, for the running one is not due. Events: the year so far. A state: today.
        """
        declared = DECLARED[indicator]
        target = self.now.targets.get(self.month.year, {}).get(indicator)
        if target is not None and target.by == MONTHLY:
            return self.month.shift(-1)
        if declared.monthly_only and not self._whole(declared):
            return self.month.shift(-1)
        if declared.kind == "flow" and not declared.cumulative:
            return Period(f"{self.month.text}/ytd")
        return self.month

    def _whole(self, declared: Indicator) -> bool:
        found = figures(self.now, [declared.id], scope=WALL, periods=[self.month], region=self.region)
        return found[0].value is not None

    def when(self, indicator: str) -> str:
        """The period in a word, where it is not today's state: `8月`, `今年`."""
        period = self.period(indicator)
        if period.grain == "ytd":
            return "今年"
        return "" if period == self.month else f"{period.ends.month}月"

    def figure(self, indicator: str, region: str = "") -> Figure:
        return figures(self.now, [indicator], scope=WALL, periods=[self.period(indicator)], region=region or self.region)[0]

    def counties(self, indicator: str) -> tuple[Figure, ...]:
        return figures(self.now, [indicator], scope=WALL, periods=[self.period(indicator)], region=CITY, level="county")

    def study(self, indicator: str) -> Study:
        """The indicator with its counties and its year."""
        return study(self.now, indicator, scope=WALL, period=self.period(indicator), region=self.region)

    def of(self, region: str) -> Seen:
        """The same moment, of another region."""
        return replace(self, region=region)


class Part(Protocol):
    """What stands in one place of a scene."""

    @property
    def indicators(self) -> tuple[str, ...]:
        """What it needs to be read."""

    def draw(self, seen: Seen) -> list[Any]:
        """Its components; of no value that `figures` or the ledger does not give."""


class Ticker(Protocol):
    """What a scene says at its foot, where it is not the city's notices."""

    def __call__(self, seen: Seen) -> tuple[Any, list[Any]]:
        """What the items are, and the items."""


@dataclass(frozen=True)
class Scene:
    """One scene.

    parts   by the place they stand in, as the style sheet knows it
    swaps   the indicators its map may show instead of its own; none: it has no map, or no choice
    ticker  what stands at its foot; None: what is owed and due
    """

    id: str
    title: str
    parts: tuple[tuple[str, Part], ...]
    swaps: tuple[str, ...] = ()
    ticker: Ticker | None = None

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, part in self.parts for name in part.indicators))


def notices(items: Sequence[Item]) -> int:
    """How many things the items tell of: one for each county."""
    return sum(len(one.names) for one in items)
