"""Words for a place of known width: what is read from five metres is never cut off by its box, so it is shortened before it gets there."""

from __future__ import annotations

import re
import unicodedata

BREAKS = re.compile("[；：（，、]")
NARROW = 0.58  # of the type's size: digits and Latin letters; Chinese signs are as wide as they are high


def width(text: str, size: float) -> float:
    """About how many of the wall's pixels a text takes at a type size."""
    return size * sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else NARROW for sign in text)


def short(text: str, room: float, size: float = 24) -> str:
    """The text, or as many of its first clauses as fit into `room`, or its beginning with `…`."""
    if width(text, size) <= room:
        return text
    for found in reversed(list(BREAKS.finditer(text))):
        clause = text[: found.start()]
        if width(clause, size) <= room and clause.count("“") == clause.count("”"):
            return clause
    kept = text
    while kept and width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept + "…"
