"""The map of the counties, the urban districts under the lens; or of one county's townships. Each region bears its name and its number."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.document import Area, MapPicture
from briefings.drawing.palette import colour
from briefings.drawing.scaling import tick
from briefings.drawing.svg import SMALL, Drawing, box, drawing, text, wide
from data.settings import settings
from geo.regions import DIGITS
from geo.shapes import Arrangement, Piece, county_shapes
from geo.townships import SCHEMATIC, township_shapes

WIDTH, BESIDE = 254.0, 184.0  # alone, and at a table's side
SHORT = {"顺河回族区": "顺河", "鼓楼区": "鼓楼", "禹王台区": "禹王台"}  # in the lens only
LETTERS = {"county": 11.4, "township": 8.0}
LEAST = 7.5
LEGEND = 44.0


def areas(picture: MapPicture) -> Drawing:
    """Raises ValueError where no boundary file holds the regions."""
    arranged, level = _arranged(picture)
    width = BESIDE if picture.beside else WIDTH
    scale = width / arranged["width"]
    ground = arranged["height"] * scale
    return drawing(width, ground + LEGEND, _shapes(picture, arranged, scale, level, ground))


def class_of(number: float | None, breaks: tuple[float, ...]) -> int:
    """1–5; 0 where there is no value."""
    return 0 if number is None else 1 + sum(number >= edge for edge in breaks)


def _arranged(picture: MapPicture) -> tuple[Arrangement, str]:
    if any(len(area.region) == DIGITS["township"] for area in picture.areas):
        found = township_shapes(picture.areas[0].region[: DIGITS["county"]])
        if found is None:
            raise ValueError(f"map {picture.title!r}: no shapes of these townships")
        return found["arrangements"]["tall"], "township"
    return county_shapes()["tall"], "county"


def _shapes(picture: MapPicture, arranged: Arrangement, scale: float, level: str, ground: float) -> Iterator[str]:
    known = {area.region: area for area in picture.areas}

    def filled(code: str) -> str:
        level_ = class_of(known[code].number.value, picture.breaks) if code in known else 0
        return f"seq-{level_}" if level_ else "map-none"

    main = [one for one in arranged["pieces"] if one["part"] == "main" or not arranged["frames"]]
    near = [one for one in arranged["pieces"] if one not in main]
    dashed = level == "township"
    yield from (_shape(one, scale, filled(one["code"]), dashed) for one in main)
    if arranged["frames"]:
        mark, lens = ([edge * scale for edge in frame] for frame in arranged["frames"])
        yield _frame(*mark)
        yield box(lens[0], lens[1], lens[2] - lens[0], lens[3] - lens[1], "surface")
    yield from (_shape(one, scale, "map-none" if one["part"] == "around" else filled(one["code"]), dashed) for one in near)
    if arranged["frames"]:
        yield _frame(*lens)
        yield text(lens[0] + 4, lens[1] + 12, "城区放大", size=SMALL, fill="ink-3")
    yield from _labels(picture, arranged, scale, level)
    yield from _legend(picture, ground)
    yield text(0, ground + 40, f"审图号：{settings().map_approval_number or '待填'}", size=SMALL, fill="ink-3")
    if level == "township":
        yield text(arranged["width"] * scale, ground + 40, SCHEMATIC, size=SMALL, fill="behind-text", anchor="end")


def _shape(piece: Piece, scale: float, fill: str, dashed: bool) -> str:
    way = "".join("M" + "L".join(f"{x * scale:.1f},{y * scale:.1f}" for x, y in zip(*ring, strict=True)) + "Z" for ring in piece["rings"])
    edge = ' stroke-dasharray="3 2"' if dashed else ""
    return f'<path d="{way}" fill="{colour(fill)}" stroke="{colour("map-outline")}" stroke-width="0.9" stroke-linejoin="round"{edge}/>'


def _frame(left: float, top: float, right: float, bottom: float) -> str:
    edge = f'fill="none" stroke="{colour("map-frame")}" stroke-width="1" stroke-dasharray="3.5 2.5"'
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" rx="2.5" {edge}/>'


def _labels(picture: MapPicture, arranged: Arrangement, scale: float, level: str) -> Iterator[str]:
    size = max(LEAST, LETTERS[level] * (0.76 if picture.beside else 1))
    for area, (x, y) in _apart(picture, arranged, scale, size):
        level_ = class_of(area.number.value, picture.breaks)
        ink, halo = (f"seq-{level_}-ink", colour(f"seq-{level_}")) if level_ else ("ink", colour("map-none"))
        yield text(x, y - size * 0.15, _name(area, level), size=size, fill=ink, anchor="middle", halo=halo)
        yield text(x, y + size * 0.95, area.number.text, size=size, fill=ink, anchor="middle", halo=halo, bold=True)


def _apart(picture: MapPicture, arranged: Arrangement, scale: float, size: float) -> list[tuple[Area, tuple[float, float]]]:
    """Of township labels that would lie on one another the one with more room stays; all numbers are in the table. Counties all stay."""
    rooms = arranged.get("rooms", {})
    placed = [(area, arranged["labels"][area.region]) for area in picture.areas if area.region in arranged["labels"]]
    kept: list[tuple[Area, tuple[float, float]]] = []
    for area, (x0, y0) in sorted(placed, key=lambda one: -rooms.get(one[0].region, 0)):
        x, y = x0 * scale, y0 * scale
        half = max(wide(_name(area, "township"), size), wide(area.number.text, size)) / 2
        if rooms and any(
            abs(x - at[0]) < half + wide(_name(other, "township"), size) / 2 and abs(y - at[1]) < 2.1 * size for other, at in kept
        ):
            continue
        kept.append((area, (x, y)))
    return kept


def _name(area: Area, level: str) -> str:
    return SHORT.get(area.name, area.name) if level == "county" else area.name.removesuffix("乡").removesuffix("镇")


def _legend(picture: MapPicture, top: float) -> Iterator[str]:
    count, each = len(picture.breaks) + 1, 26.0
    yield text(0, top + 12, picture.unit, size=SMALL, fill="ink-3")
    left = wide(picture.unit) + 6
    for place in range(count):
        yield box(left + each * place, top + 5, each - 1, 8, f"seq-{place + 1}")
        if place:
            yield text(left + each * place, top + 23, tick(picture.breaks[place - 1]), size=SMALL - 1, anchor="middle", fill="ink-2")
    if any(area.number.value is None for area in picture.areas):
        x = left + each * count + 8
        yield box(x, top + 5, 14, 8, "map-none")
        said = "、".join(sorted({area.number.text for area in picture.areas if area.number.value is None}))
        yield text(x + 18, top + 12, f"{said} 无值或不显示", size=SMALL - 1, fill="ink-3")
