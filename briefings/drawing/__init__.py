"""Charts, the map and 年尺 as SVG for paper: values in, a picture out, in the light palette, readable in black and white."""

from __future__ import annotations

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
