"""A Word ledger as a plan: the three ledgers' columns, merged cells, headers in the middle, blank and worded dates; no silent guess."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.programmes.form import Head, Plan, Programme, Task
from data.programmes.plan_file import PlanError, read_plan_file
from data.programmes.word.due import DueError, read_due
from data.programmes.word_plan import Candidate, Standing, read_word_plan
from data.settings import ROOT
from tests.programmes.papers import CHILDREN, ELDERLY, RELIEF, UP, Paper

HEAD = Head(year=2024, document="汴民文〔2024〕8号", issued_on=date(2024, 2, 10), bureau="开封市民政局")
BEFORE = Standing(before=read_plan_file(ROOT / "plan" / "2023.yaml"))
BOTH = "社会救助科\n各县区民政局"


def read(path: Path, standing: Standing = BEFORE, **tables: str) -> Candidate:
    return read_word_plan(path, HEAD, standing, {int(number[1:]): name for number, name in tables.items()})


def tasks(candidate: Candidate, programme: str) -> list[tuple[str, str, str, str]]:
    (found,) = [one for one in candidate.plan.programmes if one.id == programme]
    return [(task.no, task.group, task.title, task.due) for task in found.tasks]


def doubts(candidate: Candidate) -> list[tuple[str, str, str]]:
    """Without what is said of every programme that is new to the year."""
    return [(one.place, one.says, one.taken) for one in candidate.doubts if one.says != "阶段、节点、工作思路"]


def refused(path: Path, **tables: str) -> list[str]:
    with pytest.raises(PlanError) as raised:
        read(path, **tables)
    return raised.value.problems


# --- the three ledgers ------------------------------------------------------------------------------------------------------------------


def test_the_relief_ledger_with_its_header_repeated(tmp_path: Path) -> None:
    rows = [
        ("1", "加快推进城乡低保统筹发展", "农村低保标准提高到月人均不低于460元。", BOTH, "2024.11", ""),
        ("2", "健全完善社会救助体系", "健全分层分类的社会救助体系。", BOTH, "2024.11", ""),
        RELIEF,
        ("3", "建立监督检查长效机制", "深入推进社会救助综合治理。", "社会救助科、规划财务科 各县区民政局", "2024年12月底前", ""),
    ]
    found = read(Paper().say("附件：").ledger("2024年城乡社会救助提升工程工作台账", RELIEF, rows).save(tmp_path / "a.docx"))
    assert tasks(found, "relief") == [
        ("1", "加快推进城乡低保统筹发展", "农村低保标准提高到月人均不低于460元。", "2024-11"),
        ("2", "健全完善社会救助体系", "健全分层分类的社会救助体系。", "2024-11"),
        ("3", "建立监督检查长效机制", "深入推进社会救助综合治理。", "2024-12"),
    ]
    (relief,) = found.plan.programmes
    assert (relief.name, relief.owner, relief.tasks[0].source) == ("城乡社会救助提升工程", "社会救助科", "台账1")
    assert [task.units for task in relief.tasks[1:]] == [("社会救助科", "各县区民政局"), ("社会救助科", "规划财务科", "各县区民政局")]
    assert doubts(found) == []


def test_the_elderly_ledger_with_goals_merged_down(tmp_path: Path) -> None:
    units = "养老服务科\n各县区民政局"
    rows = [
        ("1", "持续推进“11651”养老服务新布局", "锚定“一个目标”。", "2024.10", units, "", ""),
        ("2", UP, "打造“一个品牌”。", "2024.10", units, "", ""),
        ("3", "改革", "创新投资模式。", "2024.9", UP, "", ""),
    ]
    found = read(Paper().ledger("开封市民政局2024年养老服务提升工程工作台账", ELDERLY, rows).save(tmp_path / "a.docx"))
    assert tasks(found, "elderly") == [
        ("1", "持续推进“11651”养老服务新布局", "锚定“一个目标”。", "2024-10"),
        ("2", "持续推进“11651”养老服务新布局", "打造“一个品牌”。", "2024-10"),
        ("3", "改革", "创新投资模式。", "2024-09"),
    ]
    assert {task.units for task in found.plan.programmes[0].tasks} == {("养老服务科", "各县区民政局")}
    assert doubts(found) == []


def test_the_childrens_ledger_without_units_and_with_a_blank_date(tmp_path: Path) -> None:
    rows = [
        ("1", "完善政策健全法规体系", "起草儿童福利政策。", "2024.2", "", ""),
        (UP, UP, "筹备市未保小组会议。", "2024.3", "", ""),
        ("2", "开展培训提升能力建设", "组织全市儿童督导员培训。", "5月底前", "", ""),
        ("3", "丰富活动营造良好氛围", "组织开展宣传月。", "2024.6", "", ""),
        (UP, UP, "召开座谈会。", "", "", ""),
    ]
    found = read(Paper().ledger("2024年未成年人关爱保护工作提升工程工作台账", CHILDREN, rows).save(tmp_path / "a.docx"))
    assert [(no, due) for no, _, _, due in tasks(found, "children")] == [
        ("1.1", "2024-02"), ("1.2", "2024-03"), ("2", "2024-05"), ("3.1", "2024-06"), ("3.2", "2024-06"),
    ]  # fmt: skip
    (children,) = found.plan.programmes
    assert {task.units for task in children.tasks} == {("慈善事业促进和社会工作科", "各县区民政局")}
    assert children.tasks[4].note == "台账时限空缺，按上一行 2024-06"
    said = doubts(found)
    assert ("第 1 个表格第 6 行", "时限空白", "按上一行 2024-06") in said
    assert ("第 1 个表格第 4 行", "5月底前", "2024-05") in said
    assert len([one for one in said if one[1] == "没有责任单位"]) == 5


def test_several_ledgers_in_one_document_each_with_its_programme(tmp_path: Path) -> None:
    paper = Paper().say("一、总体要求", "2024年“智慧民政”提升工程按方案推进。")
    paper.ledger("2024年城乡社会救助提升工程工作台账", RELIEF, [("1", "提标", "标准提高。", BOTH, "2024.11", "")])
    paper.say("2024年养老服务提升工程实施方案", "完成时限：2024年底", "附件").ledger(
        "开封市民政局2024年养老服务提升工程工作台账", ELDERLY, [("1", "布局", "一个目标。", "2024.10", "养老服务科", "", "")]
    )
    paper.document.add_table(rows=1, cols=2).cell(0, 0).text = "联系人"
    found = read(paper.save(tmp_path / "a.docx"))
    assert [(one.id, len(one.tasks)) for one in found.plan.programmes] == [("relief", 1), ("elderly", 1)]
    assert ("正文", "完成时限：2024年底", "没有收") in doubts(found)
    assert ("第 3 个表格", "联系人", "没有收") in doubts(found)


# --- doubts -----------------------------------------------------------------------------------------------------------------------------


def test_cells_left_blank_instead_of_merged_are_carried_and_said(tmp_path: Path) -> None:
    rows = [
        ("1", "布局", "一个目标。", "2024.10", "养老服务科", "", ""),
        ("", "", "一个品牌。", "2024.10", "", "", ""),
        ("1", "布局", "六大体系。", "2024.10", "养老服务科", "完成一半", ""),
    ]
    found = read(Paper().ledger("2024年养老服务提升工程台账", ELDERLY, rows).save(tmp_path / "a.docx"))
    assert [(no, group) for no, group, _, _ in tasks(found, "elderly")] == [("1.1", "布局"), ("1.2", "布局"), ("1.3", "布局")]
    where = "第 1 个表格第 3 行"
    assert doubts(found) == [
        (where, "序号空白", "算在序号 1 之下"),
        (where, "工作目标空白", "按上一行：布局"),
        (where, "责任单位空白", "按上一行：养老服务科"),
        ("第 1 个表格第 4 行", "1", "算在序号 1 之下"),
        ("第 1 个表格第 4 行", "完成一半", "没有收"),
    ]


def test_a_long_measure_goes_on_in_the_note(tmp_path: Path) -> None:
    long = "健全服务体系，" * 28 + "。" + "强化资金监管。" * 10
    rows = [("1", "体系", long, BOTH, "2024.11", "")]
    found = read(Paper().ledger("2024年城乡社会救助提升工程工作台账", RELIEF, rows).save(tmp_path / "a.docx"))
    (task,) = found.plan.programmes[0].tasks
    assert len(task.title) <= 200 and task.title + task.note.removeprefix("接任务：") == long
    assert [why for _, _, why in doubts(found)] == ["任务取前一段，其余在备注"]


def test_a_split_table_without_a_header_goes_on(tmp_path: Path) -> None:
    paper = Paper().ledger("2024年城乡社会救助提升工程工作台账", RELIEF, [("1", "提标", "标准提高。", BOTH, "2024.11", "")])
    paper.ledger("", RELIEF, [("2", "体系", "健全体系。", BOTH, "2024.11", "")], header_above=False)
    found = read(paper.save(tmp_path / "a.docx"))
    assert [no for no, *_ in tasks(found, "relief")] == ["1", "2"]
    assert [(place, taken) for place, _, taken in doubts(found)] == [("第 2 个表格", "接着上一个表格读")]


def test_what_the_ledger_does_not_say_is_kept_from_the_years_own_plan(tmp_path: Path) -> None:
    text = (ROOT / "plan" / "2023.yaml").read_text().replace("2023-", "2024-").replace("year: 2023", "year: 2024")
    (tmp_path / "own.yaml").write_text(text)
    own = read_plan_file(tmp_path / "own.yaml")
    rows = [("2", "殡葬设施", "公益性公墓建设。", "2024.9", "社会事务科", "", "")]
    path = Paper().ledger("2024年殡葬服务提升工程工作台账", ELDERLY, rows).save(tmp_path / "a.docx")
    found = read(path, Standing(own, BEFORE.before))
    assert [one.id for one in found.plan.programmes] == [one.id for one in own.programmes], "the other programmes stay"
    funeral = found.plan.programmes[3]
    assert funeral.phases == own.programmes[3].phases and len(funeral.milestones) == 6
    assert funeral.tasks[0].indicators == ("township_cemeteries_operating", "county_cemeteries_operating")
    assert any("公益性公墓建设运营 改为 公益性公墓建设。" in says for _, says, _ in doubts(found))


def test_the_years_own_ledgers_read_back_as_the_plan_has_them(tmp_path: Path) -> None:
    """The three ledgers of 2023 with the numbers, groups, dates and units of the plan that was made from them by hand."""
    own = read_plan_file(ROOT / "plan" / "2023.yaml")
    paper = Paper()
    for programme, layout in (("relief", RELIEF), ("elderly", ELDERLY), ("children", CHILDREN)):
        (one,) = [one for one in own.programmes if one.id == programme]
        rows, above = [], ("", "")
        for task in one.tasks:
            first = task.no.split(".")[0]
            goal = UP if task.group == above[1] and layout is not RELIEF else task.group
            cell = {
                "序号": UP if first == above[0] else first, "工作目标": goal, "工作任务": goal, "具体措施": task.title,
                "责任单位": "\n".join(task.units), "时间节点": task.due.replace("-", "."), "完成时限": task.due.replace("-", "."),
            }  # fmt: skip
            if task.other_due == "空缺":
                cell["时间节点"] = ""
            rows.append(tuple(cell.get(name, "") for name in layout))
            above = (first, task.group)
        paper.ledger(f"2023年{one.name}工作台账", layout, rows)
    head = own.plan.model_copy(update={"document": "再印"})
    found = read_word_plan(paper.save(tmp_path / "a.docx"), head, Standing(own))
    for mine, theirs in zip(found.plan.programmes, own.programmes, strict=True):
        without = {"tasks": {"__all__": {"source"}}, "task_defaults": True}
        assert mine.model_dump(exclude=without) == theirs.model_dump(exclude=without), mine.id


def test_a_date_moved_by_the_ledger_no_longer_stands_beside_the_texts(tmp_path: Path) -> None:
    own = read_plan_file(ROOT / "plan" / "2023.yaml")
    rows = [("7", "五位一体改革", "建设模式改革", "2023.11", "养老服务科", "", "")]
    path = Paper().ledger("2023年养老服务提升工程工作台账", ELDERLY, rows).save(tmp_path / "a.docx")
    found = read_word_plan(path, own.plan, Standing(own))
    (task,) = found.plan.programmes[1].tasks
    assert (task.due, task.other_due, task.note) == ("2023-11", "", "")
    assert ("第 1 个表格第 2 行", "正文与台账时限不同（另一处为 2023-12）", "不再标注") in doubts(found)


# --- refusals ---------------------------------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_refused_naming_the_place(tmp_path: Path) -> None:
    rows = [
        ("1", "提标", "标准提高。", BOTH, "2023.11", ""),
        ("甲乙", "体系", "健全体系。", BOTH, "尽快", ""),
        ("3", "监测", "动态监测。", BOTH, "2024.13", ""),
        ("4", "能力", "能力提升。", BOTH, "2024.11", ""),
        ("1", "检查", "监督检查。", BOTH, "2024.11", ""),
    ]
    path = Paper().ledger("2024年城乡社会救助提升工程工作台账", RELIEF, rows).save(tmp_path / "a.docx")
    assert refused(path) == [
        "第 1 个表格第 2 行：时间节点“2023.11”：写的是 2023 年，不在 2024 年内",
        "第 1 个表格第 3 行：序号“甲乙”读不出；应为 7 或 1.1 这样的编号",
        "第 1 个表格第 3 行：时间节点“尽快”：看不出是哪个月",
        "第 1 个表格第 4 行：时间节点“2024.13”：没有 13 月",
        "第 1 个表格第 6 行：序号 1 前面已经用过；同一工程内序号不能重复",
    ]


def test_a_ledger_of_an_unnamed_programme_is_asked_about(tmp_path: Path) -> None:
    rows = [("1", "布局", "一个目标。", "2024.10", "养老服务科", "", "")]
    path = Paper().ledger("工作台账", ELDERLY, rows).save(tmp_path / "a.docx")
    assert "第 1 个表格：标题“”" not in refused(path)[0] and "看不出属于哪个工程" in refused(path)[0]
    assert [one.id for one in read(path, t1="elderly").plan.programmes] == ["elderly"]
    assert "没有 sports 这一工程" in refused(path, t1="sports")[0]
    both = Paper().ledger("2024年养老服务和殡葬服务提升工程工作台账", ELDERLY, rows).save(tmp_path / "b.docx")
    assert "提到不止一个工程" in refused(both)[0]
    assert "没有找到台账表格" in refused(Paper().say("没有表格").save(tmp_path / "c.docx"))[0]


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("2024.10", "2024-10"), ("2024．1", "2024-01"), ("2024年10月底前", "2024-10"), 
        ("2024年10月31日", "2024-10"), ("2024年底前", "2024-12"),
    ],
)  # fmt: skip
def test_dates_that_leave_nothing_open(words: str, month: str) -> None:
    found = read_due(words, 2024)
    assert (found.month, found.why) == (month, "")


@pytest.mark.parametrize(
    ("words", "month", "why"),
    [
        ("10月底", "2024-10", "没有写年份"), ("年底前", "2024-12", "没有写年份"), ("全年", "2024-12", "按年底"), 
        ("2底前", "2024-02", "疑缺“月”字"),
        ("3月-10月", "2024-10", "按结束的月份"), ("2024年3月—10月", "2024-10", "按结束的月份"), ("第三季度", "2024-09", "按结束的月份"),
        ("每月20日前", "2024-12", "按年底"), ("2024年10月15日前", "2024-10", "15 日按月底"), ("十月底", "2024-10", "没有写年份"),
    ],
)  # fmt: skip
def test_dates_that_are_a_reading_say_so(words: str, month: str, why: str) -> None:
    found = read_due(words, 2024)
    assert found.month == month and why in found.why


@pytest.mark.parametrize("words", ["尽快", "2023.10", "2024.0", "13月", "2024年2月30日", "2023年12月-2024年3月", "10", "某日"])
def test_dates_that_name_no_month_of_the_year_are_refused(words: str) -> None:
    with pytest.raises(DueError):
        read_due(words, 2024)


# --- a plan written as a ledger and read back -------------------------------------------------------------------------------------------

WORDS = st.text("甲乙丙丁戊己庚辛壬癸“”0123456789%abc", min_size=1, max_size=40).map(lambda text: f"做{text.strip()}")
UNITS = st.lists(st.sampled_from(["养老服务科", "办公室", "各县区民政局", "杞县民政局", "规划财务科"]), min_size=1, max_size=3, unique=True)
ROWS = st.lists(st.tuples(WORDS, UNITS, st.integers(1, 12)), min_size=1, max_size=4)
LEDGERS = st.lists(st.tuples(WORDS, ROWS), min_size=1, max_size=5)
LAYOUTS = st.sampled_from([RELIEF, ELDERLY, CHILDREN])
DATES = st.sampled_from(["{year}.{month}", "{year}年{month}月底前", "{month}月底", "{year}-{month:02d}"])


def written(groups: list[tuple[str, list[tuple[str, list[str], int]]]], layout: tuple[str, ...], dates: str, numbered_rows: bool) -> Paper:
    rows: list[tuple[str, ...]] = []
    count = 0
    for place, (goal, tasks_) in enumerate(groups, 1):
        for at, (title, units, month) in enumerate(tasks_):
            count += 1
            number = str(count) if numbered_rows else UP if at else str(place)
            cell = {
                "序号": number, "工作目标": UP if at else goal, "工作任务": UP if at else goal, "具体措施": title,
                "责任单位": "\n".join(units),
                "时间节点": dates.format(year=2024, month=month), "完成时限": dates.format(year=2024, month=month),
            }  # fmt: skip
            rows.append(tuple(cell.get(name, "") for name in layout))
        if place % 2:
            rows.append(layout)
    return Paper().ledger("2024年养老服务提升工程工作台账", layout, rows)


@settings(max_examples=60, deadline=None)
@given(LEDGERS, LAYOUTS, DATES, st.booleans())
def test_a_plan_written_as_a_ledger_reads_back_the_same(
    groups: list[tuple[str, list[tuple[str, list[str], int]]]], layout: tuple[str, ...], dates: str, numbered_rows: bool
) -> None:
    usual = ("养老服务科", "各县区民政局")
    wanted: list[Task] = []
    for place, (goal, tasks_) in enumerate(groups, 1):
        for at, (title, units, month) in enumerate(tasks_, 1):
            no = str(len(wanted) + 1) if numbered_rows else str(place) if len(tasks_) == 1 else f"{place}.{at}"
            kept = tuple(units) if "责任单位" in layout else usual
            wanted.append(
                Task.model_validate(
                    {"no": no, "group": goal, "title": title, "due": f"2024-{month:02d}", "units": kept, "source": f"台账{no}"},
                    context={"year": 2024},
                )
            )
    with tempfile.TemporaryDirectory() as folder:
        found = read(written(groups, layout, dates, numbered_rows).save(Path(folder) / "a.docx"))
    (elderly,) = found.plan.programmes
    assert isinstance(elderly, Programme) and isinstance(found.plan, Plan)
    assert list(elderly.tasks) == wanted
