# SPDX-License-Identifier: EUPL-1.2
"""Digits that a scan put for letters in the words of an address."""

import re

_ZERO_IN_WORD = re.compile(r"(?<=[^\W\d])0(?=[^\W\d]{2})")
_ONE_IN_WORD = re.compile(r"(?<=[^\W\d]{2})1(?=[^\W\d]{2}|[^\W\d](?!\w))")
_DIGIT_IN_WORD = re.compile(
    r"(?<=[^\W\d]{2})[568](?=[^\W\d]{2})|(?<!\w)[68](?!inter|scal|pian|palaz|quat|quin|appar)(?=[^\W\d]{4})",
    re.IGNORECASE,
)
_MISREAD = {"5": "s", "6": "g", "8": "b"}


def letters_for_digits(text: str) -> str:
    """A digit inside a word is a letter that a scan misread, as in MIL1E and 8ROILI; the length stays."""
    text = _DIGIT_IN_WORD.sub(lambda digit: _MISREAD[digit[0]], text)
    return _ONE_IN_WORD.sub("l", _ZERO_IN_WORD.sub("o", text))
