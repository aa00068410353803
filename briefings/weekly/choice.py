"""Which cases become paragraphs: of what lags the weightiest, each programme heard before one is heard twice; then what goes well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefings.weekly.case import Case
from briefings.weekly.ground import Ground
from briefings.weekly.matter import Matter, matter
from briefings.weekly.sentence import NOTHING, Sentence, joined, many, path, tell, value
from briefings.weekly.weight import importance
from data.indicators.indicator import PROGRAMMES
from data.indicators.words import day

MOST, MOST_OF_ONE, MOST_GOOD, MOST_BESIDE = 4, 2, 2, 2
LIGHT = 0.1  # of the heaviest: what weighs less is only counted
GOOD = ("reached", "met_in_month", "ahead")


def matters(of: Ground) -> tuple[Matter, ...]:
    """The paragraphs on indicators, the weightiest first, those of what goes well last."""
    told = [case for case in of.cases if of.issued or case.monthly or (case.days_left is not None and case.days_left < 0)]
    found = [matter(case, importance(case)) for case in told if importance(case) > 0]
    late = sorted((one for one in found if one), key=lambda one: -one.weight)
    chosen = _chosen(late)
    return (*(_with_others(one, chosen, late) for one in chosen), *_good(told))


def _chosen(late: Sequence[Matter]) -> list[Matter]:
    """The first of each programme, then the second ones, up to the most there may be; in order of weight."""
    picked: list[Matter] = []
    for turn in range(MOST_OF_ONE):
        for one in late:
            same = sum(other.case.indicator.programme == one.case.indicator.programme for other in picked)
            if one not in picked and same <= turn and len(picked) < MOST and one.weight >= LIGHT * late[0].weight:
                picked.append(one)
    return sorted(picked, key=lambda one: -one.weight)


def _with_others(one: Matter, chosen: Sequence[Matter], late: Sequence[Matter]) -> Matter:
    """The last paragraph of a programme tells how many more of its indicators lag, and the weightiest of them."""
    programme = one.case.indicator.programme
    if any(other.case.indicator.programme == programme for other in chosen[chosen.index(one) + 1 :]):
        return one
    rest = [other.case for other in late if other not in chosen and other.case.indicator.programme == programme]
    if not rest:
        return one
    named = [tell(case.indicator.title, _against(case)) for case in rest[:MOST_BESIDE]]
    more = tell("等", many([case.figure for case in rest], "项")) if len(rest) > len(named) else NOTHING
    word = "指标未达进度。" if more else "未达进度。"
    return replace(one, body=tell(one.body, f"{PROGRAMMES[programme]}另有", joined(named), more, word))


def _against(case: Case) -> Sentence:
    """`（1,129 户，应达 1,388 户）`; nothing where the region itself keeps its path."""
    figure = case.figure
    if not case.own or figure.value is None or figure.expected is None or figure.value >= figure.expected or case.of_one:
        return NOTHING
    aim = "目标" if figure.expected == figure.target else "应达"
    if value(figure).text == path(figure).text:
        return NOTHING
    return tell("（", value(figure), f"，{aim}", path(figure), "）")


def _good(found: Sequence[Case]) -> Iterator[Matter]:
    """What was reached this week, what the last month held, what is ahead: one of a kind, the largest step of the week first."""
    good = [one for one in (matter(case, 0.0, good=True) for case in found) if one]
    ordered = sorted(good, key=lambda one: (GOOD.index(one.rule), -_step(one.case)))
    seen: list[str] = []
    for one in ordered:
        if one.rule not in seen and len(seen) < MOST_GOOD:
            seen.append(one.rule)
            yield one


def _step(case: Case) -> float:
    """What the week has added, as a share of the target."""
    return (case.change or 0) / case.figure.target if case.figure.target else 0.0


def dated_once(found: Sequence[Matter]) -> list[Matter]:
    """The day of the figures is told where it comes first, and not again."""
    out: list[Matter] = []
    told = False
    for one in found:
        words = f"截至{day(one.case.day)}，"
        if one.body.text.startswith(words):
            if told:
                one = replace(one, body=Sentence(one.body.text.removeprefix(words), one.body.quotes))
            told = True
        out.append(one)
    return out
