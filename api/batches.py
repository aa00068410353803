"""`/batches`: the imports so far, and withdrawing one. A county sees and withdraws what it brought itself, the administrator all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from access.people import Person
from access.scope import Role
from access.session import address, database, person
from api.operation import Parameter, operation
from api.problems import Problem
from data.clock import local
from data.datasets import DATASETS
from data.exchange.batches import Batch, read_batches
from data.exchange.failures import Unfinished
from data.exchange.undoing import Undone, UndoRefused, undo

IMPORTERS: frozenset[Role] = frozenset({"admin", "county"})
MOST = 1000


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
    with database().reading() as connection:
        found = read_batches(connection, limit=limit or 100, dataset=dataset, before=before, who=_only(person()))
    return Batches(tuple(replace(one, at=local(one.at), withdrawn_at=one.withdrawn_at and local(one.withdrawn_at)) for one in found))


@operation("DELETE", "/v1/batches/<int(max=2147483647):batch>", "撤回一个批次", answer=Undone, roles=IMPORTERS, problems=(404, 409, 503))
def withdraw(*, batch: int) -> Undone:
    who = person()
    assert who  # noqa: S101 - the operation lets no stranger in here
    with database().reading() as connection:
        known = read_batches(connection, limit=1, before=batch + 1, who=_only(who))
    if not known or known[0].id != batch:
        raise Problem(404, f"没有批次 {batch}。")
    try:
        return undo(database(), batch, who=who.username, where=address())
    except UndoRefused as error:
        raise Problem(409, str(error), batches=error.batches) from None
    except Unfinished as error:
        raise Problem(503, str(error)) from None


def _only(who: Person | None) -> str | None:
    """Whose batches a person may know of; None: everybody's."""
    return None if who and who.role == "admin" else who.username if who else ""
