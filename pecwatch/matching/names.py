# SPDX-License-Identifier: EUPL-1.2
"""A printed surname or given name weighed against all registered ones."""

from collections.abc import Iterable
from itertools import pairwise
from math import log2

import numpy as np
from numpy.typing import NDArray

from pecwatch.matching.closeness import Ids, Level, Levels, close_words
from pecwatch.matching.name_table import WHOLE, NameTable
from pecwatch.matching.tokens import Words
from pecwatch.model.record import record
from pecwatch.rules.matching import NameWeights

_SMOOTHING = 0.5
"""Added to each count: a word that nobody bears is rare, not impossible."""

_NOTHING = len(Level)
"""Level of words that do not resemble each other."""

Bits = NDArray[np.float64]
Flags = NDArray[np.bool_]


@record
class Comparison:
    """How a name agrees, and what that is worth."""

    bits: float
    level: Level | None
    """The worst word that agrees; None when nothing does."""
    bearers: int = 0
    """People of the registry whose name agrees at least as well."""
    partly: bool = False
    """A word of one side has no counterpart."""


@record
class _Resemblance:
    """Names of the registry that agree with printed ones, at least in part."""

    printed: Ids
    """Number of the printed name, rising."""
    names: Ids
    """Rising for each printed name."""
    likely: Bits
    """How often the right person's name looks so."""
    levels: Levels
    partly: Flags


@record
class AgreeingNames:
    """The names of the registry that agree with one printed name, weighed."""

    names: Ids
    """Rising."""
    bits: Bits
    levels: Levels
    partly: Flags
    bearers: NDArray[np.int64]

    def comparison(self, name: int) -> Comparison | None:
        """How one name agrees; None when it does not."""
        place = int(self.names.searchsorted(name))
        if place == len(self.names) or self.names[place] != name:
            return None
        return Comparison(
            bits=float(self.bits[place]),
            level=Level(int(self.levels[place])),
            bearers=int(self.bearers[place]),
            partly=bool(self.partly[place]),
        )


