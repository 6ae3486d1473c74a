# SPDX-License-Identifier: EUPL-1.2
"""The outbox: never zero mails, and two only when the link died after the final dot.

pending → dot → sent | failed. `dot` is written before the final dot leaves: if the answer never
comes, nobody knows whether the relay took the mail, so it goes out once more under the same
Message-ID, marked as a possible repetition. A mail that a relay puts off is never given up.
Mails that are held and gathered are the matter of `gathered`.
"""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, not_, or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from pecwatch.model.alert import AlertKind
from pecwatch.model.audit import Deed
from pecwatch.store.audit import SERVICE, write_down
from pecwatch.store.database import Session
from pecwatch.store.records import MailState, OutgoingMail
from pecwatch.store.stored import is_due, number
from pecwatch.store.tables import StoredMail
from pecwatch.store.trouble import StoreDefect

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 67))
"""Pause after each attempt that a relay put off; the last one repeats."""

UNANSWERED = 2
"""Times the link may die after the final dot before a person is told instead."""

SENT_BESIDE = dt.timedelta(minutes=30)
"""How long `test-alert`, which sends its mail beside the service, may be about it: a relay may take ten minutes."""

ON_THEIR_WAY = (MailState.PENDING, MailState.DOT)

UNSENT = (*ON_THEIR_WAY, MailState.HELD)
"""A gathered mail is not counted beside the one in which it stands."""


def enqueue(
    session: Session,
    *,
    event: str,
    recipient: str,
    kind: str,
    subject: str,
    content: bytes,
    message_id_header: str,
    now: dt.datetime,
    references: Collection[str] = (),
    recipient_code: str = "",
    token: str = "",
    held_until: dt.datetime | None = None,
) -> bool:
    """Put a mail in the outbox, in the transaction of what it tells.

    Args:
        event: What it is about, as `message:12:rows`.
        recipient: One address.
        subject: Without personal data, as everything but `content`.
        content: The whole message, ready for a relay.
        references: Positions it speaks of.
        recipient_code: Of the person who is written to.
        token: By which an answer is known to answer this mail.
        held_until: When it is gathered with others; None to leave at once.

    Returns:
        False when that recipient has, or will have, a mail about that event: nothing was added.
    """
    address = recipient.lower()
    same = mail_rows(session).where(StoredMail.event == event, StoredMail.recipient == address)
    if session.exec(same).first() is not None:
        return False
    session.add(
        StoredMail(
            office=session.office,
            event=event,
            recipient=address,
            recipient_code=recipient_code,
            token=token,
            kind=kind,
            subject=subject,
            speaks_of=" ".join(references),
            content=content,
            message_id_header=message_id_header,
            state=MailState.PENDING if held_until is None else MailState.HELD,
            created_at=now,
            next_try_at=held_until or now,
        )
    )
    session.flush()
    return True


def is_empty(session: Session) -> bool:
    """Whether nothing is to leave, now or later."""
    query = select(StoredMail.id).where(StoredMail.office == session.office, col(StoredMail.state).in_(UNSENT))
    return session.exec(query.limit(1)).first() is None


def due(session: Session, now: dt.datetime, limit: int = 100) -> tuple[OutgoingMail, ...]:
    """Mails whose time has come, oldest first."""
    query = (
        mail_rows(session)
        .where(StoredMail.state == MailState.PENDING, is_due(col(StoredMail.next_try_at), now, WAITS[-1]))
        .order_by(col(StoredMail.id))
        .limit(limit)
    )
    return tuple(mail_of(row) for row in session.exec(query))


def mark_dot(session: Session, mail_id: int) -> None:
    """Note that the final dot is about to be sent; must be committed before it is."""
    _row(session, mail_id, MailState.PENDING).state = MailState.DOT


def mark_sent(session: Session, mail_id: int, now: dt.datetime, reply: str | None = None) -> None:
    """The relay took it."""
    row = _row(session, mail_id, MailState.DOT)
    _end(row, MailState.SENT, now, reply)
    # The Message-ID is ours, and by it the relay's own log is searched.
    detail = f"{row.kind} {row.message_id_header} rows={len(row.speaks_of.split())}"
    write_down(
        session, Deed.NOTIFIED, at=now, about=f"mail:{mail_id}", who=row.recipient_code or SERVICE, detail=detail
    )


def mark_failed(session: Session, mail_id: int, now: dt.datetime, reply: str | None = None) -> None:
    """The relay refused it for good; the administrator must be told at once."""
    row = _row(session, mail_id, *ON_THEIR_WAY)
    _end(row, MailState.FAILED, now, reply)
    _write_down(session, row, Deed.UNDELIVERED, now, "refused")


