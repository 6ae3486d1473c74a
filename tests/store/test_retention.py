# SPDX-License-Identifier: EUPL-1.2
"""Every table has its fate; a month before a moment is a month before it."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from pecwatch.model.match import Band
from pecwatch.model.news import Changes
from pecwatch.model.position import Position, PositionState
from pecwatch.model.retention import Retention
from pecwatch.store.casefile import events_of, positions, save_changes
from pecwatch.store.compacting import compact
from pecwatch.store.database import Database
from pecwatch.store.letting_go import let_go
from pecwatch.store.retention import DueRows, due_rows, months_before
from pecwatch.store.retention_classes import FATES
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


@st.composite
def histories(draw: st.DrawFn) -> list[Position]:
    """Rows of some months, open or closed, muted or not, known to the registry or not."""
    found = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        on = draw(st.none() | st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31)))
        closed_at = draw(st.none() | st.datetimes(dt.datetime(2023, 1, 1), dt.datetime(2025, 10, 1)))  # noqa: DTZ001
        band = draw(st.sampled_from(Band))
        found.append(
            position(
                number,
                on=on,
                match=replace(match(), band=band),
                muted=draw(st.booleans()),
                state=PositionState.NEW if closed_at is None else PositionState.CLOSED,
                closed_at=None if closed_at is None else closed_at.replace(tzinfo=dt.UTC),
            )
        )
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
def test_what_is_open_stays_whatever_has_happened(sqlite: Database, history: list[Position]) -> None:
    """What is counted is what goes, a second purge finds nothing, and nothing that a clock needs is touched."""
    with sqlite.writing() as session:
        for table in ("event", "position", "counter"):
            session.execute(delete(Stored.metadata.tables[table]))
        changes = Changes(positions=tuple(history), events=tuple(event(each.reference) for each in history))
        save_changes(session, changes)
    with sqlite.writing() as session:
        due = due_rows(session, Retention(), NOW)
        let_go(session, due)
        again = due_rows(session, Retention(), NOW)
        left = {each.reference for each in positions(session, open_only=False)}
        told = {each.reference for each in events_of(session, ("opened",))}
    assert again == DueRows()
    assert left == told == {each.reference for each in history} - set(due.references)
    for each in history:
        two_years, half_a_year = (months_before(NOW, months) for months in (24, 6))
        if each.is_open and not each.muted:
            assert each.reference in left
        if each.closed_at is not None and each.closed_at < two_years:
            assert each.reference not in left
        if each.closed_at is not None and each.closed_at >= half_a_year and each.match.band is Band.CERTAIN:
            assert each.reference in left
