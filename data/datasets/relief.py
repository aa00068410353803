"""社会救助 · the record tables of relief."""

from data.datasets.column import citizen, day, enum, integer, key, money, month, region
from data.datasets.dataset import Dataset

SECTION = "社会救助科"

relief_recipients = Dataset(
    "relief_recipients",
    "救助对象",
    SECTION,
    (
        key("对象编号"),
        region("township"),
        enum("category", "类别", "城市低保", "农村低保", "集中供养特困", "分散供养特困", "低保边缘", "支出型困难"),
        enum("care_level", "自理能力", "全护理", "半护理", "全自理", required=False),
        money("monthly_amount", "月保障金额"),
        day("started_on", "纳入日期", True),
        day("ended_on", "退出日期"),
        citizen(),
    ),
    people=True,
    order=(("started_on", "ended_on"),),
)

relief_applications = Dataset(
    "relief_applications",
    "救助申请",
    SECTION,
    (
        key("申请编号"),
        region("township"),
        enum("category", "救助类型", "最低生活保障", "特困供养", "临时救助", "专项救助", "其他"),
        enum("channel", "受理途径", "窗口受理", "网上申请", "热线电话", "主动发现", "村社区代办", "部门转办"),
        day("accepted_on", "受理日期", True),
        day("started_on", "启动调查日期"),
        day("decided_on", "办结日期"),
        enum("outcome", "结果", "确认", "不予确认", "终止", required=False),
    ),
    people=True,
    order=(("accepted_on", "started_on", "decided_on"),),
    rhythm=7,
)

relief_payments = Dataset(
    "relief_payments",
    "救助资金发放",
    SECTION,
    (
        key("批次编号"),
        region("county"),
        enum("category", "类别", "城市低保", "农村低保", "集中供养特困", "分散供养特困"),
        month("month", "所属月份"),
        integer("persons", "人数", True),
        money("amount", "金额", True),
        day("paid_on", "到账日期"),
    ),
)
