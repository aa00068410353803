"""社会事务: the two subsidies for disabled people, and the marriages and divorces of the year."""

from functools import partial

import dash

from components.matrix import Column
from pages.sections import body
from pages.sections.declaration import Section
from pages.sections.panels import Matrix, Split, Years

SECTION = Section(
    page="affairs",
    programme="affairs",
    owner="社会事务科",
    headlines=("disability_subsidy_recipients", "disability_subsidy_spend", "marriages", "divorces"),
    default="disability_subsidy_recipients",
    order=60,
    panels=(
        Split("kinds", "两项补贴人数", "disability_subsidy_recipients", width="half"),
        Split("amounts", "两项补贴月标准", "disability_subsidy_spend", width="half"),
        Matrix(
            "registrations",
            "当年婚姻登记",
            (
                Column("marriages", "当年结婚", of_year=True),
                Column("marriages", "本期结婚"),
                Column("divorces", "当年离婚", of_year=True),
                Column("divorces", "本期离婚"),
            ),
        ),
        Years("marriages", "结婚登记", "marriages"),
        Years("divorces", "离婚登记", "divorces"),
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
