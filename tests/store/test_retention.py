# SPDX-License-Identifier: EUPL-1.2
"""Every table has its fate; a month before a moment is a month before it."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.model.match import Band
from pecwatch.model.news import Changes
from pecwatch.model.position import PositionState
from pecwatch.model.retention import Retention
from pecwatch.store.casefile import positions, save_changes
from pecwatch.store.compacting import compact
from pecwatch.store.database import Database
from pecwatch.store.letting_go import let_go
from pecwatch.store.retention import due_rows, months_before
from pecwatch.store.retention_classes import FATES
from pecwatch.store.stories import events_of
from pecwatch.store.tables import Stored
from tests.store.values import NOW, event, match, position


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


def test_whom_nobody_knows_goes_sooner(database: Database) -> None:
    """Of two rows closed on one day the one that the registry does not know goes after six months."""
    closed: dict[str, object] = {"state": PositionState.CLOSED, "closed_at": NOW, "on": dt.date(2025, 10, 20)}
    unknown = position(2, match=replace(match(), band=Band.NONE), **closed)
    with database.writing() as session:
        save_changes(session, Changes(positions=(position(1, **closed), unknown), events=(event(unknown.reference),)))
        due = due_rows(session, Retention(), NOW + dt.timedelta(days=200))
        let_go(session, due)
    compact(database)
    assert due.references == (unknown.reference,)
    with database.reading() as session:
        assert [each.reference for each in positions(session, open_only=False)] == ["PW-2025-11-001"]
        assert not events_of(session, ("opened",))
