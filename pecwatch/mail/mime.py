# SPDX-License-Identifier: EUPL-1.2
"""A message taken apart into its MIME entities, each with its exact bytes.

The standard library's parser rewrites line ends, descends into attached messages, gives encoded ones back
undecoded and overflows its stack on deep nesting. A seal needs the bytes as they came, so the splitting at
boundaries is done here; header fields, parameters and transfer encodings are the library's work.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message as Fields

from pecwatch.mail.headers import Headers, as_text, decoded, split_headers, without_lead
from pecwatch.model.record import record

DEPTH_LIMIT = 30
"""Multiparts inside one another."""
ENTITY_LIMIT = 1000
"""Entities of one message."""
_PARAMETERS_LIMIT = 8 * 1024
"""Characters of a field whose parameters are read: the library needs quadratic time for them."""

_NOT_QUOTED_PRINTABLE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n)")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]*\Z")


@record
class Entity:
    """A message, or one part of it."""

    headers: Headers
    raw: bytes
    """Header and body as they came: what a seal is about."""
    body: bytes
    """Still in its transfer encoding."""
    type: str
    """Media type, lower case; `text/plain` when it declares none that makes sense."""
    children: tuple["Entity", ...] = ()
    is_closed: bool = True
    """False for a multipart whose closing boundary is missing: probably cut off."""
    is_unsplit: bool = False
    """True for a multipart left whole, or in part, because it went beyond a limit."""

    def leaves(self) -> Iterator["Entity"]:
        """The entities that are not multiparts, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def multiparts(self) -> Iterator["Entity"]:
        """This entity and those inside it that have, or should have, parts."""
        if self.children or self.is_unsplit or not self.is_closed:
            yield self
        for child in self.children:
            yield from child.multiparts()


def read_entity(content: bytes) -> Entity:
    """Take a message apart; attached messages stay whole."""
    if b"\n" not in content and b"\r" in content:
        content = content.replace(b"\r", b"\n")
    return _entity(without_lead(content), 0, iter(range(ENTITY_LIMIT)), "text/plain")


def _entity(content: bytes, depth: int, budget: Iterator[int], default_type: str) -> Entity:
    headers, body = split_headers(content)
    fields = _parameters(headers.raw("Content-Type"))
    kind = default_type if headers.raw("Content-Type") is None else fields.get_content_type()
    boundary = fields.get_boundary() if kind.startswith("multipart/") else None
    if not boundary:
        plain = "text/plain" if kind.startswith("multipart/") else kind
        return Entity(headers=headers, raw=content, body=body, type=plain)
    if depth >= DEPTH_LIMIT:
        return Entity(headers=headers, raw=content, body=body, type=kind, is_unsplit=True)
    pieces, is_closed = _split(body, boundary)
    inner_default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    children = tuple(_entity(piece, depth + 1, budget, inner_default) for piece, _ in zip(pieces, budget, strict=False))
    return Entity(
        headers=headers,
        raw=content,
        body=body,
        type=kind if children else "text/plain",
        children=children,
        is_closed=is_closed,
        is_unsplit=len(children) < len(pieces),
    )


def _split(body: bytes, boundary: str) -> tuple[list[bytes], bool]:
    """The pieces between delimiter lines (RFC 2046 section 5.1.1), and whether the last delimiter was there."""
    try:
        mark = re.escape(boundary.encode("ascii"))
    except UnicodeEncodeError:
        mark = re.escape(boundary.encode("utf-8")) + b"|" + re.escape(boundary.encode("cp1252", "replace"))
    delimiter = re.compile(rb"(?:\A|\r?\n)--(?:" + mark + rb")(--)?[ \t]*(?=\r?\n|\Z)")
    pieces: list[bytes] = []
    start: int | None = None
    for match in delimiter.finditer(body):
        if start is not None:
            pieces.append(_without_first_line_end(body[start : match.start()]))
        if match.group(1):
            return pieces, True
        start = match.end()
    if start is not None:
        pieces.append(_without_first_line_end(body[start:]))
    return pieces, False


def _without_first_line_end(piece: bytes) -> bytes:
    return piece[2:] if piece.startswith(b"\r\n") else piece.removeprefix(b"\n")


def _parameters(value: str | None) -> Fields:
    """A field value as the library's message, which knows how to read parameters."""
    fields = Fields()
    if value is not None:
        fields["Content-Type"] = value[:_PARAMETERS_LIMIT]
    return fields


def charset(entity: Entity) -> str | None:
    """The declared charset, lower case."""
    value = _parameter(entity.headers.raw("Content-Type"), "charset")
    return value.lower() if value else None


def disposition(entity: Entity) -> str:
    """`attachment`, `inline`, or empty when nothing is declared."""
    return (entity.headers.raw("Content-Disposition") or "").partition(";")[0].strip().lower()


def file_name(entity: Entity) -> str | None:
    """The name printed on an attachment, decoded; None when it has none.

    Of the two places for a name the one with an ending wins: quoting mistakes cut names short.
    """
    printed = (
        _parameter(entity.headers.raw("Content-Disposition"), "filename"),
        _parameter(entity.headers.raw("Content-Type"), "name"),
    )
    names = [name for name in printed if name]
    return next((name for name in names if "." in name.strip(".")), names[0] if names else None)


def _parameter(field: str | None, name: str) -> str | None:
    if field is None:
        return None
    try:
        value = _parameters(field).get_param(name, header="Content-Type")
    except (ValueError, LookupError):
        return None
    if isinstance(value, tuple):
        # RFC 2231; the library gives the bytes as latin-1 text, and fails on charsets it does not know.
        value = as_text(value[2].encode("raw-unicode-escape"), value[0])
    return decoded(value) or None if value else None


def content(entity: Entity) -> bytes:
    """The body out of its transfer encoding; what cannot be decoded comes as it is."""
    encoding = (entity.headers.raw("Content-Transfer-Encoding") or "").strip().lower()
    if encoding == "base64":
        return _from_base64(entity.body)
    if encoding == "quoted-printable":
        return quopri.decodestring(entity.body)
    return entity.body


def _from_base64(body: bytes) -> bytes:
    """Lenient: stray characters are skipped, and a missing end is made up."""
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4])


def enclosed_message(entity: Entity) -> bytes:
    """The bytes of an attached message.

    RFC 2046 section 5.2.1 forbids to encode it, and some do; others declare an encoding and do not encode.
    """
    encoding = (entity.headers.raw("Content-Transfer-Encoding") or "").strip().lower()
    if encoding == "base64" and not _BASE64.match(entity.body):
        return entity.body
    if encoding == "quoted-printable" and _NOT_QUOTED_PRINTABLE.search(entity.body):
        return entity.body
    return content(entity)
