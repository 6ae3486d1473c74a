# SPDX-License-Identifier: EUPL-1.2
"""Columns that touch in a picture: words recognised as one and cut where most lines of the page begin a column."""

from collections.abc import Sequence
from dataclasses import replace

from pecwatch.documents.scan_parted import letter_starts
from pecwatch.documents.words import WIDE_GAP, Word, in_lines
from pecwatch.model.record import record

_SAME = 1.5
"""Points by which lines begin a column at different places, as ink is measured."""

_FEWEST_LINES = 2
_SHARE = 0.4
"""Lines that begin something at one place, before it is the start of a column, and their share of a table's lines."""

_SHARED = 2
"""Columns that two lines begin at the same places, when they belong to one table."""

_ASIDE = 0.5
"""Letter sizes by which the first letter of a cell, placed by usual widths, may be beside the column's start."""

_FEWEST_LETTERS = 2
"""Letters that both parts of a cut word have at least."""


@record
class _Line:
    """A line cut where it is white."""

    parts: tuple[tuple[Word, ...], ...]
    begun: tuple[float, ...]
    """Where each of them begins."""


def cut_at_columns(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words, those cut that run over a place at which lines with the same columns begin another one."""
    lines = [_line(line) for line in in_lines(words)]
    parts: dict[Word, tuple[Word, ...]] = {}
    for line in lines:
        alike = [other for other in lines if other is not line and _shared(line.begun, other.begun) >= _SHARED]
        starts = [start for start in _starts(alike) if not _shared((start,), line.begun)]
        for part in line.parts if starts else ():
            parts |= {word: _cut(word, [start for start in starts if _is_met(part, start, alike)]) for word in part}
    return tuple(part for word in words for part in parts.get(word, (word,)))


def _line(words: tuple[Word, ...]) -> _Line:
    parts: list[list[Word]] = []
    for word in words:
        if parts and word.x0 - parts[-1][-1].x1 <= WIDE_GAP * word.size:
            parts[-1].append(word)
        else:
            parts.append([word])
    return _Line(parts=tuple(map(tuple, parts)), begun=tuple(part[0].x0 for part in parts))


def _is_met(part: tuple[Word, ...], start: float, alike: Sequence[_Line]) -> bool:
    """Whether what stands before a start is of the column on its left: a centred one has cells that begin anywhere."""
    ends = (other[-1].x1 for line in alike for other in line.parts if other[-1].x1 <= start)
    return part[0].x0 < max(ends, default=0.0)


def _shared(one: Sequence[float], other: Sequence[float]) -> int:
    """How many places of one line are places of another."""
    return sum(any(abs(place - there) <= _SAME for there in other) for place in one)


def _starts(lines: Sequence[_Line]) -> list[float]:
    """The places at which enough lines begin something, from the left."""
    places = sorted(place for line in lines for place in line.begun)
    found: list[list[float]] = []
    for place in places:
        if found and place - found[-1][0] <= _SAME:
            found[-1].append(place)
        else:
            found.append([place])
    return [min(bundle) for bundle in found if len(bundle) >= max(_FEWEST_LINES, _SHARE * len(lines))]


def _cut(word: Word, starts: Sequence[float]) -> tuple[Word, ...]:
    """A word cut at the one start that lies within it, if a letter begins there."""
    for start in starts:
        if not word.x0 + word.size / 2 < start < word.x1 - word.size / 2:
            continue
        places = letter_starts(word)
        at = min(range(len(places)), key=lambda number: abs(places[number] - start))
        inside = _FEWEST_LETTERS <= at <= len(word.text) - _FEWEST_LETTERS
        if inside and not word.text[at].islower() and abs(places[at] - start) <= _ASIDE * word.size:
            first = replace(word, text=word.text[:at], x1=start - 1)
            return first, replace(word, text=word.text[at:], x0=start, continues=False)
    return (word,)
