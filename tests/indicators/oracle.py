"""All definitions once more, naively: loops over rows in plain Python, written from the definitions and not from the SQL.

It knows regions, days and records; nothing of readings, windows or reaches. Slow and obvious on purpose.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from geo.regions import CITY, Region

Row = dict[str, Any]
Test = Callable[[Row], bool]

# The State Council's arrangements: weekdays off, and weekend days at work.
_OFF = (
    ("2022-01-03", "2022-01-03"), ("2022-01-31", "2022-02-04"), ("2022-04-04", "2022-04-05"), ("2022-05-02", "2022-05-04"),
    ("2022-06-03", "2022-06-03"), ("2022-09-12", "2022-09-12"), ("2022-10-03", "2022-10-07"), ("2023-01-02", "2023-01-02"),
    ("2023-01-23", "2023-01-27"), ("2023-04-05", "2023-04-05"), ("2023-05-01", "2023-05-03"), ("2023-06-22", "2023-06-23"),
    ("2023-09-29", "2023-10-06"), ("2024-01-01", "2024-01-01"),
)  # fmt: skip
_ON = (
    "2022-01-29", "2022-01-30", "2022-04-02", "2022-04-24", "2022-05-07", "2022-10-08", "2022-10-09",
    "2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06", "2023-06-25", "2023-10-07", "2023-10-08",
)  # fmt: skip
OFF = {
    date.fromordinal(n)
    for first, last in _OFF
    for n in range(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1)
}
ON = {date.fromisoformat(day) for day in _ON}


@lru_cache(maxsize=4096)
def third_working_day(day: date) -> date:
    """The third working day after `day`, 2022 and 2023."""
    worked = 0
    while worked < 3:
        day += timedelta(days=1)
        worked += (day.weekday() < 5 and day not in OFF) or day in ON
    return day


@dataclass(frozen=True)
class Span:
    """A period with its d."""

    text: str
    starts: date
    d: date

    @property
    def year(self) -> int:
        return self.d.year

    @property
    def month(self) -> str:
        return f"{self.d:%Y-%m}"

    def holds(self, day: date | None) -> bool:
        return day is not None and self.starts <= day <= self.d

    def in_year(self, day: date | None) -> bool:
        """年内."""
        return day is not None and day.year == self.year and day <= self.d

    def by(self, day: date | None) -> bool:
        return day is not None and day <= self.d

    def during(self, start: date | None, end: date | None) -> bool:
        """On the register, in post, in operation."""
        return start is not None and start <= self.d and (end is None or end > self.d)


def span(text: str, today: date) -> Span | None:
    """The period up to today; None where it has not begun."""
    if "W" in text:
        starts = date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
        ends = starts + timedelta(days=6)
    else:
        year, month = int(text[:4]), int(text[5:7])
        starts = date(year, 1 if text.endswith("ytd") else month, 1)
        ends = date(year, month, calendar.monthrange(year, month)[1])
    return Span(text, starts, min(ends, today)) if starts <= today else None


@dataclass(frozen=True)
class Reading:
    """Numerator and denominator in the indicator's unit; value None where there is none."""

    numerator: Fraction | None = None
    denominator: Fraction | None = None
    value: Fraction | None = None


