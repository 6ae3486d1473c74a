# SPDX-License-Identifier: EUPL-1.2
"""When the chain of escalation begins anew, and from when a closed position is kept."""

import datetime as dt
from dataclasses import replace

from pecwatch.model.position import Position, PositionState, Priority

UNTAKEN = frozenset({PositionState.NEW, PositionState.NOTIFIED})
"""States in which nobody has said yet that the row is looked after."""


def after_change(before: Position, after: Position, at: dt.datetime) -> Position:
    """The changed position with what follows from the change for its clocks."""
    if before.is_open and not after.is_open:
        after = replace(after, closed_at=at)
    elif after.is_open and after.closed_at is not None:
        after = replace(after, closed_at=None)
    if not begins_anew(before, after):
        return after
    return replace(after, cycle=before.cycle + 1, clock_started_at=at)


def begins_anew(before: Position, after: Position) -> bool:
    """Whether the chain starts again from the owner.

    It does when the row is opened or told again, is urgent again, goes to another owner who has not answered yet, or
    is put off to a later day. It does not when a reminder repeats it, nor for an earlier day: who was told of the
    later one stays told, and only the waiting times grow shorter. So nothing but a person or a list that may lower
    takes the chain back by a link.
    """
    if not after.is_open or after.muted:
        return False
    if not before.is_open or before.muted:
        return True
    handed_over = after.owner != before.owner and after.state in UNTAKEN
    urgent_again = before.priority is Priority.LOW and after.priority is Priority.URGENT
    return handed_over or urgent_again or _is_later(before, after)


def _is_later(before: Position, after: Position) -> bool:
    was, now = before.execution_on, after.execution_on
    return was is not None and now is not None and now > was
