# SPDX-License-Identifier: EUPL-1.2
"""Whether two subjects are the same one, after all that mail programs, lists and providers do to a subject."""

import html
import re
import unicodedata

from pecwatch.mail.headers import decoded

_TAG = r"\s*\[[^\]]{0,80}\]"
_ANSWER = r"\s*(?:re|r|i|fw|fwd|rif|ref|inoltro|inoltra)(?:\s?\[\d{1,3}\]|\s?\(\d{1,3}\))?\s*:"
_PROVIDER = r"\s*(?:posta certificata|anomalia messaggio)\s*:"
_ENVELOPE_PREFIXES = re.compile(rf"\A(?:(?:{_TAG}|{_ANSWER})*{_PROVIDER})+", re.I)
"""A list's tag counts as put before the subject only where the provider's words follow it."""
_ANSWER_PREFIXES = re.compile(rf"\A(?:{_ANSWER})+", re.I)
_NOT_PLAIN = re.compile(r"[^0-9a-z]+")

_CERTIFIED_CUT_AT = 120
"""Letters from which on a daticert may hold only the beginning of a subject; an ellipsis says so earlier."""
_SHOWN_CUT_AT = 40
"""Letters from which on a mail program may show only the beginning."""


def is_same_subject(shown: str, certified: str) -> bool:
    """Whether a subject is the certified one; one without any letter or digit contradicts nothing.

    Compared are ASCII letters and digits, since envelopes get re-saved in other charsets, or else all letters without
    their accents, since some programs write «perche'» for «perché».
    """
    one, other = _bare(shown), _bare(certified)
    is_cut = other.endswith(("...", "…"))
    return any(_agree(read(one), read(other), is_cut=is_cut) for read in (_ascii_letters, _plain_letters))


def _agree(shown: str, certified: str, *, is_cut: bool) -> bool:
    if not shown or not certified or shown == certified:
        return True
    if len(shown) > len(certified):
        return (is_cut or len(certified) >= _CERTIFIED_CUT_AT) and shown.startswith(certified)
    return len(shown) >= _SHOWN_CUT_AT and certified.startswith(shown)


def _bare(subject: str) -> str:
    """Decoded, unescaped (twice: some daticert hold `&amp;agrave;`), and without the prefixes that stack on it."""
    text = html.unescape(html.unescape(decoded(subject)))
    return _ANSWER_PREFIXES.sub("", _ENVELOPE_PREFIXES.sub("", text)).strip()


def _ascii_letters(text: str) -> str:
    return _NOT_PLAIN.sub("", text.lower())


def _plain_letters(text: str) -> str:
    return _NOT_PLAIN.sub("", unicodedata.normalize("NFKD", text).lower())
