"""基层治理: the communities and villages, and the visits' work orders, those still open by how long they have been."""

from functools import partial

import dash

from components.matrix import Column
from data.indicators import BESIDE
from pages.sections import body
from pages.sections.declaration import Section
from pages.sections.panels import Facts, Matrix, Split

SECTION = Section(
    page="governance",
    programme="governance",
    owner="基层政权建设和社区治理科",
    headlines=(
        "work_orders",
        "work_orders_closed",
        "standard_communities_rechecked",
        "village_rules_revised",
        "committee_codes_assigned",
        "five_star_communities",
    ),
    default="work_orders",
    order=30,
    panels=(
        Matrix(
            "orders",
            "走访工单",
            (
                Column("work_orders_closed", "受理", "denominator"),
                Column("work_orders_closed", "办结", "numerator"),
                Column("work_orders_closed"),
                Column("work_orders_closed", "年内受理", "denominator", of_year=True),
                Column("work_orders_closed", "年内办结", "numerator", of_year=True),
                Column("work_orders_closed", "年内办结率", of_year=True),
            ),
        ),
        Split("kinds", "工单类型", "work_orders"),
        Facts(),
        Matrix(
            "open",
            "未办结走访工单已过天数",
            (
                Column("work_orders_open"),
                *(Column("work_orders_open", category=category) for category in BESIDE["work_orders_open"].categories),
                Column("work_orders_oldest"),
            ),
            note="从受理到期末的天数，文件没有规定办结时限",
            width="full",
        ),
        Matrix(
            "communities",
            "社区基础数据",
            (
                Column("village_rules_revised", "村（社区）", "denominator"),
                Column("happiness_home_coverage", "行政村", "denominator"),
                Column("community_elder_facility_coverage", "社区", "denominator"),
                Column("standard_communities_rechecked", "省级规范化社区", "denominator"),
                Column("standard_communities_rechecked", "复查达标", "numerator"),
                Column("five_star_communities", "五星社区"),
                Column("village_rules_revised", "已修订规约", "numerator"),
                Column("committee_codes_assigned", "已赋码", "numerator"),
            ),
            width="full",
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