def postpone(session: Session, mail_id: int, now: dt.datetime, reply: str | None = None) -> None:
    """The relay put it off, or could not be reached; it certainly does not have the mail."""
    row = _row(session, mail_id, *ON_THEIR_WAY)
    row.state = MailState.PENDING
    row.next_try_at = now + WAITS[min(row.attempts, len(WAITS) - 1)]
    row.attempts += 1
    row.last_reply = reply


def mark_unanswered(session: Session, mail_id: int, now: dt.datetime, reply: str | None = None) -> MailState:
    """The link died after the final dot: once more later as a repetition, the second time it is left to a person.

    Returns:
        `pending`, or `failed` when the administrator must be told.
    """
    row = _row(session, mail_id, MailState.DOT)
    row.unanswered += 1
    if row.unanswered >= UNANSWERED:
        _end(row, MailState.FAILED, now, reply)
        _write_down(session, row, Deed.UNDELIVERED, now, "unanswered")
        return MailState.FAILED
    row.repeated = True
    postpone(session, mail_id, now, reply)
    return MailState.PENDING


def recover(session: Session, now: dt.datetime) -> int:
    """At the start: mails that were at the final dot when the process died go out again at once, as repetitions.

    Call it under the exclusive lock only, or another process's mail is taken for abandoned. A test mail is sent without
    that lock, so a new one is left to whoever is sending it.

    Returns:
        How many.
    """
    return _send_abandoned(session, now, or_(col(StoredMail.kind) != AlertKind.TEST, not_(_is_sent_beside(now))))


def recover_tests(session: Session, now: dt.datetime) -> int:
    """In each round: test mails whose sender must have died over them, since nothing takes a relay so long."""
    return _send_abandoned(session, now, and_(col(StoredMail.kind) == AlertKind.TEST, not_(_is_sent_beside(now))))


def _is_sent_beside(now: dt.datetime) -> ColumnElement[bool]:
    created_at = col(StoredMail.created_at)
    return and_(created_at > now - SENT_BESIDE, created_at <= now)


def _send_abandoned(session: Session, now: dt.datetime, which: ColumnElement[bool]) -> int:
    abandoned = session.exec(mail_rows(session).where(StoredMail.state == MailState.DOT, which)).all()
    for row in abandoned:
        row.state = MailState.PENDING
        row.repeated = True
        row.next_try_at = now
    return len(abandoned)


def mark_all_repeated(session: Session) -> None:
    """After a loss nobody knows what left before: every mail that is still to leave says that it may have come."""
    for row in session.exec(mail_rows(session).where(col(StoredMail.state).in_(UNSENT))):
        row.repeated = True


def retry(session: Session, mail_id: int, now: dt.datetime) -> None:
    """Send a failed mail again because a person asked for it."""
    _anew(_row(session, mail_id, MailState.FAILED), now)


def send_again(session: Session, mail_id: int, now: dt.datetime) -> None:
    """Send once more a mail that was refused or came back; nothing is changed of one that is to leave anyway."""
    row = session.exec(mail_rows(session).where(StoredMail.id == mail_id)).one()
    if row.state not in UNSENT:
        _anew(row, now)


def rewrite(
    session: Session,
    mail_id: int,
    *,
    recipient: str,
    kind: str,
    subject: str,
    content: bytes,
    message_id_header: str,
    references: Collection[str],
    token: str,
) -> None:
    """Let a mail that did not arrive say what is true by now, to the address that is right by now."""
    row = _row(session, mail_id, MailState.PENDING, MailState.FAILED, MailState.SENT, MailState.GATHERED)
    row.recipient = recipient.lower()
    row.kind = kind
    row.subject = subject
    row.content = content
    row.message_id_header = message_id_header
    row.speaks_of = " ".join(references)
    row.token = token


def failed(session: Session) -> tuple[OutgoingMail, ...]:
    """Mails that will not leave by themselves, oldest first; one whose text was let go of is nobody's any more."""
    query = mail_rows(session).where(StoredMail.state == MailState.FAILED, func.length(col(StoredMail.content)) > 0)
    query = query.order_by(col(StoredMail.id))
    return tuple(mail_of(row) for row in session.exec(query))


def mails(session: Session, event: str | None = None) -> tuple[OutgoingMail, ...]:
    """Every mail, sent or not, in the order of writing; of one event, or of all."""
    query = mail_rows(session).order_by(col(StoredMail.id))
    if event is not None:
        query = query.where(StoredMail.event == event)
    return tuple(mail_of(row) for row in session.exec(query))


