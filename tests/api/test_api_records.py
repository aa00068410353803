"""Records over the API: what goes in changes the figure and comes back by a withdrawal; who may bring, read and withdraw what."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import Workbook
from werkzeug.test import TestResponse

import api.datasets
from access import people
from data.datasets import DATASETS
from data.exchange.report import Report
from data.indicators.refresh import refresh
from tests.api.caller import Caller, database_of, join
from tests.indicators.city import GUYANG, LANKAO, QI, TOWN, City

ELDERS = "对象编号,区划代码,类别,建档日期,身份证号\nE1,410221101,独居,2023-01-01,11010519491231002X\nE2,410221101,失能,2023-01-01,\n"
VISITS = "记录编号,对象编号,探访日期\nV1,E1,2023-05-10\n"
ELDERLY = "养老服务科"


def send(caller: Caller, dataset: str, text: str, name: str = "file.csv") -> TestResponse:
    return caller.open("POST", f"/datasets/{dataset}", data={"file": (io.BytesIO(text.encode()), name)})


def table(answer: TestResponse) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_records_in_change_the_figure_and_a_withdrawal_brings_the_old_one_back(either_server: Flask) -> None:
    database = database_of(either_server)
    City(database).today("2023-06-25")
    admin, chief = join(either_server, "admin"), join(either_server, "chief", section=ELDERLY)

    def rate() -> Any:
        refresh(database)
        (row,) = chief.values(indicator="elder_visit_rate", period="2023-05", region=TOWN)
        return row["value"]

    report = send(admin, "special_elders", ELDERS).get_json()
    assert (report["dataset"], report["inserted"], report["rejected"], report["errors"]) == ("special_elders", 2, 0, [])
    assert rate() == 0
    batch = send(admin, "elder_visits", VISITS, "探访.csv").get_json()["batch"]
    assert rate() == 50
    again = send(admin, "elder_visits", VISITS)
    assert (again.status_code, again.get_json()["unchanged"]) == (200, 1)

    listed = admin.get("/batches", dataset="elder_visits").get_json()["batches"]
    assert [(one["unchanged"], one["inserted"]) for one in listed] == [(1, 0), (0, 1)]
    assert (listed[1]["id"], listed[1]["file"], listed[1]["who"], listed[1]["source"]) == (batch, "探访.csv", admin.name, "api")
    assert listed[1]["at"].endswith("+08:00") and listed[1]["withdrawn_at"] is None

    undone = admin.open("DELETE", f"/batches/{batch}")
    assert undone.get_json() == {"batch": batch, "dataset": "elder_visits", "file": "探访.csv", "removed": 1, "restored": 0}
    assert rate() == 0
    twice = admin.open("DELETE", f"/batches/{batch}")
    assert twice.status_code == 409 and str(batch) in twice.get_json()["detail"]
    assert admin.get("/batches", dataset="elder_visits").get_json()["batches"][1]["withdrawn_by"] == admin.name


def test_a_batch_that_others_stand_on_is_not_withdrawn(server: Flask) -> None:
    admin = join(server, "admin")
    below = send(admin, "special_elders", ELDERS).get_json()["batch"]
    above = send(admin, "elder_visits", VISITS).get_json()["batch"]
    refused = admin.open("DELETE", f"/batches/{below}")
    assert (refused.status_code, refused.get_json()["batches"]) == (409, [above])
    assert admin.open("DELETE", "/batches/9999").status_code == 404
    for number, named in ((99999999999, "没有批次 99999999999。"), (10**30, "没有批次 10000000000000000000。")):
        missing = admin.open("DELETE", f"/batches/{number}")
        assert (missing.status_code, missing.get_json()["detail"]) == (404, named)


def test_json_rows_come_in_as_files_do(server: Flask) -> None:
    admin = join(server, "admin")
    rows = [{"key": "E1", "区划代码": TOWN, "类别": "独居", "registered_on": "2023-01-01"}]
    answer = admin.open("POST", "/datasets/special_elders", json=rows)
    assert (answer.status_code, answer.get_json()["inserted"]) == (200, 1)
    partly = admin.open("POST", "/datasets/special_elders", json=[{**rows[0], "key": "E2"}, {**rows[0], "key": "E3", "类别": "富裕"}])
    assert (partly.status_code, partly.get_json()["inserted"], partly.get_json()["rejected"]) == (200, 1, 1)
    assert partly.get_json()["errors"][0]["column"] == "类别"


def test_a_workbook_comes_in(server: Flask) -> None:
    book, content = Workbook(), io.BytesIO()
    for row in csv.reader(io.StringIO(ELDERS)):
        book.active.append(row)
    book.save(content)
    content.seek(0)
    answer = join(server, "admin").open("POST", "/datasets/special_elders", data={"file": (content, "名册.xlsx")})
    assert (answer.get_json()["inserted"], answer.get_json()["file"]) == (2, "名册.xlsx")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"data": b"[{", "content_type": "application/json"}, 400),
        ({"data": b"{}", "content_type": "application/json"}, 400),
        ({"data": b"[NaN]", "content_type": "application/json"}, 400),
        ({"data": b"[1]", "content_type": "application/json"}, 422),
        ({"data": b"[]", "content_type": "application/json"}, 422),
        ({"data": b"x", "content_type": "text/plain"}, 415),
        ({"data": {"datei": (io.BytesIO(b"x"), "a.csv")}}, 400),
        ({"data": {"file": "no file"}, "content_type": "multipart/form-data"}, 400),
    ],
)
def test_a_body_that_is_no_delivery_is_refused(server: Flask, body: dict[str, Any], status: int) -> None:
    assert join(server, "admin").open("POST", "/datasets/marriages", **body).status_code == status


def test_when_nothing_was_taken_the_answer_is_422_with_the_report(server: Flask) -> None:
    admin = join(server, "admin")
    all_bad = send(admin, "special_elders", ELDERS.replace(TOWN, "410221999"))
    report = all_bad.get_json()
    assert (all_bad.status_code, report["rows"], report["rejected"], report["batch"]) == (422, 2, 2, None)
    assert {error["column"] for error in report["errors"]} == {"区划代码"}
    assert [error["row"] for error in report["errors"]] == [2, 3]
    unreadable = send(admin, "special_elders", "区划代码\n1\n").get_json()
    assert unreadable["errors"][0]["row"] is None
    assert "11010519491231002X" not in all_bad.text


def test_too_large_a_body_is_refused_before_it_is_read(server: Flask) -> None:
    class Unread:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"the body was touched: {name}")

    admin = join(server, "admin")
    for length, kind in ((300 * 1024**2 + 1, "multipart/form-data; boundary=x"), (20 * 1024**2 + 1, "application/json")):
        body = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(length), "CONTENT_TYPE": kind}
        answer = admin.open("POST", "/datasets/deaths", environ_overrides=body)
        assert answer.status_code == 413, kind


def test_what_is_sent_never_has_a_name_on_the_disk(server: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A killed process leaves no file behind that may hold citizen numbers."""
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    seen: list[Path] = []

    def look(*_: object, file_name: str, **__: object) -> Report:
        seen.extend(spool.iterdir())
        return Report("deaths", file_name, inserted=1, rows=1)

    monkeypatch.setattr(api.datasets, "import_file", look)
    answer = send(join(server, "admin"), "deaths", "x" * 2_000_000)
    assert answer.get_json()["file"] == "file.csv"
    assert seen == [*spool.iterdir()] == []


