"""殡葬服务: cremation against the province's average, cemeteries and funeral homes by their days, and the deaths the document asks for."""

from functools import partial

import dash

from pages.sections import body
from pages.sections.declaration import Section
from pages.sections.panels import Places, Projects, Split, Steps, Years

SECTION = Section(
    page="funeral",
    programme="funeral",
    owner="社会事务科",
    headlines=(
        "cremation_rate",
        "eco_burial_rate",
        "funeral_subsidy_paid",
        "township_cemeteries_operating",
        "county_cemeteries_operating",
        "deaths",
    ),
    default="cremation_rate",
    order=40,
    panels=(
        Split("ages", "当年各年龄段死亡", "deaths", of_year=True),
        Years("years", "近几年死亡", "deaths"),
        Places("townships", "各乡镇街道死亡", "deaths"),
        Steps(
            "facilities",
            "殡葬设施建设",
            ("township_cemeteries_operating", "county_cemeteries_operating"),
            ("funeral", "殡葬设施"),
            width="full",
            late=True,
        ),
        Projects("homes", "殡仪馆项目"),
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
