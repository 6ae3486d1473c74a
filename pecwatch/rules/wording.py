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
    samples: Samples = ()

    @property
    def name(self) -> str:
        """What the table is called among the others."""
        return f"{self.status.value}{'_weak' if self.weak else ''}"


@rule
class Denials:
    """How NON reaches the status it denies."""

    between: frozenset[Word]
    samples: Samples = ()


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
    past: Words


@rule
class WordingWords:
    """What the wording of a row means."""

    statuses: tuple[StatusPhrases, ...]
    past: Words
    """Words before a status that put it into the past."""
    denials: Denials
    conditions: Conditions
    days: DayWords
