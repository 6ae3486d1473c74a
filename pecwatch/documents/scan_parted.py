# SPDX-License-Identifier: EUPL-1.2
"""Words that were recognised as one and are two: the blank between them was not seen, or columns touch."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise

from pecwatch.documents.scan_blanks import Blanks
from pecwatch.documents.scan_ink import Ink
from pecwatch.documents.words import Word

_BLANK_SHARE = 0.85
"""Share of the usual blank from which white within a word is one; letters stand a third of it apart."""

_NARROWEST = 0.23
"""Letter sizes that a blank has at least in any face."""

_SHORTEST = 4
"""Letters of two words together at least."""

_NARROW, _WIDE = "iljtfrI.,:;'’!|()[]/-1 ", "mwMW@%"
_CAPITAL_WIDTH = 1.2
"""Widths of letters in the commonest faces, to that of an «n»; narrow ones have half of it, wide ones as much again."""

_ASIDE = 0.7
"""Letters by which a place found by such widths may be beside the true one."""


def parted(word: Word, blanks: Blanks, ink: Ink) -> Iterator[Word]:
    """A word cut at every blank that its ink shows."""
    least = max(_NARROWEST, _BLANK_SHARE * blanks.usual) * word.size
    wide = [gap for gap in ink.white_within(word) if gap[1] - gap[0] >= least]
    if len(word.text) < _SHORTEST or not wide:
        yield word
        return
    starts = letter_starts(word)
    cuts = [_letter_at(word, starts, (left + right) / 2) for left, right in wide]
    kept = [number for number, at in enumerate(cuts) if not _is_in_figures(word.text, at)]
    wide, cuts = [wide[number] for number in kept], [cuts[number] for number in kept]
    places = [0, *cuts, len(word.text)]
    if any(end <= start for start, end in pairwise(places)):
        yield word
        return
    edges = [(word.x0, word.x0), *wide, (word.x1, word.x1)]
    for (start, end), (before, after) in zip(pairwise(places), pairwise(edges), strict=True):
        yield replace(word, text=word.text[start:end], x0=before[1], x1=after[0])


def _is_in_figures(text: str, at: int) -> bool:
    """Whether a place lies in a number or a day: figures stand apart, a «1» from its neighbours as far as words do."""
    before = text[:at].rstrip(".,:/")[-1:]
    return before.isdigit() and text[at] in "0123456789./,:"


def letter_starts(word: Word) -> tuple[float, ...]:
    """About where each letter of a word starts, by how wide letters usually are."""
    widths = [_width(letter) for letter in word.text]
    share = (word.x1 - word.x0) / sum(widths)
    return tuple(word.x0 + share * before for before in accumulate([0.0, *widths[:-1]]))


def _width(letter: str) -> float:
    if letter in _NARROW:
        return 0.5
    if letter in _WIDE:
        return 1.5
    return _CAPITAL_WIDTH if letter.isupper() else 1.0


def _letter_at(word: Word, starts: tuple[float, ...], place: float) -> int:
    """The letter that begins nearest to a place; of several near ones one that looks like the first of a word."""
    letter = (word.x1 - word.x0) / len(word.text)
    near = [number for number, start in enumerate(starts) if number and abs(start - place) <= _ASIDE * letter]
    first = [number for number in near if _may_begin(word.text[number - 1], word.text[number])]
    return min(first or near or range(1, len(starts)), key=lambda number: abs(starts[number] - place))


def _may_begin(before: str, letter: str) -> bool:
    """Whether two letters beside each other look like the end of a word and the beginning of the next."""
    if before in ".,:;)":
        return True
    if before.isdigit() != letter.isdigit():
        return before.isalnum() and letter.isalnum()
    return before.islower() and letter.isupper()
