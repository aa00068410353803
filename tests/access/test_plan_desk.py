"""年度计划 over HTTP: a year's plan looked at, changed by hand, taken from a file; whole or not at all, never over another's change."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from access import audit
from data import facts
from data.indicators.targets import read_targets
from data.programmes.form import Plan, Task
from data.programmes.marks import date_choices, milestone_marks
from data.programmes.plan import load_plan, read_plan
from data.programmes.returns.table import return_changes
from data.settings import ROOT
from tests.api.caller import database_of
from tests.conftest import form_token
from tests.programmes.papers import RELIEF, Paper

Visit = Callable[..., FlaskClient]
PLAN = ROOT / "plan" / "2023.yaml"
Answer = dict[str, Any]
FORM = {
    "no": "14", "title": "巡访关爱", "group": "保障措施", "due": "2023-10", "units": "养老服务科\n各县区民政局",
    "indicators": ["elder_visit_rate"], "weight": 3, "note": "",
}  # fmt: skip


@pytest.fixture
def admin(server: Flask, visit: Visit) -> FlaskClient:
    with database_of(server).writing() as connection:
        load_plan(connection, PLAN)
        facts.set_fact(connection, "today", "2023-09-18")
    return visit(server, "admin")


def call(client: FlaskClient, output: str, trigger: str = "", **values: Any) -> Answer:
    """What the callback that writes to `output` answers, by id and property.

    `values` by what follows `admin-plan-`, `__` for `.` and `_` for `-`; `weights` by county.
    """
    declared: Any = client.get("/_dash-dependencies").json
    one = next(one for one in declared if output in one["output"])
    weights = values.pop("weights", {})
    given = {f"admin-plan-{name.replace('__', '.').replace('_', '-')}": value for name, value in values.items()}

    def filled(wanted: list[dict[str, Any]]) -> list[Any]:
        return [
            [
                {"id": {"region": code, "type": "admin-plan-county"}, "property": "value", "value": weight}
                for code, weight in weights.items()
            ]
            if place["id"].startswith("{")
            else {**place, "value": given.get(f"{place['id']}.{place['property']}")}
            for place in wanted
        ]

    outputs = [dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in one["output"].strip(".").split("...")]
    answer = client.post(
        "/_dash-update-component",
        json={
            "output": one["output"],
            "outputs": outputs if one["output"].startswith("..") else outputs[0],
            "inputs": filled(one["inputs"]),
            "state": filled(one["state"]),
            "changedPropIds": [trigger] if trigger else [],
        },
    )
    assert answer.status_code == 200, answer.text[:500]
    found: Answer = json.loads(answer.text)["response"]
    return {f"{name}.{prop}": value for name, props in found.items() for prop, value in props.items()}


def looked(admin: FlaskClient, programme: str = "elderly", year: str = "2023") -> Answer:
    return call(admin, "admin-plan-rows.rowData", year__value=year, programme__value=programme)


def save(
    admin: FlaskClient, base: Any, key: str, given: Answer, *, kind: str = "task", act: str = "save", programme: str = "elderly"
) -> str:
    fields = {f"{kind}_{name}__value": value for name, value in given.items()}
    answer = call(
        admin, "admin-plan-said.children", f"admin-plan-{act}.n_clicks",
        mode__data={"kind": kind, "key": key}, base__data=base, year__value="2023", programme__value=programme, **fields,
    )  # fmt: skip
    return json.dumps(answer["admin-plan-said.children"], ensure_ascii=False)


def plan_of(server: Flask, year: int = 2023) -> Plan:
    with database_of(server).reading() as connection:
        found = read_plan(connection, year)
    assert found
    return found


def task(server: Flask, programme: str, no: str) -> Task:
    return next(task for one in plan_of(server).programmes if one.id == programme for task in one.tasks if task.no == no)


def told(server: Flask, act: str) -> list[str]:
    with database_of(server).reading() as connection:
        return [entry.what for entry in audit.search(connection, act=act)]


def version(server: Flask) -> int:
    with database_of(server).reading() as connection:
        return facts.version(connection)


def filed(server: Flask, programme: str, number: str) -> None:
    with database_of(server).writing() as connection:
        connection.execute(
            sa.insert(return_changes).values(
                month="2023-03", programme=programme, task=number, region="410221", version=1, act="saved", who="county", percent=10,
                at=datetime(2023, 3, 1, tzinfo=UTC), done="", measures="", values={}, attachments=[], reason="",
            )
        )  # fmt: skip


def send(client: FlaskClient, content: bytes, name: str, **query: str) -> Any:
    return client.post("/admin/plan", query_string={"name": name, **query}, data=content, headers={"X-CSRFToken": form_token(client)})


# --- looking ----------------------------------------------------------------------------------------------------------------------------


def test_a_programmes_tasks_and_milestones_are_listed(admin: FlaskClient) -> None:
    found = looked(admin)
    rows = found["admin-plan-rows.rowData"]
    assert len([row for row in rows if row["kind"] == "任务"]) == 16 and len([row for row in rows if row["kind"] == "节点"]) == 5
    assert rows[13] == {
        "id": "task:14", "kind": "任务", "no": "14", "due": "2023-10", "title": "巡访关爱：特殊困难老年人月探访率100%", "group": "保障措施",
        "units": "养老服务科、各县区民政局", "indicators": "特殊困难老年人月探访率", "weight": 1,
    }  # fmt: skip
    assert len(found["admin-plan-programme.options"]) == 6 and found["admin-plan-save.disabled"] is False
    assert call(admin, "admin-plan-year.options")["admin-plan-year.options"] == [{"value": "2023", "label": "2023 年（施行中）"}]
    form = call(admin, "admin-plan-name.children", "admin-plan-rows.selectedRows", rows__selectedRows=[{"id": "task:7"}],
                year__value="2023", programme__value="elderly")  # fmt: skip
    assert (form["admin-plan-name.children"], form["admin-plan-task.hidden"], form["admin-plan-task-due.value"]) == (
        "任务 7",
        False,
        "2023-10",
    )
    assert form["admin-plan-task-units.value"] == "养老服务科\n各县区民政局"


def test_a_closed_year_is_read_but_not_changed(server: Flask, admin: FlaskClient, tmp_path: Path) -> None:
    later = tmp_path / "2024.yaml"
    later.write_text(PLAN.read_text().replace("2023-", "2024-").replace("year: 2023", "year: 2024"))
    with database_of(server).writing() as connection:
        load_plan(connection, later)
    assert looked(admin)["admin-plan-save.disabled"] is False, "until the next one begins"
    with database_of(server).writing() as connection:
        facts.set_fact(connection, "today", "2024-03-01")
    found = looked(admin)
    assert len(found["admin-plan-rows.rowData"]) == 21 and found["admin-plan-save.disabled"] is True
    assert "已经结束，只供查看" in found["admin-plan-state.children"]
    assert "2023 年已经结束" in save(admin, found["admin-plan-base.data"], "14", FORM)
    assert task(server, "elderly", "14").weight == 1


# --- changing ---------------------------------------------------------------------------------------------------------------------------


def test_a_task_is_changed_and_figures_know_at_once(server: Flask, admin: FlaskClient) -> None:
    before = version(server)
    assert "已保存" in save(admin, looked(admin)["admin-plan-base.data"], "14", {**FORM, "due": "2023-11"})
    changed = task(server, "elderly", "14")
    assert (changed.title, changed.due, changed.weight, changed.source) == ("巡访关爱", "2023-11", 3, "台账14")
    assert version(server) > before
    (entry,) = told(server, "setting")
    assert "2023 年计划 改任务 elderly 14 巡访关爱" in entry and "时限 2023-10 改为 2023-11" in entry and "权重 1 改为 3" in entry
    assert "没有改动" in save(admin, looked(admin)["admin-plan-base.data"], "14", {**FORM, "due": "2023-11"})
    assert task(server, "elderly", "7").other_due == "2023-12", "what the form does not show stays"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"due": "2024-10"}, "养老服务提升工程，任务，14，时限：2024-10 不在 2023 年内"),
        ({"due": "十月"}, "养老服务提升工程，任务，14，时限：应为月份"),
        ({"title": " "}, "养老服务提升工程，任务，14，任务：不能为空"),
        ({"weight": 0}, "养老服务提升工程，任务，14，权重：不能小于 1"),
        ({"weight": None}, "养老服务提升工程，任务，14，权重：应为整数"),
        ({"indicators": ["nothing"]}, "没有编号为 nothing 的指标"),
        ({"note": "长" * 501}, "备注：过长，至多 500 个字"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_nothing_is_saved(server: Flask, admin: FlaskClient, given: Answer, said: str) -> None:
    before = plan_of(server)
    assert said in save(admin, looked(admin)["admin-plan-base.data"], "14", {**FORM, **given})
    assert plan_of(server) == before and told(server, "setting") == []


def test_the_second_of_two_is_told_and_overwrites_nothing(server: Flask, admin: FlaskClient, visit: Visit) -> None:
    other = visit(server, "admin")
    mine, theirs = looked(admin)["admin-plan-base.data"], looked(other)["admin-plan-base.data"]
    assert "已保存" in save(other, theirs, "14", {**FORM, "title": "他改的"})
    assert "已被别人改动" in save(admin, mine, "14", {**FORM, "title": "我改的"})
    assert task(server, "elderly", "14").title == "他改的"
    assert "已保存" in save(admin, looked(admin)["admin-plan-base.data"], "14", {**FORM, "title": "我再改的"})


def test_a_task_is_added_and_removed_unless_counties_have_filed_for_it(server: Flask, admin: FlaskClient) -> None:
    new = {**FORM, "no": "17", "title": "新任务", "indicators": []}
    assert "已保存" in save(admin, looked(admin)["admin-plan-base.data"], "", new)
    assert [one.no for one in plan_of(server).programmes[1].tasks][-1] == "17"
    assert "任务序号重复：17" in save(admin, looked(admin)["admin-plan-base.data"], "", new)
    filed(server, "elderly", "17")
    assert "已有月报，不能删除" in save(admin, looked(admin)["admin-plan-base.data"], "17", {}, act="remove")
    assert "已删除" in save(admin, looked(admin)["admin-plan-base.data"], "12", {}, act="remove")
    assert {"12", "17"} & {one.no for one in plan_of(server).programmes[1].tasks} == {"17"}
    assert "节点所属任务不在台账中：2" in save(
        admin, looked(admin, "funeral")["admin-plan-base.data"], "2", {}, act="remove", programme="funeral"
    )


def test_a_date_that_the_section_has_confirmed_is_told_of(server: Flask, admin: FlaskClient) -> None:
    said = {"year": 2023, "programme": "elderly", "task": "14", "due": "2023-12", "who": "chief", "at": datetime(2023, 6, 1, tzinfo=UTC)}
    with database_of(server).writing() as connection:
        connection.execute(sa.insert(date_choices).values(**said))
    assert "科室已确认时限以 2023-12 为准" in save(admin, looked(admin)["admin-plan-base.data"], "14", {**FORM, "due": "2023-11"})
    assert "科室已确认" not in save(admin, looked(admin)["admin-plan-base.data"], "14", {**FORM, "due": "2023-12"})


def test_a_milestone_is_added_changed_and_kept_once_it_is_marked(server: Flask, admin: FlaskClient) -> None:
    stone = {
        "due": "每月",
        "day": 5,
        "title": "上报巡访情况",
        "scope": "county",
        "task": "14",
        "percent": None,
        "indicators": [],
        "note": "",
    }
    assert "已保存" in save(admin, looked(admin)["admin-plan-base.data"], "", stone, kind="stone")
    found = plan_of(server).programmes[1].milestones[-1]
    assert (found.due, found.day, found.task, found.scope) == ("monthly", 5, "14", "county")
    percent = {**stone, "due": "2023-06", "day": None, "percent": 60}
    assert "已保存" in save(admin, looked(admin)["admin-plan-base.data"], "monthly 上报巡访情况", percent, kind="stone")
    with database_of(server).writing() as connection:
        connection.execute(
            sa.insert(milestone_marks).values(
                year=2023, programme="elderly", due="2023-06", title="上报巡访情况", done_on=date(2023, 6, 30), who="chief",
                at=datetime(2023, 7, 1, tzinfo=UTC),
            )
        )  # fmt: skip
    key = "2023-06 上报巡访情况"
    assert "科室已标记完成" in save(admin, looked(admin)["admin-plan-base.data"], key, {**percent, "title": "改名"}, kind="stone")
    assert "科室已标记完成" in save(admin, looked(admin)["admin-plan-base.data"], key, {}, kind="stone", act="remove")
    assert "已保存" in save(admin, looked(admin)["admin-plan-base.data"], key, {**percent, "percent": 70}, kind="stone")


def test_the_day_of_returns_and_the_counties_weights(server: Flask, admin: FlaskClient) -> None:
    def set_up(day: Any, weights: dict[str, Any]) -> str:
        answer = call(
            admin, "admin-plan-settings-said.children", "admin-plan-settings-save.n_clicks", weights=weights, return_day__value=day,
            base__data=looked(admin)["admin-plan-base.data"], year__value="2023", programme__value="elderly",
        )  # fmt: skip
        return json.dumps(answer["admin-plan-settings-said.children"], ensure_ascii=False)

    assert "已保存 2 处" in set_up(25, {"410221": 3, "410222": 1})
    found = plan_of(server)
    assert (found.programmes[1].return_day, found.programmes[0].return_day, found.plan.county_weights) == (25, 20, {"410221": 3})
    assert "报送日：不能大于 31" in set_up(32, {"410221": 3})
    assert "410221：应为整数" in set_up(25, {"410221": None})
    assert plan_of(server) == found


# --- from a file ------------------------------------------------------------------------------------------------------------------------


def word(tmp_path: Path) -> bytes:
    rows = [("1", "提标", "标准提高。", "社会救助科\n各县区民政局", "10月底前", ""), ("2", "体系", "健全体系。", "社会救助科", "", "")]
    return Paper().ledger("2024年城乡社会救助提升工程工作台账", RELIEF, rows).save(tmp_path / "a.docx").read_bytes()


HEAD = {"year": "2024", "document": "汴民文〔2024〕8号", "issued_on": "2024-02-10"}


def test_a_word_file_is_shown_with_its_doubts_and_taken_whole(server: Flask, admin: FlaskClient, tmp_path: Path) -> None:
    answer = send(admin, word(tmp_path), "明年.docx", **HEAD)
    assert answer.status_code == 200 and [one[1] for one in answer.json["doubts"]].count("时限空白") == 1
    shown = call(admin, "admin-plan-preview-body.children", read__data=answer.json)
    text = json.dumps(shown["admin-plan-preview-body.children"], ensure_ascii=False)
    assert shown["admin-plan-take.disabled"] is False
    for words in (
        "2024 年计划（汴民文〔2024〕8号），1 个工程、2 项任务",
        "新增 4 条",
        "10月底前",
        "没有写年份，按计划年度",
        "按上一行 2024-10",
        "健全体系。",
    ):
        assert words in text
    with database_of(server).reading() as connection:
        assert read_plan(connection, 2024) is None, "looked at only"
    taken = call(admin, "admin-plan-read.data", "admin-plan-take.n_clicks", read__data=answer.json)
    assert taken["admin-plan-year.value"] == "2024" and taken["admin-plan-read.data"] is None
    assert [one.due for one in plan_of(server, 2024).programmes[0].tasks] == ["2024-10", "2024-10"]
    assert len(plan_of(server).programmes) == 6
    assert "由 明年.docx 装入：新增 4 条" in told(server, "import")[0]
    again = call(admin, "admin-plan-read.data", "admin-plan-take.n_clicks", read__data=answer.json)
    assert "已被别人改动" in json.dumps(again, ensure_ascii=False), "what was looked at is no longer what is stored"


def test_a_yaml_file_brings_its_targets_too_and_a_hand_leaves_them(server: Flask, admin: FlaskClient) -> None:
    own = "targets:\n  - {indicator: happiness_home_coverage, value: 60.5, by: 2023-11, each: county}\n\nprogrammes:\n"
    answer = send(
        admin, PLAN.read_text().replace("programmes:\n", own, 1).replace("title: 五医联动", "title: 五医", 1).encode(), "own.yaml"
    )
    shown = json.dumps(call(admin, "admin-plan-preview-body.children", read__data=answer.json), ensure_ascii=False)
    assert "任务 五医联动 改为 五医" in shown and "另设目标 1 项" in shown and answer.json["doubts"] == []
    call(admin, "admin-plan-read.data", "admin-plan-take.n_clicks", read__data=answer.json)
    assert task(server, "elderly", "12").title == "五医"
    assert "已保存" in save(admin, looked(admin)["admin-plan-base.data"], "14", FORM)
    with database_of(server).reading() as connection:
        assert read_targets(connection)[2023]["happiness_home_coverage"].value == Decimal("60.5")


@pytest.mark.parametrize(
    ("content", "name", "query", "said"),
    [
        (b"x", "a.pdf", {}, "只收 .yaml 和 .docx"),
        (b"x", "a.docx", HEAD, "不是 Word 文档"),
        (b"x", "a.docx", {}, "计划年度"),
        (b"x", "a.docx", {**HEAD, "issued_on": "二月"}, "印发日期“二月”"),
        (b"x", "a.docx", {"year": "2024"}, "document：缺少这一项"),
        (b"[", "a.yaml", {}, "不是可用的 YAML"),
        (b"", "", {}, "只收"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_words(
    server: Flask, admin: FlaskClient, content: bytes, name: str, query: Any, said: str
) -> None:
    answer = send(admin, content, name, **query)
    assert answer.status_code == 422 and said in "；".join(answer.json["problems"])
    shown = call(admin, "admin-plan-preview-body.children", read__data=answer.json)
    assert shown["admin-plan-take.disabled"] is True and said in json.dumps(shown, ensure_ascii=False)


def test_a_candidate_that_was_tampered_with_is_checked_like_any_other(server: Flask, admin: FlaskClient, tmp_path: Path) -> None:
    read = send(admin, word(tmp_path), "a.docx", **HEAD).json
    for change in (
        {"plan": {}},
        {"plan": {**read["plan"], "programmes": 3}},
        {"plan": {**read["plan"], "plan": {**read["plan"]["plan"], "issued_on": "x"}}},
    ):
        shown = call(admin, "admin-plan-preview-body.children", read__data={**read, **change})
        assert shown["admin-plan-take.disabled"] is True
        taken = call(admin, "admin-plan-read.data", "admin-plan-take.n_clicks", read__data={**read, **change})
        assert "没有采用" in json.dumps(taken, ensure_ascii=False)
    with database_of(server).reading() as connection:
        assert read_plan(connection, 2024) is None


# --- whom it is for ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "place"), [("leader", {}), ("chief", {"section": "养老服务科"}), ("county", {"region": "410221"}), ("screen", {})]
)
def test_nobody_else_sends_a_file_or_changes_a_plan(
    server: Flask, admin: FlaskClient, visit: Visit, role: str, place: dict[str, str]
) -> None:
    from app import app

    client = visit(server, role, **place)
    assert send(client, b"x", "a.docx").status_code == 403
    for output in (one for one in app.callback_map if "admin-plan-" in one):
        answer = client.post("/_dash-update-component", json={"output": output, "outputs": [], "inputs": [], "state": []})
        assert answer.status_code in (403, 404), output
    assert server.test_client().post("/admin/plan", data=b"x", headers={"Origin": "http://localhost"}).status_code in (400, 401)


def test_a_file_from_elsewhere_or_too_large_is_not_read(server: Flask, admin: FlaskClient) -> None:
    assert admin.post("/admin/plan?name=a.yaml", data=b"x").status_code == 400, "without the page's token"
    large = io.BytesIO(b"x" * (11 << 20)).getvalue()
    assert send(admin, large, "a.docx").status_code == 413
