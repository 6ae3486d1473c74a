# SPDX-License-Identifier: EUPL-1.2
"""What a message does to the office's positions."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.decide import decide
from pecwatch.casework.lists import received_list
from pecwatch.casework.news import what_is_new
from pecwatch.casework.rejections import rejection_of
from pecwatch.model.listing import ListRow, Nature, Status
from pecwatch.model.match import Match
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.news import Changes, Known, Report
from pecwatch.model.position import Outcome, PositionState, Priority, Way
from tests.casework.people import (
    BONETTALI,
    CERTAIN,
    FALCHETTI,
    NOVEMBER,
    OCTOBER,
    OFFICE,
    THREE,
    ZUCCHEROLI,
    candidate,
    match,
    message,
    position_of,
    report,
    row,
)

KEY = b"of the office"
NOTHING = Known()
REMINDER = message(certified_at=NOVEMBER, identifier="opec2")


def decided(
    listed: Report,
    known: Known = NOTHING,
    *,
    message_id: int = 1,
    way: Way = Way.PEC,
    now: dt.datetime = OCTOBER,
    next_number: dict[str, int] | None = None,
    muted: bool = False,
    key: bytes | None = None,
) -> Changes:
    news = what_is_new(listed, message_id=message_id, way=way, arrived_at=now, known=known, now=now)
    return decide(
        news,
        listed,
        message_id=message_id,
        office=OFFICE,
        known=known,
        now=now,
        next_number=next_number or {},
        muted=muted,
        rejection_key=key,
    )


def after(changes: Changes, listed: Report) -> Known:
    known_list = received_list(listed, message_id=1, way=Way.PEC, arrived_at=OCTOBER)
    assert known_list is not None
    return Known(lists=(known_list,), positions=changes.positions)


def reminded(*rows: ListRow, first: tuple[ListRow, ...] = THREE, msg: Message = REMINDER, **more: object) -> Changes:
    """A list in October, and what November's message does to it."""
    october = report(first)
    known = after(decided(october), october)
    listed = report(rows, msg=msg, nature=Nature.REMINDER)
    return decided(listed, known, message_id=2, now=NOVEMBER, next_number={"2025-11": 4}, **more)  # type: ignore[arg-type]


def test_every_row_becomes_a_position() -> None:
    """Matched or not, each row has a reference and an owner."""
    changes = decided(report(matches=(CERTAIN, match(), match())))
    assert [each.reference for each in changes.positions] == ["PW-2025-11-001", "PW-2025-11-002", "PW-2025-11-003"]
    assert [each.owner for each in changes.positions] == ["OP01", "duty_worker", "duty_worker"]
    assert [each.kind for each in changes.events] == ["opened"] * 3


def test_numbers_go_on_and_grow_beyond_three_digits() -> None:
    """A reference is never used twice, and a thousandth row has one too."""
    changes = decided(report(), next_number={"2025-11": 999, "2025-12": 5})
    assert [each.reference[-4:] for each in changes.positions] == ["-999", "1000", "1001"]


@pytest.mark.parametrize(
    ("rows", "month"),
    [
        pytest.param(THREE, "2025-11", id="month of its days"),
        pytest.param((replace(ZUCCHEROLI, date=None),), "2025-10", id="month of its arrival"),
    ],
)
def test_reference_of_a_list_without_month(rows: tuple[ListRow, ...], month: str) -> None:
    """The month of the reference is the list's, else that of its days, else that of its arrival."""
    changes = decided(report(rows, month=None))
    assert {each.month for each in changes.positions} == {month}


