"""六大工程: their lights, the tasks past their day, the counties' returns."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.document import Paragraph, Part, Table
from briefings.figures import Cell as Printed
from briefings.weekly.ground import Ground, short
from briefings.weekly.printing import count, lit, paragraph
from briefings.weekly.sentence import NOTHING, Said, Sentence, TaskKey, joined, tasks, tell
from data.indicators.words import day
from data.periods import parse
from data.programmes.light import RULE, WORDS, Light
from data.programmes.line import Book, Cell, Line
from geo.regions import CITY

EXCEPTIONS: tuple[Light, ...] = ("overdue", "missing", "behind", "due_soon")
MOST_COUNTIES = 3


def programmes(of: Ground) -> list[Part]:
    """How many tasks of each programme show which light, in words and as a table."""
    said = joined([_book(of, book) for book in of.books], "；")
    head = ("工程", "进度", "应达", "较上周", "状态", "逾期", "滞后", "未报")
    rows: list[tuple[Printed, ...]] = []
    for book in of.books:
        then = of.before.book(book.programme.id) if of.before else None
        moved = None if book.percent is None or then is None or then.percent is None else book.percent - then.percent
        name = f"programmes/{book.programme.id}"
        counts = [count(book.count(light), f"{name}/{light}", of.region, of.week) for light in ("overdue", "behind", "missing")]
        rows.append(
            (
                book.programme.name,
                count(book.percent, f"{name}/percent", of.region, of.week, "percent"),
                count(book.expected, f"{name}/expected", of.region, of.week, "percent"),
                count(moved, f"{name}/moved", of.region, of.week, "change_tenth"),
                lit(book.light),
                *counts,
            )
        )
    note = f"“较上周”的单位为百分点；逾期、滞后、未报为任务数。{RULE}"
    table = Table(head, tuple(rows), (32, 11, 11, 11, 11, 8, 8, 8), frozenset({1, 2, 3, 5, 6, 7}), f"{of.whole}各项工程进展", note)
    return [paragraph(tell(said, "。"), week=of.week, region=of.region), table]


def _book(of: Ground, book: Book) -> Sentence:
    """`殡葬服务 5 项任务，2 项滞后，其余正常`."""
    everything = tasks(_keys(of, book.lines))
    counts: list[Said] = []
    for light in EXCEPTIONS:
        lines = [line for line in book.lines if line.light == light]
        if lines:
            counts.append(tell(tasks(_keys(of, lines)), WORDS[light]))
    others = {line.light for line in book.lines if line.light not in EXCEPTIONS}
    done = [line for line in book.lines if line.light == "met"]
    if others == {"met"}:
        rest = "全部完成" if not counts else "，其余完成"
    elif done:
        counts.append(tell(tasks(_keys(of, done)), "完成"))
        rest = "，其余正常" if others == {"met", "on_track"} else ""
    else:
        rest = ("均正常" if not counts else "，其余正常") if others == {"on_track"} else ""
    return tell(short(book.programme), everything, "任务", "，" if counts else "", joined(counts), rest)


def _keys(of: Ground, lines: Sequence[Line]) -> list[TaskKey]:
    return [(line.programme, line.task.no, of.region) for line in lines]


def overdue(of: Ground) -> list[Part]:
    """Every task and milestone past its day: how long, and whose."""
    late = [(book, line) for book in of.books for line in book.lines if line.light == "overdue"]
    stones = [(book, stone) for book in of.books for stone in book.stones if stone.state == "overdue"]
    if not late and not stones:
        return [Paragraph("没有逾期的任务和节点。")]
    rows: list[tuple[Printed, ...]] = []
    for book, line in late:
        days = count((of.day - line.due_on).days, f"days/{line.programme}/{line.task.no}", of.region, of.week)
        percent = count(line.percent, f"percent/{line.programme}/{line.task.no}", of.region, of.week, "percent")
        whose = [cell for cell in line.cells if cell.light == "overdue"]
        rows.append((line.task.title, short(book.programme), day(line.due_on, of.day.year), days, percent, _names(whose)))
    for book, stone in stones:
        days = count((of.day - stone.due_on).days, f"days/{book.programme.id}/{stone.milestone.title}", of.region, of.week)
        rows.append((f"（节点）{stone.milestone.title}", short(book.programme), day(stone.due_on, of.day.year), days, "", stone.why))
    head = ("事项", "工程", "时限", "逾期天数", "进度", "未完成的县区或依据")
    return [
        paragraph(
            _change(of, [line for _, line in late], [(book.programme.id, stone.milestone.title, of.region) for book, stone in stones]),
            week=of.week,
            region=of.region,
        ),
        Table(
            head,
            tuple(rows),
            (36, 14, 13, 11, 10, 16),
            frozenset({3, 4}),
            "逾期事项",
            "完成与否由科室确认、关联指标或所属任务判定的节点，末列为判定依据。" if stones else "",
        ),
    ]


def _change(of: Ground, late: Sequence[Line], stones: Sequence[TaskKey]) -> Sentence:
    """`逾期节点 1 个；逾期任务 3 项，本周新增 1 项（…）。`"""
    said = tell(*(("逾期节点", tasks(stones, "个"), "；") if stones else ()), "逾期任务", tasks(_keys(of, late)))
    if of.before is None:
        return tell(said, "。")
    then = {(line.programme, line.task.no) for book in of.before.books for line in book.lines if line.light == "overdue"}
    new = [line for line in late if (line.programme, line.task.no) not in then]
    done = then - {(line.programme, line.task.no) for line in late}
    if not new and not done:
        return tell(said, "，与上周相同。")
    more = tell("，本周新增", tasks(_keys(of, new)), "（", "、".join(f"“{line.task.title}”" for line in new), "）") if new else NOTHING
    less = tell("，本周办结", tasks([(*key, of.region) for key in sorted(done)])) if done else NOTHING
    return tell(said, more, less, "。")


def _names(cells: Sequence[Cell]) -> str:
    names = [cell.region_name if cell.region != CITY else "市局科室" for cell in cells]
    return "、".join(names) or "—"


def returns(of: Ground) -> list[Part]:
    """The returns that were due last: received, waiting, missing, and whose."""
    asked = [(line, cell) for line, cell in of.cells() if cell.asked]
    if not asked:
        return [Paragraph("还没有到报送截止日的月报。")]
    missing = [(line, cell) for line, cell in asked if cell.missing]
    waiting = [(line, cell) for line, cell in missing if cell.state == "submitted"]
    owed = [(line, cell) for line, cell in missing if cell.state != "submitted"]
    months = "、".join(f"{parse(month).ends.month}月" for month in sorted({cell.asked for _, cell in asked}))
    accepted = [pair for pair in asked if pair not in missing]
    head = tell(f"{months}月报应报", _returns(asked), "，已审核", _returns(accepted))
    if not missing:
        return [paragraph(tell(f"{months}月报应报", _returns(asked), "，已全部审核通过。"), week=of.week, region=of.region)]
    tail: list[Said] = [
        tell("，待审核", _returns(waiting)) if waiting else NOTHING,
        tell("，欠报", _returns(owed)) if owed else NOTHING,
        "。",
    ]
    parts: list[Part] = [paragraph(tell(head, *tail), week=of.week, region=of.region)]
    rows: list[tuple[Printed, ...]] = []
    for region, name in sorted({(cell.region, cell.region_name) for _, cell in missing}):
        groups = [[pair for pair in group if pair[1].region == region] for group in (asked, accepted, waiting, owed)]
        counts = [count(len(group), f"returns/{kind}", region, of.week) for kind, group in zip(KINDS, groups, strict=True)]
        rows.append((name, *counts))
    note = "单位：项。欠报含退回后没有重报的；其余县区均已审核通过。" if of.city else "单位：项。欠报含退回后没有重报的。"
    columns = ("县区", "应报", "已审核", "待审核", "欠报")
    return [*parts, Table(columns, tuple(rows), (28, 18, 18, 18, 18), frozenset({1, 2, 3, 4}), f"{months}月报报送", note)]


KINDS = ("asked", "accepted", "waiting", "owed")


def _returns(pairs: Sequence[tuple[Line, Cell]]) -> Said:
    return tasks([(line.programme, line.task.no, cell.region) for line, cell in pairs])


def owed_by(of: Ground, light: Light) -> list[tuple[str, list[TaskKey]]]:
    """Who has tasks of one light, whoever has most first."""
    found: dict[str, list[TaskKey]] = {}
    for line, cell in of.cells(light):
        name = cell.region_name if cell.region != CITY else "市局科室"
        found.setdefault(name, []).append((line.programme, line.task.no, cell.region))
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0][2]))
