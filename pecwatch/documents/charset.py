# SPDX-License-Identifier: EUPL-1.2
"""From bytes to text, when the declared charset may be missing, misspelt or wrong."""

import codecs

from pecwatch.model.record import record

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252"})
"""Declared for lack of better knowledge; whoever says one of these writes Windows-1252 (WHATWG Encoding)."""


@record
class Decoded:
    """Text, and whether its charset had to be guessed against what was declared."""

    text: str
    guessed: bool


def _from_windows(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8 as Windows-1252, or as Latin-1 where that has no letter."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    letters = "".join(
        bytes([byte]).decode("cp1252", errors="ignore") or bytes([byte]).decode("latin-1") for byte in wrong
    )
    return letters, error.end


codecs.register_error("pecwatch.windows", _from_windows)


def canonical(charset: str | None) -> str | None:
    """Python's name of a charset, or None when it knows none of that name."""
    try:
        return codecs.lookup(charset.strip()).name if charset else None
    except (LookupError, ValueError):
        return None


def _without_mark(content: bytes) -> str | None:
    """UTF-16 without a byte-order mark: in Italian text nearly every second byte is zero."""
    start = content[:2_000]
    half = len(start) // 2
    if half < 4:
        return None
    if start[1::2].count(0) > 0.7 * half and start[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if start[::2].count(0) > 0.7 * half and start[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _strictly(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except (LookupError, ValueError):  # a codec that gives no text, or bytes that are not in it
        return None


def _encoded_twice(text: str) -> str | None:
    """Undo UTF-8 that a relay took for Windows-1252 and encoded again; None unless the whole text fits."""
    if text.isascii():
        return None
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


def decode(content: bytes, declared: str | None) -> Decoded:
    """The text of some bytes: byte-order mark, then valid UTF-8, then the declared charset, then Windows-1252.

    Nothing is dropped and nothing raises. Valid UTF-8 with accents goes before a declared Western charset because
    such bytes are hardly ever anything else; single wrong bytes in UTF-8 are read as Windows-1252.
    """
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), None)
    wide = marked or _without_mark(content)
    if wide is not None:
        return Decoded(text=content.decode(wide, errors="replace"), guessed=False)
    charset = canonical(declared)
    if charset is not None and charset.startswith(("iso2022", "utf-16", "utf-32", "hz")):
        text = _strictly(content, charset)
        if text is not None:
            return Decoded(text=text, guessed=False)
    utf8 = _strictly(content, "utf-8")
    if utf8 is not None:
        again = _encoded_twice(utf8)
        contradicted = not utf8.isascii() and charset not in (None, "utf-8")
        return Decoded(text=again or utf8, guessed=again is not None or contradicted)
    if charset is not None and charset not in _WESTERN | {"utf-8"}:
        text = _strictly(content, charset)
        if text is not None:
            return Decoded(text=text, guessed=False)
    text = content.decode("utf-8", errors="pecwatch.windows")
    return Decoded(text=text, guessed=declared is not None and charset not in _WESTERN - {"ascii"})
