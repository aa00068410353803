"""The payload: everything a wall shows until the next refresh, as one plain dict. Made for all screens alike; it holds no time of day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from components.drawn import drawn
from components.ruler import ruler
from components.screen.frame import foot
from data.exchange.freshness import freshness
from data.indicators import INDICATORS
from data.indicators.figures import figures
from data.indicators.moment import Moment
from data.screen.playlists import Slot
from data.screen.scenes import COUNTY, LAGGING
from data.settings import settings
from geo.regions import CITY
from pages.wall.scene import WALL, Scene, Seen
from pages.wall.scenes import SCENES, ahead, county_scene, lagging, warned


def compose(now: Moment, slots: Sequence[Slot]) -> dict[str, Any]:
    """What the wall shows at this moment, whoever looks.

    playlist  [{scene, seconds}], `counties` written out as the counties that lag
    scenes    by id: title, html, and where it has its own the ticker's key and items; every county's, so that one can be zoomed at
    ticker    key and items for all other scenes, two at a time (`many` where it is another number);  ruler, foot  as HTML
    Equal for equal refresh, day and playlist; a scene nobody knows is left out.
    """
    seen = Seen(now)
    scenes: dict[str, Any] = {}
    playlist = []
    for slot in _written_out(slots, seen):
        if slot.drawn not in scenes:
            scenes[slot.drawn] = draw(_scene(slot.scene, now), seen, slot.indicator)
        playlist.append({"scene": slot.drawn, "seconds": slot.seconds})
    for place in now.places.counties:
        scenes.setdefault(f"{COUNTY}{place.code}", draw(county_scene(place.code, place.name), seen.of(place.code)))
    key, items = warned(seen)
    return {
        "refresh": now.refresh,
        "day": now.today.isoformat(),
        "demonstration": now.demonstration,
        "approval": settings().map_approval_number,
        "playlist": playlist,
        "scenes": scenes,
        "ticker": {"key": drawn(key), "items": [drawn(item) for item in items]},
        "ruler": drawn(ruler(seen.month, now.today, now.targets.get(now.today.year, {}))),
        "foot": drawn(_foot(seen)),
    }


def draw(scene: Scene, seen: Seen, indicator: str = "") -> dict[str, Any]:
    """One scene as it is sent."""
    here = Seen(seen.now, seen.region, indicator)
    if scene.id.startswith(COUNTY):
        here = here.of(scene.id.removeprefix(COUNTY))
    parts = [html.Section(part.draw(here), className=f"part at-{place}") for place, part in scene.parts]
    kind = scene.id.partition(":")[0]
    out: dict[str, Any] = {"title": scene.title, "html": drawn(html.Div(parts, className=f"scene {kind}"))}
    if scene.ticker:
        key, items = scene.ticker(here)
        out["ticker"] = {"key": drawn(key), "items": [drawn(item) for item in items], "many": 3 if scene.ticker is ahead else 2}
    return out


def _scene(name: str, now: Moment) -> Scene:
    if not name.startswith(COUNTY):
        return SCENES[name]
    code = name.removeprefix(COUNTY)
    return county_scene(code, now.places.name(code))


def _written_out(slots: Sequence[Slot], seen: Seen) -> Iterable[Slot]:
    counties = {place.code for place in seen.now.places.counties}
    for slot in slots:
        if slot.scene == LAGGING:
            yield from (Slot(f"{COUNTY}{code}", slot.seconds) for code in lagging(seen))
        elif slot.scene in SCENES:
            yield Slot(slot.scene, slot.seconds, slot.indicator if slot.indicator in SCENES[slot.scene].swaps else "")
        elif slot.scene.startswith(COUNTY) and slot.scene.removeprefix(COUNTY) in counties:
            yield Slot(slot.scene, slot.seconds)


def _foot(seen: Seen) -> list[Any]:
    now = seen.now
    here = figures(now, list(INDICATORS), scope=WALL, periods=[seen.month], region=CITY)
    asked: dict[str, list[Any]] = {}
    names: dict[str, str] = {}
    for book in seen.ledger.books if seen.ledger else ():
        for line in book.lines:
            for cell in line.cells:
                if cell.asked and cell.region != CITY:
                    asked.setdefault(cell.asked, []).append(cell)
                    names[cell.region] = cell.region_name
    month = max(asked, default="")
    missing = {cell.region for cell in asked.get(month, []) if cell.state in (None, "draft")}
    counties = {cell.region for cell in asked.get(month, [])}
    return foot(
        max((figure.as_of for figure in here if figure.as_of), default=None),
        [one for one in freshness(now.connection, now.today) if one.days_late],
        month,
        len(counties - missing),
        len(counties),
        [names[code] for code in sorted(missing)],
        now.today.year,
    )
