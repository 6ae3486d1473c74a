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


@record
class Answered:
    """What pecwatch made of an answer, to tell whoever wrote it."""

    verdict: Verdict
    command: Command | None = None
    references: tuple[str, ...] = ()
    """Positions on which it was done, or which the answered mail speaks of."""
    argument: str = ""
    """Code of a person, outcome, day."""
    reason: str = ""
    """Italian, without personal data: why it could not be done or understood."""
