# SPDX-License-Identifier: EUPL-1.2
"""Whatever time alone makes due of the open positions: decided from the database and the clock, never from a timer.

A look at all of them is one transaction, which notes when each is to be looked at again; what is due is then written
for one recipient after the other, each in a transaction of its own.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from itertools import chain

import structlog

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.steps import compose_steps
from pecwatch.casework.chain import CHAIN, acting_owner
from pecwatch.casework.decide import PECWATCH
from pecwatch.casework.positions import notified
from pecwatch.casework.steps import LONGEST_WAIT, Look, asked_of, gravest, has_heard, owner_step
from pecwatch.errors import PecwatchError
from pecwatch.logs import place_of
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.news import Changes
from pecwatch.model.position import Event, Priority
from pecwatch.model.step import Step, StepKind, Watched
from pecwatch.service.desk import Desk
from pecwatch.service.posting import circumstances, post
from pecwatch.store import casefile, gathered
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
    if not due:
        return 0
    where = circumstances(desk)
    return sum(_tell_safely(desk, look, where, recipient, steps) for recipient, steps in due.items())


def note_told(session: Session, desk: Desk, alerts: Iterable[Alert]) -> None:
    """Write down that owners are told of their rows by these mails: the time to answer begins with them.

    Call it in the transaction that put them in the outbox.
    """
    of_rows = [alert for alert in alerts if alert.kind in OF_ROWS]
    if not of_rows:
        return
    office, now = desk.office, desk.clock()
    today = desk.working_time.day_of(now)
    for alert in of_rows:
        for each in store.watched(session, alert.references).values():
            owner = acting_owner(each.watched.owner, office, today).person
            if owner.code == alert.recipient.code and not has_heard(owner.code, each.watched, each.told):
                store.keep_told(session, (owner_step(each.watched, owner.code),), alert.event, now)


def note_sent(session: Session, mail_event: str, recipient_code: str, at: dt.datetime) -> None:
    """A mail has left: whoever it, or what was gathered in it, told of rows has her time from now on."""
    for event in gathered.events_told_by(session, mail_event):
        for step in store.mark_sent(session, event, recipient_code, at):
            position = casefile.position(session, step.reference)
            if step.kind is StepKind.OWNER and position is not None and position.cycle == step.cycle:
                casefile.save_changes(session, notified(position, at=at))


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


def _look_at(desk: Desk, look: Look, fingerprint: str | None) -> dict[str, list[tuple[Watched, Step]]]:
    """What is due, for each recipient; of all else the moment of the next look is noted.

    Args:
        fingerprint: Given when every open position is to be looked at, to be noted with the moment of the next time.
    """
    due: dict[str, list[tuple[Watched, Step]]] = {}
    moments: dict[str, dt.datetime] = {}
    undated: list[str] = []
    with desk.database.writing() as session:
        for each in chain.from_iterable(store.watches(session, look.now if fingerprint is None else None)):
            watched, found = each.watched, look.steps(each.watched, each.told)
            for step in found.steps:
                due.setdefault(step.recipient, []).append((watched, step))
            if not found.steps and found.look_at != each.look_at:
                moments[watched.reference] = found.look_at
            if watched.execution_on is None and watched.priority is Priority.URGENT:
                undated.append(watched.reference)
        store.look_again(session, moments)
        if fingerprint is not None:
            note(session, EVERYTHING, f"{look.latest.isoformat()} {fingerprint}", look.now)
    log.info("looked", everything=fingerprint is not None, moved=len(moments), recipients=len(due))
    return due


def _tell_safely(
    desk: Desk, look: Look, where: Circumstances, recipient: str, due: Sequence[tuple[Watched, Step]]
) -> int:
    """A defect in one person's mail must not keep the others from theirs; it is tried again in the next round."""
    try:
        return _tell(desk, look, where, recipient, due)
    except PecwatchError:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        log.error("steps_failed", recipient=recipient, error=place_of(error))
        return 0


def _tell(desk: Desk, look: Look, where: Circumstances, recipient: str, due: Sequence[tuple[Watched, Step]]) -> int:
    """Write one person's mail and note what it tells; whatever a person or a list has changed since is left out."""
    with desk.database.writing() as session:
        as_it_stands = store.watched(session, dict.fromkeys(step.reference for _, step in due))
        steps = [
            step
            for watched, step in due
            if step.reference in as_it_stands and as_it_stands[step.reference].watched == watched
        ]
        event = _event_of(recipient, steps)
        new = store.keep_told(session, steps, event, look.now)
        positions = casefile.positions_named(session, {step.reference for step in new})
        asked = gravest(asked_of(step, positions[step.reference], look) for step in new)
        if not asked:
            return 0
        casefile.save_changes(session, Changes(events=tuple(_entry(step, look.now) for step in new)))
        return post(session, desk, (compose_steps(asked, event=event, circumstances=where),))


def _event_of(recipient: str, steps: Iterable[Step]) -> str:
    """Names the mail by what it tells, so that it is written once."""
    told = sorted(f"{step.reference} {step.cycle} {step.kind} {step.day or ''}" for step in steps)
    return f"steps:{recipient}:{hashlib.sha256(chr(10).join(told).encode()).hexdigest()[:16]}"


def _entry(step: Step, at: dt.datetime) -> Event:
    """The step in the position's story."""
    kind = "escalated" if step.kind in (*CHAIN, StepKind.EVERYBODY) else "milestone"
    return Event(
        reference=step.reference,
        at=at,
        kind=kind,
        who=PECWATCH,
        by="mail",
        detail=f"{step.kind} to={step.recipient}{'' if step.day is None else f' day={step.day}'}",
    )
