# SPDX-License-Identifier: EUPL-1.2
"""Bodies out of their transfer encodings, read without copying what is large."""

import quopri
import re

from pecwatch.mail import base64_body, uuencode

_NOT_QUOTED_PRINTABLE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*+\r?\n)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_UUENCODE = frozenset(("x-uuencode", "uuencode", "x-uue", "uue"))


def out_of_transfer(source: bytes, start: int, end: int, encoding: str, *, is_text: bool = False) -> bytes:
    """The decoded body that lies between two places of a message; what cannot be decoded comes as it is.

    Args:
        is_text: Whether it is declared to be text, so that noise is no possible content of it.
    """
    if encoding == "base64":
        return base64_body.text_of(source[start:end]) if is_text else base64_body.file_of(source, start, end)
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
