# SPDX-License-Identifier: EUPL-1.2
"""Columns told by the white that runs down between them, from line to line, where no rule parts them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import fmean

from pecwatch.documents.words import Word, phrases
from pecwatch.model.record import record

MOST_COLUMNS = 60
"""More are no table; a page made to keep a reader busy may have thousands."""

_HAIR = 0.5
"""Points taken off both ends of a phrase, so that cells which touch, as printers set them, still leave white."""

_AT_START = 1.5
"""Points a word may stand aside from the start of a column and still begin it."""

_AT_LETTER = 0.3
"""Points a letter inside a word may stand aside from the start of a column, to be the first of its cell."""

_FEWEST_STEPS = 6
_EVEN = 0.02
"""From one letter to the next of a typewriter face, as many at least, and so much of their width apart at most."""

Phrase = tuple[Word, ...]


@record
class Band:
    """What a phrase or a column takes up across the page, in points from the left."""

    start: float
    end: float


@record
class PrintedLine:
    """One line of a page, measured once."""

    words: tuple[Word, ...]
    phrases: tuple[Phrase, ...]
    """Cut where a column may begin."""
    bands: tuple[Band, ...]
    """What each phrase takes up."""
    middle: float
    """The height it stands at."""
    size: float
    """Height of its largest letters."""
    typewritten: bool
    """Every letter is as wide as the next: words of any two lines begin at the same places by chance."""


def measured(line: tuple[Word, ...]) -> PrintedLine:
    """A line with what the search for columns asks of it."""
    parts = phrases(line)
    return PrintedLine(
        words=line,
        phrases=parts,
        bands=tuple(map(_extent, parts)),
        middle=middle_of(line),
        size=max(word.size for word in line),
        typewritten=_is_typewritten(line),
    )


def _is_typewritten(line: tuple[Word, ...]) -> bool:
    steps = [right - left for word in line for left, right in pairwise(word.letters)]
    return len(steps) >= _FEWEST_STEPS and max(steps) - min(steps) <= _EVEN * max(steps)


def middle_of(words: Sequence[Word]) -> float:
    """The height that words stand at."""
    return fmean(word.middle for word in words)


def _extent(phrase: Phrase) -> Band:
    start, end = phrase[0].x0, max(word.x1 for word in phrase)
    hair = min(_HAIR, (end - start) / 3)
    return Band(start=start + hair, end=end - hair)


def widened(bands: tuple[Band, ...], line: PrintedLine) -> tuple[Band, ...] | None:
    """The columns with one more line; None when it does not keep to them.

    A phrase alone on its line tells nothing about columns: it may go on with a cell, or be a subtotal.
    """
    if len(line.phrases) == 1:
        return bands if len(_touched(bands, line.bands[0])) == 1 else None
    if len(line.phrases) > MOST_COLUMNS:
        return None
    own = [band for _, band in _fitted(bands, line)]
    if any(len(_touched(bands, one)) > 1 for one in own):
        return None
    wider = merged((*bands, *own))
    return wider if len(wider) <= MOST_COLUMNS else None


def cells_of(bands: tuple[Band, ...], line: PrintedLine) -> tuple[Phrase, ...] | None:
    """The words of a line column by column; None when it stands across the columns."""
    cells: list[list[Word]] = [[] for _ in bands]
    for phrase, own in _fitted(bands, line):
        columns = _touched(bands, own)
        if len(columns) != 1:
            return None
        cells[columns[0]] += phrase
    return tuple(map(tuple, cells))


def merged(parts: Iterable[Band]) -> tuple[Band, ...]:
    """Columns made of all that overlaps."""
    found: list[Band] = []
    for part in sorted(parts, key=lambda part: part.start):
        if not found or part.start >= found[-1].end:
            found.append(part)
        elif part.end > found[-1].end:
            found[-1] = Band(start=found[-1].start, end=part.end)
    return tuple(found)


def _touched(bands: tuple[Band, ...], one: Band) -> list[int]:
    """The columns that something takes up, from the left."""
    return [column for column, band in enumerate(bands) if one.start < band.end and band.start < one.end]


def _fitted(bands: tuple[Band, ...], line: PrintedLine) -> list[tuple[Phrase, Band]]:
    """The phrases of a line, those that run over several columns cut at words which begin a column.

    A phrase alone on its line stays whole: a building or a day stands across the columns.
    """
    whole = list(zip(line.phrases, line.bands, strict=True))
    if len(whole) == 1 or line.typewritten:
        return whole
    parts: list[tuple[Phrase, Band]] = []
    for phrase, own in whole:
        starts = [bands[column].start for column in _touched(bands, own)[1:]]
        parts += [(part, _extent(part)) for part in _cut(phrase, starts)] if starts else [(phrase, own)]
    return parts


def _cut(phrase: Phrase, starts: list[float]) -> list[Phrase]:
    words = [part for word in phrase for part in _unglued(word, starts)]
    cuts = [place for place, word in enumerate(words) if place and _near(word.x0, starts, _AT_START)]
    return [tuple(words[start:end]) for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True)]


def _unglued(word: Word, starts: list[float]) -> tuple[Word, ...]:
    """A word cut where a column starts right at one of its letters: the cells touch on paper."""
    for place, at in enumerate(word.letters):
        if place and _near(at, starts, _AT_LETTER):
            return word.parted(place)
    return (word,)


def _near(place: float, starts: list[float], most: float) -> bool:
    return any(abs(place + _HAIR - start) <= most for start in starts)
