"""No title contradicts its figures: every sentence made from random figures is read back, and each of its claims is held against them.

The reading is of its own: patterns and arithmetic here share nothing with the rules that wrote the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.scope import Scope
from data.database import Database
from data.indicators import INDICATORS, PROGRAMMES
from data.indicators.absence import absence
from data.indicators.comparison import pair
from data.indicators.figures import Figure
from data.indicators.findings import (
    FIVE,
    Finding,
    breakdown_finding,
    course_finding,
    coverage_finding,
    lead_finding,
    overview_finding,
    pair_finding,
    pairs_finding,
    ranking_finding,
    region_finding,
)
from data.indicators.findings.beside import PAIR_RULES, PAIRS_RULES
from data.indicators.findings.course import RULES as COURSE_RULES
from data.indicators.findings.leads import LEAD_RULES
from data.indicators.findings.makeup import BREAKDOWN_RULES, COVERAGE_RULES
from data.indicators.findings.overview import RULES as OVERVIEW_RULES
from data.indicators.findings.ranks import RANKING_RULES
from data.indicators.findings.regions import MAP_RULES
from data.indicators.forecast import forecast
from data.indicators.moment import moment
from data.indicators.study import study
from data.periods import Period, parse
from geo.regions import CITY

from .made import COUNTIES
from .random_figures import Past, Picture, breakdowns, pasts, pictures

MANY = settings(max_examples=500, deadline=None)
Groups = dict[str, str]

# --- reading --------------------------------------------------------------------------------------------------------------------------

NUMBER = r"(?:\d[\d,]*(?:\.\d)?)"
VALUE = rf"{NUMBER}(?: [万亿]元|%| (?:人/万人|元/人·月|人|件|元|户|家|个|对))"
UNITS = "人/万人|元/人·月|人|件|元|户|家|个|对"
GAP = rf"(?: {NUMBER} (?:个百分点|[万亿]元|{UNITS})|不足 (?:0\.1|1) (?:个百分点|{UNITS}))"
PLACE = r"(?:" + "|".join(COUNTIES.values()) + ")"
NAMES = rf"{PLACE}(?:、{PLACE})*(?:等 \d+ 个县区)?"
ASIDE = r"(?P<aside>除隐去的外，)?"
SOME = r"(?P<whose>有数据的 |有目标的 )?(?P<many>\d+) 个县区"
HEAD = rf"(?P<title>[^，]+?) (?P<value>{VALUE})"
STAND = rf"已达目标|与(?:应达|目标)持平|比(?:应达|目标)[高低]{GAP}"


def amount(text: str) -> tuple[float, float]:
    """The number in a text, and how far a rounded one may be off."""
    found = re.search(NUMBER, text)
    assert found, text
    number = found[0].replace(",", "")
    scale = 10_000 if re.search(r"\d 万", text) else 100_000_000 if re.search(r"\d 亿", text) else 1
    off = (0.05 if "." in number else 0.5) * scale
    return float(number) * scale, off * 1.0001


def reads(text: str, value: float | None, indicator: str) -> None:
    """The text is the value, rounded, in the indicator's unit; 100 is only written where it is 100."""
    assert value is not None
    number, off = amount(text)
    assert text.endswith(INDICATORS[indicator].unit), text
    if number == 100 and INDICATORS[indicator].unit == "%":
        assert value >= 100
    slack = 0.1 if text == "99.9%" else off
    assert abs(number - value) <= slack, (text, value)


def reads_gap(text: str, value: float, indicator: str) -> None:
    """The text is the size of a difference; 不足 is said only of what rounds to nothing, and never of nothing."""
    unit = INDICATORS[indicator].unit
    assert text.endswith("个百分点" if unit == "%" else unit), text
    number, off = amount(text)
    if "不足" in text:
        assert 0 < abs(value) < number
    else:
        assert abs(number - abs(value)) <= off + 1e-9 and number > 0, (text, value)


def named(text: str) -> tuple[set[str], int]:
    """The names of a list, and how many are meant."""
    more = re.fullmatch(r"(.+?)等 (\d+) 个县区", text)
    names = set((more[1] if more else text).split("、"))
    return names, int(more[2]) if more else len(names)


def is_list_of(text: str, figures: Sequence[Figure]) -> None:
    """A list names these figures: all of them, or three and how many."""
    names, many = named(text)
    every = {figure.region_name for figure in figures}
    assert names <= every and many == len(every), (text, every)
    assert names == every or len(names) == 3


