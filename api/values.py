"""`/indicators` and `/values`: the definitions and the readings, as the one who asks may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from access.doors import EVERYONE
from access.scope import Scope
from access.session import database, scope
from api.operation import Parameter, operation
from api.problems import Problem, bad_parameter
from api.reading import PERIOD, REGION, place, refreshed_at
from data.indicators import INDICATORS, PROGRAMMES, Indicator, Target
from data.indicators.figures import Figure, figures
from data.indicators.moment import moment
from data.periods import Period
from geo.regions import CITY, Level, level_of, prefix

MOST_ROWS = 200_000
MOST_SMALL = 25_000  # by category below county level, where each week or month is searched for what must be withheld


@dataclass(frozen=True)
class TargetOfYear:
    """What must hold, and by when (`2023-10`: by the end of that month; `monthly`: at the end of each month)."""

    year: int
    value: float | None
    by: str
    each: Literal["county"] | None
    share_by: str | None
    above: str | None


@dataclass(frozen=True)
class Definition:
    """One indicator: what is measured, in which unit, and which way is better."""

    id: str
    name: str
    unit: str
    programme: str
    programme_name: str
    kind: Literal["stock", "flow"]
    reported: bool
    better: Literal["higher", "lower", "none"]
    numerator: str
    denominator: str | None
    breakdown: str | None
    categories: tuple[str, ...]
    cumulative: bool
    monthly_only: bool
    level: Literal["township", "county"]
    check: str | None
    source: str | None
    target: TargetOfYear | None


@dataclass(frozen=True)
class Definitions:
    """All indicators in the document's order, with the targets of the running year."""

    indicators: tuple[Definition, ...]
    refreshed_at: datetime | None


@dataclass(frozen=True)
class Values:
    """Readings of one moment. Nothing is rounded."""

    values: tuple[Figure, ...]
    refreshed_at: datetime | None


def _indicators(text: str) -> list[str]:
    names = list(dict.fromkeys(text.split(",")))
    unknown = [name for name in names if name not in INDICATORS]
    if unknown:
        raise ValueError(f"里没有这样的指标：{'、'.join(name[:40] or '（空）' for name in unknown[:5])}")
    return names


def _level(text: str) -> Level:
    if text not in ("county", "township"):
        raise ValueError(f"的值 {text[:20]} 不对")
    return text  # type: ignore[return-value]


def _by(text: str) -> bool:
    if text != "category":
        raise ValueError(f"的值 {text[:20]} 不对")
    return True


@operation("GET", "/v1/indicators", "指标定义", answer=Definitions, roles=EVERYONE)
def indicators() -> Definitions:
    with moment(database()) as now:
        targets = now.targets.get(now.today.year, {})
        found = tuple(_definition(one, now.today.year, targets.get(one.id)) for one in INDICATORS.values())
        return Definitions(found, refreshed_at(now))


def _definition(one: Indicator, year: int, target: Target | None) -> Definition:
    return Definition(
        id=one.id,
        name=one.name,
        unit=one.unit,
        programme=one.programme,
        programme_name=PROGRAMMES[one.programme],
        kind=one.kind,
        reported=one.reported,
        better=one.better,
        numerator=one.numerator,
        denominator=one.denominator or None,
        breakdown=one.breakdown or None,
        categories=one.categories,
        cumulative=one.cumulative,
        monthly_only=one.monthly_only,
        level=one.level,
        check=one.check or None,
        source=one.source or None,
        target=None if target is None else _target(target, year),
    )


def _target(target: Target, year: int) -> TargetOfYear:
    return TargetOfYear(
        year,
        None if target.value is None else float(target.value),
        target.by,
        "county" if target.each_county else None,
        target.share_by or None,
        target.above or None,
    )


@operation(
    "GET",
    "/v1/values",
    "指标读数",
    answer=Values,
    roles=EVERYONE,
    parameters=(
        Parameter("indicator", "一个或多个指标编号，用逗号分开；编号见 /api/v1/indicators", _indicators, True, "elder_visit_rate"),
        REGION,
        Parameter("level", "county（该区划内的全部县区）或 township（全部乡镇街道）；不写则为该区划本身", _level, example="county"),
        PERIOD,
        Parameter("by", "category（逐类，不含合计）；不写则为合计", _by, example="category"),
    ),
)
def values(*, indicator: list[str], region: str | None, level: Level | None, period: list[Period], by: bool | None) -> Values:
    who = scope()
    with moment(database()) as now:
        at = place(now, region or CITY, who).code
        if level == "township":
            _refuse_unseen(who, at)
        if by:
            whole = [name for name in indicator if not INDICATORS[name].breakdown]
            if whole:
                raise bad_parameter("by", f"不能用于没有分类的指标 {'、'.join(whole[:5])}", "只用于有分类（breakdown）的指标")
        places = 1 if level is None else len(now.places.under(at, level))
        rows = places * len(period) * sum(len(INDICATORS[name].categories) if by else 1 for name in indicator)
        below = level == "township" or level_of(at) == "township"
        most, what = (MOST_SMALL, "乡镇街道分类") if by and below else (MOST_ROWS, "")
        if rows > most:
            words = f"{what}一次最多取 {most} 行，这里约有 {rows} 行；请减少指标、区划或周期。"
            raise Problem(400, words, allowed=f"{what}至多 {most} 行")
        found = figures(now, indicator, scope=who, periods=period, region=at, level=level, by_category=bool(by))
        return Values(found, refreshed_at(now))


def _refuse_unseen(who: Scope, region: str) -> None:
    """403 where nothing below county level inside the region may be seen; a county that asks for the whole city gets its own part."""
    below = who.below_county
    if below is None or not (below.startswith(prefix(region)) or region.startswith(below)):
        raise Problem(403, "您的账号不能看这里县级以下的数据：只有局领导、科长和本县区可看。")
