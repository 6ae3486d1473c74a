# SPDX-License-Identifier: EUPL-1.2
"""Whatever an office has been through: what is counted goes, what a clock or a person still needs stays."""

import datetime as dt
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from pecwatch.model.match import Band
from pecwatch.model.news import Changes
from pecwatch.model.position import Position, PositionState
from pecwatch.model.retention import Retention
from pecwatch.store.casefile import positions, save_changes
from pecwatch.store.database import Database, Session
from pecwatch.store.ledger import UNFINISHED
from pecwatch.store.letting_go import let_go
from pecwatch.store.outbox import UNSENT
from pecwatch.store.records import MailState, MessageState
from pecwatch.store.retention import DueRows, due_rows, months_before
from pecwatch.store.stories import events_of
from pecwatch.store.tables import Stored, StoredAnswer, StoredMail, StoredMessage
from tests.store.values import NOW, event, match, position

MESSAGES, ROWS = 3, 4
TABLES = ("event", "position", "counter", "answer", "outbox", "message")
MOMENTS = st.datetimes(dt.datetime(2023, 1, 1), dt.datetime(2025, 10, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=dt.UTC)
)
REFERENCES = st.lists(
    st.integers(1, ROWS).map(lambda number: f"PW-2025-11-{number:03d}"), min_size=1, max_size=2, unique=True
).map(" ".join)


@dataclass(frozen=True)
class OldMessage:
    first_seen_at: dt.datetime
    state: MessageState
    needs_person: bool


@dataclass(frozen=True)
class OldMail:
    ended_at: dt.datetime
    state: MailState
    speaks_of: str


@dataclass(frozen=True)
class OldAnswer:
    answered_at: dt.datetime
    speaks_of: str


@dataclass(frozen=True)
class History:
    """What an office holds: its rows, messages, mails, and the answers of its people."""

    rows: tuple[Position, ...]
    messages: tuple[OldMessage, ...]
    mails: tuple[OldMail, ...]
    answers: tuple[OldAnswer, ...]


@st.composite
def rows_of_years(draw: st.DrawFn) -> tuple[Position, ...]:
    """Rows of some months, open or closed, muted or not, known to the registry or not."""
    found = []
    for number in range(1, draw(st.integers(1, ROWS)) + 1):
        on = draw(st.none() | st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31)))
        closed_at = draw(st.none() | MOMENTS)
        band = draw(st.sampled_from(Band))
        found.append(
            position(
                number,
                on=on,
                match=replace(match(), band=band),
                muted=draw(st.booleans()),
                state=PositionState.NEW if closed_at is None else PositionState.CLOSED,
                closed_at=closed_at,
                message_id=draw(st.integers(1, MESSAGES)),
            )
        )
    return tuple(found)


def _message(number: int, old: OldMessage) -> StoredMessage:
    return StoredMessage(
        id=number,
        office="default",
        sha256=f"{number:064x}",
        vault_name=f"2023-01/{number}",
        size=1,
        source="pec/INBOX/1",
        first_seen_at=old.first_seen_at,
        state=old.state,
        reading="{}",
        needs_person=old.needs_person,
        next_try_at=NOW,
    )


def _mail(number: int, old: OldMail) -> StoredMail:
    return StoredMail(
        id=number,
        office="default",
        event=f"rows:{number}",
        recipient="op01@comune.example",
        kind="rows",
        subject="Elenco",
        speaks_of=old.speaks_of,
        content=b"Zuccheroli",
        message_id_header=f"<{number}@comune.example>",
        state=old.state,
        created_at=old.ended_at,
        next_try_at=NOW,
        ended_at=None if old.state in UNSENT else old.ended_at,
    )


def _answer(number: int, old: OldAnswer) -> StoredAnswer:
    return StoredAnswer(
        id=number,
        office="default",
        message_id=1,
        who="OP01",
        verdict="done",
        speaks_of=old.speaks_of,
        argument="la signora Zuccheroli",
        answered_at=old.answered_at,
    )


