"""A section page as data: what it is called, who owns it, which indicators lead, which panels follow. A typo fails at import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from access.scope import Scope
from components.address import Address
from data.indicators import DECLARED, INDICATORS, PROGRAMMES
from data.indicators.indicator import Programme
from data.indicators.moment import Moment
from data.indicators.sites import KINDS

Width = Literal["third", "half", "wide", "full"]


class Panel(Protocol):
    """One panel below map, ranking and trend. It reads its own figures through the one door, for the region that is on.

    name   its place: `<page>-<name>`; width  its share of the row
    """

    @property
    def name(self) -> str: ...

    @property
    def width(self) -> Width: ...

    @property
    def indicators(self) -> tuple[str, ...]:
        """What it shows figures of."""
        ...

    def draw(self, now: Moment, seen: Scope, address: Address) -> list[Any]:
        """Its title and content. Raises nothing for any address that could be read."""
        ...


@dataclass(frozen=True)
class Section:
    """One page.

    page       its name and path; programme  whose indicators it shows, all of them
    owner      责任科室
    headlines  the indicators with a card of their own, in order; the programme's others follow as cards of one line
    default    on the map until another is chosen
    order      its place in the navigation
    """

    page: str
    programme: Programme
    owner: str
    headlines: tuple[str, ...]
    default: str
    order: int
    panels: tuple[Panel, ...] = ()

    def __post_init__(self) -> None:
        unknown = {*self.headlines, self.default} - set(INDICATORS)
        unknown |= {name for panel in self.panels for name in panel.indicators} - set(DECLARED)
        if unknown:
            raise ValueError(f"{self.page}: no indicators {sorted(unknown)}")
        foreign = {name for name in (*self.headlines, self.default) if INDICATORS[name].programme != self.programme}
        if foreign:
            raise ValueError(f"{self.page}: {sorted(foreign)} belong to another section")
        names = [panel.name for panel in self.panels]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.page}: two panels of one name")

    @property
    def places(self) -> bool:
        """Whether public places of the section stand on a map of their own."""
        return any(kind.programme == self.programme for kind in KINDS.values())

    @property
    def title(self) -> str:
        return PROGRAMMES[self.programme]

    @property
    def path(self) -> str:
        return f"/{self.page}"

    @property
    def indicators(self) -> tuple[str, ...]:
        """All of the programme's, the headlines first."""
        others = (one.id for one in INDICATORS.values() if one.programme == self.programme and one.id not in self.headlines)
        return (*self.headlines, *others)
