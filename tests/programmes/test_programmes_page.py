"""The programmes' pages over HTTP: filters in the address, a past month as it stood, whose words are shown, and who may speak."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from access import audit
from access.scope import Scope
from components.light import WORDS
from components.programmes.stones import stone_key
from data import facts
from data.database import Database
from data.indicators.moment import moment
from data.periods import parse
from data.programmes.form import Milestone
from data.programmes.ledger import Ledger, read_ledger
from data.programmes.light import RULE, worst
from data.programmes.marks import date_choices, milestone_marks
from data.programmes.returns.table import return_changes
from tests.access.conftest import copied
from tests.components import panels
from tests.components.drawn import rows, said
from tests.components.panels import signed_in
from tests.programmes.planned import at

QI, LANKAO = "410221", "410225"
SEPTEMBER, JUNE = "?period=2023-09", "?period=2023-06"
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def database(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demonstration city, with returns of one task that are known here: 杞县 accepted in September, 兰考县 waiting since June."""
    found = copied(demonstration, tmp_path_factory.mktemp("programmes") / "cockpit.db")
    with found.writing() as connection:
        connection.execute(sa.delete(return_changes))
        for region, month, day, acts in (
            (QI, "2023-09", "2023-09-15", ("submitted", "accepted")),
            (LANKAO, "2023-06", "2023-06-15", ("submitted",)),
            (LANKAO, "2023-09", "2023-09-16", ("saved",)),
        ):
            for act in acts:
                place = {"month": month, "programme": "elderly", "task": "7", "region": region}
                word = "草稿" if act == "saved" else "原话"
                content = {"percent": 88, "done": f"{word}{region}", "measures": f"措施{region}", "values": {}}
                more = {"version": 1, "act": act, "at": at(day), "who": "某人", "attachments": [], "reason": ""}
                connection.execute(sa.insert(return_changes).values(**place, **content, **more))
        facts.bump(connection)
    yield found
    found.dispose()


@pytest.fixture(scope="module")
def site(database: Database) -> Iterator[Flask]:
    from app import server

    kept = server.extensions["cockpit"]
    server.extensions["cockpit"] = replace(kept, database=database)
    yield server
    server.extensions["cockpit"] = kept


@pytest.fixture(scope="module")
def clients(site: Flask) -> dict[str, FlaskClient]:
    return signed_in(site)


@pytest.fixture(scope="module")
def overall(clients: dict[str, FlaskClient]) -> Ask:
    """`overall("matrix", search, role)`: one panel of the page of all programmes."""

    def ask(panel: str, search: str = SEPTEMBER, role: str = "leader") -> Any:
        answer = panels.ask(clients[role], "programmes", "drawn", {"address": search})
        assert answer.status_code == 200 and "没读出来" not in answer.text, answer.text[:300]
        return answer.json["response"]["programmes-drawn"]["data"][f"programmes-{panel}"]

    return ask


@pytest.fixture(scope="module")
def one(clients: dict[str, FlaskClient]) -> Ask:
    """`one("ledger", search, role, programme)`: one panel of the page of one programme."""

    def ask(panel: str, search: str = SEPTEMBER, role: str = "leader", programme: str = "elderly") -> Any:
        name = "side-drawn" if panel == "side" else "drawn"
        answer = panels.ask(clients[role], "programme", name, {"address": search, "id": programme, "changed": None})
        assert answer.status_code == 200 and "没读出来" not in answer.text, answer.text[:300]
        return answer.json["response"][f"programme-{name}"]["data"][f"programme-{panel}"]

    return ask


def ledger(database: Database, month: str = "2023-09", region: str = "410200") -> Ledger:
    with moment(database) as now:
        found = read_ledger(now, scope=Scope("leader"), region=region, month=parse(month))
    assert found
    return found


# --- 六大工程 -----------------------------------------------------------------------------------------------------------------------


