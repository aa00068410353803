"""A paper with every kind of part: what the forms are tried on, besides real ones."""

from __future__ import annotations

from datetime import date

from briefings.document import (
    Area,
    Bullets,
    Chart,
    Document,
    Heading,
    MapPicture,
    PageBreak,
    Paragraph,
    Part,
    Ruler,
    Series,
    Table,
)
from briefings.figures import Cell, Lit, Number, Reading

MARK = "导出：zhang 2023-07-28 10:05 演示数据"
COUNTIES = {
    "410202": "龙亭区",
    "410203": "顺河回族区",
    "410204": "鼓楼区",
    "410205": "禹王台区",
    "410212": "祥符区",
    "410221": "杞县",
    "410222": "通许县",
    "410223": "尉氏县",
    "410225": "兰考县",
}
RELIEF = (4216, 5873, 3942, 3587, 22418, 38264, 18935, 29746, 33102)
DONE, GOAL = (128, 64, 49, 45, 214, 236, 115, 235, 200), (191, 109, 69, 62, 293, 392, 227, 373, 284)
OVERDUE = (0, 1, 0, 0, 1, 1, 4, 0, 0)
BEHIND = {"410202", "410203", "410221", "410222", "410223"}
LONG = "开封市祥符区西姜寨乡东姜寨村社会福利院（区域性养老服务中心，含农村特困人员供养服务设施）"


def read(name: str, region: str, value: float | None) -> Reading:
    return Reading(name, region, "2023-W30", value=value)


def sample(*, draft: bool = False) -> Document:
    """A city week with invented figures."""
    return Document(
        title="六大工程两快三慢，殡葬和未成年人共 6 项逾期",
        subtitle="2023年第30周（7月24日至7月30日）",
        office="开封市民政局办公室",
        date="2023年7月28日",
        parts=_parts(),
        mark=MARK,
        draft=draft,
        masthead="民政工作周报",
        issue="2023年第30期",
        sent="报：局领导　送：各科室、各县区民政局",
        as_of="数据截至7月27日",
        filters="全市",
        readings=(Reading("tasks/overdue", "410200", "2023-07", value=6, text="6"),),
    )


def _parts() -> tuple[Part, ...]:
    findings = [
        (
            "适老化改造慢于应达。",
            "截至7月28日完成 1,286 户，占全年目标 64.3%，应达 1,375 户，差 89 户。通许县差 41 户，杞县差 34 户；祥符区、兰考县快于应达。",
        ),
        ("殡葬设施逾期未清。", "乡镇公益性公墓投用率 96.4%，时限为3月底。未投用的在通许县（2 处）、祥符区（1 处）、杞县（1 处）。"),
        ("月探访仍有缺口。", "6月特殊困难老年人探访率 99.7%，较5月提高 0.4 个百分点；通许县最低，为 97.1%。"),
        ("救助发放按时。", "7月低保、特困资金各批次均在10日前到账。期末在保 160,083 人，较上月增 312 人。"),
        ("近期要办。", "8月10日前到账当月低保、特困资金；催报通许县7月月报；对通许县4项逾期任务发督办函。"),
    ]
    numerals = "一二三四五"
    return (
        Ruler(date(2023, 7, 28)),
        *(
            Paragraph(text, f"{numerals[place]}、{lead}", (read("home_adaptations", "410200", 1286),))
            for place, (lead, text) in enumerate(findings)
        ),
        _counties(),
        MapPicture(
            "通许县占逾期任务过半",
            "项",
            tuple(
                Area(code, name, Number(value, "whole", read("tasks/overdue", code, value)))
                for (code, name), value in zip(COUNTIES.items(), OVERDUE, strict=True)
            ),
            (1, 2, 3, 4),
            caption="图1　逾期任务（项）",
            beside=True,
        ),
        Paragraph("口径：在保人数为7月28日在册；适老化改造为年内完工户数，目标按老年人口分解。“应达”按全年时间进度折算。"),
        Heading("一、重点指标"),
        _indicators(),
        Chart(
            "line",
            "适老化改造快不起来，离应达差 89 户",
            "户",
            tuple(f"{month}月" for month in range(1, 8)),
            (Series("完成", (0, 96, 301, 520, 788, 1042, 1286)), Series("上年同期", (10, 80, 210, 455, 610, 905, None))),
            target=Series("目标", (2000,) * 7),
            expected=Series("应达", (170, 323, 493, 658, 827, 992, 1375)),
            caption="图2　适老化改造累计完成户数",
            note="上年同期7月未统计。",
        ),
        Chart(
            "bars",
            "尉氏县、杞县完成最多",
            "户",
            tuple(COUNTIES.values()),
            (Series("完成", DONE),),
            target=Series("目标", GOAL),
            expected=Series("应达", tuple(round(goal * 0.573, 1) for goal in GOAL)),
            caption="图3　各县区适老化改造",
        ),
        Chart(
            "bars",
            "探访率",
            "%",
            tuple(COUNTIES.values()),
            (Series("探访率", (99.96, 100.0, 99.1, None, 98.2, 99.3, 97.1, 99.9, 100.0)),),
            form="percent",
            caption="图4　月探访率",
        ),
        Chart(
            "share",
            "低保占八成",
            "人",
            ("城市低保", "农村低保", "城市特困", "农村特困", "临时救助", "其他"),
            (Series("人数", (21034, 110233, 1204, 24012, 3500, 100)),),
            caption="图5　救助对象构成",
        ),
        Heading("二、六大工程和逾期清单"),
        Heading("（一）逾期清单", 2),
        Bullets(("=1+1 是文本，不是公式", "@求和、+86、-3 和 <b>&amp;</b> 也是文本", f"{LONG}逾期 12 天")),
        _long(),
        PageBreak(),
        Heading("三、数据说明"),
        Paragraph("通许县少于 5 人的格子不显示，写作“<5”；为防相减推出而不显示的写作“隐”。", readings=()),
        Table(
            ("乡镇", "人数"),
            (
                ("西姜寨乡", Number(None, instead="<5")),
                ("朱仙镇", Number(None, instead="隐")),
                ("八里湾镇", Number(None)),
                ("合计", Number(38)),
            ),
            (3, 1),
            frozenset({1}),
            "表4　小于 5 的格子",
            "演示。",
            total=True,
        ),
        Heading("四、下周到期"),
        Paragraph("没有到期事项。"),
    )


