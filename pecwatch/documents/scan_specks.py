# SPDX-License-Identifier: EUPL-1.2
"""What was recognised and is not there: specks taken for letters, and the upper halves of letters read once more."""

import re
from dataclasses import replace
from itertools import pairwise

from pecwatch.documents.scan_words import Seen, overlap
from pecwatch.documents.words import WIDE_GAP, Word

_NARROW = 0.12
"""Letter sizes that the thinnest letter is wide; a speck is a dot or two."""

_MARKS = ".,:;'‘’`´!°*^~_[]{}|"
"""What specks are taken for, besides a thin letter."""

_BEFORE = re.compile(rf"[{re.escape(_MARKS)}—]+(?=\w[\w.,:/'’\-]+)")
"""Marks before a word, none of which begins one in print."""

_AFTER = re.compile(r"(?<=\w)[‘`´]+$")
"""Marks that open what never follows; a closing apostrophe stands for an accent."""

_DOUBTFUL, _SURER = 50.0, 20.0
"""Confidence of what may be the half of another word, and by how much surer that one is."""


def without_halves(seen: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """The words without those that a far surer one overlaps.

    Where the cells of a row are level in the middle, a line of one column runs through half the letters of the next.
    """
    doubtful = [one for one in seen if one.confidence < _DOUBTFUL]
    halves = {
        id(one) for one in doubtful if any(_is_surer(other, one) and overlap(one.word, other.word) for other in seen)
    }
    return tuple(one for one in seen if id(one) not in halves)


def _is_surer(other: Seen, one: Seen) -> bool:
    return other.confidence > one.confidence + _SURER and len(other.word.text) >= len(one.word.text)


def without_specks(seen: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """The words without specks, which would fill empty cells and bridge the white between columns.

    A thin letter in one go with a word beside it is left: «scala I int. 2».
    """
    found: list[Seen] = []
    for one, after in pairwise((*seen, None)):
        if one is None or _is_speck(one.word, followed=after is not None and after.word.continues):
            continue
        goes_on = one.word.continues and _is_near(found[-1].word if found else None, one.word)
        found.append(replace(one, word=_trimmed(replace(one.word, continues=goes_on))))
    return tuple(found)


def _is_near(before: Word | None, word: Word) -> bool:
    """Whether a word still goes on with the one before it, when a speck between them may be gone."""
    return before is not None and word.x0 - before.x1 <= WIDE_GAP * word.size


def _is_speck(word: Word, *, followed: bool) -> bool:
    """Whether a word is nothing but marks, or stands alone and is too thin for any letter."""
    beside = word.continues or followed
    return not word.text.strip(_MARKS) or (not beside and word.x1 - word.x0 < _NARROW * word.size)


def _trimmed(word: Word) -> Word:
    """A word without the specks at its ends, its start moved to its first letter."""
    text = _AFTER.sub("", word.text)
    found = None if word.continues else _BEFORE.match(text)
    if found is None:
        return replace(word, text=text)
    aside = (word.x1 - word.x0) * found.end() / len(word.text)
    return replace(word, text=text[found.end() :], x0=word.x0 + aside)
