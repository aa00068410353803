"""年尺: 52 weeks, 12 months, the part of the year that is over, and the day as a full stroke of ink."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from briefings.document import Ruler
from briefings.drawing.svg import SMALL, WIDTH, Drawing, drawing, stroke, text, wide

BASE, HEIGHT = 17.0, 34.0
WEEKS = 52.14


def ruler(part: Ruler) -> Drawing:
    return drawing(WIDTH, HEIGHT, _shapes(part))


def _shapes(part: Ruler) -> Iterator[str]:
    year = part.day.year
    length = date(year, 12, 31).timetuple().tm_yday

    def x(day: int) -> float:
        return 0.5 + (WIDTH - 1) * day / length

    for week in range(53):
        at = x(0) + (WIDTH - 1) * week / WEEKS
        yield stroke(at, BASE + 1.5, at, BASE + 4, of="line-strong", width=0.6)
    yield stroke(0, BASE, WIDTH, BASE, of="line-strong", width=0.5)
    starts = [date(year, month, 1).timetuple().tm_yday - 1 for month in range(1, 13)] + [length]
    for month, (start, end) in enumerate(pairwise(starts), 1):
        yield stroke(x(start), BASE, x(start), BASE + 6, of="ink-3", width=0.7)
        now = month == part.day.month
        yield text((x(start) + x(end)) / 2, BASE + 15, f"{month}月", size=SMALL, fill="ink" if now else "ink-3", anchor="middle", bold=now)
    yield stroke(x(length), BASE, x(length), BASE + 6, of="ink-3", width=0.7)
    today = x(part.day.timetuple().tm_yday)
    yield stroke(x(0), BASE, today, BASE, of="ink", width=2)
    yield stroke(today, 2, today, BASE + 6, of="ink", width=1.6)
    fits = today > wide(part.words) + 12
    yield text(today - 5 if fits else today + 5, 11, part.words, size=SMALL, anchor="end" if fits else "start")
