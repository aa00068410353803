"""One delivery in: a file or JSON rows, read, checked, staged and merged, one transaction, one batch, one report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from access import audit
from data.clock import now
from data.database import Database
from data.datasets import DATASETS, Dataset
from data.exchange.batches import batches
from data.exchange.cells import Terms, blank
from data.exchange.checks import Checks
from data.exchange.columns import ColumnCheck
from data.exchange.failures import BROKEN, in_words
from data.exchange.files import fingerprint, open_sheet
from data.exchange.header import Header, find_header
from data.exchange.merging import Counts, compare, write
from data.exchange.report import KEPT, Faults, Report, shown_all
from data.exchange.report import file_name as shown_name
from data.exchange.sheets import Block, Rows, Sheet, SheetError
from data.exchange.staging import Staging
from data.exchange.touching import touch
from data.facts import is_demonstration, today
from data.regions import read_places
from data.settings import settings

Source = Literal["command", "api", "page", "demo"]
Notice = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much (0: unknown)


@dataclass(frozen=True)
class Wish:
    """How a delivery is to be taken; see `import_file`."""

    who: str
    source: Source
    reported: Mapping[str, str]
    strict: bool
    dry_run: bool
    mix: bool
    only_region: str
    notice: Notice | None
    where: str = audit.COMMAND_LINE

    def tell(self, words: str, done: int = 0, total: int = 0) -> None:
        """Tell how far the import is, if anybody listens."""
        if self.notice:
            self.notice(words, done, total)


def import_file(
    database: Database,
    path: Path | str,
    dataset: str,
    *,
    who: str,
    source: Source,
    reported: Mapping[str, str],
    strict: bool = False,
    dry_run: bool = False,
    mix: bool = False,
    only_region: str = "",
    file_name: str | None = None,
    notice: Notice | None = None,
    where: str = audit.COMMAND_LINE,
) -> Report:
    """Import one .csv or .xlsx file into a dataset; what can't be taken is in the report, never raised.

    reported     id or name of each reported indicator → its id
    strict       one bad row, and nothing is taken
    dry_run      check and count, take nothing
    mix          real records may go into a demonstration database
    only_region  a county's code: rows, records and references of other regions are refused
    file_name    the name the file was sent under, where `path` is a temporary one; its extension decides
    where        the address it came from: with `who` in the audit log, in the same transaction as the rows
    Raises data.database.Busy, and failures.Unfinished when database or disk fail; nothing is taken then.
    """
    path = Path(path)
    name = Path(file_name or path).name
    wish = Wish(who, source, reported, strict, dry_run, mix, only_region, notice, where)
    report = Report(dataset, shown_name(name))
    try:
        report = replace(report, sha256=fingerprint(path))
        declared = _declared(dataset)
        wish.tell("打开文件")
        with open_sheet(path, name) as sheet:
            return _Delivery(sheet, declared, wish, report).take(database)
    except SheetError as error:
        return _nothing(database, wish, report.refused(str(error)))


def import_rows(
    database: Database,
    rows: Sequence[Mapping[str, Any]],
    dataset: str,
    *,
    who: str,
    source: Source,
    reported: Mapping[str, str],
    strict: bool = False,
    dry_run: bool = False,
    mix: bool = False,
    only_region: str = "",
    file_name: str | None = None,
    notice: Notice | None = None,
    where: str = audit.COMMAND_LINE,
) -> Report:
    """The same for JSON rows, numbered from 1; fields are named as columns are, and every row names the same ones."""
    wish = Wish(who, source, reported, strict, dry_run, mix, only_region, notice, where)
    report = Report(dataset, shown_name(file_name or "rows.json"))
    try:
        if not all(isinstance(row, Mapping) for row in rows):
            raise SheetError('每一行应是一个 JSON 对象，如 {"编号": "A1"}')
        text = json.dumps(list(map(dict, rows)), ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
        report = replace(report, sha256=hashlib.sha256(text).hexdigest())
        return _Delivery(Rows(rows), _declared(dataset), wish, report).take(database)
    except SheetError as error:
        return _nothing(database, wish, report.refused(str(error)))


def import_within(
    connection: Connection,
    rows: Sequence[Mapping[str, Any]],
    dataset: str,
    *,
    who: str,
    source: Source,
    reported: Mapping[str, str],
    file_name: str,
    where: str,
) -> Report:
    """The same inside a writer's own transaction, all rows or none: what comes with a decision is taken with it or not at all.

    Records of a demonstration may come to a demonstration. Raises SheetError naming the first thing that is wrong; the caller's
    transaction must then be rolled back.
    """
    wish = Wish(who, source, reported, True, False, True, "", None, where)
    text = json.dumps(list(map(dict, rows)), ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    report = Report(dataset, shown_name(file_name), sha256=hashlib.sha256(text).hexdigest())
    done = _Delivery(Rows(rows), _declared(dataset), wish, report).take_within(connection)
    if done.rejected:
        raise SheetError("；".join(dict.fromkeys(error.problem for error in done.errors)) or "数据不合格")
    return done


def _nothing(database: Database, wish: Wish, report: Report) -> Report:
    """A file that was refused whole leaves its entry too; of a dry run nothing is told."""
    if not wish.dry_run:
        with in_words(), database.noting() as connection:
            _tell(connection, wish, report)
    return report


def _tell(connection: Connection, wish: Wish, report: Report) -> None:
    """The entry of a delivery: what it was and what became of it, never what it says."""
    title = DATASETS[report.dataset].title if report.dataset in DATASETS else report.dataset[:40]
    outcome = f"批次 {report.batch}" if report.batch else "没有收下"
    counts = f"新增 {report.inserted}，更新 {report.updated}，未变 {report.unchanged}，退回 {report.rejected}"
    what = f"{title}：{report.file[-200:]}，{outcome}，{counts}，SHA-256 {report.sha256}"
    audit.append(connection, "import", who=wish.who, where=wish.where, what=what, rows=report.rows)


def _declared(name: str) -> Dataset:
    if name not in DATASETS:
        raise SheetError(f"没有这个数据集；可选：{'、'.join(f'{d.name}（{d.title}）' for d in DATASETS.values())}")
    return DATASETS[name]


class _Delivery:
    """One delivery on its way from the sheet into the record table."""

    def __init__(self, sheet: Sheet, dataset: Dataset, wish: Wish, report: Report) -> None:
        self.sheet, self.dataset, self.wish, self.report = sheet, dataset, wish, report
        self.faults = Faults()
        self.rows = 0

    def take(self, database: Database) -> Report:
        """Raises SheetError, Busy, Unfinished."""
        with in_words():
            with database.reading() as connection:
                terms = self._terms(connection)
            header = self._header()
            with database.engine.connect() as connection:
                try:
                    with connection.begin():  # no lock is held while cells are checked
                        staging = self._stage(connection, header, terms)
                    with connection.begin() if self.wish.dry_run else database.writing(connection):
                        return self._merge(header, staging)
                finally:
                    _clear(connection)

    def take_within(self, connection: Connection) -> Report:
        """Inside a transaction that is under way; a failure takes the staging table with it.

        Raises SheetError.
        """
        header = self._header()
        staging = self._stage(connection, header, self._terms(connection))
        report = self._merge(header, staging)
        staging.drop()
        return report

    def _header(self) -> Header:
        header = find_header(self.sheet, self.dataset)
        self.report = replace(self.report, unknown_columns=shown_all(header.unknown))
        return header

    def _terms(self, connection: Connection) -> Terms:
        if is_demonstration(connection) and self.wish.source != "demo" and not self.wish.mix:
            raise SheetError("这是演示数据库，不收真实数据；请换用正式的数据库，确要混入时加 --mix")
        key = settings().secret("citizen_key")
        return Terms(today(connection), read_places(connection), self.wish.reported, key, self.wish.only_region)

    def _stage(self, connection: Connection, header: Header, terms: Terms) -> Staging:
        """Check every cell and put the rows into the staging table."""
        checks = [ColumnCheck(found.column, terms) for found in header.found]
        staging = Staging(connection, self.dataset, header.fields)
        for block in self.sheet.blocks(header.row, header.width):
            self._stage_block(staging, header, checks, block)
            self.wish.tell("读取和核对", self.sheet.done, self.sheet.total)
        if not self.rows:
            raise SheetError("表头下面没有数据行")
        staging.measure()
        return staging

    def _stage_block(self, staging: Staging, header: Header, checks: Sequence[ColumnCheck], block: Block) -> None:
        numbers, rows = _filled(block, header)
        if not rows:
            return
        self.rows += len(rows)
        bad = [0] * len(rows)
        at = {number: index for index, number in enumerate(numbers)} if block.troubles else {}
        places = {found.at: found for found in header.found}
        for trouble in block.troubles:
            if trouble.row in at and (trouble.at is None or trouble.at in places):
                bad[at[trouble.row]] = 1
                name = None if trouble.at is None else places[trouble.at].header
                self.faults.add(trouble.row, -1 if trouble.at is None else trouble.at, name, None, trouble.problem)
        stored = []
        for found, check in zip(header.found, checks, strict=True):
            raw = list(map(itemgetter(found.at), rows))
            values, refused = check(raw)
            stored.append(values)
            citizen = found.column.kind == "citizen"
            for index, problem in refused.items():
                bad[index] = 1
                self.faults.add(numbers[index], found.at, found.header, raw[index], problem, citizen=citizen)
        staging.add(numbers, bad, stored)

    def _merge(self, header: Header, staging: Staging) -> Report:
        """Check the staged rows against each other and the records, and write them; a dry run stops before."""
        self.wish.tell("核对重复、引用和先后")
        rejected = Checks(staging, header, self.wish.only_region).run(self.faults)
        counts = Counts(0, 0, 0)
        if rejected < self.rows and not (rejected and self.wish.strict):
            counts = compare(staging)
        batch = None
        if not self.wish.dry_run and counts != Counts(0, 0, 0):
            self.wish.tell("写入")
            batch = self._write(staging, counts, rejected)
        report = replace(self.report, batch=batch, rows=self.rows, **vars(counts), rejected=rejected)
        if not self.wish.dry_run:
            _tell(staging.connection, self.wish, report)
        total = self.faults.total
        return replace(report, errors=self.faults.errors()[:KEPT], errors_total=total if total > KEPT else None)

    def _write(self, staging: Staging, counts: Counts, rejected: int) -> int:
        connection = staging.connection
        made = connection.execute(
            sa.insert(batches).values(
                dataset=self.dataset.name,
                file=self.report.file,
                sha256=self.report.sha256,
                who=self.wish.who[:64],
                source=self.wish.source,
                at=now(),
                rows=self.rows,
                rejected=rejected,
                **vars(counts),
            )
        )
        batch: int = made.inserted_primary_key[0]  # type: ignore[index]
        if counts.inserted or counts.updated:
            write(staging, counts, batch)
            touch(connection, self.dataset, [staging.table], batch)
        return batch


def _filled(block: Block, header: Header) -> tuple[Sequence[int], list[Sequence[Any]]]:
    """The rows that aren't blank, each as wide as the header, with their numbers."""
    rows, width = block.rows, header.width
    if {*map(len, rows)} != {width}:
        rows = [row if len(row) == width else [*row[:width], *[None] * (width - len(row))] for row in rows]
    numbers: Sequence[int] = range(block.first, block.first + len(rows))
    at = next(found.at for found in header.found if found.column.required)
    leading = list(map(itemgetter(at), rows))
    try:
        full = all(map(str.strip, leading))
    except TypeError:  # typed cells
        full = False
    if not full and (empty := {index for index, cell in enumerate(leading) if blank(cell) and all(map(blank, rows[index]))}):
        numbers = [number for index, number in enumerate(numbers) if index not in empty]
        rows = [row for index, row in enumerate(rows) if index not in empty]
    return numbers, rows


def _clear(connection: Connection) -> None:
    """Drop the staging table, so that a pooled connection carries nothing on; a broken connection is thrown away."""
    try:
        if connection.in_transaction():
            connection.rollback()
        with connection.begin():
            connection.exec_driver_sql("DROP TABLE IF EXISTS staged")
    except BROKEN:
        with suppress(Exception):
            connection.invalidate()
