# SPDX-License-Identifier: EUPL-1.2
"""The letters of a PDF page turned upright and gathered into words."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pecwatch.documents.pdf_print import Letter
from pecwatch.documents.words import WIDE_GAP, Word

_GAP = 0.18
"""Share of the letter size that parts two words where no blank was printed: a blank is 0.25 or more."""

_OVERLAP = 0.25
"""Share of the letter size by which letters of one word overlap at most; more is one text printed over another."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\uf0b7": "•"}
"""Joined letters, and the bullet of Word's Symbol font."""

_UNNAMED = re.compile(r"\(cid:\d+\)")
"""What pdfminer gives for a letter whose font does not say which one it is."""

UNREADABLE = "\ufffd"
"""Stands for such a letter."""

Place = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def upright(place: Place, turn: int, width: float, height: float) -> Place:
    """Where a thing is on a page held so that text of some turn reads upright."""
    x0, top, x1, bottom = place
    match turn:
        case 1:
            return height - bottom, x0, height - top, x1
        case 2:
            return width - x1, height - bottom, width - x0, height - top
        case 3:
            return top, width - x1, bottom, width - x0
        case _:
            return x0, top, x1, bottom


def text_aslant(letters: Iterable[Letter]) -> str:
    """The text of letters that stand on no line, such as a watermark, as printed one after the other."""
    return " ".join("".join(letter.text for letter in letters).split())


def words_of(
    letters: Iterable[Letter], turn: int, width: float, height: float, parted: Callable[[Word, Word], bool]
) -> tuple[Word, ...]:
    """Words in the order they were printed, which keeps texts apart that run into each other on paper.

    Args:
        parted: Whether two letters that touch stand in different cells of a table.
    """
    words: list[Word] = []
    run: list[Word] = []
    blanks = 0
    before: Word | None = None  # the letter before, when a blank was printed right after it
    for letter in letters:
        text = _UNNAMED.sub(UNREADABLE, _LIGATURES.get(letter.text, letter.text))
        x0, top, x1, bottom = upright(letter[2:], turn, width, height)
        one = Word(text=text, x0=x0, top=top, x1=x1, bottom=bottom)
        if bottom <= top or (run and _reprinted(run[-1], one)):
            continue
        if not text.strip():
            blanks += 1
            before = run[-1] if run and not _begins_word(run[-1], one) else before
        if run and (not text.strip() or _begins_word(run[-1], one) or parted(run[-1], one)):
            words.append(_word(run))
            run = []
        if text.strip():
            run.append(one if run or before is None else replace(one, continues=_goes_on(before, one)))
            before = None
    words += [_word(run)] if run else []
    if blanks * 5 < len(words):  # printed without blanks: only gaps tell columns apart
        words = [replace(word, continues=True) for word in words]
    return tuple(_once(words))


def _goes_on(before: Word, letter: Word) -> bool:
    """Whether a letter after a blank goes on with the text before it, the blank stretched as in justified lines."""
    level = abs(letter.middle - before.middle) <= 0.4 * min(before.size, letter.size)
    return level and 0 <= letter.x0 - before.x1 <= WIDE_GAP * max(before.size, letter.size)


def _reprinted(before: Word, letter: Word) -> bool:
    """Whether a letter is printed over the same one, a hair aside, to look bold; no letter is that narrow."""
    return letter.text == before.text and abs(letter.x0 - before.x0) + abs(letter.top - before.top) < 0.12 * letter.size


def _once(words: Iterable[Word]) -> Iterator[Word]:
    """Each word once, also where whole texts are printed twice, within a point, to look bold."""
    printed: set[tuple[str, int, int]] = set()
    for word in words:
        across, down = round(word.x0), round(word.top)
        if not any((word.text, across + dx, down + dy) in printed for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            printed.add((word.text, across, down))
            yield word


def _begins_word(before: Word, letter: Word) -> bool:
    size = max(before.size, letter.size)
    return (
        letter.x0 < before.x0
        or letter.x0 < before.x1 - _OVERLAP * size
        or letter.x0 - before.x1 > _GAP * size
        or abs(letter.middle - before.middle) > 0.4 * min(before.size, letter.size)
    )


def _word(run: list[Word]) -> Word:
    return Word(
        text="".join(letter.text for letter in run),
        x0=run[0].x0,
        top=min(letter.top for letter in run),
        x1=max(letter.x1 for letter in run),
        bottom=max(letter.bottom for letter in run),
        continues=run[0].continues,
        letters=tuple(letter.x0 for letter in run) if all(len(letter.text) == 1 for letter in run) else (),
    )
