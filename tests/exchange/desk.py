"""A desk at which tests bring files: writes them, imports them, and looks at what is then in the tables."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.database import Database
from data.datasets import DATASETS
from data.exchange.batches import touched
from data.exchange.importing import import_file
from data.exchange.undoing import Undone, undo
from data.facts import set_fact

TODAY = date(2023, 9, 18)
REPORTED = {"rural_dibao_standard": "rural_dibao_standard", "农村低保月标准": "rural_dibao_standard"}
TOWN, OTHER_TOWN, ELSEWHERE = "410221101", "410221102", "410222101"  # two towns of 杞县, one of 通许县
VILLAGE = "410221101200"
CITIZEN = "410221194910010011"  # of nobody: made up, with a true check digit
ELDERS = "对象编号,区划代码,类别,建档日期,销档日期,身份证号"
VISITS = "记录编号,对象编号,探访日期,方式,情况"


class Desk:
    """One database and a folder of files. The cockpit's today is 2023-09-18."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        with database.writing() as connection:
            set_fact(connection, "today", TODAY.isoformat())

    def file(self, *lines: str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return path

    def take(self, dataset: str, path: Path, **wish: Any) -> dict[str, Any]:
        """Import a file and return the report as JSON has it."""
        given: dict[str, Any] = {"who": "张三", "source": "command", "reported": REPORTED, **wish}
        return import_file(self.database, path, dataset, **given).to_dict()

    def bring(self, dataset: str, *lines: str, **wish: Any) -> dict[str, Any]:
        """Import lines of csv."""
        return self.take(dataset, self.file(*lines), **wish)

    def undo(self, batch: int) -> Undone:
        return undo(self.database, batch, who="李四")

    def rows(self, dataset: str) -> list[dict[str, Any]]:
        """The records by key, without the batches they stand under."""
        return [{k: v for k, v in row.items() if k not in ("inserted_by", "changed_by")} for row in self.table(dataset)]

    def table(self, dataset: str, history: bool = False) -> list[dict[str, Any]]:
        """The whole record table, or its history, in a fixed order."""
        declared = DATASETS[dataset]
        table = declared.history if history else declared.table
        with self.database.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))]

    def marks(self, dataset: str) -> set[tuple[str, str]]:
        """What the next refresh is told of a dataset: (region, month); forgets it."""
        with self.database.writing() as connection:
            found = {
                tuple(row) for row in connection.execute(sa.select(touched.c.region, touched.c.month).where(touched.c.dataset == dataset))
            }
            connection.execute(sa.delete(touched))
        return found


@contextmanager
def memory_below(most: int) -> Iterator[None]:
    """See that Python's memory grows by less than so many bytes inside."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def errors(report: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Where a report has errors."""
    return [(error["row"], error["column"]) for error in report["errors"]]


def counts(report: dict[str, Any]) -> tuple[int, int, int, int]:
    """inserted, updated, unchanged, rejected."""
    return report["inserted"], report["updated"], report["unchanged"], report["rejected"]
