# SPDX-License-Identifier: EUPL-1.2
"""How close the words of a list are to the words of the registry: one batched distance for a whole list."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from pecwatch.matching.sounds import Sounds, outline
from pecwatch.model.record import record

Ids = NDArray[np.int32]
Levels = NDArray[np.int8]

SHORTEST_NEAR = 3
SHORTEST_FAR = 5
SHORTEST_DIM = 7
SHORTEST_PREFIX = 3

Pairs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Numbers of words of a list, places in the vocabulary, and what is known of each pair."""

_NONE = np.zeros(0, dtype=np.int64)


class Level(IntEnum):
    """How much a word resembles another, the closest first."""

    EQUAL = 0
    SPELLING = 1
    """Another spelling or short form of the same name: YOUSSEF and YUSUF, BEPPE and GIUSEPPE."""
    NEAR = 2
    PREFIX = 3
    FAR = 4
    INITIAL = 5
    DIM = 6
    """Half lost in a scan: CSAROTFL and CESAROTTI."""


@record
class CloseWords:
    """Every pair of a word of a list and a word of the registry that resemble each other."""

    wanted: Ids
    """Number of the word of the list, rising."""
    known: Ids
    """Place in the vocabulary, rising for each word of the list."""
    levels: Levels


class Vocabulary:
    """The distinct words of a registry in one role, found by spelling, sound and beginning."""

    def __init__(self, words: Iterable[str], sounds: Sounds) -> None:
        self.words = sorted(set(words))
        self.sounds = sounds
        self.by_class = self._grouped(sounds.classes)
        """The words of each class of spellings."""
        self.by_outline = self._grouped(lambda word: (outline(word),) if len(word) >= SHORTEST_NEAR else ())
        """The words of each outline."""
        self.by_sound = self._grouped(lambda word: (sounds.sound(word),) if len(word) >= SHORTEST_NEAR else ())
        """The words of each sound."""

        self.lengths: NDArray[np.int64] = np.array([len(word) for word in self.words], dtype=np.int64)
        """Letters of each word."""
        self._by_length = np.argsort(self.lengths, kind="stable")

    def of_lengths(self, shortest: int, longest: int) -> NDArray[np.int64]:
        """The places of the words of so many letters."""
        first = np.searchsorted(self.lengths, shortest, side="left", sorter=self._by_length)
        last = np.searchsorted(self.lengths, longest, side="right", sorter=self._by_length)
        return self._by_length[first:last]

    def _grouped(self, keys: Callable[[str], Iterable[str]]) -> Mapping[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            for key in keys(word):
                found[key].append(place)
        return found


def close_words(wanted: Sequence[str], known: Vocabulary) -> CloseWords:
    """Compare the words of a list with a vocabulary, all at once."""
    found = [_by_key(number, word, known) for number, word in enumerate(wanted)]
    if known.words:
        found += _by_distance(wanted, known)
    numbers, places, levels = _joined(found)
    order = np.lexsort((levels, places, numbers))
    numbers, places, levels = numbers[order], places[order], levels[order]
    first = np.append(True, (numbers[1:] != numbers[:-1]) | (places[1:] != places[:-1]))[: len(order)]
    return CloseWords(
        wanted=numbers[first].astype(np.int32),
        known=places[first].astype(np.int32),
        levels=levels[first].astype(np.int8),
    )


def _by_key(number: int, word: str, known: Vocabulary) -> Pairs:
    """The words met without measuring: same class, outline or sound, cut short, an initial."""
    places, levels = _beginnings(word, known.words)
    if len(word) >= SHORTEST_NEAR:
        near = (*known.by_outline.get(outline(word), ()), *known.by_sound.get(known.sounds.sound(word), ()))
        places += near
        levels += [Level.NEAR] * len(near)
    for key in known.sounds.classes(word):
        alike = known.by_class.get(key, ())
        places += alike
        levels += [Level.SPELLING] * len(alike)
    return np.full(len(places), number), np.array(places, dtype=np.int64), np.array(levels, dtype=np.int64)


def _beginnings(word: str, words: Sequence[str]) -> tuple[list[int], list[int]]:
    """The words that begin with this one, or this one with them: cut short, or an initial."""
    places, levels = list[int](), list[int]()
    if len(word) == 1 or len(word) >= SHORTEST_PREFIX:
        first, last = bisect_left(words, word), bisect_left(words, word + "\uffff")
        places += range(first, last)
        levels += [Level.INITIAL if len(word) == 1 else Level.PREFIX] * (last - first)
    for length in (1, *range(SHORTEST_PREFIX, len(word))):
        place = bisect_left(words, word[:length])
        if place < len(words) and words[place] == word[:length]:
            places.append(place)
            levels.append(Level.INITIAL if length == 1 else Level.PREFIX)
    return places, levels


def _by_distance(words: Sequence[str], known: Vocabulary) -> list[Pairs]:
    """Words a few slips apart: words of one length are compared with those that may be so near, all at once."""
    found: list[Pairs] = []
    for length in sorted({len(word) for word in words}):
        numbers = np.array([number for number, word in enumerate(words) if len(word) == length])
        most = _slips(length)
        places = known.of_lengths(length - most, length + most)
        if len(places):
            found.append(_of_one_length([words[number] for number in numbers], numbers, places, most, known))
    return found


def _of_one_length(
    words: Sequence[str], numbers: NDArray[np.int64], places: NDArray[np.int64], most: int, known: Vocabulary
) -> Pairs:
    others = [known.words[place] for place in places.tolist()]
    distances = cdist(words, others, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8).ravel()
    positions = np.flatnonzero(distances <= most)
    rows, columns = np.divmod(positions, len(others))
    slips, theirs = distances[positions], known.lengths[places[columns]]
    shortest, longest = np.minimum(theirs, len(words[0])), np.maximum(theirs, len(words[0]))
    near = (slips == 1) & (longest >= SHORTEST_NEAR) & (shortest > 1)
    far, dim = (slips == 2) & (shortest >= SHORTEST_FAR), (slips == 3) & (shortest >= SHORTEST_DIM)
    levels = np.select([slips == 0, near, far, dim], [Level.EQUAL, Level.NEAR, Level.FAR, Level.DIM], -1)
    kept = levels >= 0
    return numbers[rows[kept]], places[columns[kept]], levels[kept]


def _slips(length: int) -> int:
    """How many slips a word of so many letters may hold."""
    return 1 + (length >= SHORTEST_FAR) + (length >= SHORTEST_DIM)


def _joined(found: Sequence[Pairs]) -> Pairs:
    numbers, places, values = zip(*found, strict=True) if found else ((), (), ())
    return np.concatenate([_NONE, *numbers]), np.concatenate([_NONE, *places]), np.concatenate([_NONE, *values])
