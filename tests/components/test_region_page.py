"""Everything about one region: the door's figures for each role, medians and ranks by hand, and nothing of what one may not see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from access.scope import Scope
from components import format as form
from components.plain import plain
from components.standing import rank_words
from data.database import Database
from data.indicators import INDICATORS
from data.indicators.figures import NotAllowed, figures
from data.indicators.locality import last_batches, locality
from data.indicators.moment import moment
from data.indicators.standing import Rank, median, peers_of, rank, standings
from data.periods import Period
from geo.regions import CITY
from tests.components import panels
from tests.components.conftest import COUNTIES, make_figure
from tests.components.panels import ROLES, rows, said

AUGUST = Period("2023-08")
PANELS = ("top", "facts", "programmes", "returns", "deliveries", "standing")
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def ask(clients: dict[str, FlaskClient]) -> Ask:
    return lambda role, code, panel, search="?period=2023-08": panels.ask(clients[role], "region", panel, {"address": search, "code": code})


def children(answer: Any, panel: str) -> Any:
    assert answer.status_code == 200 and "没读出来" not in answer.text, answer.text[:300]
    return answer.json["response"][f"region-{panel}"]["children"]


# --- median and rank by hand --------------------------------------------------------------------------------------------------------


def county_figures(indicator: str, values: list[float | None], **more: Any) -> list[Any]:
    return [make_figure(indicator, value, region=code, **more) for code, value in zip(COUNTIES, values, strict=False)]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([3, 1, 2], 2.0),
        ([4, 1, 2, 3], 2.5),
        ([1, 2], None),
        ([1, None, 2], None),
        ([1, None, 2, 9], 2.0),
        ([], None),
        ([5, 5, 5], 5.0),
    ],
)
def test_the_median_takes_those_with_a_value_and_wants_three(values: list[float | None], wanted: float | None) -> None:
    assert median(county_figures("work_orders", values)) == wanted


def test_what_is_withheld_takes_no_part() -> None:
    group = county_figures("deaths", [1, 2, 9, None])
    hidden = replace(group[0], value=None, numerator=None, suppressed=True, reason="small")
    assert median([hidden, *group[1:]]) is None and median(group) == 2.0


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([50, 40, 30], Rank(1, 3, False)),
        ([40, 50, 30], Rank(2, 3, False)),
        ([40, 40, 50, 30], Rank(2, 4, True)),
        ([100, 100, 100], Rank(1, 3, True)),
        ([30, 40, 50, None], Rank(3, 3, False)),
        ([None, 40, 50, 60], None),
        ([40, 50], None),
        ([40, None, 50], None),
    ],
)
def test_ranks_share_a_place_and_leave_out_the_missing(values: list[float | None], wanted: Rank | None) -> None:
    group = county_figures("happiness_home_coverage", values)
    assert rank(INDICATORS["happiness_home_coverage"], group[0], group) == wanted


def test_lower_may_be_better() -> None:
    group = county_figures("happiness_home_coverage", [10, 20, 30])
    assert rank(replace(INDICATORS["happiness_home_coverage"], better="lower", target=None), group[0], group) == Rank(1, 3, False)


def test_people_are_not_ranked_nor_what_has_no_direction() -> None:
    for name, one in INDICATORS.items():
        group = county_figures(name, [1, 2, 3])
        ranked = rank(one, group[0], group) is not None
        assert ranked == (one.better != "none" and (one.rate or not one.people)), name
    counted = replace(INDICATORS["relief_recipients"], better="higher")
    group = county_figures("relief_recipients", [1, 2, 3])
    assert rank(counted, group[0], group) is None


def test_counties_with_targets_of_their_own_are_held_by_the_part_done() -> None:
    group = [
        make_figure("home_adaptations", value, region=code, target=target)
        for code, value, target in zip(COUNTIES, [50, 90, 20], [100, 300, 20], strict=False)
    ]
    assert [rank(INDICATORS["home_adaptations"], one, group) for one in group] == [
        Rank(2, 3, False),
        Rank(3, 3, False),
        Rank(1, 3, False),
    ]


def test_a_rank_in_words() -> None:
    assert rank_words(Rank(3, 9, False)) == "第 3 位（9 个县区）"
    assert rank_words(Rank(1, 9, True)) == "并列第 1 位（9 个县区）"
    assert rank_words(None) == ""


# --- peers --------------------------------------------------------------------------------------------------------------------------


def test_peers_are_of_the_same_kind_and_seen(demonstration: Database) -> None:
    with moment(demonstration) as now:
        assert peers_of(now, CITY, ROLES["leader"]).codes == ()
        assert len(peers_of(now, "410221", ROLES["county"]).codes) == 9
        town = now.places.under("410221", "township")[0]
        peers = peers_of(now, town.code, ROLES["leader"])
        assert town.code in peers.codes and {now.places[code].kind for code in peers.codes} == {town.kind}
        assert all(code.startswith("410221") for code in peers.codes)
        assert peers_of(now, town.code, Scope("county", region="410222")).codes == ()


def test_standings_are_the_doors_figures(demonstration: Database) -> None:
    with moment(demonstration) as now:
        found = standings(now, scope=ROLES["leader"], period=AUGUST, region="410221")
        wanted = figures(now, list(INDICATORS), scope=ROLES["leader"], periods=[AUGUST], region="410221")
        assert [one.figure for one in found] == list(wanted) and len(found) == 47
        assert all(len(one.line) == 8 and one.line[-1] == one.figure for one in found)
        assert all(one.rank is None for one in standings(now, scope=ROLES["leader"], period=AUGUST, region=CITY))
        town = now.places.under("410221", "township")[1].code
        for one in standings(now, scope=ROLES["leader"], period=AUGUST, region=town):
            assert len(one.line) == 8 and one.line[-1] == one.figure  # people too; what is withheld is a gap
        foreign = now.places.under("410222", "township")[0].code
        with pytest.raises(NotAllowed):
            standings(now, scope=ROLES["county"], period=AUGUST, region=foreign)


def test_facts_and_deliveries(demonstration: Database) -> None:
    with moment(demonstration) as now:
        city, county = locality(now, CITY, 2023), locality(now, "410221", 2023)
        assert len(city.parts) == 9 and county.villages == len(now.places.under("410221", "village"))
        assert city.residents == sum(locality(now, code, 2023).residents or 0 for code in COUNTIES)
        assert locality(now, "410221", 1900).residents is None
        town = locality(now, now.places.under("410221", "township")[0].code, 2023)
        assert town.residents is None and all(part.level == "village" for part in town.parts)
        assert {batch.dataset for batch in last_batches(now, "410221")} <= {batch.dataset for batch in last_batches(now, CITY)}
        assert not {"marriages", "reported_values"} & {batch.dataset for batch in last_batches(now, town.region.code)}


# --- the page -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_a_county_shows_every_role_the_figures_of_the_door(role: str, ask: Ask, demonstration: Database) -> None:
    for panel in PANELS:
        assert children(ask(role, "410223", panel), panel)
    with moment(demonstration) as now:
        wanted = figures(now, list(INDICATORS), scope=ROLES[role], periods=[AUGUST], region="410223")
    found = [row for row in rows(children(ask(role, "410223", "standing"), "standing")) if len(row) > 5][1:]
    assert [row[0] for row in found] == [INDICATORS[one.indicator].title for one in wanted]
    for row, one in zip(found, wanted, strict=True):
        assert row[1].split(" ")[0] == form.cell(INDICATORS[one.indicator], one).split(" ")[0]


def test_the_city_has_the_same_page(ask: Ask) -> None:
    assert len([row for row in rows(children(ask("leader", CITY, "standing"), "standing")) if len(row) > 5]) == 48
    assert "9 个" in said(children(ask("leader", CITY, "facts"), "facts")) and "龙亭区" in said(
        children(ask("leader", CITY, "facts"), "facts")
    )
    assert "个县区" in said(children(ask("leader", CITY, "returns"), "returns"))


def test_own_townships_open_and_foreign_ones_do_not(ask: Ask, clients: dict[str, FlaskClient], demonstration: Database) -> None:
    with moment(demonstration) as now:
        own, foreign = (now.places.under(code, "township")[0] for code in ("410221", "410222"))
        village = now.places.under("410221", "village")[0]
    shown = children(ask("county", own.code, "standing"), "standing")
    assert "只统计到县区" in said(shown) and children(ask("county", own.code, "programmes"), "programmes") == []
    assert clients["county"].get(f"/region/{own.code}").status_code == 200
    for role, code, words, status in (
        ("county", foreign.code, "不在您的查看范围内", 403),
        ("admin", own.code, "不在您的查看范围内", 403),
        ("leader", "410299", "没有这个地区", 404),
        ("leader", "x", "没有这个地区", 404),
        ("leader", village.code, "村社区没有", 404),
    ):
        assert clients[role].get(f"/region/{code}").status_code == status
        top = ask(role, code, "top")
        assert words in said(top.json["response"]["region-lead"]["children"])
        assert foreign.name not in said(list(top.json["response"].values())) or role != "county"
        for panel in PANELS[1:]:
            assert children(ask(role, code, panel), panel) == []


def test_links_lead_only_where_one_may_go(ask: Ask) -> None:
    def links(role: str, code: str) -> set[str]:
        return set(str(children(ask(role, code, "facts"), "facts")).split("/region/")[1:])

    assert len(links("leader", "410222")) > 5 and links("county", "410222") == set() and len(links("county", "410221")) > 5
    assert links("admin", "410221") == set() and len(links("admin", CITY)) == 9


def test_the_page_itself(clients: dict[str, FlaskClient]) -> None:
    assert clients["leader"].get("/region/410221").status_code == 200 and clients["screen"].get("/region/410221").status_code == 403
    from pages.region import layout

    assert plain(layout("410221"))["props"]["id"] == "page-region"


def test_the_wall_may_not_ask(ask: Ask) -> None:
    assert ask("screen", "410221", "standing").status_code == 403


@pytest.mark.parametrize("search", ["?period=2023-W30", "?period=2023-07/ytd", "?period=nonsense", ""])
def test_every_kind_of_period(search: str, ask: Ask) -> None:
    for panel in PANELS:
        children(ask("leader", "410221", panel, search), panel)
