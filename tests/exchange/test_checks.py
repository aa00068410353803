"""Checks that need more than one cell: keys twice, references, the order of days, rules, and a county's own region."""

from __future__ import annotations

import pytest

from .desk import ELDERS, ELSEWHERE, OTHER_TOWN, TOWN, VILLAGE, VISITS, Desk, counts, errors

DEATHS = "记录编号,区划代码,死亡日期,处置方式,火化日期,补贴发放日期"
APPLICATIONS = "申请编号,区划代码,救助类型,受理途径,受理日期,启动调查日期,办结日期"
PLACES = "阵地编号,区划代码,类型,名称,选址日期,开工日期,完工日期,揭牌（运营）日期,停用日期"


def elder(key: str, region: str = TOWN, category: str = "独居") -> str:
    return f"{key},{region},{category},2023-03-05,,"


def test_a_key_twice_rejects_both_and_each_names_the_other(desk: Desk) -> None:
    report = desk.bring("special_elders", ELDERS, elder("E1"), elder("E2"), "", elder(" E1 ", OTHER_TOWN), elder("Ｅ1", category="x"))
    assert counts(report) == (1, 0, 0, 3) and report["rows"] == 4
    told = {error["row"]: error["problem"] for error in report["errors"] if error["column"] == "对象编号"}
    assert set(told) == {2, 5, 6}
    assert "第 5、6 行" in told[2] and "第 2、6 行" in told[5] and "第 2、5 行" in told[6]
    assert (6, "类别") in errors(report), "a row that is bad otherwise counts, and keeps its own error"
    assert [row["key"] for row in desk.rows("special_elders")] == ["E2"]


def test_a_key_very_often_is_named_in_few_words(sqlite_desk: Desk) -> None:
    report = sqlite_desk.bring("special_elders", ELDERS, *[elder("E1")] * 300)
    assert report["rejected"] == 300 and all("等 299 行" in error["problem"] for error in report["errors"])
    assert max(len(error["problem"]) for error in report["errors"]) < 100


def test_a_reference_to_nothing_is_rejected(desk: Desk) -> None:
    desk.bring("special_elders", ELDERS, elder("E1"))
    report = desk.bring("elder_visits", VISITS, "V1,E1,2023-03-05,上门,正常", "V2,E9,2023-03-05,,", "V3,e1,2023-03-05,,")
    assert counts(report) == (1, 0, 0, 2) and errors(report) == [(3, "对象编号"), (4, "对象编号")]
    assert "特殊困难老年人" in report["errors"][0]["problem"] and report["errors"][0]["value"] == "E9"


def test_every_reference_is_checked(desk: Desk) -> None:
    desk.bring("elder_facilities", "设施编号,区划代码,类型,名称,状态", f"F1,{TOWN},养老机构,甲,运营")
    desk.bring("children", "对象编号,区划代码,类别,建档日期", f"K1,{TOWN},孤儿,2023-03-05")
    for dataset, head, line in (
        ("caregivers", "护理员编号,设施编号,入职日期", "{},{},2023-03-05"),
        ("facility_residents", "入住编号,设施编号,自理程度,入住日期", "{},{},自理,2023-03-05"),
        ("child_visits", "记录编号,对象编号,走访日期", "{},{},2023-03-05"),
    ):
        there = "K1" if dataset == "child_visits" else "F1"
        report = desk.bring(dataset, head, line.format("1", there), line.format("2", "nobody"))
        assert counts(report) == (1, 0, 0, 1) and errors(report) == [(3, head.split(",")[1])]


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        (("2023-03-05", "2023-03-05", "2023-03-05"), []),
        (("2023-03-05", "", "2023-03-06"), []),
        (("2023-03-05", "", ""), []),
        (("2023-03-05", "2023-03-04", ""), ["启动调查日期"]),
        (("2023-03-05", "2023-03-07", "2023-03-06"), ["办结日期"]),
        (("2023-03-05", "", "2023-03-04"), ["办结日期"]),
        (("2023-03-05", "2023-03-04", "2023-03-03"), ["启动调查日期", "办结日期"]),
        (("2023-03-05", "x", "2023-03-04"), ["启动调查日期", "办结日期"]),
    ],
)
def test_days_of_a_row_must_not_decrease(desk: Desk, days: tuple[str, ...], wrong: list[str]) -> None:
    report = desk.bring("relief_applications", APPLICATIONS, f"A1,{TOWN},临时救助,窗口受理,{','.join(days)}")
    assert [column for _, column in errors(report)] == wrong and counts(report)[3] == bool(wrong)


def test_the_sentence_names_both_days(sqlite_desk: Desk) -> None:
    report = sqlite_desk.bring("relief_applications", APPLICATIONS, f"A1,{TOWN},临时救助,窗口受理,2023-03-05,2023-03-07,2023-03-06")
    (error,) = report["errors"]
    assert error["value"] == "2023-03-06" and "办结日期早于启动调查日期" in error["problem"]


def test_each_chain_of_a_dataset_is_checked(sqlite_desk: Desk) -> None:
    lines = ["Z1,410221,儿童之家,甲,2023-02-01,2023-01-01,,2023-01-05,2023-01-06", "Z2,410221,儿童之家,乙,,,,2023-01-05,2023-01-04"]
    assert errors(sqlite_desk.bring("child_places", PLACES, *lines)) == [(2, "开工日期"), (3, "停用日期")]


