# SPDX-License-Identifier: EUPL-1.2
"""A fresh database for each test: SQLite always, PostgreSQL where PECWATCH_TEST_POSTGRESQL names one to empty."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pecwatch.store.database import Database, open_database
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


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database with its tables."""
    opened = open_database(url)
    migrate(opened, NOW)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """The same, always SQLite: for what only a file can suffer."""
    opened = open_database(f"sqlite:///{tmp_path}/var/pecwatch.db")
    migrate(opened, NOW)
    yield opened
    opened.close()