def test_the_matrix_has_every_county_and_programme_and_the_city_last(overall: Ask, database: Database) -> None:
    head, *found = rows(overall("matrix"))
    assert head[1:7] == ["社会救助", "养老服务", "基层治理", "殡葬服务", "未成年人", "智慧民政"] and head[7] == "月报（8月）"
    assert found[0][0] == "龙亭区" and len(found) == 10 and found[-1][0] == "市局"
    qi = next(row for row in found if row[0] == "杞县")
    cells = [cell for line in ledger(database).books[1].lines for cell in line.cells if cell.region == QI]
    shown = worst([cell.light for cell in cells])
    assert qi[2].split() == [WORDS[shown], str(sum(cell.light == shown for cell in cells))]
    assert "/programmes/elderly?period=2023-09&amp;region=410221" in overall("matrix")


def test_the_title_counts_the_tasks_of_the_region_and_the_section(overall: Ask, database: Database) -> None:
    def title(search: str = SEPTEMBER) -> str:
        return said(overall("lead", search)).replace(" ", "")  # a number and its unit are kept together in a span

    assert title().startswith("六大工程52项任务：")
    county = ledger(database, region=QI)
    assert title(f"{SEPTEMBER}&region={QI}").startswith(f"杞县：六大工程{sum(len(book.lines) for book in county.books)}项任务")
    assert title(f"{SEPTEMBER}&section=行政审批科").startswith("行政审批科·六大工程1项任务")
    assert "没有责任科室“某科”" in title(f"{SEPTEMBER}&section=某科")


@pytest.mark.parametrize("panel", ["matrix", "owed"])
def test_the_counting_rule_stands_under_each(overall: Ask, panel: str) -> None:
    assert RULE in said(overall(panel))


def test_who_owes_what_names_counties_and_the_sections_that_returns_wait_for(overall: Ask) -> None:
    owed = said(overall("owed", JUNE))
    assert "通许县" in owed and "未报" in owed and "待审核" in owed and "养老服务科" in owed
    assert said(overall("owed", f"{SEPTEMBER}&region={QI}")).count("尉氏县") == 0


def test_another_grain_is_the_month_it_ends_in_and_what_is_not_there_is_said(overall: Ask) -> None:
    assert "2023年6月" in said(overall("top", "?period=2023-W23")) and "2023年6月" in said(overall("top", "?period=2023-06/ytd"))
    assert "没有“x”这种状态" in said(overall("lead", f"{SEPTEMBER}&light=x"))
    assert "还没有装入工程计划" in said(overall("lead", "?period=2022-06"))


# --- one programme ------------------------------------------------------------------------------------------------------------------


def test_the_ledger_has_the_documents_columns_in_its_order(one: Ask, database: Database) -> None:
    head, *found = rows(one("ledger"))
    assert head == ["序号", "工作目标", "具体措施", "进度", "状态", "责任单位", "时限", "月报"]
    (book,) = [book for book in ledger(database).books if book.programme.id == "elderly"]
    assert [row[0] for row in found] == [line.task.no for line in book.lines]
    seven = next(row for row in found if row[0] == "7")
    assert "10月底 ※" in " ".join(seven).replace("  ", " ") and any("0 / 9" in cell for cell in seven)


def test_a_light_a_county_and_a_section_filter_the_ledger(one: Ask, database: Database) -> None:
    for lit, word in (("behind", "滞后"), ("missing", "未报")):
        (book,) = [book for book in ledger(database, region=QI).books if book.programme.id == "elderly"]
        wanted = [line.task.no for line in book.lines if line.light == lit]
        panel = one("ledger", f"{SEPTEMBER}&region={QI}&light={lit}")
        assert [row[0] for row in rows(panel)[1:]] == wanted and f"{word} {len(wanted)}" in said(panel)
    assert [row[0] for row in rows(one("ledger", f"{SEPTEMBER}&section=行政审批科", programme="governance"))[1:]] == ["2"]


def test_a_past_month_stands_as_it_stood_then(one: Ask) -> None:
    assert "68.8" not in said(one("side", f"{JUNE}&task=7&region={QI}"))
    now, then = (said(one("side", f"{search}&task=7&region={QI}")) for search in (SEPTEMBER, JUNE))
    assert "88.0%" in now and f"原话{QI}" in now
    assert "88.0%" not in then and f"原话{QI}" not in then
    assert "各项均为当时情况" in said(one("gantt", JUNE))


def test_an_unknown_programme_or_task_is_said(one: Ask) -> None:
    assert "没有这项工程" in said(one("lead", programme="other"))
    assert one("side", programme="other") == ""
    assert "没有序号为“99”的任务" in said(one("lead", f"{SEPTEMBER}&task=99"))


