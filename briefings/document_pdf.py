"""A report as PDF: the same parts, set by `templates/document.typ`, below a masthead by `templates/bulletin.typ`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from briefings.document import Bullets, Chart, Document, Heading, MapPicture, PageBreak, Paragraph, Part, Ruler, Table
from briefings.drawing import described, drawn
from briefings.drawing.palette import colour
from briefings.drawing.svg import WIDTH
from briefings.figures import Cell, Light, Lit, text_of
from briefings.typesetting import typeset
from data.exchange.export import DEMONSTRATION
from data.settings import ROOT

HEAD = ("title", "subtitle", "office", "date", "mark", "draft", "name", "masthead", "numbered", "sent", "as_of", "demonstration")
TOKENS: dict[Light, str] = {"met": "ok", "on_track": "ok", "due_soon": "due", "behind": "behind", "overdue": "overdue", "missing": "none"}
NARROW = {"size": 9.2, "heading": 9.8, "captioned": "left", "aside": 1.5, "high": 5.4}  # a table beside a map


def as_pdf(document: Document) -> bytes:
    """The .pdf: text that can be selected, the fonts' letters that are used embedded."""
    said = {name: getattr(document, name) for name in HEAD} | {"parts": list(_parts(document.parts))}
    if not document.masthead:
        return typeset("document", said)
    return typeset("bulletin", {**said, "seal": colour("seal"), "demo": colour("demo"), "demonstrated": DEMONSTRATION})


def _parts(parts: tuple[Part, ...]) -> Iterator[dict[str, Any]]:
    place = 0
    while place < len(parts):
        part, after = parts[place], parts[place + 1] if place + 1 < len(parts) else None
        if isinstance(part, Table) and isinstance(after, MapPicture) and after.beside:
            right = _said(after) | {"heading": NARROW["heading"], "share": 100}
            yield {"is": "pair", "left": _said(part) | NARROW, "right": right}
            place += 1
        else:
            yield _said(part)
        place += 1


def _said(part: Part) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"is": "heading", "text": part.text, "level": part.level}
    if isinstance(part, Paragraph):
        return {"is": "paragraph", "text": part.text, "lead": part.lead}
    if isinstance(part, Bullets):
        return {"is": "bullets", "entries": list(part.entries)}
    if isinstance(part, PageBreak):
        return {"is": "break"}
    if isinstance(part, Ruler):
        return {"is": "ruler", "picture": drawn(part).svg, "alt": described(part)}
    if isinstance(part, Chart | MapPicture):
        picture = drawn(part)
        return {
            "is": "picture",
            "caption": part.caption,
            "title": part.title,
            "note": part.note,
            "picture": picture.svg,
            "share": min(100.0, 100 * picture.width / WIDTH),
            "alt": described(part),
        }
    return {
        "is": "table",
        "head": list(part.head),
        "rows": [[_cell(cell) for cell in row] for row in part.rows],
        "widths": list(part.widths),
        "numbers": sorted(part.numbers),
        "caption": part.caption,
        "note": part.note,
        "total": part.total,
        "long": part.long,
    }


def _cell(cell: Cell) -> str | dict[str, str]:
    return {"text": cell.text, "shape": shape(cell.light)} if isinstance(cell, Lit) else text_of(cell)


@cache
def shape(light: Light) -> str:
    """The light's shape in its colour, as SVG."""
    masked = (ROOT / "assets" / "lights" / f"{light}.svg").read_text(encoding="utf-8")
    of = colour(f"{TOKENS[light]}-fill")
    if "<mask" not in masked:
        return (
            masked.replace("'black'", f"'{of}'")
            .replace("<svg ", f"<svg fill='{of}' ", 1)
            .replace(f"fill='{of}' xmlns", f"fill='{of}' xmlns")
        )
    inside, outside = masked.split("</mask>")
    return f"{inside}</mask>{outside}".replace("mask='url(#m)'", f"fill='{of}' mask='url(#m)'")
