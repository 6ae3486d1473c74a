# SPDX-License-Identifier: EUPL-1.2
"""Alerts become mails of the outbox, in the transaction of what they tell."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from functools import partial

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.mime import render
from pecwatch.casework.clock import WorkingCalendar, working_days_left
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.alert import Alert
from pecwatch.service.desk import Desk
from pecwatch.store import outbox
from pecwatch.store.database import Session
from pecwatch.store.registry import registry_status


def circumstances(desk: Desk) -> Circumstances:
    """The office at this moment, for whoever writes a mail."""
    now = desk.clock()
    holidays = desk.config.service.holidays
    with desk.database.reading() as session:
        status = registry_status(session)
    calendar = WorkingCalendar(country=holidays.country, subdivision=holidays.subdivision)
    return Circumstances(
        office=desk.office,
        now=now,
        working_days_left=lambda day: working_days_left(day_in_rome(now), day, calendar),
        registry_dated_on=None if status is None else status.dated_on,
        privacy=desk.rules.privacy,
        clocks=desk.rules.clocks,
        answers=desk.rules.answers,
        reply_to=desk.config.smtp.reply_to,
        token_of=partial(token_of, desk.mail_key),
        levers=desk.rules.levers,
    )


def token_of(key: bytes, event: str, address: str) -> str:
    """What an answer to a mail bears: nobody can guess it, and it says nothing; 12 letters and figures."""
    digest = hmac.new(key, f"answer\x1f{event}\x1f{address.lower()}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:12].lower()


def post(session: Session, desk: Desk, alerts: Iterable[Alert]) -> int:
    """Put alerts in the outbox; one about the same event to the same person is there only once.

    Returns:
        How many are new.
    """
    return sum(_post(session, desk, alert) for alert in alerts)


def _post(session: Session, desk: Desk, alert: Alert) -> bool:
    now, route = desk.clock(), desk.config.smtp
    recipient = alert.recipient.email
    # The same event and person give the same Message-ID, so that a mail program may fold a repetition.
    token = hashlib.sha256(desk.mail_key + f"{alert.event} {recipient}".encode()).hexdigest()[:32]
    message_id = f"<{token}@{route.sender.rpartition('@')[2]}>"
    return outbox.enqueue(
        session,
        event=alert.event,
        recipient=recipient,
        kind=alert.kind,
        subject=alert.subject,
        content=render(alert, sender=route.sender, reply_to=route.reply_to, message_id=message_id, date=now),
        message_id_header=message_id,
        references=alert.references,
        recipient_code=alert.recipient.code,
        token=alert.token,
        now=now,
    )
