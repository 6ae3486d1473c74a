# SPDX-License-Identifier: EUPL-1.2
"""What people answer, and the words for it: rules/answers.toml."""

from typing import Annotated

from pydantic import Field

from pecwatch.model.answer import Command
from pecwatch.rules.loading import rule


@rule
class AnswerWords:
    """One thing that may be answered."""

    command: Command
    offered: str
    """The words of the prepared reply."""
    understood: Annotated[tuple[str, ...], Field(min_length=1)]


@rule
class OutcomeWords:
    """What may follow ESITO."""

    executed: tuple[str, ...]
    released: tuple[str, ...]
    postponed: tuple[str, ...]
    suspended: tuple[str, ...]
    not_executed: tuple[str, ...]


@rule
class PeopleWords:
    """Whom PASSO A may name by what she is."""

    duty_worker: tuple[str, ...]
    coordinator: tuple[str, ...]


@rule
class AnswerRules:
    """The whole of rules/answers.toml."""

    negations: tuple[str, ...]
    doubts: tuple[str, ...]
    still_to_do: tuple[str, ...]
    everything: tuple[str, ...]
    not_everything_after: tuple[str, ...]
    beside_outcomes: tuple[str, ...]
    exceptions: tuple[str, ...]
    taken_back: tuple[str, ...]
    not_yet: tuple[str, ...]
    beside_confirmation: tuple[str, ...]
    people: PeopleWords
    answer: Annotated[tuple[AnswerWords, ...], Field(min_length=1)]
    outcomes: OutcomeWords

    def offered(self, command: Command) -> str:
        """The words of the prepared reply; blank where the office has taken them out."""
        return next((each.offered for each in self.answer if each.command is command), "")
