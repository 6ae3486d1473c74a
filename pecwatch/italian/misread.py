# SPDX-License-Identifier: EUPL-1.2
"""Digits that a scan put for letters in the words of an address, and letters it put in numbers."""

import re

_ZERO_IN_WORD = re.compile(r"(?<=[^\W\d])0(?=[^\W\d]{2})")
_ONE_IN_WORD = re.compile(r"(?<=[^\W\d]{2})1(?=[^\W\d]{2}|[^\W\d](?!\w))")
_DIGIT_IN_WORD = re.compile(
    r"(?<=[^\W\d]{2})[568](?=[^\W\d]{2})|(?<!\w)[68](?!inter|scal|pian|palaz|quat|quin|appar)(?=[^\W\d]{4})",
    re.IGNORECASE,
)
_ZERO_BEHIND_WORD = re.compile(r"(?<=[^\W\d]{3})0(?!\w)")
_VIA = re.compile(r"(?<!\w)V[1l|]A(?=\s)")
_ONE_IN_NUMBER = re.compile(r"(?<=\s)l(?=\d{1,2}(?!\w))")
_ZERO_IN_NUMBER = re.compile(r"(?<=\d)(?<!(?i:piano )\d)O(?=\s*(?:$|[,;/–-]|(?i:int|sc|app|all)\w*\b))")
_MISREAD = {"5": "s", "6": "g", "8": "b"}


def letters_for_digits(text: str) -> str:
    """A digit inside a word is a letter that a scan misread, as in MIL1E and 8ROILI; the length stays.

    A letter inside a civic number is a digit: l4 and 1O are 14 and 10.
    """
    text = _ONE_IN_NUMBER.sub("1", _ZERO_IN_NUMBER.sub("0", _VIA.sub("VIA", text)))
    text = _ZERO_BEHIND_WORD.sub("o", text)
    text = _DIGIT_IN_WORD.sub(lambda digit: _MISREAD[digit[0]], text)
    return _ONE_IN_WORD.sub("l", _ZERO_IN_WORD.sub("o", text))
