# SPDX-License-Identifier: EUPL-1.2
"""One household through all months: what happened to each of its positions, in one order."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from pecwatch.casework.identity import same_household
from pecwatch.model.position import Event, Position
from pecwatch.model.record import record


@record
class Moment:
    """One event of a household, with the position to which it happened."""

    position: Position
    event: Event


def household(position: Position, positions: Iterable[Position]) -> tuple[Position, ...]:
    """Every position of the same household, this one too, by month and reference.

    Those that an earlier opening recognised count too, though a name was corrected since.
    """
    seen = {each.reference for each in position.seen_before}
    found = [each for each in positions if each.reference == position.reference or _is_same(position, each, seen)]
    return tuple(sorted(found, key=lambda each: (each.month, each.reference)))


def timeline(
    position: Position, positions: Iterable[Position], events: Mapping[str, Sequence[Event]]
) -> tuple[Moment, ...]:
    """What happened to a household, oldest first, whatever month's list it stood in.

    Args:
        positions: Of all months, open or closed.
        events: The story of each position, by reference.
    """
    moments = [
        Moment(position=each, event=event)
        for each in household(position, positions)
        for event in events.get(each.reference, ())
    ]
    return tuple(sorted(moments, key=_when))


def _when(moment: Moment) -> dt.datetime:
    """Events of one moment stay in the order of their stories."""
    return moment.event.at


def _is_same(one: Position, other: Position, seen: set[str]) -> bool:
    remembered = other.reference in seen or any(each.reference == one.reference for each in other.seen_before)
    return remembered or any(
        same_household(left, right) > 0
        for left in filter(None, (one.row, one.listed))
        for right in filter(None, (other.row, other.listed))
    )
