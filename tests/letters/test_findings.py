"""The sentences of a letter hold what their figures say, whatever the figures are."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies

from data.indicators import INDICATORS
from data.indicators.indicator import Target
from data.indicators.status import judge
from data.indicators.words import quantity
from data.letters.findings import Said, cells_said, figure_said, paragraph
from data.periods import parse
from data.programmes.form import Task
from data.programmes.light import Light
from data.programmes.line import Cell
from tests.indicators.made import figure

AVERAGE = Target(Decimal(65), "2023-11", each_county=True, above="全省平均（管理员按年录入）")
UNSET = Target(None, "2023-11", each_county=True, above="全省平均（管理员按年录入）")
MARCH, OCTOBER = Target(Decimal(100), "2023-03", each_county=True), Target(Decimal(100), "2023-10", each_county=True)


def said(indicator: str, value: float | None, target: Target | None, **more: object) -> Said:
    goal = None if target is None or target.value is None else float(target.value)
    found = figure_said(figure(indicator, value, region="410222", period="2023-06/ytd", target=goal, **more), target)
    assert found
    return found


@pytest.mark.parametrize(
    ("value", "target", "status", "expected", "words"),
    [
        (55.5, UNSET, "none", None, "火化率为 55.5%（未设全省平均值，暂不比较）"),
        (55.5, AVERAGE, "behind", 60.0, "火化率为 55.5%，比全省平均（65.0%）低 9.5 个百分点"),
        (64.96, AVERAGE, "on_track", 60.0, "火化率为 65.0%，比全省平均（65.0%）低不足 0.1 个百分点"),
        (65, AVERAGE, "overdue", 65, "火化率为 65.0%，与全省平均持平，尚未超过"),
        (70.2, AVERAGE, "met", 60.0, "火化率为 70.2%，比全省平均（65.0%）高 5.2 个百分点"),
    ],
)
def test_cremation_against_the_provinces_average(value: float, target: Target, status: str, expected: float | None, words: str) -> None:
    found = said("cremation_rate", value, target, status=status, expected=expected)
    assert found.words == words and found.lags == (status in ("behind", "overdue"))
    assert found.when == "截至6月30日" and found.figures[0].value == value


def test_late_behind_and_monthly() -> None:
    late = said("township_cemeteries_operating", 900 / 11, MARCH, status="overdue", expected=100, numerator=9, denominator=11)
    assert late.words == "乡镇公益性公墓投用率为 81.8%（9/11），3月底前应达 100.0%，差 18.2 个百分点，已逾期"
    behind = said("home_adaptations", 60, OCTOBER, status="behind", expected=133.4)
    assert behind.words == "适老化改造户数为 60 户，10月底前应达 100 户，按进度应达 133 户，低 73 户"
    month = figure("elder_visit_rate", 97.1, region="410222", period="2023-06", target=100, expected=100, status="overdue")
    found = figure_said(month, Target(Decimal(100), "monthly", each_county=True))
    assert found and (found.when, found.words) == ("2023年6月", "特殊困难老年人月探访率为 97.1%，没有达到 100.0%，差 2.9 个百分点")


def test_what_is_withheld_or_missing_says_nothing() -> None:
    assert figure_said(figure("cremation_rate", None), UNSET) is None
    assert figure_said(figure("cremation_rate", None, suppressed=True, reason="small"), UNSET) is None


@given(
    value=strategies.integers(0, 1000).map(lambda tenth: tenth / 10),
    baseline=strategies.integers(0, 1000).map(lambda tenth: Fraction(tenth, 10)),
    goal=strategies.integers(1, 100),
    due=strategies.sampled_from(["2023-03", "2023-06", "2023-10", "2023-12", "monthly"]),
    above=strategies.booleans(),
)
def test_a_sentence_never_contradicts_its_figure(value: float, baseline: Fraction, goal: int, due: str, above: bool) -> None:
    target = Target(Decimal(goal), due, each_county=True, above="全省平均（录入）" if above else "")
    period = parse("2023-06" if due == "monthly" else "2023-06/ytd")
    judged = judge(target, Fraction(goal), Fraction(str(value)), baseline, period, date(2023, 7, 15))
    one = figure(
        "cremation_rate",
        value,
        region="410222",
        period=period.text,
        target=goal,
        expected=float(judged.expected or 0),
        status=judged.status,
    )
    found = figure_said(one, target)
    assert found and found.lags == (judged.status in ("behind", "overdue"))
    words = found.words
    assert quantity(INDICATORS["cremation_rate"], value) in words
    if "）低" in words or "，差" in words or "，低" in words:
        assert value < max(goal, float(judged.expected or 0))
    if "）高" in words:
        assert value > goal
    if "持平" in words:
        assert value == goal
    if "已达到" in words:
        assert value >= goal
    if "已逾期" in words:
        assert judged.status == "overdue"
    if not found.lags and judged.status != "none":
        assert "逾期" not in words
    for number in re.findall(r"差 ([\d.]+) 个百分点", words):
        assert abs(float(number) - (goal - value)) <= 0.05001


# --- the ledger -----------------------------------------------------------------------------------------------------------------------


def cell(light: Light, percent: float | None, expected: float = 60.0, asked: str = "2023-05") -> Cell:
    return Cell("410222", "通许县", percent, expected, light, None, "", percent, False, asked, None, False, light == "missing")


def row(no: str, light: Light, percent: float | None = None, **more: object) -> tuple[Task, Cell, date]:
    task = Task.model_validate({"no": no, "title": f"“任务”{no}", "due": "2023-10"}, context={"year": 2023})
    return task, cell(light, percent, **more), date(2023, 10, 31)  # type: ignore[arg-type]


def test_rows_that_lag_are_told_and_others_are_not() -> None:
    rows = [
        row("1", "overdue", 40.0),
        row("2", "behind", 30.0),
        row("3", "on_track", 70.0),
        row("4", "met", 100.0),
        row("5", "due_soon", 90.0),
    ]
    words = [one.words for one in cells_said(rows)]
    assert words == [
        "台账第 1 项“‘任务’1”时限为10月31日，进度 40.0%，已逾期",
        "台账第 2 项“‘任务’2”进度 30.0%，比应达 60.0% 低 30.0 个百分点",
    ]


def test_rows_without_a_return_are_told_together() -> None:
    rows = [row("1", "missing"), row("2", "missing", 10.0), row("3", "missing", asked="2023-04"), row("6", "overdue"), row("7", "overdue")]
    assert [one.words for one in cells_said(rows)] == [
        "台账第 6、7 项时限已过，没有审核通过的进度",
        "台账第 3 项“‘任务’3”4月的月报到报送截止日没有审核通过",
        "台账第 1、2 项5月的月报到报送截止日没有审核通过",
    ]
    assert all(one.lags for one in cells_said(rows)) and cells_said([]) == []


def test_a_day_is_said_once_for_what_follows() -> None:
    said = [Said("甲", True, (), "截至6月30日"), Said("乙", True, (), "截至6月30日"), Said("丙", True), Said("丁", True, (), "2023年5月")]
    assert paragraph(said) == "截至6月30日，甲；乙；丙；2023年5月，丁。" and paragraph([]) == ""
