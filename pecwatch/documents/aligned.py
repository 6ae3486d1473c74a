# SPDX-License-Identifier: EUPL-1.2
"""Printed lines written as text whose columns stay under each other."""

from collections import Counter
from itertools import pairwise
from statistics import median

from pecwatch.documents.words import Word, joined, phrases

_SAME_COLUMN = 2.0
"""Points: starts this close are one column."""

_GAP = 2
"""Blanks at least between two columns, so that a gap never looks like the space between two words."""


def aligned(lines: tuple[tuple[Word, ...], ...]) -> tuple[str, ...]:
    """One text for each line, wide gaps as runs of blanks, what starts at one place on paper at one place in text."""
    wide = Counter(round(phrase[0].x0) for line in lines for phrase in phrases(line, ()))
    starts = {place + aside for place, count in wide.items() if count > 1 for aside in (-1, 0, 1)}
    cut = [phrases(line, starts) for line in lines]
    if not any(len(line) > 1 for line in cut):
        return tuple(joined(line) for line in lines)
    places = _places(cut)
    return tuple(_written(line, places) for line in cut)


def _written(line: tuple[tuple[Word, ...], ...], places: dict[float, int]) -> str:
    text = ""
    for phrase in line:
        blanks = max(places[phrase[0].x0] - len(text), _GAP if text else 0)
        text += " " * blanks + joined(phrase)
    return text


def _places(cut: list[tuple[tuple[Word, ...], ...]]) -> dict[float, int]:
    """For each place on paper where a phrase starts, its place in the text.

    Places are set from left to right, each in proportion to the paper and beyond every phrase that ends before it.
    """
    starts = sorted({phrase[0].x0 for line in cut for phrase in line})
    letter = median((word.x1 - word.x0) / len(word.text) for line in cut for phrase in line for word in phrase) or 1.0
    before: dict[float, list[tuple[float, int]]] = {}
    for line in cut:
        for left, right in pairwise(line):
            before.setdefault(right[0].x0, []).append((left[0].x0, len(joined(left)) + _GAP))
    places: dict[float, int] = {}
    column_start, members = starts[0], list[float]()
    for start in [*starts, float("inf")]:
        if start - column_start > _SAME_COLUMN:
            needed = [
                places[left] + length for member in members for left, length in before.get(member, []) if left in places
            ]
            paper = round((column_start - starts[0]) / letter)
            reached = max([paper, *needed, max(places.values(), default=0)])
            places.update(dict.fromkeys(members, reached))
            column_start, members = start, []
        members.append(start)
    return places
