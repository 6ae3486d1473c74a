# SPDX-License-Identifier: EUPL-1.2
"""The case file: known lists and positions."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import delete
from sqlalchemy import select as columns
from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from pecwatch.model.news import Changes, HeldEnd, HeldEnding, Known
from pecwatch.model.position import Position, ReceivedList
from pecwatch.model.question import Question, QuestionKind
from pecwatch.store import stories
from pecwatch.store.database import Session
from pecwatch.store.decisions import rejections
from pecwatch.store.held import end, hold
from pecwatch.store.questions import answer, ask
from pecwatch.store.stored import from_text, to_text
from pecwatch.store.tables import StoredCounter, StoredEvent, StoredList, StoredPosition


def known(session: Session, months: Collection[str | None], *, first_start: bool = False) -> Known:
    """What the office knows before a list is weighed.

    Args:
        months: The months the list speaks of, as `2025-11`; their neighbours are added here, and for the lists those
            of open positions. None (or nothing) stands for a list without a month, which may belong to any.
        first_start: Handed on: the mail found at the first start is being read.
    """
    wanted = None if None in months or not months else _with_neighbours({month for month in months if month})
    found = _positions_of(session, wanted)
    spoken_of = None if wanted is None else wanted | {each.month for each in found if each.is_open}
    return Known(
        lists=_lists(session, spoken_of),
        positions=found,
        rejections=rejections(session),
        first_start=first_start,
    )


def next_numbers(session: Session, months: Collection[str]) -> Mapping[str, int]:
    """The next running number of each month; read it in the transaction that saves the positions."""
    query = select(StoredCounter.month, StoredCounter.last_number).where(
        StoredCounter.office == session.office, col(StoredCounter.month).in_(months)
    )
    given = dict(session.exec(query).all())
    return {month: given.get(month, 0) + 1 for month in months}


def save_changes(session: Session, changes: Changes) -> None:
    """Write new and changed positions whole, add their events, use up their numbers, keep what is held and asked.

    Of a closed position nothing is held or asked any more.
    """
    _save_positions(session, {position.reference: position for position in changes.positions})
    end(session, changes.ended)
    answer(session, changes.answered)
    for position in changes.positions:
        if position.closed_at is not None:
            end(session, (HeldEnd(reference=position.reference, how=HeldEnding.CLOSED, at=position.closed_at),))
            answer(session, _closed(position.reference, position.closed_at))
    hold(session, changes.held)
    ask(session, changes.asked)
    stories.tell(session, changes.events)


def save_lists(session: Session, message_id: int, lists: Collection[ReceivedList]) -> None:
    """Keep the lists of one message for later comparison; they replace what was kept of that message."""
    session.execute(
        delete(StoredList).where(col(StoredList.office) == session.office, col(StoredList.message_id) == message_id)
    )
    session.add_all(
        StoredList(
            office=session.office,
            message_id=message_id,
            month=received.month,
            sent_at=received.sent_at,
            record=to_text(received),
        )
        for received in lists
    )


def position(session: Session, reference: str) -> Position | None:
    """One position, open or closed."""
    row = _stored_position(session, reference)
    return None if row is None else _position(row)


def positions(
    session: Session, *, open_only: bool = True, month: str | None = None, owner: str | None = None
) -> tuple[Position, ...]:
    """Positions by day of execution, those without a day last."""
    query = _positions(session)
    if open_only:
        query = query.where(col(StoredPosition.is_open).is_(True))
    if month is not None:
        query = query.where(StoredPosition.month == month)
    if owner is not None:
        query = query.where(StoredPosition.owner == owner)
    return tuple(_position(row) for row in session.exec(query))


def positions_named(session: Session, references: Collection[str]) -> dict[str, Position]:
    """Those positions, open or closed, by reference."""
    query = _positions(session).where(col(StoredPosition.reference).in_(references))
    return {row.reference: _position(row) for row in session.exec(query)}


def days_ahead(session: Session, today: dt.date) -> Mapping[str, dt.date]:
    """The execution days from today on, by reference."""
    query = columns(col(StoredPosition.reference), col(StoredPosition.execution_on)).where(
        col(StoredPosition.office) == session.office, col(StoredPosition.execution_on) >= today
    )
    return {reference: day for reference, day in session.execute(query) if day is not None}


def positions_named_by(session: Session, message_id: int) -> tuple[Position, ...]:
    """Positions, open or closed, in whose story a message stands."""
    spoken_of = select(StoredEvent.reference).where(
        StoredEvent.office == session.office, StoredEvent.message_id == message_id
    )
    query = _positions(session).where(col(StoredPosition.reference).in_(spoken_of))
    return tuple(map(_position, session.exec(query)))


def positions_without(session: Session, message_id: int, kind: str) -> tuple[Position, ...]:
    """Open positions in whose story a message does not stand yet under a word: read again, it is told once."""
    told = stories.named_by(session, message_id, kind)
    return tuple(each for each in positions(session) if each.reference not in told)


def positions_before(session: Session, month: str) -> tuple[Position, ...]:
    """Every position of an earlier month, open or closed."""
    return tuple(map(_position, session.exec(_positions(session).where(StoredPosition.month < month))))


def settled_since(positions: Collection[Position], moment: dt.datetime) -> frozenset[str]:
    """References of the positions that somebody closed after that moment."""
    return frozenset(
        each.reference
        for each in positions
        if not each.is_open and each.closed_at is not None and each.closed_at > moment
    )


def _with_neighbours(months: Collection[str]) -> frozenset[str]:
    """The months, the one before and the one after each: a list for November may be corrected in December's."""
    return frozenset(_shifted(month, by) for month in months for by in (-1, 0, 1))


