"""The registry is whole: the 47 indicators of the contract and the counts beside them, each with what pages and API need, and each with
a proven definition."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from data.datasets import DATASETS
from data.indicators import BESIDE, DECLARED, INDICATORS, PROGRAMMES
from data.indicators.indicator import MONTHLY, Indicator

from . import oracle

# The contract: scripts, files and the API name indicators by these ids. In the document's order.
IDS = {
    "relief": (
        "relief_recipients", "relief_per_10k", "relief_spend", "relief_paid_on_time", "rural_dibao_standard", "rural_dibao_subsidy",
        "tekun_standard", "relief_applications", "relief_started_in_3_days", "relief_proactive_share",
    ),
    "elderly": (
        "happiness_home_coverage", "elder_visit_rate", "home_adaptations", "township_home_transformed", "township_home_upgraded",
        "county_support_home_coverage", "street_centre_coverage", "community_elder_facility_coverage", "demo_home_care_networks",
        "new_estate_facilities", "caregiver_certified", "care_ratio_met",
    ),
    "governance": (
        "five_star_communities", "standard_communities_rechecked", "community_workers_per_10k", "village_rules_revised",
        "committee_codes_assigned", "work_orders", "work_orders_closed",
    ),
    "funeral": (
        "deaths", "cremation_rate", "eco_burial_rate", "township_cemeteries_operating", "county_cemeteries_operating",
        "funeral_subsidy_paid",
    ),
    "children": (
        "children_registered", "child_visit_rate", "children_homes", "children_homes_started", "children_homes_sited", "book_rooms",
        "child_staff_trained", "child_protection_centres",
    ),
    "affairs": (
        "disability_subsidy_recipients", "disability_subsidy_spend", "marriages", "divorces",
    ),
}  # fmt: skip

BREAKDOWNS = {  # by which column of which dataset
    "relief_recipients": ("relief_recipients", "category"),
    "relief_spend": ("relief_payments", "category"),
    "relief_applications": ("relief_applications", "channel"),
    "elder_visit_rate": ("special_elders", "category"),
    "work_orders": ("work_orders", "category"),
    "children_registered": ("children", "category"),
    "disability_subsidy_recipients": ("disability_subsidies", "category"),
    "disability_subsidy_spend": ("disability_subsidies", "category"),
}
TARGETS = {  # value, by, each county, share_by
    "relief_paid_on_time": (100, MONTHLY, True, ""),
    "rural_dibao_standard": (440, "2023-01", True, ""),
    "rural_dibao_subsidy": (220, "2023-01", True, ""),
    "tekun_standard": (572, "2023-01", True, ""),
    "relief_started_in_3_days": (100, MONTHLY, False, ""),
    "happiness_home_coverage": (50, "2023-12", True, ""),
    "elder_visit_rate": (100, MONTHLY, True, ""),
    "home_adaptations": (2000, "2023-10", False, "elderly_population"),
    "township_home_transformed": (78, "2023-10", False, "township_homes"),
    "township_home_upgraded": (100, "2023-10", True, ""),
    "county_support_home_coverage": (100, "2023-10", False, ""),
    "street_centre_coverage": (100, "2023-10", True, ""),
    "community_elder_facility_coverage": (100, "2023-10", True, ""),
    "demo_home_care_networks": (1, "2023-10", True, ""),
    "new_estate_facilities": (100, "2023-12", True, ""),
    "caregiver_certified": (100, "2023-10", True, ""),
    "care_ratio_met": (100, "2023-10", True, ""),
    "standard_communities_rechecked": (100, "2023-12", True, ""),
    "village_rules_revised": (100, "2023-12", True, ""),
    "committee_codes_assigned": (100, "2023-12", True, ""),
    "cremation_rate": (None, "2023-11", True, ""),
    "township_cemeteries_operating": (100, "2023-03", True, ""),
    "county_cemeteries_operating": (100, "2023-09", True, ""),
    "funeral_subsidy_paid": (100, "2023-11", True, ""),
    "children_homes": (100, "2023-10", False, "villages"),
    "children_homes_started": (100, "2023-05", False, "villages"),
    "children_homes_sited": (100, "2023-04", False, "villages"),
    "book_rooms": (20, "2023-06", False, ""),
    "child_staff_trained": (100, "2023-05", True, ""),
    "child_protection_centres": (100, "2023-06", False, ""),
}
BESIDE_IDS = {"governance": ("work_orders_open", "work_orders_oldest"), "children": ("children_by_risk",)}
each = pytest.mark.parametrize("indicator", list(DECLARED.values()), ids=list(DECLARED))


def test_the_ids_are_those_of_the_contract_in_its_order() -> None:
    assert list(INDICATORS) == [name for names in IDS.values() for name in names]
    assert len(INDICATORS) == 47


def test_what_stands_beside_them_is_no_indicator_and_has_no_target() -> None:
    assert list(BESIDE) == [name for names in BESIDE_IDS.values() for name in names]
    assert not BESIDE.keys() & INDICATORS.keys() and list(DECLARED) == [*INDICATORS, *BESIDE]
    for one in BESIDE.values():
        assert one.better == "none" and one.target is None and one.source


@each
def test_an_indicator_says_what_it_is(indicator: Indicator) -> None:
    assert indicator.id in (*IDS[indicator.programme], *BESIDE_IDS.get(indicator.programme, ())) and indicator.programme in PROGRAMMES
    assert indicator.unit in ("人", "人/万人", "元", "%", "元/人·月", "件", "户", "家", "个", "对", "天")
    for words in (indicator.name, indicator.title, indicator.numerator):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in words), words
    assert len(indicator.title) <= len(indicator.name)
    assert bool(indicator.denominator) == (indicator.id not in oracle.PLAIN)
    assert (indicator.unit == "%") == (indicator.id in oracle.PER_CENT)


@each
def test_an_indicators_form_is_the_definitions(indicator: Indicator) -> None:
    assert (indicator.level == "county") == (indicator.id in oracle.BY_COUNTY)
    assert indicator.monthly_only == (indicator.id in oracle.MONTHLY_ONLY)
    assert indicator.reported == (indicator.id in oracle.REPORTED)
    assert indicator.span == (indicator.id in oracle.WHOLE_YEAR_AT_ONCE)
    assert (indicator.kind == "flow" and not indicator.cumulative and not indicator.span) == (indicator.id in oracle.SUMMED_FLOWS)
    assert (indicator.rollup == "min") == (oracle.REPORTED.get(indicator.id) == "lowest")


@each
def test_an_indicator_has_an_owner_with_records(indicator: Indicator) -> None:
    """The datasets behind it exist, and one section answers for the records about people."""
    names = {name for part in indicator.parts for name in part.reach}
    assert names and names <= set(DATASETS)
    about_people = {DATASETS[name].section for name in names if DATASETS[name].people}
    assert len(about_people) <= 1
    if about_people:
        assert indicator.people


@each
def test_a_breakdown_lists_the_declared_values(indicator: Indicator) -> None:
    if indicator.id == "work_orders_open":
        assert indicator.categories == ("7天以内", "8–15天", "16–30天", "30天以上")
    elif indicator.id == "children_by_risk":
        assert indicator.categories == ("高", "中", "低", "未评估")
    elif indicator.id == "deaths":
        assert indicator.categories == (*(band for _, band in oracle.BANDS), "未知")
    elif indicator.id in BREAKDOWNS:
        dataset, column = BREAKDOWNS[indicator.id]
        assert indicator.categories == DATASETS[dataset].column(column).values
    else:
        assert indicator.categories == () and indicator.breakdown == ""


@each
def test_a_target_is_the_documents(indicator: Indicator) -> None:
    target = indicator.target
    if indicator.id not in TARGETS:
        assert target is None
        return
    assert target is not None
    assert (target.value, target.by, target.each_county, target.share_by) == TARGETS[indicator.id]
    assert indicator.better == "higher"
    assert bool(target.above) == (indicator.id == "cremation_rate")


def test_every_indicator_has_a_test_of_its_definition() -> None:
    proven: set[str] = set()
    for path in Path(__file__).parent.glob("test_definitions_*.py"):
        module = importlib.import_module(f".{path.stem}", __package__)
        for name, test in vars(module).items():
            if name.startswith("test_"):
                proven.update(*(mark.args for mark in getattr(test, "pytestmark", ()) if mark.name == "definition"))
    assert proven == set(DECLARED)
