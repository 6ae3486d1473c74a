# SPDX-License-Identifier: EUPL-1.2
"""A row that nobody answers, from its list to its outcome, through outbox and relay: each step once, on its day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pecwatch.alerts.channels import Delivered, Postponed, Refused
from pecwatch.casework.positions import pass_to, take
from pecwatch.model.news import Changes
from pecwatch.model.position import Event, PositionState
from pecwatch.service import stepping, telling
from pecwatch.service.deciding import decide_on
from pecwatch.service.desk import Desk
from pecwatch.service.stepping import note_undelivered
from pecwatch.store import casefile, outbox
from pecwatch.store import steps as store
from pecwatch.store.notes import note
from tests.casework.clocks import at
from tests.casework.people import BONETTALI, FALCHETTI, row
from tests.service.weeks import AWAY, FIRST_WEEK, LATE_NOVEMBER, LIST_AT, Story, Walk, at_work


@pytest.fixture
def walk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Walk]:
    """The parameter is what else holds for each of its people."""
    with at_work(tmp_path, getattr(request, "param", "")) as found:
        yield found


END = [
    ("25/11 08:00", "op01"),
    *(("26/11 08:00", name) for name in ("op01", "op02", "coordinatrice", "dirigente")),
    ("27/11 08:00", "op01"),
    ("27/11 16:00", "op01"),
    ("28/11 08:00", "op01"),
    ("01/12 08:00", "coordinatrice"),
]


def test_nobody_answers(walk: Walk) -> None:
    """From 24 October to 1 December: each mail on its day, nobody twice, and all of it in the story of the row."""
    walk.list_comes(LATE_NOVEMBER)
    assert walk.until(at(2, 12, month=12)) == [
        ("28/10 09:15", "op02"),
        ("29/10 09:15", "coordinatrice"),
        ("30/10 09:15", "dirigente"),
        ("12/11 08:00", "op01"),
        *END,
    ]
    assert walk.story() == [
        "opened band=certain owner=OP01",
        "notified OP01",
        "escalated substitute to=OP02",
        "escalated coordinator to=coordinator",
        "escalated director to=director",
        "milestone ten_days to=OP01 day=2025-11-27",
        "milestone two_days to=OP01 day=2025-11-27",
        *(f"milestone eve to={code} day=2025-11-27" for code in ("OP01", "OP02", "coordinator", "director")),
        "milestone day to=OP01 day=2025-11-27",
        "milestone outcome to=OP01 day=2025-11-27",
        "milestone outcome_again to=OP01 day=2025-11-27",
        "milestone outcome_again to=coordinator day=2025-11-27",
    ]


def test_one_mail_to_a_person_whatever_is_due(walk: Walk) -> None:
    """Two rows that climb at the same hour are one mail, and it says no name in its subject."""
    walk.list_comes(LATE_NOVEMBER, BONETTALI, FALCHETTI)
    walk.until(at(28, 13, month=10))
    with walk.desk.database.reading() as session:
        mails = [mail for mail in outbox.mails(session) if mail.kind == "steps"]
    assert sorted((mail.recipient_code, mail.references) for mail in mails) == [
        ("OP02", ("PW-2025-11-001",)),
        ("coordinator", ("PW-2025-11-002", "PW-2025-11-003")),
    ]
    assert not any(word in mail.subject.upper() for mail in mails for word in ("ZUCCHEROLI", "BONETTALI", "FALCHETTI"))


def test_whoever_takes_it_ends_the_climb(walk: Walk) -> None:
    """Beside the running service somebody takes the row: no link more, and the milestones all the same."""
    walk.list_comes(LATE_NOVEMBER)
    walk.until(at(28, 10, month=10))
    decide_on(walk.desk, "PW-2025-11-001", take, who="OP02", by="cli")
    assert walk.until(at(25, 9)) == [("12/11 08:00", "op02"), ("25/11 08:00", "op02")]


def test_the_new_owner_has_her_own_time(walk: Walk) -> None:
    """The mail of the hand-over is her first step: the calendar does not tell her a second time."""
    walk.list_comes(LATE_NOVEMBER)
    decide_on(
        walk.desk,
        "PW-2025-11-001",
        lambda position, decision: pass_to(position, "OP02", decision, walk.desk.office),
        who="OP01",
        by="cli",
    )
    assert walk.until(at(28, 10, month=10)) == [("28/10 09:15", "coordinatrice")]


def test_a_service_that_was_down(walk: Walk) -> None:
    """From the list to 3 November: one mail to each of those whose turn it is, and each has her time."""
    walk.list_comes(LATE_NOVEMBER)
    walk.office.clock.now = at(3, 8, 59)
    assert walk.until(at(5, 12)) == [
        ("03/11 09:00", "op02"),
        ("04/11 09:00", "coordinatrice"),
        ("05/11 09:00", "dirigente"),
    ]


def test_a_relay_that_is_down(walk: Walk) -> None:
    """The alert waits from Friday to Tuesday; nobody's time runs, and nobody is told that somebody is silent."""
    walk.relay.answer = lambda mail: Postponed(code="451", text="not now")
    walk.list_comes(LATE_NOVEMBER)
    assert walk.until(at(28, 9, month=10)) == []
    walk.relay.answer = lambda mail: Delivered()
    # The mail was put off again and again: it leaves with its next try, at most 67 minutes later.
    assert [day for day, _ in walk.until(at(30, 13, month=10))] == ["30/10 10:00"]


