# SPDX-License-Identifier: EUPL-1.2
"""What became of a row, whoever said it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pecwatch.casework.acknowledging import is_said
from pecwatch.model.listing import Status
from pecwatch.model.monthly import Fate, FateCount
from pecwatch.model.position import Event, Outcome, Position

BY_OUTCOME: dict[Outcome, Fate] = {
    Outcome.EXECUTED: Fate.EXECUTED,
    Outcome.RELEASED: Fate.RELEASED,
    Outcome.POSTPONED: Fate.POSTPONED,
    Outcome.SUSPENDED: Fate.SUSPENDED,
    Outcome.NOT_EXECUTED: Fate.NOT_EXECUTED,
    Outcome.NOT_THE_HOUSING_COMPANY: Fate.OTHER,
    Outcome.CLOSED_BY_PERSON: Fate.OTHER,
}

BY_STATUS: dict[Status, Fate] = {
    Status.EXECUTED: Fate.EXECUTED,
    Status.RELEASED: Fate.RELEASED,
    Status.POSTPONED: Fate.POSTPONED,
    Status.SUSPENDED: Fate.SUSPENDED,
    Status.NOT_EXECUTED: Fate.NOT_EXECUTED,
}
"""What a list itself says has become of a row; every other status leaves it open."""

ENDING = frozenset({"outcome", "corrected", "closed"})
"""Kinds of events by which a person says what became of a row."""


def fate_of(position: Position) -> Fate:
    """What became of a row: the word of whoever spoke last of its outcome, otherwise the status in the list."""
    if position.outcome is not None:
        return BY_OUTCOME[position.outcome]
    return BY_STATUS.get(position.row.status, Fate.OPEN)


def fate_counts(positions: Iterable[Position], events: Mapping[str, Sequence[Event]]) -> tuple[FateCount, ...]:
    """How many rows came to what, in the order of `Fate`, and how many of them by the word of a person."""
    all_, said = Counter[Fate](), Counter[Fate]()
    for position in positions:
        fate = fate_of(position)
        all_[fate] += 1
        said[fate] += _is_by_person(position, events.get(position.reference, ()))
    return tuple(FateCount(fate=fate, rows=all_[fate], by_person=said[fate]) for fate in Fate)


def _is_by_person(position: Position, events: Iterable[Event]) -> bool:
    return position.outcome is not None and any(event.kind in ENDING and is_said(event) for event in events)
