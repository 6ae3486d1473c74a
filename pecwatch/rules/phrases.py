# SPDX-License-Identifier: EUPL-1.2
"""Words and phrases as an office writes them, kept in the form in which they are compared."""

import re
from typing import Annotated

from pydantic import AfterValidator

from pecwatch.rules.folding import fold
from pecwatch.rules.loading import rule

_REMEDY = "write its words, in capitals or small letters"


def _folded_word(text: str) -> str:
    """One word or several in a row, in the form that texts are compared in.

    Raises:
        ValueError: Nothing of it could ever be found in a text.
    """
    if "*" in text:
        raise ValueError(f"bad pattern «{text}»: * has no meaning here; write the words out")
    return _folded(text, text)


def _folded_phrase(text: str) -> str:
    """A phrase in the form that texts are compared in; its `*` stay.

    Raises:
        ValueError: It is empty, or its first or last word is a `*`, which would claim words that mean nothing.
    """
    pieces = re.split(r"(?:\s*\*)+\s*", text.strip())
    if len(pieces) > 1 and not (pieces[0] and pieces[-1]):
        raise ValueError(f"bad pattern «{text}»: * stands between words; begin and end with a word")
    return " * ".join(_folded(piece, text) for piece in pieces)


def _folded(piece: str, text: str) -> str:
    folded = fold(piece)
    if not folded:
        raise ValueError(f"bad pattern «{text}»: no letter or figure in it; {_REMEDY}")
    return folded


def _sample(text: str) -> str:
    if not fold(text):
        raise ValueError("a sample without words proves nothing; write a text as it is printed")
    return text


Word = Annotated[str, AfterValidator(_folded_word)]
"""Compared whole; the file may have accents, small letters and punctuation."""

Phrase = Annotated[str, AfterValidator(_folded_phrase)]
"""The same with `*` for up to six words between two others."""

Samples = tuple[Annotated[str, AfterValidator(_sample)], ...]
"""Invented texts, as printed, that the rule must claim."""


@rule
class Words:
    """Words, or several in a row, that mean one thing."""

    words: frozenset[Word]
    samples: Samples = ()


@rule
class Phrases:
    """Phrases that mean one thing."""

    phrases: tuple[Phrase, ...]
    samples: Samples = ()
