# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

from pecwatch.store import mailboxes
from pecwatch.store.database import Database
from pecwatch.store.notes import forget, note, noted
from pecwatch.store.records import MailboxHealth, Note
from tests.store.values import NOW

LATER = NOW + dt.timedelta(minutes=5)


def test_a_mailbox_never_polled_has_no_history(database: Database) -> None:
    """It is told from one that works."""
    with database.reading() as session:
        assert mailboxes.health(session, "pec") == MailboxHealth(mailbox="pec")
        assert mailboxes.all_health(session) == ()


def test_refused_logins_are_counted_apart(database: Database) -> None:
    """A server that is away must not stop the logins; three refusals must."""
    with database.writing() as session:
        mailboxes.record_poll_failure(session, "pec", "timeout", NOW)
        mailboxes.record_login_refused(session, "pec", NOW)
        found = mailboxes.record_login_refused(session, "pec", LATER)
    assert (found.failures, found.login_failures, found.last_problem) == (3, 2, "login_refused")
    assert (found.failed_at, found.succeeded_at) == (LATER, None)
    with database.writing() as session:
        mailboxes.allow_login(session, "pec")
        assert mailboxes.health(session, "pec").login_failures == 0


def test_a_good_poll_forgets_failures(database: Database) -> None:
    """What remains is when each happened last."""
    with database.writing() as session:
        mailboxes.record_login_refused(session, "pec", NOW)
        found = mailboxes.record_poll(session, "pec", LATER)
        mailboxes.record_poll(session, "ordinary", NOW)
        assert [health.mailbox for health in mailboxes.all_health(session)] == ["ordinary", "pec"]
    assert found == MailboxHealth(mailbox="pec", succeeded_at=LATER, failed_at=NOW)


def test_a_note_is_replaced_and_forgotten(database: Database) -> None:
    """The service remembers the last digest's day, not every one."""
    with database.writing() as session:
        for day in ("2025-10-23", "2025-10-24"):
            note(session, "digest", day, NOW)
    with database.writing() as session:
        assert noted(session, "digest") == Note(value="2025-10-24", noted_at=NOW)
        forget(session, "digest")
        forget(session, "never noted")
        assert noted(session, "digest") is None
