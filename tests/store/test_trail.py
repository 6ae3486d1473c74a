# SPDX-License-Identifier: EUPL-1.2
"""What was written down comes back for dossiers and reports: what belongs to a position, and nothing else."""

import datetime as dt

import pytest

from pecwatch.model.listing import Status
from pecwatch.model.news import Changes
from pecwatch.model.position import SeenBefore
from pecwatch.model.step import StepKind
from pecwatch.store import casefile, ledger, outbox, stories, trail
from pecwatch.store.database import Database
from pecwatch.store.records import MessageOutcome
from pecwatch.store.tables import StoredAnswer, StoredHeld, StoredQuestion, StoredStep
from tests.store.values import NOW, delivery, event, kept_of, position, reading, received_list

MINE, OTHERS, LONGER = "PW-2025-11-001", "PW-2025-11-002", "PW-2025-11-0011"
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def message_id(database: Database) -> int:
    """A message of the ledger that was read, found in two mailboxes."""
    found, again = delivery(), delivery(2, mailbox="ordinaria")
    with database.writing() as session:
        entry = ledger.record_delivery(session, found, kept_of(found), NOW).entry
        ledger.record_delivery(session, again, kept_of(found), NOW)
        ledger.record_reading(session, entry.id, reading())
        casefile.save_lists(session, entry.id, (received_list(entry.id),))
    return entry.id


def post(database: Database, event_name: str, *references: str, sent: bool = True) -> None:
    """A mail of the outbox, sent unless it waits."""
    with database.writing() as session:
        outbox.enqueue(
            session,
            event=event_name,
            recipient="op01@comune.example",
            recipient_code="OP01",
            kind="rows",
            subject="Novembre 2025",
            content=b"whole mail",
            message_id_header=f"<{event_name}@comune.example>",
            references=references,
            now=NOW,
        )
        number = outbox.mails(session, event_name)[0].id
        if sent:
            outbox.mark_dot(session, number)
            outbox.mark_sent(session, number, LATER)


def test_the_four_clocks_of_a_message_stay_apart(database: Database, message_id: int) -> None:
    """Provider, server, sender, protocol, each from where it stands; and when we saw it."""
    with database.reading() as session:
        (found,) = trail.message_traces(session, [message_id, message_id, 999])
    assert (found.clocks.certified_at, found.clocks.server_at, found.clocks.header_at) == (NOW, NOW, NOW)
    assert (found.clocks.protocol, found.clocks.seen_at) == (None, NOW)
    assert (found.mailboxes, found.rows, found.complete) == (("pec", "ordinaria"), 1, True)


def test_a_message_that_nobody_has_read_still_has_its_arrival(database: Database) -> None:
    """A quarantined message spoke of something, too."""
    found = delivery(7, b"another")
    with database.writing() as session:
        entry = ledger.record_delivery(session, found, kept_of(found), NOW).entry
    with database.reading() as session:
        (seen,) = trail.message_traces(session, [entry.id])
    assert (seen.state, seen.trust, seen.rows, seen.clocks.server_at) == (None, None, None, NOW)


def test_mails_that_name_a_position_or_its_whole_message(database: Database, message_id: int) -> None:
    """A longer number that begins alike is another position; mails about other rows of the message stay out."""
    post(database, f"message:{message_id}:rows:OP01", MINE, OTHERS)
    post(database, f"message:{message_id}:rows:OP02", OTHERS)
    post(database, f"message:{message_id}:not_read")
    post(database, f"message:{message_id}5:not_read")
    post(database, "weekly:2025-10-27", LONGER)
    post(database, "handed", MINE, sent=False)
    with database.reading() as session:
        found = trail.mail_traces(session, MINE, [message_id])
    assert [(mail.event.rpartition(":")[2], mail.sent_at) for mail in found] == [
        ("OP01", LATER),
        ("not_read", LATER),
        ("handed", None),
    ]
    assert {mail.recipient_code for mail in found} == {"OP01"}


def test_a_refused_mail_and_one_that_came_back(database: Database) -> None:
    """Who was told is not who was written to."""
    post(database, "one", MINE, sent=False)
    with database.writing() as session:
        number = outbox.mails(session, "one")[0].id
        outbox.mark_dot(session, number)
        outbox.mark_failed(session, number, LATER, "550")
    with database.reading() as session:
        (found,) = trail.mail_traces(session, MINE, [])
    assert (found.sent_at, found.refused_at, found.returned_at) == (None, LATER, None)


