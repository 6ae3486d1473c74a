# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from enum import Enum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from pecwatch.store import meant, outbox
from pecwatch.store.database import Database, Session
from pecwatch.store.records import MailState, OutgoingMail
from pecwatch.store.tables import StoredMail
from pecwatch.store.trouble import StoreTrouble
from tests.store.values import NOW

MINUTE = dt.timedelta(minutes=1)


def put(
    database: Database, event: str = "message:12:rows", recipient: str = "a@comune.example", kind: str = "rows"
) -> bool:
    with database.writing() as session:
        return outbox.enqueue(
            session,
            event=event,
            recipient=recipient,
            kind=kind,
            subject="[pecwatch] 1 riga",
            content="però\r\n".encode() + b"\x00\xff",
            message_id_header=f"<{event}@comune.example>",
            now=NOW,
        )


def only(database: Database) -> OutgoingMail:
    with database.reading() as session:
        (mail,) = outbox.mails(session)
    return mail


def do(database: Database, *steps: Callable[[Session, int], object]) -> OutgoingMail:
    """Take steps with the only mail, each in its own transaction."""
    for step in steps:
        with database.writing() as session:
            step(session, outbox.mails(session)[0].id)
    return only(database)


def dot(session: Session, mail_id: int) -> None:
    outbox.mark_dot(session, mail_id)


def sent(session: Session, mail_id: int) -> None:
    outbox.mark_sent(session, mail_id, NOW, "250")


def refused(session: Session, mail_id: int) -> None:
    outbox.mark_failed(session, mail_id, NOW, "550")


def put_off(session: Session, mail_id: int) -> None:
    outbox.postpone(session, mail_id, NOW, "451")


def unanswered(session: Session, mail_id: int) -> None:
    outbox.mark_unanswered(session, mail_id, NOW, "timeout")


def restarted(session: Session, _mail_id: int) -> None:
    outbox.recover(session, NOW)


def asked_again(session: Session, mail_id: int) -> None:
    outbox.retry(session, mail_id, NOW)


def test_one_mail_for_each_event_and_recipient(database: Database) -> None:
    """A second alert about the same thing is never written, however the address is spelled."""
    assert put(database)
    assert not put(database)
    assert not put(database, recipient="A@comune.example")
    assert put(database, recipient="b@comune.example")
    assert put(database, event="message:13:rows")
    with database.reading() as session:
        assert len(outbox.due(session, NOW)) == outbox.unsent_count(session, NOW) == 3


def test_the_bytes_leave_as_they_were_written(database: Database) -> None:
    """Whatever they hold."""
    put(database)
    assert only(database).content == "però\r\n".encode() + b"\x00\xff"


@pytest.mark.parametrize("strange", ["\x00", "\ud800"], ids=["NUL", "half a letter"])
def test_an_answer_may_name_what_no_database_takes(database: Database, strange: str) -> None:
    """Headers of strangers are asked for as they are: no mail of ours bears that, and the others are still found."""
    put(database)
    with database.reading() as session:
        assert meant.mail_with_id(session, f"<{strange}@comune.example>") is None
        assert meant.mail_with_token(session, f"k7m2{strange}") is None
        assert meant.mail_with_subject(session, "a@comune.example", f"[pecwatch] {strange}") is None
        assert meant.mail_with_id(session, "<message:12:rows@comune.example>") is not None


def test_a_mail_that_leaves(database: Database) -> None:
    """pending → dot → sent, and nothing is due any more."""
    put(database)
    assert do(database, dot).state is MailState.DOT
    mail = do(database, sent)
    assert (mail.state, mail.ended_at, mail.last_reply, mail.repeated) == (MailState.SENT, NOW, "250", False)
    with database.reading() as session:
        assert outbox.due(session, NOW + dt.timedelta(days=9)) == ()
        assert (outbox.unsent_count(session, NOW), outbox.oldest_unsent(session, NOW)) == (0, None)


def test_a_mail_put_off_is_never_given_up(database: Database) -> None:
    """It waits 5, 10, 20, 40 and then always 67 minutes."""
    put(database)
    waits = [(do(database, put_off).next_try_at - NOW) / MINUTE for _ in range(7)]
    assert waits == [5, 10, 20, 40, 67, 67, 67]
    mail = only(database)
    assert (mail.state, mail.attempts, mail.repeated) == (MailState.PENDING, 7, False)
    with database.reading() as session:
        assert outbox.due(session, NOW + 66 * MINUTE) == ()
        assert outbox.due(session, NOW + 67 * MINUTE) == (mail,)
        assert outbox.oldest_unsent(session, NOW) == NOW


def test_a_clock_set_back_silences_nothing(database: Database) -> None:
    """A next try further away than any wait was written by a clock since set back."""
    put(database)
    do(database, put_off)
    with database.reading() as session:
        assert len(outbox.due(session, NOW - dt.timedelta(days=1))) == 1


def test_a_refused_mail_stays_for_a_person(database: Database) -> None:
    """It is counted as failed, and leaves again when somebody asks."""
    put(database)
    refused_mail = do(database, refused)
    with database.reading() as session:
        assert outbox.failed(session) == (refused_mail,)
        assert outbox.due(session, NOW) == ()
    assert do(database, asked_again).state is MailState.PENDING


