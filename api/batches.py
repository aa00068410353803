"""`/batches`: the imports so far, and withdrawing one. A county sees and withdraws what it brought itself, the administrator all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from access.people import Person
from access.scope import Role
from access.session import database, person
from api.operation import Parameter, operation
from api.problems import Problem
from data.clock import local
from data.datasets import DATASETS
from data.exchange.batches import batches as table
from data.exchange.failures import Unfinished
from data.exchange.undoing import Undone, UndoRefused, undo

IMPORTERS: frozenset[Role] = frozenset({"admin", "county"})
MOST = 1000


@dataclass(frozen=True)
class Batch:
    """One delivery and its outcome; withdrawn_at is null while its rows stand."""

    id: int
    dataset: str
    file: str
    sha256: str
    who: str
    source: str
    at: datetime
    rows: int
    inserted: int
    updated: int
    unchanged: int
    rejected: int
    withdrawn_at: datetime | None
    withdrawn_by: str | None


@dataclass(frozen=True)
class Batches:
    """Deliveries, the newest first."""

    batches: tuple[Batch, ...]


def _dataset(text: str) -> str:
    if text not in DATASETS:
        raise ValueError(f"的值 {text[:40]} 不是数据集")
    return text


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        raise ValueError(f"的值 {text[:20]} 不对")
    return int(text)


def _before(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(f"的值 {text[:20]} 不对")
    return int(text)


@operation(
    "GET",
    "/v1/batches",
    "导入批次，新的在前",
    answer=Batches,
    roles=IMPORTERS,
    parameters=(
        Parameter("dataset", f"数据集：{'、'.join(DATASETS)}", _dataset, example="special_elders"),
        Parameter("limit", f"最多几个，1 至 {MOST}，不写为 100", _limit, example="100"),
        Parameter("before", "只要编号小于它的批次（往前翻页）", _before, example="120"),
    ),
)
def batches(*, dataset: str | None, limit: int | None, before: int | None) -> Batches:
    statement = sa.select(table).where(_own(person())).order_by(table.c.id.desc()).limit(limit or 100)
    if dataset:
        statement = statement.where(table.c.dataset == dataset)
    if before is not None:
        statement = statement.where(table.c.id < before)
    with database().reading() as connection:
        return Batches(tuple(_batch(row._asdict()) for row in connection.execute(statement)))


@operation("DELETE", "/v1/batches/<int(max=2147483647):batch>", "撤回一个批次", answer=Undone, roles=IMPORTERS, problems=(404, 409, 503))
def withdraw(*, batch: int) -> Undone:
    who = person()
    assert who  # noqa: S101 - the operation lets no stranger in here
    with database().reading() as connection:
        found = connection.scalar(sa.select(table.c.id).where(table.c.id == batch, _own(who)))
    if found is None:
        raise Problem(404, f"没有批次 {batch}。")
    try:
        return undo(database(), batch, who=who.username)
    except UndoRefused as error:
        raise Problem(409, str(error), batches=error.batches) from None
    except Unfinished as error:
        raise Problem(503, str(error)) from None


def _own(who: Person | None) -> sa.ColumnElement[bool]:
    """The batches a person may know of."""
    return sa.true() if who and who.role == "admin" else table.c.who == (who.username if who else "")


def _batch(row: dict[str, Any]) -> Batch:
    values: dict[str, Any] = {name: local(value) if isinstance(value, datetime) else value for name, value in row.items()}
    return Batch(**values)
