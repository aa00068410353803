"""未成年人: the children on the register by county, category and risk, whether they are visited, and the homes from site to completion."""

from functools import partial

import dash

from components.matrix import Column
from data.indicators import BESIDE
from data.indicators.children import UNASSESSED
from pages.sections import body
from pages.sections.declaration import Section
from pages.sections.panels import Matrix, Split, Steps

LEVELS_OF_RISK = tuple(level for level in BESIDE["children_by_risk"].categories if level != UNASSESSED)

SECTION = Section(
    page="children",
    programme="children",
    owner="慈善事业促进和社会工作科",
    headlines=(
        "children_registered",
        "child_visit_rate",
        "children_homes",
        "book_rooms",
        "child_staff_trained",
        "child_protection_centres",
    ),
    default="children_registered",
    order=50,
    panels=(
        Matrix(
            "visits",
            "各县区儿童与走访",
            (
                Column("children_registered", "在册儿童"),
                Column("child_visit_rate", "本期已走访", "numerator"),
                Column("child_visit_rate"),
                Column("child_staff_trained", "主任培训率"),
            ),
        ),
        Split("kinds", "儿童类别", "children_registered"),
        Steps("homes", "儿童之家：选址、开工、完工", ("children_homes_sited", "children_homes_started", "children_homes"), width="third"),
        Matrix(
            "risks",
            "各县区儿童风险等级",
            (
                *(Column("children_by_risk", f"{category}风险", category=category) for category in LEVELS_OF_RISK),
                Column("children_by_risk", UNASSESSED, category=UNASSESSED),
                Column("children_by_risk", "在册儿童"),
            ),
            width="half",
        ),
        Steps("places", "书屋与未保机构", ("book_rooms", "child_protection_centres", "child_staff_trained"), width="half", late=True),
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
