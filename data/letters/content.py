"""What a letter says, part by part, with the figures it was filled from; how it is kept as JSON.

The sentences that quote figures are made by rule and kept as they were made: a person adds to them and asks for something, but does not
rewrite them, so that a letter can't say one thing and its figures another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from data.indicators import INDICATORS
from data.indicators.figures import Figure


def closed(text: str) -> str:
    """A sentence with its full stop."""
    written = text.strip()
    return written if not written or written[-1] in "。！？；…" else f"{written}。"


@dataclass(frozen=True)
class Quote:
    """One figure a letter was filled from: what stood there then. `as_of` an ISO day, empty where nothing had been computed."""

    indicator: str
    region: str
    period: str
    value: int | float | None
    target: int | float | None
    expected: int | float | None
    as_of: str

    @classmethod
    def of(cls, figure: Figure) -> Quote:
        """A figure as it stands."""
        day = figure.as_of.isoformat() if figure.as_of else ""
        return cls(figure.indicator, figure.region, figure.period, figure.value, figure.target, figure.expected, day)

    @property
    def address(self) -> str:
        """Where the indicator is explained, for this region and period."""
        return f"/indicator/{self.indicator}?period={self.period}&region={self.region}"

    @property
    def name(self) -> str:
        found = INDICATORS.get(self.indicator)
        return found.title if found else self.indicator


@dataclass(frozen=True)
class Item:
    """One topic of a letter. `words` are the sentences made by rule; `remark` what the section adds; `demand` what is asked."""

    topic: str
    name: str
    words: str
    lags: bool
    remark: str
    demand: str
    figures: tuple[Quote, ...]

    @property
    def text(self) -> str:
        """The sentences, then what the section adds."""
        return self.words + closed(self.remark)


@dataclass(frozen=True)
class Cited:
    """The 提醒函 that a 督办函 rests on. Days are ISO; `replied_on` is empty where the county did not answer."""

    code: str
    issued_on: str
    due_on: str
    replied_on: str


@dataclass(frozen=True)
class Content:
    """A letter. `as_of` the day its figures stand for, `refreshed_at` when they had been computed (both ISO, UTC)."""

    title: str
    addressee: str
    opening: str
    items: tuple[Item, ...]
    closing: str
    office: str  # who sends it
    as_of: str
    refreshed_at: str
    cited: Cited | None = None

    @property
    def demands(self) -> tuple[str, ...]:
        """What is asked, in the order of the items."""
        return tuple(closed(item.demand) for item in self.items if item.demand.strip())

    def edited(self, remarks: Mapping[str, str], demands: Mapping[str, str], left_out: frozenset[str] = frozenset()) -> Content:
        """With other remarks and demands, by topic; the topics of `left_out` go."""
        items = [
            replace(item, remark=remarks.get(item.topic, item.remark), demand=demands.get(item.topic, item.demand))
            for item in self.items
            if item.topic not in left_out
        ]
        return replace(self, items=tuple(items))

    def ending(self, closing: str) -> Content:
        """With another end."""
        return replace(self, closing=closing)

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Content:
        """From JSON."""
        items = tuple(Item(**{**item, "figures": tuple(Quote(**one) for one in item["figures"])}) for item in kept["items"])
        cited = Cited(**kept["cited"]) if kept["cited"] else None
        return cls(**{**kept, "items": items, "cited": cited})
