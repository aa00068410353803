"""The month as a form: what was downloaded comes back as it was; every wrong cell is named; nothing of it is taken, nothing overwritten."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from access.scope import Scope
from data.database import Database
from data.exchange.export import Origin
from data.programmes.plan import tasks
from data.programmes.returns.content import indicators_of
from data.programmes.returns.form_reading import FormRefused, Taken, take_form
from data.programmes.returns.form_sheet import DONE, ITEM, MEASURES, PERCENT, VERSION, write_form
from tests.programmes.returns_desk import CHIEF, COUNTY, NAMES, OTHER, RATED, TASK, VALUED, WHERE, ReturnsDesk

ORIGIN = Origin("county", datetime(2023, 9, 18, 2, 0, tzinfo=UTC), True)
NUMBER, UNDER = "上报数1：分子或数值", "上报数1：分母"


class Form:
    """A downloaded form as a person has it open."""

    def __init__(self, desk: ReturnsDesk, folder: Path, scope: Scope = COUNTY) -> None:
        self.desk, self.path = desk, folder / "填报表.xlsx"
        write_form(self.path, desk.asked(scope=scope), {}, ORIGIN)
        self.book = openpyxl.load_workbook(self.path)
        self.sheet: Any = self.book.worksheets[0]
        self.heads = {cell.value: cell.column for cell in self.sheet[1]}

    def row(self, item: Any) -> int:
        return next(row for row in range(2, self.sheet.max_row + 1) if self.at(row, ITEM).value == item.text)

    def at(self, row: int, head: str) -> Any:
        return self.sheet.cell(row, self.heads[head])

    def fill(self, item: Any, **cells: Any) -> None:
        heads = {"percent": PERCENT, "done": DONE, "measures": MEASURES, "number": NUMBER, "under": UNDER, "version": VERSION, "code": ITEM}
        for name, value in cells.items():
            self.at(self.row(item), heads[name]).value = value

    def back(self, scope: Scope = COUNTY) -> Taken:
        self.book.save(self.path)
        return take(self.desk, self.path, scope)


def take(desk: ReturnsDesk, path: Path, scope: Scope = COUNTY) -> Taken:
    with desk.database.noting() as connection:
        return take_form(connection, path, path.name, scope=scope, who=NAMES[scope], where=WHERE)


@pytest.fixture
def desk(database: Database) -> ReturnsDesk:
    return ReturnsDesk(database)


@pytest.fixture
def form(desk: ReturnsDesk, tmp_path: Path) -> Form:
    return Form(desk, tmp_path)


def test_the_form_holds_the_month_and_says_who_took_it(form: Form, desk: ReturnsDesk) -> None:
    listed = desk.asked()
    assert [form.at(row, ITEM).value for row in range(2, form.sheet.max_row + 1)] == [one.item.text for one in listed]
    row = form.row(VALUED)
    assert form.at(row, "任务").value.startswith("运营模式改革") and form.at(row, "上报数1：指标").value == "示范性居家社区养老服务网络"
    assert form.sheet.oddHeader.right.text == ORIGIN.words and "演示数据" in ORIGIN.words
    assert form.book.worksheets[1].title == "说明"
    locked = {head: form.at(row, head).protection.locked for head in (PERCENT, DONE, MEASURES, NUMBER, UNDER, ITEM, VERSION)}
    assert locked == {PERCENT: False, DONE: False, MEASURES: False, NUMBER: False, UNDER: True, ITEM: True, VERSION: True}
    assert form.sheet.protection.sheet and not form.sheet.protection.password
    with zipfile.ZipFile(form.path) as package:
        assert "<f>" not in package.read("xl/worksheets/sheet1.xml").decode()


def test_what_is_filled_in_comes_back_as_drafts(form: Form, desk: ReturnsDesk) -> None:
    form.fill(TASK, percent=40, done="已建成 3 处\n正在验收", measures="=加强督导")
    form.fill(RATED, percent="55%", done="进展顺利", number=2, under="3")
    with pytest.raises(FormRefused, match="公式"):
        form.back()
    form.fill(TASK, measures="'=加强督导")
    taken = form.back()
    assert (len(taken.saved), taken.untouched) == (2, len(desk.asked()) - 2)
    one, two = desk.read(TASK), desk.read(RATED)
    assert (one.state, one.content.percent, one.content.done, one.content.measures) == ("draft", 40, "已建成 3 处\n正在验收", "=加强督导")
    assert (two.content.percent, two.content.values) == (55, {"new_estate_facilities": ("2", "3")})


def test_a_form_nobody_has_touched_changes_nothing(desk: ReturnsDesk, tmp_path: Path) -> None:
    desk.save(TASK, percent=7, done="=1+1\n第二行 ", measures="- 一\n- 二")
    desk.save(RATED, values={"new_estate_facilities": ["1,000", "2000.5"]})
    taken = take(desk, Form(desk, tmp_path).path)
    assert taken.saved == () and len(desk.changes(TASK)) == 1
    again = Form(desk, tmp_path)
    again.fill(TASK, percent=8)
    again.back()
    assert desk.read(TASK).content.done == "=1+1\n第二行" and desk.read(TASK).content.percent == 8


def test_every_wrong_cell_is_named_and_nothing_is_taken(form: Form, desk: ReturnsDesk) -> None:
    form.fill(TASK, percent="一半", done="好的")
    form.fill(RATED, percent=20, done="x", number=5, under=3)
    form.fill(VALUED, percent=120, measures="走访 410221194910010011")
    with pytest.raises(FormRefused) as refused:
        form.back()
    rows = {form.row(item): item for item in (TASK, RATED, VALUED)}
    found = {(rows[one.row], one.column) for one in refused.value.problems if one.row}
    assert found == {(TASK, PERCENT), (RATED, NUMBER), (VALUED, PERCENT), (VALUED, MEASURES)}
    assert any(f"第 {form.row(TASK)} 行“进度（%）”：“一半”" in one.words for one in refused.value.problems)
    assert "410221194910010011" not in "".join(one.words for one in refused.value.problems)
    assert all(desk.read(item).version == 0 for item in rows.values())


def test_newer_text_is_never_overwritten(form: Form, desk: ReturnsDesk) -> None:
    desk.save(TASK, percent=30, done="网页上写的", who="同事")
    taken = form.back()
    assert taken.saved == (), "an untouched row stands back"
    form.fill(TASK, percent=10, done="离线写的")
    form.fill(RATED, percent=10, done="离线写的")
    with pytest.raises(FormRefused, match="同事 已改过"):
        form.back()
    assert desk.read(TASK).content.done == "网页上写的" and desk.read(RATED).version == 0


def test_what_is_submitted_is_not_written_in(desk: ReturnsDesk, tmp_path: Path) -> None:
    desk.file(TASK)
    form = Form(desk, tmp_path)
    assert form.at(form.row(TASK), DONE).protection.locked
    form.fill(TASK, done="还想改")
    with pytest.raises(FormRefused, match="待审核，不能再改"):
        form.back()


def test_another_countys_form_is_refused(form: Form, desk: ReturnsDesk) -> None:
    form.fill(TASK, percent=1, done="x")
    for scope in (OTHER, CHIEF):
        with pytest.raises(FormRefused, match="不是由您报送的月报"):
            form.back(scope)
    assert desk.read(TASK).version == 0


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda form: form.fill(TASK, code="乱写"), "编号"),
        (lambda form: form.fill(TASK, version="x"), "版本不对"),
        (lambda form: form.fill(RATED, code=TASK.text), "每项只能有一行"),
        (lambda form: form.fill(TASK, code=TASK.text.replace("2023-09", "2024-09")), "没有要报送的月报"),
        (lambda form: form.sheet.delete_cols(form.heads[DONE]), "缺少列：完成情况"),
        (lambda form: form.sheet.delete_rows(1, 999), "没有找到表头"),
        (lambda form: form.sheet.merge_cells(start_row=2, end_row=3, start_column=9, end_column=9), "合并单元格"),
    ],
)
def test_a_spoilt_form_is_refused_in_words(form: Form, spoil: Any, words: str) -> None:
    spoil(form)
    with pytest.raises(FormRefused, match=words):
        form.back()


def test_what_is_no_form_is_refused(desk: ReturnsDesk, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"MZ" + bytes(50))
    with pytest.raises(FormRefused, match="不是 xlsx"):
        take(desk, other)
    with pytest.raises(FormRefused, match=r"\.xlsx"):
        take(desk, tmp_path / "form.csv")
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    other.write_bytes(out.getvalue())
    with pytest.raises(FormRefused, match="没有找到表头"):
        take(desk, other)


def test_every_reported_indicator_has_its_columns(form: Form, desk: ReturnsDesk) -> None:
    for one in desk.asked():
        wanted = [indicator.name for indicator in indicators_of(one.task, one.item.region)]
        names = [form.at(form.row(one.item), f"上报数{n}：指标").value for n in (1, 2)]
        assert [name for name in names if name] == wanted


PIECES = (
    "　　",
    "一是召开会议。",
    "\n",
    "'",
    "''",
    "=",
    "＝1",
    "-",
    "\t",
    "@",
    "#N/A",
    " ",
    "#REF!",
    "_x0041_",
    "１２",
    "a",
    "\r\n",
    "\u200b",
    "\uffff",
)


def test_any_text_that_was_saved_comes_back_untouched(desk: ReturnsDesk, tmp_path: Path) -> None:
    picked = random.Random(7)
    texts = ["　　一是召开会议。\n　　二是培训。", "'=abc", "'引用'", " =1+1", "#N/A", "\n空行在前", "'#N/A"]
    texts += ["".join(picked.choices(PIECES, k=picked.randint(1, 5))) for _ in range(20)]
    for text in texts:
        desk.save(TASK, percent=7, done=text, measures=text)
        desk.save(RATED, done=text, values={"new_estate_facilities": [text, "１，０００"]})
        path = Form(desk, tmp_path).path
        kept = desk.read(TASK).content, desk.read(RATED).content
        taken = take(desk, path)
        assert taken.saved == () and taken.untouched == len(desk.asked()), text
        again = Form(desk, tmp_path)
        again.fill(TASK, percent=8)
        again.back()
        assert desk.read(TASK).content == replace(kept[0], percent=8), text
        assert desk.read(RATED).content == kept[1]


def test_a_submitted_return_comes_back_untouched(desk: ReturnsDesk, tmp_path: Path) -> None:
    desk.file(TASK, done="　　一是召开会议。\n　　二是培训。")
    assert take(desk, Form(desk, tmp_path).path).saved == ()


def test_rows_that_can_no_longer_be_written_in_are_skipped_where_nobody_touched_them(desk: ReturnsDesk, tmp_path: Path) -> None:
    desk.save(TASK, percent=30, done="原先的话")
    form = Form(desk, tmp_path)
    desk.file(TASK, done="后来的话")
    with desk.database.writing() as connection:  # the task of RATED goes to another county
        at = (tasks.c.year == 2023, tasks.c.programme == RATED.programme, tasks.c.no == RATED.task)
        connection.execute(sa.update(tasks).where(*at).values(units=["通许县民政局"]))
    form.fill(VALUED, percent=20)
    assert [one.item for one in form.back().saved] == [VALUED]
    form.fill(RATED, percent=20)
    form.fill(TASK, percent=40)
    with pytest.raises(FormRefused) as refused:
        form.back()
    assert sorted(one.row or 0 for one in refused.value.problems) == sorted([form.row(TASK), form.row(RATED)])
