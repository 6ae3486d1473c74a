# SPDX-License-Identifier: EUPL-1.2
"""The words of rules/wording.toml."""

from pecwatch.model.listing import Status
from pecwatch.rules.loading import rule
from pecwatch.rules.phrases import Phrase, Phrases, Samples, Word, Words


@rule
class StatusPhrases:
    """The phrases that mean one status."""

    status: Status
    phrases: tuple[Phrase, ...]
    past: bool = False
    """Whether the phrase also tells what happened before («già rinviato»), which decides nothing."""
    alone: tuple[Word, ...] = ()
    """Whole cells that mean it, such as «NO» in a column «si esegue»."""
    weak: bool = False
    """Whether any other status in the headline goes before it."""
    forward: bool = False
    """Whether the phrase brings the execution forward, to a day that goes before the list's own."""
    samples: Samples = ()

    @property
    def name(self) -> str:
        """What the table is called among the others."""
        return f"{self.status.value}{'_weak' if self.weak else '_forward' if self.forward else ''}"


@rule
class Denials:
    """How NON reaches the status it denies."""

    between: frozenset[Word]
    samples: Samples = ()


@rule
class Reversals:
    """Which words take a relief back, or leave it open."""

    nouns: Words
    between: Words
    refused_before: Phrases
    refused_behind: Phrases
    lapsed_behind: Phrases
    asked_before: Phrases
    asked_behind: Phrases
    possible_before: Phrases
    planned_behind: Phrases
    granted: Phrases
    confirming: Words


@rule
class Conditions:
    """What makes an execution depend on something."""

    open: Phrases
    failed: Phrases
    """Said of a condition that was not met: it no longer is one."""


@rule
class DayWords:
    """What stands before a day in a wording."""

    new: Words
    again: Words
    """What says of something suspended, too, that it takes place after all."""
    past: Words


@rule
class WordingWords:
    """What the wording of a row means."""

    statuses: tuple[StatusPhrases, ...]
    past: Words
    """Words before a status that put it into the past."""
    denials: Denials
    future: Words
    """Auxiliaries that put an act into the future."""
    voluntary: Words
    """Beside them it is the tenant who is to act."""
    other_acts: Words
    """What else is carried out, paid or held: its «eseguito» closes nothing."""
    acts_before: Words
    """What is carried out before the execution; called off, they call it off, too."""
    of_others: Phrases
    """In a wording, they say that it speaks of other rows too."""
    partial: Phrases
    """Beside «eseguito» they leave something to be done."""
    reversals: Reversals
    conditions: Conditions
    days: DayWords
