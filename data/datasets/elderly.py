"""养老服务 · the record tables of elderly care."""

from data.datasets.column import citizen, day, enum, integer, key, money, place, reference, region, text
from data.datasets.dataset import Dataset

SECTION = "养老服务科"

elder_facilities = Dataset(
    "elder_facilities",
    "养老服务设施",
    SECTION,
    (
        key("设施编号"),
        region("township"),
        enum(
            "kind",
            "类型",
            "农村幸福院",
            "县级特困供养机构",
            "街道综合养老服务中心",
            "社区养老服务设施",
            "乡镇敬老院",
            "养老机构",
        ),
        text("name", "名称", True),
        *place(),
        enum("status", "状态", "规划", "在建", "运营", "停用"),
        day("opened_on", "运营日期"),
        day("closed_on", "停用日期"),
        integer("beds", "床位数"),
        text("grade", "等级"),
        day("upgraded_on", "改造提升日期"),
        day("transformed_on", "转型日期"),
    ),
    order=(("opened_on", "closed_on"),),
)

special_elders = Dataset(
    "special_elders",
    "特殊困难老年人",
    SECTION,
    (
        key("对象编号"),
        region("township"),
        enum("category", "类别", "独居", "空巢", "孤寡", "失能", "半失能", "失智"),
        day("registered_on", "建档日期", True),
        day("closed_on", "销档日期"),
        citizen(),
    ),
    people=True,
    order=(("registered_on", "closed_on"),),
)

elder_visits = Dataset(
    "elder_visits",
    "老年人探访",
    SECTION,
    (
        key("记录编号"),
        reference("subject", "对象编号", "special_elders"),
        day("visited_on", "探访日期", True),
        enum("method", "方式", "上门", "电话", "视频", required=False),
        enum("finding", "情况", "正常", "需帮助", "紧急", required=False),
    ),
    rhythm=7,
)

home_adaptations = Dataset(
    "home_adaptations",
    "适老化改造",
    SECTION,
    (key("户编号"), region("township"), day("completed_on", "完工日期"), money("amount", "改造金额")),
)

caregivers = Dataset(
    "caregivers",
    "养老护理员",
    SECTION,
    (
        key("护理员编号"),
        reference("facility", "设施编号", "elder_facilities"),
        day("hired_on", "入职日期", True),
        day("left_on", "离职日期"),
        day("certified_on", "持证日期"),
    ),
    order=(("hired_on", "left_on"),),
)

facility_residents = Dataset(
    "facility_residents",
    "机构入住老人",
    SECTION,
    (
        key("入住编号"),
        reference("facility", "设施编号", "elder_facilities"),
        enum("ability", "自理程度", "自理", "部分自理", "完全不能自理"),
        day("moved_in_on", "入住日期", True),
        day("moved_out_on", "退住日期"),
    ),
    order=(("moved_in_on", "moved_out_on"),),
)
