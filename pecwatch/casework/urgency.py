# SPDX-License-Identifier: EUPL-1.2
"""How urgent a row is, and which lists may make it less so."""

import datetime as dt

from pecwatch.model.listing import ListRow, Status
from pecwatch.model.message import Message, Trust
from pecwatch.model.position import Priority

HAPPY = frozenset({Status.NOT_EXECUTED, Status.SUSPENDED, Status.RELEASED})

RANK: dict[Status, int] = {
    Status.EXECUTE: 2,
    Status.UNKNOWN: 2,
    Status.TO_CONFIRM: 1,
}
"""How loudly a status asks for help before the day; all others ask for none, so a forger would choose them."""


def rank(status: Status) -> int:
    """How loudly a status asks: only a trusted list may bring it down."""
    return RANK.get(status, 0)


def priority_of(row: ListRow) -> Priority:
    """Low for a happy status and for a postponement without a date; urgent for everything else."""
    undated = row.status is Status.POSTPONED and row.postponed_to is None
    return Priority.LOW if row.status in HAPPY or undated else Priority.URGENT


def day_of(row: ListRow) -> dt.date | None:
    """The day the clock looks at: the new date of a postponed row, otherwise the planned one."""
    return row.postponed_to or row.date


def may_lower(message: Message) -> bool:
    """Whether a list may lower urgency, move a date later, replace or annul.

    Only one with a verified seal from a recognised sender: a forger must not be able to switch an
    alarm off.
    """
    return message.trust is Trust.VERIFIED and message.sender_recognised


def is_confirmed(message: Message) -> bool:
    """Whether positions opened by the message need nobody's CONFERMO."""
    return message.sender_recognised and message.trust is not Trust.INVALID
