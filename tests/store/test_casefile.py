# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.model.news import Changes
from pecwatch.model.position import Outcome, PositionState, Rejection
from pecwatch.store import casefile, decisions, ledger, stories
from pecwatch.store.database import Database
from tests.store.values import NOW, delivery, event, kept_of, position, received_list


def references(database: Database, **wanted: object) -> list[str]:
    with database.reading() as session:
        return [found.reference for found in casefile.positions(session, **wanted)]  # type: ignore[arg-type]


def test_a_position_comes_back_whole(database: Database) -> None:
    """Row, match and reasons are what casework decided, accents and all."""
    opened = position(muted=True, rejected_folders=("2019/00871",))
    with database.writing() as session:
        casefile.save_changes(session, Changes(positions=(opened,), events=(event(opened.reference),)))
    with database.reading() as session:
        assert casefile.position(session, opened.reference) == opened
        assert casefile.position(session, "PW-2025-11-999") is None
        assert stories.events(session, opened.reference) == (event(opened.reference),)


def test_whatever_a_person_wrote_is_kept(database: Database) -> None:
    """A NUL in a reason, which no PostgreSQL takes, does not lose an answer."""
    told = replace(event("PW-2025-11-001"), reason="sono and\x00ati via")
    with database.writing() as session:
        casefile.save_changes(session, Changes(events=(told,)))
    with database.reading() as session:
        (kept,) = stories.events(session, "PW-2025-11-001")
    assert kept.reason == "sono and\\x00ati via"


def test_what_happened_of_one_kind_to_all(database: Database) -> None:
    """In its order, whatever position it happened to; nothing of other offices."""
    told = [event(f"PW-2025-11-{number:03d}", kind) for number, kind in ((2, "building_told"), (1, "building_dropped"))]
    with database.writing() as session:
        casefile.save_changes(session, Changes(events=(told[0], event("PW-2025-11-001"), told[1])))
    with database.reading() as session:
        assert list(stories.events_of(session, ("building_told", "building_dropped"))) == told
        assert stories.events_of(session, ()) == ()
    with Database(database.url, database.engine, "other").reading() as session:
        assert stories.events_of(session, ("building_told",)) == ()


def test_a_changed_position_replaces_itself(database: Database) -> None:
    """What changed counts in every question; the story keeps all that happened, in order."""
    closed = position(state=PositionState.CLOSED, outcome=Outcome.EXECUTED, owner="OP02")
    with database.writing() as session:
        casefile.save_changes(session, Changes(positions=(position(),), events=(event("PW-2025-11-001"),)))
    with database.writing() as session:
        later = event("PW-2025-11-001", "outcome", NOW - dt.timedelta(days=1))
        casefile.save_changes(session, Changes(positions=(closed,), events=(later,)))
    with database.reading() as session:
        assert casefile.positions(session) == ()
        assert casefile.positions(session, open_only=False, owner="OP02") == (closed,)
        assert [told.kind for told in stories.events(session, "PW-2025-11-001")] == ["opened", "outcome"]


def test_nearest_day_first_missing_day_last(database: Database) -> None:
    """A day that was not given must not hide among the near ones."""
    days = {1: None, 2: dt.date(2025, 11, 27), 3: dt.date(2025, 11, 6)}
    with database.writing() as session:
        casefile.save_changes(session, Changes(positions=tuple(position(n, on=day) for n, day in days.items())))
        casefile.save_changes(session, Changes(positions=(position(1, month="2025-12", owner="OP02"),)))
    assert references(database, month="2025-11") == ["PW-2025-11-003", "PW-2025-11-002", "PW-2025-11-001"]
    assert references(database, owner="OP02") == ["PW-2025-12-001"]


def test_numbers_go_up_by_month_and_never_come_back(database: Database) -> None:
    """A reference in an old mail must never mean another household."""
    with database.writing() as session:
        assert casefile.next_numbers(session, ["2025-11", "2025-12"]) == {"2025-11": 1, "2025-12": 1}
        casefile.save_changes(session, Changes(positions=(position(1), position(2), position(1, month="2025-12"))))
    with database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM position")
    with database.writing() as session:
        assert casefile.next_numbers(session, ["2025-11", "2025-12"]) == {"2025-11": 3, "2025-12": 2}
        casefile.save_changes(session, Changes(positions=(position(1),)))
        assert casefile.next_numbers(session, ["2025-11"]) == {"2025-11": 3}


