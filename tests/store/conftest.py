# SPDX-License-Identifier: EUPL-1.2
"""A fresh database for each test: SQLite always, PostgreSQL where PECWATCH_TEST_POSTGRESQL names one to empty."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pecwatch.store.database import Database, open_database
from pecwatch.store.engine import database_file
from pecwatch.store.migrate import migrate
from tests.store.values import NOW

POSTGRESQL = os.environ.get("PECWATCH_TEST_POSTGRESQL", "")


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRESQL else [])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database may be made."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/var/pecwatch.db"
    engine = create_engine(POSTGRESQL)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return POSTGRESQL


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with its tables and nothing in them; every test gets a copy, since migrating takes long."""
    file = tmp_path_factory.mktemp("migrated") / "var" / "pecwatch.db"
    opened = open_database(f"sqlite:///{file}")
    migrate(opened, NOW)
    opened.close()
    return file


def with_tables(url: str, migrated: Path) -> Database:
    """A database at that place, as `migrate` leaves an empty one."""
    if file := database_file(url):
        shutil.copytree(migrated.parent, file.parent)
        return open_database(url)
    opened = open_database(url)
    migrate(opened, NOW)
    return opened


@pytest.fixture
def database(url: str, migrated: Path) -> Iterator[Database]:
    """A database with its tables."""
    opened = with_tables(url, migrated)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    """The same, always SQLite: for what only a file can suffer."""
    opened = with_tables(f"sqlite:///{tmp_path}/var/pecwatch.db", migrated)
    yield opened
    opened.close()
