"""Charts, the map and 年尺 as SVG for paper: values in, a picture out, in the light palette, readable in black and white."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.document import Chart, MapPicture, Ruler
from briefings.drawing.areas import areas
from briefings.drawing.bars import bars
from briefings.drawing.line import line
from briefings.drawing.ruler import ruler
from briefings.drawing.share import share
from briefings.drawing.svg import Drawing

Picture = Chart | MapPicture | Ruler


def drawn(part: Picture) -> Drawing:
    """The part as a picture; its title and caption stand outside it."""
    if isinstance(part, Ruler):
        return ruler(part)
    if isinstance(part, MapPicture):
        return areas(part)
    return {"bars": bars, "line": line, "share": share}[part.kind](part)


def described(part: Picture) -> str:
    """What a picture shows, with its numbers, for those who can't see it."""
    if isinstance(part, Ruler):
        return part.words
    if isinstance(part, MapPicture):
        return f"{part.caption} {part.title}（{part.unit}）：{'，'.join(f'{area.name} {area.number.text}' for area in part.areas)}".strip()
    return f"{part.caption} {part.title}（{part.unit}）：{'；'.join(_told(part))}".strip()


def _told(part: Chart) -> Iterator[str]:
    for one in part.drawn:
        values = zip(part.categories, part.numbers(one), strict=True)
        yield f"{one.name} {'，'.join(f'{name} {number.text}' for name, number in values)}"
