"""The parameters that shape the demonstration city, in one place. All invented, save where a comment says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

TODAY = (9, 18)  # month and day of the plan's year: most deadlines near, some past, none of the year's figures final

# Days since a dataset's last file. Deaths and cemeteries come late, so that the cockpit has something to say about freshness.
DELIVERED_DAYS_AGO = {"deaths": 10, "cemeteries": 3, "relief_recipients": 1, "child_places": 2, "communities": 5}

# How briskly a county works, 0 to 1. Two lead and two lag clearly, so that every ranking has ends; the others lie between.
PACE = {
    "410202": 0.70,  # 龙亭区
    "410203": 0.55,  # 顺河回族区
    "410204": 1.00,  # 鼓楼区 leads
    "410205": 0.65,  # 禹王台区
    "410212": 0.60,  # 祥符区
    "410221": 0.15,  # 杞县 lags
    "410222": 0.00,  # 通许县 lags most
    "410223": 0.75,  # 尉氏县
    "410225": 1.00,  # 兰考县 leads
}
USUAL_PACE = 0.6  # of a county that a replaced geography may bring

# People and events at scale 1. Facilities, villages, staff and the plan's own works don't scale: its targets are absolute numbers.
TOTALS = {
    "relief_recipients": 42_000,
    "relief_applications": 13_000,
    "special_elders": 2_350,
    "facility_residents": 5_500,
    "work_orders": 11_000,
    "deaths": 15_000,
    "children": 1_850,
    "disability_subsidies": 13_000,
    "marriages": 13_000,
}

# Recipients of relief per 10,000 residents: the rural counties need more, 龙亭区 with its new town least.
USUAL_PER_10K = 300
RELIEF_PER_10K = {
    "410202": 93,
    "410203": 258,
    "410204": 241,
    "410205": 244,
    "410212": 322,
    "410221": 410,
    "410222": 351,
    "410223": 336,
    "410225": 426,
}

# Months January to December. Relief grows with winter and the reviews of spring; deaths follow the cold; weddings the holidays.
RELIEF_ENTRIES = (1.3, 0.8, 1.1, 1.2, 1.0, 0.8, 0.8, 0.8, 0.9, 0.9, 1.1, 1.3)
RELIEF_EXITS = (0.6, 0.5, 1.2, 2.0, 1.2, 0.8, 0.7, 0.7, 0.9, 1.7, 1.1, 0.6)  # reviews in April and October
APPLICATIONS = (1.3, 0.9, 1.2, 1.0, 0.9, 0.9, 0.9, 0.9, 1.0, 0.9, 1.0, 1.2)
DEATHS = (1.38, 1.20, 1.08, 0.98, 0.90, 0.84, 0.88, 0.86, 0.84, 0.92, 1.02, 1.20)
MARRIAGES = (1.35, 1.05, 0.90, 0.85, 1.35, 0.85, 0.75, 0.90, 0.95, 1.30, 0.95, 1.20)
DIVORCES = (0.75, 0.70, 1.10, 1.05, 1.00, 1.05, 1.05, 1.05, 1.05, 1.00, 1.10, 1.10)  # few round the Spring Festival
ORDERS = (0.8, 0.8, 1.1, 1.1, 1.1, 1.0, 1.0, 0.9, 1.0, 1.0, 1.1, 1.1)
EVEN = (1.0,) * 12
WORKS = (0.1, 0.2, 0.8, 1.1, 1.3, 1.4, 1.3, 1.3, 1.3, 1.0, 0.7, 0.4)  # building rests in the cold


@dataclass(frozen=True)
class Curve:
    """The share of things done: when the ledgers open, at the end of that year, and now in the slowest and the fastest county."""

    start: float
    december: float
    slow: float
    fast: float

    def now(self, pace: float) -> float:
        return self.slow + (self.fast - self.slow) * pace


HAPPINESS_HOMES = Curve(0.27, 0.37, 0.39, 0.55)  # target 50 % of villages in each county by December
HOMES_UPGRADED = Curve(0.15, 0.42, 0.58, 1.00)  # target 100 % by October
HOMES_TRANSFORMED = Curve(0.04, 0.14, 0.54, 0.92)  # target 78 homes by October
STREET_CENTRES = Curve(0.50, 0.66, 0.50, 1.00)
COMMUNITY_FACILITIES = Curve(0.55, 0.72, 0.74, 1.00)
CARE_RATIO = Curve(0.42, 0.52, 0.950, 1.00)  # here, and in the three after next, even the slowest keep to the plan's path
CERTIFIED = Curve(0.76, 0.87, 0.90, 1.00)
STANDARD_RECHECKED = Curve(0.00, 0.20, 0.84, 1.00)
CODES_ASSIGNED = Curve(0.60, 0.84, 0.957, 1.00)
PROTECTION_STATIONS = Curve(0.30, 0.58, 0.66, 1.00)
RULES_REVISED = Curve(0.00, 0.00, 0.74, 1.00)  # of the plan's year: revisions count anew each year

# The plan's own works.
ADAPTATIONS = 2_000
ADAPTATIONS_YEAR_BEFORE = 900
ADAPTED = (0.44, 1.02)  # share done by now in the slowest and the fastest county
CHILDREN_HOMES = 100
CHILDREN_HOMES_YEAR_BEFORE = 45
CHILDREN_HOMES_DONE = (0.45, 1.00)
BOOK_ROOMS = (22, 2, 2)  # opened by June, opened since, not opened yet
EXTRA_TOWNSHIP_HOMES = 16  # a second 敬老院 where a township has most villages; with one for each 乡 and 镇 that makes 96
ELDER_INSTITUTIONS = 60

# The chance that an elder (a child) is visited in a month, in the slowest and fastest county: at the first month and at the last.
# Past 1 means that the fastest reach everybody some months before the end.
ELDERS_VISITED = ((0.935, 0.975), (0.985, 1.010))
CHILDREN_VISITED = ((0.80, 0.88), (0.90, 1.000))

# The cases that later checks look for, at any scale that has enough people. docs/demonstration.md lists them.
RUNNING_WITHOUT_DATE = 6
HOMES_WITHOUT_VILLAGE = 3
WITHOUT_PLACE = 9
IN_THE_WRONG_COUNTY = 4
DEAD_ON_RELIEF = 25
DEAD_ON_SUBSIDY = 9
IN_TWO_CATEGORIES = 12
IN_TWO_COUNTIES = 8
UNVISITED_TWO_MONTHS = 10
ORDERS_OPEN_LONG = 40
