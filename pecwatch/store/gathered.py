# SPDX-License-Identifier: EUPL-1.2
"""Mails of the outbox that wait for others to the same person: held → gathered, within a mail of their own.

The event of that one names them by their numbers, so that a mail and what stands in it are written, sent and given back
together.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from pecwatch.store import outbox
from pecwatch.store.database import Session
from pecwatch.store.records import MailState, OutgoingMail
from pecwatch.store.stored import is_due, number
from pecwatch.store.tables import StoredMail

HOUR = dt.timedelta(hours=1)
"""Within which mails are counted, and as long as any is held."""

_SUMMARY = re.compile(r"summary:(?P<code>.*):(?P<first>\d+)-(?P<last>\d+)")


def written_since(session: Session, address: str, since: dt.datetime) -> int:
    """How many mails that leave by themselves were written to an address after a moment."""
    query = select(func.count()).where(
        StoredMail.office == session.office,
        StoredMail.recipient == address.lower(),
        col(StoredMail.created_at) > since,
        col(StoredMail.state).not_in((MailState.HELD, MailState.GATHERED)),
    )
    return session.exec(query).one()


def held_until(session: Session, address: str) -> dt.datetime | None:
    """Until when mails to an address are held; None when none is."""
    query = select(StoredMail.next_try_at).where(*_held(session), StoredMail.recipient == address.lower())
    return min(session.exec(query), default=None)


def addresses_due(session: Session, now: dt.datetime) -> tuple[str, ...]:
    """Where mails have been held long enough."""
    query = select(StoredMail.recipient).where(*_held(session), is_due(col(StoredMail.next_try_at), now, HOUR))
    return tuple(sorted(set(session.exec(query))))


def held(session: Session, address: str) -> tuple[OutgoingMail, ...]:
    """Mails that are held for an address: of one person after the other, the oldest first."""
    query = select(StoredMail.id).where(*_held(session), StoredMail.recipient == address)
    ids = session.exec(query.order_by(col(StoredMail.recipient_code), col(StoredMail.id)))
    found = [outbox.mail(session, number(mail_id)) for mail_id in ids]
    return tuple(mail for mail in found if mail is not None)


def let_go(session: Session, mails: Sequence[OutgoingMail], now: dt.datetime) -> None:
    """Mails that were held leave by themselves."""
    for row in _rows(session, mails):
        row.state, row.next_try_at = MailState.PENDING, now


def gather(session: Session, mails: Sequence[OutgoingMail]) -> str:
    """Held mails of one person, the oldest first, leave within another one; gives the event of that one."""
    for row in _rows(session, mails):
        row.state = MailState.GATHERED
    return f"summary:{mails[0].recipient_code}:{mails[0].id}-{mails[-1].id}"


def end_gathered(session: Session, event: str, now: dt.datetime) -> None:
    """The mail about that event has left, and so has what stands in it."""
    for row in _within(session, event):
        row.ended_at = now


def events_told_by(session: Session, event: str) -> tuple[str, ...]:
    """Of what a mail tells: its own event, or those of the mails that stand in it."""
    return tuple(row.event for row in _within(session, event)) or (event,)


def around(session: Session, mail_ids: Collection[int]) -> Iterator[OutgoingMail]:
    """The mails in which some gathered ones stand."""
    if not mail_ids:
        return
    query = select(StoredMail).where(
        StoredMail.office == session.office, col(StoredMail.event).startswith("summary:", autoescape=True)
    )
    for row in session.exec(query.order_by(col(StoredMail.id))).all():
        if any(each.id in mail_ids for each in _within(session, row.event)):
            yield outbox.mail_of(row)


def _within(session: Session, event: str) -> Sequence[StoredMail]:
    """The mails that stand in the one about an event: of its person and address, from one number to another.

    Where her address was changed meanwhile, mails to the old one and to the new one are gathered apart, and their
    numbers lie between each other.
    """
    found = _SUMMARY.fullmatch(event)
    if found is None:
        return ()
    first = select(StoredMail.recipient).where(
        StoredMail.office == session.office, StoredMail.id == int(found["first"])
    )
    query = select(StoredMail).where(
        StoredMail.office == session.office,
        StoredMail.recipient_code == found["code"],
        col(StoredMail.recipient).in_(first),
        StoredMail.state == MailState.GATHERED,
        col(StoredMail.id).between(int(found["first"]), int(found["last"])),
    )
    return session.exec(query.order_by(col(StoredMail.id))).all()


def _held(session: Session) -> tuple[ColumnElement[bool], ...]:
    return col(StoredMail.office) == session.office, col(StoredMail.state) == MailState.HELD


def _rows(session: Session, mails: Sequence[OutgoingMail]) -> Sequence[StoredMail]:
    query = select(StoredMail).where(*_held(session), col(StoredMail.id).in_([mail.id for mail in mails]))
    return session.exec(query).all()