@pytest.mark.parametrize(
    ("listed", "priority"),
    [
        *(
            pytest.param(replace(ZUCCHEROLI, status=status), Priority.URGENT, id=status)
            for status in (Status.EXECUTE, Status.UNKNOWN, Status.TO_CONFIRM, Status.EXECUTED)
        ),
        *(
            pytest.param(replace(ZUCCHEROLI, status=status), Priority.LOW, id=status)
            for status in (Status.NOT_EXECUTED, Status.SUSPENDED, Status.RELEASED)
        ),
        pytest.param(replace(ZUCCHEROLI, status=Status.POSTPONED), Priority.LOW, id="postponed without a date"),
        pytest.param(
            replace(ZUCCHEROLI, status=Status.POSTPONED, postponed_to=dt.date(2026, 1, 14)),
            Priority.URGENT,
            id="postponed to a date",
        ),
    ],
)
def test_priority(listed: ListRow, priority: Priority) -> None:
    """A happy status is still a position, at low priority; an unclear one is as urgent as an execution."""
    assert decided(report((listed,))).positions[0].priority is priority


@pytest.mark.parametrize(
    ("msg", "confirmed"),
    [
        pytest.param(message(), True, id="recognised, seal not yet judged"),
        pytest.param(message(Trust.ABSENT, kind=Kind.ORDINARY), True, id="ordinary mail of a recognised sender"),
        pytest.param(message(recognised=False), False, id="sender outside the allow-list"),
        pytest.param(message(Trust.INVALID), False, id="broken seal"),
    ],
)
def test_doubtful_origin_opens_unconfirmed_positions(msg: Message, confirmed: bool) -> None:
    """They are opened and owned at once all the same."""
    changes = decided(report(msg=msg))
    assert {each.confirmed for each in changes.positions} == {confirmed}
    assert len(changes.positions) == 3


def test_reminder_confirms_what_was_doubtful() -> None:
    """The genuine PEC after the doubtful mail takes the mark away."""
    doubtful = report(msg=message(Trust.ABSENT, recognised=False, kind=Kind.ORDINARY))
    known = after(decided(doubtful), doubtful)
    changes = decided(report(msg=REMINDER), known, message_id=2, now=NOVEMBER)
    assert {each.confirmed for each in changes.positions} == {True}
    assert "confirmed" in {each.kind for each in changes.events}


def test_reminder_opens_the_new_row_only() -> None:
    """Known rows keep their references; the new one gets the next number."""
    fresh = row("OKOROMA", "BLESSING", 4)
    changes = reminded(ZUCCHEROLI, fresh)
    named = [each for each in changes.positions if each.last_message_id == 2]
    assert [each.reference for each in named] == ["PW-2025-11-001", "PW-2025-11-004"]
    assert [each.kind for each in changes.events] == ["confirmed_by_reminder", "opened", "missing"]


def test_applied_difference_moves_the_row_and_a_held_one_does_not() -> None:
    """The position holds what counts; the event tells what was asked."""
    changes = reminded(
        replace(ZUCCHEROLI, date=dt.date(2025, 11, 5)), replace(FALCHETTI, status=Status.SUSPENDED, wording="SOSPESO")
    )
    moved, held = changes.positions
    assert moved.execution_on == dt.date(2025, 11, 5)
    assert held.row.status is Status.EXECUTE and held.row.wording == FALCHETTI.wording
    assert held.priority is Priority.URGENT
    assert {(each.kind, each.detail) for each in changes.events if each.kind in ("changed", "held")} == {
        ("changed", "date 2025-11-06 -> 2025-11-05"),
        ("held", "status execute -> suspended"),
    }


def test_a_moved_day_brings_its_own_wording() -> None:
    """The mail of an owner must not show one day and quote another; what is held brings no wording either."""
    earlier = replace(ZUCCHEROLI, date=dt.date(2025, 11, 5), wording="SI ESEGUE il 05/11/2025")
    later = replace(FALCHETTI, date=dt.date(2025, 12, 30), wording="SI ESEGUE il 30/12/2025")
    moved, held = reminded(earlier, later).positions
    assert moved.row.wording == "SI ESEGUE il 05/11/2025"
    assert (held.row.wording, held.row.date) == (FALCHETTI.wording, FALCHETTI.date)


def test_raised_alarm_ends_a_postponement() -> None:
    """«Rinviato» that becomes «si esegue» counts from the new day, urgent again."""
    postponed = replace(
        FALCHETTI, status=Status.POSTPONED, postponed_to=dt.date(2026, 1, 14), wording="RINVIATO AL 14/01/2026"
    )
    changes = reminded(FALCHETTI, first=(postponed,))
    assert changes.positions[0].execution_on == FALCHETTI.date
    assert changes.positions[0].row.status is Status.EXECUTE


