# SPDX-License-Identifier: EUPL-1.2
"""Words with their place on a page, and the lines they stand on; the same for a PDF's text and for a scan's."""

from collections.abc import Container, Iterable
from dataclasses import field, replace
from operator import attrgetter

from pecwatch.model.record import record

WIDE_GAP = 0.8
"""Letter heights left blank between two columns at least."""


@record
class Word:
    """Letters printed without a gap; lengths in points, from the page's upper left corner."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    continues: bool = False
    """Printed in one go with the word before it, only a blank between: both stand in the same column."""
    letters: tuple[float, ...] = field(default=(), compare=False, repr=False)
    """Where each letter starts, when known: two columns that touch may have made one word."""

    @property
    def middle(self) -> float:
        """Height of the middle of the letters, which words of unlike size on one line share."""
        return (self.top + self.bottom) / 2

    def parted(self, place: int) -> tuple["Word", "Word"]:
        """The word cut in two before a letter whose start is known."""
        at = self.letters[place]
        return (
            replace(self, text=self.text[:place], x1=at, letters=self.letters[:place]),
            replace(self, text=self.text[place:], x0=at, letters=self.letters[place:], continues=False),
        )

    @property
    def size(self) -> float:
        """Height of the letters."""
        return self.bottom - self.top


def in_lines(words: Iterable[Word]) -> tuple[tuple[Word, ...], ...]:
    """Words gathered into printed lines, top to bottom, each from left to right.

    A word belongs to a line when its middle is within 40 % of the line's letter height: less than half the
    distance of two lines set solid, more than a superscript or a stamp's larger type shifts it.
    """
    lines: list[list[Word]] = []
    middle = size = 0.0
    for word in sorted(words, key=attrgetter("middle", "x0")):
        if lines and abs(word.middle - middle) <= 0.4 * min(size, word.size):
            lines[-1].append(word)
            middle += (word.middle - middle) / len(lines[-1])
        else:
            lines.append([word])
            middle = word.middle
        size = min(size, word.size) if len(lines[-1]) > 1 else word.size
    return tuple(tuple(sorted(line, key=attrgetter("x0"))) for line in lines)


def phrases(line: tuple[Word, ...], starts: Container[int] | None = None) -> tuple[tuple[Word, ...], ...]:
    """A line cut into columns: where a wide gap is left, or where a word was placed on its own at a column's start.

    A blank is a quarter of the letter height wide, in a typewriter face six tenths, in stretched lines at most eight.

    Args:
        starts: Where columns are known to start, in whole points; by default anywhere.
    """
    parts: list[list[Word]] = []
    for word in line:
        if parts and not _starts_column(parts[-1][-1], word, starts):
            parts[-1].append(word)
        else:
            parts.append([word])
    return tuple(tuple(part) for part in parts)


def _starts_column(before: Word, word: Word, starts: Container[int] | None) -> bool:
    if word.x0 - before.x1 > WIDE_GAP * max(word.size, before.size):
        return True
    return not word.continues and (starts is None or round(word.x0) in starts)


def joined(words: Iterable[Word]) -> str:
    """Words with single blanks between them."""
    return " ".join(word.text for word in words)
