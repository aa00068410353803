"""基层治理 · the record tables of communities and work orders."""

from data.datasets.column import day, enum, integer, key, region, yesno
from data.datasets.dataset import Dataset

SECTION = "基层政权建设和社区治理科"

communities = Dataset(
    "communities",
    "村社区",
    SECTION,
    (
        region("village"),
        enum("kind", "类型", "村", "社区"),
        yesno("standard", "省级规范化社区"),
        day("rechecked_on", "复查日期"),
        yesno("recheck_passed", "复查达标"),
        day("five_star_on", "五星社区评定日期"),
        day("rules_revised_on", "规约修订日期"),
        day("code_assigned_on", "赋码日期"),
    ),
    key=("region",),
)

work_orders = Dataset(
    "work_orders",
    "走访工单",
    SECTION,
    (
        key("工单编号"),
        region("township"),
        enum("category", "类型", "救助", "养老", "儿童", "残疾人", "物业", "其他"),
        day("accepted_on", "受理日期", True),
        day("closed_on", "办结日期"),
        integer("rating", "满意度", low=1, high=5),
    ),
    order=(("accepted_on", "closed_on"),),
    rhythm=7,
)
