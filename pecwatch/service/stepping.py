# SPDX-License-Identifier: EUPL-1.2
"""Whatever time alone makes due of the open positions: decided from the database and the clock, never from a timer.

A look at all of them is one transaction, which notes when each is to be looked at again; what is due is then written
for one recipient after the other, each in a transaction of its own.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain

import structlog

from pecwatch.casework.chain import acting_owner
from pecwatch.casework.steps import LONGEST_WAIT, Look, has_heard, owner_step
from pecwatch.logs import place_of
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.step import Due, Watched
from pecwatch.service.desk import Desk
from pecwatch.service.telling import Item, tell
from pecwatch.store import gathered, rights
from pecwatch.store import steps as store
from pecwatch.store.database import Session
from pecwatch.store.notes import note, noted
from pecwatch.store.records import Note

log = structlog.get_logger()

EVERYTHING = "looked_at_everything"
"""Note of when every open position has to be looked at again, and of what office."""

OF_ROWS = frozenset({AlertKind.ROWS, AlertKind.REMINDER, AlertKind.DIFFERENCES})
"""Mails by which an owner hears of her rows."""


def post_steps(desk: Desk) -> int:
    """Put in the outbox what is due by now, one mail to a person.

    Returns:
        How many mails.
    """
    look = Look(desk.office, desk.rules.clocks, desk.working_time, desk.clock())
    fingerprint = _fingerprint(look)
    with desk.database.reading() as session:
        everything = _is_everything_due(noted(session, EVERYTHING), look, fingerprint)
        if not everything and not store.is_any_due(session, look.now):
            return 0
    due = _look_at(desk, look, fingerprint if everything else None)
    return tell(desk, look, due) if due else 0


def note_told(session: Session, desk: Desk, alerts: Iterable[Alert]) -> None:
    """Write down that owners are told of their rows by these mails: the time to answer begins with them.

    Call it in the transaction that put them in the outbox, and only with those that are new there.
    """
    of_rows = [alert for alert in alerts if alert.kind in OF_ROWS]
    if not of_rows:
        return
    office, now = desk.office, desk.clock()
    today = desk.working_time.day_of(now)
    for alert in of_rows:
        steps = []
        for each in store.watched(session, alert.references).values():
            owner = acting_owner(each.watched.owner, office, today).person
            if owner.code == alert.recipient.code and not has_heard(owner.code, each.watched, each.told):
                steps.append(owner_step(each.watched, owner.code))
        store.keep_told(session, steps, alert.event, now)


def note_sent(session: Session, mail_event: str, recipient_code: str, at: dt.datetime) -> None:
    """A mail has left: whoever it, or what was gathered in it, told of rows has her time from now on."""
    for event in gathered.events_told_by(session, mail_event):
        store.mark_sent(session, event, recipient_code, at)


def note_undelivered(session: Session, mail_event: str, recipient_code: str, at: dt.datetime) -> None:
    """A mail was refused for good, or came back: whoever it was to tell has not heard, and the next one is told."""
    for event in gathered.events_told_by(session, mail_event):
        store.mark_undelivered(session, event, recipient_code, at)


def _is_everything_due(last: Note | None, look: Look, fingerprint: str) -> bool:
    """Whether all are to be looked at: the office opens, or is not what it was, or the clock was set back."""
    if last is None:
        return True
    moment, _, known = last.value.partition(" ")
    return known != fingerprint or not look.now < dt.datetime.fromisoformat(moment) <= look.now + LONGEST_WAIT


def _fingerprint(look: Look) -> str:
    """Changes with the people, their absences, the hours and the rules."""
    return hashlib.sha256(repr((look.office, look.rules, look.work)).encode()).hexdigest()[:16]


def _look_at(desk: Desk, look: Look, fingerprint: str | None) -> dict[str, list[Item]]:
    """What is due, for each recipient; of all else the moment of the next look is noted.

    A row of which something is due keeps the moment from which on it is, until it is told: so it is due again in the
    next round, and it is seen when the mail can never be written.

    Args:
        fingerprint: Given when every open position is to be looked at, to be noted with the moment of the next time.
    """
    due: dict[str, list[Item]] = {}
    moments: dict[str, dt.datetime] = {}
    with desk.database.writing() as session:
        quiet = rights.quiet(session)
        for each in chain.from_iterable(store.watches(session, look.now if fingerprint is None else None)):
            if each.watched.reference in quiet:
                moments[each.watched.reference] = look.latest
                continue
            found = _found(look, each)
            for item in _items(each.watched, found):
                due.setdefault(item.step.recipient, []).append(item)
            if found is not None and not found.steps and not found.again:
                moment = found.look_at
            else:
                moment = look.now if each.look_at is None else min(each.look_at, look.now)
            if moment != each.look_at:
                moments[each.watched.reference] = moment
        store.look_again(session, moments)
        if fingerprint is not None:
            note(session, EVERYTHING, f"{look.latest.isoformat()} {fingerprint}", look.now)
    log.info("looked", everything=fingerprint is not None, moved=len(moments), recipients=len(due))
    return due


def _found(look: Look, watch: store.Watch) -> Due | None:
    """What is due of one row; None when a defect keeps it from being known."""
    try:
        return look.steps(watch.watched, watch.told)
    except Exception as error:  # noqa: BLE001 - a defect over one row must not stop the others
        log.error("step_failed", reference=watch.watched.reference, error=place_of(error))
        return None


def _items(watched: Watched, found: Due | None) -> Iterator[Item]:
    if found is not None:
        yield from (Item(watched=watched, step=step) for step in found.steps)
        yield from (Item(watched=watched, step=each.step, lost=each) for each in found.again)
