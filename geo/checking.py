"""What a boundary file must be before it is put in force: readable, in longitude and latitude, sound shapes, known codes, no overlaps.

All or nothing: one problem, and the file is not taken. What is only worth knowing (a township without a shape, a gap) is a note.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.boundaries import Kind, in_force
from geo.regions import DIGITS, WORDS
from geo.townships import listed

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pyproj import CRS

LONLAT = (4326, 4490)  # WGS-84 and CGCS2000: a few centimetres apart, the same on a map
TARGET = 4490
OLD_DATUMS = ("Beijing 1954", "Xian 1980", "北京", "西安")
CHINA = (73.0, 3.0, 136.0, 54.0)
OVERLAP, TRIFLE = 0.01, 0.0001  # of the smaller shape's area: what is refused, and below what nothing is said
INSIDE = 0.5  # of a township's area must lie in its county
LARGEST = 64 * 1024 * 1024
NAMED = 8  # so many codes are named in a sentence


@dataclass
class Checked:
    """What a file was found to be. problems: why it is not taken; notes: what to know; collection: as it would be kept."""

    shapes: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    collection: dict[str, Any] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        return not self.problems


def check(path: Path, kind: Kind, known: Mapping[str, str]) -> Checked:
    """Look at a file. known: the codes of that level in the register, with their names."""
    found = Checked()
    table = _read(path, found)
    if table is None or (table := _in_degrees(table, found)) is None:
        return found
    found.shapes = len(table)
    table = _codes(table, kind, known, found)
    _shapes(table, found)
    if found.problems:
        return found
    _overlaps(table, found)
    _gaps(table, found)
    if kind == "township":
        _within_counties(table, found)
    if found.taken:
        found.collection = _collection(table, kind)
    return found


def _read(path: Path, found: Checked) -> GeoDataFrame | None:
    import geopandas

    try:
        if path.stat().st_size > LARGEST:
            found.problems.append(f"文件大于 {LARGEST >> 20} MB。请先简化边界（乡镇界一般不超过几 MB）。")
            return None
        if not isinstance(given := json.loads(path.read_bytes()), dict) or given.get("type") != "FeatureCollection":
            raise ValueError("no collection")
        table = geopandas.read_file(path)
    except OSError as error:
        found.problems.append(f"文件读不出来：{error.strerror or error}。")
        return None
    except Exception:  # whatever a driver says of a broken file
        found.problems.append("文件不是 GeoJSON，或者已损坏。")
        return None
    if table.empty or "geometry" not in table:
        found.problems.append("文件里没有形状。")
        return None
    return table


def _in_degrees(table: GeoDataFrame, found: Checked) -> GeoDataFrame | None:
    """The same shapes in longitude and latitude, whatever metre grid they came in."""
    crs = table.crs
    if crs is not None and _old(crs):
        found.problems.append(f"坐标系 {crs.name} 与 CGCS2000 之间要用当地的转换参数，这里不换算。请先转为 CGCS2000 经纬度。")
        return None
    if crs is not None and crs.to_epsg() not in LONLAT:
        try:
            table = table.to_crs(TARGET)
        except Exception:
            found.problems.append(f"坐标系 {crs.name} 换算不到 CGCS2000。请先转为 CGCS2000 经纬度。")
            return None
        found.notes.append(f"已从 {crs.name} 换算为 CGCS2000 经纬度。")
    west, south, east, north = table.total_bounds
    if not (CHINA[0] <= west <= east <= CHINA[2] and CHINA[1] <= south <= north <= CHINA[3]):
        found.problems.append(
            f"坐标不是中国范围内的经纬度（{west:.6g} 至 {east:.6g}，{south:.6g} 至 {north:.6g}）。"
            "请用 CGCS2000 或 WGS-84 经纬度，或在文件里写明坐标系（crs）。"
        )
        return None
    return table


def _old(crs: CRS) -> bool:
    datum = crs.datum.name if crs.datum else ""
    return any(word in datum or word in crs.name for word in OLD_DATUMS)


def _codes(table: GeoDataFrame, kind: Kind, known: Mapping[str, str], found: Checked) -> GeoDataFrame:
    """The table with a list of codes a row; what is wrong with the codes."""
    word = WORDS[kind]
    column = next((name for name in ("code", "CODE", "区划代码", "代码") if name in table), None)
    if "townships" in table and kind == "township":
        table["townships"] = [listed(value) for value in table["townships"]]
    elif column:
        table["townships"] = [[_text(value)] for value in table[column]]
    else:
        found.problems.append("属性里没有区划代码（code）一列。")
        table["townships"] = [[] for _ in range(len(table))]
        return table
    every = [code for codes in table["townships"] for code in codes]
    if blank := sum(1 for code in every if not code):
        found.problems.append(f"{blank} 个形状没有代码。")
    wrong = [code for code in every if code and (len(code) != DIGITS[kind] or not code.isdigit())]
    unknown = [code for code in every if code and code not in known and code not in wrong]
    if wrong:
        found.problems.append(f"不是{word}代码（{DIGITS[kind]} 位）：{_some(wrong)}。")
    if unknown:
        found.problems.append(f"名录里没有的代码：{_some(unknown)}。")
    if twice := [code for code, count in Counter(every).items() if count > 1 and code]:
        found.problems.append(f"代码重复：{_some(twice)}。同一个{word}的几块请合为一个多部件形状。")
    if "county" in table:
        foreign = [
            code
            for county, codes in zip(table["county"], table["townships"], strict=True)
            for code in codes
            if not code.startswith(_text(county))
        ]
        if foreign:
            found.problems.append(f"代码与所写县区（county）不符：{_some(foreign)}。")
    if missing := [f"{known[code]}（{code}）" for code in sorted(set(known) - set(every))]:
        said = f"没有形状的{word} {len(missing)} 个：{_some(missing)}"
        if kind == "county":
            found.problems.append(f"{said}。县区界必须齐全。")
        else:
            found.notes.append(f"{said}。它们将列在图旁。")
    return table


def _text(value: Any) -> str:
    """A code as text, though a file may hold it as a number."""
    if value is None or value != value:  # NaN is the only value that differs from itself
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _some(words: Iterable[str]) -> str:
    listed_ = list(words)
    return "、".join(listed_[:NAMED]) + (f" 等 {len(listed_)} 个" if len(listed_) > NAMED else "")


def _name(codes: list[str]) -> str:
    return "、".join(codes) or "无代码的形状"


def _shapes(table: GeoDataFrame, found: Checked) -> None:
    from shapely import is_valid_reason

    for codes, shape in zip(table["townships"], table.geometry, strict=True):
        if shape is None or shape.is_empty:
            found.problems.append(f"{_name(codes)} 没有形状。")
        elif shape.geom_type not in ("Polygon", "MultiPolygon"):
            found.problems.append(f"{_name(codes)} 不是面，是 {shape.geom_type}。")
        elif not shape.is_valid:
            found.problems.append(f"{_name(codes)} 的边界不合法：{_why(is_valid_reason(shape))}。")


def _why(reason: str) -> str:
    """The reason of the geometry library in words, with the place it names."""
    where = reason[reason.find("[") :] if "[" in reason else ""
    known = {
        "Self-intersection": "自相交",
        "Ring Self-intersection": "环自相交",
        "Hole lies outside shell": "孔洞在外",
        "Too few points": "点太少",
    }
    return next((word for english, word in known.items() if reason.startswith(english)), "线环有误") + where


def _overlaps(table: GeoDataFrame, found: Checked) -> None:
    from shapely import STRtree

    shapes = list(table.geometry)
    for i, j in sorted({(min(a, b), max(a, b)) for a, b in STRtree(shapes).query(shapes, predicate="intersects").T.tolist() if a != b}):
        part = shapes[i].intersection(shapes[j]).area / min(shapes[i].area, shapes[j].area)
        pair = f"{_name(table['townships'].iloc[i])} 与 {_name(table['townships'].iloc[j])}"
        if part >= OVERLAP:
            found.problems.append(f"{pair} 重叠，占较小一方面积的 {100 * part:.1f}%。")
        elif part >= TRIFLE:
            found.notes.append(f"{pair} 略有重叠，占较小一方面积的 {100 * part:.2f}%。")


def _gaps(table: GeoDataFrame, found: Checked) -> None:
    from shapely import Polygon

    whole = table.geometry.union_all()
    holes = [Polygon(ring).area for part in getattr(whole, "geoms", [whole]) for ring in part.interiors]
    if holes and sum(holes) / whole.area >= TRIFLE:
        found.notes.append(f"各形状之间有 {len(holes)} 处空隙，占总面积的 {100 * sum(holes) / whole.area:.2f}%。")


def _within_counties(table: GeoDataFrame, found: Checked) -> None:
    """Townships that by their shape lie mostly outside the county of their code."""
    import geopandas

    counties = geopandas.read_file(in_force("county").path).set_index("code").geometry
    for codes, shape in zip(table["townships"], table.geometry, strict=True):
        county = codes[0][:6] if codes else ""
        if county in counties.index and shape.intersection(counties[county]).area < INSIDE * shape.area:
            found.problems.append(f"{_name(codes)} 的形状大半不在 {county} 界内。")


def _collection(table: GeoDataFrame, kind: Kind) -> dict[str, Any]:
    """The file as it is kept: longitude and latitude, and of the properties those that are used."""
    kept = table[["geometry"]].copy()
    if kind == "county":
        kept["code"] = [codes[0] for codes in table["townships"]]
        for name in ("name", "kind"):
            if name in table:
                kept[name] = table[name]
        given = list(table["label"]) if "label" in table else [None] * len(table)
        kept["label"] = [_label(value, shape) for value, shape in zip(given, table.geometry, strict=True)]
    else:
        kept["townships"] = table["townships"]
        kept["county"] = [_text(c) for c in table["county"]] if "county" in table else [codes[0][:6] for codes in table["townships"]]
        if "status" in table:
            kept["status"] = table["status"].fillna("")
    collection: dict[str, Any] = json.loads(kept.to_json())
    collection.pop("crs", None)
    return collection


def _label(given: Any, shape: Any) -> list[float]:
    """The file's own label point where it lies in the shape, else one that does."""
    from shapely import Point

    try:
        point = Point(*[float(one) for one in given][:2])
        if shape.contains(point):
            return [point.x, point.y]
    except (TypeError, ValueError):
        pass
    point = shape.representative_point()
    return [point.x, point.y]
