# SPDX-License-Identifier: EUPL-1.2
"""From the outbox to a relay: what is due leaves, and what became of it is written down at every step."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

import structlog

from pecwatch.alerts.channels import Channel, Delivered, Doubtful, Outcome, OutgoingMail, Postponed, Refused
from pecwatch.alerts.mime import mark_repeated
from pecwatch.casework.ownership import acting_for
from pecwatch.casework.positions import notified
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.news import Changes
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.gathering import post_summaries
from pecwatch.service.opening import MAY_REPEAT
from pecwatch.service.pacing import Pace
from pecwatch.service.stepping import note_sent, note_undelivered
from pecwatch.store import outbox
from pecwatch.store.casefile import days_ahead, positions_named, save_changes
from pecwatch.store.database import Session
from pecwatch.store.gathered import end_gathered
from pecwatch.store.notes import noted
from pecwatch.store.records import MailState
from pecwatch.store.records import OutgoingMail as StoredMail
from pecwatch.store.trouble import StoreDefect

log = structlog.get_logger()

AT_ONCE = 100

RELAY_DOWN_AFTER = 3
"""Mails put off, or without an answer, one after the other from which on the fault is the relay's, not the mail's."""


@record
class Sent:
    """What a sending of the outbox achieved."""

    delivered: int = 0
    waiting: int = 0
    """Put off by the relay, or of unknown fate: tried again later."""
    failed: int = 0
    """Mails that will not leave by themselves."""
    last_problem: str = ""
    """English, one line: why the last mail that did not leave did not."""

    def __add__(self, other: "Sent") -> "Sent":
        """Both sendings together."""
        return Sent(
            delivered=self.delivered + other.delivered,
            waiting=self.waiting + other.waiting,
            failed=self.failed + other.failed,
            last_problem=other.last_problem or self.last_problem,
        )


def send_due(desk: Desk, channel: Channel, stopping: Pace | None = None) -> Sent:
    """Send every mail whose time has come, one transaction per recipient, those about the nearest day first.

    What was held long enough leaves as one.

    Args:
        stopping: When set, the mail that is under way is finished and the rest is left for the next round.
    """
    with desk.database.reading() as session:
        is_empty, may_repeat = outbox.is_empty(session), noted(session, MAY_REPEAT) is not None
    if is_empty:
        channel.close()
        return Sent()
    post_summaries(desk)
    with desk.database.writing() as session:
        outbox.recover_tests(session, desk.clock())
        if may_repeat:
            outbox.mark_all_repeated(session)
    sent = _counted(_send_in_turn(desk, channel, stopping))
    channel.close()
    return sent


def _send_in_turn(desk: Desk, channel: Channel, stopping: Pace | None) -> Iterator[Outcome]:
    """Send what is due; once the relay has failed with several mails in a row, the rest waits as well.

    Otherwise a relay that is down costs a time-out for each mail, one that refuses the login locks the account, and
    one that dies at every final dot makes everybody read everything twice.
    """
    in_a_row = 0
    outcome: Outcome = Delivered()
    for mail in _due(desk):
        if stopping is not None and stopping.is_set():
            return
        if in_a_row < RELAY_DOWN_AFTER:
            sent = _send(desk, channel, mail)
            if sent is None:
                continue
            outcome = sent
            in_a_row = in_a_row + 1 if isinstance(outcome, Postponed | Doubtful) else 0
        else:
            outcome = Postponed(code=outcome.code, text=outcome.text) if isinstance(outcome, Doubtful) else outcome
            with desk.database.writing() as session:
                _note(session, desk, mail, outcome)
        yield outcome


def _due(desk: Desk) -> Iterator[StoredMail]:
    while True:
        with desk.database.reading() as session:
            due = outbox.due(session, desk.clock(), AT_ONCE)
            days = days_ahead(session, day_in_rome(desk.clock())) if len(due) > 1 else {}
        # Sorting keeps the older of two before the other.
        yield from sorted(due, key=partial(_nearest_day, days=days))
        if len(due) < AT_ONCE:
            return


def _nearest_day(mail: StoredMail, days: Mapping[str, dt.date]) -> dt.date:
    """The nearest execution of which a mail speaks; one that speaks of none can wait."""
    return min((days[reference] for reference in mail.references if reference in days), default=dt.date.max)


def send_event(desk: Desk, channel: Channel, event: str, *, sender: str | None = None) -> Sent:
    """Send the mails of one event now, beside a running service; by another relay under its own sender."""
    with desk.database.reading() as session:
        mails = [mail for mail in outbox.mails(session, event) if mail.state is MailState.PENDING]
    return _counted(_send(desk, channel, mail, sender) for mail in mails)


def what_became_of(desk: Desk, event: str) -> Sent:
    """What another process made of the mails of one event; nothing counts while it is about them."""
    with desk.database.reading() as session:
        mails = outbox.mails(session, event)
    states = [mail.state for mail in mails]
    problems = (mail.last_reply for mail in mails if mail.state in (MailState.PENDING, MailState.FAILED))
    return Sent(
        delivered=states.count(MailState.SENT),
        waiting=states.count(MailState.PENDING),
        failed=states.count(MailState.FAILED),
        last_problem=next(filter(None, problems), ""),
    )


def _counted(outcomes: Iterable[Outcome | None]) -> Sent:
    delivered = waiting = failed = 0
    last_problem = ""
    for outcome in outcomes:
        match outcome:
            case Delivered():
                delivered += 1
            case Refused(text=text):
                failed, last_problem = failed + 1, text
            case Postponed(text=text) | Doubtful(text=text):
                waiting, last_problem = waiting + 1, text
    return Sent(delivered=delivered, waiting=waiting, failed=failed, last_problem=last_problem)


def _send(desk: Desk, channel: Channel, mail: StoredMail, sender: str | None = None) -> Outcome | None:
    """Send one mail; None when another process has it."""
    outgoing = OutgoingMail(
        sender=sender or desk.config.smtp.sender,
        recipient=mail.recipient,
        content=mark_repeated(mail.content) if mail.repeated else mail.content,
        label=f"{mail.id:03d}-{mail.kind}",
    )
    try:
        outcome = channel.send(outgoing, partial(_mark_dot, desk, mail.id))
    except StoreDefect:
        # `test-alert` beside the service, or somebody who retries: this mail is another process's by now.
        log.warning("mail_taken_elsewhere", mail=mail.id)
        return None
    with desk.database.writing() as session:
        outcome = _note(session, desk, mail, outcome)
    became = {"mail": mail.id, "kind": mail.kind, "outcome": type(outcome).__name__.lower()}
    if isinstance(outcome, Delivered):
        log.info("mail", **became)
    else:
        log.warning("mail", **became, code=outcome.code)
    return outcome


def _mark_dot(desk: Desk, mail_id: int) -> None:
    with desk.database.writing() as session:
        outbox.mark_dot(session, mail_id)


def _note(session: Session, desk: Desk, mail: StoredMail, outcome: Outcome) -> Outcome:
    """Write down what became of a mail; an answer that failed to come too often is as good as a refusal."""
    now = desk.clock()
    match outcome:
        case Delivered():
            outbox.mark_sent(session, mail.id, now)
            end_gathered(session, mail.event, now)
            _note_notified(session, desk, mail)
            note_sent(session, mail.event, mail.recipient_code, now)
        case Refused():
            outbox.mark_failed(session, mail.id, now, outcome.code)
            note_undelivered(session, mail.event, mail.recipient_code, now)
        case Postponed():
            outbox.postpone(session, mail.id, now, outcome.code)
        case Doubtful():
            state = outbox.mark_unanswered(session, mail.id, now, outcome.code)
            if state is MailState.FAILED:
                note_undelivered(session, mail.event, mail.recipient_code, now)
                return Refused(code=outcome.code, text=outcome.text)
    return outcome


def _note_notified(session: Session, desk: Desk, mail: StoredMail) -> None:
    """The positions whose owner this mail has reached, or who stands in for her, are no longer merely new."""
    now, office = desk.clock(), desk.office
    found = positions_named(session, mail.references)
    reached = [
        found[reference]
        for reference in dict.fromkeys(mail.references)
        if reference in found and acting_for(found[reference], office, day_in_rome(now)).email.lower() == mail.recipient
    ]
    # Together: a list may have thousands of rows.
    told = [notified(each, at=now) for each in reached]
    positions = tuple(changed for each in told for changed in each.positions)
    save_changes(session, Changes(positions=positions, events=tuple(event for each in told for event in each.events)))