def test_no_answer_after_the_dot_means_once_more(database: Database) -> None:
    """Marked as a possible repetition, under the same Message-ID; the second time a person is told."""
    put(database)
    first = only(database)
    again = do(database, dot, unanswered)
    assert (again.state, again.repeated, again.next_try_at) == (MailState.PENDING, True, NOW + 5 * MINUTE)
    assert (again.message_id_header, again.content) == (first.message_id_header, first.content)
    assert do(database, dot, unanswered).state is MailState.FAILED
    assert do(database, asked_again).repeated


def test_dying_at_the_dot_means_once_more(database: Database) -> None:
    """However often the process dies: never zero mails."""
    put(database)
    for _ in range(3):
        mail = do(database, dot, restarted)
        assert (mail.state, mail.repeated, mail.next_try_at) == (MailState.PENDING, True, NOW)
    assert do(database, dot, sent).state is MailState.SENT


@pytest.mark.parametrize(
    ("minutes", "state"),
    [
        pytest.param(5, MailState.DOT, id="test-alert is at it"),
        pytest.param(31, MailState.PENDING, id="whoever sent it is dead"),
        pytest.param(-5, MailState.PENDING, id="the clock was set back"),
    ],
)
def test_a_test_mail_under_way_is_not_abandoned(database: Database, minutes: int, state: MailState) -> None:
    """It is sent beside the service, which may start, or have its next round, while the relay thinks it over."""
    put(database, kind="test")
    do(database, dot)
    with database.writing() as session:
        outbox.recover(session, NOW + minutes * MINUTE)
    assert only(database).state is state


@pytest.mark.parametrize(
    ("before", "step"),
    [
        pytest.param([], sent, id="sent without a dot"),
        pytest.param([], unanswered, id="unanswered without a dot"),
        pytest.param([dot], dot, id="two dots"),
        pytest.param([dot, sent], dot, id="dot after sent"),
        pytest.param([dot, sent], put_off, id="put off after sent"),
        pytest.param([dot, sent], refused, id="refused after sent"),
        pytest.param([dot, sent], asked_again, id="again after sent"),
        pytest.param([refused], dot, id="dot after failed"),
    ],
)
def test_a_mail_takes_no_step_backwards(
    database: Database, before: list[Callable[[Session, int], object]], step: Callable[[Session, int], object]
) -> None:
    """A step that makes no sense changes nothing and says so: it would mean a second mail or none."""
    put(database)
    do(database, *before)
    was = only(database)
    with pytest.raises(StoreTrouble, match="nothing was changed"):
        do(database, step)
    assert only(database) == was


class Fate(Enum):
    """What can happen to one attempt; True where the recipient gets the mail."""

    ACCEPTED = "accepted"
    PUT_OFF = "put off"
    CUT_BEFORE_DOT = "link cut before the dot"
    DIED_BEFORE_DOT = "process died before the dot"
    DIED_AT_DOT = "process died at the dot, mail not taken"
    DIED_AFTER_DOT = "process died after the dot, mail taken"
    LOST_AT_DOT = "link cut at the dot, mail not taken"
    LOST_AFTER_DOT = "link cut after the dot, mail taken"


TAKEN = (Fate.ACCEPTED, Fate.DIED_AFTER_DOT, Fate.LOST_AFTER_DOT)
AFTER_DOT = {
    Fate.ACCEPTED: sent,
    Fate.PUT_OFF: put_off,
    Fate.LOST_AT_DOT: unanswered,
    Fate.LOST_AFTER_DOT: unanswered,
}


def attempts(database: Database, fates: list[Fate]) -> Iterator[tuple[Fate, OutgoingMail]]:
    """Live through the fates in turn, as the service does; gives those that came to an attempt."""
    for fate in fates:
        with database.writing() as session:
            outbox.recover(session, NOW)
        with database.reading() as session:
            due = outbox.due(session, NOW + dt.timedelta(hours=2))
        for mail in due:
            yield fate, mail
            if fate is Fate.CUT_BEFORE_DOT:
                do(database, put_off)
            elif fate is not Fate.DIED_BEFORE_DOT:
                do(database, dot, *([AFTER_DOT[fate]] if fate in AFTER_DOT else []))


@given(fates=st.lists(st.sampled_from(Fate), max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_never_zero_and_twice_only_when_marked(sqlite: Database, fates: list[Fate]) -> None:
    """Whatever happens on the way, the recipient has the mail or a person is told; a second copy says what it is."""
    database = Database(sqlite.url, sqlite.engine, uuid.uuid4().hex)
    put(database)
    lived = list(attempts(database, [*fates, Fate.ACCEPTED]))
    copies = [mail for fate, mail in lived if fate in TAKEN]
    assert copies or only(database).state is MailState.FAILED
    assert all(mail.repeated for mail in copies[1:])
    reached_the_dot = [fate.name.startswith(("LOST", "DIED_A")) for fate, _ in lived]
    assert [mail.repeated for _, mail in lived] == [any(reached_the_dot[:number]) for number in range(len(lived))]


def test_a_refused_mail_whose_text_was_let_go_of_waits_for_nobody(database: Database) -> None:
    """It is neither listed nor counted, or `status` would complain of it for ever."""
    put(database)
    mail = do(database, dot, refused)
    with database.writing() as session:
        assert (outbox.count(session, MailState.FAILED), outbox.failed(session)) == (1, (mail,))
        session.execute(update(StoredMail).values(content=b""))
    with database.reading() as session:
        assert (outbox.count(session, MailState.FAILED), outbox.failed(session)) == (0, ())
