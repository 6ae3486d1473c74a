# SPDX-License-Identifier: EUPL-1.2
"""How close the words of a list are to the words of the registry: one batched distance for a whole list."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from functools import lru_cache, partial, reduce
from itertools import groupby

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from pecwatch.model.record import record

Spellings = tuple[tuple[str, str], ...]
"""Letters, and the letters another alphabet's names are as well written with, in the order they are replaced."""

SHORTEST_NEAR = 4
"""Letters; one letter of three is half a name."""

SHORTEST_FAR = 5
SHORTEST_PREFIX = 3
_MIXED_UP = (("RN", "M"), ("VV", "W"), ("CL", "D"), ("L", "I"), ("J", "I"), ("Q", "O"))
"""As tesseract and hasty eyes do; digits were turned to letters before."""

_BATCH = 500
"""Words compared at a time: with 10,000 words of a registry that is 5 MB."""


class Level(IntEnum):
    """How much a word resembles another, the closest first."""

    EQUAL = 0
    NEAR = 1
    PREFIX = 2
    FAR = 3
    INITIAL = 4


@record
class Vocabulary:
    """The distinct words of a registry in one role, and who bears them."""

    words: tuple[str, ...]
    """Sorted."""
    bearers: tuple[frozenset[int], ...]
    """Numbers of the people who bear each word."""


class Closeness:
    """The words of a list compared with a vocabulary.

    It answers from tables that are filled on first use, so that a word that recurs costs nothing.
    """

    def __init__(self, words: Iterable[str], vocabulary: Vocabulary, spellings: Spellings) -> None:
        self._vocabulary = vocabulary
        self._levels = _levels(sorted(set(words)), vocabulary, spellings)
        self._bearers: dict[tuple[str, Level], frozenset[int]] = {}

    def level(self, word: str, other: str) -> Level | None:
        """How much a word of the list resembles a word of the registry; None for not at all."""
        return self._levels[word].get(other)

    def bearers(self, word: str, level: Level) -> frozenset[int]:
        """Everybody who bears a word at least this close."""
        key = (word, level)
        if key not in self._bearers:
            places = self._vocabulary
            found = (other for other, reached in self._levels[word].items() if reached <= level)
            self._bearers[key] = frozenset().union(*(places.bearers[bisect_left(places.words, w)] for w in found))
        return self._bearers[key]

    def reached(self, word: str) -> tuple[Level, ...]:
        """The levels at which anybody stands, the closest first."""
        return tuple(sorted(set(self._levels[word].values())))


def _levels(words: Sequence[str], vocabulary: Vocabulary, spellings: Spellings) -> dict[str, dict[str, Level]]:
    found: dict[str, dict[str, Level]] = {word: _beginnings(word, vocabulary.words) for word in words}
    if not vocabulary.words:
        return found
    for alike in (outline, partial(sound, spellings=spellings)):
        known = _grouped(vocabulary.words, alike)
        for word in words:
            if len(word) >= SHORTEST_NEAR:
                found[word].update((other, Level.NEAR) for other in known.get(alike(word), ()))
    for start in range(0, len(words), _BATCH):
        batch = words[start : start + _BATCH]
        distances = cdist(batch, vocabulary.words, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
        for row, column in np.argwhere(distances <= 2):
            word, other = batch[row], vocabulary.words[column]
            level = _level(int(distances[row, column]), word, other)
            if level is not None:
                found[word][other] = min(level, found[word].get(other, level))
    return found


@lru_cache(maxsize=65_536)
def outline(word: str) -> str:
    """What is left of a word when letters that a scan mixes up are made one."""
    for seen, meant in _MIXED_UP:
        word = word.replace(seen, meant)
    return word


@lru_cache(maxsize=65_536)
def sound(word: str, spellings: Spellings) -> str:
    """What is left of a word when the ways to write a foreign sound are made one, and double letters single."""
    plain = reduce(lambda said, pair: said.replace(*pair), spellings, word)
    return "".join(letter for letter, _ in groupby(plain))


def _grouped(words: Sequence[str], alike: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= SHORTEST_NEAR:
            found.setdefault(alike(word), []).append(word)
    return found


def _level(distance: int, word: str, other: str) -> Level | None:
    shortest = min(len(word), len(other))
    if distance == 0:
        return Level.EQUAL
    if distance == 1 and max(len(word), len(other)) >= SHORTEST_NEAR and shortest > 1:
        return Level.NEAR
    return Level.FAR if distance == 2 and shortest >= SHORTEST_FAR else None


def _beginnings(word: str, words: Sequence[str]) -> dict[str, Level]:
    """The words that begin with this one, or this one with them: cut short, or an initial."""
    found: dict[str, Level] = {}
    if len(word) == 1 or len(word) >= SHORTEST_PREFIX:
        level = Level.INITIAL if len(word) == 1 else Level.PREFIX
        place = bisect_left(words, word)
        while place < len(words) and words[place].startswith(word):
            found[words[place]] = level
            place += 1
    for length in (1, *range(SHORTEST_PREFIX, len(word))):
        place = bisect_left(words, word[:length])
        if place < len(words) and words[place] == word[:length]:
            found[words[place]] = Level.INITIAL if length == 1 else Level.PREFIX
    found.pop(word, None)
    return found
