# SPDX-License-Identifier: EUPL-1.2
"""A fresh database for each test, SQLite and PostgreSQL in turn."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pecwatch.store.database import Database, open_database
from pecwatch.store.engine import database_file
from pecwatch.store.migrate import migrate
from tests.servers.postgresql import PostgreSQL
from tests.store.values import NOW

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty database may be made."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/var/pecwatch.db"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with its tables and nothing in them; every test gets a copy, since migrating takes long."""
    file = tmp_path_factory.mktemp("migrated") / "var" / "pecwatch.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_on_server(postgresql: PostgreSQL) -> str:
    """The same on PostgreSQL."""
    url = postgresql.create()
    _migrate(url)
    return url


def _migrate(url: str) -> None:
    opened = open_database(url)
    migrate(opened, NOW)
    opened.close()


def with_tables(file: Path, migrated: Path) -> Database:
    """A database in that file, as `migrate` leaves an empty one."""
    shutil.copytree(migrated.parent, file.parent)
    return open_database(f"sqlite:///{file}")


@pytest.fixture
def database(url: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database with its tables."""
    if file := database_file(url):
        opened = with_tables(file, request.getfixturevalue("migrated"))
    else:
        request.getfixturevalue("postgresql").replace(url, like=request.getfixturevalue("migrated_on_server"))
        opened = open_database(url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    """The same, always SQLite: for what only a file can suffer."""
    opened = with_tables(tmp_path / "var" / "pecwatch.db", migrated)
    yield opened
    opened.close()
