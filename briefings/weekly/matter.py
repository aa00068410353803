"""The rules of the headline findings: what each says of a case, in the words of the bureau's papers.

The first rule that holds speaks. Each says only what its figures say: a part that is withheld takes no part, and is told of where it could
have been named. `lead` and `body` are composed of quotes, so that every number in them has its reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefings.weekly.case import OPEN, Case
from briefings.weekly.sentence import (
    NOTHING,
    Quote,
    Said,
    Sentence,
    apart,
    counted,
    joined,
    many,
    path,
    share_of_target,
    short_of,
    target,
    tell,
    value,
)
from data.indicators import DECLARED
from data.indicators.aim import adds_up
from data.indicators.figures import Figure
from data.indicators.words import day, quantity
from data.periods import parse

MOST_NAMED = 3  # regions named in a sentence; the others are counted


@dataclass(frozen=True)
class Matter:
    """One paragraph: `lead` says what is so, `body` with which figures; the rule that spoke, and how much it matters."""

    case: Case
    lead: Sentence
    body: Sentence
    rule: str
    weight: float = 0.0


Words = tuple[Sentence, Sentence]


@dataclass(frozen=True)
class MatterRule:
    """One rule: None where it does not hold."""

    name: str
    tells: Callable[[Case], Words | None]
    good: bool = False


def matter(case: Case, weight: float, *, good: bool = False) -> Matter | None:
    """What is to be said of a case; of a good one only what is good."""
    if not case.known:
        return None
    for rule in RULES:
        words = rule.tells(case)
        if words is not None:
            return Matter(case, *words, rule.name, weight) if rule.good == good else None
    return None


# --- the rules ----------------------------------------------------------------------------------------------------------------------


def _short_of_month(case: Case) -> Words | None:
    """A target of every month, missed by the region itself."""
    figure = case.figure
    if not case.monthly or figure.status not in OPEN or figure.target is None or not _below(figure, figure.target):
        return None
    body = tell(_dated(case), counted(figure), _moved(case), "，距目标差", short_of(figure, goal=True), _lowest(case), "。")
    return tell(f"{case.indicator.title}未达目标"), body


def _met_in_month(case: Case) -> Words | None:
    figure = case.figure
    if not case.monthly or figure.status != "met":
        return None
    judged = [one for one in case.shown if one.status != "none"]
    each = [one for one in judged if one.status == "met"]
    all_of_them = tell("，", case.aside, many(each, f"个{case.noun}"), "均达目标") if len(each) == len(judged) > 1 else NOTHING
    return tell(f"{case.indicator.title}达到目标"), tell(_dated(case), counted(figure), _moved(case), all_of_them, "。")


def _overdue(case: Case) -> Words | None:
    """Past its day, and the region itself is under the target."""
    figure, due = case.figure, case.due_on
    if due is None or not case.own or case.days_left is None or case.days_left >= 0 or figure.status not in OPEN:
        return None
    if figure.target is None or not _below(figure, figure.target):
        return None
    late = Quote(f"{-case.days_left} 天", "days", -case.days_left, (figure,))
    body = tell(
        *(
            _dated(case),
            counted(figure),
            _moved(case),
            f"；时限为{due.month}月底，已逾期",
            late,
            "，距目标差",
            short_of(figure, goal=True),
            "。",
        ),
        _named(case, "未达标的有", _open_parts(case), "。", goal=True),
    )
    return tell(f"{case.indicator.title}逾期未{'完成' if adds_up(case.indicator) else '达标'}"), body


def _behind(case: Case) -> Words | None:
    """Under its path, and still in time."""
    figure, due = case.figure, case.due_on
    if due is None or not case.own or figure.status not in OPEN or figure.expected is None or not _below(figure, figure.expected):
        return None
    aim: tuple[Said, ...] = (f"，{_aim(figure)}", path(figure), "，差", short_of(figure))
    if _of_one(case):
        aim = ("，目标", target(figure))
    body = tell(
        *(_dated(case), counted(figure), _moved(case), _share(case), *aim, _since(case), f"；时限为{due.month}月底。"),
        *(_named(case, "未达标的有" if _all_none(case) else "较低的有", _open_parts(case), ""), _faster(case)),
    )
    return tell(f"{case.indicator.title}慢于应达"), body


def _parts_open(case: Case) -> Words | None:
    """The region keeps its path or has none of its own, but some of its parts do not."""
    figure, late = case.figure, _open_parts(case)
    if figure.status not in OPEN or not late:
        return None
    past = case.days_left is not None and case.days_left < 0
    word = "逾期未达标" if past or case.monthly else "进度滞后"
    stands = tell(f"，{_aim(figure)}", path(figure), "，高", short_of(figure)) if _above(figure) and case.own else NOTHING
    due = f"；时限为{case.due_on.month}月底" if case.due_on else ""
    body = tell(_dated(case), counted(figure), _moved(case), stands, due, "。", _named(case, f"{word}的有", late, "。", goal=past))
    return tell(f"{case.indicator.title}有", many(late, f"个{case.noun}"), word), body


def _reached(case: Case) -> Words | None:
    """The target was reached in this week."""
    figure, before = case.figure, case.before
    if (
        figure.status != "met"
        or not case.own
        or not case.fresh
        or before is None
        or before.status in ("met", "none")
        or case.due_on is None
    ):
        return None
    body = tell(_dated(case), counted(figure), _moved(case), "，达到目标", target(figure), f"；时限为{case.due_on.month}月底。")
    return tell(f"{case.indicator.title}达到目标"), body


def _ahead(case: Case) -> Words | None:
    """In time, and at or above its path."""
    figure, due = case.figure, case.due_on
    if figure.status != "on_track" or not case.own or due is None or not _above(figure):
        return None
    body = tell(
        *(_dated(case), counted(figure), _moved(case), _share(case), f"，{_aim(figure)}", path(figure), "，高", short_of(figure)),
        f"；时限为{due.month}月底。",
    )
    return tell(f"{case.indicator.title}快于应达"), body


RULES: tuple[MatterRule, ...] = (
    MatterRule("short_of_month", _short_of_month),
    MatterRule("met_in_month", _met_in_month, good=True),
    MatterRule("overdue", _overdue),
    MatterRule("behind", _behind),
    MatterRule("parts_open", _parts_open),
    MatterRule("reached", _reached, good=True),
    MatterRule("ahead", _ahead, good=True),
)


# --- their words --------------------------------------------------------------------------------------------------------------------


def _dated(case: Case) -> str:
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


def _moved(case: Case) -> Sentence:
    """`，较上周增加 43 户`; nothing where the two may not be held against each other."""
    moved = case.change
    if moved is None or case.before is None:
        return NOTHING
    since = "上周" if parse(case.before.period).grain == "week" else month_words(case.before)
    if moved == 0:
        return tell(f"，与{since}持平")
    up, down = ("提高", "下降") if case.indicator.unit == "%" else ("增加", "减少")
    return tell(f"，较{since}{up if moved > 0 else down}", apart(case.figure, case.before))


def _share(case: Case) -> Sentence:
    """`，占全年目标 64.3%`: of a count with a target of many."""
    if not adds_up(case.indicator) or not case.figure.target or case.figure.target < 10:
        return NOTHING
    return tell("，占全年目标", share_of_target(case.figure))


def _aim(figure: Figure) -> str:
    return "目标" if figure.expected == figure.target else "应达"


def _below(figure: Figure, aim: int | float) -> bool:
    return figure.value is not None and figure.value < aim


def _above(figure: Figure) -> bool:
    return figure.value is not None and figure.expected is not None and figure.value > figure.expected


def _since(case: Case) -> Sentence:
    """`，已连续 12 周慢于应达`; `，年初以来一直慢于应达`: of more than one week."""
    run = 0
    for one in reversed(case.course):
        if one.value is None or one.expected is None or one.value >= one.expected:
            break
        run += 1
    if run < 2:
        return tell("，本周起慢于应达") if run == 1 < len(case.course) else NOTHING
    if run == len(case.course):
        return tell("，年初以来一直慢于应达")
    return tell("，已连续", Quote(f"{run} 周", "weeks", run, case.course[-run:]), "慢于应达")


def _all_none(case: Case) -> bool:
    return all(not one.value for one in _open_parts(case))


def _of_one(case: Case) -> bool:
    """A count of one thing: its path runs through parts of it, which nobody builds."""
    return adds_up(case.indicator) and (case.figure.target or 0) <= 1


def _open_parts(case: Case) -> list[Figure]:
    """The parts that keep the region from its aim: those under their path; of a percentage of all, that is not judged by parts, those
    under all."""
    found = [one for one in case.judged(*OPEN) if _below(one, one.expected or 0)]
    if not found and case.indicator.unit == "%" and case.figure.target == 100 and not case.judged("met", "on_track"):
        found = [one for one in case.shown if _below(one, 100)]
    if adds_up(case.indicator):
        return found
    return sorted(found, key=lambda one: (one.value or 0, one.region))


def _named(case: Case, words: str, parts: Sequence[Figure], end: str, *, goal: bool = False) -> Sentence:
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


def _faster(case: Case) -> Sentence:
    """`；祥符区、兰考县快于应达。`: the parts that keep their path, where some do not."""
    late = [one for one in _open_parts(case) if one.expected is not None]
    good = [one for one in case.judged("on_track", "met") if not _below(one, one.expected or 0)]
    if not late:
        return tell("。") if _open_parts(case) else NOTHING
    word = "已达标。" if all(one.status == "met" for one in good) else "不低于应达。"
    if not good or len(good) > MOST_NAMED:
        return tell("；其余", many(good, f"个{case.noun}"), word) if good and not _unjudged(case) else tell("。")
    return tell("；", "、".join(one.region_name for one in sorted(good, key=lambda one: one.region)), word)


def _unjudged(case: Case) -> bool:
    return any(one.status == "none" for one in case.parts)


def _lowest(case: Case) -> Sentence:
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
