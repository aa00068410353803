"""Playlists: several, each checked in words, kept in order; the usual one is always there; none is taken from under a wall."""

from __future__ import annotations

import pytest

from data.database import Database
from data.indicators import INDICATORS
from data.screen import devices, playlists
from data.screen.playlists import SHIPPED, USUAL, PlaylistError, Slot
from data.screen.scenes import LAGGING, MAPS, SCENES

GOOD = [
    {"scene": "programmes", "seconds": 45},
    {"scene": "overview", "seconds": 20, "indicator": "deaths"},
    {"scene": "county:410221", "seconds": 10},
]


def test_the_words_are_those_of_the_scenes_that_are_drawn() -> None:
    from pages.wall import scenes

    assert list(SCENES) == [*scenes.SCENES, LAGGING]
    assert {name: one.title for name, one in scenes.SCENES.items()} == {name: title for name, title in SCENES.items() if name != LAGGING}
    assert {name for name, one in scenes.SCENES.items() if one.swaps} == MAPS
    assert all(set(one.swaps) in (set(), set(INDICATORS)) for one in scenes.SCENES.values())


def test_several_are_kept_in_order_and_changed_by_one_at_a_time(database: Database) -> None:
    with database.writing() as connection:
        made = playlists.save(connection, " 领导来访 ", GOOD, who="admin", version=0)
        assert (made.name, made.version, made.seconds) == ("领导来访", 1, 75)
        assert made.slots == (Slot("programmes", 45), Slot("overview", 20, "deaths"), Slot("county:410221", 10))
        with pytest.raises(PlaylistError, match="刚刚被别人改过"):
            playlists.save(connection, "领导来访", GOOD, who="other", version=0)
        assert playlists.save(connection, "领导来访", GOOD[:1], who="other").version == 2
        assert [one.name for one in playlists.every(connection)] == [USUAL, "领导来访"]
    with database.reading() as connection:
        assert playlists.find(connection, "领导来访").slots == (Slot("programmes", 45),)  # type: ignore[union-attr]
        assert playlists.find(connection, "夜间") is None and playlists.played(connection, "夜间") == SHIPPED


def test_the_usual_one_is_as_shipped_until_changed_and_again_after(database: Database) -> None:
    with database.writing() as connection:
        assert playlists.every(connection) == [SHIPPED] and [slot.scene for slot in SHIPPED.slots] == list(SCENES)
        with pytest.raises(PlaylistError, match="就是自带的样子"):
            playlists.remove(connection, USUAL)
        playlists.save(connection, USUAL, GOOD, who="admin")
        assert playlists.find(connection, USUAL) != SHIPPED
        playlists.remove(connection, USUAL)
        assert playlists.find(connection, USUAL) == SHIPPED


def test_one_that_a_wall_plays_stays(database: Database) -> None:
    with database.writing() as connection:
        playlists.save(connection, "夜间", GOOD, who="admin")
        device, _ = devices.add(connection, "一楼大厅", who="admin", playlist="夜间")
        with pytest.raises(PlaylistError, match="“一楼大厅”正用播放单“夜间”"):
            playlists.remove(connection, "夜间")
        devices.play(connection, device.id, USUAL)
        playlists.remove(connection, "夜间")
        with pytest.raises(PlaylistError, match="没有名为“夜间”"):
            playlists.remove(connection, "夜间")


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ([], "至少要有一幕"),
        ("overview", "至少要有一幕"),
        (None, "至少要有一幕"),
        ([{"scene": "overview", "seconds": 30}] * 41, "至多 40 幕，这里有 41 幕"),
        (["overview"], "第 1 幕写法不对"),
        ([{"scene": "overview", "seconds": 30}, {"scene": "rogue", "seconds": 30}], "第 2 幕：没有“rogue”这一场景，可用：overview、"),
        ([{"scene": "county:410299", "seconds": 30}], "没有“county:410299”"),
        ([{"scene": {}, "seconds": 30}], "没有“{}”|没有“”"),
        ([{"scene": "overview", "seconds": 4}], "秒数须为 5 至 600"),
        ([{"scene": "overview", "seconds": 601}], "秒数须为 5 至 600"),
        ([{"scene": "overview", "seconds": True}], "秒数须为"),
        ([{"scene": "overview", "seconds": "30"}], "秒数须为"),
        ([{"scene": "overview"}], "秒数须为"),
        ([{"scene": "elderly", "seconds": 30, "indicator": "deaths"}], "“养老服务”没有可换的指标；可换的是全市总览、未成年人、殡葬服务"),
        ([{"scene": "overview", "seconds": 30, "indicator": "rogue"}], "没有指标“rogue”"),
        ([{"scene": "overview", "seconds": 30, "indicator": 7}], "没有指标“7”"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(sqlite_database: Database, slots: object, words: str) -> None:
    with sqlite_database.writing() as connection:
        with pytest.raises(PlaylistError, match=words):
            playlists.save(connection, "夜间", slots, who="admin")
        assert playlists.find(connection, "夜间") is None