def test_steps_answers_held_changes_and_questions(database: Database, message_id: int) -> None:
    """Each of the position alone; of a held change only the fields leave the store."""
    with database.writing() as session:
        office = session.office
        for reference in (MINE, OTHERS, LONGER):
            session.add(
                StoredStep(
                    office=office, reference=reference, cycle=1, kind="eve", day="2025-11-27", recipient="director",
                    mail_event="steps:1", decided_at=NOW, sent_at=LATER,
                )
            )  # fmt: skip
            session.add(
                StoredAnswer(
                    office=office, message_id=message_id, who="OP01", verdict="done", command="take",
                    speaks_of=reference, answered_at=NOW,
                )
            )  # fmt: skip
            session.add(
                StoredHeld(
                    office=office, reference=reference, message_id=message_id, held_at=NOW,
                    record='{"difference": {"field": "name", "before": "ZUCCHEROLI", "after": "ROSSINI"}, "row": [1]}',
                )
            )  # fmt: skip
            session.add(StoredQuestion(office=office, kind="missing_row", about=reference, asked_at=NOW))
        session.add(StoredQuestion(office=office, kind="no_list", about="2025-12", asked_at=NOW))
    with database.reading() as session:
        steps, answers = trail.step_traces(session, MINE), trail.answer_traces(session, MINE)
        held, questions = trail.held_traces(session, reference=MINE), trail.question_traces(session, [MINE, "2025-11"])
        of_month = trail.held_traces(session, month="2025-11")
        asked = trail.question_traces(session, ["2025-12"], month="2025-11")
    (step,) = steps
    assert (step.step.kind, step.step.day, step.sent_at) == (StepKind.EVE, dt.date(2025, 11, 27), LATER)
    assert [(each.who, each.command) for each in answers] == [("OP01", "take")]
    assert [(each.reference, each.fields) for each in held] == [(MINE, ("name",))]
    assert [each.about for each in questions] == [MINE]
    assert {each.reference for each in of_month} == {MINE, OTHERS, LONGER}
    assert {each.about for each in asked} == {MINE, OTHERS, LONGER, "2025-12"}


def test_the_household_in_later_lists(database: Database) -> None:
    """A position that was recognised as this one's household when it opened; not one that merely names it."""
    seen = SeenBefore(reference=MINE, month="2025-11", status=Status.EXECUTE)
    later, other = position(month="2025-12", seen_before=(seen,)), position(2, month="2025-12", owner_reason=MINE)
    with database.writing() as session:
        casefile.save_changes(session, Changes(positions=(position(), later, other)))
    with database.reading() as session:
        assert trail.seen_in(session, MINE) == (later,)


def test_the_events_and_lists_of_a_month(database: Database, message_id: int) -> None:
    """By the month of the list, not of the day on which it came."""
    with database.writing() as session:
        for month in ("2025-11", "2025-12"):
            opened = position(month=month, message_id=message_id)
            casefile.save_changes(session, Changes(positions=(opened,), events=(event(opened.reference),)))
    with database.reading() as session:
        assert [each.reference for each in stories.month_events(session, "2025-11")] == [MINE]
        assert trail.list_messages(session, "2025-11") == {message_id}
        assert trail.list_messages(session, "2025-12") == frozenset()


def test_unread_messages_of_a_month(database: Database, message_id: int) -> None:
    """One that says its month by that; one that does not by when it came."""
    unread = delivery(8, b"locked")
    with database.writing() as session:
        other = ledger.record_delivery(session, unread, kept_of(unread), NOW).entry
        ledger.record_outcome(session, other.id, MessageOutcome.PERSON, way=None, now=NOW)
        ledger.record_outcome(session, message_id, MessageOutcome.ALERT, way=None, now=NOW)
    day = dt.timedelta(days=1)
    with database.reading() as session:
        assert trail.unread_messages(session, "2025-11", NOW - day, NOW + day) == {other.id}
        assert trail.unread_messages(session, "2025-11", NOW + day, NOW + 2 * day) == frozenset()
