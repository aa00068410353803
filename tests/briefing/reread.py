"""Reading a paper back: the numbers in its sentences, and what a number must be, worked out again from the door alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from access.scope import Scope
from briefings.document import Bullets, Document, Paragraph
from briefings.figures import Reading
from data.indicators import DECLARED
from data.indicators.figures import Figure, figures
from data.indicators.indicator import MONTHLY
from data.indicators.moment import Moment
from data.periods import Period, parse
from geo.regions import level_of

# What stands in a sentence without being a reading: days, months, spans of months, the number of the week.
DATES = re.compile(r"\d+月\d+日|\d+月底|\d+–\d+月|\d+月|\d{4}年第\d+周|分母为 0")
QUOTED = re.compile(r"“[^”]*”|（[^（）]*[\u4e00-\u9fff]{6,}[^（）]*）")  # a task's own title
NUMBER = re.compile(r"[\d,]+(?:\.\d+)?")


def sentences(document: Document) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    """Every text with readings of its own."""
    yield document.title, document.readings
    for part in document.parts:
        if isinstance(part, Paragraph):
            yield part.lead + part.text, part.readings
        elif isinstance(part, Bullets):
            yield "\n".join(part.entries), part.readings


def unread(text: str, readings: tuple[Reading, ...]) -> list[str]:
    """The numbers of a text that no reading of it accounts for, its readings taken in their order."""
    at = 0
    rest = ""
    for one in readings:
        found = text.index(one.text, at)
        rest, at = rest + text[at:found] + "□", found + len(one.text)
    rest = DATES.sub("", QUOTED.sub("", rest + text[at:]))
    return NUMBER.findall(rest)


def shown(text: str) -> float:
    """`1,286 户` → 1286, `16.0 万元` → 160000, `7/9` → 7."""
    found = NUMBER.search(text)
    assert found, text
    size = 1e8 if "亿元" in text else 1e4 if "万元" in text else 1
    return float(found[0].replace(",", "")) * size


def read_again(now: Moment, one: Reading, scope: Scope) -> Figure:
    (found,) = figures(now, [one.indicator], scope=scope, periods=(parse(one.period),), region=one.region)
    return found


def goal_of(now: Moment, one: Reading, day: date) -> float:
    """The target of a region, from the year's targets and the counties' shares."""
    target = now.targets[day.year][one.indicator]
    if level_of(one.region) == "county" and target.share_by:
        return float(now.shares[day.year, one.indicator][one.region])
    assert target.value is not None
    return float(target.value)


def expected_on(now: Moment, one: Reading, day: date, scope: Scope) -> float:
    """The path of a region on a day: a straight line from the end of last December to the due day."""
    target, goal = now.targets[day.year][one.indicator], goal_of(now, one, day)
    if target.by == MONTHLY:
        return goal
    due, new_year = parse(target.by).ends, date(day.year - 1, 12, 31)
    if day >= due:
        return goal
    start = 0.0
    if not DECLARED[one.indicator].resets:
        grain = "/ytd" if one.period.endswith("/ytd") else ""
        december = Period(f"{day.year - 1}-12{grain}")
        (figure,) = figures(now, [one.indicator], scope=scope, periods=(december,), region=one.region)
        start = float(figure.value or 0)
    return start + (goal - start) * (day - new_year).days / (due - new_year).days
