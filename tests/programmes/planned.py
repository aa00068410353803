"""A plan of one programme on a test city, and returns as the counties might have sent them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.engine import Connection

from access.scope import Scope
from data import facts
from data.clock import SHANGHAI
from data.database import Database
from data.indicators.moment import moment
from data.periods import parse
from data.programmes.ledger import Ledger, read_ledger
from data.programmes.plan import store_plan
from data.programmes.plan_file import read_plan_file
from data.programmes.returns.table import return_changes
from geo.regions import CITY

LEADER = Scope("leader")
ISSUED = date(2023, 2, 17)
_versions = count(1)


def task(no: int | str, *indicators: str, due: str = "2023-10", **more: Any) -> dict[str, Any]:
    return {"no": str(no), "title": f"任务{no}", "due": due, "indicators": list(indicators), "units": ["各县区民政局"], **more}


def store(connection: Connection, folder: Path, *tasks: dict[str, Any], head: dict[str, Any] | None = None, **programme: Any) -> None:
    """Make the plan of 2023 one programme with these tasks."""
    path = folder / "plan.yaml"
    top = {"year": 2023, "document": "某文", "issued_on": ISSUED, "bureau": "某局", **(head or {})}
    one = {"id": "one", "name": "某工程", "owner": "某科", "tasks": list(tasks), **programme}
    path.write_text(yaml.safe_dump({"plan": top, "programmes": [one]}, allow_unicode=True), encoding="utf-8")
    store_plan(connection, read_plan_file(path))


def at(day: str) -> datetime:
    """`2023-06-20` or `2023-06-20 23:59` on Kaifeng's clock, as it is stored: in UTC."""
    return datetime.fromisoformat(day).replace(tzinfo=SHANGHAI).astimezone(UTC)


def change(connection: Connection, act: str, day: str, percent: int | None, *, month: str, region: str, no: int | str = 1) -> None:
    """One change of a return."""
    row = {
        "month": month,
        "programme": "one",
        "task": str(no),
        "region": region,
        "version": next(_versions),
        "act": act,
        "at": at(day),
        "who": "某人",
        "percent": percent,
        "done": "",
        "measures": "",
        "values": {},
        "attachments": [],
        "reason": "",
    }
    connection.execute(sa.insert(return_changes), [row])
    facts.bump(connection)


def accepted(connection: Connection, percent: int, *, month: str, region: str, no: int | str = 1, day: str = "") -> None:
    """A return that came and was accepted on the same day, the 15th of its month if no other is given."""
    for act in ("submitted", "accepted"):
        change(connection, act, day or f"{month}-15", percent, month=month, region=region, no=no)


def look(database: Database, *, region: str = CITY, month: str = "", scope: Scope = LEADER) -> Ledger:
    with moment(database) as now:
        found = read_ledger(now, scope=scope, region=region, month=parse(month) if month else None)
    assert found is not None
    return found