def _counties() -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            Number(relief, "whole", read("relief_recipients", code, relief)),
            f"{done} / {goal}",
            Lit("behind", "滞后") if code in BEHIND else Lit("on_track", "正常"),
            Number(late, "whole", read("tasks/overdue", code, late)),
        )
        for (code, name), relief, done, goal, late in zip(COUNTIES.items(), RELIEF, DONE, GOAL, OVERDUE, strict=True)
    ]
    rows.append(("全市", Number(160083), "1,286 / 2,000", Lit("behind", "滞后"), Number(7)))
    return Table(
        ("县区", "在保人数", "适老化（户/目标）", "状态", "逾期项"),
        tuple(rows),
        (22, 20, 28, 18, 14),
        frozenset({1, 2, 4}),
        "表1　各县区主要情况",
        total=True,
    )


def _indicators() -> Table:
    return Table(
        ("指标", "本周", "上周", "比上周", "目标", "应达", "状态"),
        (
            ("适老化改造", Number(1286), Number(1251), Number(35, "change"), Number(2000), Number(1374.6), Lit("behind", "滞后")),
            (
                "特殊困难老年人月探访率",
                Number(99.96, "percent"),
                Number(99.3, "percent"),
                Number(0.66, "change_tenth"),
                Number(100, "percent"),
                Number(100, "percent"),
                Lit("due_soon", "临期"),
            ),
            (
                "乡镇公益性公墓投用率",
                Number(96.4, "percent"),
                Number(97.0, "percent"),
                Number(-0.6, "change_tenth"),
                Number(100, "percent"),
                Number(100, "percent"),
                Lit("overdue", "逾期"),
            ),
            (
                "幸福院覆盖率",
                Number(100.0, "percent"),
                Number(100, "percent"),
                Number(0.0, "change_tenth"),
                Number(95, "percent"),
                "—",
                Lit("met", "完成"),
            ),
            ("每万人救助", Number(341.27, "tenth"), Number(340.9, "tenth"), Number(0.37, "change_tenth"), "—", "—", Lit("missing", "未报")),
        ),
        (34, 13, 13, 12, 13, 13, 12),
        frozenset({1, 2, 3, 4, 5}),
        "表2　重点指标",
        "百分比的比上周为个百分点。",
    )


def _long() -> Table:
    rows = tuple(
        (f"任务 {place}" if place % 7 else f"{LONG}{place}", list(COUNTIES.values())[place % 9], Lit("overdue", "逾期"), Number(place))
        for place in range(1, 71)
    )
    return Table(("任务", "县区", "状态", "逾期天数"), rows, (50, 18, 14, 14), frozenset({3}), "表3　逾期清单", "按逾期天数排列。")
