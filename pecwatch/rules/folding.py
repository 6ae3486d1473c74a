# SPDX-License-Identifier: EUPL-1.2
"""Text brought to one form to compare it: the form in which every phrase of the rules is kept."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ð": "d"})
"""Letters that Unicode does not take apart into a base letter and a mark."""

_LOOK_ALIKE = str.maketrans("авекмнорстухіјѕԛԝαβεζηικμνορτυχ", "abekmhopctyxijsqwabezhikmnoptyx")
"""Cyrillic and Greek letters of which the capital is to the eye a Latin one (from Unicode's confusables.txt)."""

_SEPARATORS = re.compile(r"[^0-9A-Z]+")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Upper-case letters and digits of any text, words parted by single blanks.

    Accents, apostrophes, punctuation and invisible characters go, so that NICOLO' equals Nicolò
    and D AMICO equals D'Amico; letters of other scripts that look like ours are ours. Folding twice changes nothing.
    """
    if text.isascii():
        return _SEPARATORS.sub(" ", text.upper()).strip()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(character for character in plain if unicodedata.category(character) not in ("Mn", "Cf"))
    letters = letters.translate(_LOOK_ALIKE)
    return _SEPARATORS.sub(" ", letters.upper()).strip()