@pytest.mark.parametrize("how", ["refused", "returned"])
def test_an_address_that_takes_no_mail(walk: Walk, how: str) -> None:
    """Refused by the relay or come back: the next is told in the next round, not after two days."""
    if how == "refused":
        gone = "op01@comune.example"
        walk.relay.answer = lambda mail: Refused(code="550", text="no") if mail.recipient == gone else Delivered()
    walk.list_comes(LATE_NOVEMBER)
    if how == "returned":
        with walk.desk.database.writing() as session:
            (mail,) = (mail for mail in outbox.mails(session) if mail.recipient_code == "OP01")
            note_undelivered(session, mail.event, mail.recipient_code, walk.desk.clock())
    assert walk.until(at(24, 13, month=10)) == [("24/10 09:15", "op02")]


@pytest.mark.parametrize("walk", [AWAY], indirect=True)
def test_everybody_is_absent(walk: Walk) -> None:
    """Nobody is there: the row is the coordinator's, for want of anybody else, and climbs all the same."""
    walk.list_comes(FIRST_WEEK)
    assert walk.until(at(5, 9)) == [
        ("27/10 09:15", "dirigente"),
        ("04/11 08:00", "coordinatrice"),
        *(("05/11 08:00", name) for name in ("coordinatrice", "dirigente")),
    ]


@pytest.mark.parametrize("change", ["muted = TRUE", "is_open = FALSE"])
def test_muted_and_closed_ones_are_left_alone(walk: Walk, change: str) -> None:
    """No clock runs for them."""
    walk.list_comes(FIRST_WEEK)
    with walk.desk.database.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE position SET {change}, look_at = NULL")
    assert walk.until(at(28, 12, month=10)) == []


def test_a_day_gone_by(walk: Walk) -> None:
    """A list that comes too late: in the same round everybody is told, the owner by the list itself."""
    walk.list_comes(FIRST_WEEK, now=at(7, 9))
    assert walk.steps() == [("07/11 09:00", name) for name in ("op02", "coordinatrice", "dirigente")]
    with walk.desk.database.reading() as session:
        (position,) = casefile.positions(session)
    assert position.state is PositionState.NOTIFIED


def test_the_list_again_resets_nothing(walk: Walk) -> None:
    """A reminder each morning, from whomever, does not keep the row from climbing."""
    walk.list_comes(LATE_NOVEMBER)
    story: Story = []
    for day in (27, 28, 29):
        walk.list_comes(LATE_NOVEMBER, now=at(day, 8, 30, month=10))
        story += walk.until(at(day, 23, month=10))
    assert story == [("28/10 09:15", "op02"), ("29/10 09:15", "coordinatrice")]


def test_a_clock_that_was_set_back(walk: Walk) -> None:
    """A round a year ahead, by a wrong clock, does not silence the rows for a year."""
    walk.list_comes(LATE_NOVEMBER)
    decide_on(walk.desk, "PW-2025-11-001", take, who="OP01", by="cli")
    walk.tick(at(1, 9, month=7))
    with walk.desk.database.writing() as session:
        store.look_again(session, {"PW-2025-11-001": at(24, 9, month=10).replace(year=2026)})
        note(session, stepping.EVERYTHING, "2026-10-24T07:00:00+00:00 whatever", walk.desk.clock())
    walk.office.clock.now = at(12, 7)
    assert walk.until(at(12, 9)) == [("12/11 08:00", "op01")]