WHOLE_YEAR_AT_ONCE = {"relief_started_in_3_days", "work_orders_closed", "funeral_subsidy_paid"}  # ytd: span
SUMMED_FLOWS = {
    "relief_spend", "relief_paid_on_time", "rural_dibao_subsidy", "relief_applications", "relief_proactive_share", "elder_visit_rate",
    "work_orders", "deaths", "cremation_rate", "eco_burial_rate", "child_visit_rate", "marriages", "divorces",
}  # fmt: skip
MONTHLY_ONLY = {"relief_spend", "relief_paid_on_time", "rural_dibao_subsidy", "elder_visit_rate", "child_visit_rate"}
REPORTED = {
    "rural_dibao_standard": "lowest", "tekun_standard": "lowest", "demo_home_care_networks": "sum",
    "new_estate_facilities": "rate", "community_workers_per_10k": "rate",
}  # fmt: skip
BY_COUNTY = {  # datasets whose codes may be a county's, reported values, denominators 县区 and 常住人口
    *REPORTED, "relief_per_10k", "relief_spend", "relief_paid_on_time", "rural_dibao_subsidy", "county_support_home_coverage",
    "township_cemeteries_operating", "county_cemeteries_operating", "children_homes", "children_homes_started",
    "children_homes_sited", "book_rooms", "child_protection_centres", "marriages", "divorces", "children_by_risk",
}  # fmt: skip
PLAIN = {  # no denominator
    "relief_recipients", "relief_spend", "rural_dibao_standard", "tekun_standard", "relief_applications", "home_adaptations",
    "township_home_transformed", "demo_home_care_networks", "five_star_communities", "work_orders", "deaths", "children_registered",
    "children_homes", "children_homes_started", "children_homes_sited", "book_rooms", "disability_subsidy_recipients",
    "disability_subsidy_spend", "marriages", "divorces", "work_orders_open", "work_orders_oldest", "children_by_risk",
}  # fmt: skip
PER_CENT = {
    "relief_paid_on_time", "relief_started_in_3_days", "relief_proactive_share", "happiness_home_coverage", "elder_visit_rate",
    "township_home_upgraded", "county_support_home_coverage", "street_centre_coverage", "community_elder_facility_coverage",
    "new_estate_facilities", "caregiver_certified", "care_ratio_met", "standard_communities_rechecked", "village_rules_revised",
    "committee_codes_assigned", "work_orders_closed", "cremation_rate", "eco_burial_rate", "township_cemeteries_operating",
    "county_cemeteries_operating", "funeral_subsidy_paid", "child_visit_rate", "child_staff_trained", "child_protection_centres",
}  # fmt: skip
COVERS = {
    "happiness_home_coverage": ("农村幸福院", 12, "村"),
    "community_elder_facility_coverage": ("社区养老服务设施", 12, "社区"),
    "street_centre_coverage": ("街道综合养老服务中心", 9, "街道"),
}
BANDS = ((17, "0-17"), (44, "18-44"), (59, "45-59"), (69, "60-69"), (79, "70-79"), (89, "80-89"), (130, "90+"))


def age_band(age: int | None) -> str:
    return "未知" if age is None else next(band for last, band in BANDS if age <= last)


Halves = tuple[Any, Any]


