"""What an import leaves in the tables: inserted, updated, unchanged, rejected; partial columns; strict, dry run; the batch it keeps."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from data.database import Database
from data.exchange.batches import read_batches
from data.exchange.importing import import_rows
from data.exchange.report import KEPT
from data.facts import set_fact
from data.settings import settings

from .desk import CITIZEN, ELDERS, OTHER_TOWN, REPORTED, TODAY, TOWN, VILLAGE, VISITS, Desk, counts, errors

FACILITIES = "设施编号,区划代码,类型,名称,状态,床位数,运营日期"


def test_every_kind_of_column_reaches_the_table(desk: Desk) -> None:
    desk.bring("special_elders", ELDERS, f"E1,{TOWN},独居,2023-03-05,2023/4/1,{CITIZEN}")
    desk.bring("relief_payments", "批次编号,区划代码,类别,所属月份,人数,金额", 'P1,410221,城市低保,2023.3,12,"1,234.5"')
    desk.bring("communities", "区划代码,类型,省级规范化社区,复查达标", f"{VILLAGE},村,是,否")
    desk.bring("cemeteries", "公墓编号,区划代码,级别,名称,经度,纬度", '"C""1",410221,县级,"a\\b, ""c""",114.3,34.797049')
    desk.bring("population", "区划代码,年份,常住人口", "410221,2020,１００")
    desk.bring("reported_values", "指标,区划代码,所属月份,分子或数值,分母", "农村低保月标准,410221,2023-03,476.1234,")
    hashed = hmac.digest(settings().secret("citizen_key"), CITIZEN.encode(), "sha256").hex()
    assert desk.rows("special_elders") == [
        {
            "key": "E1",
            "region": TOWN,
            "category": "独居",
            "registered_on": date(2023, 3, 5),
            "closed_on": date(2023, 4, 1),
            "citizen": hashed,
        }
    ]
    assert desk.rows("relief_payments")[0] == {
        "key": "P1",
        "region": "410221",
        "category": "城市低保",
        "month": "2023-03",
        "persons": 12,
        "amount": Decimal("1234.50"),
        "paid_on": None,
    }
    village = desk.rows("communities")[0]
    assert village["standard"] is True and village["recheck_passed"] is False and village["five_star_on"] is None
    place = desk.rows("cemeteries")[0]
    assert (place["key"], place["name"], place["lon"], place["lat"]) == ('C"1', 'a\\b, "c"', 114.3, 34.797049)
    assert desk.rows("population")[0]["residents"] == 100
    assert desk.rows("reported_values") == [
        {"indicator": "rural_dibao_standard", "region": "410221", "month": "2023-03", "numerator": Decimal("476.1234"), "denominator": None}
    ]


def test_inserted_updated_unchanged_and_history(desk: Desk) -> None:
    first = desk.bring("elder_facilities", FACILITIES, f"F1,{TOWN},养老机构,甲,运营,10,2020-01-01", f"F2,{TOWN},养老机构,乙,运营,,")
    assert counts(first) == (2, 0, 0, 0) and first["rejected"] == 0 and first["rows"] == 2
    again = desk.bring("elder_facilities", FACILITIES, f"F1,{TOWN},养老机构,甲,运营,10,2020-01-01", f"F2,{TOWN},养老机构,乙,运营,,")
    assert counts(again) == (0, 0, 2, 0) and again["batch"] == first["batch"] + 1
    changed = desk.bring(
        "elder_facilities",
        FACILITIES,
        f"F1,{TOWN},养老机构,甲,运营,,2020-01-01",
        f"F2,{OTHER_TOWN},养老机构,乙,停用,5,2021-01-01",
        f"F3,{TOWN},养老机构,丙,规划,,",
    )
    assert counts(changed) == (1, 2, 0, 0)
    table = desk.table("elder_facilities")
    assert [(row["key"], row["beds"], row["status"], row["region"]) for row in table] == [
        ("F1", None, "运营", TOWN),
        ("F2", 5, "停用", OTHER_TOWN),
        ("F3", None, "规划", TOWN),
    ]
    assert [(row["inserted_by"], row["changed_by"]) for row in table] == [
        (first["batch"], changed["batch"]),
        (first["batch"], changed["batch"]),
        (changed["batch"], changed["batch"]),
    ]
    history = desk.table("elder_facilities", history=True)
    assert [(row["key"], row["beds"], row["status"], row["replaced_by"], row["changed_by"]) for row in history] == [
        ("F1", 10, "运营", changed["batch"], first["batch"]),
        ("F2", None, "运营", changed["batch"], first["batch"]),
    ]


