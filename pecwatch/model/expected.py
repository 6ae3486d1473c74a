# SPDX-License-Identifier: EUPL-1.2
"""When the list of a month should be here, and when earlier ones came."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.record import record


class Reckoning(StrEnum):
    """How the day is found by which a list should be here."""

    LEARNED = "learned"
    """From the months before."""
    DAY = "day"
    WORKING_DAY = "working day"
    NEVER = "never"
    """Nobody is told that a list is missing."""


@record
class ExpectedBy:
    """By when the list of a month should be here: a day of the month before it."""

    reckoning: Reckoning = Reckoning.LEARNED
    number: int = 0
    """Of the day or working day; negative ones count from the end of the month."""


@record
class ListArrival:
    """That a list of a month came."""

    month: str
    message_id: int
    sent_at: dt.datetime
