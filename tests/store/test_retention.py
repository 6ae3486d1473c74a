# SPDX-License-Identifier: EUPL-1.2
"""Every table has its fate; a month before a moment is a month before it."""

import datetime as dt

import pytest

from pecwatch.model.retention import Retention
from pecwatch.store.database import Database
from pecwatch.store.retention import due_rows, let_go, months_before
from pecwatch.store.retention_classes import FATES
from pecwatch.store.tables import Stored
from tests.store.values import NOW


def test_every_table_has_its_fate() -> None:
    """Whoever adds a table says what becomes of its rows."""
    assert set(FATES) == set(Stored.metadata.tables)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        pytest.param(
            dt.datetime(2025, 3, 31, tzinfo=dt.UTC), 1, dt.datetime(2025, 2, 28, tzinfo=dt.UTC), id="a shorter month"
        ),
        pytest.param(
            dt.datetime(2025, 12, 1, tzinfo=dt.UTC), 24, dt.datetime(2023, 12, 1, tzinfo=dt.UTC), id="two years"
        ),
        pytest.param(
            dt.datetime(2025, 1, 5, tzinfo=dt.UTC), 1, dt.datetime(2024, 12, 5, tzinfo=dt.UTC), id="over the year"
        ),
    ],
)
def test_months_before(day: dt.datetime, months: int, before: dt.datetime) -> None:
    """Counted by the calendar."""
    assert months_before(day, months) == before


def test_an_empty_database_has_nothing_due(database: Database) -> None:
    """All questions are understood by either database."""
    with database.writing() as session:
        due = due_rows(session, Retention(), NOW)
        let_go(session, due)
    assert due.references == ()