def test_a_column_the_file_lacks_keeps_its_value_and_an_empty_cell_clears_it(desk: Desk) -> None:
    desk.bring(
        "elder_facilities", FACILITIES + ",等级", f"F1,{TOWN},养老机构,甲,运营,10,2020-01-01,三级", f"F2,{TOWN},养老机构,乙,运营,8,,二级"
    )
    report = desk.bring(
        "elder_facilities", "设施编号,区划代码,类型,名称,状态,等级", f"F1,{TOWN},养老机构,甲,运营,", f"F2,{TOWN},养老机构,乙,运营,二级"
    )
    assert counts(report) == (0, 1, 1, 0)
    assert [(row["beds"], row["grade"], row["opened_on"]) for row in desk.rows("elder_facilities")] == [
        (10, None, date(2020, 1, 1)),
        (8, "二级", None),
    ]


def test_composite_keys(desk: Desk) -> None:
    head = "指标,区划代码,所属月份,分子或数值"
    desk.bring("reported_values", head, "农村低保月标准,410221,2023-03,400")
    report = desk.bring("reported_values", head, "rural_dibao_standard,410221,202303,401", "农村低保月标准,410221,2023-04,401")
    assert counts(report) == (1, 1, 0, 0)
    assert [(row["month"], row["numerator"]) for row in desk.rows("reported_values")] == [("2023-03", 401), ("2023-04", 401)]
    report = desk.bring("reported_values", head, "rural_dibao_standard,410221,2023-05,1", "农村低保月标准,410221,2023年5月,2")
    assert counts(report) == (0, 0, 0, 2) and errors(report) == [(2, "指标"), (3, "指标")]


def test_good_rows_are_taken_and_bad_ones_reported(desk: Desk) -> None:
    report = desk.bring(
        "special_elders",
        ELDERS,
        f"E1,{TOWN},独居,2023-03-05,,",
        f"E2,4102xx,独处,2023-02-30,,{CITIZEN[:-1]}2",
        f",{TOWN},独居,2023-03-05,,",
    )
    assert counts(report) == (1, 0, 0, 2) and report["batch"] == 1
    assert errors(report) == [(3, "区划代码"), (3, "类别"), (3, "建档日期"), (3, "身份证号"), (4, "对象编号")]
    assert [error["value"] for error in report["errors"]] == ["4102xx", "独处", "2023-02-30", "410221************", ""]
    assert [row["key"] for row in desk.rows("special_elders")] == ["E1"]


def test_strict_takes_all_or_nothing(desk: Desk) -> None:
    report = desk.bring("special_elders", ELDERS, f"E1,{TOWN},独居,2023-03-05,,", f"E2,{TOWN},独处,2023-03-05,,", strict=True)
    assert counts(report) == (0, 0, 0, 1) and report["batch"] is None and report["rows"] == 2 and errors(report) == [(3, "类别")]
    assert desk.rows("special_elders") == [] and desk.marks("special_elders") == set()
    assert counts(desk.bring("special_elders", ELDERS, f"E1,{TOWN},独居,2023-03-05,,", strict=True)) == (1, 0, 0, 0)


def test_a_dry_run_counts_as_if_and_leaves_nothing(desk: Desk) -> None:
    desk.bring("special_elders", ELDERS, f"E1,{TOWN},独居,2023-03-05,,", f"E2,{TOWN},独居,2023-03-05,,")
    desk.marks("special_elders")
    lines = [f"E1,{TOWN},独居,2023-03-05,,", f"E2,{TOWN},空巢,2023-03-05,,", f"E3,{TOWN},独居,2023-03-05,,", f"E4,{TOWN},x,2023-03-05,,"]
    before = desk.table("special_elders")
    dry = desk.bring("special_elders", ELDERS, *lines, dry_run=True)
    assert counts(dry) == (1, 1, 1, 1) and dry["batch"] is None
    assert desk.table("special_elders") == before and desk.table("special_elders", history=True) == []
    assert desk.marks("special_elders") == set()
    with desk.database.reading() as connection:
        assert len(read_batches(connection, limit=9)) == 1
    real = desk.bring("special_elders", ELDERS, *lines)
    assert {**real, "batch": None} == dry


def test_nothing_is_taken_where_every_row_is_bad(desk: Desk) -> None:
    report = desk.bring("special_elders", ELDERS, f"E1,{TOWN},x,2023-03-05,,", f"E2,{TOWN},y,2023-03-05,,")
    assert counts(report) == (0, 0, 0, 2) and report["batch"] is None
    with desk.database.reading() as connection:
        assert read_batches(connection, limit=9) == []


