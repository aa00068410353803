"""殡葬与社会事务 · the record tables of 社会事务科: deaths, cemeteries, funeral homes, disability subsidies, marriages."""

from data.datasets.column import citizen, day, enum, integer, key, money, place, region, text
from data.datasets.dataset import Dataset, Rule

SECTION = "社会事务科"

deaths = Dataset(
    "deaths",
    "死亡与殡葬",
    SECTION,
    (
        key("记录编号"),
        region("township"),
        day("died_on", "死亡日期", True),
        integer("age", "年龄", low=0, high=130),
        enum("sex", "性别", "男", "女", required=False),
        enum("disposal", "处置方式", "火化", "土葬", "其他"),
        day("cremated_on", "火化日期"),
        enum(
            "ashes",
            "骨灰安置",
            "公墓安葬",
            "骨灰格位存放",
            "树葬",
            "花葬",
            "草坪葬",
            "散葬",
            "未安置",
            required=False,
        ),
        money("subsidy", "惠民补贴金额"),
        day("subsidy_paid_on", "补贴发放日期"),
        citizen(),
    ),
    people=True,
    order=(("died_on", "cremated_on", "subsidy_paid_on"),),
    rules=(Rule("disposal", "土葬", "cremated_on", "处置方式为土葬，不应有火化日期"),),
    rhythm=7,
)

cemeteries = Dataset(
    "cemeteries",
    "公益性公墓",
    SECTION,
    (
        key("公墓编号"),
        region("county"),
        enum("level", "级别", "乡镇", "县级"),
        text("name", "名称", True),
        *place(),
        day("licensed_on", "手续办结日期"),
        day("accepted_on", "验收日期"),
        day("opened_on", "投用日期"),
    ),
)

funeral_homes = Dataset(
    "funeral_homes",
    "殡仪馆项目",
    SECTION,
    (
        key("项目编号"),
        region("county"),
        text("name", "名称", True),
        enum("work", "项目类型", "新建", "改造提升", "投入使用"),
        integer("progress", "进度百分比", True, low=0, high=100),
        day("planned_on", "计划完成日期", future=True),
        day("completed_on", "完成日期"),
    ),
)

disability_subsidies = Dataset(
    "disability_subsidies",
    "残疾人两项补贴",
    SECTION,
    (
        key("补贴编号"),
        region("township"),
        enum("category", "补贴类型", "困难残疾人生活补贴", "重度残疾人护理补贴"),
        money("monthly_amount", "月标准", True),
        day("started_on", "享受日期", True),
        day("ended_on", "停发日期"),
        citizen(),
    ),
    people=True,
    order=(("started_on", "ended_on"),),
)

marriages = Dataset(
    "marriages",
    "婚姻登记",
    SECTION,
    (
        key("登记编号"),
        region("county"),
        enum("kind", "类型", "结婚", "离婚"),
        day("registered_on", "登记日期", True),
    ),
    rhythm=7,
)