# --- what each rule claims ------------------------------------------------------------------------------------------------------------


class Facts:
    """What may be said of a picture."""

    def __init__(self, picture: Picture) -> None:
        self.whole, self.parts, self.today = picture.whole, picture.parts, picture.today
        self.id = picture.whole.indicator
        self.shown = [f for f in picture.parts if f.value is not None]
        self.judged = [f for f in self.shown if f.status != "none"]
        self.values = [f.value for f in self.shown if f.value is not None]

    def of(self, *statuses: str) -> list[Figure]:
        return [f for f in self.judged if f.status in statuses]

    def at(self, value: float | None) -> list[Figure]:
        return [f for f in self.shown if f.value == value]

    def head(self, m: Groups, name: str = "") -> None:
        assert m["title"] == (name or INDICATORS[self.id].title)
        reads(m["value"], self.whole.value, self.id)

    def aside(self, m: Groups) -> None:
        """Whoever speaks of all parts says that some are left out."""
        assert bool(m.get("aside")) == any(f.suppressed for f in self.parts)

    def some(self, m: Groups, figures: Sequence[Figure]) -> None:
        assert int(m["many"]) == len(figures) > 0
        if not m["whose"]:
            assert len(figures) == len([f for f in self.parts if not f.suppressed])
        elif m["whose"] == "有数据的 ":
            assert len(figures) == len(self.shown)


def all_met(f: Facts, m: Groups) -> None:
    f.head(m), f.aside(m), f.some(m, f.judged)
    assert f.judged == f.of("met")


def overdue(f: Facts, m: Groups) -> None:
    f.head(m), f.aside(m), is_list_of(m["names"], f.of("overdue"))
    for one in f.of("overdue"):
        assert one.value is not None and one.target is not None and one.value <= one.target


def behind(f: Facts, m: Groups) -> None:
    f.head(m), f.aside(m), is_list_of(m["names"], f.of("behind"))
    assert not f.of("overdue")


def some_met(f: Facts, m: Groups) -> None:
    f.head(m), f.aside(m)
    assert int(m["met"]) == len(f.of("met")) > 0 and int(m["rest"]) == len(f.of("on_track")) > 0
    assert len(f.of("met", "on_track")) == len(f.judged)


def all_on_track(f: Facts, m: Groups) -> None:
    f.head(m), f.aside(m), f.some(m, f.judged)
    assert all(one.status == "on_track" and (one.value or 0) >= (one.expected or 0) for one in f.judged)


def concentrated(f: Facts, m: Groups) -> None:
    f.head(m), f.aside(m)
    names, many = named(m["names"])
    assert many == 3 and ("最多" in m["hold"]) == bool(m["aside"])
    three = [one for one in f.shown if one.region_name in names]
    rest = [one.value or 0 for one in f.shown if one.region_name not in names]
    assert min(one.value or 0 for one in three) > max(rest)
    share, off = amount(m["share"])
    assert f.whole.value and abs(share - 100 * sum(one.value or 0 for one in three) / f.whole.value) <= max(off, 0.1)
    assert share <= 100


def largest(f: Facts, m: Groups) -> None:
    f.head(m), f.aside(m)
    top = f.at(max(f.values))
    is_list_of(m["names"], top), reads(m["top"], top[0].value, f.id)
    assert (m["most"] == "并列最多") == (len(top) > 1)


def alike(f: Facts, m: Groups) -> None:
    f.head(m), f.aside(m), f.some(m, f.shown), reads(m["top"], f.shown[0].value, f.id)
    assert len(set(f.values)) == 1


def highest_and_lowest(f: Facts, m: Groups) -> None:
    f.head(m), f.aside(m)
    high, low = f.at(max(f.values)), f.at(min(f.values))
    is_list_of(m["high"], high), is_list_of(m["low"], low)
    reads(m["top"], high[0].value, f.id), reads(m["bottom"], low[0].value, f.id)
    assert high != low and bool(m["tie_high"]) == (len(high) > 1) and bool(m["tie_low"]) == (len(low) > 1)


def edge(f: Facts, m: Groups) -> None:
    f.head(m), f.aside(m)
    at = f.at(max(f.values) if m["way"] == "最高" else min(f.values))
    is_list_of(m["names"], at), reads(m["top"], at[0].value, f.id)
    assert len(at) < len(f.shown) and bool(m["tie"]) == (len(at) > 1)