def test_only_the_administrator_and_a_county_in_its_own_region_bring_records(server: Flask) -> None:
    for role, place in (("leader", {}), ("chief", {"section": ELDERLY}), ("screen", {})):
        assert send(join(server, role, **place), "special_elders", ELDERS).status_code == 403
    county = join(server, "county", region=QI)
    mixed = ELDERS + f"E3,{GUYANG},独居,2023-01-01,\n"
    answer = send(county, "special_elders", mixed).get_json()
    assert (answer["inserted"], answer["rejected"]) == (2, 1)
    assert (answer["errors"][0]["row"], answer["errors"][0]["column"]) == (4, "区划代码")
    foreign = send(join(server, "county", region=LANKAO), "elder_visits", VISITS)
    assert foreign.status_code == 422
    assert send(join(server, "admin"), "elders", ELDERS).status_code == 404


def test_a_county_sees_and_withdraws_only_what_it_brought(server: Flask) -> None:
    county, other, admin = join(server, "county", region=QI), join(server, "county", region=LANKAO), join(server, "admin")
    batch = send(county, "special_elders", ELDERS).get_json()["batch"]
    assert [one["id"] for one in county.get("/batches").get_json()["batches"]] == [batch]
    assert other.get("/batches").get_json()["batches"] == []
    assert other.open("DELETE", f"/batches/{batch}").status_code == 404
    for role, place in (("leader", {}), ("chief", {"section": ELDERLY}), ("screen", {})):
        assert join(server, role, **place).get("/batches").status_code == 403
        assert join(server, role, **place).open("DELETE", f"/batches/{batch}").status_code == 403
    assert len(admin.get("/batches").get_json()["batches"]) == 1
    assert county.open("DELETE", f"/batches/{batch}").status_code == 200


