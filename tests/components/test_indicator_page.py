"""The sheet of every indicator: it renders for each role, shows the door's figures, and tells nobody more than the door does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from access.scope import Scope
from components import format as form
from components.about import address, mark, named
from components.behind import batches_table, returns_table
from components.history import history_chart, history_table
from components.plain import plain
from data.database import Database
from data.datasets import DATASETS
from data.exchange.batches import read_batches
from data.indicators import DECLARED, INDICATORS
from data.indicators.absence import absence
from data.indicators.definition import datasets_behind, related, target_words
from data.indicators.figures import figures
from data.indicators.history import history
from data.indicators.moment import moment
from data.indicators.returns import Return, last_returns
from data.indicators.sources import sources
from data.periods import Period
from geo.regions import CITY
from tests.components import panels
from tests.components.panels import ROLES, rows, said

AUGUST = Period("2023-08")
PANELS = ("top", "value", "definition", "target", "history-head", "behind", "regions")
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def ask(clients: dict[str, FlaskClient]) -> Ask:
    """`ask("leader", "deaths", "?period=2023-08", "value")`: the answer of the callback behind one panel."""
    return lambda role, name, search, panel: panels.ask(clients[role], "indicator", panel, {"address": search, "name": name})


@pytest.mark.parametrize("name", DECLARED)
def test_every_sheet_renders_for_every_role_with_the_figures_of_the_door(name: str, ask: Ask, demonstration: Database) -> None:
    indicator = DECLARED[name]
    for role, scope in ROLES.items():
        with moment(demonstration) as now:
            (here,) = figures(now, [name], scope=scope, periods=[AUGUST])
            counties = figures(now, [name], scope=scope, periods=[AUGUST], region=CITY, level="county")
        for panel in PANELS:
            answer = ask(role, name, "?period=2023-08", panel)
            assert answer.status_code == 200 and "没读出来" not in answer.text, f"{panel}: {answer.text[:300]}"
            told = answer.json["response"]
            if panel == "value":
                text = said(told["indicator-value"]["children"])
                assert form.headline(indicator, here).text in text
                assert absence(here) in text and (here.target is None or form.with_unit(indicator, here.target) in text)
            elif panel == "regions":
                found = {row[0]: row[1] for row in rows(told["indicator-regions"]["children"])[1:]}
                assert found == {one.region_name: form.cell(indicator, one) for one in (*counties, here)}
            elif panel == "definition":
                text = said(told["indicator-definition"]["children"])
                assert indicator.unit in text and all(one.name in text for one in related(indicator))
            elif panel == "target":
                assert target_words(indicator, indicator.target) in said(told["indicator-target"]["children"])
            elif panel == "history-head":
                line = told["indicator-history-data"]["data"]["data"][0]
                assert here.value is None or here.value in line["y"]
            elif panel == "behind":
                text = said(told["indicator-behind"]["children"])
                assert all(DATASETS[one].title in text for one in datasets_behind(indicator))


def test_the_page_itself(clients: dict[str, FlaskClient]) -> None:
    assert clients["leader"].get("/indicator/deaths").status_code == 200
    assert clients["leader"].get("/indicator/no_such").status_code == 404
    assert clients["screen"].get("/indicator/deaths").status_code == 403
    from pages.indicator import layout

    assert "没有这个指标" in str(plain(layout("no_such"))) and layout("deaths").id == "page-indicator"


def test_the_wall_may_not_ask_and_an_unknown_name_gets_nothing(ask: Ask) -> None:
    assert ask("screen", "deaths", "?", "value").status_code == 403
    assert ask("leader", "no_such", "?", "value").status_code == 204
    assert ask("leader", None, "?", "top").status_code == 204


def test_shares_of_a_city_target_add_up(ask: Ask) -> None:
    found = rows(ask("leader", "home_adaptations", "?period=2023-08", "target").json["response"]["indicator-target"]["children"])
    shares = [int(row[1].replace(",", "")) for row in found[1:]]
    assert len(shares) == 10 and sum(shares[:-1]) == shares[-1] == 2000


def test_a_foreign_township_is_not_shown(ask: Ask, demonstration: Database) -> None:
    with moment(demonstration) as now:
        own, foreign = now.places.under("410221", "township")[0], now.places.under("410222", "township")[0]
    top = ask("county", "elder_visit_rate", f"?period=2023-08&region={foreign.code}", "top").text
    assert foreign.name.encode("unicode_escape").decode() not in top and foreign.name not in top
    assert own.name in said(
        ask("county", "elder_visit_rate", f"?period=2023-08&region={own.code}", "regions").json["response"]["indicator-regions"]["children"]
    )
    told = said(ask("admin", "elder_visit_rate", f"?period=2023-08&region={own.code}", "regions").json["response"]["indicator-regions"])
    assert own.name not in told


def test_townships_are_withheld_as_the_door_withholds_them(ask: Ask, demonstration: Database) -> None:
    for role in ("leader", "county"):
        with moment(demonstration) as now:
            wanted = figures(now, ["deaths"], scope=ROLES[role], periods=[AUGUST], region="410221", level="township")
        children = ask(role, "deaths", "?period=2023-08&region=410221", "regions").json["response"]["indicator-regions"]["children"]
        found = {row[0]: row[1] for row in rows(children)[1:-1]}
        assert found == {one.region_name: form.cell(INDICATORS["deaths"], one) for one in wanted}
        assert ("<5" in found.values()) == (role == "leader")


def test_only_some_see_file_names(ask: Ask) -> None:
    def text(role: str) -> str:
        return said(ask(role, "deaths", "?period=2023-08", "behind").json["response"]["indicator-behind"]["children"])

    assert "演示数据" in text("admin") and "文件名只有" not in text("admin")
    for role in ("leader", "chief", "county"):
        assert "演示数据" not in text(role) and "文件名只有" in text(role) and "第 " in text(role)


# --- what stands behind a value -----------------------------------------------------------------------------------------------------


def test_the_batches_are_those_the_refresh_has_seen(demonstration: Database) -> None:
    with moment(demonstration) as now:
        (found,) = sources(now, ["deaths"])
        assert found.batches[0].id == read_batches(now.connection, limit=1, dataset="deaths", standing=True)[0].id
        assert found.waiting == 0 and found.section == "社会事务科" and found.batches[0].id <= (now.batch or 0)
        shown = rows(plain(batches_table([replace(found, waiting=2), replace(found, batches=())], set(), 2023)))
    assert "另有 2 批待刷新计入" in shown[1][0] and f"第 {found.batches[0].id} 批" in shown[1] and "未送达" in shown[2][0]


def test_returns_say_who_is_missing(demonstration: Database) -> None:
    with moment(demonstration) as now:
        found = last_returns(now, ["tekun_standard"], scope=ROLES["leader"], period=AUGUST)
        assert len(found) == 9 and {one.due for one in found} == {"2023-08"}
        assert last_returns(now, ["tekun_standard"], scope=Scope(), period=AUGUST) == ()
        running = last_returns(now, ["tekun_standard"], scope=ROLES["leader"], period=Period("2023-09"))
        assert {one.due for one in running} == {"2023-08"}, "September's return is not due while September runs"
        january = last_returns(now, ["tekun_standard"], scope=ROLES["leader"], period=Period("2023-W01"))
        assert {one.due for one in january} == {""}, "and last December's counts for last year"
    late = Return("tekun_standard", "410221", "杞县", "2023-06", 3, "2023-08", True)
    assert [cell.strip() for cell in rows(plain(returns_table([late])))[1]] == ["杞县", "6月", "第 3 批", "未报"]


# --- history ------------------------------------------------------------------------------------------------------------------------


def test_history_covers_all_years_and_leaves_gaps(demonstration: Database) -> None:
    with moment(demonstration) as now:
        years = history(now, "home_adaptations", scope=ROLES["leader"], period=AUGUST, region=CITY)
        assert list(years) == list(range(now.begins.year, 2024)) if now.begins else False
        assert [len(found) for found in years.values()][-1] == 8 and years[2023][-1].period == "2023-08"
        wanted = figures(now, ["home_adaptations"], scope=ROLES["leader"], periods=[AUGUST])[0].value
    chart = history_chart(INDICATORS["home_adaptations"], years, date(2023, 9, 18))
    assert chart["data"][0]["y"][-1] == wanted and None in chart["data"][0]["y"], "a count that begins anew is not joined over the new year"
    assert any(note["text"] == "目标" for note in chart["layout"]["annotations"])
    found = rows(plain(history_table(INDICATORS["home_adaptations"], years, date(2023, 9, 18))))
    assert found[1][0] == "2023" and found[1][8] == f"{wanted:,}" and found[1][9:] == ["", "", "", ""]


def test_an_unfinished_month_stands_apart(demonstration: Database) -> None:
    with moment(demonstration) as now:
        years = history(now, "deaths", scope=ROLES["leader"], period=Period("2023-09"), region=CITY)
        today = now.today
    assert years[2023][-1].period == f"{today:%Y-%m}"
    chart = history_chart(INDICATORS["deaths"], years, today)
    assert years[2023][-1].value not in chart["data"][0]["y"][-1:] and "本月未完" in str(chart["data"])
    delivered = {2023: (*years[2023][:-1], replace(years[2023][-1], as_of=Period("2023-09").ends))}
    done = history_chart(INDICATORS["deaths"], delivered, today + timedelta(days=40))
    assert done["data"][0]["y"][-1] == years[2023][-1].value


# --- the way here -------------------------------------------------------------------------------------------------------------------


def test_links_carry_period_and_region() -> None:
    one = INDICATORS["deaths"]
    assert address(one, "2023-08/ytd", "410221") == "/indicator/deaths?period=2023-08/ytd&region=410221"
    assert named(one, "2023-08").href == "/indicator/deaths?period=2023-08"
    assert "死亡人数的指标说明" in said(plain(mark(one, "2023-08", CITY)))


def test_the_lists_are_linked_for_those_who_may_open_them(ask: Ask) -> None:
    def links(role: str, search: str = "?period=2023-08") -> str:
        return str(ask(role, "elder_visit_rate", search, "value").json["response"]["indicator-value"]["children"])

    assert "看名单" in links("chief") and "/records/" in links("chief") and "region=410200&period=2023-08" in links("chief")
    assert "region=410221&period=2023-08" in links("county"), "a county that looks at the city is led to its own"
    assert "看名单" not in links("leader") and "看名单" not in links("admin")
    assert "看名单" not in str(ask("chief", "deaths", "?period=2023-08", "value").json), "of another section"
