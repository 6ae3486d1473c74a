# SPDX-License-Identifier: EUPL-1.2
"""The words of rules/recognition.toml."""

from pecwatch.rules.loading import rule
from pecwatch.rules.phrases import Phrase, Phrases, Samples, Words


@rule
class ListWords:
    """What shows that a message is, or announces, a list."""

    titles: Phrases
    strong: Phrases
    unrelated: Phrases
    announced: Phrases


@rule
class LinkWords:
    """Links that may lead to a list, and those that stand in every letter."""

    downloads: Phrases
    hosts: Phrases
    """Where files are left for others to fetch."""
    lists: Phrases
    others: Phrases


@rule
class NatureWords:
    """What a list says of itself."""

    replacement: Phrases
    correction: Phrases
    integration: Phrases
    reminder: Phrases


@rule
class LetterWords:
    """How a letter of an earlier phase is known."""

    type: str
    phrases: tuple[Phrase, ...]
    samples: Samples = ()

    @property
    def name(self) -> str:
        """What the table is called among the others."""
        return self.type


@rule
class ExecutionWords:
    """How sentences speak of executions."""

    acts: Phrases
    many: Phrases
    """Several executions: they announce a list."""
    weak: Phrases
    """Those of both that other trades use as well."""
    others: Phrases
    """What other trades call by the same words."""
    planned: Phrases
    other_days: Phrases
    """What stands before the day of something else."""
    replaced: Phrases
    """What stands before a day or an address that was wrong."""
    corrected: Phrases
    threats: Phrases
    """By these, without a day, nothing is announced."""
    people: Phrases
    """What stands before a name."""
    dwellings: Phrases
    """What stands before the address of a dwelling."""
    denials: Phrases
    not_all: Phrases
    """By these a denial does not mean that nothing is planned."""


@rule
class FurnitureWords:
    """Lines of a letter that are no rows."""

    openings: Phrases
    closings: Phrases
    stamps: Words
    """What is printed across a page."""
    passing_on: Words
    """What a colleague writes who only hands a list on."""
    prose: Phrases
    no_names: Words
    professions: Words
    """What stands before the name of who signs."""


@rule
class RecognitionWords:
    """What a message is for the office."""

    list: ListWords
    empty: Phrases
    """How the housing company says that nothing is planned."""
    links: LinkWords
    executions: ExecutionWords
    natures: NatureWords
    letters: tuple[LetterWords, ...]
    housing: Phrases
    """What speaks of public housing."""
    furniture: FurnitureWords
