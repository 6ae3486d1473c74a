# SPDX-License-Identifier: EUPL-1.2
"""What the calendar looks at, and who was told: read in narrow rows, since every open position is looked at daily."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from sqlalchemy import Select, func, insert, or_, select, update
from sqlmodel import col

from pecwatch.model.position import PositionState, Priority
from pecwatch.model.record import record
from pecwatch.model.step import Step, StepKind, Told, Watched
from pecwatch.store.columns import UtcMoment
from pecwatch.store.database import Session
from pecwatch.store.tables import Stored, StoredPosition, StoredStep

AT_ONCE = 1000
"""Positions looked at together: what is held in memory, and how many numbers a statement names."""

NO_WORDS = ("notified", "escalated", "milestone", "copy_received", "returned", "late", "letter", "held")
"""Kinds of events that are no word on the position: pecwatch's own, and what tells nobody or has no effect."""

LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC, year=1970)

Query = Select[*tuple[Any, ...]]

POSITION = Stored.metadata.tables["position"]
EVENT = Stored.metadata.tables["event"]
STEP = Stored.metadata.tables["step"]

STATES = {each.value: each for each in PositionState}
PRIORITIES = {each.value: each for each in Priority}
KINDS = {each.value: each for each in StepKind}


@record
class Watch:
    """A position, everything that the calendar told of it, and when it was to be looked at."""

    watched: Watched
    told: tuple[Told, ...]
    look_at: dt.datetime | None = None


def is_any_due(session: Session, now: dt.datetime) -> bool:
    """Whether there is anything to look at."""
    return bool(_rows(session, _due(session, now).limit(1)))


def watches(session: Session, due_at: dt.datetime | None) -> Iterator[tuple[Watch, ...]]:
    """Open positions to be looked at, some at a time.

    Args:
        due_at: Only those whose moment has come by then; None for every open position.
    """
    last = 0
    while True:
        query = _open(_slim(), session) if due_at is None else _due(session, due_at)
        query = query.where(col(StoredPosition.id) > last)
        rows = _rows(session, query.order_by(POSITION.c.id).limit(AT_ONCE))
        if not rows:
            return
        last = rows[-1].id
        yield _watches(session, rows)


def watched(session: Session, references: Iterable[str]) -> dict[str, Watch]:
    """Some positions as they stand now, with what was told of them; closed and muted ones are left out."""
    found: dict[str, Watch] = {}
    for some in _portions(references):
        query = _open(_slim(), session).where(col(StoredPosition.reference).in_(some))
        found |= {each.watched.reference: each for each in _watches(session, _rows(session, query))}
    return found


def look_again(session: Session, moments: dict[str, dt.datetime]) -> None:
    """Note when each of these positions is to be looked at next."""
    at: dict[dt.datetime, list[str]] = {}
    for reference, moment in moments.items():
        at.setdefault(moment, []).append(reference)
    for moment, references in at.items():
        _set_look_at(session, references, moment)


def look_at_once(session: Session, references: Iterable[str]) -> None:
    """See to it that the next round looks at these positions."""
    _set_look_at(session, references, None)


def keep_told(session: Session, steps: Iterable[Step], mail_event: str, now: dt.datetime) -> tuple[Step, ...]:
    """Write down steps whose mail was written; one whose mail was lost is told by this one.

    Returns:
        Those that are told by it: nobody is told twice of one.
    """
    asked = tuple(dict.fromkeys(steps))
    references = dict.fromkeys(step.reference for step in asked)
    kept = {each.step: each for some in _portions(references) for each in _all(_told(session, some))}
    new = tuple(step for step in asked if step not in kept)
    lost = tuple(step for step in asked if step in kept and kept[step].undelivered_at is not None)
    if new:
        session.execute(insert(StoredStep), [_row(session, step, mail_event, now) for step in new])
    if lost:
        tell_again(session, lost, mail_event, now)
    return (*new, *lost)


def tell_again(session: Session, steps: Iterable[Step], mail_event: str, now: dt.datetime) -> None:
    """Steps whose mail was lost are told by that mail: nobody has got it yet."""
    for each in steps:
        session.execute(
            update(StoredStep)
            .where(*(column == value for column, value in _key(session, each)))
            .values(mail_event=mail_event, decided_at=now, sent_at=None, undelivered_at=None)
        )
    look_at_once(session, {each.reference for each in steps})


def let_go(session: Session, mail_event: str, recipient: str, steps: Collection[Step]) -> None:
    """A mail is written again without some of its steps: what becomes of it says nothing of them."""
    for each in steps_of(session, mail_event, recipient):
        if each not in steps:
            where = (column == value for column, value in _key(session, each))
            session.execute(update(StoredStep).where(*where).values(mail_event=""))


def steps_of(session: Session, mail_event: str, recipient: str) -> tuple[Step, ...]:
    """What a mail to a person tells."""
    step = STEP.c
    query = select(*(step[name] for name in ("reference", "cycle", "kind", "day", "recipient"))).where(
        step.office == session.office, step.mail_event == mail_event, step.recipient == recipient
    )
    return tuple(_step(*row) for row in _rows(session, query.order_by(step.id)))


def mark_sent(session: Session, mail_event: str, recipient: str, at: dt.datetime) -> tuple[Step, ...]:
    """A mail has left: the time of those whom it told begins.

    Args:
        recipient: Code of the person.

    Returns:
        The steps that it took.
    """
    return _mark(session, mail_event, recipient, sent_at=at, undelivered_at=None)


