# SPDX-License-Identifier: EUPL-1.2
"""What tesseract recognised, as words with their place on the page and how sure it was of each."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from pecwatch.documents.scan_blanks import Blanks, blanks_of, flowing
from pecwatch.documents.scan_ink import Ink, InkBox
from pecwatch.documents.scan_parted import parted
from pecwatch.documents.scan_rules import POINT
from pecwatch.documents.words import Word
from pecwatch.model.record import record

_CAP_SHARE = 0.72
"""Height of a capital, in letter sizes."""

_SMALL_SHARE = 0.73
"""Height of a letter like «a», in capitals."""

_BELOW, _LITTLE_BELOW = 0.28, 0.16
"""How far «g» and how far a comma or a bracket reaches below the line, in capitals."""

_TALL = re.compile(r"[A-ZÀ-Ý0-9bdfhklt|/()\[\]!?ìùòàèé']")
_DEEP = re.compile(r"[gjpqyç]")
_LITTLE_DEEP = re.compile(r"[Q,;()\[\]|/]")

_LONG_ENOUGH = 5
"""Letters of a word, and words of a page, from which the room a letter takes can be told."""

_EVEN = 0.04
"""By how much that room differs from word to word in a typewriter face; in others four times as much."""

_BEARING = 0.2
"""Share of that room which is blank at both ends of a word together."""

_TYPEWRITER = 0.6
"""Room of a typewriter's letter, in letter sizes."""

_WORD_LEVEL = "5"

_SURE, _UNSURE = 55.0, 25.0
"""Confidence that tesseract has in hardly any mark that is no letter, and in hardly any letter that is one."""

_MUCH = 15.0
"""Confidence by which one reading of a word must be surer than another to be believed instead."""

_FAR = 50
"""Dots beyond the last word of a line that are free."""

_HUGE = 3.0
"""Times the usual letter size."""


@record
class Seen:
    """A recognised word."""

    word: Word
    confidence: float
    """0 to 100, as tesseract judges itself."""


@record
class _Raw:
    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def capital(self) -> float:
        """Height that a capital beside it would have."""
        tall = 1.0 if _TALL.search(self.text) else _SMALL_SHARE
        return (self.bottom - self.top) / (tall + self.below)

    @property
    def below(self) -> float:
        """How far it reaches below the line, in capitals."""
        if _DEEP.search(self.text):
            return _BELOW
        return _LITTLE_BELOW if _LITTLE_DEEP.search(self.text) else 0.0

    @property
    def baseline(self) -> float:
        """Height of the line it stands on."""
        return self.bottom - self.below * self.capital

    @property
    def has_letters(self) -> bool:
        return any(character.isalnum() for character in self.text)


def words_seen(table: bytes, ink: Ink | None = None) -> tuple[Seen, ...]:
    """The words of tesseract's TSV, in its order, their heights made those of the letters' size.

    A dash and an «a» get the height of the words beside them, so that lines are found as in a PDF.

    Args:
        ink: That of the sheet, when the words' places are to be put right by it.
    """
    lines = (line if ink is None else _fitted(line, ink) for line in _lines(table))
    seen = tuple(seen for line in lines if line for seen in _placed(line))
    blanks = blanks_of(tuple(one.word for one in seen))
    seen = seen if ink is None else tuple(part for one in seen for part in _parted(one, blanks, ink))
    words = flowing(_pitched(tuple(one.word for one in seen)))
    return tuple(replace(one, word=word) for one, word in zip(seen, words, strict=True))


def _parted(seen: Seen, blanks: Blanks, ink: Ink) -> Iterator[Seen]:
    """A word cut at its blanks; where one was not seen, the program was unsure of that and not of the letters."""
    words = tuple(parted(seen.word, blanks, ink))
    sure = seen.confidence if len(words) == 1 else max(seen.confidence, _UNSURE)
    yield from (Seen(word=word, confidence=sure) for word in words)


