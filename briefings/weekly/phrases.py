"""The turns of phrase the headline findings are made of: dates, changes, aims, the parts that lag and those that don't."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.weekly.case import OPEN, Case
from briefings.weekly.sentence import NOTHING, Quote, Said, Sentence, apart, joined, many, share_of_target, short_of, tell, value
from data.indicators import DECLARED
from data.indicators.aim import adds_up
from data.indicators.figures import Figure
from data.indicators.words import day, quantity
from data.periods import parse

MOST_NAMED = 3  # regions named in a sentence; the others are counted


def dated(case: Case) -> str:
    """`截至7月30日，适老化改造户数完成`, `6月特殊困难老年人月探访率为`, `1–6月…`."""
    verb = "累计完成" if case.indicator.cumulative else "为"
    name = "" if case.indicator.cumulative and case.indicator.name == case.indicator.title else case.indicator.name
    if parse(case.figure.period).grain == "week":
        return f"截至{day(case.day)}，{name}{verb}"
    return f"{month_words(case.figure)}{name}{verb}"


def month_words(figure: Figure) -> str:
    """`6月`, of a state `6月底`; the year so far `1–6月`."""
    span = parse(figure.period)
    month = span.ends.month
    if DECLARED[figure.indicator].kind == "stock":
        return f"{month}月底"
    return f"{month}月" if span.grain == "month" or month == 1 else f"1–{month}月"


def moved(case: Case) -> Sentence:
    """`，较上周增加 43 户`; nothing where the two may not be held against each other."""
    moved = case.change
    if moved is None or case.before is None:
        return NOTHING
    since = "上周" if parse(case.before.period).grain == "week" else month_words(case.before)
    if moved == 0:
        return tell(f"，与{since}持平")
    up, down = ("提高", "下降") if case.indicator.unit == "%" else ("增加", "减少")
    return tell(f"，较{since}{up if moved > 0 else down}", apart(case.figure, case.before))


def share(case: Case) -> Sentence:
    """`，占全年目标 64.3%`: of a count with a target of many."""
    if not adds_up(case.indicator) or not case.figure.target or case.figure.target < 10:
        return NOTHING
    return tell("，占全年目标", share_of_target(case.figure))


def aim(figure: Figure) -> str:
    return "目标" if figure.expected == figure.target else "应达"


def below(figure: Figure, aim: int | float) -> bool:
    return figure.value is not None and figure.value < aim


def above(figure: Figure) -> bool:
    return figure.value is not None and figure.expected is not None and figure.value > figure.expected


def since(case: Case) -> Sentence:
    """`，已连续 12 周偏慢`; `，年初以来一直偏慢`: of more than one week."""
    run = 0
    for one in reversed(case.course):
        if one.value is None or one.expected is None or one.value >= one.expected:
            break
        run += 1
    if run < 2:
        return tell("，本周起偏慢") if run == 1 < len(case.course) else NOTHING
    if run == len(case.course):
        return tell("，年初以来一直偏慢")
    return tell("，已连续", Quote(f"{run} 周", "weeks", run, case.course[-run:]), "偏慢")


def all_none(case: Case) -> bool:
    return all(not one.value for one in open_parts(case))


def open_parts(case: Case) -> list[Figure]:
    """The parts that keep the region from its aim: those under their path; of a percentage of all, that is not judged by parts, those
    under all."""
    found = [one for one in case.judged(*OPEN) if below(one, one.expected or 0)]
    if not found and case.indicator.unit == "%" and case.figure.target == 100 and not case.judged("met", "on_track"):
        found = [one for one in case.shown if below(one, 100)]
    if adds_up(case.indicator):
        return found
    return sorted(found, key=lambda one: (one.value or 0, one.region))


def named(case: Case, words: str, parts: Sequence[Figure], end: str, *, goal: bool = False) -> Sentence:
    """`通许县差 41 户、杞县差 34 户`; of rates `未达标的有通许县（81.8%）等 4 个县区`; the name alone of who is at 0, or has one thing."""
    if not parts:
        return NOTHING
    first = parts if len(parts) == MOST_NAMED + 1 else parts[:MOST_NAMED]
    if adds_up(case.indicator) and (first[0].target or 0) > 1:
        said: list[Said] = [tell(one.region_name, "差", short_of(one, goal=goal)) for one in first]
        also = "也未完成" if goal else "也慢于应达"
        rest = tell("，另有", many(parts[len(first) :], f"个{case.noun}"), also) if len(parts) > len(first) else NOTHING
        return tell(case.aside, joined(said), rest, end)
    named = [tell(one.region_name, "（", value(one), "）") if one.value else tell(one.region_name) for one in first]
    rest = tell("等", many(parts, f"个{case.noun}")) if len(parts) > len(first) else NOTHING
    words = words if rest else f"{words.removesuffix('有')}为"
    return tell(case.aside, words, joined(named), rest, end)


def faster(case: Case) -> Sentence:
    """`；祥符区、兰考县快于应达。`: the parts that keep their path, where some do not."""
    late = [one for one in open_parts(case) if one.expected is not None]
    good = [one for one in case.judged("on_track", "met") if not below(one, one.expected or 0)]
    if not late:
        return tell("。") if open_parts(case) else NOTHING
    word = "已达标。" if all(one.status == "met" for one in good) else "不低于应达。"
    if not good or len(good) > MOST_NAMED:
        return tell("；其余", many(good, f"个{case.noun}"), word) if good and not unjudged(case) else tell("。")
    return tell("；", "、".join(one.region_name for one in sorted(good, key=lambda one: one.region)), word)


def unjudged(case: Case) -> bool:
    return any(one.status == "none" for one in case.parts)


def lowest(case: Case) -> Sentence:
    """`；通许县最低，为 97.1%`: of what does not add up, where few are at the bottom and not all alike."""
    shown = case.shown
    if len(shown) < 2 or adds_up(case.indicator):
        return NOTHING
    least = min(one.value or 0 for one in shown)
    low = [one for one in shown if one.value == least]
    same = {quantity(case.indicator, one.value) for one in shown}
    if len(low) > MOST_NAMED or len(same) == 1:
        return NOTHING
    word = "并列最低" if len(low) > 1 else "最低"
    return tell("；", case.aside, "、".join(one.region_name for one in low), f"{word}，为", value(low[0]))
