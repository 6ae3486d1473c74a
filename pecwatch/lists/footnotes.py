# SPDX-License-Identifier: EUPL-1.2
"""Footnotes to rows: «(*) rinviato al 30/03/2027» says something of the rows that bear the sign, wherever it stands."""

import re
from collections.abc import Iterable

_SIGN = re.compile(r"\s*(?P<sign>\(\*{1,3}\)|\*{1,3}(?!\*)|\([1-9a-d]\)|\[[1-9]\]|[¹²³])\s*(?=[^\W\d_])")


def footnote_sign(text: str) -> str | None:
    """The sign that a line begins with as a footnote does; a row may begin with it too."""
    found = _SIGN.match(text)
    return found["sign"] if found is not None else None


def is_footnote(text: str, others: Iterable[str]) -> bool:
    """Whether a line begins with a sign that stands behind a word of another line, and at the front of none."""
    sign = footnote_sign(text)
    if sign is None:
        return False
    texts = tuple(others)
    if any(footnote_sign(other) == sign for other in texts):  # a bullet
        return False
    plain = rf"\(?{re.escape(sign.strip('()'))}\)?" if "*" in sign else re.escape(sign)
    behind = re.compile(rf"(?<=[^\s(*])[ \t]?{plain}(?![*\w])")
    return any(behind.search(other.strip()) for other in texts)