HISTORIES = st.builds(
    History,
    rows=rows_of_years(),
    messages=st.tuples(*[st.builds(OldMessage, first_seen_at=MOMENTS)] * MESSAGES),
    mails=st.tuples(*[st.builds(OldMail, ended_at=MOMENTS, speaks_of=REFERENCES)] * 5),
    answers=st.tuples(*[st.builds(OldAnswer, answered_at=MOMENTS, speaks_of=REFERENCES)] * 5),
)
"""Of some years, in any state."""


def begin_with(session: Session, history: History) -> None:
    """The office holds this and nothing else."""
    for table in TABLES:
        session.execute(delete(Stored.metadata.tables[table]))
    session.add_all(_message(number, each) for number, each in enumerate(history.messages, 1))
    session.add_all(_mail(number, each) for number, each in enumerate(history.mails, 1))
    session.flush()
    session.add_all(_answer(number, each) for number, each in enumerate(history.answers, 1))
    events = tuple(replace(event(each.reference), message_id=each.message_id) for each in history.rows)
    save_changes(session, Changes(positions=history.rows, events=events))


def let_go_in_portions(session: Session, most: int) -> int:
    """How many rows went, so many at a time, each time looked for anew."""
    gone = 0
    while (some := due_rows(session, Retention(), NOW).first(most)) != DueRows():
        let_go(session, some)
        gone += count(some)
    return gone


def count(due: DueRows) -> int:
    return sum(len(getattr(due, name)) for name in DueRows.__dataclass_fields__)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES, most=st.integers(1, 5))
def test_what_is_needed_stays_whatever_has_happened(sqlite: Database, history: History, most: int) -> None:
    """In portions of any size what was counted goes and nothing else; a second purge finds nothing."""
    with sqlite.writing() as session:
        begin_with(session, history)
        due = due_rows(session, Retention(), NOW)
        assert let_go_in_portions(session, most) == count(due)
        left = {each.reference for each in positions(session, open_only=False)}
        told = {each.reference for each in events_of(session, ("opened",))}
        messages, mails, answers = (
            {row.id: row for row in session.scalars(select(table))}  # type: ignore[attr-defined]
            for table in (StoredMessage, StoredMail, StoredAnswer)
        )
        assert left == told == {each.reference for each in history.rows} - set(due.references)
        unsent = {name for mail in history.mails if mail.state in UNSENT for name in mail.speaks_of.split()}
        for each in history.rows:
            _judge_row(each, is_left=each.reference in left, is_to_be_told=each.reference in unsent)
        watched = {each.message_id for each in history.rows if each.is_open and not each.muted}
        for number, message in messages.items():
            _judge_message(message, is_watched=number in watched)
        still_open = {each.reference for each in history.rows if each.is_open and each.reference in left}
        for mail in mails.values():
            _judge_mail(mail, speaks_of_open=not still_open.isdisjoint(mail.speaks_of.split()))
        for number, answer in enumerate(history.answers, 1):
            is_old = answer.answered_at < months_before(NOW, 24)
            assert (number in answers) == (not is_old or not left.isdisjoint(answer.speaks_of.split()))


def _judge_row(each: Position, *, is_left: bool, is_to_be_told: bool) -> None:
    if is_to_be_told or (each.is_open and not each.muted):
        assert is_left
    elif each.closed_at is not None and each.closed_at < months_before(NOW, 24):
        assert not is_left
    if each.closed_at is not None and each.closed_at >= months_before(NOW, 6) and each.match.band is Band.CERTAIN:
        assert is_left


def _judge_message(message: StoredMessage, *, is_watched: bool) -> None:
    """Both its copy and what was read of it stay while somebody needs them; else each has its own time."""
    is_needed = is_watched or message.needs_person or message.state in UNFINISHED
    assert (message.vault_name != "") == (is_needed or message.first_seen_at >= months_before(NOW, 12))
    assert (message.reading is not None) == (is_needed or message.first_seen_at >= months_before(NOW, 6))
    assert (message.source != "") == (message.reading is not None)


def _judge_mail(mail: StoredMail, *, speaks_of_open: bool) -> None:
    is_old = mail.created_at < months_before(NOW, 6)
    assert bool(mail.content) == (mail.state in UNSENT or speaks_of_open or not is_old)
    assert mail.message_id_header
