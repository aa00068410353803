"""The scenes: what stands on the wall is what `figures` gives at the scope of role screen, in words that fit, at any state of the data."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import sqlalchemy as sa

from components import format as form
from components.screen.words import TITLE, names_in, short, title, width
from data.database import Database
from data.datasets.affairs import cemeteries
from data.datasets.children import child_places
from data.indicators import DECLARED
from data.indicators.figures import figures
from data.indicators.moment import moment
from data.periods import month_of, parse
from data.programmes.ledger import read_ledger
from data.programmes.light import worst
from data.programmes.owed import debtors
from data.screen.playlists import SHIPPED, Slot
from data.screen.scenes import COUNTY, MAPS
from data.warnings.newest import newest_step
from data.warnings.reading import counts, sentences
from geo.regions import CITY
from pages.wall import compose, kept
from pages.wall.parts.warnings import told
from pages.wall.scene import WALL, Seen
from pages.wall.scenes import SCENES, lagging

VOID = {"br", "img", "hr", "path", "rect", "circle"}


class Told(HTMLParser):
    """Every element that says which figure it shows, with its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[dict[str, str | None]] = []
        self.found: list[tuple[dict[str, str | None], list[str]]] = []
        self.standing: list[list[str]] = []
        self.tables: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "data-light" in given:
            self.tables.append(given)
        if tag in VOID:
            return
        self.open.append(given)
        self.standing.append([])
        if "data-indicator" in given and "data-region" in given:
            self.found.append((given, self.standing[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        text = self.standing.pop()
        self.open.pop()
        if self.standing:
            self.standing[-1].extend(text)

    def handle_data(self, data: str) -> None:
        if self.standing:
            self.standing[-1].append(data)


@pytest.fixture(scope="module")
def payload(demonstration: Database) -> dict[str, Any]:
    with moment(demonstration) as now:
        return compose(now, SHIPPED.slots)


def test_every_figure_on_the_wall_is_the_one_the_door_gives(demonstration: Database, payload: dict[str, Any]) -> None:
    seen = 0
    with moment(demonstration) as now:
        for name, scene in payload["scenes"].items():
            for place, texts in Told(scene["html"]).found:
                indicator, category = DECLARED[str(place["data-indicator"])], place.get("data-category")
                found = figures(
                    now,
                    [indicator.id],
                    scope=WALL,
                    periods=[parse(str(place["data-period"]))],
                    region=str(place["data-region"]),
                    by_category=category is not None,
                )
                figure = next(one for one in found if one.category == (category or None))
                shown = form.headline(indicator, figure)
                wanted = {shown.text, form.cell(indicator, figure), form.on_map(indicator, figure), form.with_unit(indicator, figure.value)}
                wanted |= {form.on_map(indicator, figure).split(" ")[0], f"{shown.text}{shown.unit.removesuffix(indicator.unit)}"}
                wanted |= {f"{form.whole(figure.numerator)}/{form.whole(figure.denominator)}", form.whole(figure.value)}
                wanted |= {f"{form.cell(indicator, figure)}/{form.plain(indicator, figure.target)}"}
                wanted |= {one.replace(f" {indicator.unit}", "") for one in wanted}
                assert wanted & {one.strip() for one in texts}, (name, place, texts, figure)
                if place.get("data-status"):
                    assert place["data-status"] == figure.status, (name, place)
                seen += 1
    assert seen > 150


def test_the_programmes_lights_are_the_ledgers(demonstration: Database, payload: dict[str, Any]) -> None:
    with moment(demonstration) as now:
        ledger = read_ledger(now, scope=WALL, month=month_of(now.today))
        assert ledger
        wanted = []
        for county in now.places.counties:
            for book in ledger.books:
                cells = [cell.light for line in book.lines for cell in line.cells if cell.region == county.code]
                if cells:
                    wanted.append((book.programme.id, worst(cells), str(cells.count(worst(cells)))))
        found = Told(payload["scenes"]["programmes"]["html"]).tables
        assert [(one["data-programme"], one["data-light"], one["data-count"]) for one in found] == wanted
        late = sum(cell.light == "overdue" for book in ledger.books for line in book.lines for cell in line.cells)
        assert f"{late} 项逾期" in payload["scenes"]["programmes"]["html"]
        owing = debtors(ledger.books, ledger.day)
        first = [one.region for one in owing if one.region != CITY and one.count("overdue")]
        assert lagging(Seen(now)) == tuple(first) != ()
        assert [one["scene"] for one in payload["playlist"] if one["scene"].startswith(COUNTY)] == [f"{COUNTY}{code}" for code in first]


def test_the_wall_knows_no_name_of_a_place_and_no_record(demonstration: Database, payload: dict[str, Any]) -> None:
    told = json.dumps(payload, ensure_ascii=False)
    with demonstration.reading() as connection:
        for table in (cemeteries.table, child_places.table):
            names = list(connection.scalars(sa.select(table.c.name)))
            assert names and [name for name in names if name in told] == []
    with moment(demonstration) as now:
        townships = [place.name for place in now.places.under(CITY, "township")]
    assert [name for name in townships if name in told] == []
    assert not re.search(r"\d{17}[\dXx]", told)


def test_warnings_are_told_as_far_as_the_wall_may_know(demonstration: Database, payload: dict[str, Any]) -> None:
    drawn = payload["scenes"]["warnings"]["html"]
    with moment(demonstration) as now:
        here, found = counts(now, scope=WALL), sentences(now, scope=WALL, most=10)
    assert found and all(one.text in drawn for one in found) and drawn.count('class="warning"') == len(found)
    assert f"预警 {here.total.value:,} 项" in drawn and f"预警 {here.total.value:,}" in payload["ticker"]["key"]
    shown = re.findall(r'data-section="(.*?)".*?class="num v">(.*?)</span>', drawn)
    assert shown == [(name, told(one)) for name, one in here.by_section.items()]
    assert payload["scenes"]["programmes"]["ticker"]["many"] == 3 and payload["scenes"]["warnings"]["ticker"]["many"] == 2


def test_what_is_done_with_a_warning_makes_the_payload_anew(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    monkeypatch.setattr("pages.wall.kept.made", lambda *_: made.append(1) or "payload")
    with moment(sqlite_database) as now:
        assert kept.payload(now, SHIPPED) == kept.payload(now, SHIPPED) and newest_step(now) == 0
    monkeypatch.setattr("pages.wall.kept.newest_step", lambda _: 7)
    with moment(sqlite_database) as now:
        kept.payload(now, SHIPPED)
    assert len(made) == 2


def test_a_payload_is_equal_for_an_equal_moment_and_holds_every_county(demonstration: Database, payload: dict[str, Any]) -> None:
    with moment(demonstration) as now:
        assert compose(now, SHIPPED.slots) == payload
        counties = {f"{COUNTY}{place.code}" for place in now.places.counties}
        small = compose(now, [Slot("overview", 40, "deaths"), Slot("nothing", 10), Slot("elderly", 20, "deaths")])
    assert counties < set(payload["scenes"])
    assert small["playlist"] == [{"scene": "overview/deaths", "seconds": 40}, {"scene": "elderly", "seconds": 20}]
    assert "死亡人数" in small["scenes"]["overview/deaths"]["html"]


@pytest.mark.parametrize("scene", sorted(MAPS))
def test_a_map_shows_every_indicator(demonstration: Database, scene: str) -> None:
    with moment(demonstration) as now:
        made = compose(now, [Slot(scene, 30, name) for name in SCENES[scene].swaps])
        assert len(made["playlist"]) == len(SCENES[scene].swaps) > 40
        for one in made["playlist"]:
            drawn = made["scenes"][one["scene"]]["html"]
            said = re.findall('<h2 class="song">(.*?)</h2>', drawn)
            assert width(said[0], TITLE) <= 970, (one, said)
            labels = re.findall(r'<g data-region="\d+".*?</g>', drawn)
            assert len(labels) == 9, one


def test_without_a_plan_and_without_records_every_scene_is_drawn(database: Database) -> None:
    with moment(database) as now:
        made = compose(now, SHIPPED.slots)
    assert set(SCENES) < set(made["scenes"]) and "还没有计算过数据" in made["foot"]
    assert "没有逾期和临期的任务" in made["ticker"]["key"] and made["ticker"]["items"] == []


def test_words_are_shortened_by_clauses_and_names_by_their_number() -> None:
    assert short("新建村（社区）儿童之家", 400, 26) == "新建村（社区）儿童之家"
    assert short("保护工作宣传月、爱心书屋建成揭牌（不少于20个）", 430, 26) == "保护工作宣传月、爱心书屋建成揭牌"
    assert short("“合力监护，相伴成长”专项行动", 180, 26) == "“合力监护…"  # not at a comma inside of quotes
    assert width(short("儿童督导员和儿童主任培训全覆盖", 300, 26), 26) <= 300
    long = "新建儿童之家 75 个，龙亭区、顺河回族区、祥符区等 5 个县区进度滞后"
    assert title(long, 2000) == long and title(long, 900) == "新建儿童之家 75 个，5 个县区进度滞后"
    names = ["杞县", "通许县", "尉氏县", "兰考县"]
    assert names_in(names, 500, 26) == "杞县、通许县、尉氏县、兰考县" and names_in(names, 200, 26) == "杞县等 4 个县区"
