# SPDX-License-Identifier: EUPL-1.2
"""The distinct names of a registry in one role: their words, and the people who bear them, in flat arrays.

A registry of a million people has far fewer distinct names: names are compared once, not people.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pecwatch.matching.closeness import Ids, Vocabulary
from pecwatch.matching.sounds import Sounds
from pecwatch.matching.tokens import Words

WHOLE = 99
"""Place of the words of a name written as one."""


class Postings:
    """For each number the numbers that belong to it, in one array."""

    def __init__(self, keys: Ids, values: Ids, size: int) -> None:
        order = np.argsort(keys, kind="stable")
        self._values = values[order]
        self._starts = np.searchsorted(keys[order], np.arange(size + 1))

    @classmethod
    def of_column(cls, column: Ids, size: int) -> "Postings":
        """For each number the places of a column where it stands; negative numbers are left out."""
        places = np.flatnonzero(column >= 0).astype(np.int32)
        return cls(column[places], places, size)

    def of(self, key: int) -> Ids:
        """What belongs to one number."""
        return self._values[self._starts[key] : self._starts[key + 1]]

    def of_all(self, keys: Ids) -> tuple[Ids, Ids]:
        """What belongs to several numbers, and for each the place of its key among those asked for."""
        starts, counts = self._starts[keys], self._starts[keys + 1] - self._starts[keys]
        owners = np.repeat(np.arange(len(keys), dtype=np.int32), counts)
        offsets = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
        return self._values[starts[owners] + offsets], owners


class NameTable:
    """Distinct names, numbered from 0."""

    def __init__(self, names: Sequence[Words], bearers: Sequence[Ids], sounds: Sounds, registered: int) -> None:
        """Take the names apart.

        Args:
            bearers: Columns of the number of each person's name, -1 for none; a second one for second names.
            registered: How many of the people are counted; the others are aliases of these.
        """
        self.parts: NDArray[np.int16] = np.array([len(name.parts) for name in names], dtype=np.int16)
        first, *others = (column[:registered] for column in bearers)
        counted = (first, *(np.where(column == first, -1, column) for column in others))
        self.counts = sum(
            (np.bincount(column[column >= 0], minlength=len(names)) for column in counted),
            np.zeros(len(names), dtype=np.int64),
        )
        self.bearers = tuple(Postings.of_column(column, len(names)) for column in bearers)
        self.vocabulary = Vocabulary((token for name in names for token in name.tokens), sounds)
        self._words, self._name, self._position = _entries(names, self.vocabulary.words)

    def __len__(self) -> int:
        return len(self.parts)

    def holding(self, words: Ids) -> tuple[Ids, Ids, Ids]:
        """Where words of the vocabulary stand: names, position within them, and which of the words it is."""
        entries, owners = self._words.of_all(words)
        return self._name[entries], self._position[entries], owners


def _entries(names: Sequence[Words], vocabulary: Sequence[str]) -> tuple[Postings, Ids, Ids]:
    """For each word the entries that hold it; name and position of each entry."""
    place_of = {word: place for place, word in enumerate(vocabulary)}
    words, numbers, positions = [], [], []
    for number, name in enumerate(names):
        for position, part in enumerate(name.parts):
            words.append(place_of[part])
            numbers.append(number)
            positions.append(position)
        if len(name.parts) > 1:
            words.append(place_of[name.whole])
            numbers.append(number)
            positions.append(WHOLE)
    column = np.array(words, dtype=np.int32)
    return (
        Postings.of_column(column, len(vocabulary)),
        np.array(numbers, dtype=np.int32),
        np.array(positions, dtype=np.int32),
    )
