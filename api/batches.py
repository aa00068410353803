"""`/batches`: the imports so far, and withdrawing one. The administrator sees and withdraws all.

A county those it brought itself whose records all lie in it: an account that has changed county or role leaves its batches behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy.engine import Connection

from access.people import Person
from access.scope import Role
from access.session import address, database, person
from api.operation import Parameter, operation
from api.problems import Problem
from data.clock import local
from data.datasets import DATASETS
from data.exchange.batches import Batch, read_batches
from data.exchange.failures import Unfinished
from data.exchange.placing import within
from data.exchange.undoing import Undone, UndoOutside, UndoRefused, undo

IMPORTERS: frozenset[Role] = frozenset({"admin", "county"})
MOST = 1000
LARGEST = 2**31 - 1  # number a batch can have


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
        found = list(islice(_seen(connection, person(), dataset, before), limit or 100))
    return Batches(tuple(replace(one, at=local(one.at), withdrawn_at=one.withdrawn_at and local(one.withdrawn_at)) for one in found))


@operation("DELETE", "/v1/batches/<int:batch>", "撤回一个批次", answer=Undone, roles=IMPORTERS, problems=(404, 409, 503))
def withdraw(*, batch: int) -> Undone:
    who = person()
    assert who  # noqa: S101 - the operation lets no stranger in here
    name, region = _only(who)
    with database().reading() as connection:
        known = read_batches(connection, limit=1, before=batch + 1, who=name) if batch <= LARGEST else []
    if not known or known[0].id != batch:
        raise Problem(404, f"没有批次 {str(batch)[:20]}。")
    try:
        return undo(database(), batch, who=who.username, where=address(), region=region)
    except UndoOutside as error:
        raise Problem(403, str(error)) from None
    except UndoRefused as error:
        raise Problem(409, str(error), batches=error.batches) from None
    except Unfinished as error:
        raise Problem(503, str(error)) from None


def _only(who: Person | None) -> tuple[str | None, str | None]:
    """Whose batches, and those of which region, a person may know of; None: everybody's, anywhere."""
    if who and who.role == "admin":
        return None, None
    return (who.username, who.region or "-") if who else ("", "-")  # no region begins with -


def _seen(connection: Connection, who: Person | None, dataset: str | None, before: int | None) -> Iterator[Batch]:
    """The batches a person may know of, the newest first."""
    name, region = _only(who)
    while True:
        found = read_batches(connection, limit=MOST, dataset=dataset, before=before, who=name)
        mine = {one.id for one in found} if region is None else within(connection, found, region)
        yield from (one for one in found if one.id in mine)
        if len(found) < MOST:
            return
        before = found[-1].id
