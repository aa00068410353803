"""No paragraph contradicts its figures: what is made from random figures is read back, and each of its claims is held against them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.weekly.case import Case
from briefings.weekly.matter import RULES, Matter, matter
from briefings.weekly.printing import paragraph
from briefings.weekly.weight import importance
from data.indicators import INDICATORS
from data.indicators.figures import Figure
from data.indicators.indicator import MONTHLY
from data.periods import Period, parse
from tests.briefing.reread import unread
from tests.indicators.made import COUNTIES, TODAY, figure, withheld
from tests.indicators.random_figures import cells, judged, pictures

AIMED = sorted(name for name, one in INDICATORS.items() if one.target is not None)
OF_MONTHS = [name for name in AIMED if (target := INDICATORS[name].target) and target.by == MONTHLY]
NAMES = "|".join(COUNTIES.values())
SPOKEN: set[str] = set()
RARE = {"reached", "met_in_month"}  # seldom met by chance: told below


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A city's case at the end of a month, with the figure one period earlier."""
    picture = draw(pictures(draw(st.one_of(st.sampled_from(AIMED), st.sampled_from(OF_MONTHS)))))
    indicator = INDICATORS[picture.whole.indicator]
    assert indicator.target is not None
    span = parse(picture.whole.period)
    before: Figure | None = None
    earlier = span.shift(-1)
    if earlier.year == span.year and draw(st.booleans()):
        (cell,) = draw(cells(indicator, 1))
        more = {"region": picture.whole.region, "region_name": picture.whole.region_name}
        before = judged(indicator, cell, earlier, picture.today, None, 0, cell.state, **more)  # type: ignore[arg-type]
        before = replace(before, status=draw(st.sampled_from(["met", "behind", "overdue", "none"])))
    return Case(indicator, indicator.target, picture.whole, before, picture.parts, span.day(picture.today), picture.today)


def said(case: Case) -> list[Matter]:
    found = [one for good in (False, True) if (one := matter(case, importance(case), good=good))]
    SPOKEN.update(one.rule for one in found)
    return found


@settings(max_examples=500, deadline=None)
@given(cases())
def test_every_paragraph_holds(case: Case) -> None:
    found = said(case)
    assert len(found) <= 1  # bad or good, not both
    for one in found:
        text = f"{one.lead.text}。{one.body.text}"
        assert one.body.quotes and text.endswith("。") and "。。" not in text and "None" not in text
        part = paragraph(one.body, one.lead, week=Period("2023-W35"), region=case.figure.region)
        assert unread(part.lead + part.text, part.readings) == []
        _lead(case, one.lead.text)
        _body(case, one.body.text)


def _lead(case: Case, lead: str) -> None:
    figure, due = case.figure, case.due_on
    value = figure.value
    assert value is not None
    if lead.endswith("慢于应达"):
        assert figure.expected is not None and value < figure.expected and due is not None and case.day <= due
    elif "逾期未" in lead and "个县区" not in lead:
        assert figure.target is not None and value < figure.target and due is not None and case.day > due
    elif lead.endswith("快于应达"):
        assert figure.expected is not None and value > figure.expected and figure.status == "on_track"
    elif lead.endswith("达到目标"):
        assert figure.status == "met"
    elif lead.endswith("未达目标"):
        assert figure.target is not None and value < figure.target and case.monthly
    else:
        many = re.fullmatch(r".*有 (\d+) 个县区(进度滞后|逾期未达标)", lead)
        assert many and int(many[1]) == len([one for one in case.parts if one.status in ("behind", "overdue") and one.value is not None])
        past = case.monthly or (due is not None and case.day > due)
        assert (many[2] == "逾期未达标") == past


