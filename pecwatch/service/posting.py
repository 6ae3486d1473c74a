# SPDX-License-Identifier: EUPL-1.2
"""Alerts become mails of the outbox, in the transaction of what they tell."""

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from functools import partial

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.mime import render
from pecwatch.casework.clock import WorkingCalendar, working_days_left
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.alert import Alert
from pecwatch.model.office import Role
from pecwatch.service.desk import Desk
from pecwatch.service.flood import held_until
from pecwatch.store import outbox, rights
from pecwatch.store.database import Session
from pecwatch.store.registry import registry_status
from pecwatch.store.stories import event_count


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

    Beyond so many in an hour, what does not press is held and gathered with the others of its hour (`flood`).

    Returns:
        How many are new.
    """
    return len(posted(session, desk, alerts))


def posted(session: Session, desk: Desk, alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Put alerts in the outbox: those that were not there yet."""
    quiet = rights.quiet(session)
    return tuple(alert for alert in alerts if not _is_kept_back(alert, quiet) and _post(session, desk, alert))


def post_anew(session: Session, desk: Desk, alert: Alert, mail_id: int) -> None:
    """A mail that did not arrive leaves once more, and says what is true by now."""
    now, message_id = desk.clock(), _message_id(desk, alert)
    outbox.rewrite(
        session,
        mail_id,
        recipient=alert.recipient.email,
        kind=alert.kind,
        subject=alert.subject,
        content=_rendered(desk, alert, message_id, now),
        message_id_header=message_id,
        references=alert.references,
        token=alert.token,
    )
    outbox.send_again(session, mail_id, now)


def handing_event(session: Session, reference: str) -> str:
    """Names the mails about a row that has just come to somebody else: each time by another name."""
    return f"handed:{reference}:{event_count(session, reference)}"


def _is_kept_back(alert: Alert, quiet: frozenset[str]) -> bool:
    """Whether it speaks only of rows whose use is restricted, to somebody else than the coordinator."""
    speaks_of = set(alert.references)
    return bool(speaks_of) and speaks_of <= quiet and alert.recipient.role is not Role.COORDINATOR


def _post(session: Session, desk: Desk, alert: Alert) -> bool:
    now, message_id = desk.clock(), _message_id(desk, alert)
    return outbox.enqueue(
        session,
        event=alert.event,
        recipient=alert.recipient.email,
        kind=alert.kind,
        subject=alert.subject,
        content=_rendered(desk, alert, message_id, now),
        message_id_header=message_id,
        references=alert.references,
        recipient_code=alert.recipient.code,
        token=alert.token,
        held_until=held_until(session, desk, alert),
        now=now,
    )


def _message_id(desk: Desk, alert: Alert) -> str:
    """The same event and person give the same Message-ID, so that a mail program may fold a repetition."""
    token = hashlib.sha256(desk.mail_key + f"{alert.event} {alert.recipient.email}".encode()).hexdigest()[:32]
    return f"<{token}@{desk.config.smtp.sender.rpartition('@')[2]}>"


def _rendered(desk: Desk, alert: Alert, message_id: str, now: dt.datetime) -> bytes:
    route = desk.config.smtp
    return render(alert, sender=route.sender, reply_to=route.reply_to, message_id=message_id, date=now)
