"""办公室 · deliveries: data late, batches with too much rejected or too little in them; and the plan of 智慧民政."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from data.clock import end_of
from data.datasets import DATASETS
from data.exchange.batches import batches
from data.exchange.freshness import freshness
from data.indicators.moment import Moment
from data.periods import month_of
from data.warnings.days import LocalDay
from data.warnings.finding import answer
from data.warnings.rule import Asked, Found, Parameter, Rule
from data.warnings.rules.planned import planned
from geo.regions import CITY

SECTION = "办公室"
LOOK_BACK = Parameter("back", "只看最近", "天", 62, 7, 366)
LEAST_ROWS = Parameter("rows", "少于这么多行的不看", "行", 20, 1, 10_000)
_EVERY = tuple(DATASETS)
_QUALITY = "“智慧民政”提升工程实施方案 一（三）一脑聪算：建立数据质量评估和快速校核机制"
_TITLE = sa.case({dataset.name: dataset.title for dataset in DATASETS.values()}, value=batches.c.dataset, else_=batches.c.dataset)
_KEY = sa.cast(batches.c.id, sa.String)


def _late(now: Moment, asked: Asked) -> Iterable[Found]:
    """A dataset that was never delivered is not late: nobody waits for it yet."""
    for one in freshness(now.connection, asked.today):
        if one.delivered_on and one.days_late > asked.set["grace"]:
            since = asked.today - timedelta(days=one.days_late - 1)
            words = f"{one.title}上次更新 {one.delivered_on}，应每 {DATASETS[one.dataset].rhythm} 天一次"
            yield Found(one.dataset, CITY, since, detail=words)


def _newest(asked: Asked) -> sa.Subquery:
    """The newest batch that stands, of each dataset and who brings it: a delivery that was made good is no longer found."""
    began = end_of(asked.today - timedelta(days=asked.set["back"] + 1))
    return (
        sa.select(sa.func.max(batches.c.id).label("id"))
        .where(batches.c.withdrawn_at.is_(None), batches.c.at >= began, batches.c.at < end_of(asked.today))
        .group_by(batches.c.dataset, batches.c.who)
        .subquery("newest")
    )


def _rejected(asked: Asked) -> sa.Select[Any]:
    newest = _newest(asked)
    words = (
        _TITLE
        + sa.literal(" 第 ")
        + _KEY
        + sa.literal(" 批：")
        + _text(batches.c.rows)
        + sa.literal(" 行中退回 ")
        + _text(batches.c.rejected)
    )
    return (
        answer(_KEY, sa.literal(CITY), LocalDay(batches.c.at), many=batches.c.rejected, detail=words)
        .select_from(batches.join(newest, newest.c.id == batches.c.id))
        .where(batches.c.rows >= asked.set["rows"], 100 * batches.c.rejected >= asked.set["percent"] * batches.c.rows)
    )


def _shrunk(asked: Asked) -> sa.Select[Any]:
    """The newest delivery against the last one of the calendar month before it, of the same dataset and bringer."""
    newest, other = _newest(asked), batches.alias("other")
    month = month_of(asked.today)
    earlier = (
        sa.select(sa.func.max(other.c.id))
        .where(
            other.c.dataset == batches.c.dataset,
            other.c.who == batches.c.who,
            other.c.withdrawn_at.is_(None),
            other.c.at >= _began(month.shift(-1).starts),
            other.c.at < _began(month.starts),
        )
        .correlate(batches)
        .scalar_subquery()
    )
    before = batches.alias("before")
    words = (
        _TITLE + sa.literal(" 第 ") + _KEY + sa.literal(" 批：") + _text(batches.c.rows) + sa.literal(" 行，上月 ") + _text(before.c.rows)
    )
    return (
        answer(_KEY, sa.literal(CITY), LocalDay(batches.c.at), detail=words)
        .select_from(batches.join(newest, newest.c.id == batches.c.id).join(before, before.c.id == earlier))
        .where(
            batches.c.at >= _began(month.starts),
            before.c.rows >= asked.set["rows"],
            100 * batches.c.rows < asked.set["percent"] * before.c.rows,
        )
    )


def _began(day: date) -> Any:
    """The moment a day begins in Kaifeng."""
    return end_of(day - timedelta(days=1))


def _text(number: Any) -> Any:
    return sa.cast(number, sa.String)


RULES = (
    Rule(
        "data_late",
        "数据超期未更新",
        SECTION,
        "",
        "serious",
        "place",
        "{detail}，自{since}起超期",
        f"{_QUALITY}；各数据集的更新周期见数据集说明",
        "请主管科室导入最新数据；已停用的说明原因",
        _EVERY,
        gather=_late,
        parameters=(Parameter("grace", "超过更新周期以后的宽限", "天", 0, 0, 60),),
        days=3,
    ),
    Rule(
        "batch_rejected",
        "导入批次退回过多",
        SECTION,
        "",
        "serious",
        "place",
        "{detail} 行",
        _QUALITY,
        "查看导入报告，改正后重新导入",
        _EVERY,
        select=_rejected,
        parameters=(Parameter("percent", "退回的行数达到", "%", 5, 1, 100), LEAST_ROWS, LOOK_BACK),
        days=3,
    ),
    Rule(
        "batch_shrunk",
        "导入批次行数骤减",
        SECTION,
        "",
        "notice",
        "place",
        "{detail} 行",
        f"{_QUALITY}；与上月同一来源的最后一批相比",
        "核对是否漏报；确属减少的说明原因",
        _EVERY,
        select=_shrunk,
        parameters=(Parameter("percent", "行数不足上月的", "%", 50, 5, 95), LEAST_ROWS, LOOK_BACK),
        days=3,
    ),
    *planned("smart", SECTION, ""),
)
