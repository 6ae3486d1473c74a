# SPDX-License-Identifier: EUPL-1.2
"""Who sees a name: the one rule that every mail, page and command asks."""

from enum import StrEnum

from pecwatch.model.office import Role
from pecwatch.model.record import record


class Sight(StrEnum):
    """How much of a row somebody is shown."""

    FULL = "full"
    """Name and address as in the list."""
    INITIALS = "initials"
    """Reference, initials, owner, day and state."""
    NOTHING = "nothing"
    """Counts only."""


@record
class Standing:
    """What somebody is to one row at one moment; an acting substitute takes the place of whom she stands in for."""

    owns: bool = False
    also_told: bool = False
    """One of the row's candidates is in her folders."""
    list_in_doubt: bool = False
    """The list was not read, or nobody has confirmed where it comes from."""
    escalated_to: bool = False
    """The escalation has come to her: also to an operator or the duty worker, as substitute of the owner."""
    last_step: bool = False
    eve: bool = False
    """The execution is on the next working day, or today."""


def sight(role: Role, standing: Standing) -> Sight:
    """How much of a row somebody of that role may see.

    The coordinator sees a whole row also when she owns it for want of a duty worker: who must act
    must know on whom.
    """
    match role:
        case Role.OPERATOR:
            full = standing.owns or standing.also_told or standing.escalated_to
            return Sight.FULL if full else Sight.NOTHING
        case Role.DUTY_WORKER:
            return Sight.FULL if standing.owns or standing.escalated_to else Sight.NOTHING
        case Role.COORDINATOR:
            full = standing.owns or standing.list_in_doubt or standing.escalated_to
            return Sight.FULL if full else Sight.INITIALS
        case Role.DIRECTOR:
            return Sight.FULL if standing.last_step or standing.eve else Sight.INITIALS
        case Role.SYSTEM_ADMINISTRATOR | Role.TUTOR:
            return Sight.NOTHING
