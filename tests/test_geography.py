"""`flask geo import`: what a boundary file must be, all or nothing; the page follows it without a restart, and goes back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely.affinity import translate
from shapely.geometry import LineString, Polygon

from commands.geography import back, bring
from data import facts
from data.database import Database
from data.settings import ROOT
from geo import boundaries
from geo.positions import counties_at
from geo.shapes import county_shapes
from geo.townships import cells, township_shapes

Write = Callable[..., Path]
QI = "410221"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(boundaries, "FOLDER", tmp_path / "geo")
    return tmp_path / "geo"


@pytest.fixture
def towns() -> geopandas.GeoDataFrame:
    """The single townships of 杞县 as a survey would give them: a code a row."""
    table = cells(boundaries.in_force("township"))
    table = table[(table["county"] == QI) & (table["townships"].map(len) == 1)]
    return geopandas.GeoDataFrame({"code": [codes[0] for codes in table["townships"]]}, geometry=list(table.geometry), crs=4326)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(table: geopandas.GeoDataFrame, name: str = "towns.geojson") -> Path:
        path = tmp_path / name
        table.to_file(path, driver="GeoJSON")
        return path

    return written


def taken(database: Database, path: Path, level: Any = "township") -> int:
    return bring(database, path, level)


def version(database: Database) -> int:
    with database.reading() as connection:
        return facts.version(connection)


def test_good_boundaries_are_in_force_at_once_and_no_longer_schematic(
    sqlite_database: Database, towns: Any, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    before = township_shapes(QI)
    assert before is not None and before["schematic"] and version(sqlite_database) == 0
    assert taken(sqlite_database, write(towns)) == 0
    said = capsys.readouterr().out
    assert "乡镇街道 19 个形状，已采用" in said and "没有形状的乡镇街道 105 个" in said and "列在图旁" in said
    after = township_shapes(QI)
    assert after is not None and not after["schematic"] and after["merged"] == []
    assert set(after["arrangements"]["wide"]["labels"]) == set(towns["code"]) and township_shapes("410222") is None
    assert version(sqlite_database) == 1  # answers kept from before are out of date
    assert back(sqlite_database, "township") == "乡镇街道界已换回自带文件。" and township_shapes(QI) == before
    assert back(sqlite_database, "township") == "乡镇街道界本来就是自带的。"


def test_a_metre_grid_is_reprojected(sqlite_database: Database, towns: Any, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert taken(sqlite_database, write(towns.to_crs(4547))) == 0
    assert "已从 CGCS2000 / 3-degree Gauss-Kruger CM 114E 换算为 CGCS2000 经纬度" in capsys.readouterr().out
    kept = cells(boundaries.in_force("township"))
    assert kept.geometry.union_all().symmetric_difference(towns.geometry.union_all()).area < 1e-6


@pytest.mark.parametrize("epsg", [4214, 4610, 2437])
def test_the_old_datums_are_refused_in_words(
    sqlite_database: Database, towns: Any, write: Write, epsg: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert taken(sqlite_database, write(towns.to_crs(epsg))) == 2
    assert "要用当地的转换参数" in capsys.readouterr().err and not boundaries.in_force("township").own


def test_metres_that_say_they_are_degrees_are_refused(
    sqlite_database: Database, towns: Any, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert taken(sqlite_database, write(towns.to_crs(4547).set_crs(4326, allow_override=True))) == 2
    assert "不是中国范围内的经纬度" in capsys.readouterr().err


def _shifted(towns: Any) -> Any:
    towns.loc[0, "geometry"] = translate(towns.geometry[0], 0.03)
    return towns


def _coded(code: Any) -> Callable[[Any], Any]:
    def changed(towns: Any) -> Any:
        towns.loc[0, "code"] = code
        return towns

    return changed


def _drawn(shape: Any) -> Callable[[Any], Any]:
    def changed(towns: Any) -> Any:
        towns.loc[0, "geometry"] = shape
        return towns

    return changed


BOW = Polygon([(114.7, 34.5), (114.8, 34.6), (114.8, 34.5), (114.7, 34.6)])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_shifted, "重叠，占较小一方面积的"),
        (_coded("410221999"), "名录里没有的代码：410221999"),
        (_coded("4102211"), "不是乡镇街道代码（9 位）：4102211"),
        (_coded(""), "1 个形状没有代码"),
        (_coded("410221102"), "代码重复：410221102"),
        (_coded("410223101"), "410223101 的形状大半不在 410223 界内"),
        (_drawn(BOW), "边界不合法：自相交"),
        (_drawn(LineString([(114.7, 34.5), (114.8, 34.6)])), "不是面，是 LineString"),
        (_drawn(None), "没有形状"),
        (lambda towns: towns.drop(columns="code"), "没有区划代码（code）一列"),
        (lambda towns: towns.assign(county="410222"), "代码与所写县区（county）不符"),
    ],
)
def test_one_fault_and_nothing_is_taken(
    sqlite_database: Database, towns: Any, write: Write, capsys: pytest.CaptureFixture[str], spoil: Callable[[Any], Any], words: str
) -> None:
    assert taken(sqlite_database, write(spoil(towns))) == 2
    said = capsys.readouterr()
    assert words in said.err and "没有采用" in said.err and said.out == ""
    assert not boundaries.in_force("township").own and version(sqlite_database) == 0


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"type":"FeatureCollection","features":[]}', b'{"type":"Topology"}', b"\xff\xfe\x00"]
)
def test_a_broken_file_is_refused(sqlite_database: Database, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.geojson"
    path.write_bytes(content)
    assert taken(sqlite_database, path) == 2 and "错误" in capsys.readouterr().err
    assert taken(sqlite_database, tmp_path / "nowhere.geojson") == 2 and "读不出来" in capsys.readouterr().err


def test_gaps_between_shapes_are_told(sqlite_database: Database, towns: Any, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert taken(sqlite_database, write(towns)) == 0
    assert "1 处空隙" in capsys.readouterr().out  # the seat of the county, whose two townships are one cell of the shipped file


def test_counties_must_be_complete(sqlite_database: Database, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = geopandas.read_file(ROOT / "geo" / "counties.geojson")
    assert taken(sqlite_database, write(table[table["code"] != QI], "eight.geojson"), "county") == 2
    assert "没有形状的县区 1 个：杞县（410221）。县区界必须齐全" in capsys.readouterr().err
    moved = table.assign(geometry=table.geometry.translate(0.05))
    before = county_shapes()
    inside = table[table["code"] == QI].representative_point().iloc[0]
    assert counties_at([inside.x], [inside.y]) == [QI]
    assert taken(sqlite_database, write(moved[["code", "name", "geometry"]], "nine.geojson"), "county") == 0
    assert len(county_shapes()["wide"]["labels"]) == 9 and county_shapes() != before
    assert counties_at([inside.x + 0.05], [inside.y]) == [QI] and counties_at([114.20], [34.85]) == [""]
    back(sqlite_database, "county")
    assert counties_at([114.20], [34.85]) == ["410202"] and county_shapes() == before


def test_the_shipped_files_pass_their_own_check(sqlite_database: Database) -> None:
    for level in boundaries.SHIPPED:
        before = township_shapes("410223")
        assert taken(sqlite_database, boundaries.SHIPPED[level], level) == 0
        assert township_shapes("410223") == before or level == "township"
    again = township_shapes("410223")
    assert again is not None and again["schematic"] and len(again["merged"]) == 5


def test_a_trial_leaves_everything_as_it_was(
    sqlite_database: Database, towns: Any, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(sqlite_database, write(towns), "township", dry_run=True) == 0
    assert "检查通过，未采用" in capsys.readouterr().out and not boundaries.in_force("township").own


def test_killed_half_way_the_file_before_counts(own_folder: Path) -> None:
    """A process that dies while it writes leaves a part that nobody reads, and the shapes in force as they were."""
    boundaries.put("township", {"type": "FeatureCollection", "features": [], "n": 1})
    whole = boundaries.own_file("township").read_text()
    program = f"""
import json, os, signal
from pathlib import Path
from geo import boundaries
boundaries.FOLDER = Path({str(own_folder)!r})
def die(given, file, **_):
    file.write('{{"type": "Feature'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)
json.dump = die
boundaries.put("township", {{}})
"""
    killed = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert killed.returncode == -9 and len(list(own_folder.iterdir())) == 2
    assert boundaries.own_file("township").read_text() == whole and json.loads(whole)["n"] == 1


def test_a_full_disk_takes_nothing(sqlite_database: Database, towns: Any, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    path = write(towns)
    monkeypatch.setattr(boundaries.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        taken(sqlite_database, path)
    assert not boundaries.in_force("township").own and list(boundaries.FOLDER.iterdir()) == [] and version(sqlite_database) == 0


def test_each_act_stands_in_the_audit_log(sqlite_database: Database, towns: Any, write: Write) -> None:
    from access import audit

    taken(sqlite_database, write(towns))
    back(sqlite_database, "township")
    with sqlite_database.reading() as connection:
        found = [(entry.act, entry.what) for entry in audit.search(connection)]
    assert found == [("setting", "乡镇街道界换回自带文件"), ("import", "乡镇街道界 towns.geojson")]
