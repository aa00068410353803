"""预警: how many the week has brought and how many were closed; in the paper of the week just over, the most pressing that are open."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from access.scope import Scope
from briefings.document import Part
from briefings.weekly.ground import Ground
from briefings.weekly.printing import bullets, paragraph
from briefings.weekly.sentence import Quote, Sentence, tell
from data.warnings.course import recorded_since
from data.warnings.reading import course, sentences
from geo.regions import CITY

LATEST = timedelta(days=7)  # what is open is known of today alone: a paper of an older week does not tell it
MOST = 6
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def alerts(of: Ground) -> list[Part]:
    """The week's count, and the open ones. A paper goes from hand to hand: nobody's record access shows people in it one by one."""
    if of.scope.role == "county" and not of.region.startswith(of.scope.region):
        return []
    # The city's paper is read by every county, and holds nothing below them: no names of places, as on the wall.
    reader = Scope("screen" if of.region == CITY else "leader")
    begun = recorded_since(of.now)
    if begun is None or of.day < begun:
        return [paragraph(tell("本周还没有预警记录。"), week=of.week, region=of.region)]
    (week,) = course(replace(of.now, today=of.day), scope=reader, region=of.region, weeks=1)
    if week.found or week.closed:
        said = tell("本周新增预警", _many(week.found), "，办结", _many(week.closed), "。")
    else:
        said = tell("本周没有新增和办结的预警。")
    parts: list[Part] = [paragraph(said, week=of.week, region=of.region)]
    if of.now.today - of.day <= LATEST:
        found = sentences(of.now, scope=reader, region=of.region, most=MOST)
        if found:
            parts.append(paragraph(tell("目前未关闭的预警，主要有："), week=of.week, region=of.region))
            parts.append(bullets([_quoted(one.text) for one in found], week=of.week, region=of.region))
    return parts


def _many(count: int) -> Quote:
    return Quote(f"{count} 条", "warnings", count)


def _quoted(text: str) -> Sentence:
    """A warning's own sentence: its numbers are the warning's."""
    numbers = tuple(Quote(one, "warnings", float(one.replace(",", ""))) for one in NUMBER.findall(text))
    return Sentence(text, numbers)
