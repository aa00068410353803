"""Which figures about people one person may not see, whichever way they are asked for.

Whose people stand behind a figure is in `data.indicators.people`, what is withheld of them in `data.indicators.withheld`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from access.scope import Scope
from data.datasets import DATASETS
from data.indicators import DECLARED, Indicator
from data.indicators.indicator import EVERY, SAME
from data.indicators.moment import Moment
from data.indicators.people import Slot, stands, tells
from data.indicators.sheet import PAIRED, SHOWN
from data.indicators.suppression import Cell, Reason
from data.indicators.withheld import months_of, withheld
from data.periods import Period, month_of
from data.settings import settings


def hidden(
    now: Moment, indicator: Indicator, *, scope: Scope, period: Period, codes: Sequence[str], by_category: bool
) -> dict[Cell, Reason]:
    """The cells among those asked for that this person may not see, with the reason.

    The whole sheet is looked at, so that every way of asking gives the same answer.
    """
    if not indicator.people or all(_exempt(indicator, scope, code) for code in codes):
        return {}
    found: dict[Cell, Reason] = {}
    categories = indicator.categories if by_category else ("",)
    for name, told in tells(indicator):
        counted = DECLARED[name]
        place = _place(now, counted, indicator, period)
        if place is None:
            continue
        slot, time = place
        for code in codes:
            if (len(code) > 6 and indicator.level == "county") or _exempt(indicator, scope, code):
                continue
            if told == EVERY and len(code) <= 6:
                continue  # the totals of counties and of the city are shown
            sheet = None
            for category in categories:
                for kind in _kinds(counted, told, category):
                    if kind == "" and len(code) <= 6:
                        continue
                    if _never(indicator, counted, period):
                        found[code, category] = "paired"
                        continue
                    sheet = sheet or withheld(now, counted, slot, scope, code[:6] if len(code) > 6 else "")
                    label = sheet.label(indicator.id, code, kind, time)
                    if label != SHOWN and found.get((code, category)) != "paired":
                        found[code, category] = "paired" if label == PAIRED else "small"
    return found


def _never(indicator: Indicator, counted: Indicator, period: Period) -> bool:
    """Whether these people are never shown in small: by the week, since weeks and months tell each other's; or because they are another
    indicator's people again. Not even as a zero or as `<5`, which would narrow the others down.
    """
    if settings().suppress_below == 1:
        return False  # nothing is small
    if period.grain == "week":
        return counted.kind == "flow" and not indicator.monthly_only
    return bool(counted.echoes)


def _kinds(counted: Indicator, told: str, category: str) -> Iterable[str]:
    if told == EVERY:
        return counted.categories
    return (category if told == SAME else told,)


def _exempt(indicator: Indicator, scope: Scope, region: str) -> bool:
    """Whether this person reads the records behind the indicator in a region."""
    names = {name for part in indicator.parts for name in part.reach}
    sections = {DATASETS[name].section for name in names if DATASETS[name].people} or {DATASETS[name].section for name in names}
    return all(scope.reads_records(section, region) for section in sections)


def _place(now: Moment, counted: Indicator, asked: Indicator, period: Period) -> tuple[Slot, int] | None:
    """The sheet's slot and the time in it of a figure; None where it has no value.

    Of a year's months the running totals follow them.
    """
    if not period.begun(now.today) or (period.grain == "week" and asked.monthly_only):
        return None
    if period.grain == "week":
        month = month_of(period.day(now.today))
        if month.day(now.today) != period.day(now.today):
            return Slot((period,)), 0
        period = month  # the same day, so the same people: it must be withheld alike
    months = months_of(now, period.year)
    at = months.index(min(Period(period.month), month_of(now.today)))
    standing = stands(counted)
    slot = Slot(months, running=not standing, steady=standing)
    return slot, at + (len(months) if period.grain == "ytd" and asked.kind == "flow" else 0)
