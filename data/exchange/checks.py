"""The checks that need more than one cell, as set-based SQL over the staged rows: duplicates, references, order, rules, regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data.datasets import DATASETS
from data.exchange.header import Header
from data.exchange.report import KEPT, Faults
from data.exchange.staging import Staging
from geo.regions import prefix

_NAMED = 5  # rows of the same key that a sentence names


@dataclass(frozen=True)
class Check:
    """Rows that are refused on `field`: their numbers, then whatever the sentence needs."""

    field: str
    refused: sa.Select[Any]
    sentence: Callable[[Any], str] | str


class Checks:
    """All checks of one import."""

    def __init__(self, staging: Staging, header: Header, only_region: str) -> None:
        self.staging, self.header, self.dataset = staging, header, staging.dataset
        self.staged = staging.table
        self.start = prefix(only_region)

    def run(self, faults: Faults) -> int:
        """Mark the rows that fail as bad and note why; returns how many rows are bad by now."""
        for check in self._all():
            found = self.staging.connection.execute(check.refused.order_by(self.staging.rows).limit(KEPT)).all()
            if not found:
                continue
            place = self.header.of(check.field)
            assert place is not None  # a check stands on a column of the file  # noqa: S101
            for row in found:
                faults.add(
                    row[0], place.at, place.header, row[1], check.sentence if isinstance(check.sentence, str) else check.sentence(row)
                )
            if len(found) == KEPT:
                faults.more(self._count(check.refused) - KEPT)
            self.staging.reject(check.refused.with_only_columns(self.staging.rows, maintain_column_froms=True))
        return self.staging.count(self.staged.c.bad == 1)

    def _count(self, refused: sa.Select[Any]) -> int:
        return self.staging.connection.scalar(sa.select(sa.func.count()).select_from(refused.subquery())) or 0

    def _all(self) -> Iterator[Check]:
        yield from self._duplicates()
        yield from self._references()
        if self.start:
            yield from self._foreign_records()
        yield from self._rules()
        yield from self._order()

    def _duplicates(self) -> Iterator[Check]:
        """The same key twice: all its rows are refused, each naming the others."""
        keys = [self.staged.c[name] for name in self.dataset.key]
        again = (
            sa.select(*keys, sa.func.min(self.staging.rows).label("first"), sa.func.max(self.staging.rows).label("last"))
            .add_columns(sa.func.count().label("times"))
            .where(*(key.is_not(None) for key in keys))
            .group_by(*keys)
            .having(sa.func.count() > 1)
            .cte("again")
        )
        same = sa.and_(*(again.c[name] == self.staged.c[name] for name in self.dataset.key))
        refused = sa.select(self.staging.rows, keys[0], again.c.first, again.c.last, again.c.times, *keys[1:])
        refused = refused.select_from(self.staged.join(again, same))
        groups: dict[tuple[Any, ...], set[int]] = defaultdict(set)
        for row in self.staging.connection.execute(refused.order_by(self.staging.rows).limit(KEPT)):
            groups[row[1], *row[5:]] |= {row[0], row[2], row[3]}

        def sentence(row: Any) -> str:
            others = sorted(groups[row[1], *row[5:]] - {row[0]})[:_NAMED]
            named = "、".join(map(str, others))
            rest = f"等 {row.times - 1} 行" if row.times - 1 > len(others) else ""
            return f"与第 {named} 行{rest}重复（{words}相同）；同一文件中每条记录只能出现一次"

        words = "、".join(self.dataset.column(name).header for name in self.dataset.key)
        if groups:
            yield Check(self.dataset.key[0], refused, sentence)

    def _references(self) -> Iterator[Check]:
        """A key of another dataset that isn't there, or not in the region the importer is held to."""
        for column in self.dataset.columns:
            if column.kind != "reference":
                continue
            other = DATASETS[column.refers]
            mine = self.staged.c[column.name]
            there = other.table.c[other.key[0]] == mine
            if self.start:
                there &= other.table.c.region.startswith(self.start, autoescape=True)
            where = f"区划代码属于 {self.start} 的" if self.start else ""
            problem = f"在{where}“{other.title}”中没有这个{column.header}；请先导入{other.title}，或核对编号"
            refused = sa.select(self.staging.rows, mine).where(mine.is_not(None), ~sa.exists().where(there))
            yield Check(column.name, refused, problem)

    def _foreign_records(self) -> Iterator[Check]:
        """A record with this key is already there and belongs to another region: it isn't the importer's to change."""
        table, reference = self.dataset.table, self.dataset.reference
        key = self.staged.c[self.dataset.key[0]]
        if "region" in self.dataset.key:
            return
        if reference:
            other = DATASETS[reference.refers].table
            field, region = reference.name, other.c.region
            linked = other.c.key == table.c[reference.name]
        else:
            field, region, linked = "region", table.c.region, sa.true()
        foreign = sa.exists().where(linked, self.staging.same_key(table), ~region.startswith(self.start, autoescape=True))
        refused = sa.select(self.staging.rows, self.staged.c[field], key).where(foreign)
        yield Check(field, refused, "该编号的记录区划代码在其他县区，不能改动；请核对编号")

    def _value(self, field: str) -> sa.ColumnElement[Any]:
        """The field as it will stand: the file's, or where the file lacks the column the record's."""
        if field in self.staging.fields:
            return self.staged.c[field]
        table = self.dataset.table
        return sa.select(table.c[field]).where(self.staging.same_key(table)).correlate(self.staged).scalar_subquery()

    def _rules(self) -> Iterator[Check]:
        for rule in self.dataset.rules:
            if not {rule.field, rule.column} & set(self.staging.fields):
                continue
            field = rule.column if rule.column in self.staging.fields else rule.field
            refused = sa.select(self.staging.rows, self.staged.c[field]).where(
                self._value(rule.field) == rule.equals, self._value(rule.column).is_not(None)
            )
            yield Check(field, refused, rule.problem)

    def _order(self) -> Iterator[Check]:
        """Days of a chain that decrease; noted on the later one, or where the file lacks it on the earlier."""
        given = set(self.staging.fields)
        for chain in self.dataset.order:
            for at, later in enumerate(chain[1:], 1):
                if later in given:
                    yield self._decreasing(chain[:at], later, later)
                else:
                    yield from (self._decreasing((name,), later, name) for name in chain[:at] if name in given)

    def _decreasing(self, before: tuple[str, ...], later: str, field: str) -> Check:
        days = [self._value(name) for name in before]
        last = self._value(later)
        refused = sa.select(self.staging.rows, self.staged.c[field], last, *days).where(sa.or_(*(day > last for day in days)))
        header = self.dataset.column(later).header

        def sentence(row: Any) -> str:
            name = next(name for name, day in zip(before, row[3:], strict=True) if day is not None and day > row[2])
            return f"{header}早于{self.dataset.column(name).header}；应为同一天或以后"

        return Check(field, refused, sentence)