@dataclass
class Oracle:
    """The city's records (rows by dataset), its regions by code and its today."""

    tables: dict[str, list[Row]]
    regions: dict[str, Region]
    today: date
    _cut: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    _codes: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def read(self, indicator: str, region: str, period: str, category: str | None = None) -> Reading:
        """One reading of the city, a county or a township."""
        at = span(period, self.today)
        if at is None or (len(region) == 9 and indicator in BY_COUNTY):
            return Reading()
        if "W" in period and (indicator in MONTHLY_ONLY or indicator in REPORTED):
            return Reading()
        if period.endswith("ytd") and indicator in SUMMED_FLOWS:
            months = [span(f"{period[:5]}{n:02d}", self.today) for n in range(1, int(period[5:7]) + 1)]
            halves = [self._halves(indicator, region, month, category) for month in months if month]
            numerator, denominator = sum(n for n, _ in halves), sum(d or 0 for _, d in halves)
        else:
            numerator, denominator = self._halves(indicator, region, at, category)
        if indicator == "relief_per_10k":
            numerator *= 10000
        if numerator is not None:
            numerator = Fraction(numerator)
        if indicator in PLAIN:
            return Reading(numerator, None, numerator)
        if denominator is None:
            return Reading(numerator, None, None)
        denominator = Fraction(denominator)
        factor = 100 if indicator in PER_CENT else 1
        return Reading(numerator, denominator, numerator * factor / denominator if denominator else None)

    # --- rows and regions -----------------------------------------------------------------------------------------------------------

    def rows(self, dataset: str, region: str) -> list[Row]:
        """The rows of a dataset that lie in the region."""
        key = (dataset, region)
        if key not in self._cut:
            self._cut[key] = [row for row in self.tables[dataset] if row["region"].startswith(_prefix(region))]
        return self._cut[key]

    def of_facility(self, dataset: str, facility: str) -> Iterable[Row]:
        return (row for row in self.tables[dataset] if row["facility"] == facility)

    def inside(self, region: str, level: str, *kinds: str) -> list[str]:
        """The regions of a level and of certain kinds (any, where none is named) in the region."""
        key = (region, level, *kinds)
        if key not in self._codes:
            self._codes[key] = [
                r.code
                for r in self.regions.values()
                if r.level == level and r.code.startswith(_prefix(region)) and (not kinds or r.kind in kinds)
            ]
        return self._codes[key]

    def counties(self, region: str) -> list[str]:
        return self.inside(region, "county")

    # --- the definitions ------------------------------------------------------------------------------------------------------------

    def _halves(self, indicator: str, region: str, at: Span, category: str | None) -> Halves:
        if indicator in REPORTED:
            return self._reported(indicator, region, at)
        if indicator in COVERS:
            kind, digits, of = COVERS[indicator]
            homes = {
                row["region"][:digits]
                for row in self.rows("elder_facilities", region)
                if row["kind"] == kind and at.during(row["opened_on"], row["closed_on"]) and len(row["region"]) >= digits
            }
            places = self.inside(region, "village" if digits == 12 else "township", of)
            return sum(place in homes for place in places), len(places)
        own: Callable[[str, Span, str | None], Halves] = getattr(self, f"_{indicator}")
        return own(region, at, category)

    def _reported(self, indicator: str, region: str, at: Span) -> Halves:
        how = REPORTED[indicator]
        latest: dict[str, Row] = {}
        for row in sorted(self.rows("reported_values", region), key=lambda row: row["month"]):
            if row["indicator"] == indicator and row["month"][:4] == str(at.year) and row["month"] <= at.month:
                latest[row["region"]] = row
        returned = list(latest.values())
        if not returned:
            return None, None
        if how == "lowest":
            return min(row["numerator"] for row in returned), None
        if how == "sum":
            return sum(row["numerator"] for row in returned), None
        complete = [row for row in returned if row["denominator"] is not None]
        if not complete:
            return sum(row["numerator"] for row in returned), None
        return sum(row["numerator"] for row in complete), sum(row["denominator"] for row in complete)

    def _count(self, dataset: str, region: str, test: Test) -> int:
        return sum(1 for row in self.rows(dataset, region) if test(row))

    def _relief_recipients(self, region: str, at: Span, category: str | None) -> Halves:
        return self._count(
            "relief_recipients", region, lambda r: at.during(r["started_on"], r["ended_on"]) and category in (None, r["category"])
        ), None

    def _relief_per_10k(self, region: str, at: Span, category: str | None) -> Halves:
        residents: int | None = 0
        for county in self.counties(region):
            known = [row for row in self.tables["population"] if row["region"] == county and row["year"] <= at.year]
            if not known or residents is None:
                residents = None
            else:
                residents += max(known, key=lambda row: row["year"])["residents"]
        return self._relief_recipients(region, at, None)[0], residents

    def _relief_spend(self, region: str, at: Span, category: str | None) -> Halves:
        return sum(
            row["amount"]
            for row in self.rows("relief_payments", region)
            if row["month"] == at.month and category in (None, row["category"])
        ), None

    def _relief_paid_on_time(self, region: str, at: Span, category: str | None) -> Halves:
        tenth = at.starts.replace(day=10)
        if at.d <= tenth:
            return 0, 0
        batches = [row for row in self.rows("relief_payments", region) if row["month"] == at.month]
        return sum(row["paid_on"] is not None and row["paid_on"] <= tenth for row in batches), len(batches)

    def _rural_dibao_subsidy(self, region: str, at: Span, category: str | None) -> Halves:
        batches = [row for row in self.rows("relief_payments", region) if row["month"] == at.month and row["category"] == "农村低保"]
        return sum(row["amount"] for row in batches), sum(row["persons"] for row in batches)

    def _relief_applications(self, region: str, at: Span, category: str | None) -> Halves:
        return self._count("relief_applications", region, lambda r: at.holds(r["accepted_on"]) and category in (None, r["channel"])), None

    def _relief_started_in_3_days(self, region: str, at: Span, category: str | None) -> Halves:
        judged = [
            row
            for row in self.rows("relief_applications", region)
            if at.holds(row["accepted_on"]) and third_working_day(row["accepted_on"]) <= at.d
        ]
        in_time = [row for row in judged if row["started_on"] and row["started_on"] <= third_working_day(row["accepted_on"])]
        return len(in_time), len(judged)

    def _relief_proactive_share(self, region: str, at: Span, category: str | None) -> Halves:
        accepted = [row for row in self.rows("relief_applications", region) if at.holds(row["accepted_on"])]
        return sum(row["channel"] == "主动发现" for row in accepted), len(accepted)

    def _visited(self, register: str, visits: str, region: str, at: Span, category: str | None) -> Halves:
        subjects = [
            row
            for row in self.rows(register, region)
            if at.during(row["registered_on"], row["closed_on"]) and category in (None, row["category"])
        ]
        met = {visit["subject"] for visit in self.tables[visits] if at.holds(visit["visited_on"])}
        return sum(row["key"] in met for row in subjects), len(subjects)

    def _elder_visit_rate(self, region: str, at: Span, category: str | None) -> Halves:
        return self._visited("special_elders", "elder_visits", region, at, category)

    def _child_visit_rate(self, region: str, at: Span, category: str | None) -> Halves:
        return self._visited("children", "child_visits", region, at, None)

    def _home_adaptations(self, region: str, at: Span, category: str | None) -> Halves:
        return self._count("home_adaptations", region, lambda r: at.in_year(r["completed_on"])), None

    def _township_homes(self, region: str, at: Span) -> list[Row]:
        homes = [row for row in self.rows("elder_facilities", region) if row["kind"] == "乡镇敬老院"]
        return [row for row in homes if row["closed_on"] is None or row["closed_on"] > at.d]

    def _township_home_transformed(self, region: str, at: Span, category: str | None) -> Halves:
        return sum(at.by(row["transformed_on"]) for row in self._township_homes(region, at)), None

    def _township_home_upgraded(self, region: str, at: Span, category: str | None) -> Halves:
        homes = self._township_homes(region, at)
        return sum(at.by(row["upgraded_on"]) for row in homes), len(homes)

    def _county_support_home_coverage(self, region: str, at: Span, category: str | None) -> Halves:
        counties = self.counties(region)
        homes = [row for row in self.rows("elder_facilities", region) if row["kind"] == "县级特困供养机构"]
        covered = {row["region"][:6] for row in homes if at.during(row["opened_on"], row["closed_on"])}
        return len(covered), len(counties)

    def _caregiver_certified(self, region: str, at: Span, category: str | None) -> Halves:
        in_post = [
            carer
            for home in self.rows("elder_facilities", region)
            for carer in self.of_facility("caregivers", home["key"])
            if at.during(carer["hired_on"], carer["left_on"])
        ]
        return sum(at.by(carer["certified_on"]) for carer in in_post), len(in_post)

    def _care_ratio_met(self, region: str, at: Span, category: str | None) -> Halves:
        share = {"自理": Fraction(1, 15), "部分自理": Fraction(1, 8), "完全不能自理": Fraction(1, 3)}
        met = judged = 0
        for home in self.rows("elder_facilities", region):
            lodgers = [r for r in self.of_facility("facility_residents", home["key"]) if at.during(r["moved_in_on"], r["moved_out_on"])]
            carers = [r for r in self.of_facility("caregivers", home["key"]) if at.during(r["hired_on"], r["left_on"])]
            needed = sum((share[lodger["ability"]] for lodger in lodgers), Fraction(0))
            judged += bool(lodgers)
            met += bool(lodgers) and len(carers) >= needed  # whole carers reach a number exactly when they reach its ceiling
        return met, judged

    def _five_star_communities(self, region: str, at: Span, category: str | None) -> Halves:
        return self._count("communities", region, lambda r: at.by(r["five_star_on"])), None

    def _standard_communities_rechecked(self, region: str, at: Span, category: str | None) -> Halves:
        standard = [row for row in self.rows("communities", region) if row["standard"]]
        return sum(bool(row["recheck_passed"]) and at.by(row["rechecked_on"]) for row in standard), len(standard)

    def _committees(self, region: str, test: Test) -> Halves:
        places = set(self.inside(region, "village", "村", "社区"))
        return self._count("communities", region, lambda r: r["region"] in places and test(r)), len(places)

    def _village_rules_revised(self, region: str, at: Span, category: str | None) -> Halves:
        return self._committees(region, lambda r: at.in_year(r["rules_revised_on"]))

    def _committee_codes_assigned(self, region: str, at: Span, category: str | None) -> Halves:
        return self._committees(region, lambda r: at.by(r["code_assigned_on"]))

    def _work_orders(self, region: str, at: Span, category: str | None) -> Halves:
        return self._count("work_orders", region, lambda r: at.holds(r["accepted_on"]) and category in (None, r["category"])), None

    def _work_orders_closed(self, region: str, at: Span, category: str | None) -> Halves:
        accepted = [row for row in self.rows("work_orders", region) if at.holds(row["accepted_on"])]
        return sum(at.by(row["closed_on"]) for row in accepted), len(accepted)

    def _open_for(self, region: str, at: Span) -> list[int]:
        """The days that orders not closed by d have been open."""
        return [
            (at.d - row["accepted_on"]).days for row in self.rows("work_orders", region) if at.during(row["accepted_on"], row["closed_on"])
        ]

    def _work_orders_open(self, region: str, at: Span, category: str | None) -> Halves:
        bands = {"7天以内": range(8), "8–15天": range(8, 16), "16–30天": range(16, 31), "30天以上": range(31, 10**6)}
        return sum(category is None or days in bands[category] for days in self._open_for(region, at)), None

    def _work_orders_oldest(self, region: str, at: Span, category: str | None) -> Halves:
        return max(self._open_for(region, at), default=None), None

    def _deaths(self, region: str, at: Span, category: str | None) -> Halves:
        return self._count("deaths", region, lambda r: at.holds(r["died_on"]) and category in (None, age_band(r["age"]))), None

    def _cremation_rate(self, region: str, at: Span, category: str | None) -> Halves:
        died = [row for row in self.rows("deaths", region) if at.holds(row["died_on"])]
        return sum(row["disposal"] == "火化" for row in died), len(died)

    def _cremated(self, region: str, at: Span) -> list[Row]:
        return [row for row in self.rows("deaths", region) if row["disposal"] == "火化" and at.holds(row["cremated_on"])]

    def _eco_burial_rate(self, region: str, at: Span, category: str | None) -> Halves:
        cremated = self._cremated(region, at)
        return sum(row["ashes"] in ("骨灰格位存放", "树葬", "花葬", "草坪葬") for row in cremated), len(cremated)

    def _funeral_subsidy_paid(self, region: str, at: Span, category: str | None) -> Halves:
        cremated = self._cremated(region, at)
        return sum((row["subsidy"] or 0) >= 1200 and at.by(row["subsidy_paid_on"]) for row in cremated), len(cremated)

    def _cemeteries(self, level: str, region: str, at: Span) -> Halves:
        rows = [row for row in self.rows("cemeteries", region) if row["level"] == level]
        return sum(at.by(row["accepted_on"]) and at.by(row["opened_on"]) for row in rows), len(rows)

    def _township_cemeteries_operating(self, region: str, at: Span, category: str | None) -> Halves:
        return self._cemeteries("乡镇", region, at)

    def _county_cemeteries_operating(self, region: str, at: Span, category: str | None) -> Halves:
        return self._cemeteries("县级", region, at)

    def _children_registered(self, region: str, at: Span, category: str | None) -> Halves:
        return self._count(
            "children", region, lambda r: at.during(r["registered_on"], r["closed_on"]) and category in (None, r["category"])
        ), None

    def _children_by_risk(self, region: str, at: Span, category: str | None) -> Halves:
        here = [row for row in self.rows("children", region) if at.during(row["registered_on"], row["closed_on"])]
        return sum(category is None or (row["risk"] or "未评估") == category for row in here), None

    def _places(self, kind: str, on: str, region: str, at: Span) -> Halves:
        return self._count("child_places", region, lambda r: r["kind"] == kind and at.in_year(r[on])), None

    def _children_homes(self, region: str, at: Span, category: str | None) -> Halves:
        return self._places("儿童之家", "completed_on", region, at)

    def _children_homes_started(self, region: str, at: Span, category: str | None) -> Halves:
        return self._places("儿童之家", "started_on", region, at)

    def _children_homes_sited(self, region: str, at: Span, category: str | None) -> Halves:
        return self._places("儿童之家", "sited_on", region, at)

    def _book_rooms(self, region: str, at: Span, category: str | None) -> Halves:
        return self._places("爱心书屋", "opened_on", region, at)

    def _child_staff_trained(self, region: str, at: Span, category: str | None) -> Halves:
        in_post = [row for row in self.rows("child_staff", region) if at.during(row["appointed_on"], row["left_on"])]
        return sum(at.in_year(row["trained_on"]) for row in in_post), len(in_post)

    def _child_protection_centres(self, region: str, at: Span, category: str | None) -> Halves:
        centres = [row for row in self.rows("child_places", region) if row["kind"] == "未成年人救助保护机构"]
        covered = {row["region"][:6] for row in centres if at.during(row["opened_on"], row["closed_on"])}
        return len(covered), len(self.counties(region))

    def _drawn(self, region: str, at: Span, category: str | None) -> list[Row]:
        rows = self.rows("disability_subsidies", region)
        return [r for r in rows if at.during(r["started_on"], r["ended_on"]) and category in (None, r["category"])]

    def _disability_subsidy_recipients(self, region: str, at: Span, category: str | None) -> Halves:
        return len(self._drawn(region, at, category)), None

    def _disability_subsidy_spend(self, region: str, at: Span, category: str | None) -> Halves:
        return sum(row["monthly_amount"] for row in self._drawn(region, at, category)), None

    def _marriages(self, region: str, at: Span, category: str | None) -> Halves:
        return self._count("marriages", region, lambda r: r["kind"] == "结婚" and at.holds(r["registered_on"])), None

    def _divorces(self, region: str, at: Span, category: str | None) -> Halves:
        return self._count("marriages", region, lambda r: r["kind"] == "离婚" and at.holds(r["registered_on"])), None


def _prefix(region: str) -> str:
    return "4102" if region == CITY else region
