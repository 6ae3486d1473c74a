# SPDX-License-Identifier: EUPL-1.2
"""A message taken apart into its MIME entities, each with its exact bytes.

The standard library's parser rewrites line ends, descends into attached messages, gives encoded ones back
undecoded and overflows its stack on deep nesting. A seal needs the bytes as they came, so the splitting at
boundaries is done here. Entities share the bytes of the message: nothing of a large one is copied by taking it apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial

from pecwatch.mail.declared import Declared, declared
from pecwatch.mail.headers import Headers, read_headers, start_of_fields
from pecwatch.mail.partition import partition
from pecwatch.mail.resaved import as_it_travelled
from pecwatch.mail.transfer import decoded_size, is_encoded, out_of_transfer

DEPTH_LIMIT = 30
"""Multiparts inside one another."""
ENTITY_LIMIT = 1000
"""Entities of one message."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Entity:
    """A message, or one part of it.

    No record as the others are: it keeps what was worked out from it once, since everybody asks for the same.
    """

    headers: Headers
    source: bytes
    """The whole message, of which this is a stretch."""
    start: int
    body_start: int
    end: int
    declared: Declared
    type: str
    """Media type, lower case; `text/plain` when it declares none that makes sense."""
    children: tuple["Entity", ...] = ()
    is_closed: bool = True
    """False for a multipart whose closing boundary is missing: probably cut off."""
    is_unsplit: bool = False
    """True for a multipart left whole, or in part, because it went beyond a limit."""
    is_repaired: bool = False
    """True for a multipart that was parted against its own declarations: other programs may find other parts."""
    preamble: bytes = b""
    """Of a multipart: what stands before its first delimiter."""
    epilogue: bytes = b""
    """Of a multipart: what stands after its last delimiter."""

    def __eq__(self, other: object) -> bool:
        """Whether another entity has the same bytes, wherever it stands."""
        return self is other or (isinstance(other, Entity) and self.size == other.size and self.raw == other.raw)

    def __hash__(self) -> int:
        return hash(self.raw)

    @property
    def size(self) -> int:
        """Bytes of header and body."""
        return self.end - self.start

    @property
    def raw(self) -> bytes:
        """Header and body as they came: what a seal is about."""
        return self.source[self.start : self.end]

    @property
    def body(self) -> bytes:
        """Still in its transfer encoding."""
        return self.source[self.body_start : self.end]

    @cached_property
    def content(self) -> bytes:
        """The body out of its transfer encoding; what cannot be decoded comes as it is."""
        return self.body if self._decoded is None else self._decoded

    @property
    def is_decodable(self) -> bool:
        """False when the content is still in its transfer encoding, since that could not be undone."""
        return self._decoded is not None

    @cached_property
    def _decoded(self) -> bytes | None:
        is_text = self.type.startswith("text/")
        try:
            return out_of_transfer(self.source, self.body_start, self.end, self.declared.encoding, is_text=is_text)
        except Exception:  # noqa: BLE001 - bytes from outside against libraries: one part is lost, never the message
            return None

    @property
    def content_size(self) -> int:
        """Bytes of the content; reckoned when it is large to decode and nobody has asked for it yet."""
        if "content" in self.__dict__ or self.declared.encoding == "quoted-printable":
            return len(self.content)
        return decoded_size(self.source, self.body_start, self.end, self.declared.encoding)

    @cached_property
    def message(self) -> "Entity":
        """The message this one holds, taken apart."""
        return read_entity(self.content) if self.is_encoded else _message(self.source, self.body_start, self.end)

    @cached_property
    def is_encoded(self) -> bool:
        """Whether an attached message is in a transfer encoding.

        RFC 2046 section 5.2.1 forbids it, and some do it; others declare an encoding and do not encode.
        """
        return is_encoded(self.source, self.body_start, self.end, self.declared.encoding)

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
    message = as_it_travelled(content)
    return _message(message, 0, len(message))


def _message(source: bytes, start: int, end: int) -> Entity:
    first_field = start_of_fields(source, start, end)
    return _entity(source, first_field, end, depth=0, budget=iter(range(ENTITY_LIMIT)), default_type="text/plain")


def _entity(source: bytes, start: int, end: int, *, depth: int, budget: Iterator[int], default_type: str) -> Entity:
    headers, body_start = read_headers(source, start, end)
    said = declared(headers)
    kind = said.type or default_type
    whole = partial(Entity, headers=headers, source=source, start=start, body_start=body_start, end=end, declared=said)
    if not kind.startswith("multipart/"):
        return whole(type=kind)
    if depth >= DEPTH_LIMIT:
        return whole(type=kind, is_unsplit=True)
    parted = partition(source, body_start, end, said)
    pieces = parted.pieces
    inner_default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    children = tuple(
        _entity(parted.source, *piece, depth=depth + 1, budget=budget, default_type=inner_default)
        for piece, _ in zip(pieces.places, budget, strict=False)
    )
    return whole(
        headers=replace(headers, is_whole=False) if parted.is_repaired else headers,
        type=kind if children else "text/plain",
        children=children,
        is_closed=pieces.is_closed,
        is_unsplit=len(children) < len(pieces.places) or not pieces.are_all,
        is_repaired=parted.is_repaired,
        preamble=parted.source[parted.start : pieces.preamble_end],
        epilogue=parted.source[pieces.epilogue_start : parted.end],
    )


def charset(entity: Entity) -> str | None:
    """The declared charset, lower case."""
    return entity.declared.charset


def disposition(entity: Entity) -> str:
    """`attachment`, `inline`, or empty when nothing is declared."""
    return entity.declared.disposition


def file_name(entity: Entity) -> str | None:
    """The name printed on an attachment, decoded; None when it has none."""
    return entity.declared.file_name


def content(entity: Entity) -> bytes:
    """The body out of its transfer encoding; what cannot be decoded comes as it is."""
    return entity.content


def enclosed_message(entity: Entity) -> bytes:
    """The bytes of an attached message, also of one that was encoded against the rules."""
    return entity.content if entity.is_encoded else entity.body
