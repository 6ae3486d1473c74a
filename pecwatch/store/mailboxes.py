# SPDX-License-Identifier: EUPL-1.2
"""How the polls of each mailbox go: enough to stop before an account is locked, and to notice silence."""

import datetime as dt

from sqlmodel import col, select

from pecwatch.store.database import Session
from pecwatch.store.records import MailboxHealth
from pecwatch.store.tables import StoredHealth


def record_poll(session: Session, mailbox: str, now: dt.datetime) -> MailboxHealth:
    """A poll ended well: failures are forgotten."""
    row = _row(session, mailbox)
    row.succeeded_at = now
    row.failures = row.login_failures = 0
    row.last_problem = None
    return _health(row)


def record_poll_failure(session: Session, mailbox: str, code: str, now: dt.datetime) -> MailboxHealth:
    """A poll failed for a reason that will pass by itself.

    Args:
        code: Stable word without personal data, as `timeout`.
    """
    row = _row(session, mailbox)
    row.failed_at = now
    row.failures += 1
    row.last_problem = code
    return _health(row)


def record_login_refused(session: Session, mailbox: str, now: dt.datetime) -> MailboxHealth:
    """The server refused the login: after the third in a row nobody may try again before a person acts."""
    row = _row(session, mailbox)
    row.login_failures += 1
    return record_poll_failure(session, mailbox, "login_refused", now)


def allow_login(session: Session, mailbox: str) -> None:
    """Forget refused logins, because the password changed, the service was restarted, or a day went by."""
    _row(session, mailbox).login_failures = 0


def health(session: Session, mailbox: str) -> MailboxHealth:
    """How one mailbox is; all zero for one never polled."""
    row = _found(session, mailbox)
    return MailboxHealth(mailbox=mailbox) if row is None else _health(row)


def all_health(session: Session) -> tuple[MailboxHealth, ...]:
    """How every mailbox is that was ever polled."""
    query = select(StoredHealth).where(StoredHealth.office == session.office).order_by(col(StoredHealth.mailbox))
    return tuple(_health(row) for row in session.exec(query))


def _found(session: Session, mailbox: str) -> StoredHealth | None:
    query = select(StoredHealth).where(StoredHealth.office == session.office, StoredHealth.mailbox == mailbox)
    return session.exec(query).one_or_none()


def _row(session: Session, mailbox: str) -> StoredHealth:
    row = _found(session, mailbox)
    if row is None:
        row = StoredHealth(office=session.office, mailbox=mailbox)
        session.add(row)
        session.flush()
    return row


def _health(row: StoredHealth) -> MailboxHealth:
    return MailboxHealth(
        mailbox=row.mailbox,
        succeeded_at=row.succeeded_at,
        failed_at=row.failed_at,
        failures=row.failures,
        login_failures=row.login_failures,
        last_problem=row.last_problem,
    )