def mail(session: Session, mail_id: int) -> OutgoingMail | None:
    """One mail."""
    row = session.exec(mail_rows(session).where(StoredMail.id == mail_id)).one_or_none()
    return None if row is None else mail_of(row)


def mail_to(session: Session, event: str, recipient_code: str) -> OutgoingMail | None:
    """The mail about an event to a person."""
    query = mail_rows(session).where(StoredMail.event == event, StoredMail.recipient_code == recipient_code)
    row = session.exec(query.order_by(col(StoredMail.id).desc())).first()
    return None if row is None else mail_of(row)


def has_told(session: Session, address: str, reference: str) -> bool:
    """Whether somebody was ever written to about a position."""
    told = StoredMail.recipient == address.lower(), col(StoredMail.speaks_of).contains(reference, autoescape=True)
    return any(reference in row.speaks_of.split() for row in session.exec(mail_rows(session).where(*told)))


def mark_returned(session: Session, mail_id: int, now: dt.datetime) -> bool:
    """A mail that had left came back undelivered; whether that is new."""
    row = session.exec(mail_rows(session).where(StoredMail.id == mail_id)).one()
    if row.returned_at is not None:
        return False
    row.returned_at = now
    _write_down(session, row, Deed.UNDELIVERED, now, "returned")
    return True


def unsent_count(session: Session, now: dt.datetime) -> int:
    """How many mails should have left and have not; those that are held are not late before their time."""
    return session.exec(select(func.count()).where(*_unsent(session, now))).one()


def count(session: Session, state: MailState, *, since: dt.datetime | None = None) -> int:
    """How many mails are in a state; ended ones since a moment only, when it is given.

    A refused one whose text was let go of waits for nobody any more.
    """
    query = select(func.count()).where(StoredMail.office == session.office, StoredMail.state == state)
    if state is MailState.FAILED:
        query = query.where(func.length(col(StoredMail.content)) > 0)
    if since is not None:
        query = query.where(col(StoredMail.ended_at) >= since)
    return session.exec(query).one()


def oldest_unsent(session: Session, now: dt.datetime) -> dt.datetime | None:
    """When the oldest mail that should have left was written."""
    return session.exec(select(func.min(StoredMail.created_at)).where(*_unsent(session, now))).one()


def _unsent(session: Session, now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(StoredMail.office) == session.office,
        or_(
            col(StoredMail.state).in_(ON_THEIR_WAY),
            and_(col(StoredMail.state) == MailState.HELD, col(StoredMail.next_try_at) <= now),
        ),
    )


def mail_rows(session: Session) -> SelectOfScalar[StoredMail]:
    """The office's mails, still as rows."""
    return select(StoredMail).where(StoredMail.office == session.office)


def _row(session: Session, mail_id: int, *states: MailState) -> StoredMail:
    row = session.exec(mail_rows(session).where(StoredMail.id == mail_id)).one_or_none()
    if row is None or row.state not in states:
        found = "missing" if row is None else row.state
        raise StoreDefect(f"mail {mail_id} of the outbox is {found}, not {' or '.join(states)}: nothing was changed")
    return row


def _anew(row: StoredMail, now: dt.datetime) -> None:
    """A relay may have taken it before: then whoever gets it is told that it may be a repetition."""
    row.repeated = row.repeated or row.unanswered > 0 or row.state in (MailState.SENT, MailState.GATHERED)
    row.state = MailState.PENDING
    row.attempts = row.unanswered = 0
    row.next_try_at = now
    row.ended_at = row.returned_at = None


def _end(row: StoredMail, state: MailState, now: dt.datetime, reply: str | None) -> None:
    row.state = state
    row.ended_at = now
    row.last_reply = reply


def _write_down(session: Session, row: StoredMail, deed: Deed, now: dt.datetime, detail: str) -> None:
    write_down(session, deed, at=now, about=f"mail:{row.id}", who=row.recipient_code or SERVICE, detail=detail)


def mail_of(row: StoredMail) -> OutgoingMail:
    """A row of the outbox as it leaves this room."""
    return OutgoingMail(
        id=number(row.id),
        event=row.event,
        recipient=row.recipient,
        recipient_code=row.recipient_code or "",
        token=row.token or "",
        returned_at=row.returned_at,
        kind=row.kind,
        subject=row.subject,
        references=tuple(row.speaks_of.split()),
        content=row.content,
        message_id_header=row.message_id_header,
        state=MailState(row.state),
        attempts=row.attempts,
        repeated=row.repeated,
        created_at=row.created_at,
        next_try_at=row.next_try_at,
        ended_at=row.ended_at,
        last_reply=row.last_reply,
    )
