"""Which return: one month, programme, task and region. Its text stands in addresses, forms and files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

_FORM = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))\|([a-z][a-z0-9_]{1,39})\|([0-9A-Za-z.\-]{1,12})\|(\d{6})", re.ASCII)


@dataclass(frozen=True, order=True)
class Item:
    """One return to be filed. month `2023-06`; region: a county's code, or the city's for a task that a section does itself."""

    month: str
    programme: str
    task: str
    region: str

    @property
    def text(self) -> str:
        """`2023-06|elderly|7|410221`."""
        return f"{self.month}|{self.programme}|{self.task}|{self.region}"

    @property
    def columns(self) -> dict[str, str]:
        """As the tables' columns name it."""
        return {"month": self.month, "programme": self.programme, "task": self.task, "region": self.region}

    def of(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """The condition that a row is this return's."""
        return sa.and_(*(table.c[name] == value for name, value in self.columns.items()))


def parse_item(text: Any) -> Item | None:
    """The item of a text; None where it is none."""
    found = _FORM.fullmatch(text) if isinstance(text, str) else None
    return Item(*found.groups()) if found else None