def reached(as_of: date, span: Period) -> str:
    day = f"{as_of.month}月{as_of.day}日"
    return f"截至{day}" if as_of >= span.starts else f"数据到{day}，本期未到"


def running(f: Facts, m: Groups) -> None:
    f.head(m)
    as_of, span = f.whole.as_of, parse(f.whole.period)
    assert as_of is not None and as_of < span.ends and m["until"] == reached(as_of, span)
    assert INDICATORS[f.id].kind == "flow"


def stance(f: Facts, words: str) -> None:
    """已达目标, 与应达持平, 比目标低 …"""
    one = f.whole
    assert one.value is not None and one.target is not None
    each = INDICATORS[f.id].target
    counted = not INDICATORS[f.id].rate and INDICATORS[f.id].rollup == "sum"
    assert not (each and each.each_county and counted and one.region == "410200"), "a city's sum beside one county's target"
    if words == "已达目标":
        assert one.status == "met" and one.value >= one.target
        return
    aim = one.target if "目标" in words else one.expected
    assert aim is not None and one.expected == aim
    if words.endswith("持平"):
        assert one.value == aim
        return
    assert (one.value > aim) == ("高" in words) and one.value != aim
    reads_gap(words[4:].strip(), one.value - aim, f.id)


def lead(f: Facts, m: Groups) -> None:
    f.head(m, INDICATORS[f.id].name), stance(f, m["stand"])
    if not m["tail"]:
        return
    f.aside(m)
    if m["state"].endswith("最低"):
        low = f.at(min(f.values))
        is_list_of(m["names"], low)
        assert min(f.values) < max(f.values) and (m["state"] == "并列最低") == (len(low) > 1)
    else:
        is_list_of(m["names"], f.of("overdue" if "逾期" in m["state"] else "behind"))


def rank_all(f: Facts, m: Groups) -> None:
    f.aside(m), f.some(m, f.judged)
    assert f.judged == f.of("met")


def rank_none(f: Facts, m: Groups) -> None:
    f.aside(m), f.some(m, f.judged)
    assert not f.of("met")


def rank_split(f: Facts, m: Groups) -> None:
    f.aside(m)
    assert int(m["met"]) == len(f.of("met")) > 0 and int(m["rest"]) == len(f.judged) - len(f.of("met")) > 0


def rank_span(f: Facts, m: Groups) -> None:
    f.aside(m), reads_gap(m["gap"].strip(), max(f.values) - min(f.values), f.id)


def rank_yes_no(f: Facts, m: Groups) -> None:
    f.aside(m)
    assert INDICATORS[f.id].denominator == "县区" and set(f.values) == {0, 100}
    for words, value in ((m["have"], 100), (m["lack"], 0)):
        at = f.at(value)
        assert words == f"{len(at)} 个县区" if len(at) > 3 else set(words.split("、")) == {one.region_name for one in at}


def rank_most(f: Facts, m: Groups) -> None:
    f.aside(m)
    high, low = f.at(max(f.values)), f.at(min(f.values))
    is_list_of(m["high"], high), is_list_of(m["low"], low)
    assert high != low and bool(m["tie_high"]) == (len(high) > 1) and bool(m["tie_low"]) == (len(low) > 1)


