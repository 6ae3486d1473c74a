# SPDX-License-Identifier: EUPL-1.2
"""The ink under a recognised word: where it really begins and ends, and whether there is any.

A program that follows lines of text draws boxes by the height of the line; in blurred or crowded print they reach into
the lines above and below, and sometimes a dash is seen on bare paper.
"""

import numpy as np
from numpy.typing import NDArray

from pecwatch.documents.scan_rules import POINT
from pecwatch.documents.scan_tilt import INK, Dots
from pecwatch.documents.words import Word
from pecwatch.model.record import record

_CRACK = 2
"""Rows of dots without ink that still lie within letters: poor print breaks them."""

_LEAST = 2
"""Dots of ink in a row of them, at least, that are no speck."""

_CUT = 0.35
"""Letter heights by which a box may cut its first or last letter: where columns touch, a program shares ink wrongly."""

Places = NDArray[np.intp]


@record
class InkBox:
    """A rectangle on the sheet, in dots."""

    left: int
    top: int
    right: int
    bottom: int


class Ink:
    """Where a sheet is dark.

    Args:
        dots: The sheet as it was recognised, its rules wiped off.
    """

    def __init__(self, dots: Dots) -> None:
        self._dark: NDArray[np.bool_] = dots < INK

    def within(self, box: InkBox) -> InkBox | None:
        """The part of a box that its letters take up; None where no ink is.

        Of several heaps of ink one above the other the largest is the line's own.
        """
        part = self._dark[max(0, box.top) : box.bottom, max(0, box.left) : box.right]
        rows = np.flatnonzero(np.count_nonzero(part, axis=1) >= _LEAST)
        if not rows.size:
            return None
        top, bottom = _heaviest(rows, np.count_nonzero(part, axis=1))
        columns = np.flatnonzero(part[top:bottom].any(axis=0))
        if not columns.size:
            return None
        return InkBox(
            left=max(0, box.left) + int(columns[0]),
            top=max(0, box.top) + top,
            right=max(0, box.left) + int(columns[-1]) + 1,
            bottom=max(0, box.top) + bottom,
        )

    def grown(self, box: InkBox, free: tuple[int, int]) -> InkBox:
        """A box made wider by the rest of a letter that it cuts, within what no other word takes up.

        Args:
            free: From where to where the sheet is free.
        """
        reach = round(_CUT * (box.bottom - box.top))
        left, right = max(0, free[0], box.left - reach), min(free[1], box.right + reach)
        inked = np.count_nonzero(self._dark[box.top : box.bottom, left:right], axis=0)
        start, end = box.left - left, box.right - left
        while start > 0 and inked[start - 1]:
            start -= 1
        while end < inked.size and inked[end]:
            end += 1
        return InkBox(left=left + start, top=box.top, right=left + end, bottom=box.bottom)

    def white_between(self, before: Word, word: Word) -> float:
        """The widest stretch of white between two words on a line, in points."""
        top, bottom = (round(edge / POINT) for edge in (min(before.top, word.top), max(before.bottom, word.bottom)))
        left, right = round(before.x1 / POINT), round(word.x0 / POINT)
        inked = np.count_nonzero(self._dark[max(0, top) : bottom, max(0, left) : right], axis=0) >= _LEAST
        edges = np.flatnonzero(np.concatenate(([True], inked, [True])))
        return float(np.diff(edges).max() - 1) * POINT

    def white_within(self, word: Word) -> tuple[tuple[float, float], ...]:
        """Stretches of white that run down through a word, from left to right, in points."""
        top, bottom, left, right = (round(edge / POINT) for edge in (word.top, word.bottom, word.x0, word.x1))
        columns = np.flatnonzero(self._dark[max(0, top) : bottom, max(0, left) : right].any(axis=0)) + max(0, left)
        ends = np.flatnonzero(np.diff(columns) > 1)
        return tuple((float(columns[end] + 1) * POINT, float(columns[end + 1]) * POINT) for end in ends)


def _heaviest(rows: Places, ink: Places) -> tuple[int, int]:
    """The stretch of rows with most ink, cracks bridged."""
    heaps = np.split(rows, np.flatnonzero(np.diff(rows) > 1 + _CRACK) + 1)
    best = max(heaps, key=lambda heap: int(ink[heap[0] : heap[-1] + 1].sum()))
    return int(best[0]), int(best[-1]) + 1
