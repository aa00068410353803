"""养老服务: the homes and centres of every county, the adaptations, and whether the elders in need are visited."""

from functools import partial

import dash

from components.matrix import Column
from data.indicators.findings import coverage_finding
from pages.sections import body
from pages.sections.declaration import Section
from pages.sections.panels import Matrix, Split, Steps

SECTION = Section(
    page="elderly",
    programme="elderly",
    owner="养老服务科",
    headlines=(
        "happiness_home_coverage",
        "elder_visit_rate",
        "home_adaptations",
        "township_home_transformed",
        "caregiver_certified",
        "street_centre_coverage",
    ),
    default="happiness_home_coverage",
    order=20,
    panels=(
        Matrix(
            "coverages",
            "五个全覆盖",
            (
                Column("county_support_home_coverage", "县级特困供养机构"),
                Column("township_home_upgraded", "乡镇敬老院改造提升"),
                Column("street_centre_coverage", "街道养老服务中心"),
                Column("community_elder_facility_coverage", "社区养老服务设施"),
                Column("happiness_home_coverage", "农村幸福院"),
            ),
            says=coverage_finding,
        ),
        Split("visits", "月探访按类别", "elder_visit_rate"),
        Steps(
            "projects",
            "年内建设进度",
            ("home_adaptations", "township_home_transformed", "demo_home_care_networks", "new_estate_facilities"),
            width="third",
        ),
    ),
)

dash.register_page(
    __name__,
    path=SECTION.path,
    title=f"{SECTION.title} · 领导驾驶舱",
    name=SECTION.title,
    order=SECTION.order,
    nav=SECTION.title,
    nav_group="业务",
)
layout = partial(body.layout, SECTION)
body.register(SECTION)
