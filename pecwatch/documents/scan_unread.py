# SPDX-License-Identifier: EUPL-1.2
"""Lines of text that stand on a sheet and in no recognised word: what a program drops would else be lost in silence.

The ink under every word is taken away. What is left is looked at in columns half a letter wide: a line of text is a
stretch of them in which ink as high as letters, with paper above and below, goes on at one height. The ring of a stamp
and the stroke of a pen climb and fall, and they cross a column of dots once where letters cross it more often.
"""

from collections.abc import Iterable, Iterator
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pecwatch.documents.scan_rules import POINT
from pecwatch.documents.scan_tilt import Dots
from pecwatch.documents.words import Word
from pecwatch.model.record import record

Mask = NDArray[np.bool_]

_HALF = 2
"""Lines are looked for in a picture of half the size."""

_DARK = 180
"""Darker is ink in half the size, where a thin stroke and a smear are grey."""

_ACROSS, _ABOVE = 1.0, 1.5
"""Points around a word that are its own: fading ink, tails of letters."""

_LOW, _HIGH = 0.42, 1.35
"""How high the ink of a line is, in letter sizes: an «o» is half as high, «(g» as high as the size."""

_PAPER = 0.12
"""Paper above and below it, in letter sizes."""

_LEAST = 10
"""Half letters that a line has at least: a surname with a given name."""

_GAP = 1
"""Half letters without ink that still lie in a line: a blank between words."""

_REACH = 0.3
"""How far letters go beyond the band that they share, in letter sizes."""

_CROSSED = 1.32
"""How often letters cross a column of dots, at least on average; a stroke does it once, letters «e» and «s» thrice."""

_RUN_TOGETHER = 1.1
"""The same where blur has filled the letters."""

_THICK = 0.4
"""Ink in a column of dots, in letter sizes, where letters have become smears; a pen's stroke is half as thick."""

_UNBROKEN = 0.94
"""Share of the columns that a stroke crosses; letters and words leave some of them white."""


@record
class _Stretch:
    """A rectangle on the sheet, in dots of half the size."""

    top: int
    bottom: int
    left: int
    right: int

    def reaches(self, row: int, left: int, right: int) -> bool:
        """Whether a run of a row just below, or of the same row, is part of it."""
        return row <= self.bottom and self.left < right and left < self.right

    def grown(self, row: int, left: int, right: int) -> "_Stretch":
        """It and such a run."""
        return _Stretch(top=self.top, bottom=row + 1, left=min(self.left, left), right=max(self.right, right))

    def of(self, dark: Mask) -> Mask:
        """Its dots."""
        return dark[self.top : self.bottom, self.left : self.right]


def unread_lines(wiped: Dots, words: Iterable[Word]) -> tuple[float, ...]:
    """Where lines of text outside every word stand: from 0 at the upper edge of the sheet to 1 at the lower one.

    Args:
        wiped: The sheet without its rules.
    """
    known = tuple(words)
    if not known:
        return ()  # nothing was recognised at all, and that is told
    size = median(word.size for word in known) / POINT / _HALF
    dark = np.asarray(Image.fromarray(wiped).reduce(_HALF)) < _DARK
    _erase(dark, known)
    found = (one for one in _stretches(dark, size) if _is_written(one.of(dark), size))
    return tuple((one.top + one.bottom) / 2 / dark.shape[0] for one in found)


def _erase(dark: Mask, words: Iterable[Word]) -> None:
    """Take away what the words are made of; a dash may have been seen in a smear, and is not as high as letters."""
    scale = POINT * _HALF
    for word in words:
        if not any(character.isalnum() for character in word.text):
            continue
        top, bottom = max(0, int((word.top - _ABOVE) / scale)), int((word.bottom + _ABOVE) / scale) + 1
        left, right = max(0, int((word.x0 - _ACROSS) / scale)), int((word.x1 + _ACROSS) / scale) + 1
        dark[top:bottom, left:right] = False


def _stretches(dark: Mask, size: float) -> tuple[_Stretch, ...]:
    """Where ink as high as letters goes on at one height, ten half letters long."""
    step = max(1, round(size / 2))
    even = dark[:, : dark.shape[1] // step * step]
    inked: Mask = np.any(even.reshape(dark.shape[0], -1, step), axis=2)
    level = _as_high_as_letters(inked, size)
    found: list[_Stretch] = []
    for row in np.flatnonzero(level.sum(axis=1) >= _LEAST).tolist():
        for left, right in _runs(level[row]):
            beside = next((one for one in reversed(found) if one.reaches(row, left, right)), None)
            if beside is None:
                found.append(_Stretch(top=row, bottom=row + 1, left=left, right=right))
            else:
                found[found.index(beside)] = beside.grown(row, left, right)
    reach = round(_REACH * size)
    return tuple(
        _Stretch(top=max(0, one.top - reach), bottom=one.bottom + reach, left=one.left * step, right=one.right * step)
        for one in found
    )


def _as_high_as_letters(inked: Mask, size: float) -> Mask:
    """Of every column the pieces of ink that are as high as letters, with paper above and below."""
    level = np.zeros_like(inked)
    for column in np.flatnonzero(inked.any(axis=0)).tolist():
        rows = np.flatnonzero(inked[:, column])
        heaps = np.split(rows, np.flatnonzero(np.diff(rows) > _PAPER * size + 1) + 1)
        for heap in heaps:
            if _LOW * size <= heap[-1] + 1 - heap[0] <= _HIGH * size:
                level[heap[0] : heap[-1] + 1, column] = True
    return level


def _runs(row: Mask) -> Iterator[tuple[int, int]]:
    """From where to where a row is inked long enough, short gaps bridged."""
    places = np.flatnonzero(row)
    for run in np.split(places, np.flatnonzero(np.diff(places) > 1 + _GAP) + 1):
        if run.size >= _LEAST:
            yield int(run[0]), int(run[-1]) + 1


def _is_written(dark: Mask, size: float) -> bool:
    """Whether a stretch is letters: crossed often, or, where print has run together, by blanks between the words."""
    begins = np.count_nonzero(np.diff(dark.astype(np.int8), axis=0, prepend=0) == 1, axis=0)
    inked = begins > 0
    if not inked.any():
        return False
    crossed = float(begins[inked].mean())
    is_thick = float(np.count_nonzero(dark, axis=0)[inked].mean()) >= _THICK * size
    is_broken = np.count_nonzero(inked) < _UNBROKEN * inked.size
    return crossed >= _CROSSED or (is_broken and (crossed >= _RUN_TOGETHER or is_thick))
