"""社会救助: who is supported, what was applied for and how, whether the money came in time."""

from functools import partial

import dash

from components.matrix import Column
from pages.sections import body
from pages.sections.declaration import Section
from pages.sections.panels import Facts, Matrix, Split

SECTION = Section(
    page="relief",
    programme="relief",
    owner="社会救助科",
    headlines=(
        "relief_recipients",
        "relief_spend",
        "relief_paid_on_time",
        "relief_applications",
        "relief_started_in_3_days",
        "relief_proactive_share",
    ),
    default="relief_recipients",
    order=10,
    panels=(
        Split("kinds", "救助对象类别", "relief_recipients", width="half"),
        Split("channels", "申请受理途径", "relief_applications", width="half"),
        Matrix(
            "payments",
            "资金发放按时",
            (
                Column("relief_paid_on_time", "批次", "denominator"),
                Column("relief_paid_on_time", "按时到账", "numerator"),
                Column("relief_paid_on_time"),
                Column("relief_spend", "发放额"),
                Column("rural_dibao_standard", "低保标准"),
                Column("tekun_standard", "特困标准"),
            ),
            note="每月10日前到账",
        ),
        Split("spend", "资金按类别", "relief_spend"),
        Facts(),
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