def test_an_absence_that_is_entered_counts_in_the_next_round(walk: Walk) -> None:
    """The configuration says that the owner is away: whoever stands in for her is told at once."""
    walk.list_comes(LATE_NOVEMBER)
    absent = replace(walk.desk.config.office.operators[0], absences=((dt.date(2025, 10, 24), dt.date(2025, 10, 31)),))
    office = replace(walk.desk.config.office, operators=(absent, *walk.desk.config.office.operators[1:]))
    walk.desk.config = replace(walk.desk.config, office=office)
    assert walk.until(at(24, 12, month=10)) == [("24/10 09:15", "op02")]


def test_a_row_without_a_day_is_asked_about(walk: Walk) -> None:
    """Which day is it for? The question stands from the first look until a list says it."""

    def questions() -> list[tuple[str, str, bool]]:
        with walk.desk.database.reading() as session:
            found = session.connection().exec_driver_sql("SELECT kind, about, answered_at FROM question").all()
        return [(kind, about, answered_at is not None) for kind, about, answered_at in found]

    walk.list_comes(row(date=None))
    assert questions() == [("no_day", "PW-2025-11-001", False)]
    walk.list_comes(row(date=dt.date(2025, 11, 3)), now=at(29, 9, month=10))
    walk.tick(at(30, 9, month=10))
    assert questions() == [("no_day", "PW-2025-11-001", True)]


def test_a_decision_taken_meanwhile_counts(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the mail somebody takes the row: no mail says that she is silent."""
    walk.list_comes(LATE_NOVEMBER)
    whole = telling.circumstances

    def taken_meanwhile(desk: Desk) -> object:
        decide_on(desk, "PW-2025-11-001", take, who="OP01", by="cli")
        return whole(desk)

    walk.until(at(28, 9, month=10))
    monkeypatch.setattr(telling, "circumstances", taken_meanwhile)
    walk.tick(at(28, 9, 15, month=10))
    monkeypatch.undo()
    assert walk.until(at(31, 9, month=10)) == []


def test_two_hand_overs_in_one_second(walk: Walk) -> None:
    """There and back and there again, while the clock stands still: each is told, and the last one's time runs."""
    walk.list_comes(LATE_NOVEMBER)

    def hand(to: str, decided_by: str) -> None:
        decide_on(
            walk.desk,
            "PW-2025-11-001",
            lambda position, decision: pass_to(position, to, decision, walk.desk.office),
            who=decided_by,
            by="cli",
        )
        walk.tick(LIST_AT)

    hand("OP02", "OP01")
    hand("OP01", "OP02")
    hand("OP02", "OP01")
    assert [name for _, name in walk.mails("rows")] == ["op01", "op02", "op01", "op02"]
    assert walk.until(at(28, 10, month=10)) == [("28/10 09:15", "coordinatrice")]


@pytest.mark.parametrize(
    ("kind", "is_word"),
    [
        *((kind, False) for kind in ("copy_received", "returned", "late", "letter", "held")),
        *((kind, True) for kind in ("changed", "confirmed_by_reminder", "contacted", "taken")),
    ],
)
def test_what_is_no_word_leaves_the_milestones_alone(walk: Walk, kind: str, is_word: bool) -> None:
    """At three past eight something happens to a row, before the round of that morning has looked at it."""
    walk.list_comes(LATE_NOVEMBER)
    walk.until(at(24, 17))
    event = Event(reference="PW-2025-11-001", at=at(25, 8, 3), kind=kind, who="pecwatch", by="list", detail="")
    with walk.desk.database.writing() as session:
        casefile.save_changes(session, Changes(events=(event,)))
    walk.relay.taken.clear()
    walk.tick(at(25, 8, 4))
    assert walk.steps() == ([] if is_word else [("25/11 08:04", "op01")])


def test_a_defect_in_the_steps_of_a_list_keeps_nobody_from_it(walk: Walk) -> None:
    """That she is told of her row cannot be written down: she is told all the same."""
    walk.poison("step", "NEW.kind = 'owner' AND NEW.mail_event LIKE 'message:%'")
    walk.list_comes(LATE_NOVEMBER)
    assert walk.mails("rows") == [("24/10 09:13", "op01")]