def test_events_hold_no_personal_data() -> None:
    """A changed name or address is told by the field's name only."""
    changes = reminded(replace(FALCHETTI, surname="DE FALCHETTA"), msg=replace(REMINDER, trust=Trust.VERIFIED))
    told = " ".join(f"{each.kind} {each.detail}" for each in changes.events)
    assert "name" in told
    assert "FALCH" not in told


def test_trusted_replacement_annuls_and_leaves_open() -> None:
    """A row left out of a verified «annulla e sostituisce» is low, and closed only by a person."""
    october = report()
    known = after(decided(october), october)
    trusted = message(Trust.VERIFIED, certified_at=NOVEMBER, identifier="opec2")
    replacing = report((ZUCCHEROLI,), msg=trusted, nature=Nature.REPLACEMENT)
    annulled = decided(replacing, known, message_id=2, now=NOVEMBER).positions[1:]
    assert {each.priority for each in annulled} == {Priority.LOW}
    assert all(each.is_open and each.outcome is Outcome.NOT_EXECUTED for each in annulled)
    assert {each.row.status for each in annulled} == {Status.NOT_EXECUTED}


def test_muted_positions_wake_with_the_first_live_list() -> None:
    """Recorded without alert while old mail is read again; a reminder that arrives now is live."""
    october = report()
    muted = decided(october, muted=True)
    assert all(each.muted for each in muted.positions)
    changes = decided(report(msg=REMINDER), after(muted, october), message_id=2, now=NOVEMBER)
    assert not any(each.muted for each in changes.positions)


def test_history_is_recorded_without_alert() -> None:
    """Lists of the past get positions, muted."""
    old = report((replace(BONETTALI, date=dt.date(2025, 9, 3)),), month="2025-09")
    changes = decided(old, Known(first_start=True))
    assert [each.muted for each in changes.positions] == [True]


@pytest.mark.parametrize(
    ("state", "owner", "also_told"),
    [
        pytest.param(PositionState.NOTIFIED, "OP01", (), id="nobody has taken it"),
        pytest.param(PositionState.TAKEN, "duty_worker", ("OP01",), id="the duty worker has taken it"),
    ],
)
def test_household_recognised_later(state: PositionState, owner: str, also_told: tuple[str, ...]) -> None:
    """A reminder that leads to a worker reaches her: as owner, or beside whoever has taken it."""
    unknown: Match = match()
    held = position_of(ZUCCHEROLI, match=unknown, owner="duty_worker", state=state)
    known = Known(positions=(held,))
    found = decided(report((ZUCCHEROLI,), matches=(CERTAIN,), msg=REMINDER), known, message_id=2, now=NOVEMBER)
    assert (found.positions[0].owner, found.positions[0].also_told) == (owner, also_told)


def test_rejected_pair_is_not_proposed_again_until_something_new_is_known() -> None:
    """«Non è la stessa persona» holds for next month's list, and ends with a new birth date."""
    listed = report((ZUCCHEROLI,), matches=(CERTAIN,))
    known = Known(rejections=(rejection_of(ZUCCHEROLI, CERTAIN.candidates[0], KEY),))
    struck = decided(listed, known, key=KEY).positions[0]
    assert (struck.owner, struck.rejected_folders) == ("duty_worker", ("2019/00871",))
    born = replace(ZUCCHEROLI, birth_date=dt.date(1970, 1, 1))
    assert decided(report((born,), matches=(CERTAIN,)), known, key=KEY).positions[0].owner == "OP01"


def test_rejection_does_not_show_whose_it_is() -> None:
    """Another key gives another hash, and the name stands in none."""
    one, other = (rejection_of(ZUCCHEROLI, candidate("1", 0.9), key) for key in (KEY, b"other"))
    assert one.row_key != other.row_key
    assert "ZUCCHEROLI" not in f"{one}"