def test_an_unknown_dataset_is_refused_with_the_known_ones(sqlite_desk: Desk) -> None:
    report = sqlite_desk.bring("elders", ELDERS)
    assert errors(report) == [(None, None)] and "special_elders" in report["errors"][0]["problem"] and len(report["sha256"]) == 64


def test_the_batch_keeps_who_when_what(desk: Desk) -> None:
    path = desk.file(ELDERS, f"E1,{TOWN},独居,2023-03-05,,", f"E2,{TOWN},x,2023-03-05,,", name="九月.csv")
    report = desk.take("special_elders", path, source="api")
    assert report["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest() and report["file"] == "九月.csv"
    with desk.database.reading() as connection:
        (batch,) = read_batches(connection, limit=9)
        assert read_batches(connection, limit=9, dataset="deaths") == [] == read_batches(connection, limit=9, before=batch.id)
    assert (batch.id, batch.dataset, batch.file, batch.sha256) == (report["batch"], "special_elders", "九月.csv", report["sha256"])
    assert (batch.who, batch.source, batch.rows, batch.inserted, batch.updated) == ("张三", "api", 2, 1, 0)
    assert (batch.unchanged, batch.rejected, batch.withdrawn_at, batch.withdrawn_by) == (0, 1, None, None)
    assert abs(datetime.now(UTC).replace(tzinfo=None) - batch.at.replace(tzinfo=None)) < timedelta(minutes=1)


def test_citizen_numbers_are_nowhere(desk: Desk, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    spaced = f"{CITIZEN[:6]} {CITIZEN[6:14]} {CITIZEN[14:]}"
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in CITIZEN)
    lines = [
        f"E1,{TOWN},独居,2023-03-05,,{CITIZEN}",
        f"{CITIZEN},{TOWN},独居,2023-03-05,,",
        f"E3,{CITIZEN},{full_width},{spaced},人员{CITIZEN}甲,{CITIZEN[:-1]}",
        f"E4,{TOWN},{'字' * 50}{CITIZEN},2023-03-05,,{CITIZEN}0",
        f"E5,{TOWN},独居,2023-03-05,,{CITIZEN[:-1]}X",
    ]
    report = desk.take("special_elders", desk.file(f"{ELDERS},{CITIZEN}", *lines, name=f"{CITIZEN}.csv"))
    assert counts(report)[0] == 1
    out, err = capfd.readouterr()
    seen = json.dumps(report, ensure_ascii=False) + out + err + caplog.text
    with desk.database.reading() as connection:
        for table in sa.inspect(connection).get_table_names():
            seen += repr(connection.exec_driver_sql(f'SELECT * FROM "{table}"').all())
    for secret in (CITIZEN, CITIZEN[:-1], CITIZEN[6:17], spaced, full_width, full_width[6:]):
        assert secret not in seen
    values = {error["value"] for error in report["errors"]}
    assert {"410221************", "人员410221************甲", "410221 19491001 0011".replace(" 19491001 0011", "*" * 14)} <= values
    assert any(value.startswith("字" * 50) and value.endswith("*") and len(value) == 60 for value in values)


def test_a_great_many_errors_are_counted_and_the_first_kept(sqlite_desk: Desk) -> None:
    rows = [f"E{n},{TOWN},x,2023-03-05,," for n in range(KEPT + 50)]
    report = sqlite_desk.bring("special_elders", ELDERS, *rows)
    assert report["errors_total"] == KEPT + 50 == report["rejected"] and len(report["errors"]) == KEPT
    assert [error["row"] for error in report["errors"][:: KEPT - 1]] == [2, KEPT + 1]
    visits = [f"V{n},E{n},2023-03-05,," for n in range(KEPT + 50)]
    report = sqlite_desk.bring("elder_visits", VISITS, *visits)
    assert report["errors_total"] == KEPT + 50 == report["rejected"] and len(report["errors"]) == KEPT
    assert "errors_total" not in sqlite_desk.bring("elder_visits", VISITS, visits[0])


def test_real_records_do_not_go_into_a_demonstration_unless_mixed(sqlite_desk: Desk) -> None:
    with sqlite_desk.database.writing() as connection:
        set_fact(connection, "demonstration", "1")
    line = f"E1,{TOWN},独居,2023-03-05,,"
    report = sqlite_desk.bring("special_elders", ELDERS, line)
    assert errors(report) == [(None, None)] and "演示" in report["errors"][0]["problem"] and sqlite_desk.rows("special_elders") == []
    assert counts(sqlite_desk.bring("special_elders", ELDERS, line, mix=True)) == (1, 0, 0, 0)


def test_the_day_of_import_is_the_cockpits_today(sqlite_desk: Desk) -> None:
    day, month = TODAY + timedelta(days=1), "2023-10"
    assert errors(sqlite_desk.bring("special_elders", ELDERS, f"E1,{TOWN},独居,{day},,")) == [(2, "建档日期")]
    head = "批次编号,区划代码,类别,所属月份,人数,金额"
    assert errors(sqlite_desk.bring("relief_payments", head, f"P1,410221,城市低保,{month},1,1")) == [(2, "所属月份")]
    with sqlite_desk.database.writing() as connection:
        set_fact(connection, "today", "2023-10-01")
    assert counts(sqlite_desk.bring("special_elders", ELDERS, f"E1,{TOWN},独居,{day},,"))[0] == 1
    assert counts(sqlite_desk.bring("relief_payments", head, f"P1,410221,城市低保,{month},1,1"))[0] == 1


def test_progress_is_told(sqlite_desk: Desk) -> None:
    told: list[tuple[str, int, int]] = []
    lines = [f"E{n},{TOWN},独居,2023-03-05,," for n in range(12_000)]
    sqlite_desk.bring("special_elders", ELDERS, *lines, notice=lambda *step: told.append(step))
    assert list(dict.fromkeys(words for words, _, _ in told)) == ["打开文件", "读取和核对", "核对重复、引用和先后", "写入"]
    done = [(done, total) for words, done, total in told if words == "读取和核对"]
    assert len(done) >= 3 and done == sorted(done) and done[-1][0] == done[-1][1]


def test_the_connection_is_left_clean(desk: Desk) -> None:
    for dataset, line in (("special_elders", f"E1,{TOWN},独居,2023-03-05,,"), ("special_elders", "x"), ("elders", "x")):
        desk.bring(dataset, ELDERS, line)
        with desk.database.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError):
            connection.exec_driver_sql("SELECT * FROM staged")


