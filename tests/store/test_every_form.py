# SPDX-License-Identifier: EUPL-1.2
"""From every form that was ever released, with rows in every table, to the newest one, on both databases."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from pecwatch.errors import UsageError
from pecwatch.store.database import Database, open_database
from pecwatch.store.engine import WRITES
from pecwatch.store.isolation import unprotected
from pecwatch.store.migrate import STEPS, migrate, newest_version
from pecwatch.store.tables import Stored
from tests.store.values import NOW

FORMS = sorted(path.name[:4] for path in (STEPS / "versions").glob("[0-9]*_*.py"))
ROWS = 3

Rows = dict[str, list[dict[str, object]]]


MADE: tuple[tuple[type[sa.types.TypeEngine], Callable[[int], object]], ...] = (
    (sa.Boolean, lambda number: number % 2 == 0),
    (sa.Integer, lambda number: number),
    (sa.Numeric, lambda number: number / 2),
    (sa.DateTime, lambda number: NOW + dt.timedelta(minutes=number)),
    (sa.Date, lambda _: NOW.date()),
    (sa.LargeBinary, lambda number: bytes([number])),
    (sa.Text, lambda _: "{}"),
    (sa.String, str),
)
"""Values of each sort of column; the first that fits."""


def value(column: sa.Column, number: int) -> object:
    """Something that fits, another for each row."""
    if column.foreign_keys:
        return number
    return next(made(number) for sort, made in MADE if isinstance(column.type, sort))


def tables(database: Database) -> sa.MetaData:
    found = sa.MetaData()
    found.reflect(database.engine)
    found.remove(found.tables["alembic_version"])
    return found


def fill(database: Database) -> None:
    """Some rows in every table."""
    known = tables(database).sorted_tables
    with database.engine.execution_options(**{WRITES: True}).begin() as connection, unprotected(connection):
        for table in known:
            rows = [{c.name: value(c, number) for c in table.columns} for number in range(1, ROWS + 1)]
            connection.execute(table.insert(), rows)
            if connection.dialect.name == "postgresql" and "id" in table.columns:
                # As if the database had numbered them.
                counter = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
                connection.execute(sa.text(f"SELECT setval({counter}, {ROWS}) WHERE {counter} IS NOT NULL"))


def rows_of(database: Database, only: Rows | None = None) -> Rows:
    """Every row, by table; of what was there before, only those columns."""
    known = tables(database).sorted_tables
    with database.engine.execution_options(**{WRITES: True}).begin() as connection, unprotected(connection):
        found = {}
        for table in known:
            if only is None or table.name in only:
                names = [c.name for c in table.columns] if only is None else list(only[table.name][0])
                query = sa.select(*(table.columns[name] for name in names))
                found[table.name] = [dict(row) for row in connection.execute(query).mappings()]
        return found


@pytest.fixture(params=FORMS)
def older(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A database of that form, in use."""
    steps = Path(shutil.copytree(STEPS, tmp_path / "migrations"))
    for step in (steps / "versions").glob("[0-9]*_*.py"):
        if step.name[:4] > request.param:
            step.unlink()
    database = open_database(url)
    assert migrate(database, NOW, steps=steps).after == request.param
    fill(database)
    yield database
    database.close()


def test_it_becomes_the_newest_form_and_loses_nothing(older: Database) -> None:
    """The tables are what the models say, every value of before is there, and new rows get numbers of their own."""
    before = rows_of(older)
    migrate(older, NOW)
    after = rows_of(older, before)
    for name, rows in before.items():
        assert all(row in after[name] for row in rows), name
    with older.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Stored.metadata) == []
    messages = tables(older).tables["message"]
    with older.engine.execution_options(**{WRITES: True}).begin() as connection, unprotected(connection):
        row = {c.name: value(c, 9) for c in messages.columns if c.name != "id"}
        (number,) = connection.execute(messages.insert().returning(messages.c.id), row).one()
    assert number > ROWS


def test_a_form_of_the_future_is_refused(database: Database) -> None:
    """On either database, in words, and nothing is touched."""
    with database.engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9998'")
    with pytest.raises(UsageError, match=f"form 9998, this one knows {newest_version()}"):
        migrate(database, NOW)