def _lines(table: bytes) -> Iterator[list[_Raw]]:
    line: list[_Raw] = []
    place: tuple[str, ...] = ()
    for row in csv.DictReader(table.decode("utf-8", "replace").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != _WORD_LEVEL or not text:
            continue
        here = tuple(str(row[name]) for name in ("block_num", "par_num", "line_num"))
        if here != place and line:
            yield line
            line = []
        place = here
        line.append(_raw(row, text))
    if line:
        yield line


def _raw(row: dict[str, str], text: str) -> _Raw:
    left, top, width, height = (float(row[name]) * POINT for name in ("left", "top", "width", "height"))
    return _Raw(text=text, confidence=float(row["conf"]), left=left, top=top, right=left + width, bottom=top + height)


def _fitted(line: list[_Raw], ink: Ink) -> list[_Raw]:
    """The words of a line where their ink is; a mark of which there is none was seen on bare paper."""
    found: list[_Raw] = []
    for raw, after in zip(line, [*line[1:], None], strict=True):
        right = raw.right if after is None or not raw.left < after.left < raw.right else after.left
        box = ink.within(_in_dots(replace(raw, right=right)))
        if box is not None:
            free = (_in_dots(found[-1]).right if found else 0, _in_dots(after).left if after else box.right + _FAR)
            found.append(_tight(raw, ink.grown(box, free)))
        elif raw.has_letters and raw.confidence >= _SURE:
            found.append(raw)
    return found


def _in_dots(raw: _Raw) -> InkBox:
    left, top, right, bottom = (round(length / POINT) for length in (raw.left, raw.top, raw.right, raw.bottom))
    return InkBox(left=left, top=top, right=right, bottom=bottom)


def _tight(raw: _Raw, box: InkBox) -> _Raw:
    """A word in the box of its ink; a mark keeps its height, of which its ink tells nothing."""
    left, right = box.left * POINT, box.right * POINT
    if not raw.has_letters:
        return replace(raw, left=left, right=right)
    return replace(raw, left=left, right=right, top=box.top * POINT, bottom=box.bottom * POINT)


def _placed(line: list[_Raw]) -> Iterator[Seen]:
    lettered = [raw for raw in line if raw.has_letters] or line
    by_letter = [raw for raw in lettered for _ in raw.text]
    size = max(median(raw.capital for raw in by_letter) / _CAP_SHARE, 1.0)
    level = median(raw.baseline for raw in by_letter)
    for raw in line:
        own = raw.baseline if raw.has_letters and abs(raw.baseline - level) < size else level
        word = Word(text=raw.text, x0=raw.left, x1=raw.right, top=own - 0.86 * size, bottom=own + 0.14 * size)
        yield Seen(word=word, confidence=raw.confidence)


def _pitched(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words as wide as they were printed, where every letter takes the same room.

    A typewriter's letters are narrow in it: the blanks between their words look as wide as gaps between columns.
    """
    paces = [_pace(word) for word in words if len(word.text) >= _LONG_ENOUGH]
    if len(paces) < _LONG_ENOUGH:
        return words
    pace = median(paces)
    if median(abs(other - pace) for other in paces) > _EVEN * pace:
        return words
    return tuple(_widened(word, pace) for word in words)


def _pace(word: Word) -> float:
    """Room that each letter of a word takes; before its first and after its last a little of it is left blank."""
    return (word.x1 - word.x0) / (len(word.text) - _BEARING)


def _widened(word: Word, pace: float) -> Word:
    missing = max(0.0, (len(word.text) * pace - (word.x1 - word.x0)) / 2)
    size = pace / _TYPEWRITER
    taller = max(0.0, size - word.size) / 2
    return replace(word, x0=word.x0 - missing, x1=word.x1 + missing, top=word.top - taller, bottom=word.bottom + taller)


def kept(seen: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """The words without what is no word: marks made of specks, of rests of rules, of the ring of a stamp."""
    usual = median(one.word.size for one in seen) if seen else 0.0
    return tuple(one for one in seen if not _is_rubbish(one, usual))


def _is_rubbish(one: Seen, usual: float) -> bool:
    letters = sum(character.isalnum() for character in one.word.text)
    if one.word.size > _HUGE * usual or one.word.size < usual / _HUGE:
        return one.confidence < _SURE
    if not letters:
        return one.confidence < _SURE or one.word.text in "|_~"
    return letters <= 2 and one.confidence < _UNSURE


def united(better: tuple[Seen, ...], other: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """The words of one recognition, those of another where it was far surer, or where the first saw none."""
    chosen: list[Seen] = []
    used: set[int] = set()
    for seen in better:
        beside = [number for number, one in enumerate(other) if overlap(one.word, seen.word)]
        used.update(beside)
        only = other[beside[0]] if len(beside) == 1 else None
        chosen.append(only if only is not None and _is_surer(only, seen) else seen)
    rest = (one for number, one in enumerate(other) if number not in used and one.confidence >= _SURE)
    together = (*dict.fromkeys(chosen), *rest)
    blanks = blanks_of(tuple(one.word for one in better))
    return tuple(
        replace(one, word=replace(one.word, continues=any(blanks.holds(other.word, one.word) for other in together)))
        for one in together
    )


def _is_surer(one: Seen, other: Seen) -> bool:
    """Whether a word is the better reading of the same letters: much surer, and no narrower."""
    wide = one.word.x1 - one.word.x0 >= 0.9 * (other.word.x1 - other.word.x0)
    return wide and one.confidence >= _SURE and one.confidence > other.confidence + _MUCH


def overlap(one: Word, other: Word) -> bool:
    """Whether two words stand in the same place."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0 and down > 0.25 * min(one.size, other.size)
