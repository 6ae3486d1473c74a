# SPDX-License-Identifier: EUPL-1.2
"""Cryptographic files out of what mail programs, portals and people put around them.

Seen around signed files: base64 with and without line breaks, PEM with remarks above it, the headers of an S/MIME
message, a byte order mark, empty lines, and base64 over base64.
"""

import binascii
import re

from pecwatch.seals.ber import OBJECT_IDENTIFIER, SEQUENCE, BrokenError, Element, Walk

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
TIMESTAMPED_DATA = bytes.fromhex("2a864886f70d010910011f")
ENVELOPED_DATA = bytes.fromhex("2a864886f70d010703")
KINDS = frozenset((SIGNED_DATA, TIMESTAMPED_DATA, ENVELOPED_DATA))
"""Object identifiers (contents only) of what is looked for: RFC 5652 and RFC 5544."""

HEAD = 8_192
"""Bytes from which a cryptographic file is told."""

_LAYERS = 4
_BLANK = b"\xef\xbb\xbf \t\r\n\x00"
_REMARKS = 2_000
"""Bytes that may stand above PEM; a longer text is a text that quotes some."""
_PEM = re.compile(rb"-----BEGIN [A-Z0-9 #]{1,40}-----[ \t]*\r?\n")
_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){1,40}\r?\n")
_CRYPTOGRAPHIC_TYPE = re.compile(rb"application/(?:x-)?(?:pkcs7-mime|timestamped-data)", re.IGNORECASE)
_BASE64_HEAD = re.compile(rb"[A-Za-z0-9+/]{4}[A-Za-z0-9+/\s]{16}")
_BASE64_LINE = re.compile(rb"^[ \t]*[A-Za-z0-9+/]{60}", re.MULTILINE)
"""Without white space in it, so that no sentence is taken for one."""
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def unwrapped(content: bytes, *, has_remarks: bool = True) -> bytes | None:
    """The BER of a cryptographic file; None when the bytes are something else.

    Args:
        has_remarks: Whether a few lines of text may stand above PEM or base64.
    """
    for _ in range(_LAYERS):
        content = content.lstrip(_BLANK)
        if content[:1] == b"0" and kind_of(content) is not None:
            return content
        inner = _taken_out(content, _REMARKS if has_remarks else 0)
        if inner is None:
            return None
        content = inner
    return None


def kind_of(content: bytes) -> bytes | None:
    """The object identifier of a CMS structure, one of `KINDS`; None for anything else."""
    walk = Walk(content[:HEAD])
    try:
        return _identifier(walk, content_info(walk))
    except BrokenError:
        return None


def content_info(walk: Walk) -> Element:
    """The ContentInfo of a file: its root, or what an answer of a time-stamping authority holds (RFC 3161, 2.4.2)."""
    root = walk.root()
    if root.tag != SEQUENCE:
        raise BrokenError
    [first] = walk.first(root, 1)
    return walk.first(root, 2)[1] if first.tag == SEQUENCE else root


def _identifier(walk: Walk, info: Element) -> bytes | None:
    [first] = walk.first(info, 1)
    identifier = walk.contents(first)
    return identifier if first.tag == OBJECT_IDENTIFIER and identifier in KINDS else None


def _taken_out(content: bytes, remarks: int) -> bytes | None:
    """What is left after one layer of text around; None when there is none."""
    headers = _HEADERS.match(content, 0, HEAD)
    if headers is not None and _CRYPTOGRAPHIC_TYPE.search(headers[0]):
        return content[headers.end() :]
    pem = _PEM.search(content, 0, remarks) or _PEM.match(content)
    if pem is not None:
        content = content[pem.end() :].lstrip(_BLANK)
    elif _BASE64_HEAD.match(content) is None:
        line = _BASE64_LINE.search(content, 0, remarks)
        if line is None:
            return None
        content = content[line.start() :].lstrip(_BLANK)
    end = content.find(b"-----")
    return _from_base64(content if end < 0 else content[:end])


def _from_base64(content: bytes) -> bytes | None:
    """Lenient as mail programs are: stray characters are skipped, and a missing end is made up."""
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        letters = _NOT_BASE64.sub(b"", content)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4])