Claim = Callable[[Any, Groups], None]
CLAIMS: dict[str, tuple[str, Claim]] = {
    "running": (rf"{HEAD}，(?P<until>截至\d+月\d+日|数据到\d+月\d+日，本期未到)", running),
    "all_met": (rf"{HEAD}，{ASIDE}{SOME}全部达到目标", all_met),
    "overdue": (rf"{HEAD}，{ASIDE}(?P<names>{NAMES})逾期未达目标", overdue),
    "behind": (rf"{HEAD}，{ASIDE}(?P<names>{NAMES})进度滞后", behind),
    "some_met": (rf"{HEAD}，{ASIDE}(?P<met>\d+) 个县区已达目标，其余 (?P<rest>\d+) 个进度正常", some_met),
    "all_on_track": (rf"{HEAD}，{ASIDE}{SOME}进度均正常", all_on_track),
    "concentrated": (rf"{HEAD}，{ASIDE}(?P<names>{NAMES})(?P<hold>占|最多，合计占) (?P<share>{NUMBER})%", concentrated),
    "largest": (rf"{HEAD}，{ASIDE}(?P<names>{NAMES})(?P<most>(?:并列)?最多)，为 (?P<top>{VALUE})", largest),
    "alike": (rf"{HEAD}，{ASIDE}{SOME}均为 (?P<top>{VALUE})", alike),
    "highest_and_lowest": (
        rf"{HEAD}，{ASIDE}(?P<high>{NAMES})(?P<tie_high>并列)?最高 (?P<top>{VALUE})，"
        rf"(?P<low>{NAMES})(?P<tie_low>并列)?最低 (?P<bottom>{VALUE})",
        highest_and_lowest,
    ),
    "lowest": (rf"{HEAD}，{ASIDE}(?P<names>{NAMES})(?P<tie>并列)?(?P<way>最低) (?P<top>{VALUE})", edge),
    "highest": (rf"{HEAD}，{ASIDE}(?P<names>{NAMES})(?P<tie>并列)?(?P<way>最高) (?P<top>{VALUE})", edge),
    "plain": (HEAD, lambda f, m: f.head(m)),
    "lead_met": (
        rf"{HEAD}，(?P<stand>{STAND})(?P<tail>；{ASIDE}(?P<names>{NAMES})(?P<state>(?:并列)?最低|逾期未达目标|进度滞后))?",
        lead,
    ),
    "rank_all": (rf"{ASIDE}{SOME}全部完成", rank_all),
    "rank_none": (rf"{ASIDE}{SOME}均未完成", rank_none),
    "rank_split": (rf"{ASIDE}(?P<met>\d+) 个县区完成，(?P<rest>\d+) 个未完成", rank_split),
    "rank_yes_no": (rf"{ASIDE}(?P<have>{NAMES}|\d 个县区)已有，(?P<lack>{NAMES}|\d 个县区)没有", rank_yes_no),
    "rank_span": (rf"{ASIDE}最高与最低相差(?P<gap>{GAP})", rank_span),
    "rank_most": (rf"{ASIDE}(?P<high>{NAMES})(?P<tie_high>并列)?最多，(?P<low>{NAMES})(?P<tie_low>并列)?最少", rank_most),
}
CLAIMS["lead_stand"] = CLAIMS["lead_met"]


def check(found: Finding, facts: Any, claims: dict[str, tuple[str, Claim]], names: Sequence[str]) -> None:
    """Read a finding back and hold each of its claims against the figures."""
    assert all(figure.value is not None and not figure.suppressed for figure in found.built_from)
    if not found.rule:
        assert found.title in names and found.built_from == ()
        return
    pattern, claim = claims[found.rule]
    match = re.fullmatch(pattern, found.title)
    assert match, (found.rule, found.title)
    claim(facts, match.groupdict())


@MANY
@given(pictures())
def test_maps_rankings_and_pages(picture: Picture) -> None:
    facts, title = Facts(picture), INDICATORS[picture.whole.indicator].title
    silent = {f.region_name for f in picture.parts if f.value is None}
    for found in (
        region_finding(picture.whole, picture.parts),
        ranking_finding(picture.whole, picture.parts),
        lead_finding(picture.whole, picture.parts),
    ):
        check(found, facts, CLAIMS, (title, f"{title}{absence(picture.whole)}", "各县区排序"))
        assert not any(name in found.title for name in silent), "a county without a figure, or with a withheld one, is named"
        quoted = {f.region_name for f in found.built_from}
        assert all(name in quoted for name in COUNTIES.values() if name in found.title)


# --- trends ---------------------------------------------------------------------------------------------------------------------------


class Way:
    def __init__(self, past: Past, found: Finding) -> None:
        self.past, self.found = past, found
        self.figure = past.year[-1]
        self.id = self.figure.indicator


def heading(w: Way, m: Groups) -> None:
    ahead = forecast(w.past.year, INDICATORS[w.id], w.past.target, w.past.today)
    assert ahead is not None and w.past.target is not None and int(m["month"]) == int(w.past.target.by[5:])
    goal, due = w.figure.target, ahead.due
    assert goal is not None and m["month"] == str(int(due.period.month[5:]))
    reads(m["value"], due.value, w.id)
    values = [one.value or 0 for one in ahead.built_from]
    slope, last = (values[2] - values[0]) / 2, sum(values) / 3 + (values[2] - values[0]) / 2
    line = last + slope * len(ahead.ahead)
    words, shown = m["outlook"], amount(m["value"])[0]
    if words in ("可达目标", "有望达到目标"):
        assert line >= goal * (1 - 1e-9) and (words == "有望达到目标" or due.low >= goal) and shown >= goal * (1 - 1e-3) - 0.5
    elif late := re.fullmatch(r"(\d+)月才到目标", words):
        month = int(late[1])
        extra = month - int(m["month"])
        assert extra > 0 and line + slope * extra >= goal * (1 - 1e-9) > line + slope * (extra - 1) - 1e-6 and line < goal + 1e-6
    else:
        december = 12 - int(m["month"])
        assert line < goal + 1e-6 and (slope <= 0 or line + slope * december < goal + 1e-6 or w.past.target.above)
        assert words == "恐达不到目标" or due.high < goal
        assert amount(m["value"])[0] != goal, "it must not read like the target it misses"