def test_the_panel_shows_both_dates_and_the_documents_words(one: Ask) -> None:
    panel = said(one("side", f"{SEPTEMBER}&task=7"))
    assert "时限不一致" in panel and "台账写 10月底" in panel and "正文写 12月底" in panel and "看原文" in panel
    assert "农村幸福院年底前覆盖率达到 50% 以上" in panel
    assert "时限不一致" not in said(one("side", f"{SEPTEMBER}&task=1"))
    blank = said(one("side", f"{SEPTEMBER}&task=4.2", programme="children"))
    assert "台账写 空缺" in blank and "正文写 6月底" in blank


def test_the_panel_holds_the_indicators_beside_the_returns(one: Ask, database: Database) -> None:
    panel = one("side", f"{SEPTEMBER}&task=7&region={QI}")
    for name in ("home_adaptations", "township_home_transformed", "happiness_home_coverage", "new_estate_facilities"):
        assert f"/indicator/{name}?period=" in str(panel)
    (book,) = [book for book in ledger(database, region=QI).books if book.programme.id == "elderly"]
    line = next(line for line in book.lines if line.task.no == "7")
    assert ("数不一致" in said(panel)) == line.disagrees


def test_the_grid_says_what_became_of_each_months_return(one: Ask) -> None:
    panel = one("side", f"{SEPTEMBER}&task=7")
    grid = {row[0]: row[1:] for row in rows(panel) if len(row) == 9}
    assert grid["县区"][0] == "2月" and grid["县区"][-1] == "9月"
    assert grid["杞县"][-1] == "已审核" and grid["杞县"][0] == "未报"
    assert grid["兰考县"][4] == "待审核" and "未到期" in grid["兰考县"][-1], "a draft is no return"


# --- whose words --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "region", "own", "foreign"),
    [
        ("leader", QI, True, False),
        ("leader", LANKAO, False, True),
        ("chief", QI, True, False),
        ("county", QI, True, False),
        ("county", LANKAO, False, False),
        ("county", "410200", True, False),
        ("admin", QI, False, False),
        ("admin", "410200", False, False),
    ],
)
def test_words_are_for_leader_chiefs_and_the_own_county(one: Ask, role: str, region: str, own: bool, foreign: bool) -> None:
    panel = str(one("side", f"{SEPTEMBER}&task=7&region={region}", role))
    assert (f"原话{QI}" in panel) == own and (f"原话{LANKAO}" in panel) == foreign
    assert "草稿" not in panel


