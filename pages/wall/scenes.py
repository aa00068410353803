"""The scenes of the wall, in their usual order. Read from top to bottom they say what is seen from five metres."""

from __future__ import annotations

from typing import Any

from components.screen.frame import key, notice, step
from components.screen.owed import Item, items
from components.screen.warnings import ticked
from components.severity import LIGHTS
from data.indicators import INDICATORS
from data.programmes.light import Light
from data.programmes.owed import OWED, debtors
from data.screen.scenes import COUNTY
from data.warnings.reading import counts, sentences
from geo.regions import CITY
from pages.wall.parts import (
    Cells,
    CountyMap,
    Courses,
    Homes,
    Measures,
    Owed,
    Pressing,
    Programmes,
    Progress,
    Sections,
    Shares,
    Steps,
    Stones,
    Title,
    Weeks,
    Years,
)
from pages.wall.parts.warnings import told
from pages.wall.scene import WALL, Scene, Seen, notices

HEADLINES = (
    "relief_paid_on_time",
    "elder_visit_rate",
    "home_adaptations",
    "township_home_transformed",
    "children_homes",
    "township_cemeteries_operating",
)
SWAPS = tuple(INDICATORS)
MOST = 14  # warnings the ticker tells of


def standing(seen: Seen) -> tuple[Any, list[Any]]:
    """What is overdue, unreported or due within a fortnight, over all counties."""
    whole = seen.of(CITY)
    found = [*_owing(whole), *_due(whole)]
    lit = found[0].light if found else "on_track"
    return key(lit, f"紧要任务 {notices(found)}" if found else "没有逾期和临期的任务"), [notice(one) for one in found]


def _owing(seen: Seen) -> list[Item]:
    owing = debtors(seen.ledger.books, seen.ledger.day) if seen.ledger else ()
    return [one for one in items(owing) if one.light != "behind"]


def _due(seen: Seen) -> list[Item]:
    """Each task that is due soon, once, with the counties that have not done it."""
    if seen.ledger is None:
        return []
    day = seen.ledger.day
    out = []
    for book in seen.ledger.books:
        for line in book.lines:
            names = tuple(cell.region_name for cell in line.cells if cell.light == "due_soon")
            if names:
                out.append(Item("due_soon", names, line.task.title, (line.due_on - day).days))
    return sorted(out, key=lambda one: one.days)


def warned(seen: Seen) -> tuple[Any, list[Any]]:
    """The most pressing warnings; while there are none, the tasks that are."""
    found = sentences(seen.now, scope=WALL, most=MOST)
    if not found:
        return standing(seen)
    return key(LIGHTS[found[0].severity], f"预警 {told(counts(seen.now, scope=WALL).total)}"), [ticked(one) for one in found]


def ahead(seen: Seen) -> tuple[Any, list[Any]]:
    """下一步: the milestones to come, the nearest first."""
    books = seen.ledger.books if seen.ledger else ()
    stones = sorted((one for book in books for one in book.stones if one.state == "ahead"), key=lambda one: one.due_on)
    return key("due_soon", "下一步"), [step(one.due_on, one.milestone.title) for one in stones]


_SCENES = (
    Scene(
        "overview",
        "全市总览",
        (("map", CountyMap("relief_recipients")), ("cells", Cells(HEADLINES)), ("progress", Progress())),
        swaps=SWAPS,
    ),
    Scene(
        "elderly",
        "养老服务",
        (
            (
                "table",
                Measures(
                    (
                        ("county_support_home_coverage", "县级供\n养机构"),
                        ("township_home_upgraded", "敬老院\n改造提升"),
                        ("street_centre_coverage", "街道养\n老中心"),
                        ("community_elder_facility_coverage", "社区养\n老设施"),
                        ("happiness_home_coverage", "农村\n幸福院"),
                        ("elder_visit_rate", "月探\n访率"),
                    ),
                    "五个全覆盖",
                    covered=5,
                ),
            ),
            ("courses", Courses(("home_adaptations", "township_home_transformed"), "两个建设项目都不低于应达进度")),
            ("cells", Cells(("elder_visit_rate", "caregiver_certified", "street_centre_coverage", "new_estate_facilities"))),
        ),
    ),
    Scene(
        "children",
        "未成年人",
        (
            ("map", CountyMap("children_homes", dots="children_homes")),
            (
                "steps",
                Steps(
                    ("children_homes_sited", "children_homes_started", "children_homes", "child_staff_trained"),
                    "儿童之家：选址、开工、完工",
                ),
            ),
            ("stones", Stones("children", "节点")),
        ),
        swaps=SWAPS,
    ),
    Scene(
        "funeral",
        "殡葬服务",
        (
            ("map", CountyMap("cremation_rate")),
            (
                "cells",
                Cells(
                    (
                        "cremation_rate",
                        "eco_burial_rate",
                        "township_cemeteries_operating",
                        "county_cemeteries_operating",
                        "funeral_subsidy_paid",
                        "deaths",
                    )
                ),
            ),
            ("homes", Homes("殡仪馆建设")),
        ),
        swaps=SWAPS,
    ),
    Scene(
        "civic",
        "基层治理 社会事务",
        (
            (
                "cells",
                Cells(
                    (
                        "work_orders_closed",
                        "standard_communities_rechecked",
                        "village_rules_revised",
                        "committee_codes_assigned",
                        "five_star_communities",
                        "community_workers_per_10k",
                    ),
                    title="基层治理",
                    programme="governance",
                ),
            ),
            ("shares", Shares(("work_orders",))),
            (
                "affairs",
                Cells(
                    ("disability_subsidy_recipients", "disability_subsidy_spend"),
                    title="社会事务",
                ),
            ),
            ("years", Years(("marriages", "divorces"))),
            ("kinds", Shares(("disability_subsidy_recipients", "disability_subsidy_spend"))),
        ),
    ),
    Scene(
        "programmes",
        "六大工程",
        (
            ("matrix", Programmes()),
            ("owed", Owed()),
            (
                "courses",
                Courses(
                    ("home_adaptations", "township_home_transformed", "children_homes", "happiness_home_coverage"),
                    "四项建设都不低于应达进度",
                    340.0,
                    248.0,
                ),
            ),
        ),
        ticker=ahead,
    ),
    Scene("warnings", "预警", (("list", Pressing()), ("sections", Sections()), ("weeks", Weeks())), ticker=standing),
)
SCENES: dict[str, Scene] = {scene.id: scene for scene in _SCENES}
OF_COUNTY = (
    ("title", Title()),
    ("cells", Cells(HEADLINES)),
    ("progress", Progress()),
    ("owed", Owed(most=7, alone=True)),
)


def county_scene(code: str, name: str) -> Scene:
    """The scene of one county."""
    return Scene(f"{COUNTY}{code}", name, OF_COUNTY)


def lagging(seen: Seen) -> tuple[str, ...]:
    """The counties that lag, whoever owes most first: those with tasks overdue; without any, with returns missing; then those behind."""
    owing = [one for one in debtors(seen.ledger.books, seen.ledger.day) if one.region != CITY] if seen.ledger else []
    order: tuple[Light, ...] = OWED
    for lit in order:
        found = tuple(one.region for one in owing if one.count(lit))
        if found:
            return found
    return ()