def stands(w: Way, m: Groups) -> None:
    assert w.figure.status != "met"
    stance(Facts(Picture(w.figure, (), w.past.today)), m["stand"])


def in_a_row(w: Way, m: Groups) -> None:
    many = int(m["many"])
    values = [one.value for one in w.past.year[-many - 1 :]]
    assert len(values) == many + 1 >= 4
    pairs = pairwise(values)
    assert all(a is not None and b is not None and (a < b if m["way"] == "上升" else a > b) for a, b in pairs)
    reads(m["value"], w.figure.value, w.id)
    assert parse(w.figure.period).ends < w.past.today


def changed(w: Way, m: Groups) -> None:
    for part in m["changes"].split("，"):
        other = w.past.year_before if "去年同期" in part else w.past.before
        assert other.value is not None and w.figure.value is not None
        span, earlier = parse(w.figure.period), parse(other.period)
        assert earlier == (span.year_before() if "去年同期" in part else span.shift(-1))
        counted = INDICATORS[w.id]
        january = counted.cumulative or counted.resets or (span.grain == "ytd" and counted.kind == "flow")
        if january and "去年同期" not in part:
            assert span.year == earlier.year, "January is held against the whole year before"
        if january or counted.kind == "flow":
            assert not span.runs(w.past.today) or (january and span.year == earlier.year)
        by = w.figure.value - other.value
        if part.endswith("持平"):
            assert by == 0
            continue
        sign = re.search(r"[升降增减]", part)
        assert sign and (by > 0) == (sign[0] in "升增") and by != 0
        reads_gap(part[sign.end() :].strip(), by, w.id)


def met(w: Way, m: Groups) -> None:
    stance(Facts(Picture(w.figure, (), w.past.today)), "已达目标")


def each_met(w: Way, m: Groups) -> None:
    assert w.figure.status == "met" and w.figure.region == "410200"


CHANGE = rf"(?:比(?:上月|上月末|去年同期)[升降增减]{GAP}|与(?:上月|上月末|去年同期)持平)"
COURSES: dict[str, tuple[str, Claim]] = {
    "met": ("已达目标", met),
    "each_met": ("有数据的县区均已达目标", each_met),
    "heading": (
        rf"按近三月进度，(?P<month>\d+)月底约 (?P<value>{VALUE})，(?P<outlook>可达目标|有望达到目标|\d+月才到目标|恐?达不到目标)",
        heading,
    ),
    "stands": (rf"(?P<stand>{STAND})", stands),
    "in_a_row": (rf"连续 (?P<many>\d+) 个月(?P<way>上升|下降)至 (?P<value>{VALUE})", in_a_row),
    "changed": (rf"(?P<changes>{CHANGE}(?:，{CHANGE})?)", changed),
}


@MANY
@given(pasts())
def test_trends(past: Past) -> None:
    figure = past.year[-1]
    ahead = forecast(past.year, INDICATORS[figure.indicator], past.target, past.today)
    found = course_finding(figure, past.before, past.year_before, past.year, ahead, past.today)
    check(found, Way(past, found), COURSES, (f"{INDICATORS[figure.indicator].title}走势",))
    if figure.value is None:
        assert found.rule == "", "what is withheld or missing has no course"


# --- categories -----------------------------------------------------------------------------------------------------------------------

CATEGORY = "(?:" + "|".join(sorted((re.escape(c) for one in INDICATORS.values() for c in one.categories), key=len, reverse=True)) + ")"
LIST = rf"{CATEGORY}(?:、{CATEGORY})*"
SINCE = r"(?P<since>(截至\d+月\d+日|数据到\d+月\d+日，本期未到)，)?"


