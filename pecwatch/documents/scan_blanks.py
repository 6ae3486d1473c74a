# SPDX-License-Identifier: EUPL-1.2
"""The blanks between recognised words: which words go on with the one before, and print that is set wide made usual."""

from dataclasses import replace
from itertools import pairwise
from statistics import median

from pecwatch.documents.scan_ink import Ink
from pecwatch.documents.words import WIDE_GAP, Word, in_lines
from pecwatch.model.record import record

_USUAL = 0.35
"""Letter sizes that most faces leave blank between two words, as ink is measured."""

_LEAST = 0.5
"""Letter sizes between two words of one phrase that are no gap in any face."""

_UNEVEN = 1.7
"""Times the usual blank of a page that some of its blanks are: letters keep away from their neighbours unevenly."""

_NO_BLANK = 1.2
"""Letter sizes from which white between words of one line is no blank in any face."""

_ENOUGH = 12
"""Blanks from which those of a page can be told."""

_UNREAD = 12.0
"""Letter sizes that some words which nobody could read take up at most."""

_LOOSE = 0.55
"""Letter sizes from which the blanks of a page look like gaps between columns."""


@record
class Blanks:
    """The blanks of one page, in letter sizes."""

    usual: float = _USUAL

    @property
    def widest(self) -> float:
        """The widest that is still no gap between columns."""
        return max(_LEAST, min(_UNEVEN * self.usual, max(WIDE_GAP, self.usual + _USUAL)))

    def holds(self, before: Word, word: Word) -> bool:
        """Whether a word goes on with another that ends before it on the same line."""
        gap = word.x0 - before.x1
        return _is_level(before, word) and word.x0 > before.x0 and abs(gap) <= self.widest * word.size


def blanks_of(words: tuple[Word, ...]) -> Blanks:
    """The blanks of a page, measured between words that were recognised one after the other.

    Most pages have more blanks than gaps between columns; where words stand alone in their columns, nothing is told.
    """
    gaps = [(word.x0 - before.x1) / word.size for before, word in pairwise(words) if _is_level(before, word)]
    narrow = sorted(gap for gap in gaps if 0 < gap < _NO_BLANK)
    return Blanks(usual=median(narrow)) if len(narrow) >= _ENOUGH else Blanks()


def flowing(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words of which each knows whether it goes on with the one before; wide blanks are made as narrow as usual."""
    blanks = blanks_of(words)
    joined = tuple(
        replace(word, continues=before is not None and blanks.holds(before, word))
        for before, word in pairwise((None, *words))
        if word is not None
    )
    aside = (blanks.usual - _USUAL) / 2 if blanks.usual > _LOOSE else 0.0
    return tuple(replace(word, x0=word.x0 - aside * word.size, x1=word.x1 + aside * word.size) for word in joined)


def bridged(words: tuple[Word, ...], ink: Ink) -> tuple[Word, ...]:
    """Words made as wide as the ink beside them that nobody read: where it stands, no white parts two columns."""
    blanks = blanks_of(words)
    wider: dict[Word, Word] = {}
    for before, word in (pair for line in in_lines(words) for pair in pairwise(line)):
        gap, blank = word.x0 - before.x1, blanks.widest * word.size
        if blank < gap <= _UNREAD * word.size and ink.white_between(before, word) <= blank:
            wider[before] = replace(before, x1=word.x0 - min(blank, gap) / 2)
            wider[word] = replace(wider.get(word, word), continues=True)
    return tuple(wider.get(word, word) for word in words)


def _is_level(one: Word, other: Word) -> bool:
    return abs(one.middle - other.middle) < 0.4 * min(one.size, other.size)
