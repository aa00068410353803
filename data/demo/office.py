"""办公室 of the demonstration: the census, and the values that counties report by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data.demo import census
from data.demo.city import City, County
from data.periods import month_of

URBAN = {"市辖区": Decimal("0.83"), "县": Decimal("0.44")}  # share of residents in towns
DISTRICT_WITH_VILLAGES = Decimal("0.45")  # a district as rural as a county
WORKERS = (Decimal("14.2"), Decimal("18.6"))  # community workers for 10,000 townspeople, in the slowest and the fastest county
NETWORK_MONTHS = (None, None, None, 8, 7, 6, 6, 5, 4)  # by rank of slowness: when the county reported its model network
LATE_STANDARD = (4, 430)  # the slowest county paid less than 440 until this month of the plan's year
STANDARDS = {"before": 420, "now": 440, "leading": 456}  # rural 低保 yuan a month; the plan asks for 440
TEKUN = (Decimal("546"), Decimal("572"), Decimal("592.8"))  # 1.3 times those


@dataclass(frozen=True)
class Return:
    """What one county reports in one month."""

    county: County
    rank: int
    month: date

    def tekun(self, city: City) -> Decimal:
        before, now, leading = TEKUN
        return before if self.month < city.new_year else leading if self.county.pace >= 1 else now


def population_rows(city: City) -> Iterator[tuple[object, ...]]:
    """Residents, 60 and over, 65 and over. Townspeople and minors were not found: they stay empty."""
    for county in city.counties:
        yield county.code, census.YEAR, county.residents, None, county.aged_60, county.aged_65, None


def reported_rows(city: City) -> Iterator[tuple[object, ...]]:
    """The returns up to the month before today's; the slowest county's last one has not come."""
    for rank, county in enumerate(city.laggards):
        months = city.months[: -2 if rank == 0 else -1]
        for month in months:
            one = Return(county, rank, month)
            yield "rural_dibao_standard", county.code, month_of(month).text, _standard(city, one), None
            yield "tekun_standard", county.code, month_of(month).text, one.tekun(city), None
            yield "demo_home_care_networks", county.code, month_of(month).text, _network(city, one), None
            yield "new_estate_facilities", county.code, month_of(month).text, *_estates(city, one)
            yield "community_workers_per_10k", county.code, month_of(month).text, *_workers(city, one)


def _standard(city: City, one: Return) -> Decimal:
    if one.month < city.new_year:
        return Decimal(STANDARDS["before"])
    until, less = LATE_STANDARD
    if one.rank == 0 and one.month.month < until:
        return Decimal(less)
    return Decimal(STANDARDS["leading" if one.county.pace >= 1 else "now"])


def _network(city: City, one: Return) -> Decimal:
    since = NETWORK_MONTHS[min(one.rank, len(NETWORK_MONTHS) - 1)]
    return Decimal(since is not None and one.month >= date(city.year, since, 1))


def _estates(city: City, one: Return) -> tuple[Decimal, Decimal | None]:
    """New estates of the year so far, and those with what the rules ask for. One return lacks 分母."""
    estates = 1 + one.month.month * (2 + one.county.residents // 200_000) // 5
    missing = 0 if one.county.pace >= 1 or estates < 3 else 1 + (estates > 6 and one.county.pace < 0.5)
    forgotten = one.rank == 2 and one.month == city.months[-2]
    return Decimal(estates - missing), None if forgotten else Decimal(estates)


def _workers(city: City, one: Return) -> tuple[Decimal, Decimal]:
    """Workers, and townspeople in units of 10,000."""
    rural_district = one.county.region.kind == "市辖区" and len(one.county.rural_villages) > 200
    share = DISTRICT_WITH_VILLAGES if rural_district else URBAN.get(one.county.region.kind, URBAN["县"])
    townspeople = (one.county.residents * share / 10_000).quantize(Decimal("0.0001"))
    slow, fast = WORKERS
    grown = Decimal(city.months.index(one.month)) / 20
    rate = slow + (fast - slow) * Decimal(str(one.county.pace)) - 1 + grown
    return Decimal(int(townspeople * rate)), townspeople
