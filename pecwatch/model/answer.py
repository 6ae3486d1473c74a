# SPDX-License-Identifier: EUPL-1.2
"""What people answer to a mail of pecwatch."""

from enum import StrEnum

from pecwatch.model.record import record


class Command(StrEnum):
    """What an answer asks for; the words for it stand in rules/answers.toml."""

    TAKE = "take"
    NOT_THE_PERSON = "not_the_person"
    HAND_ON = "pass"
    """To somebody, by code or name."""
    CONTACTED = "contacted"
    PLAN = "plan"
    POSTPONEMENT_ASKED = "postponement_asked"
    OUTCOME = "outcome"
    """Executed, released, postponed to a day or without one, suspended, not executed."""
    CLOSE = "close"
    """With a reason: only what is postponed without a day, suspended or not executed."""
    CONFIRM_LIST = "confirm_list"
    REFUSE_LIST = "refuse_list"


class Verdict(StrEnum):
    """What became of an answer."""

    DONE = "done"
    NOT_UNDERSTOOD = "not_understood"
    REFUSED = "refused"
    """Understood, and it cannot be done: the reason is told."""
    WRONG_SENDER = "wrong_sender"
    """It bears the token of a mail to somebody else."""
    AUTOMATIC = "automatic"
    """Out of office, read receipt: nobody wrote it."""
    QUOTED_ONLY = "quoted_only"
    """Nothing of its own stands above the quoted mail."""
    RETURNED = "returned"
    """Our mail came back undelivered."""


class Hindrance(StrEnum):
    """What stands against doing what somebody asked for."""

    NO_SUCH_POSITION = "no_such_position"
    NOT_HERS = "not_hers"
    """She was never written to about the position."""
    FOR_ANOTHER = "for_another"
    """The mail that she answers was for somebody else."""
    CLOSED = "closed"
    OPEN = "open"
    NOBODY_THERE = "nobody_there"
    """Nobody in the office has the code."""
    MAY_NOT_OWN = "may_not_own"
    OWNS_ALREADY = "owns_already"
    ABSENT = "absent"
    NO_CANDIDATE = "no_candidate"
    """No folder is left of which it could be said."""
    CONFIRMED_ALREADY = "confirmed_already"
    NOT_AN_OUTCOME = "not_an_outcome"
    DAY_OVER = "day_over"
    """A postponement to a day that has passed."""
    DAY_TO_COME = "day_to_come"
    """An execution that is said to be done, and its day has not come."""
    STILL_URGENT = "still_urgent"
    NO_REASON = "no_reason"
    NO_LIST_HERE = "no_list_here"
    """The answered mail asks about no list."""
    NOTHING_ASKED = "nothing_asked"
    """Of this list nothing is to be said."""
    MAY_NOT_SAY = "may_not_say"
    """Others say whether a list is genuine."""


@record
class Answered:
    """What pecwatch made of an answer, to tell whoever wrote it."""

    verdict: Verdict
    command: Command | None = None
    references: tuple[str, ...] = ()
    """Positions on which it was done, or which the answered mail speaks of."""
    argument: str = ""
    """Code of a person, outcome, day; of a confirmed list the positions that stay closed all the same."""
    reason: str = ""
    """Italian, without personal data: why it could not be understood."""
    hindrance: Hindrance | None = None
    """Why it was understood and could not be done."""
