"""数据说明: how far the records reach, what is withheld, what was corrected in the week, how the numbers are rounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from briefings.document import Part
from briefings.weekly.ground import Ground
from briefings.weekly.printing import bullets
from briefings.weekly.sentence import Quote, Sentence, many, tell
from data.clock import end_of
from data.datasets import DATASETS
from data.exchange.batches import batches
from data.indicators.absence import absence
from data.indicators.week_end import by_week
from data.indicators.words import day
from data.periods import parse

ROUNDED = "差额、占比按未取整的数计算，与取整后的数相减可能有尾数差。"


def notes(of: Ground) -> list[Part]:
    """The notes, one a line."""
    said = [*_reach(of), *_withheld(of), *_absent(of), _corrected(of), tell(ROUNDED)]
    return [bullets(said, week=of.week, region=of.region)]


def _reach(of: Ground) -> Iterator[Sentence]:
    """Up to which day each dataset was delivered, where that is before the week's end."""
    late = [(one.title, of.now.delivered.get(one.name)) for one in DATASETS.values()]
    short = [f"{title}（到{day(at, of.day.year)}）" for title, at in late if at is not None and at < of.day]
    never = [title for title, at in late if at is None]
    if short:
        yield tell(f"数据未到本周末的：{'、'.join(short)}。")
    if never:
        yield tell(f"没有数据的：{'、'.join(never)}。")
    if not short and not never:
        yield tell(f"各数据集均已报到{day(of.day)}。")


def _withheld(of: Ground) -> Iterator[Sentence]:
    hidden = [one for case in of.cases for one in (case.figure, *case.parts) if one.suppressed]
    if hidden:
        yield tell("人数较少的", many(hidden, "个"), "数按规定不显示，也不参加比较。")


def _absent(of: Ground) -> Iterator[Sentence]:
    """Indicators that have a target and no value."""
    lacking = [case for case in of.cases if case.figure.value is None and not case.figure.suppressed]
    if lacking:
        yield tell(f"没有读数的指标：{'、'.join(f'{case.indicator.title}（{absence(case.figure)}）' for case in lacking)}。")
    months = [case for case in of.cases if not by_week(case.indicator)]
    if months:
        yield tell(
            "按月统计的",
            many([case.figure for case in months], "项"),
            f"指标取本周末前最近的整月（{parse(months[0].figure.period).ends.month}月）。",
        )


def _corrected(of: Ground) -> Sentence:
    """The deliveries of the week that changed rows taken earlier, and those withdrawn in it."""
    begins, ends = end_of(of.week.starts - timedelta(days=1)), end_of(of.day)
    changed = (batches.c.updated > 0) & (batches.c.withdrawn_at.is_(None)) & (batches.c.at >= begins) & (batches.c.at < ends)
    undone = batches.c.withdrawn_at.is_not(None) & (batches.c.withdrawn_at >= begins) & (batches.c.withdrawn_at < ends)
    rows = of.now.connection.execute(
        sa.select(batches.c.dataset, batches.c.updated, batches.c.withdrawn_at).where(sa.or_(changed, undone)).order_by(batches.c.id)
    ).all()
    corrected = [row for row in rows if row.withdrawn_at is None]
    withdrawn = [row for row in rows if row.withdrawn_at is not None]
    if not rows:
        return tell("本周没有更正以前的数据，没有撤回批次。")
    said = []
    if corrected:
        total = sum(row.updated for row in corrected)
        rows_said = Quote(f"{total:,} 行", "batches", total)
        said.append(tell("更正", Quote(f"{len(corrected)} 批", "batches", len(corrected)), "、", rows_said, f"（{_datasets(corrected)}）"))
    if withdrawn:
        said.append(tell("撤回", Quote(f"{len(withdrawn)} 批", "batches", len(withdrawn)), f"（{_datasets(withdrawn)}）"))
    return tell("本周", *([said[0], "，", said[1]] if len(said) > 1 else said), "，以前各期的数以本期为准。")


def _datasets(rows: Sequence[Any]) -> str:
    names = dict.fromkeys(row.dataset for row in rows)
    return "、".join(DATASETS[name].title if name in DATASETS else name for name in names)
