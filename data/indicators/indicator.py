"""The declaration of an indicator: meaning, unit, direction, target and owner, once. Cards, colours, menus, API and docs derive from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from data.indicators.measure import Part

Programme = Literal["relief", "elderly", "governance", "funeral", "children", "affairs"]
PROGRAMMES: dict[Programme, str] = {
    "relief": "社会救助",
    "elderly": "养老服务",
    "governance": "基层治理",
    "funeral": "殡葬服务",
    "children": "未成年人",
    "affairs": "社会事务",
}
MONTHLY = "monthly"
SAME, EVERY = "=", "*"  # in `tells` and `minors`: the figure's own category; every category


@dataclass(frozen=True)
class Target:
    """What must hold, and by when.

    value        in the indicator's unit; None: set by an administrator each year (`above` says in words what it is)
    by           the month whose end is the due day (`2023-10`), or `monthly`: at the end of each month of `year`
    each_county  every county must hold it; else it is the city's
    share_by     how the city's number is split over the counties: elderly_population, township_homes or villages
    above        the value must be exceeded, not just reached
    """

    value: Decimal | None
    by: str
    each_county: bool = False
    share_by: str = ""
    above: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])|monthly", self.by):
            raise ValueError(f"target by {self.by!r}")


@dataclass(frozen=True)
class Indicator:
    """One indicator. Fields as in the definitions' header:

    kind         stock: state at the period's end; flow: events inside the period
    better       higher, lower or none (a plain count, no light)
    cumulative   the value is the count from 1 January to the period's end
    monthly_only no weekly reading; a year-to-date is Σ/Σ of the months
    span         the year-to-date is judged once over 1 January … d, not summed from months
    level        the finest level it is shown at: township or county
    rollup       sum; min or max (a larger region shows its lowest or highest part); strict (null if one denominator is missing)
    scale        the stored numerator is value × scale (100 for money in fen, 10000 for reported numbers)
    factor       what numerator / denominator is multiplied with: 100 for %, 1 else
    people       about people: small cells are withheld; the datasets behind it name who has record access
    tells        (indicator, category) whose counts of people its figures tell, where not its own: '' the total, SAME, EVERY
    partial      its denominator leaves out some of the people it tells of
    echoes       the indicator whose people these are again some days later: below county level the one would tell the other
    minors       the categories that are of minors
    remembers    whether the records still tell of earlier years; False where a row keeps only its latest day, so that past years empty
    parts        the SQL: how records become numerators and denominators
    """

    id: str
    name: str
    unit: str
    programme: Programme
    kind: Literal["stock", "flow"]
    parts: tuple[Part, ...]
    numerator: str
    denominator: str = ""
    short: str = ""
    source: str = ""
    better: Literal["higher", "lower", "none"] = "none"
    target: Target | None = None
    reported: bool = False
    cumulative: bool = False
    remembers: bool = True
    resets: bool = False  # 年内: starts each year at 0, so its baseline is 0
    monthly_only: bool = False
    span: bool = False
    level: Literal["township", "county"] = "township"
    rollup: Literal["sum", "min", "max", "strict"] = "sum"
    scale: int = 1
    denominator_scale: int = 1
    multiplier: int = 1  # numerators "× 10000" are given multiplied
    people: bool = False
    tells: tuple[tuple[str, str], ...] = ()
    partial: bool = False
    echoes: str = ""
    minors: tuple[str, ...] = ()
    amount: bool = False  # the numerator is an amount; `people` in the reading says how many stand behind it
    breakdown: str = ""  # what the categories are, in Chinese
    categories: tuple[str, ...] = ()
    check: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9_]{3,40}", self.id):
            raise ValueError(f"indicator id {self.id!r}")
        if bool(self.breakdown) != bool(self.categories):
            raise ValueError(f"{self.id}: a breakdown needs categories")
        if self.target and self.better == "none":
            raise ValueError(f"{self.id}: a target needs a direction")
        if not self.parts:
            raise ValueError(f"{self.id}: no parts")

    @property
    def rate(self) -> bool:
        """Whether the value is numerator / denominator."""
        return bool(self.denominator)

    @property
    def factor(self) -> int:
        return 100 if self.unit == "%" else 1

    @property
    def events_of(self) -> frozenset[str]:
        """The datasets whose records are the events of a flow: it reaches no further than their newest delivery. None of a state."""
        if self.kind == "stock" or self.reported:
            return frozenset()
        return frozenset(name for part in self.parts for name, how in part.reach.items() if how in ("period", "year"))

    @property
    def title(self) -> str:
        """The short name for cards and menus."""
        return self.short or self.name