class Kinds:
    def __init__(self, whole: Figure, parts: Sequence[Figure]) -> None:
        self.whole, self.parts, self.id = whole, parts, whole.indicator
        self.shown = {f.category or "": f.value for f in parts if f.value is not None}

    def at(self, value: float) -> set[str]:
        return {name for name, one in self.shown.items() if one == value}

    def said(self, m: Groups) -> None:
        as_of, span, one = self.whole.as_of, parse(self.whole.period), INDICATORS[self.id]
        runs = as_of is not None and as_of < span.ends and one.kind == "flow" and span.grain != "ytd"
        assert bool(m["since"]) == runs
        if m["since"] and as_of:
            assert m["since"] == f"{reached(as_of, span)}，"
        if "aside" in m:
            assert bool(m["aside"]) == any(f.suppressed for f in self.parts)


def one_only(k: Kinds, m: Groups) -> None:
    k.said(m)
    assert k.shown[m["name"]] == k.whole.value and len(k.shown) == len(k.parts)
    assert all(not value for name, value in k.shown.items() if name != m["name"])


def category_largest(k: Kinds, m: Groups) -> None:
    k.said(m)
    names = set(m["names"].split("、"))
    assert names == k.at(max(k.shown.values())) and bool(m["tie"]) == (len(names) > 1)
    share, off = amount(m["share"])
    if any(f.suppressed for f in k.parts):
        assert max(k.shown.values()) >= (k.whole.value or 0) - sum(k.shown.values()), "a hidden category may be larger"
    assert k.whole.value and abs(share - 100 * max(k.shown.values()) / k.whole.value) <= max(off, 0.1) and share * len(names) <= 100.2


def category_range(k: Kinds, m: Groups) -> None:
    k.said(m)
    high, low = max(k.shown.values()), min(k.shown.values())
    assert set(m["high"].split("、")) == k.at(high) and set(m["low"].split("、")) == k.at(low) and high > low
    assert bool(m["tie_high"]) == (len(k.at(high)) > 1) and bool(m["tie_low"]) == (len(k.at(low)) > 1)
    reads(m["top"], high, k.id), reads(m["bottom"], low, k.id)


BREAKDOWNS: dict[str, tuple[str, Claim]] = {
    "one_only": (rf"{SINCE}全部为(?P<name>{CATEGORY})", one_only),
    "category_largest": (rf"{SINCE}{ASIDE}(?P<names>{LIST})(?P<tie>并列)?最多，各?占 (?P<share>{NUMBER})%", category_largest),
    "category_range": (
        rf"{SINCE}{ASIDE}(?P<high>{LIST})(?P<tie_high>并列)?最高 (?P<top>{VALUE})，"
        rf"(?P<low>{LIST})(?P<tie_low>并列)?最低 (?P<bottom>{VALUE})",
        category_range,
    ),
}


@MANY
@given(breakdowns())
def test_categories(made: tuple[Figure, tuple[Figure, ...]]) -> None:
    whole, parts = made
    found, one = breakdown_finding(whole, parts), INDICATORS[whole.indicator]
    check(found, Kinds(whole, parts), BREAKDOWNS, (f"{one.title}按{one.breakdown}",))
    said = set(re.findall(CATEGORY, found.title)) if found.rule else set()
    assert not said & {f.category for f in parts if f.value is None}


# --- the five, the overview, two sides --------------------------------------------------------------------------------------------------


@MANY
@given(st.lists(pictures(), max_size=1), st.tuples(*(pictures(name) for name in FIVE)), st.integers(0, 5))
def test_the_five_coverages(others: list[Picture], five: tuple[Picture, ...], first: int) -> None:
    figures = [picture.whole for picture in (*five[first:], *(one for one in others if one.whole.indicator not in FIVE))]
    found = coverage_finding(figures)
    mine = [f for f in figures if f.indicator in FIVE and f.value is not None]
    done = [f for f in mine if f.status == "met" or (f.status == "none" and (f.value or 0) >= 100)]
    open_ = [f for f in mine if f not in done]
    assert all(f in mine for f in found.built_from)
    match found.rule:
        case "five_all":
            assert found.title == "五个全覆盖全部到位" and len(done) == 5
        case "five_none":
            assert found.title == "五个全覆盖均未到位" and len(open_) == 5
        case "five_some":
            m = re.fullmatch(r"五个全覆盖(?:有数据的 (\d) 项中)?已到位 (\d) 项，(?:其余 (\d) 项|(.+?))未到位", found.title)
            assert m and int(m[2]) == len(done) > 0 and (m[1] is None) == (len(mine) == 5) and int(m[1] or 5) == len(mine)
            assert int(m[3]) == len(open_) if m[3] else set(m[4].split("、")) == {INDICATORS[f.indicator].title for f in open_}
        case "five_part":
            m = re.fullmatch(r"五个全覆盖有数据的 (\d) 项均(已|未)到位", found.title)
            assert m and int(m[1]) == len(mine) < 5 and len(done if m[2] == "已" else open_) == len(mine)
        case _:
            assert found.title == "五个全覆盖" and not mine


