# SPDX-License-Identifier: EUPL-1.2
"""How good a recognition is: how sure the program was, whether its words look written, what ink it left unread."""

import re
from collections.abc import Iterable

import numpy as np

from pecwatch.documents.scan_rules import POINT
from pecwatch.documents.scan_tilt import INK, SMALLER, Dots
from pecwatch.documents.scan_words import Seen
from pecwatch.documents.words import Word
from pecwatch.model.record import record

_FIGURES = re.compile(r"[(\[€]*[+-]?\d[\d.,:/\-°]*[A-Za-z]?[)\].,;:]*")
_LETTERS = re.compile(r"[^\W\d_]+")
_MIXED = re.compile(r"[^\W\d_]\d+[^\W\d_]|\d[^\W\d_]{3}|[a-zà-ÿ][A-ZÀ-Þ]{2}")
_VOWEL = re.compile(r"[aeiouyàèéìíòóùú]", re.IGNORECASE)
_CROWD = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}", re.IGNORECASE)

_UNSPEAKABLE = re.compile(
    r"[a-zà-ÿ][A-ZÀ-Þ][a-zà-ÿ]|[A-ZÀ-Þ]{2}[a-zà-ÿ]+[A-ZÀ-Þ]|[A-ZÀ-Þ]{2}[a-zà-ÿ]{3}"
    r"|(?i:(?:aa|ii|uu)[a-z]{2})|(?i:[bcdfgjkmnpqtvwxz]{3})"
)
"""Letters that hardly any name has one after the other, small ones among capitals too."""

_UNSURE = 30.0
"""Confidence below which a word may be anything."""

_BLANK = 0.0003
"""Share of a sheet that is inked when something is written on it: one line of text is ten times as much."""


@record
class Quality:
    """How good one recognition of a sheet is."""

    confidence: float
    """0 to 100, every letter counted alike."""
    written: float
    """Share of the letters that stand in words as people write them, 0 to 1."""
    unread: float
    """Share of the ink outside every word, 0 to 1."""

    @property
    def score(self) -> float:
        """One figure to compare recognitions of the same sheet by."""
        return self.confidence / 100 * self.written * (1 - self.unread)


def quality_of(seen: tuple[Seen, ...], ink: Dots) -> Quality:
    """Judge one recognition.

    Args:
        ink: The sheet made small, as `scan_tilt.small` gives it.
    """
    letters = sum(len(one.word.text) for one in seen)
    if not letters:
        return Quality(confidence=0, written=0, unread=1.0)
    return Quality(
        confidence=sum(one.confidence * len(one.word.text) for one in seen) / letters,
        written=sum(len(one.word.text) for one in seen if looks_written(one.word.text)) / letters,
        unread=unread(ink, (one.word for one in seen)),
    )


def looks_written(word: str) -> bool:
    """Whether a word may stand in an Italian letter: a figure, or letters that can be spoken."""
    if _FIGURES.fullmatch(word):
        return True
    if _MIXED.search(word):
        return False
    parts = _LETTERS.findall(word)
    return bool(parts) and all(
        len(part) <= 3 or (_VOWEL.search(part) is not None and not _CROWD.search(part)) for part in parts
    )


def has_unreadable(seen: Iterable[Seen]) -> bool:
    """Whether some word was hardly recognised and cannot be spoken either: a pen or a stamp goes across it.

    Names of all countries stand in lists, so neither is enough by itself.
    """
    return any(one.confidence < _UNSURE and _UNSPEAKABLE.search(one.word.text) for one in seen)


def share_written(text: str) -> float:
    """Share of a text's letters that stand in words as people write them; 1 where there is no text."""
    words = text.split()
    letters = sum(map(len, words))
    return sum(len(word) for word in words if looks_written(word)) / letters if letters else 1.0


def is_blank(ink: Dots) -> bool:
    """Whether nothing is written on a sheet."""
    return int(np.count_nonzero(ink < INK)) <= _BLANK * ink.size


def unread(ink: Dots, words: Iterable[Word]) -> float:
    """Share of the ink that lies outside every word."""
    dark = ink < INK
    total = int(np.count_nonzero(dark))
    size = SMALLER * POINT
    for word in words:
        top, bottom = max(0, int((word.top - 1.5) / size)), int((word.bottom + 1.5) / size) + 1
        left, right = max(0, int((word.x0 - 1) / size)), int((word.x1 + 1) / size) + 1
        dark[top:bottom, left:right] = False
    return int(np.count_nonzero(dark)) / total if total else 0.0