def test_an_account_that_moves_leaves_its_batches_behind(either_server: Flask) -> None:
    county, admin = join(either_server, "county", region=QI), join(either_server, "admin")

    def move(caller: Caller, role: str, region: str = "") -> None:
        with database_of(either_server).writing() as connection:
            people.set_role(connection, caller.name, role, region)

    def listed(caller: Caller) -> list[int]:
        return [one["id"] for one in caller.get("/batches").get_json()["batches"]]

    elders = send(county, "special_elders", ELDERS).get_json()["batch"]
    visits = send(county, "elder_visits", VISITS).get_json()["batch"]
    assert listed(county) == [visits, elders]
    move(county, "county", LANKAO)
    assert listed(county) == [] and listed(admin) == [visits, elders]
    refused = county.open("DELETE", f"/batches/{visits}")
    assert refused.status_code == 403 and "不全在您现在的县区" in refused.get_json()["detail"]
    move(county, "county", QI)
    assert county.open("DELETE", f"/batches/{visits}").status_code == 200

    city = ELDERS.replace("E1,", "C1,").replace("E2,", "C2,") + f"C3,{GUYANG},独居,2023-01-01,\n"
    former = send(admin, "special_elders", city).get_json()["batch"]
    move(admin, "county", QI)
    assert listed(admin) == [] and admin.open("DELETE", f"/batches/{former}").status_code == 403


def test_a_row_that_lay_elsewhere_before_keeps_a_batch_from_the_county(server: Flask) -> None:
    admin = join(server, "admin")
    send(admin, "special_elders", ELDERS.replace("410221101", GUYANG))
    moved = send(admin, "special_elders", ELDERS).get_json()
    assert moved["updated"] == 2
    with database_of(server).writing() as connection:
        people.set_role(connection, admin.name, "county", QI)
    assert admin.open("DELETE", f"/batches/{moved['batch']}").status_code == 403


def test_batches_can_be_paged(server: Flask) -> None:
    admin = join(server, "admin")
    ids = [send(admin, "special_elders", ELDERS).get_json()["batch"] for _ in range(3)]
    newest = [one["id"] for one in admin.get("/batches", limit=2).get_json()["batches"]]
    assert newest == [ids[2], ids[1]]
    assert [one["id"] for one in admin.get("/batches", before=ids[1]).get_json()["batches"]] == [ids[0]]
    for query in ({"limit": "0"}, {"limit": "1001"}, {"limit": "x"}, {"before": "-1"}, {"before": "9" * 30}, {"dataset": "elders"}):
        assert admin.get("/batches", **query).get_json()["parameter"] == next(iter(query))


def test_record_lists_hold_every_column_but_the_citizen_number(either_server: Flask) -> None:
    admin, chief = join(either_server, "admin"), join(either_server, "chief", section=ELDERLY)
    send(admin, "special_elders", ELDERS)
    answer = chief.get("/datasets/special_elders.csv")
    headers, *rows = table(answer)
    assert headers[:-1] == ["对象编号", "区划代码", "类别", "建档日期", "销档日期"]
    assert re.fullmatch(rf"导出：{chief.name} \d{{4}}-\d\d-\d\d \d\d:\d\d", headers[-1])
    assert rows == [["E1", TOWN, "独居", "2023-01-01", "", ""], ["E2", TOWN, "失能", "2023-01-01", "", ""]]
    elders = DATASETS["special_elders"].table
    with database_of(either_server).reading() as connection:
        digest = connection.scalar(sa.select(elders.c.citizen).where(elders.c.key == "E1"))
    assert digest and digest not in answer.text and "11010519491231002X" not in answer.text
    given = answer.headers["Content-Disposition"]
    assert "filename=special_elders.csv;" in given
    assert re.search(rf"filename\*=UTF-8''{quote('特殊困难老年人')}-{chief.name}-\d{{8}}T\d{{4}}\.csv$", given)