@MANY
@given(st.lists(pictures(), max_size=8, unique_by=lambda one: one.whole.indicator))
def test_the_overview(made: list[Picture]) -> None:
    figures = [one.whole for one in made]
    found = overview_finding(figures)
    status = {f.indicator: f.status for f in found.built_from}
    assert all(f.value is not None and f.status != "none" for f in found.built_from)
    monthly = [
        f
        for f in figures
        if f.status != "none" and f.value is not None and f.as_of and f.as_of < parse(f.period).ends
        if (target := INDICATORS[f.indicator].target) is not None and target.by == "monthly"
    ]
    left = re.search(r"另有 (\d+) 项按月考核，当月未完，不计在内", found.lede)
    assert (int(left[1]) if left else 0) == len(monthly)
    assert len(status) == sum(f.status != "none" and f.value is not None for f in figures) - len(monthly)
    if not found.rule:
        assert found.title == "本期没有可考核的指标" and not status
        return
    m = re.fullmatch(r"(\d+) 项目标中，(?:(\d+) 项完成)?，?(?:(\d+) 项正常)?，?(?:(\d+) 项滞后)?，?(?:(\d+) 项逾期(.*))?", found.title)
    assert m and int(m[1]) == len(status)
    for group, word in zip(m.groups()[1:5], ("met", "on_track", "behind", "overdue"), strict=True):
        assert int(group or 0) == list(status.values()).count(word)  # type: ignore[call-overload]
    late = [INDICATORS[name].programme for name, one in status.items() if one == "overdue"]
    for programme, name in PROGRAMMES.items():
        if name in (m[6] or ""):
            assert programme in late
    if "都在" in (m[6] or ""):
        assert len(set(late)) == 1
    if most := re.search(r"最多在(.+)（(\d+) 项）", m[6] or ""):
        counts = {PROGRAMMES[programme]: late.count(programme) for programme in set(late)}
        assert counts[most[1]] == int(most[2]) == max(counts.values()) and list(counts.values()).count(int(most[2])) == 1
    below_path(found)


def below_path(found: Finding) -> None:
    """The line below the title: who is furthest from the expected path."""
    short = {}
    for f in found.built_from:
        one = INDICATORS[f.indicator]
        alone = one.rate or one.rollup != "sum" or one.target is None or not one.target.each_county
        if alone and f.value is not None and f.expected is not None and f.target and f.value < f.expected:
            short[one.name] = ((f.expected - f.value) / f.target, f)
    if "均不低于应达进度" in found.lede:
        assert not short and not any(f.status in ("behind", "overdue") for f in found.built_from)
    elif "差在部分县区" in found.lede:
        assert not short and any(f.status in ("behind", "overdue") for f in found.built_from)
    elif several := re.match(r"按占目标的比例，差距并列最大的是(.+?)。", found.lede):
        top = max(share for share, _ in short.values())
        assert set(several[1].split("、")) == {name for name, (share, _) in short.items() if share == top} and "、" in several[1]
    else:
        one = re.match(rf"按占目标的比例，差距最大的是(.+?)：({VALUE})，(应达|目标) ({VALUE})，差({GAP})。", found.lede)
        assert one, found.lede
        share, f = short[one[1]]
        assert share == max(each for each, _ in short.values()) and (one[3] == "目标") == (f.expected == f.target)
        reads(one[2], f.value, f.indicator), reads(one[4], f.expected, f.indicator)
        reads_gap(one[5].strip(), (f.expected or 0) - (f.value or 0), f.indicator)


SIDE = rf"(?:{PLACE}|开封市)?(?:\d{{4}}年(?:1–)?(?:\d+月|第\d+周))?"