class TestRows:
    """JSON rows are taken as files are."""

    def bring(self, database: Database, rows: list[Any], dataset: str = "special_elders", **wish: Any) -> dict[str, Any]:
        return import_rows(database, rows, dataset, who="api", source="api", reported=REPORTED, **wish).to_dict()

    def test_by_header_or_field_name(self, desk: Desk) -> None:
        rows = [
            {"key": 1, "区划代码": int(TOWN), "category": "独居", "registered_on": "2023-03-05", "备注": "x"},
            {"key": "2", "区划代码": TOWN, "category": "y", "registered_on": "2023-03-05", "备注": None},
        ]
        report = self.bring(desk.database, rows)
        assert counts(report) == (1, 0, 0, 1) and errors(report) == [(2, "category")] and report["unknown_columns"] == ["备注"]
        assert len(report["sha256"]) == 64 and report["file"] == "rows.json"
        assert counts(self.bring(desk.database, rows[:1])) == (0, 0, 1, 0)

    def test_a_field_left_out_of_a_row_is_refused_rather_than_cleared(self, sqlite_desk: Desk) -> None:
        whole = {"key": "1", "region": TOWN, "category": "独居", "registered_on": "2023-03-05", "closed_on": "2023-04-01"}
        short = {name: value for name, value in whole.items() if name != "closed_on"} | {"key": "2"}
        report = self.bring(sqlite_desk.database, [whole, short])
        assert counts(report) == (1, 0, 0, 1) and errors(report) == [(2, None)] and "closed_on" in report["errors"][0]["problem"]
        assert counts(self.bring(sqlite_desk.database, [{**whole, "closed_on": None}])) == (0, 1, 0, 0)
        assert sqlite_desk.rows("special_elders")[0]["closed_on"] is None

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            ([], "缺少"),
            ([{}], "缺少"),
            ([{"key": "1"}], "缺少"),
            (["x"], "JSON 对象"),
            ([None], "JSON 对象"),
            ([{"key": 1, "对象编号": 1}], "缺少"),
        ],
    )
    def test_what_is_no_table_is_refused(self, sqlite_desk: Desk, rows: list[Any], said: str) -> None:
        report = self.bring(sqlite_desk.database, rows)
        assert errors(report) == [(None, None)] and said in report["errors"][0]["problem"]

    def test_odd_values_are_errors_of_their_cell(self, sqlite_desk: Desk) -> None:
        for odd in ([1], {"a": 1}, True, float("nan"), float("inf"), 10**60, "\ud800", "a\0b"):
            row = {"key": odd, "region": TOWN, "category": "独居", "registered_on": "2023-03-05"}
            assert errors(self.bring(sqlite_desk.database, [row])) == [(1, "key")], odd
