# SPDX-License-Identifier: EUPL-1.2
"""The tree of a message: which of its pieces is what, from the outside in, as a flat tuple.

It is made from what was found when the message was opened and takes nothing apart twice, but for a receipt,
whose original nobody else needs, and for an envelope that a relay attached to a message of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pecwatch.mail.contents import REPORTS, Contents, named
from pecwatch.mail.daticert import looks_like_daticert
from pecwatch.mail.detectors.anatomy import MESSAGE_TYPES, Anatomy, is_body, is_signature
from pecwatch.mail.mime import Entity, content, file_name
from pecwatch.mail.protocol import looks_like_signature
from pecwatch.model.outline import Piece, Role

DEPTH_LIMIT = 8
PIECE_LIMIT = 200

Outline = tuple[Piece, ...]


def outline_of(message: Entity, anatomy: Anatomy, contents: Contents, attached: Iterable[Outline]) -> Outline:
    """The tree of one message.

    Args:
        contents: Of the original.
        attached: The outlines of the messages in `contents`, in their order.
    """
    note = anatomy.receipt or anatomy.kind.value
    if anatomy.original is message:
        return (_whole(message, Role.MESSAGE, note), *_below(_inside(message, contents, attached)))
    inside = _in_envelope(envelope_of(message, anatomy), anatomy, contents, attached)
    return (_whole(message, Role.ENVELOPE, note), *_below(inside))


def as_attached(outline: Outline, name: str) -> Outline:
    """The outline of a message as that of one found in another."""
    return (replace(outline[0], role=Role.ATTACHED_MESSAGE, name=name), *outline[1:])


def left_whole(role: Role, name: str, media_type: str, content: bytes) -> Outline:
    """The outline of what was not taken apart."""
    return (Piece(depth=0, role=role, name=name, type=media_type, size=len(content)),)


def bounded(outline: Outline) -> Outline:
    """An outline that a person can take in; what is left out is counted."""
    near = tuple(piece for piece in outline if piece.depth <= DEPTH_LIMIT)[:PIECE_LIMIT]
    missing = len(outline) - len(near)
    return (*near, Piece(depth=1, role=Role.MORE, count=missing)) if missing else near


def _whole(message: Entity, role: Role, note: str | None = None) -> Piece:
    return Piece(depth=0, role=role, type=message.type, size=message.size, note=note)


def _below(pieces: Iterable[Piece]) -> Iterator[Piece]:
    return (replace(piece, depth=piece.depth + 1) for piece in pieces)


def envelope_of(message: Entity, anatomy: Anatomy) -> Entity:
    """The entity that is the envelope: the message, or what a list or relay put its own message around."""
    if message.headers == anatomy.headers:
        return message
    carried = (leaf.message for leaf in message.leaves() if leaf.type in MESSAGE_TYPES)
    candidates = (one for group in (message.children, carried) for one in group)
    return next((one for one in candidates if one.headers == anatomy.headers), message)


def _in_envelope(
    envelope: Entity, anatomy: Anatomy, contents: Contents, attached: Iterable[Outline]
) -> Iterator[Piece]:
    """The pieces of an envelope, with those of the original in its place; then the seal, then what stands around."""
    for piece in anatomy.pieces:
        if piece is anatomy.enclosed:
            yield _piece(piece, Role.ORIGINAL)
            yield from _below(_inside(anatomy.original or piece.message, contents, attached))
        elif not any(piece is one for one in anatomy.outside):
            yield _piece(piece, _role_in_envelope(piece))
    known = {id(piece) for piece in anatomy.pieces}
    beside = (leaf for leaf in envelope.leaves() if id(leaf) not in known)
    yield from (_piece(leaf, Role.SEAL) for leaf in beside if is_signature(leaf))
    yield from (_piece(one, Role.OUTSIDE_SEAL) for one in anatomy.outside if content(one).strip())


def _inside(message: Entity, contents: Contents, attached: Iterable[Outline]) -> Iterator[Piece]:
    """The pieces of an original; one that is an envelope itself is shown once, as the message attached to it."""
    waiting = [as_attached(one, held.name) for held, one in zip(contents.messages, attached, strict=True)]
    is_envelope_itself = any(held.content == message.raw for held in contents.messages)
    for leaf, name in () if is_envelope_itself else contents.leaves or named(message.leaves()):
        if waiting and waiting[0][0].name == name:
            yield from waiting.pop(0)
            continue
        is_signed_file = any(part.name == name for part in contents.parts) and is_signature(leaf)
        yield _piece(leaf, Role.FILE if is_signed_file else _role(leaf), name)
    for one in waiting:
        yield from one


def _piece(leaf: Entity, role: Role, name: str | None = None) -> Piece:
    return Piece(depth=0, role=role, name=name or file_name(leaf), type=leaf.type, size=leaf.content_size)


def _role_in_envelope(leaf: Entity) -> Role:
    """What a piece is for in an envelope, whose texts and signatures are the provider's."""
    role = _role(leaf)
    return {Role.BODY: Role.NOTICE, Role.SIGNATURE: Role.SEAL}.get(role, role)


def _role(leaf: Entity) -> Role:
    """What a piece is for in a message that somebody sent."""
    name = (file_name(leaf) or "").lower()
    if is_signature(leaf):
        return Role.SIGNATURE
    if name.endswith(".xml") and looks_like_signature(content(leaf)):
        return Role.PROTOCOL
    if name == "daticert.xml" or (leaf.type.endswith("/xml") and looks_like_daticert(content(leaf))):
        return Role.DATICERT
    if leaf.type in REPORTS:
        return Role.EVIDENCE
    if leaf.type in MESSAGE_TYPES:
        return Role.ATTACHED_MESSAGE
    return Role.BODY if is_body(leaf) else Role.FILE
