"""下周到期 and 近期要办: what falls due in the seven days after the week, and what has to be chased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from briefings.document import Paragraph, Part
from briefings.weekly.ground import Ground, short
from briefings.weekly.printing import bullets
from briefings.weekly.sentence import Quote, Said, Sentence, TaskKey, joined, tasks, tell
from briefings.weekly.works import owed_by
from data.indicators.indicator import MONTHLY
from data.indicators.words import day
from data.periods import month_of
from data.programmes.deadline import deadline, return_months

AHEAD = timedelta(days=7)
MOST_CHASED = 3


@dataclass(frozen=True)
class Due:
    """Something with a day; `kind`: task, milestone, monthly, returns or indicator."""

    on: date
    kind: str
    words: str


def due(of: Ground, until: date) -> list[Due]:
    """What falls due after the week's last day, up to `until`, the earliest first."""
    inside = [one for one in _all(of) if of.day < one.on <= until] if of.issued else []
    return sorted(inside, key=lambda one: (one.on, KINDS.index(one.kind)))


KINDS = ("task", "milestone", "monthly", "returns", "indicator")


def _all(of: Ground) -> Iterator[Due]:
    plan = of.ledger.plan
    for book in of.books:
        for line in book.lines:
            if line.light != "met":
                yield Due(line.due_on, "task", f"{short(book.programme)}“{line.task.title}”任务到期")
        for stone in book.stones:
            if stone.state == "ahead":
                yield Due(stone.due_on, "milestone", f"{short(book.programme)}“{stone.milestone.title}”节点到期")
        counties = any(cell.region != of.now.places.path(cell.region)[0].code for line in book.lines for cell in line.cells)
        months = [month for month in return_months(plan) if month in (month_of(of.day), month_of(of.day + AHEAD))]
        reports = [month for month in months if counties]
        for month in reports:
            yield Due(deadline(of.now.connection, month, book.programme), "returns", f"报送{month.starts.month}月月报")
        for one in book.programme.milestones:
            if one.due == MONTHLY and not (reports and one.day == book.programme.return_day):
                for at in one.days(plan.plan.year):
                    yield Due(at, "monthly", f"{one.title}（{short(book.programme)}）")
    for case in of.cases:
        if case.due_on and case.figure.status != "met":
            yield Due(case.due_on, "indicator", f"{case.indicator.title}指标到期")


def next_week(of: Ground) -> list[Part]:
    """A line for each thing and day; where nothing is due, the next thing that will be."""
    found = _grouped(due(of, of.day + AHEAD))
    if found:
        return [bullets([tell(f"{day(on, of.day.year)}：{words}。") for on, words in found], week=of.week, region=of.region)]
    later = _grouped([one for one in due(of, date(of.day.year, 12, 31)) if one.kind in ("task", "milestone")])
    if not later:
        return [Paragraph("下周没有到期的任务和节点。")]
    on, words = later[0]
    return [Paragraph(f"下周没有到期的任务和节点。最近到期的在{day(on, of.day.year)}：{words}。")]


def _grouped(found: list[Due]) -> list[tuple[date, str]]:
    """Everything of one day and kind in one line."""
    out: dict[tuple[date, str], list[str]] = {}
    for one in found:
        words = out.setdefault((one.on, one.kind), [])
        if one.words not in words:
            words.append(one.words)
    return [(on, _same_end(words)) for (on, _), words in out.items()]


def _same_end(words: list[str]) -> str:
    """`县级公墓投用、新建儿童之家指标到期`: what ends alike ends once."""
    for end in ("任务到期", "节点到期", "指标到期"):
        if len(words) > 1 and all(one.endswith(end) for one in words):
            return "、".join(one.removesuffix(end) for one in words) + end
    return "；".join(words)


def to_do(of: Ground) -> Sentence:
    """`8月10日前，社会救助当月低保、特困资金发放到位；督办通许县 3 项、杞县 3 项逾期任务；催报通许县 5 项月报。`"""
    said: list[Said] = [*_before(of)]
    late = owed_by(of, "overdue")
    if late:
        said.append(
            tell("督办" if of.city else "办结", _who(of, late), "的逾期任务" if of.city and len(late) > MOST_CHASED else "逾期任务")
        )
    missing = _missing(of)
    if missing:
        said.append(tell("催报" if of.city else "补报", _who(of, missing), "月报"))
    return tell(joined(said, "；"), "。") if said else tell("没有到期和需要催办的事项。")


def _before(of: Ground) -> Iterator[str]:
    """`2月28日前，完成未成年人“…”，对照任务清单开展进度评估（基层治理）`: one for each day."""
    days: dict[date, list[str]] = {}
    for on, words in _grouped([one for one in due(of, of.day + AHEAD) if one.kind != "indicator"]):
        end = next((end for end in ("任务到期", "节点到期") if words.endswith(end)), "")
        days.setdefault(on, []).append(f"完成{words.removesuffix(end)}{end[:2]}" if end else words)
    for on, parts in days.items():
        yield f"{day(on, of.day.year)}前，{'，'.join(parts)}"


def _missing(of: Ground) -> list[tuple[str, list[TaskKey]]]:
    found: dict[str, list[TaskKey]] = {}
    for line, cell in of.cells():
        if cell.missing and cell.state != "submitted":
            found.setdefault(cell.region_name, []).append((line.programme, line.task.no, cell.region))
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0][2]))


def _who(of: Ground, found: list[tuple[str, list[TaskKey]]]) -> Sentence:
    """`通许县 3 项、杞县 3 项等 5 个县区`: a task is one, in however many counties; of a county's own paper the number alone."""
    if not of.city:
        return tell(tasks([key for _, keys in found for key in keys]))
    rest = (
        tell("等", Quote(f"{len(found)} 个县区", "tasks", len(found), tasks=tuple(keys[0] for _, keys in found)))
        if len(found) > MOST_CHASED
        else ""
    )
    return tell(joined([tell(name, tasks(keys)) for name, keys in found[:MOST_CHASED]]), rest)
