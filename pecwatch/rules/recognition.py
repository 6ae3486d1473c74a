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
class FurnitureWords:
    """Lines of a letter that are no rows."""

    openings: Phrases
    closings: Phrases
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
    natures: NatureWords
    letters: tuple[LetterWords, ...]
    housing: Phrases
    """What speaks of public housing."""
    furniture: FurnitureWords
