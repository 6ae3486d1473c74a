# SPDX-License-Identifier: EUPL-1.2
"""Parts that only pack a message's own content: winmail.dat, uuencoded files in a text, opaque S/MIME.

What they hold takes their place among the pieces of the message, and what is announced but not here is told.
"""

import mimetypes
import re
from collections.abc import Iterator

from pecwatch.mail import uuencode
from pecwatch.mail.detectors.anatomy import is_body
from pecwatch.mail.headers import as_text, is_message, split_headers
from pecwatch.mail.mime import Entity, charset, content, file_name, read_entity
from pecwatch.mail.outlook import WINMAIL, as_mail
from pecwatch.mail.strays import strays
from pecwatch.mail.trouble import (
    CUT_OFF,
    FRAGMENT,
    PACKED_TEXT_DAMAGED,
    TOO_DEEP,
    binhex,
    elsewhere,
    left_closed,
    partly_read,
)
from pecwatch.mail.writing import part, text_part
from pecwatch.model.problem import Problem
from pecwatch.model.record import record
from pecwatch.seals.signed_files import SignedFile, open_signed

DEPTH_LIMIT = 8
"""Packed parts inside one another."""
_CRYPTOGRAPHIC = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_ENTITY_FIELDS = frozenset(("content-type", "content-transfer-encoding", "mime-version"))
_RESOURCE_FORK = b"\x00\x05\x16\x07"
"""AppleDouble (RFC 1740): icon and window of a file, of which the content stands in the part beside."""
_BINHEX = re.compile(rb"^\(This file must be converted with BinHex", re.M)
_SIGNED_NAME = "smime.p7m"


@record
class Pieces:
    """The pieces of a message with everything unpacked, in order."""

    leaves: tuple[Entity, ...]
    problems: tuple[Problem, ...] = ()


def pieces_of(message: Entity) -> Pieces:
    """The leaves of a message, those that pack others replaced by what they hold."""
    problems: list[Problem] = []
    leaves = tuple(_leaves(message, problems, 0))
    return Pieces(leaves=leaves, problems=tuple(dict.fromkeys(problems)))


def _leaves(message: Entity, problems: list[Problem], depth: int) -> Iterator[Entity]:
    for leaf in (*message.leaves(), *strays(message)):
        try:
            yield from tuple(_pieces(leaf, problems, depth, is_whole_message=leaf is message))
        except Exception:  # noqa: BLE001 - bytes from outside against libraries: one part is lost, never the message
            problems.append(left_closed(file_name(leaf)))
            yield leaf


def _pieces(leaf: Entity, problems: list[Problem], depth: int, *, is_whole_message: bool) -> Iterator[Entity]:
    inside = _unpacked(leaf, problems, is_whole_message=is_whole_message) if depth < DEPTH_LIMIT else None
    if inside is not None:
        problems += _structural(inside)
        yield from _leaves(inside, problems, depth + 1)
    elif is_body(leaf):
        yield from _without_files(leaf, problems)
    elif not _is_resource_fork(leaf):
        yield from _announced(leaf, problems)


def _is_resource_fork(leaf: Entity) -> bool:
    is_named_so = leaf.type == "application/applefile" or (file_name(leaf) or "").startswith("._")
    return is_named_so and content(leaf).startswith(_RESOURCE_FORK)


def _unpacked(leaf: Entity, problems: list[Problem], *, is_whole_message: bool) -> Entity | None:
    """What a leaf packs, as an entity; None when it is what it seems."""
    if is_body(leaf):
        return None
    packed = content(leaf)
    if packed.startswith(WINMAIL):
        rebuilt = as_mail(packed)
        if rebuilt is not None and not rebuilt.is_whole:
            problems.append(partly_read(file_name(leaf)))
        return None if rebuilt is None else read_entity(rebuilt.content)
    name = (file_name(leaf) or _SIGNED_NAME).lower()
    if leaf.type in _CRYPTOGRAPHIC or name.endswith(".p7m"):
        return _signed_entity(packed, problems, is_own=is_whole_message or name == _SIGNED_NAME)
    return None


def _signed_entity(packed: bytes, problems: list[Problem], *, is_own: bool) -> Entity | None:
    """The entity inside an opaque signature; None for a signed file, which a reader of documents opens.

    Args:
        is_own: Whether it stands for the message's own content, not for a file that is a signed message.
    """
    signed = _innermost(packed)
    if signed is None or not signed.content:
        return None
    headers, _ = split_headers(signed.content)
    if not any(name in _ENTITY_FIELDS for name, _ in headers.fields):
        return None
    if not signed.is_whole:
        problems.append(CUT_OFF)
    return read_entity(signed.content) if is_own or not is_message(signed.content) else _message(signed.content)


def _innermost(packed: bytes) -> SignedFile | None:
    """The last of signed files inside one another; None when there is none."""
    innermost, held = None, packed
    for _ in range(DEPTH_LIMIT):
        signed = open_signed(held)
        if signed is None or not signed.content:
            break
        innermost, held = signed, signed.content
    return innermost


def _message(raw: bytes) -> Entity:
    return read_entity(part("message/rfc822", raw))


def _structural(inside: Entity) -> Iterator[Problem]:
    multiparts = tuple(inside.multiparts())
    if any(one.is_unsplit for one in multiparts):
        yield TOO_DEEP
    if any(not one.is_closed for one in multiparts):
        yield CUT_OFF


def _without_files(leaf: Entity, problems: list[Problem]) -> Iterator[Entity]:
    """A text body, then the files that were written into it."""
    if leaf.type != "text/plain":
        yield leaf
        return
    text = content(leaf)
    extracted = uuencode.extract(text)
    if extracted.damaged:
        problems.append(PACKED_TEXT_DAMAGED)
    if b"BinHex" in text and _BINHEX.search(text):
        problems.append(binhex(None))
    yield leaf if not extracted.files else read_entity(text_part("plain", extracted.text, charset(leaf)))
    yield from (_file(as_text(one.name, charset(leaf)), one.content) for one in extracted.files)


def _file(name: str, held: bytes) -> Entity:
    return read_entity(part(mimetypes.guess_type(name)[0] or "application/octet-stream", held, name))


def _announced(leaf: Entity, problems: list[Problem]) -> Iterator[Entity]:
    """A leaf that is here, at least in part; what only points elsewhere is a problem."""
    if leaf.type == "message/external-body":
        problems.append(elsewhere(file_name(leaf) or file_name(read_entity(leaf.body))))
        return
    if leaf.type == "message/partial":
        problems.append(FRAGMENT)
        yield _message(leaf.body) if is_message(leaf.body) else leaf
        return
    if _BINHEX.search(content(leaf)[:4096]):
        problems.append(binhex(file_name(leaf)))
    yield leaf
