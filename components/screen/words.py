"""Words for a place of known width: what is read from five metres is never cut off by its box, so it is shortened before it gets there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from data.indicators.words import listed

BREAKS = re.compile("[；：（，、]")
TITLE = 32.0  # the size of titles
NARROW = 0.58  # of the type's size: digits and Latin letters; Chinese signs are as wide as they are high


def width(text: str, size: float) -> float:
    """About how many of the wall's pixels a text takes at a type size."""
    return size * sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else NARROW for sign in text)


MANY = re.compile("(?:[^，；：、]+、)+[^，；：、]+?等 ?(\\d+ 个)")  # names, and how many they stand for


def title(text: str, room: float) -> str:
    """A finding as a title of one line: where it is too long the names in it give way to their number, then the last clauses go."""
    return text if width(text, TITLE) <= room else short(MANY.sub(r"\1", text), room, TITLE)


def names_in(names: Sequence[str], room: float, size: float) -> str:
    """As many names as fit, `杞县、兰考县等 5 个县区`."""
    return next((said for most in (4, 3, 2) if width(said := listed(names, most=most), size) <= room), listed(names, most=1))


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
