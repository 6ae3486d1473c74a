# SPDX-License-Identifier: EUPL-1.2
"""Letters that were lost or doubled where a program took one encoding for another."""

import re

_MISTAKEN = re.compile(r"[ÂÃÄÅ][\x80-\xbf–-™ŒœŠšŸŽžƒˆ˜]|È[˜™š›]|â€[\x80-\xbf–-™ŒœŠšŸŽžƒˆ˜]")
"""UTF-8 read as the Windows page: «NicolÃ²», «dellâ€™Olmo», and Romanian «È™»."""

_LOST_BEHIND = re.compile(r"Ã(?![^\W\d_])")
"""The second half of «Ã » is a blank to whoever folds blanks."""

_UNWRITABLE = re.compile(r"(?<=[^\W\d_])[?\ufffd]")
"""What a program writes for a letter that its encoding lacks."""

_NUMBER_SIGN = re.compile(r"(?<=\b[nN])[?\ufffd](?=\s?\d)")
"""«n? 14» was «n° 14»."""


def mended(text: str) -> str:
    """The text with letters of another encoding as they were meant; «FERRABÃ²» in capitals is FERRABÒ."""
    if text.isascii():
        return text
    return _LOST_BEHIND.sub(_lost, _MISTAKEN.sub(_meant, text))


def without_gaps(text: str) -> str:
    """The text with an apostrophe for each letter that a program could not write: «LIBERT?» is like «LIBERTA'».

    Its length stays: one that was written as two has an apostrophe behind it.
    """
    if text.isascii() and "?" not in text:
        return text
    text = _MISTAKEN.sub(lambda found: _meant(found).ljust(len(found.group()), "’"), text)
    return _UNWRITABLE.sub("’", _NUMBER_SIGN.sub("°", text))


def _meant(found: re.Match[str]) -> str:
    try:
        meant = b"".join(map(_byte, found.group())).decode()
    except UnicodeError:
        return found.group()
    return _cased(meant, found)


def _lost(found: re.Match[str]) -> str:
    return _cased("à", found)


def _byte(letter: str) -> bytes:
    """Bytes for which the Windows page has no letter stay as they are."""
    return bytes((ord(letter),)) if ord(letter) < 256 else letter.encode("cp1252")


def _cased(meant: str, found: re.Match[str]) -> str:
    before = found.string[: found.start()][-1:]
    return meant.upper() if before.isupper() else meant
