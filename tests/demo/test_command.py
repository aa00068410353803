"""`flask demo`: fills, computes the readings, says so; refuses with exit 2 and a sentence; twice is once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

import commands
from data.database import Database
from data.exchange.batches import batches, touched
from data.indicators.readings import readings


@pytest.fixture
def server(sqlite_database: Database) -> Iterator[Flask]:
    made = commands.create()
    made.extensions["cockpit"].database.dispose()
    made.extensions["cockpit"] = replace(made.extensions["cockpit"], database=sqlite_database)
    return made


def run(server: Flask, *words: str) -> Result:
    return server.test_cli_runner().invoke(args=["demo", "--scale", "0.01", *words])


def test_it_fills_and_computes(server: Flask, sqlite_database: Database) -> None:
    first = run(server)
    assert first.exit_code == 0, first.output
    assert "演示数据装入" in first.output
    with sqlite_database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(readings))
        assert connection.scalar(sa.select(sa.func.count()).select_from(touched)) == 0
    second = run(server)
    assert (second.exit_code, "已在库中" in second.output) == (0, True)
    other = run(server, "--seed", "8")
    assert (other.exit_code, "演示数据替换" in other.output) == (0, True)


def test_it_is_refused_beside_real_batches(server: Flask, sqlite_database: Database) -> None:
    counts = dict.fromkeys(("rows", "inserted", "updated", "unchanged", "rejected"), 0)
    with sqlite_database.writing() as connection:
        real = {"dataset": "deaths", "file": "a.csv", "sha256": "", "who": "县区", "source": "api", "at": sa.func.current_timestamp()}
        connection.execute(sa.insert(batches).values(**real, **counts))
    refused = run(server)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "库中已有 1 个真实批次" in refused.stderr
    assert run(server, "--mix").exit_code == 0


@pytest.mark.parametrize("words", [("--year", "1999"), ("--scale", "0"), ("--seed", "x")])
def test_what_is_impossible_is_refused_before_anything_is_done(server: Flask, words: tuple[str, str]) -> None:
    assert run(server, *words).exit_code == 2
