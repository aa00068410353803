"""A report as PDF: the same parts, set by `templates/document.typ`."""

from __future__ import annotations

from typing import Any

from briefings.document import Bullets, Document, Heading, Paragraph, Part, Table
from briefings.figures import text_of
from briefings.typesetting import typeset


def as_pdf(document: Document) -> bytes:
    """The .pdf, fonts embedded."""
    said = {name: getattr(document, name) for name in ("title", "subtitle", "office", "date", "mark", "draft")}
    return typeset("document", {**said, "parts": [_said(part) for part in document.parts]})


def _said(part: Part) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"is": "heading", "text": part.text, "level": part.level}
    if isinstance(part, Paragraph):
        return {"is": "paragraph", "text": part.text, "lead": part.lead}
    if isinstance(part, Bullets):
        return {"is": "bullets", "entries": list(part.entries)}
    if not isinstance(part, Table):
        raise TypeError(f"no such part: {part!r}")
    return {
        "is": "table",
        "head": list(part.head),
        "rows": [[text_of(cell) for cell in row] for row in part.rows],
        "widths": list(part.widths),
        "numbers": sorted(part.numbers),
        "caption": part.caption,
        "note": part.note,
    }
