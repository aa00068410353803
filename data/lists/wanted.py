"""Which rows of a list an address asks for: region, period, filters, order; and the same in words, for title, log and file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from access.scope import Scope
from data.indicators.figures import NotAllowed
from data.indicators.moment import Moment
from data.lists.asked import AskedWrong, Filter, Sort, read_filters, read_sort
from data.lists.reading import fitted
from data.lists.record_list import RecordList
from data.periods import Period, PeriodError, month_of, parse
from data.regions import Places
from geo.regions import CITY

LONGEST = 4000  # characters of an address that is looked at


@dataclass(frozen=True)
class Wanted:
    """One list of one region and period, what it is filtered by and how it is ordered."""

    listed: RecordList
    region: str
    period: Period
    filters: tuple[Filter, ...]
    sort: tuple[Sort, ...]

    def told(self, places: Places) -> str:
        """In a line, for the audit log."""
        parts = [self.listed.title, f"{place_words(places, self.region)}（{self.region}）"]
        if not self.listed.timeless:
            parts.append(self.period.text)
        parts += [one.told for one in self.filters]
        if self.sort:
            parts.append(f"按{'、'.join(one.field.header + ('倒序' if one.down else '') for one in self.sort)}")
        return "，".join(parts)


def given(search: object) -> dict[str, str]:
    """The parts of `?region=…&period=…`; nothing of what is too long or no address."""
    if not isinstance(search, str) or len(search) > LONGEST:
        return {}
    try:
        return dict(parse_qsl(search.removeprefix("?"), max_num_fields=20))
    except ValueError:
        return {}


def read_wanted(now: Moment, listed: RecordList, parts: Mapping[str, str], *, scope: Scope) -> Wanted:
    """What the parts region, period, filter and sort of an address ask for; without a region the largest that is one's own.

    Raises AskedWrong, in words, for what is not there, NotAllowed for what may not be read.
    """
    region = parts.get("region") or scope.region or CITY
    if not scope.reads_records(listed.section, region):
        raise NotAllowed(f"{listed.id} {region[:12]}")
    if region not in now.places:
        raise AskedWrong(f"没有代码为“{region[:12]}”的地区。")
    period = month_of(now.today) if listed.timeless else _period(now, parts.get("period"))
    filters, sort = read_filters(listed, parts.get("filter", "")), read_sort(listed, parts.get("sort", ""))
    return Wanted(listed, region, fitted(listed, period, now.today), filters, sort)


def _period(now: Moment, text: str | None) -> Period:
    if not text:
        return month_of(now.today)
    try:
        period = parse(text)
    except PeriodError as error:
        raise AskedWrong(str(error)) from None
    if not period.begun(now.today):
        raise AskedWrong(f"{text} 还没有开始。")
    return period


def place_words(places: Places, region: str) -> str:
    """`全市`, `杞县`, `杞县五里河镇`."""
    return "".join(one.name for one in places.path(region)[1:]) if region != CITY else "全市"