def _body(case: Case, body: str) -> None:
    by_name = {one.region_name: one for one in case.parts}
    for name in re.findall(NAMES, body):
        assert by_name[name].value is not None and not by_name[name].suppressed
    hidden = any(one.suppressed for one in case.parts)
    for sentence in re.split("[。；]", body):
        names = re.findall(NAMES, sentence)
        if names and re.search("已达标|不低于应达", sentence):
            assert all((by_name[name].value or 0) >= (by_name[name].expected or 0) for name in names)
        elif names and "最低" in sentence:
            least = min(one.value for one in case.parts if one.value is not None)
            assert all(by_name[name].value == least for name in names) and sentence.startswith("除隐去的外") == hidden
        elif names:
            full = [by_name[name] for name in names]
            assert all((one.value or 0) < (one.expected if one.expected is not None else 100) for one in full)
            assert sentence.startswith("除隐去的外") == hidden
        rest = re.search(r"其余 (\d+) 个县区", sentence)
        if rest:
            good = [one for one in case.parts if one.status in ("met", "on_track")]
            assert not hidden and int(rest[1]) == len(good)
    _gaps(case.figure, body)
    moved = re.search(r"较[^，；。]*(提高|增加|下降|减少)", body)
    if moved:
        assert case.change is not None and (case.change > 0) == (moved[1] in ("提高", "增加"))


def _gaps(figure: Figure, body: str) -> None:
    """The first gap that is told is the region's own: against the path, or the target."""
    own = re.search(r"(?:应达|目标)[^，；]*，(差|高)(不足)? ([\d,.]+)", body)
    goal = re.search(r"距目标差(不足)? ([\d,.]+)", body)
    if own:
        assert figure.expected is not None and figure.value is not None
        assert (own[1] == "差") == (figure.value < figure.expected)
        _close(abs(figure.expected - figure.value), own[3], bool(own[2]))
    if goal:
        assert figure.target is not None and figure.value is not None
        _close(figure.target - figure.value, goal[2], bool(goal[1]))


def _close(true: float, printed: str, less: bool) -> None:
    number = float(printed.replace(",", ""))
    assert true < number if less else abs(true - number) <= (0.0501 if "." in printed else 0.5001)


@settings(max_examples=100, deadline=None)
@given(cases())
def test_weight_is_of_what_is_open_and_grows_with_the_distance(case: Case) -> None:
    weight = importance(case)
    assert weight >= 0 and (weight == 0 or case.figure.status in ("behind", "overdue"))
    if weight > 0 and case.own and case.figure.value and case.figure.expected and case.figure.value < case.figure.expected:
        further = replace(case, figure=replace(case.figure, value=case.figure.value / 2), before=None)
        assert importance(further) > importance(replace(case, before=None))


def test_every_rule_has_spoken_and_a_withheld_figure_says_nothing() -> None:
    if not SPOKEN:
        test_every_paragraph_holds()  # asked for alone
    assert {rule.name for rule in RULES} - RARE <= SPOKEN, SPOKEN


def test_a_month_that_held_its_target_is_told_with_its_counties() -> None:
    indicator = INDICATORS["relief_paid_on_time"]
    assert indicator.target is not None
    more = {"target": 100, "expected": 100}
    parts = [figure(indicator.id, 100, region=code, status="met", **more) for code in COUNTIES]
    before = figure(indicator.id, 99.0, period="2023-07", status="overdue", **more)
    case = Case(indicator, indicator.target, figure(indicator.id, 100, status="met", **more), before, tuple(parts), TODAY, TODAY)
    told = matter(case, 0.0, good=True)
    assert told is not None and told.rule == "met_in_month"
    assert told.body.text == "8月按时发放率为 100.0%，较7月提高 1.0 个百分点，9 个县区均达目标。"
    hidden = replace(case, parts=(*parts[:-1], withheld(indicator.id, region="410225")))
    assert "，除隐去的外，8 个县区均达目标。" in matter(hidden, 0.0, good=True).body.text  # type: ignore[union-attr]


def test_reached_is_told_in_the_week_it_happens_and_not_again() -> None:
    indicator = INDICATORS["book_rooms"]
    assert indicator.target is not None
    more = {"target": 20, "expected": 20}
    before = figure("book_rooms", 16, period="2023-W25", status="behind", **more)
    now = figure("book_rooms", 22, period="2023-W26", status="met", **more)
    case = Case(indicator, indicator.target, now, before, (), date(2023, 7, 2), date(2023, 9, 18))
    told = matter(case, 0.0, good=True)
    assert told is not None and told.rule == "reached"
    assert f"{told.lead.text}。{told.body.text}" == (
        "爱心书屋达到目标。截至7月2日，累计完成 22 个，较上周增加 6 个，达到目标 20 个；时限为6月底。"
    )
    assert matter(replace(case, before=replace(before, value=22, status="met")), 0.0, good=True) is None
