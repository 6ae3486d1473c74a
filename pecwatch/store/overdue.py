# SPDX-License-Identifier: EUPL-1.2
"""What has not happened although it should have: counted and named by codes, without reading whole records."""

import datetime as dt
from collections.abc import Iterable
from typing import cast

from sqlalchemy import case, exists, func
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import and_, col, or_, select

from pecwatch.model.expected import ListArrival
from pecwatch.model.record import record
from pecwatch.store.database import Session
from pecwatch.store.records import MailState
from pecwatch.store.stored import number
from pecwatch.store.tables import StoredEvent, StoredList, StoredMail, StoredPosition, StoredQuestion, StoredStep

STEPS_OVERDUE = dt.timedelta(hours=1)
"""A position at which the calendar should have looked so long ago means that it stands still, or cannot write."""


@record
class Undelivered:
    """Somebody whose newest mail did not arrive."""

    code: str
    """Of the person; her address in mails of an older pecwatch."""
    mails: int
    """How many did not arrive."""
    last_mail_id: int
    last_reply: str
    last_at: dt.datetime


def undelivered(session: Session) -> tuple[Undelivered, ...]:
    """Everybody whose newest mail was refused for good or came back; who has got one since is not among them."""
    returned = col(StoredMail.returned_at).is_not(None)
    ours = StoredMail.office == session.office
    lost = select(StoredMail).where(ours, or_(StoredMail.state == MailState.FAILED, returned))
    lost = lost.options(defer(cast("QueryableAttribute[bytes]", StoredMail.content))).order_by(col(StoredMail.id))
    found: dict[str, Undelivered] = {}
    for row in session.exec(lost):
        code = row.recipient_code or row.recipient
        found[code] = Undelivered(
            code=code,
            mails=1 + (found[code].mails if code in found else 0),
            last_mail_id=number(row.id),
            last_reply=row.last_reply or "",
            last_at=row.returned_at or row.ended_at or row.created_at,
        )
    return tuple(each for each in found.values() if not _has_got_one_since(session, each))


def _has_got_one_since(session: Session, person: Undelivered) -> bool:
    """Whether a later mail to the same person has left and not come back."""
    query = select(StoredMail.id).where(
        StoredMail.office == session.office,
        col(StoredMail.id) > person.last_mail_id,
        or_(StoredMail.recipient_code == person.code, StoredMail.recipient == person.code),
        StoredMail.state == MailState.SENT,
        col(StoredMail.returned_at).is_(None),
    )
    return session.exec(query.limit(1)).first() is not None


def overdue_positions(session: Session, before: dt.datetime) -> int:
    """Positions at which the calendar should have looked by then and has not, or of which it could not write.

    One without a moment is to be looked at in the next round: it counts unless something has happened to it since.
    """
    look_at = col(StoredPosition.look_at)
    happened = exists().where(
        col(StoredEvent.office) == session.office,
        col(StoredEvent.reference) == col(StoredPosition.reference),
        col(StoredEvent.at) >= before,
    )
    step = StoredStep
    moments = (col(step.decided_at), col(step.sent_at), col(step.undelivered_at))
    told = exists().where(
        col(step.office) == session.office,
        col(step.reference) == col(StoredPosition.reference),
        or_(*(moment >= before for moment in moments)),
    )
    query = select(func.count()).where(
        StoredPosition.office == session.office,
        col(StoredPosition.is_open).is_(True),
        col(StoredPosition.muted).is_(False),
        or_(look_at < before, and_(look_at.is_(None), ~happened, ~told)),
    )
    return session.exec(query).one()


def overdue_questions(session: Session, before: dt.datetime) -> int:
    """Questions that were asked before then and that nobody has answered."""
    query = select(func.count()).where(
        StoredQuestion.office == session.office,
        col(StoredQuestion.answered_at).is_(None),
        StoredQuestion.asked_at < before,
    )
    return session.exec(query).one()


def list_arrivals(session: Session) -> tuple[ListArrival, ...]:
    """Which lists came when, by the month they are about."""
    query = (
        select(StoredList.month, StoredList.message_id, StoredList.sent_at)
        .where(StoredList.office == session.office, col(StoredList.month).is_not(None))
        .order_by(col(StoredList.sent_at))
    )
    return tuple(
        ListArrival(month=month, message_id=message_id, sent_at=sent_at)
        for month, message_id, sent_at in session.exec(query)
        if month is not None
    )


def has_confirmed_position(session: Session, message_ids: Iterable[int]) -> bool:
    """Whether one of these messages opened a position of which nobody doubts that it is the housing company's."""
    query = select(StoredPosition.id).where(
        StoredPosition.office == session.office,
        col(StoredPosition.message_id).in_(tuple(message_ids)),
        col(StoredPosition.confirmed).is_(True),
    )
    return session.exec(query.limit(1)).first() is not None


def still_to_come(session: Session, month: str, today: dt.date) -> int:
    """Open positions of a month whose day has not passed, or has none."""
    day = col(StoredPosition.execution_on)
    query = select(func.count()).where(
        StoredPosition.office == session.office,
        StoredPosition.month == month,
        col(StoredPosition.is_open).is_(True),
        col(StoredPosition.muted).is_(False),
        or_(day.is_(None), day >= today),
    )
    return session.exec(query).one()


def open_counts(session: Session) -> tuple[int, int]:
    """How many positions are open, and how many of those are muted."""
    is_muted = func.sum(case((col(StoredPosition.muted).is_(True), 1), else_=0))
    query = select(func.count(), is_muted).where(
        StoredPosition.office == session.office, col(StoredPosition.is_open).is_(True)
    )
    found, muted = session.exec(query).one()
    return found, muted or 0
