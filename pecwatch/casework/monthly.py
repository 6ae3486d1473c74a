# SPDX-License-Identifier: EUPL-1.2
"""The numbers of a month for the table with the housing company; pure, and without a name."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from pecwatch.casework.acknowledging import first_acknowledgment
from pecwatch.casework.working_time import WorkingTime
from pecwatch.model.match import Band
from pecwatch.model.monthly import (
    Acknowledgments,
    BandCount,
    ListDifference,
    ListPart,
    MonthsList,
    Wait,
    WaitCount,
)
from pecwatch.model.position import Event, Position, Priority
from pecwatch.model.record import record
from pecwatch.model.trail import MessageTrace

Stories = Mapping[str, Sequence[Event]]
"""The events of each position, by reference."""

MOST_OF_A_WEEK = 5
"""Working days up to which a wait counts as three to five."""

DIFFERING = frozenset({"changed", "held", "annulled", "missing"})
"""Kinds of events by which a later list says something else than the one before."""


def month_before(month: str, by: int = 1) -> str:
    """`2025-11` one month earlier is `2025-10`."""
    year, number = map(int, month.split("-"))
    count = year * 12 + number - 1 - by
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def months_lists(traces: Iterable[MessageTrace], stories: Stories) -> tuple[MonthsList, ...]:
    """The messages with lists of the month, in the order in which they came, and what each was to it."""
    kinds: dict[int, set[str]] = {}
    for event in (event for story in stories.values() for event in story):
        if event.message_id is not None:
            kinds.setdefault(event.message_id, set()).add(event.kind)
    ordered = sorted(traces, key=lambda each: (each.arrived_at, each.message_id))
    return tuple(MonthsList(part=_part(each, kinds.get(each.message_id, set())), trace=each) for each in ordered)


def _part(trace: MessageTrace, kinds: set[str]) -> ListPart:
    if not trace.rows:
        return ListPart.EMPTY
    if "copy_received" in kinds:
        return ListPart.COPY
    if kinds & {"confirmed_by_reminder", "changed", "held", "annulled"}:
        return ListPart.AGAIN
    return ListPart.FIRST if "opened" in kinds else ListPart.RECORDED


def band_counts(positions: Iterable[Position]) -> tuple[BandCount, ...]:
    """How many rows were matched how well, in the order of `Band`; what people confirmed since counts."""
    counts = Counter(position.match.band for position in positions)
    return tuple(BandCount(band=band, rows=counts[band]) for band in Band)


@record
class Acknowledged:
    """One row that somebody took in hand."""

    reference: str
    working_time: dt.timedelta
    days: int
    """Working days."""


def acknowledgments(
    positions: Iterable[Position], stories: Stories, served_at: Mapping[int, dt.datetime], hours: WorkingTime
) -> Acknowledgments:
    """How soon the rows were taken in hand.

    Args:
        served_at: From when each message counts, by ledger number; a row whose message is gone counts from its opening.
    """
    live = [position for position in positions if not position.muted]
    taken = [each for position in live if (each := _acknowledged(position, stories, served_at, hours)) is not None]
    silent = [each for each in live if each.reference not in {row.reference for row in taken}]
    waits = Counter(_wait(each.days) for each in taken)
    waits[Wait.NONE] = len(silent)
    longest = max(taken, key=lambda each: each.working_time, default=None)
    return Acknowledgments(
        rows=len(live),
        acknowledged=len(taken),
        median_minutes=round(median(_minutes(each.working_time) for each in taken)) if taken else None,
        longest_minutes=None if longest is None else _minutes(longest.working_time),
        longest_reference=None if longest is None else longest.reference,
        waits=tuple(WaitCount(wait=wait, rows=waits[wait]) for wait in Wait),
        unanswered=_references(each for each in silent if each.is_open and each.priority is Priority.URGENT),
        unanswered_low=_references(each for each in silent if each.is_open and each.priority is Priority.LOW),
        closed_unanswered=_references(each for each in silent if not each.is_open),
    )


def _acknowledged(
    position: Position, stories: Stories, served_at: Mapping[int, dt.datetime], hours: WorkingTime
) -> Acknowledged | None:
    said = first_acknowledgment(stories.get(position.reference, ()))
    if said is None:
        return None
    since = served_at.get(position.message_id, position.opened_at)
    return Acknowledged(
        reference=position.reference,
        working_time=hours.between(since, said.at),
        days=max(0, hours.days_left(hours.day_of(since), hours.day_of(said.at))),
    )


def _wait(days: int) -> Wait:
    exact = {0: Wait.SAME_DAY, 1: Wait.ONE, 2: Wait.TWO}
    return exact.get(days) or (Wait.THREE_TO_FIVE if days <= MOST_OF_A_WEEK else Wait.MORE)


def _minutes(time: dt.timedelta) -> int:
    return round(time.total_seconds() / 60)


def _references(positions: Iterable[Position]) -> tuple[str, ...]:
    return tuple(sorted(position.reference for position in positions))


def differences(stories: Stories) -> tuple[ListDifference, ...]:
    """What later lists said otherwise, in the order in which they came."""
    found = (
        ListDifference(
            reference=event.reference, message_id=event.message_id, at=event.at, word=event.kind, detail=event.detail
        )
        for story in stories.values()
        for event in story
        if event.kind in DIFFERING and event.by == "list"
    )
    return tuple(sorted(found, key=lambda each: (each.at, each.reference)))
