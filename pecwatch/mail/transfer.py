# SPDX-License-Identifier: EUPL-1.2
"""Bodies out of their transfer encodings, read without copying what is large."""

import binascii
import quopri
import re

from pecwatch.mail import uuencode

_NOT_QUOTED_PRINTABLE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*+\r?\n)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_PADDING = re.compile(rb"=[=\s]*+")
_NOT_A_LETTER = re.compile(rb"[^A-Za-z0-9+/]")
_UUENCODE = frozenset(("x-uuencode", "uuencode", "x-uue", "uue"))
_STRETCHES_LIMIT = 1_000_000


def out_of_transfer(source: bytes, start: int, end: int, encoding: str) -> bytes:
    """The decoded body that lies between two places of a message; what cannot be decoded comes as it is."""
    if encoding == "base64":
        return _from_base64(memoryview(source)[start:end])
    if encoding == "quoted-printable":
        return quopri.decodestring(memoryview(source)[start:end])
    if encoding in _UUENCODE:
        return uuencode.decoded(source[start:end])
    return source[start:end]


def decoded_size(source: bytes, start: int, end: int, encoding: str) -> int:
    """About as many bytes as the decoded body has, without decoding it."""
    if encoding != "base64":
        return end - start
    blanks = sum(source.count(blank, start, end) for blank in (b"\r", b"\n", b" ", b"\t", b"="))
    return (end - start - blanks) * 3 // 4


def is_encoded(source: bytes, start: int, end: int, encoding: str) -> bool:
    """Whether a body is in the encoding it declares."""
    if encoding == "base64":
        return _NOT_BASE64.search(source, start, end) is None
    return encoding == "quoted-printable" and _NOT_QUOTED_PRINTABLE.search(source, start, end) is None


def _from_base64(body: memoryview) -> bytes:
    """Lenient: stray characters are skipped, a missing end is made up, and each stretch that was padded is decoded.

    Some programs encode a file in stretches; what follows the padding and is no base64 is a mailing list's footer.
    """
    padding = _PADDING.search(body)
    if padding is None or padding.end() == len(body) or _NOT_BASE64.search(body) is not None:
        return _stretch(body)
    return b"".join(_stretch(piece) for piece in _PADDING.split(body, maxsplit=_STRETCHES_LIMIT))


def _stretch(letters: bytes | memoryview) -> bytes:
    try:
        return binascii.a2b_base64(letters)
    except binascii.Error:
        clean = _NOT_A_LETTER.sub(b"", letters)
        return binascii.a2b_base64(clean[: len(clean) - (len(clean) % 4 == 1)] + b"==")
