# SPDX-License-Identifier: EUPL-1.2
"""The words of rules/wording.toml."""

from pecwatch.model.listing import Status
from pecwatch.rules.loading import rule


@rule
class StatusPhrases:
    """The phrases that mean one status."""

    status: Status
    phrases: tuple[str, ...]
    past: bool = False
    """Whether the phrase also tells what happened before («già rinviato»), which decides nothing."""
    alone: tuple[str, ...] = ()
    """Whole cells that mean it, such as «NO» in a column «si esegue»."""
    weak: bool = False
    """Whether any other status in the headline goes before it."""


@rule
class PastWords:
    """Words before a status that put it into the past."""

    words: frozenset[str]


@rule
class Denials:
    """How NON reaches the status it denies."""

    between: frozenset[str]


@rule
class Conditions:
    """What makes an execution depend on something."""

    phrases: tuple[str, ...]
    failed: tuple[str, ...]
    """Said of a condition that was not met: it no longer is one."""


@rule
class DayWords:
    """What stands before a day in a wording."""

    new: tuple[str, ...]
    past: tuple[str, ...]


@rule
class WordingWords:
    """What the wording of a row means."""

    statuses: tuple[StatusPhrases, ...]
    past: PastWords
    denials: Denials
    conditions: Conditions
    days: DayWords
