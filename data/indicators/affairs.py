"""社会事务 · the indicators of disability subsidies and marriages."""

from __future__ import annotations

from data.datasets.affairs import disability_subsidies
from data.datasets.affairs import marriages as marriages_dataset
from data.indicators.indicator import EVERY, SAME, Indicator
from data.indicators.measure import events, register

subsidies = disability_subsidies.table
marriages = marriages_dataset.table
KINDS = disability_subsidies.column("category").values

INDICATORS = (
    Indicator(
        "disability_subsidy_recipients",
        "残疾人两项补贴人数",
        "人",
        "affairs",
        "stock",
        (register(disability_subsidies, "started_on", "ended_on", category=subsidies.c.category),),
        "期末在享的残疾人两项补贴",
        short="两项补贴人数",
        source="驾驶舱",
        people=True,
        breakdown="补贴类型",
        categories=KINDS,
    ),
    Indicator(
        "disability_subsidy_spend",
        "残疾人两项补贴月标准合计",
        "元",
        "affairs",
        "stock",
        (
            register(
                disability_subsidies,
                "started_on",
                "ended_on",
                category=subsidies.c.category,
                amount=subsidies.c.monthly_amount,
            ),
        ),
        "期末在享的月标准之和",
        short="两项补贴月标准",
        source="驾驶舱",
        scale=100,
        amount=True,
        people=True,
        # the standards are public: with the number of people, a total would tell how many are in each of two categories
        tells=(
            ("disability_subsidy_spend", SAME),
            ("disability_subsidy_recipients", SAME),
            ("disability_subsidy_recipients", EVERY),
        ),
        breakdown="补贴类型",
        categories=KINDS,
    ),
    Indicator(
        "marriages",
        "结婚登记",
        "对",
        "affairs",
        "flow",
        (events(marriages_dataset, "registered_on", where=lambda p: marriages.c.kind == "结婚"),),
        "期内结婚登记",
        source="驾驶舱",
        level="county",
    ),
    Indicator(
        "divorces",
        "离婚登记",
        "对",
        "affairs",
        "flow",
        (events(marriages_dataset, "registered_on", where=lambda p: marriages.c.kind == "离婚"),),
        "期内离婚登记",
        source="驾驶舱",
        level="county",
    ),
)