class NameScale:
    """Weighs the names of one list against the names of the registry in one role.

    What agrees is worth log2(m / u): m is how often the right person's name looks like this, u the share of people
    whose name agrees at least as well. Single words are weighed all at once, names of several words when first asked.
    """

    def __init__(self, words: Iterable[str], table: NameTable, weights: NameWeights, reference: float) -> None:
        self.table = table
        self.different = log2(weights.different)
        self._weights = weights
        self._reference = reference
        levels = (
            weights.equal,
            weights.spelling,
            weights.near,
            weights.prefix,
            weights.far,
            weights.initial,
            weights.dim,
        )
        self._likely: Bits = np.array([*levels, 0.0])
        distinct = sorted(set(words))
        self._number = {word: number for number, word in enumerate(distinct)}
        close = close_words(distinct, table.vocabulary)
        names, positions, owners = table.holding(close.known)
        self._holding = _Holding(
            printed=close.wanted[owners], names=names, positions=positions, levels=close.levels[owners]
        )
        self._starts = np.searchsorted(self._holding.printed, np.arange(len(distinct) + 1))
        self._agreeing = self._single_words()

    def agreeing(self, printed: Words) -> AgreeingNames:
        """The names that agree with a printed one."""
        found = self._agreeing.get(printed.parts)
        if found is None:
            (found,) = self._weighed(self._best(self._resembling(printed)), 1)
            self._agreeing[printed.parts] = found
        return found

    def compare(self, printed: Words, name: int) -> Comparison | None:
        """Weigh one name; None where either side is blank."""
        if not printed.parts or name < 0:
            return None
        return self.agreeing(printed).comparison(name) or Comparison(bits=self.different, level=None)

    def _single_words(self) -> dict[tuple[str, ...], AgreeingNames]:
        """Every word of the list as a name of its own."""
        held, weights = self._holding, self._weights
        more = (self.table.parts[held.names] > 1) & (held.positions != WHOLE)
        missing = np.where(held.positions == 0, weights.one_more, weights.first_missing)
        likely = self._likely[held.levels] * np.where(more, missing, 1.0)
        found = _Resemblance(printed=held.printed, names=held.names, likely=likely, levels=held.levels, partly=more)
        weighed = self._weighed(self._best(found), len(self._number))
        return {(word,): each for word, each in zip(self._number, weighed, strict=True)}

    def _resembling(self, printed: Words) -> _Resemblance:
        """A name of several words, word by word, and written as one: DELLA ROCCHETTA and DELLAROCCHETTA."""
        by_parts, whole = self._by_parts(printed), self._held(printed.whole)
        parted = (whole.positions == WHOLE) | (self.table.parts[whole.names] == 1)
        names, levels = whole.names[parted], whole.levels[parted]
        return _Resemblance(
            printed=np.zeros(len(by_parts.names) + len(names), dtype=np.int32),
            names=np.concatenate([by_parts.names, names]),
            likely=np.concatenate([by_parts.likely, self._likely[levels]]),
            levels=np.concatenate([by_parts.levels, levels]),
            partly=np.concatenate([by_parts.partly, np.zeros(len(names), dtype=np.bool_)]),
        )

    def _by_parts(self, printed: Words) -> _Resemblance:
        weights = self._weights
        found = [self._held(part) for part in printed.parts]
        names = np.unique(np.concatenate([held.names for held in found]))
        likely, levels = np.ones(len(names)), np.zeros(len(names), dtype=np.int8)
        matched, firsts = np.zeros(len(names), dtype=np.int64), np.zeros(len(names), dtype=np.bool_)
        for number, held in enumerate(found):
            inside = held.positions != WHOLE
            places = np.searchsorted(names, held.names)
            best = np.full(len(names), _NOTHING, dtype=np.int8)
            np.minimum.at(best, places[inside], held.levels[inside])
            agrees = best < _NOTHING
            matched += agrees
            levels = np.where(agrees, np.maximum(levels, best), levels)
            likely = np.where(agrees, likely * self._likely[best], likely)
            if number == 0:
                firsts[places[held.positions == 0]] = True
        parts = self.table.parts[names]
        matched = np.minimum(matched, parts)
        row_more, person_more = matched < len(printed.parts), matched < parts
        missing = np.where(firsts, weights.one_more, weights.first_missing)
        missing = np.where(row_more & person_more, weights.both_more, missing)
        partly = row_more | person_more
        kept = matched > 0
        return _Resemblance(
            printed=np.zeros(int(kept.sum()), dtype=np.int32),
            names=names[kept],
            likely=(likely * np.where(partly, missing, 1.0))[kept],
            levels=levels[kept],
            partly=partly[kept],
        )

    def _held(self, word: str) -> "_Holding":
        number = self._number[word]
        held, here = self._holding, slice(self._starts[number], self._starts[number + 1])
        return _Holding(
            printed=held.printed[here],
            names=held.names[here],
            positions=held.positions[here],
            levels=held.levels[here],
        )

    @staticmethod
    def _best(found: _Resemblance) -> _Resemblance:
        """Each name once for each printed one, as it agrees best."""
        order = np.lexsort((-found.likely, found.names, found.printed))
        printed, names = found.printed[order], found.names[order]
        first = np.append(True, (names[1:] != names[:-1]) | (printed[1:] != printed[:-1]))[: len(order)]
        kept = order[first]
        return _Resemblance(
            printed=printed[first],
            names=names[first],
            likely=found.likely[kept],
            levels=found.levels[kept],
            partly=found.partly[kept],
        )

    def _weighed(self, found: _Resemblance, count: int) -> list[AgreeingNames]:
        """Count for each name the people whose names agree at least as well, and weigh it against them.

        Args:
            count: How many printed names there are.
        """
        bearers = self._bearers(found)
        least = np.where(found.levels == Level.INITIAL, self._weights.initial_share, 0.0)
        chance = np.clip((bearers + _SMOOTHING) / self._reference, least, 1.0)
        bits = np.minimum(np.log2(found.likely / chance), self._weights.bits_at_most)
        bits = np.maximum(bits, self.different)
        ends = np.searchsorted(found.printed, np.arange(count + 1)).tolist()
        return [
            AgreeingNames(
                names=found.names[start:end],
                bits=bits[start:end],
                levels=found.levels[start:end],
                partly=found.partly[start:end],
                bearers=bearers[start:end],
            )
            for start, end in pairwise(ends)
        ]

    def _bearers(self, found: _Resemblance) -> NDArray[np.int64]:
        order = np.lexsort((-found.likely, found.printed))
        printed, likely = found.printed[order], found.likely[order]
        counted = np.cumsum(self.table.counts[found.names[order]])
        falls = np.append((likely[1:] != likely[:-1]) | (printed[1:] != printed[:-1]), True)[: len(order)]
        ends = np.flatnonzero(falls)
        as_well = counted[ends[np.searchsorted(ends, np.arange(len(order)))]]
        starts = np.searchsorted(printed, printed)
        before = np.where(starts > 0, counted[starts - 1], 0)
        bearers = np.zeros(len(order), dtype=np.int64)
        bearers[order] = as_well - before
        return bearers


@record
class _Holding:
    """Where words like printed ones stand: in which name, at which position, how close."""

    printed: Ids
    """Number of the printed word, rising."""
    names: Ids
    positions: Ids
    levels: Levels
