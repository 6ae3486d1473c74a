# SPDX-License-Identifier: EUPL-1.2
"""The words of rules/recognition.toml."""

from pecwatch.rules.loading import rule

Phrases = tuple[str, ...]


@rule
class ListWords:
    """What shows that a message is, or announces, a list."""

    titles: Phrases
    strong: Phrases
    unrelated: Phrases
    announced: Phrases


@rule
class EmptyWords:
    """How the housing company says that nothing is planned."""

    phrases: Phrases


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
    phrases: Phrases


@rule
class HousingWords:
    """What speaks of public housing."""

    words: Phrases


@rule
class FurnitureWords:
    """Lines of a letter that are no rows."""

    openings: Phrases
    closings: Phrases
    prose: Phrases
    no_names: frozenset[str]


@rule
class RecognitionWords:
    """What a message is for the office."""

    list: ListWords
    empty: EmptyWords
    natures: NatureWords
    letters: tuple[LetterWords, ...]
    housing: HousingWords
    furniture: FurnitureWords
