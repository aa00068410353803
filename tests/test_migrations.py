"""The schema's history ends where the tables stand, on both databases, and can be walked back to nothing."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from data.database import Database, metadata
from data.programmes import plan
from migrations import schema, tables


def emptied(database: Database) -> Database:
    with database.writing() as connection:
        tables.metadata.drop_all(connection)
    return database


def test_from_nothing_to_the_tables_and_back(database: Database) -> None:
    emptied(database)
    with database.reading() as connection:
        assert schema.current(connection) is None
    schema.upgrade(database)
    schema.upgrade(database)
    with database.reading() as connection:
        assert schema.current(connection) == schema.head()
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
    schema.downgrade(database, "base")
    with database.reading() as connection:
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
        assert schema.current(connection) is None


def test_a_plan_from_before_the_returns_is_kept_and_its_new_columns_filled(database: Database) -> None:
    schema.upgrade(emptied(database), "0002")
    kept = {
        "year": 2023,
        "programme": "relief",
        "no": "1",
        "position": 0,
        "group": "",
        "title": "提标",
        "due": "2023-11",
        "note": "",
        "source": "",
    }
    before = sa.table("tasks", *(sa.column(name) for name in kept), sa.column("units", sa.JSON), sa.column("indicators", sa.JSON))
    with database.writing() as connection:
        connection.execute(sa.insert(before).values(**kept, units=["社会救助科"], indicators=[]))
    schema.upgrade(database)
    with database.reading() as connection:
        row = connection.execute(sa.select(plan.tasks)).one()
    assert (row.title, row.units, row.weight, row.due_from, row.other_due) == ("提标", ["社会救助科"], 1, "台账", "")
    schema.downgrade(database, "0002")
    with database.reading() as connection:
        assert connection.execute(sa.select(before.c.title)).scalars().all() == ["提标"]
        assert "returns" not in sa.inspect(connection).get_table_names()
        assert "weight" not in {column["name"] for column in sa.inspect(connection).get_columns("tasks")}
    schema.upgrade(database)
    with database.reading() as connection:
        assert connection.scalar(sa.select(plan.tasks.c.weight)) == 1


def test_the_embedded_tables_are_laid_out_as_declared(sqlite_database: Database) -> None:
    def layout() -> dict[str, str]:
        with sqlite_database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
            options = {row.name: ("WITHOUT ROWID" in row.sql, "AUTOINCREMENT" in row.sql) for row in rows}
        return {name: str(kept) for name, kept in options.items() if name != "alembic_version"}

    declared = layout()
    schema.upgrade(emptied(sqlite_database))
    assert layout() == declared


def test_a_failed_upgrade_leaves_nothing(database: Database) -> None:
    emptied(database)
    with database.writing() as connection:
        connection.execute(sa.text("CREATE TABLE tokens (id INTEGER)"))
    try:
        schema.upgrade(database)
    except sa.exc.DatabaseError:
        pass
    else:
        raise AssertionError("the upgrade should have met the table in its way")
    with database.reading() as connection:
        assert sa.inspect(connection).get_table_names() == ["tokens"]