def mark_undelivered(session: Session, mail_event: str, recipient: str, at: dt.datetime) -> tuple[Step, ...]:
    """A mail was refused for good or came back: whoever it was to tell has not heard."""
    return _mark(session, mail_event, recipient, undelivered_at=at)


def told(session: Session, reference: str) -> tuple[Told, ...]:
    """Every step taken for a position, in order."""
    return tuple(_told(session, (reference,)).get(reference, ()))


def _slim() -> Query:
    names = ("id", "reference", "month", "owner", "state", "priority", "execution_on")
    return select(*(POSITION.c[name] for name in (*names, "look_at", "cycle", "clock_started_at")))


def _open(query: Query, session: Session) -> Query:
    return query.where(
        col(StoredPosition.office) == session.office,
        col(StoredPosition.is_open).is_(True),
        col(StoredPosition.muted).is_(False),
    )


def _due(session: Session, now: dt.datetime) -> Query:
    look_at = col(StoredPosition.look_at)
    return _open(_slim(), session).where(or_(look_at.is_(None), look_at <= now))


def _watches(session: Session, rows: Sequence[Any]) -> tuple[Watch, ...]:
    references = [row.reference for row in rows]
    spoken_at, steps = _last_words(session, references), _told(session, references)
    return tuple(_watch(row, spoken_at.get(row.reference), steps.get(row.reference, ())) for row in rows)


def _watch(row: tuple[Any, ...], spoken_at: dt.datetime | None, told: Sequence[Told]) -> Watch:
    _, reference, month, owner, state, priority, execution_on, look_at, cycle, started_at = row
    started_at = started_at or LONG_AGO
    watched = Watched(
        reference=reference,
        month=month,
        owner=owner,
        state=STATES[state],
        priority=PRIORITIES[priority],
        execution_on=execution_on,
        cycle=cycle,
        started_at=started_at,
        last_word_at=max(started_at, spoken_at or LONG_AGO),
    )
    return Watch(watched=watched, told=tuple(told), look_at=look_at)


def _last_words(session: Session, references: Collection[str]) -> dict[str, dt.datetime]:
    """When a person or a list last spoke of each of them."""
    event = EVENT.c
    query = (
        select(event.reference, func.max(event.at, type_=UtcMoment))
        .where(event.office == session.office, event.reference.in_(references), event.kind.not_in(NO_WORDS))
        .group_by(event.reference)
    )
    return dict(_rows(session, query))


def _told(session: Session, references: Collection[str]) -> dict[str, list[Told]]:
    step = STEP.c
    names = ("reference", "cycle", "kind", "day", "recipient", "decided_at", "sent_at", "undelivered_at", "mail_event")
    query = (
        select(*(step[name] for name in names))
        .where(step.office == session.office, step.reference.in_(references))
        .order_by(step.id)
    )
    found: dict[str, list[Told]] = {}
    for *of_step, decided_at, sent_at, undelivered_at, mail_event in _rows(session, query):
        each = Told(
            step=_step(*of_step),
            decided_at=decided_at,
            sent_at=sent_at,
            undelivered_at=undelivered_at,
            mail_event=mail_event,
        )
        found.setdefault(each.step.reference, []).append(each)
    return found


def _rows(session: Session, query: Query) -> Sequence[Any]:
    """Rows of plain columns, without the detour over objects: thousands are read in a round."""
    return session.connection().execute(query).all()


def _step(reference: str, cycle: int, kind: str, day: str, recipient: str) -> Step:
    return Step(
        reference=reference,
        cycle=cycle,
        kind=KINDS[kind],
        day=dt.date.fromisoformat(day) if day else None,
        recipient=recipient,
    )


def _row(session: Session, step: Step, mail_event: str, now: dt.datetime) -> dict[str, object]:
    return {
        "office": session.office,
        "reference": step.reference,
        "cycle": step.cycle,
        "kind": step.kind.value,
        "day": "" if step.day is None else step.day.isoformat(),
        "recipient": step.recipient,
        "mail_event": mail_event,
        "decided_at": now,
    }


def _mark(session: Session, mail_event: str, recipient: str, **moments: dt.datetime | None) -> tuple[Step, ...]:
    taken = steps_of(session, mail_event, recipient)
    if taken:
        step = StoredStep
        mine = (
            col(step.office) == session.office,
            col(step.mail_event) == mail_event,
            col(step.recipient) == recipient,
        )
        session.execute(update(step).where(*mine).values(**moments))
        look_at_once(session, {each.reference for each in taken})
    return taken


def _key(session: Session, step: Step) -> Iterator[tuple[Any, object]]:
    """By which the row of a step is found."""
    row = _row(session, step, "", LONG_AGO)
    return ((STEP.c[name], row[name]) for name in ("office", "reference", "cycle", "kind", "day", "recipient"))


def _set_look_at(session: Session, references: Iterable[str], moment: dt.datetime | None) -> None:
    for some in _portions(references):
        session.execute(
            update(StoredPosition)
            .where(col(StoredPosition.office) == session.office, col(StoredPosition.reference).in_(some))
            .values(look_at=moment)
            .execution_options(synchronize_session=False)
        )


def _all(steps: dict[str, list[Told]]) -> Iterator[Told]:
    return chain.from_iterable(steps.values())


def _portions(references: Iterable[str]) -> Iterator[tuple[str, ...]]:
    left = iter(references)
    while some := tuple(islice(left, AT_ONCE)):
        yield some
