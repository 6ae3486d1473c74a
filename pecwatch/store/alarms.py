# SPDX-License-Identifier: EUPL-1.2
"""Troubles that people were told of; one of a key is open at a time, also after a restart."""

from sqlmodel import col, select

from pecwatch.model.alarm import Alarm, Condition
from pecwatch.model.record import record
from pecwatch.store.database import Session
from pecwatch.store.outbox import UNSENT
from pecwatch.store.stored import from_text, number, to_text
from pecwatch.store.tables import StoredAlarm, StoredMail


@record
class _Facts:
    """What the columns beside it do not hold."""

    condition: Condition
    told: tuple[str, ...] = ()
    mail_event: str = ""


def open_alarms(session: Session) -> tuple[Alarm, ...]:
    """Troubles that last, or of which nobody was told yet that they are over; the oldest first."""
    query = (
        select(StoredAlarm)
        .where(StoredAlarm.office == session.office, col(StoredAlarm.open_key).is_not(None))
        .order_by(col(StoredAlarm.id))
    )
    return tuple(_alarm(session, row) for row in session.exec(query))


def save_alarm(session: Session, alarm: Alarm) -> Alarm:
    """Write an alarm; the same with its number."""
    row = session.get(StoredAlarm, alarm.id) if alarm.id else None
    row = row or StoredAlarm(
        office=session.office,
        key=alarm.key,
        kind=alarm.condition.kind,
        opened_at=alarm.opened_at,
        next_at=alarm.next_at,
    )
    row.open_key = alarm.key if alarm.closed_at is None else None
    row.facts = to_text(_Facts(condition=alarm.condition, told=alarm.told, mail_event=alarm.mail_event))
    row.told_at, row.times, row.next_at = alarm.told_at, alarm.times, alarm.next_at
    row.good_since, row.closed_at = alarm.good_since, alarm.closed_at
    session.add(row)
    session.flush()
    return _alarm(session, row)


def _alarm(session: Session, row: StoredAlarm) -> Alarm:
    facts = from_text(_Facts, row.facts, f"alarm {row.id}")
    return Alarm(
        id=number(row.id),
        condition=facts.condition,
        opened_at=row.opened_at,
        told_at=row.told_at or row.opened_at,
        times=row.times,
        next_at=row.next_at,
        good_since=row.good_since,
        closed_at=row.closed_at,
        told=facts.told,
        mail_event=facts.mail_event,
        mail_waits=_waits(session, facts.mail_event),
    )


def _waits(session: Session, event: str) -> bool:
    query = select(StoredMail.id).where(
        StoredMail.office == session.office, StoredMail.event == event, col(StoredMail.state).in_(UNSENT)
    )
    return bool(event) and session.exec(query.limit(1)).first() is not None
