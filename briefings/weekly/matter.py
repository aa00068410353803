"""The rules of the headline findings: what each says of a case, in the words of the bureau's papers.

The first rule that holds speaks. Each says only what its figures say: a part that is withheld takes no part, and is told of where it could
have been named. `lead` and `body` are composed of quotes, so that every number in them has its reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefings.weekly.case import OPEN, Case
from briefings.weekly.phrases import above, aim, all_none, below, dated, faster, lowest, moved, named, open_parts, share, since
from briefings.weekly.sentence import (
    NOTHING,
    Quote,
    Said,
    Sentence,
    counted,
    many,
    path,
    short_of,
    target,
    tell,
    value,
)
from data.indicators.aim import adds_up


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
    if not case.monthly or figure.status not in OPEN or figure.target is None or not below(figure, figure.target):
        return None
    body = tell(dated(case), counted(figure), moved(case), "，距目标差", short_of(figure, goal=True), lowest(case), "。")
    return tell(f"{case.indicator.title}未达目标"), body


def _met_in_month(case: Case) -> Words | None:
    figure = case.figure
    if not case.monthly or figure.status != "met":
        return None
    judged = [one for one in case.shown if one.status != "none"]
    each = [one for one in judged if one.status == "met"]
    all_of_them = tell("，", case.aside, many(each, f"个{case.noun}"), "均达目标") if len(each) == len(judged) > 1 else NOTHING
    return tell(f"{case.indicator.title}达到目标"), tell(dated(case), counted(figure), moved(case), all_of_them, "。")


def _overdue(case: Case) -> Words | None:
    """Past its day, and the region itself is under the target."""
    figure, due = case.figure, case.due_on
    if due is None or not case.own or case.days_left is None or case.days_left >= 0 or figure.status not in OPEN:
        return None
    if figure.target is None or not below(figure, figure.target):
        return None
    late = Quote(f"{-case.days_left} 天", "days", -case.days_left, (figure,))
    body = tell(
        *(
            dated(case),
            counted(figure),
            moved(case),
            f"；时限为{due.month}月底，已逾期",
            late,
            "，距目标差",
            short_of(figure, goal=True),
            "。",
        ),
        named(case, "未达标的有", open_parts(case), "。", goal=True),
    )
    return tell(f"{case.indicator.title}逾期未{'完成' if adds_up(case.indicator) else '达标'}"), body


def _behind(case: Case) -> Words | None:
    """Under its path, and still in time."""
    figure, due = case.figure, case.due_on
    if due is None or not case.own or figure.status not in OPEN or figure.expected is None or not below(figure, figure.expected):
        return None
    held: tuple[Said, ...] = (f"，{aim(figure)}", path(figure), "，差", short_of(figure))
    if case.of_one:
        held = ("，目标", target(figure))
    body = tell(
        *(dated(case), counted(figure), moved(case), share(case), *held, since(case), f"；时限为{due.month}月底。"),
        *(named(case, "未达标的有" if all_none(case) else "较低的有", open_parts(case), ""), faster(case)),
    )
    return tell(f"{case.indicator.title}慢于应达"), body


def _parts_open(case: Case) -> Words | None:
    """The region keeps its path or has none of its own, but some of its parts do not."""
    figure, late = case.figure, open_parts(case)
    if figure.status not in OPEN or not late:
        return None
    past = case.days_left is not None and case.days_left < 0
    word = "逾期未达标" if past or case.monthly else "进度滞后"
    stands = tell(f"，{aim(figure)}", path(figure), "，高", short_of(figure)) if above(figure) and case.own else NOTHING
    due = f"；时限为{case.due_on.month}月底" if case.due_on else ""
    body = tell(dated(case), counted(figure), moved(case), stands, due, "。", named(case, f"{word}的有", late, "。", goal=past))
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
    body = tell(dated(case), counted(figure), moved(case), "，达到目标", target(figure), f"；时限为{case.due_on.month}月底。")
    return tell(f"{case.indicator.title}达到目标"), body


def _ahead(case: Case) -> Words | None:
    """In time, and at or above its path."""
    figure, due = case.figure, case.due_on
    if figure.status != "on_track" or not case.own or due is None or not above(figure) or value(figure).text == path(figure).text:
        return None
    body = tell(
        *(dated(case), counted(figure), moved(case), share(case), f"，{aim(figure)}", path(figure), "，高", short_of(figure)),
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
