"""The plan: the bureau's file goes in whole, again unchanged, changed with counts; a wrong one is refused whole, naming the place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import facts
from data.database import Database
from data.indicators.targets import read_targets, set_target
from data.programmes.form import Plan
from data.programmes.plan import TABLES, load_plan, plan_years, read_plan, tasks
from data.programmes.plan_file import LARGEST, PlanError, read_plan_file
from data.settings import ROOT

PLAN = ROOT / "plan" / "2023.yaml"
TEXT = PLAN.read_text(encoding="utf-8")


Change = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """The bureau's plan with pieces of text replaced."""

    def write(*pairs: tuple[str, str]) -> Path:
        text = TEXT
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "plan.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def stored(database: Database) -> list[list[tuple[object, ...]]]:
    with database.reading() as connection:
        return [sorted(map(tuple, connection.execute(sa.select(table)))) for table in TABLES]


def plan_of(database: Database, year: int = 2023) -> Plan:
    with database.reading() as connection:
        found = read_plan(connection, year)
    assert found
    return found


def test_the_bureaus_plan_is_stored_and_read_back_whole(database: Database) -> None:
    with database.writing() as connection:
        done = load_plan(connection, PLAN)
    assert (done.year, done.programmes, done.tasks, done.milestones) == (2023, 6, 52, 29)
    assert (done.added, done.updated, done.removed, done.unchanged) == (1 + 6 + 52 + 29 + 19, 0, 0, 0)
    found = plan_of(database)
    given = read_plan_file(PLAN)
    without = {"programmes": {"__all__": {"task_defaults"}}}
    assert found.model_dump(exclude=without) == given.model_dump(exclude=without)
    assert found.plan.issued_on == date(2023, 2, 17)
    elderly = found.programmes[1]
    assert elderly.tasks[6].indicators == (
        "home_adaptations",
        "township_home_transformed",
        "happiness_home_coverage",
        "new_estate_facilities",
    )
    assert elderly.tasks[6].units == ("养老服务科", "各县区民政局"), "a task without units takes the programme's"
    assert elderly.tasks[6].due_on == date(2023, 10, 31)
    with database.reading() as connection:
        assert plan_years(connection) == [2023]
        assert read_plan(connection, 2024) is None


def test_what_the_document_contradicts_stays_readable(database: Database) -> None:
    with database.writing() as connection:
        load_plan(connection, PLAN)
    programmes = {programme.id: programme for programme in plan_of(database).programmes}
    assert "幸福院覆盖率为年底前" in programmes["elderly"].tasks[6].note
    assert "原文印作 2022 年" in programmes["elderly"].phases[1].note
    assert "2底前" in programmes["smart"].milestones[0].note
    assert "原方案未写责任科室" in programmes["children"].note
    both = {(one.id, task.no): (task.due_from, task.other_due) for one in programmes.values() for task in one.tasks if task.other_due}
    assert both == {("elderly", "7"): ("台账", "2023-12"), ("children", "4.2"): ("正文", "空缺")}
    assert [one.task for one in programmes["funeral"].milestones] == ["", "2", "2", "", "", ""], "which task a milestone belongs to"
    assert {one.return_day for one in programmes.values()} == {20}


def test_the_same_file_again_changes_nothing(database: Database) -> None:
    with database.writing() as connection:
        load_plan(connection, PLAN)
    before = stored(database)
    with database.writing() as connection:
        version = facts.version(connection)
        again = load_plan(connection, PLAN)
        assert facts.version(connection) == version, "caches stay good"
    assert (again.added, again.updated, again.removed, again.targets) == (0, 0, 0, 0)
    assert again.unchanged == 107
    assert stored(database) == before


def test_a_changed_file_updates_and_removes_with_counts(database: Database, changed: Change) -> None:
    with database.writing() as connection:
        load_plan(connection, PLAN)
    path = changed(
        ("title: 智慧养老服务, source: 台账11", "title: 智慧养老, source: 台账11"),
        ("      - {no: 12, group: 保障措施, title: 五医联动, source: 台账12}\n", ""),
        ("- {no: 1, group: 双治理", "- {no: 7, group: 新增, title: 新任务}\n      - {no: 1, group: 双治理"),
    )
    with database.writing() as connection:
        version = facts.version(connection)
        done = load_plan(connection, path)
        assert facts.version(connection) > version
    assert (done.added, done.updated, done.removed, done.unchanged, done.tasks) == (1, 1, 1, 105, 52)
    programmes = {programme.id: programme for programme in plan_of(database).programmes}
    assert [task.no for task in programmes["governance"].tasks] == ["7", "1", "2", "3", "4", "5", "6"], "the file's order"
    assert "12" not in {task.no for task in programmes["elderly"].tasks}


