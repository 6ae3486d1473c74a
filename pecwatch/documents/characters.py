# SPDX-License-Identifier: EUPL-1.2
"""Characters a reader meets and nobody sees: taken out, and told when they may deceive."""

import re
import unicodedata

_BIDI = "\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = "\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff"

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(f"[\x00-\x08\x0e-\x1f\x7f\x80-\x9f{_BIDI}{_ZERO_WIDTH}]")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_FOREIGN = "\u0370-\u03ff\u0400-\u052f"
_DECEPTIVE = re.compile(
    f"[{_BIDI}]|(?<=\\w)[\u200b\u200c\u200d\u2060\ufeff](?=\\w)|[A-Za-z][{_FOREIGN}]|[{_FOREIGN}][A-Za-z]"
)


def visible(text: str) -> str:
    """The text as a person sees it, with line breaks as `\\n` and every other blank but tabs a plain one.

    Control characters and invisible ones go; letters stay, accents composed (NFC), which prints the same.
    """
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _BLANKS.sub(" ", _BREAKS.sub("\n", text))))


def may_deceive(text: str) -> bool:
    """Whether it holds characters that turn the reading direction, that hide inside a word, or that pass for others.

    Greek and Cyrillic letters beside Latin ones in a word look like Latin ones and are not.
    The marks that mail programs scatter between words (byte-order marks, soft hyphens, direction marks) do not count.
    """
    return _DECEPTIVE.search(text) is not None
