# SPDX-License-Identifier: EUPL-1.2
"""What the calendar asks about a position: who is told next, and who was told."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Position, PositionState, Priority
from pecwatch.model.record import record


class StepKind(StrEnum):
    """Why somebody is told of a position when no list has come."""

    OWNER = "owner"
    """The first mail: that of the list, or of whoever handed the position over."""
    SUBSTITUTE = "substitute"
    COORDINATOR = "coordinator"
    DIRECTOR = "director"
    EVERYBODY = "everybody"
    """At once, with telephone numbers: a working day is left, none, or the day has passed."""
    TEN_DAYS = "ten_days"
    TWO_DAYS = "two_days"
    EVE = "eve"
    DAY = "day"
    OUTCOME = "outcome"
    """The afternoon of the day: what has become of it?"""
    OUTCOME_AGAIN = "outcome_again"
    STILL_OPEN = "still_open"
    """Low priority: is it still so?"""


@record
class Step:
    """Somebody is to be told of a position."""

    reference: str
    cycle: int
    """Of the position: a chain that began anew does not count what was told before."""
    kind: StepKind
    day: dt.date | None
    """The day of execution it speaks of: a day that moved is told again."""
    recipient: str
    """Code of who is written to, an acting substitute's own."""


@record
class Told:
    """A step whose mail was written."""

    step: Step
    decided_at: dt.datetime
    sent_at: dt.datetime | None = None
    """When the relay took the mail; None while it waits."""
    undelivered_at: dt.datetime | None = None
    """When a relay refused it for good or it came back; None again once the mail is written again."""
    mail_event: str = ""
    """Names its mail."""


@record
class Asked:
    """A step with what its mail has to say."""

    step: Step
    position: Position
    recipient: OfficePerson
    acting_for: OfficePerson | None = None
    """For whom she stands in, or whose silence brought the row to her."""
    days_left: int | None
    """Working days; 0 for today, negative for a day gone by, None without a day."""
    last_step: bool = False
    """Nobody stands above her: the director, or whoever is the last there is."""


@record
class Watched:
    """What the calendar looks at of an open position: no name, no address, so that thousands are looked at in a go."""

    reference: str
    month: str
    owner: str
    state: PositionState
    priority: Priority
    execution_on: dt.date | None
    cycle: int
    started_at: dt.datetime
    """When the running chain began: the opening, or another owner, another day, a person's word."""
    last_word_at: dt.datetime
    """When a person or a list last spoke of it."""


@record
class Due:
    """What a look at a position found."""

    steps: tuple[Step, ...]
    again: tuple[Told, ...] = ()
    """Steps whose mail did not arrive and is to be written again."""
    look_at: dt.datetime
    """When something is due of it next, in UTC, if nothing changes until then."""
    reason: str
    """English, without personal data: why these steps, or why none."""