def test_targets_of_the_file_stand_in_for_the_declared_ones_and_go_with_it(database: Database, changed: Change) -> None:
    own = """targets:
  - {indicator: happiness_home_coverage, value: 60.5, by: 2023-11, each: county}
  - {indicator: book_rooms, value: 30, by: 2023-06, share_by: 村（社区）数}

programmes:
"""
    with database.writing() as connection:
        first = load_plan(connection, PLAN)
        declared = read_targets(connection)[2023]
        assert first.targets == len(declared) > 20
        set_target(connection, 2023, "cremation_rate", Decimal("91.5"))
    with database.writing() as connection:
        assert load_plan(connection, changed(("programmes:\n", own))).targets == 2
        now = read_targets(connection)[2023]
    assert (now["happiness_home_coverage"].value, now["happiness_home_coverage"].by) == (Decimal("60.5"), "2023-11")
    assert (now["book_rooms"].value, now["book_rooms"].share_by) == (Decimal(30), "villages")
    assert now["cremation_rate"].value == Decimal("91.5"), "what an administrator entered stays"
    with database.writing() as connection:
        assert load_plan(connection, PLAN).targets == 2
        assert read_targets(connection)[2023]["happiness_home_coverage"] == declared["happiness_home_coverage"]


WRONG = {
    "an unknown indicator": ("[elder_visit_rate]", "[elder_visits_rate]", "programmes → elderly → tasks → 14 → indicators"),
    "a task number twice": ("no: 8, group: 五位", "no: 7, group: 五位", "programmes → elderly：任务序号重复：7"),
    "a month of another year": (
        "due: 2023-09, source: 任务（二）1",
        "due: 2024-09, source: 任务（二）1",
        "programmes → funeral → tasks → 2 → due",
    ),
    "no month": ("due: 2023-03, source: 台账2", "due: 2023-13, source: 台账2", "programmes → children → tasks → 2.1 → due"),
    "a month as a number": ("due: 2023-03, source: 台账2", "due: 2023.3, source: 台账2", "programmes → children → tasks → 2.1 → due"),
    "a phase backwards": ("from: 2023-03, to: 2023-10", "from: 2023-11, to: 2023-10", "programmes → relief → phases → 推进实施"),
    "a key nobody knows": (
        "title: 五医联动",
        "titel: 五医联动",
        "programmes → elderly → tasks → 12：不认识的键 titel；可用：no、group、title",
    ),
    "a key twice": (
        "bureau: 开封市民政局",
        "year: 2024\n  bureau: 开封市民政局",
        f"第 {TEXT[: TEXT.index('  year: ')].count(chr(10)) + 1} 行：键 year 写了两次",
    ),
    "a missing title": (", title: 五医联动", "", "programmes → elderly → tasks → 12 → title：缺少这一项"),
    "a day that does not exist": (
        "due: 2023-11, title: 督导组",
        "due: 2023-11, day: 31, title: 督导组",
        "programmes → relief → milestones → 督导组检查验收",
    ),
    "a word for a day": ("day: 10", "day: 十", "→ day：应为整数"),
    "a scope nobody knows": ("到位, scope: county", "到位, scope: town", "→ scope：只能写 county，或不写"),
    "a number for a text": ('approach: "2233"', "approach: 2233", "programmes → funeral → approach：应为文字；数字请加引号"),
    "a number like a decimal": ('no: "1.1"', "no: 1.1", "programmes → children → tasks → 1.1 → no"),
    "a text for a list": ("cadence: [分步推进]", "cadence: 分步推进", "programmes → smart → cadence：应为列表"),
    "a programme twice": ("id: smart", "id: relief", "文件：工程编号重复：relief"),
    "a year as text": ("year: 2023", 'year: "2023"', "plan → year：应为整数"),
    "a day that no calendar has": ("issued_on: 2023-02-17", "issued_on: 2023-02-30", "不是可用的 YAML"),
    "a code to run": ("title: 五医联动", "title: !!python/object/apply:os.getcwd []", "不支持标签"),
    "an alias": ("cadence: [分步推进]", "cadence: &a [分步推进]\n    note: *a", "不支持引用"),
    "broken YAML": ("programmes:\n", "programmes: [\n", "语法错误"),
    "a target without a direction": (
        "programmes:\n",
        "targets: [{indicator: deaths, value: 1, by: monthly}]\nprogrammes:\n",
        "targets → deaths",
    ),
    "a target without a value": (
        "programmes:\n",
        "targets: [{indicator: book_rooms, by: 2023-06}]\nprogrammes:\n",
        "targets → book_rooms：缺少 value",
    ),
    "a target of another year": (
        "programmes:\n",
        "targets: [{indicator: book_rooms, value: 1, by: 2022-06}]\nprogrammes:\n",
        "targets → book_rooms → by",
    ),
    "a weight of nothing": ("title: 五医联动", "weight: 0, title: 五医联动", "programmes → elderly → tasks → 12 → weight：不能小于 1"),
    "a part of the document nobody knows": (
        "other_due: 2023-12",
        "due_from: 附件, other_due: 2023-12",
        "programmes → elderly → tasks → 7 → due_from：只能写 台账、正文，或不写",
    ),
    "another date of another year": ("other_due: 2023-12", "other_due: 2024-12", "programmes → elderly → tasks → 7 → other_due"),
    "a milestone of a task that is not there": (
        "scope: county, task: 2,",
        "scope: county, task: 20,",
        "programmes → funeral：节点所属任务不在台账中：20",
    ),
    "more than all": ("scope: county, task: 2,", "scope: county, task: 2, percent: 101,", "percent：不能大于 100"),
    "a return on no day": ('approach: "2233"', 'approach: "2233"\n    return_day: 32', "programmes → funeral → return_day：不能大于 31"),
    "a weight in words": (
        "bureau: 开封市民政局",
        'bureau: 开封市民政局\n  county_weights: {"410221": 二}',
        "plan → county_weights → 410221：应为整数",
    ),
    "half a thing to share": (
        "programmes:\n",
        "targets: [{indicator: book_rooms, value: 1.5, by: 2023-06, share_by: villages}]\nprogrammes:\n",
        "targets → book_rooms：按 share_by 分解的目标须为整数",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_naming_the_place(case: str, changed: Change) -> None:
    old, new, said = WRONG[case]
    with pytest.raises(PlanError) as refused:
        read_plan_file(changed((old, new)))
    assert said in str(refused.value)


def test_a_refused_file_leaves_the_stored_plan_as_it_was(sqlite_database: Database, changed: Change) -> None:
    with sqlite_database.writing() as connection:
        load_plan(connection, PLAN)
    before = stored(sqlite_database)
    path = changed(("title: 五医联动", "title: 五医联动改"), ("[elder_visit_rate]", "[elder_visits_rate]"))
    with sqlite_database.writing() as connection, pytest.raises(PlanError):
        load_plan(connection, path)
    assert stored(sqlite_database) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[" * 100_000, "嵌套过深"),
        (b"#" * (LARGEST + 1), "超过 1 MiB"),
        ("计划".encode("gb18030"), "不是 UTF-8"),
        (b"- 1", "不是计划文件"),
        (b"", "不是计划文件"),
        (b"? [a]\n: b", "不是可用的 YAML"),
        (b"plan: \x00", "不是可用的 YAML"),
    ],
)
def test_what_is_no_plan_at_all_is_refused_in_words(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(content)
    with pytest.raises(PlanError, match=said):
        read_plan_file(path)
    with pytest.raises(PlanError, match="读不了"):
        read_plan_file(tmp_path / "nothing.yaml")


def test_milestones_know_their_days() -> None:
    relief = read_plan_file(PLAN).programmes[0]
    monthly = next(milestone for milestone in relief.milestones if milestone.due == "monthly")
    assert monthly.days(2023)[:2] == (date(2023, 1, 10), date(2023, 2, 10))
    assert len(monthly.days(2023)) == 12
    assert relief.milestones[1].days(2023) == (date(2023, 3, 31),)


def test_another_year_stands_beside_the_first(sqlite_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "2024.yaml"
    path.write_text(TEXT.replace("2023-", "2024-").replace("year: 2023", "year: 2024"), encoding="utf-8")
    with sqlite_database.writing() as connection:
        load_plan(connection, PLAN)
        done = load_plan(connection, path)
        assert (done.year, done.added, done.removed) == (2024, 107, 0)
        assert plan_years(connection) == [2023, 2024]
        assert connection.scalar(sa.select(sa.func.count()).select_from(tasks)) == 104