@MANY
@given(pictures(), st.data())
def test_two_sides(picture: Picture, data: st.DataObject) -> None:
    figures = [picture.whole, *picture.parts]
    one, other = data.draw(st.sampled_from(figures)), data.draw(st.sampled_from(figures))
    two = pair(one, other, picture.today)
    found = pair_finding(two)
    if one.suppressed or other.suppressed or one.value is None or other.value is None:
        assert two.difference is None and found.rule == "" and found.built_from == () and not re.search(r"，比|持平", found.title)
        return
    m = re.fullmatch(rf"(.+?)：({SIDE}) ({VALUE})，(?:比({SIDE})([高低])({GAP})|与({SIDE})持平)", found.title)
    assert m, found.title
    reads(m[3], one.value, one.indicator)
    if m[5]:
        assert (one.value > other.value) == (m[5] == "高") and one.value != other.value
        reads_gap(m[6].strip(), one.value - other.value, one.indicator)
    else:
        assert one.value == other.value
    if one.region != other.region:
        assert m[2].startswith(one.region_name) and (m[4] or m[7]).startswith(other.region_name)


@MANY
@given(st.lists(pictures(), min_size=1, max_size=5, unique_by=lambda made: made.whole.indicator))
def test_several_comparisons(made: list[Picture]) -> None:
    pairs = [pair(one.whole, one.parts[0], one.today) for one in made]
    found = pairs_finding(pairs)
    held = [two for two in pairs if two.difference is not None]
    if not held:
        assert found.title == "对比" and found.rule == ""
        return
    m = re.fullmatch(r".+与.+相比，(\d+) 项可比，(?:(\d+) 项较高)?，?(?:(\d+) 项较低)?，?(?:(\d+) 项持平)?", found.title)
    assert m and int(m[1]) == len(held)
    signs = [(two.figure.value or 0) - (two.other.value or 0) for two in held]
    counts = (sum(sign > 0 for sign in signs), sum(sign < 0 for sign in signs), sum(sign == 0 for sign in signs))
    assert tuple(int(group or 0) for group in m.groups()[1:]) == counts


# --- a whole city through the door --------------------------------------------------------------------------------------------------------


def test_every_indicator_of_the_demonstration_city(demonstration: Database) -> None:
    """The same reading of the sentences a leader is shown, of real figures with their withholding, counties and a county's townships."""
    scope, spoken = Scope("leader"), set()
    with moment(demonstration) as now:
        for indicator, text, region in product(INDICATORS, ("2023-08", "2023-01", "2023-08/ytd"), (CITY, "410221")):
            one = study(now, indicator, scope=scope, period=parse(text), region=region, inside=text == "2023-08")
            facts, title = Facts(Picture(one.whole, one.parts, now.today)), one.indicator.title
            ahead = forecast(one.year, one.indicator, one.target, now.today)
            course = course_finding(one.figure, one.before, one.year_before, one.year, ahead, now.today)
            check(course, Way(Past(one.year, one.before, one.year_before, one.target, now.today), course), COURSES, (f"{title}走势",))
            silent = {figure.region_name for figure in one.parts if figure.value is None}
            for write in (region_finding, ranking_finding, lead_finding):
                found = write(one.whole, one.parts)
                spoken.add(found.rule)
                assert not any(name in found.title for name in silent)
                if one.parts_level == "county":
                    check(found, facts, CLAIMS, (title, f"{title}{absence(one.whole)}", "各县区排序"))
            spoken.add(course.rule)
    assert len(spoken) > 15, "a city in which most rules have something to say"


# --- the rules themselves ---------------------------------------------------------------------------------------------------------------


def test_every_rule_is_read_back_by_this_test() -> None:
    assert {rule.name for rule in (*MAP_RULES, *LEAD_RULES, *RANKING_RULES)} == set(CLAIMS)
    assert {rule.name for rule in COURSE_RULES} == set(COURSES)
    assert {rule.name for rule in BREAKDOWN_RULES} == set(BREAKDOWNS)
    assert {rule.name for rule in COVERAGE_RULES} == {"five_all", "five_none", "five_some", "five_part"}
    assert [rule.name for rule in (*OVERVIEW_RULES, *PAIR_RULES, *PAIRS_RULES)] == ["standing", "pair", "pairs"]


@pytest.mark.parametrize("text", ["100.0%", "99.9%"])
def test_this_test_reads_a_hundred_strictly(text: str) -> None:
    if text == "100.0%":
        with pytest.raises(AssertionError):
            reads(text, 99.97, "elder_visit_rate")
    reads(text, 100 if text == "100.0%" else 99.97, "elder_visit_rate")
