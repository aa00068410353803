"""未成年人 · the record tables of child care and protection."""

from data.datasets.column import citizen, day, enum, key, place, reference, region, text
from data.datasets.dataset import Dataset

SECTION = "慈善事业促进和社会工作科"

children = Dataset(
    "children",
    "关爱保护儿童",
    SECTION,
    (
        key("对象编号"),
        region("township"),
        enum("category", "类别", "孤儿", "事实无人抚养儿童", "农村留守儿童", "困境儿童"),
        enum("risk", "风险等级", "低", "中", "高", required=False),
        day("registered_on", "建档日期", True),
        day("closed_on", "销档日期"),
        citizen(),
    ),
    people=True,
    order=(("registered_on", "closed_on"),),
)

child_visits = Dataset(
    "child_visits",
    "儿童走访",
    SECTION,
    (
        key("记录编号"),
        reference("subject", "对象编号", "children"),
        day("visited_on", "走访日期", True),
        enum("method", "方式", "上门", "电话", "视频", required=False),
        enum("finding", "情况", "正常", "需帮助", "紧急", required=False),
    ),
    rhythm=7,
)

child_places = Dataset(
    "child_places",
    "儿童关爱阵地",
    SECTION,
    (
        key("阵地编号"),
        region("county"),
        enum("kind", "类型", "儿童之家", "爱心书屋", "未保站", "未成年人救助保护机构"),
        text("name", "名称", True),
        *place(),
        day("sited_on", "选址日期"),
        day("started_on", "开工日期"),
        day("completed_on", "完工日期"),
        day("opened_on", "揭牌（运营）日期"),
        day("closed_on", "停用日期"),
    ),
    order=(("sited_on", "started_on", "completed_on"), ("opened_on", "closed_on")),
)

child_staff = Dataset(
    "child_staff",
    "儿童督导员和儿童主任",
    SECTION,
    (
        key("人员编号"),
        region("township"),
        enum("post", "岗位", "儿童督导员", "儿童主任"),
        day("appointed_on", "任职日期", True),
        day("left_on", "离任日期"),
        day("trained_on", "最近培训日期"),
    ),
    order=(("appointed_on", "left_on"),),
)