def sheets(clients: dict[str, FlaskClient], role: str, path: str) -> dict[str, list[tuple[Any, ...]]]:
    answer = clients[role].get(path)
    assert answer.status_code == 200, answer.text[:200]
    book = load_workbook(io.BytesIO(answer.data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_file_has_the_ledgers_form_a_sheet_a_programme(clients: dict[str, FlaskClient], database: Database) -> None:
    found = sheets(clients, "leader", f"/programmes/ledger.xlsx{SEPTEMBER}")
    assert list(found) == ["社会救助", "养老服务", "基层治理", "殡葬服务", "未成年人", "智慧民政", "说明"]
    head, *lines = found["养老服务"]
    assert head == ("序号", "工作目标", "具体措施", "时间节点", "责任单位", "完成情况", "主要措施", "进度", "应达", "状态")
    seven = next(line for line in lines if line[0] == "7")
    assert seven[3] == "10月底（台账 10月底，正文 12月底）" and seven[5] == f"杞县：原话{QI}" and seven[6] == f"杞县：措施{QI}"
    assert "leader" in found["说明"][1][0] and "演示数据" in found["说明"][1][0]
    alone = sheets(clients, "chief", f"/programmes/elderly/ledger.xlsx{SEPTEMBER}&region={QI}")
    assert list(alone) == ["养老服务", "说明"]
    assert next(line for line in alone["养老服务"] if line[0] == "7")[5] == f"原话{QI}"
    with database.reading() as connection:
        assert "工作台账" in audit.search(connection, act="export")[0].what


def test_a_file_holds_no_foreign_words(site: Flask, clients: dict[str, FlaskClient], visit: Callable[..., FlaskClient]) -> None:
    foreign = {"lankao": visit(site, "county", region=LANKAO), "admin": clients["admin"]}
    for name in foreign:
        for path in ("/programmes/ledger.xlsx?period=2023-09", f"/programmes/elderly/ledger.xlsx?period=2023-09&region={QI}"):
            assert f"原话{QI}" not in str(sheets(foreign, name, path)), name
    assert f"原话{QI}" in str(sheets(clients, "county", "/programmes/ledger.xlsx?period=2023-09"))


@pytest.mark.parametrize(
    ("path", "status"),
    [("/programmes/other/ledger.xlsx", 404), ("/programmes/ledger.xlsx?region=410223001", 400), ("/programmes/ledger.xlsx?period=x", 400)],
)
def test_a_file_that_is_not_there_is_refused_in_words(clients: dict[str, FlaskClient], path: str, status: int) -> None:
    assert clients["leader"].get(path).status_code == status


# --- who may speak ------------------------------------------------------------------------------------------------------------------


def press(client: FlaskClient, what: str, search: str = f"{SEPTEMBER}&task=7", programme: str = "elderly") -> Any:
    """What the browser sends when one of the chief's buttons is pressed."""
    dependencies: Any = client.get("/_dash-dependencies").json
    output = next(one["output"] for one in dependencies if "programme-said" in one["output"])
    body = {
        "output": output,
        "outputs": [{"id": "programme-said", "property": "children"}, {"id": "programme-changed", "property": "data"}],
        "inputs": [{"id": "programme-pressed", "property": "data", "value": {"what": what, "at": 1}}],
        "changedPropIds": ["programme-pressed.data"],
        "state": [
            {"id": "programme-address", "property": "data", "value": search},
            {"id": "programme-id", "property": "data", "value": programme},
        ],
    }
    return client.post("/_dash-update-component", json=body)


def test_only_the_owning_chief_confirms_a_date(site: Flask, clients: dict[str, FlaskClient], one: Ask, database: Database) -> None:
    choose = "due 2023-12"
    assert "data-press" in str(one("side", f"{SEPTEMBER}&task=7", "chief"))
    assert "data-press" not in str(one("side", f"{JUNE}&task=7", "chief")), "nothing is changed in the past"
    for role in ("leader", "county", "admin"):
        assert "data-press" not in str(one("side", f"{SEPTEMBER}&task=7", role))
        assert press(clients[role], choose).status_code == 403
    assert press(clients["chief"], "due 2023-01").status_code == 200
    with database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(date_choices)) == 0
    answer = press(clients["chief"], choose)
    assert answer.status_code == 200 and "已确认：任务 7 的时限按 12月底" in str(answer.json["response"]["programme-said"]["children"])
    panel = said(one("side", f"{SEPTEMBER}&task=7"))
    assert "现按 12月底 考核（chief 确认，9月18日）" in panel and "时限按 12月底" in panel


def test_only_the_owning_chief_marks_a_milestone(clients: dict[str, FlaskClient], one: Ask, database: Database) -> None:
    first = Milestone.model_validate({"due": "2023-02", "title": "印发方案、召开部署会"}, context={"year": 2023})
    mark = f"stone in-time {stone_key(first)}"
    assert "data-press" in str(one("stones", role="chief")) and "data-press" not in str(one("stones"))
    assert "data-press" not in str(one("stones", role="chief", programme="relief")), "another section's"
    assert press(clients["leader"], mark).status_code == 403
    assert press(clients["chief"], mark, programme="relief").status_code == 403
    assert press(clients["chief"], mark).status_code == 200
    assert "2月28日完成" in said(one("stones"))
    assert press(clients["chief"], mark.replace("in-time", "open")).status_code == 200
    assert "2月28日完成" not in said(one("stones"))
    assert press(clients["chief"], "stone today 2023-02-00000000").status_code == 200
    with database.reading() as connection:
        before = connection.scalar(sa.select(sa.func.count()).select_from(milestone_marks))
    for forged, search in ((mark.replace("in-time", "foo"), SEPTEMBER), (mark.replace("in-time", "open"), SEPTEMBER), (mark, JUNE)):
        assert press(clients["chief"], forged, search=search).status_code == 200
    with database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(milestone_marks)) == before