def test_order_is_held_against_what_the_record_has_where_the_file_lacks_the_column(desk: Desk) -> None:
    desk.bring("deaths", DEATHS, f"D1,{TOWN},2023-03-01,火化,2023-03-03,2023-03-10", f"D2,{TOWN},2023-03-01,火化,,")
    without_cremation = "记录编号,区划代码,死亡日期,处置方式"
    report = desk.bring(
        "deaths", without_cremation, f"D1,{TOWN},2023-03-04,火化", f"D2,{TOWN},2023-03-04,火化", f"D3,{TOWN},2023-03-04,火化"
    )
    assert errors(report) == [(2, "死亡日期")] and counts(report) == (1, 1, 0, 1)
    report = desk.bring("deaths", "记录编号,区划代码,死亡日期,处置方式,补贴发放日期", f"D1,{TOWN},2023-03-01,火化,2023-03-02")
    assert errors(report) == [(2, "补贴发放日期")] and "火化日期" in report["errors"][0]["problem"]
    assert desk.rows("deaths")[0]["subsidy_paid_on"].day == 10


def test_a_burial_with_a_cremation_is_rejected(desk: Desk) -> None:
    report = desk.bring("deaths", DEATHS, f"D1,{TOWN},2023-03-01,土葬,2023-03-02,", f"D2,{TOWN},2023-03-01,火化,2023-03-02,")
    assert errors(report) == [(2, "火化日期")] and "土葬" in report["errors"][0]["problem"]
    report = desk.bring("deaths", "记录编号,区划代码,死亡日期,处置方式", f"D2,{TOWN},2023-03-01,土葬")
    assert errors(report) == [(2, "处置方式")], "the record's day of cremation would stay"
    assert counts(desk.bring("deaths", DEATHS, f"D2,{TOWN},2023-03-01,土葬,,")) == (0, 1, 0, 0)


def test_a_facility_in_operation_without_a_day_is_taken(sqlite_desk: Desk) -> None:
    assert counts(sqlite_desk.bring("elder_facilities", "设施编号,区划代码,类型,名称,状态", f"F1,{TOWN},养老机构,甲,运营")) == (1, 0, 0, 0)


class TestOwnRegion:
    """`only_region`: a county brings its own records and touches nobody else's."""

    def test_rows_of_another_region_are_rejected_on_their_code(self, desk: Desk) -> None:
        report = desk.bring("special_elders", ELDERS, elder("E1"), elder("E2", ELSEWHERE), only_region="410221")
        assert counts(report) == (1, 0, 0, 1) and errors(report) == [(3, "区划代码")]
        assert "杞县" in report["errors"][0]["problem"]
        report = desk.bring(
            "marriages", "登记编号,区划代码,类型,登记日期", "M1,410221,结婚,2023-03-05", "M2,410222,结婚,2023-03-05", only_region="410221"
        )
        assert errors(report) == [(3, "区划代码")]

    def test_a_record_of_another_region_cannot_be_drawn_over(self, desk: Desk) -> None:
        desk.bring("special_elders", ELDERS, elder("E1", ELSEWHERE))
        report = desk.bring("special_elders", ELDERS, elder("E1"), only_region="410221")
        assert errors(report) == [(2, "区划代码")] and desk.rows("special_elders")[0]["region"] == ELSEWHERE
        assert counts(desk.bring("special_elders", ELDERS, elder("E1"), only_region="410222"))[3] == 1
        assert counts(desk.bring("special_elders", ELDERS, elder("E1", ELSEWHERE), only_region="410222")) == (0, 0, 1, 0)

    def test_references_lead_to_the_region(self, desk: Desk) -> None:
        desk.bring("special_elders", ELDERS, elder("E1"), elder("E2", ELSEWHERE))
        desk.bring("elder_visits", VISITS, "V1,E2,2023-03-05,,")
        report = desk.bring("elder_visits", VISITS, "V1,E1,2023-03-05,,", "V2,E1,2023-03-05,,", "V3,E2,2023-03-05,,", only_region="410221")
        assert counts(report) == (1, 0, 0, 2) and errors(report) == [(2, "对象编号"), (4, "对象编号")]
        assert all("区划代码" in error["problem"] for error in report["errors"])

    def test_it_does_not_tell_whether_another_region_has_a_key(self, desk: Desk) -> None:
        desk.bring("special_elders", ELDERS, elder("E2", ELSEWHERE))
        report = desk.bring("elder_visits", VISITS, "V1,E2,2023-03-05,,", "V2,E9,2023-03-05,,", only_region="410221")
        assert len({error["problem"] for error in report["errors"]}) == 1 and counts(report)[3] == 2

    def test_where_the_code_is_the_key(self, desk: Desk) -> None:
        report = desk.bring("communities", "区划代码,类型", f"{VILLAGE},村", only_region="410222")
        assert errors(report) == [(2, "区划代码")]
        assert counts(desk.bring("communities", "区划代码,类型", f"{VILLAGE},村", only_region="410221")) == (1, 0, 0, 0)
