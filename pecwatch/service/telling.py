# SPDX-License-Identifier: EUPL-1.2
"""The mails of what is due: for one recipient after the other, each in a transaction of its own.

A row whose mail cannot be written is left out, so that the others of its reader are told; it stays due.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import structlog

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.steps import compose_steps
from pecwatch.casework.asking import asked_of, gravest
from pecwatch.casework.chain import CHAIN
from pecwatch.casework.decide import PECWATCH
from pecwatch.casework.steps import Look
from pecwatch.errors import PecwatchError
from pecwatch.logs import place_of
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.news import Changes
from pecwatch.model.position import Event
from pecwatch.model.record import record
from pecwatch.model.step import Step, StepKind, Told, Watched
from pecwatch.service.desk import Desk
from pecwatch.service.posting import circumstances, post, post_anew
from pecwatch.store import casefile, outbox
from pecwatch.store import steps as store
from pecwatch.store.database import Session
from pecwatch.store.records import OutgoingMail
from pecwatch.store.trouble import StoreDefect

log = structlog.get_logger()


@record
class Item:
    """One step that somebody is to be told."""

    watched: Watched
    """The row as it was when this was found to be due."""
    step: Step
    lost: Told | None = None
    """It was told by a mail that did not arrive, which is written again."""


@record
class Teller:
    """What all mails of one round share."""

    desk: Desk
    look: Look
    where: Circumstances


def tell(desk: Desk, look: Look, due: Mapping[str, Sequence[Item]]) -> int:
    """Write to everybody what is due.

    Args:
        due: By the code of the recipient.

    Returns:
        How many mails.
    """
    teller = Teller(desk=desk, look=look, where=circumstances(desk))
    return sum(_tell_one(teller, recipient, items) for recipient, items in due.items())


def _tell_one(teller: Teller, recipient: str, items: Sequence[Item]) -> int:
    """A mail for what is new, and the mails that were lost, one by one."""
    new = [item for item in items if item.lost is None]
    lost: dict[str, list[Item]] = {}
    for item in items:
        if item.lost is not None:
            lost.setdefault(item.lost.mail_event, []).append(item)
    return sum(_tell_safely(teller, recipient, some) for some in (new, *lost.values()) if some)


def _tell_safely(teller: Teller, recipient: str, items: Sequence[Item]) -> int:
    """One mail; where a defect keeps it from being written, one without the rows that are to blame."""
    mails = _tried(teller, recipient, items)
    if mails is not None:
        return mails
    rows = _by_row(items)
    good = [row for row in rows if len(rows) > 1 and _can_be_written(teller, recipient, row)]
    mails = _tried(teller, recipient, [item for row in good for item in row]) if good else 0
    # Each can be written, and all of them together cannot: the last resort is a mail for each.
    return sum(_tried(teller, recipient, row) or 0 for row in good) if mails is None else mails


def _by_row(items: Iterable[Item]) -> list[list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.step.reference, []).append(item)
    return list(found.values())


def _tried(teller: Teller, recipient: str, items: Sequence[Item]) -> int | None:
    """How many mails; None when a defect has undone everything."""
    try:
        with teller.desk.database.writing() as session:
            return _written(session, teller, recipient, items)
    except Exception as error:  # noqa: BLE001 - `_log_defect` tells which ones end the round
        _log_defect(error, recipient, items)
        return None


def _can_be_written(teller: Teller, recipient: str, row: Sequence[Item]) -> bool:
    """Whether a mail about this row alone can be: it is written and taken back."""
    try:
        with teller.desk.database.writing() as session, session.begin_nested() as tried:
            _written(session, teller, recipient, row)
            tried.rollback()
    except Exception as error:  # noqa: BLE001 - `_log_defect` tells which ones end the round
        _log_defect(error, recipient, row)
        return False
    return True


def _log_defect(error: Exception, recipient: str, items: Sequence[Item]) -> None:
    """A defect must not keep the others from their mails, and is tried again in the next round.

    Raises:
        PecwatchError: It is no defect: nothing can be written at this moment.
    """
    if isinstance(error, PecwatchError) and not isinstance(error, StoreDefect):
        raise error
    rows = _by_row(items)
    log.error(
        "steps_failed",
        recipient=recipient,
        rows=len(rows),
        reference=rows[0][0].step.reference if len(rows) == 1 else None,
        error=place_of(error),
    )


def _written(session: Session, teller: Teller, recipient: str, items: Sequence[Item]) -> int:
    """Write the mail and note what it tells; whatever a person or a list has changed since is left out."""
    as_it_stands = store.watched(session, dict.fromkeys(item.step.reference for item in items))
    still = [item for item in items if _holds(item, as_it_stands.get(item.step.reference))]
    lost_by = next((item.lost.mail_event for item in still if item.lost is not None), None)
    steps = tuple(item.step for item in still)
    if lost_by is not None:
        return _written_again(session, teller, recipient, steps, lost_by)
    event = _event_of(recipient, steps)
    new = store.keep_told(session, steps, event, teller.look.now)
    if not new:
        return 0
    _enter(session, teller, new)
    return post(session, teller.desk, (_composed(session, teller, new, event),))


def _holds(item: Item, watch: store.Watch | None) -> bool:
    """Whether the row is still as it was looked at, and the mail still lost."""
    if watch is None or watch.watched != item.watched:
        return False
    return item.lost is None or item.lost in watch.told


def _written_again(session: Session, teller: Teller, recipient: str, steps: tuple[Step, ...], event: str) -> int:
    """The lost mail itself leaves once more, so that it can never be there twice without a mark.

    That of a list is as it was, for it tells more; any other says what is true by now, and so does one to an address
    that has been corrected.
    """
    desk, now = teller.desk, teller.look.now
    mail = outbox.mail_to(session, event, recipient) if event else None
    if mail is None:
        # A mail that was lost and written again without this row.
        event = f"{_event_of(recipient, steps)}:{now:%Y%m%dT%H%M%S}"
    store.tell_again(session, steps, event, now)
    _enter(session, teller, steps, again=True)
    # An empty one was erased with somebody else's data: it is written anew.
    if mail is not None and mail.content and mail.kind != AlertKind.STEPS and _is_address_of(mail, teller, recipient):
        store.tell_again(session, store.steps_of(session, event, recipient), event, now)
        outbox.send_again(session, mail.id, now)
        return 1
    alert = _composed(session, teller, steps, event)
    if mail is None:
        return post(session, desk, (alert,))
    store.let_go(session, event, recipient, steps)
    post_anew(session, desk, alert, mail.id)
    return 1


def _is_address_of(mail: OutgoingMail, teller: Teller, recipient: str) -> bool:
    person = teller.desk.office.person(recipient)
    return person is not None and person.email.lower() == mail.recipient


def _composed(session: Session, teller: Teller, steps: Sequence[Step], event: str) -> Alert:
    positions = casefile.positions_named(session, {step.reference for step in steps})
    asked = gravest(asked_of(step, positions[step.reference], teller.look) for step in steps)
    return compose_steps(asked, event=event, circumstances=teller.where)


def _event_of(recipient: str, steps: Iterable[Step]) -> str:
    """Names the mail by what it tells, so that it is written once."""
    told = sorted(f"{step.reference} {step.cycle} {step.kind} {step.day or ''}" for step in steps)
    return f"steps:{recipient}:{hashlib.sha256(chr(10).join(told).encode()).hexdigest()[:16]}"


def _enter(session: Session, teller: Teller, steps: Iterable[Step], *, again: bool = False) -> None:
    """The steps in the stories of their positions, at which the next round looks again."""
    entries = tuple(_entry(step, teller, again=again) for step in steps)
    casefile.save_changes(session, Changes(events=entries))
    store.look_at_once(session, {each.reference for each in entries})


def _entry(step: Step, teller: Teller, *, again: bool) -> Event:
    kind = "escalated" if step.kind in (*CHAIN, StepKind.EVERYBODY) else "milestone"
    day = "" if step.day is None else f" day={step.day}"
    return Event(
        reference=step.reference,
        at=teller.look.now,
        kind=kind,
        who=PECWATCH,
        by="mail",
        detail=f"{step.kind} to={step.recipient}{day}{' again' if again else ''}",
    )