def test_a_record_list_comes_back_in_as_unchanged(server: Flask) -> None:
    """Every kind of column is written as the import reads it."""
    admin, office = join(server, "admin"), join(server, "chief", section="办公室")
    homes = "设施编号,区划代码,类型,名称,经度,纬度,状态,运营日期,床位数\nF1,410221101,养老机构,=1+1院,114.5,34.25,运营,2020-01-01,30\n"
    given = {
        "elder_facilities": homes.replace("=1+1", "一一"),
        "deaths": "记录编号,区划代码,死亡日期,年龄,处置方式,火化日期,惠民补贴金额\nD1,410221101,2023-01-02,80,火化,2023-01-03,1200.5\n",
        "communities": "区划代码,类型,省级规范化社区\n410221001001,社区,是\n410221001002,社区,否\n",
        "reported_values": "指标,区划代码,所属月份,分子或数值,分母\nrural_dibao_standard,410221,2023-03,440.25,\n",
        "relief_payments": "批次编号,区划代码,类别,所属月份,人数,金额\nP1,410221,农村低保,2023-03,3,1000000.01\n",
        "caregivers": "护理员编号,设施编号,入职日期\nC1,F1,2023-01-01\n",
    }
    for name, text in given.items():
        answer = send(admin, name, text)
        assert answer.get_json()["rejected"] == 0, answer.text
    for name, text in given.items():
        reader = office if name == "reported_values" else join(server, "chief", section=DATASETS[name].section)
        listed = reader.get(f"/datasets/{name}.csv")
        back = send(admin, name, listed.data.decode("utf-8-sig")).get_json()
        assert (back["unchanged"], back["updated"], back["rejected"]) == (text.count("\n") - 1, 0, 0), name


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_text_that_a_spreadsheet_would_run_is_escaped(server: Flask, city: City, start: str) -> None:
    city.add("elder_facilities", key=f"{start}F1", region=TOWN, kind="养老机构", name=f"{start}1+1", lon=114.5, lat=34.5)
    rows = table(join(server, "chief", section=ELDERLY).get("/datasets/elder_facilities.csv"))
    assert rows[1][0] == f"'{start}F1" and rows[1][3] == f"'{start}1+1"
    assert rows[1][4] == "114.5"


def test_record_lists_open_to_the_owning_chief_and_the_own_county_alone(server: Flask, city: City) -> None:
    for region in (TOWN, GUYANG):
        key = city.add("special_elders", region=region, registered_on="2023-01-01")
        city.add("elder_visits", subject=key, visited_on="2023-02-01")
    path = "/datasets/special_elders.csv"
    for role, place in (("leader", {}), ("chief", {"section": "社会事务科"}), ("screen", {}), ("admin", {})):
        assert join(server, role, **place).get(path).status_code == 403
    chief, county = join(server, "chief", section=ELDERLY), join(server, "county", region=QI)
    assert len(table(chief.get(path))) == 3
    assert len(table(chief.get(path, region=LANKAO))) == 2
    assert {row[1] for row in table(county.get(path))[1:]} == {TOWN}
    assert {row[1] for row in table(county.get(path, region=TOWN))[1:]} == {TOWN}
    assert len(table(county.get("/datasets/elder_visits.csv"))) == 2, "a visit lies where its elder lives"
    assert county.get(path, region=LANKAO).status_code == county.get(path, region="410200").status_code == 403
    assert county.get("/datasets/elders.csv").status_code == 404


def test_record_lists_can_be_cut_to_days(server: Flask, city: City) -> None:
    for day in ("2023-01-31", "2023-02-01", "2023-02-28", "2023-03-01"):
        city.add("deaths", region=TOWN, died_on=day, key=day)
    for month in ("2023-01", "2023-02"):
        city.add("relief_payments", region=QI, month=month, key=month)
    chief, relief = join(server, "chief", section="社会事务科"), join(server, "chief", section="社会救助科")
    february = table(chief.get("/datasets/deaths.csv", since="2023-02-01", until="2023-02-28"))
    assert [row[0] for row in february[1:]] == ["2023-02-01", "2023-02-28"]
    assert [row[0] for row in table(relief.get("/datasets/relief_payments.csv", since="2023-02-15"))[1:]] == ["2023-02"]
    for query in ({"since": "2023-02-30"}, {"until": "2023-2-1"}, {"month": "2023-02"}):
        assert chief.get("/datasets/deaths.csv", **query).get_json()["parameter"] == next(iter(query))
    undated = chief.get("/datasets/cemeteries.csv", since="2023-02-01")
    assert (undated.status_code, undated.get_json()["parameter"]) == (400, "since")


def test_a_long_record_list_is_sent_in_pieces(either_server: Flask) -> None:
    deaths = DATASETS["deaths"].table
    day = City(database_of(either_server))
    key = day.add("deaths", region=TOWN, died_on="2023-01-01", key="K00000")
    with database_of(either_server).writing() as connection:
        row = dict(connection.execute(sa.select(deaths).where(deaths.c.key == key)).one()._mapping)
        connection.execute(sa.insert(deaths), [{**row, "key": f"K{n:05d}"} for n in range(1, 5001)])
    answer = join(either_server, "chief", section="社会事务科").get("/datasets/deaths.csv")
    assert [cells[0] for cells in table(answer)[1:]] == [f"K{n:05d}" for n in range(5001)]