@pytest.mark.parametrize(
    ("months", "lists", "positions"),
    [
        pytest.param(["2025-11"], ["2025-10", "2025-11", "2025-12", None], ["10", "11", "12"], id="one month"),
        pytest.param(
            ["2026-01"], ["2025-10", "2025-12", None], ["10", "12"], id="over the turn of the year, and what is open"
        ),
        pytest.param([None], ["2025-06", "2025-10", "2025-11", "2025-12", None], ["06", "10", "11", "12"], id="none"),
        pytest.param([], ["2025-06", "2025-10", "2025-11", "2025-12", None], ["06", "10", "11", "12"], id="empty"),
    ],
)
def test_known_is_the_month_its_neighbours_and_all_open(
    database: Database, months: list[str | None], lists: list[str | None], positions: list[str]
) -> None:
    """Enough to tell a twin, a reminder or a correction; a list without a month may belong to any.

    Lists of the months of open positions are among them: one of those may have spoken after the new one was sent.
    """
    with database.writing() as session:
        message_id = ledger.record_delivery(session, delivery(), kept_of(delivery()), NOW).entry.id
        received = [
            received_list(message_id, month, NOW + dt.timedelta(days=day))
            for day, month in enumerate(["2025-06", "2025-10", "2025-11", "2025-12", None])
        ]
        casefile.save_lists(session, message_id, received)
        closed = {"state": PositionState.CLOSED}
        kept = [position(1, month=f"2025-{month}", **closed) for month in ("06", "11", "12")]
        casefile.save_changes(session, Changes(positions=(*kept, position(1, month="2025-10"))))
    with database.reading() as session:
        known = casefile.known(session, months, first_start=True)
    assert [found.month for found in known.lists] == lists
    assert sorted(found.month for found in known.positions) == [f"2025-{month}" for month in positions]
    assert known.first_start


def test_lists_of_a_message_are_replaced(database: Database) -> None:
    """Reading a message again does not make its list known twice."""
    with database.writing() as session:
        message_id = ledger.record_delivery(session, delivery(), kept_of(delivery()), NOW).entry.id
        for _ in range(2):
            casefile.save_lists(session, message_id, [received_list(message_id)])
        assert casefile.known(session, ["2025-11"]).lists == (received_list(message_id),)


def test_a_rejection_is_kept_once_for_each_pair(database: Database) -> None:
    """The last word of a person counts."""
    first = Rejection(row_key="r", folder="2019/00871", evidence_key="old")
    other = Rejection(row_key="r", folder="2020/00001", evidence_key="old")
    last = Rejection(row_key="r", folder="2019/00871", evidence_key="new")
    with database.writing() as session:
        for rejection in (first, other, last):
            decisions.save_rejection(session, rejection, NOW)
        assert casefile.known(session, ["2025-11"]).rejections == (last, other)


def test_who_was_closed_since(database: Database) -> None:
    """A list sent before does not ask again for a household whose row was closed after."""
    closed = {"state": PositionState.CLOSED}
    rows = (
        position(1, **closed, closed_at=NOW), position(2, **closed, closed_at=NOW - dt.timedelta(days=2)), position(3)
    )  # fmt: skip
    assert casefile.settled_since(rows, NOW - dt.timedelta(days=1)) == {"PW-2025-11-001"}


def test_an_end_that_an_older_pecwatch_noted_is_known(database: Database) -> None:
    """It stands in the column alone; the record was written before there was one."""
    with database.writing() as session:
        casefile.save_changes(session, Changes(positions=(position(state=PositionState.CLOSED),)))
        session.connection().exec_driver_sql("UPDATE position SET closed_at = '2025-11-03 08:00:00+00:00'")
    with database.reading() as session:
        found = casefile.position(session, "PW-2025-11-001")
    assert found is not None and found.closed_at == dt.datetime(2025, 11, 3, 8, tzinfo=dt.UTC)


def test_in_whose_story_a_message_stands(database: Database) -> None:
    """By any word, or by one; who has it already is told of it no second time."""
    with database.writing() as session:
        events = (event("PW-2025-11-001"), event("PW-2025-11-002", "letter"))
        casefile.save_changes(session, Changes(positions=(position(1), position(2)), events=events))
    with database.reading() as session:
        assert stories.named_by(session, 1) == {"PW-2025-11-001", "PW-2025-11-002"}
        assert stories.named_by(session, 1, "letter") == {"PW-2025-11-002"}
        assert [each.reference for each in casefile.positions_without(session, 1, "letter")] == ["PW-2025-11-001"]
