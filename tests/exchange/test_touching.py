"""The marks for the next refresh: township and month of every old and new image, and nothing for rows that didn't change."""

from __future__ import annotations

from data.exchange.batches import ALWAYS

from .desk import ELDERS, ELSEWHERE, OTHER_TOWN, TOWN, VILLAGE, VISITS, Desk

FACILITIES = "设施编号,区划代码,类型,名称,状态,床位数,运营日期,停用日期"
COMMUNITIES = "区划代码,类型,省级规范化社区,复查日期"


def test_every_day_of_a_new_row_is_marked(desk: Desk) -> None:
    desk.bring(
        "special_elders", ELDERS, f"E1,{TOWN},独居,2022-03-05,2023-04-06,", f"E2,{VILLAGE},独居,2022-03-31,,", f"E3,{TOWN},x,2021-01-01,,"
    )
    assert desk.marks("special_elders") == {(TOWN, "2022-03"), (TOWN, "2023-04")}
    desk.bring("marriages", "登记编号,区划代码,类型,登记日期", "M1,410221,结婚,2023-03-05")
    assert desk.marks("marriages") == {("410221", "2023-03")}


def test_old_and_new_image_are_marked_and_unchanged_rows_are_not(desk: Desk) -> None:
    desk.bring("special_elders", ELDERS, f"E1,{TOWN},独居,2022-03-05,,", f"E2,{TOWN},独居,2021-05-05,,")
    desk.marks("special_elders")
    desk.bring("special_elders", ELDERS, f"E1,{OTHER_TOWN},独居,2022-04-05,,", f"E2,{TOWN},独居,2021-05-05,,")
    assert desk.marks("special_elders") == {(TOWN, "2022-03"), (OTHER_TOWN, "2022-04")}
    desk.bring("special_elders", ELDERS, f"E1,{OTHER_TOWN},独居,2022-04-05,,")
    assert desk.marks("special_elders") == set()


def test_rows_with_a_reference_lie_where_it_leads(desk: Desk) -> None:
    desk.bring("special_elders", ELDERS, f"E1,{TOWN},独居,2022-03-05,,", f"E2,{ELSEWHERE},独居,2022-03-05,,")
    first = desk.bring("elder_visits", VISITS, "V1,E1,2023-03-05,,", "V2,E1,2023-03-06,,")
    assert desk.marks("elder_visits") == {(TOWN, "2023-03")}
    second = desk.bring("elder_visits", VISITS, "V1,E2,2023-04-05,,")
    assert desk.marks("elder_visits") == {(TOWN, "2023-03"), (ELSEWHERE, "2023-04")}
    desk.undo(second["batch"])
    assert desk.marks("elder_visits") == {(TOWN, "2023-03"), (ELSEWHERE, "2023-04")}
    desk.undo(first["batch"])
    assert desk.marks("elder_visits") == {(TOWN, "2023-03")}


def test_a_row_without_days_is_marked_always(desk: Desk) -> None:
    desk.bring("elder_facilities", FACILITIES, f"F1,{TOWN},养老机构,甲,规划,,,", f"F2,{OTHER_TOWN},养老机构,乙,运营,,2020-01-01,")
    assert desk.marks("elder_facilities") == {(TOWN, ALWAYS), (OTHER_TOWN, "2020-01")}
    desk.bring("elder_facilities", FACILITIES, f"F1,{TOWN},养老机构,甲,规划,,2021-02-02,")
    assert desk.marks("elder_facilities") == {(TOWN, ALWAYS), (TOWN, "2021-02")}


def test_population_is_marked_in_january_of_its_year(desk: Desk) -> None:
    head = "区划代码,年份,常住人口"
    desk.bring("population", head, "410221,2020,100", f"{TOWN},2021,5")
    assert desk.marks("population") == {("410221", "2020-01"), (TOWN, "2021-01")}
    desk.bring("population", head, "410221,2020,101", f"{TOWN},2021,5")
    assert desk.marks("population") == {("410221", "2020-01")}


def test_months_are_marked_as_they_are(desk: Desk) -> None:
    desk.bring("reported_values", "指标,区划代码,所属月份,分子或数值", "农村低保月标准,410221,2023-03,400")
    assert desk.marks("reported_values") == {("410221", "2023-03")}
    desk.bring("relief_payments", "批次编号,区划代码,类别,所属月份,人数,金额,到账日期", "P1,410221,城市低保,2023-03,1,1,2023-04-05")
    assert desk.marks("relief_payments") == {("410221", "2023-03"), ("410221", "2023-04")}


def test_a_community_is_marked_always_where_its_state_changes(desk: Desk) -> None:
    batch = desk.bring("communities", COMMUNITIES, f"{VILLAGE},村,是,2023-03-05")
    assert desk.marks("communities") == {(TOWN, ALWAYS), (TOWN, "2023-03")}
    only_day = desk.bring("communities", COMMUNITIES, f"{VILLAGE},村,是,2023-04-05")
    assert desk.marks("communities") == {(TOWN, "2023-03"), (TOWN, "2023-04")}
    state = desk.bring("communities", COMMUNITIES, f"{VILLAGE},村,,2023-04-05")
    assert desk.marks("communities") == {(TOWN, ALWAYS), (TOWN, "2023-04")}
    desk.undo(state["batch"])
    assert desk.marks("communities") == {(TOWN, ALWAYS), (TOWN, "2023-04")}
    desk.undo(only_day["batch"])
    assert desk.marks("communities") == {(TOWN, "2023-03"), (TOWN, "2023-04")}
    desk.undo(batch["batch"])
    assert desk.marks("communities") == {(TOWN, ALWAYS), (TOWN, "2023-03")}