def _shifted(month: str, by: int) -> str:
    year, number = map(int, month.split("-"))
    count = year * 12 + number - 1 + by
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def _lists(session: Session, months: frozenset[str] | None) -> tuple[ReceivedList, ...]:
    order = (col(StoredList.sent_at), col(StoredList.id))
    query = select(StoredList).where(StoredList.office == session.office).order_by(*order)
    if months is not None:
        query = query.where(or_(col(StoredList.month).in_(months), col(StoredList.month).is_(None)))
    return tuple(from_text(ReceivedList, row.record, f"received_list {row.id}") for row in session.exec(query))


def _positions_of(session: Session, months: frozenset[str] | None) -> tuple[Position, ...]:
    query = _positions(session)
    if months is not None:
        query = query.where(or_(col(StoredPosition.month).in_(months), col(StoredPosition.is_open).is_(True)))
    return tuple(_position(row) for row in session.exec(query))


def _positions(session: Session) -> SelectOfScalar[StoredPosition]:
    # Databases disagree on where NULL sorts, so the missing day is a key of its own.
    day = col(StoredPosition.execution_on)
    order = (day.is_(None), day, col(StoredPosition.month), col(StoredPosition.number))
    return select(StoredPosition).where(StoredPosition.office == session.office).order_by(*order)


def _stored_position(session: Session, reference: str) -> StoredPosition | None:
    return session.exec(_positions(session).where(StoredPosition.reference == reference)).one_or_none()


def _position(row: StoredPosition) -> Position:
    found = from_text(Position, row.record, f"position {row.reference}")
    # Positions closed by an older pecwatch have it in the column alone.
    return found if found.closed_at is not None or row.closed_at is None else replace(found, closed_at=row.closed_at)


def _closed(reference: str, at: dt.datetime) -> tuple[Question, ...]:
    return tuple(
        Question(kind=kind, about=reference, asked_at=at, answered_at=at, answered_by="pecwatch", answer="closed")
        for kind in (QuestionKind.MISSING_ROW, QuestionKind.NO_DAY)
    )


def _save_positions(session: Session, positions: Mapping[str, Position]) -> None:
    """Write positions whole; what is there already is asked once for all of them."""
    if not positions:
        return
    query = _positions(session).where(col(StoredPosition.reference).in_(positions))
    earlier = {row.reference: row for row in session.exec(query)}
    last: dict[str, int] = {}
    # Not each by itself: the server takes them together.
    with session.no_autoflush:
        for reference, position in positions.items():
            number = int(reference.rpartition("-")[2])
            session.merge(
                StoredPosition(
                    id=earlier[reference].id if reference in earlier else None,
                    office=session.office,
                    reference=reference,
                    month=position.month,
                    number=number,
                    owner=position.owner,
                    state=position.state,
                    is_open=position.is_open,
                    priority=position.priority,
                    muted=position.muted,
                    confirmed=position.confirmed,
                    execution_on=position.execution_on,
                    message_id=position.message_id,
                    cycle=position.cycle,
                    clock_started_at=position.clock_started_at or position.opened_at,
                    closed_at=position.closed_at,
                    record=to_text(position),
                )
            )
            if reference not in earlier:
                last[position.month] = max(last.get(position.month, 0), number)
    for month, number in last.items():
        _use_up(session, month, number)


def _use_up(session: Session, month: str, number: int) -> None:
    """See to it that the number is never given again, whatever becomes of the position."""
    query = select(StoredCounter).where(StoredCounter.office == session.office, StoredCounter.month == month)
    row = session.exec(query).one_or_none() or StoredCounter(office=session.office, month=month, last_number=0)
    row.last_number = max(row.last_number, number)
    session.add(row)
