# SPDX-License-Identifier: EUPL-1.2
"""The pieces of one message: bodies, files, attached messages, and what only describes it."""

import hashlib
import mimetypes
from collections.abc import Iterable, Iterator

from pecwatch.mail.daticert import looks_like_daticert
from pecwatch.mail.detectors.anatomy import MESSAGE_TYPES, is_body, is_signature
from pecwatch.mail.headers import is_message
from pecwatch.mail.mime import Entity, charset, content, enclosed_message, file_name
from pecwatch.mail.outlook import as_mail, is_outlook_file
from pecwatch.mail.protocol import looks_like_signature
from pecwatch.mail.trouble import partly_read
from pecwatch.mail.unpacking import pieces_of
from pecwatch.model.message import Attachment, Part, Zone
from pecwatch.model.problem import Problem
from pecwatch.model.record import record
from pecwatch.seals.signed_files import open_signed
from pecwatch.seals.timestamped import open_stamped

UNNAMED_MESSAGE = "messaggio.eml"
REPORTS = frozenset(
    ("message/delivery-status", "message/disposition-notification", "message/feedback-report", "text/rfc822-headers")
)
_UNCERTAIN_TYPES = frozenset(("application/octet-stream", "text/plain", "application/x-eml", "application/eml"))
"""Types under which mail programs attach messages saved as files."""


@record
class AttachedMessage:
    """A message inside a message."""

    name: str
    content: bytes


@record
class Contents:
    """What one message holds, in order."""

    leaves: tuple[tuple[Entity, str], ...] = ()
    """Every piece, with everything unpacked and the name that it is shown by."""
    parts: tuple[Part, ...] = ()
    messages: tuple[AttachedMessage, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signatures: tuple[bytes, ...] = ()
    """Segnatura.xml files."""
    problems: tuple[Problem, ...] = ()


def contents_of(message: Entity) -> Contents:
    """Sort the pieces of a message; no file is lost, and no file is content twice."""
    parts: list[Part] = []
    messages: list[AttachedMessage] = []
    attachments: list[Attachment] = []
    signatures: list[bytes] = []
    pieces = pieces_of(message)
    problems = list(pieces.problems)
    leaves = tuple(named(pieces.leaves))
    for leaf, name in leaves:
        carried = _carried_message(leaf, name, problems)
        if leaf.type not in MESSAGE_TYPES and not is_body(leaf):
            attachments.append(_attachment(leaf, name))
        if carried is not None:
            messages.append(AttachedMessage(name=name, content=carried))
        elif name.lower().endswith(".xml") and looks_like_signature(content(leaf)):
            signatures.append(content(leaf))
        elif not _is_furniture(leaf, name):
            parts.append(part_of(leaf, name, Zone.INNER))
    return Contents(
        leaves=leaves,
        parts=tuple(parts),
        messages=tuple(messages),
        attachments=tuple(attachments),
        signatures=tuple(signatures),
        problems=tuple(problems),
    )


def part_of(leaf: Entity, name: str, zone: Zone) -> Part:
    """A leaf as something a document reader may open."""
    return Part(
        name=name, type=leaf.type, charset=charset(leaf), content=content(leaf), zone=zone, is_body=is_body(leaf)
    )


def outside_parts(leaves: Iterable[Entity]) -> tuple[Part, ...]:
    """Parts that stand beside the original; blank ones say nothing."""
    parts = (part_of(leaf, name, Zone.OUTSIDE) for leaf, name in named(leaves))
    return tuple(part for part in parts if part.content.strip())


def nested_part(part: Part, message_name: str) -> Part:
    """A part of an attached message, named after both."""
    return Part(
        name=f"{message_name}/{part.name}",
        type=part.type,
        charset=part.charset,
        content=part.content,
        zone=Zone.NESTED,
        is_body=part.is_body,
    )


def without_repetitions(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts without those whose bytes came before: an attached message repeats what it forwards."""
    first: dict[str, Part] = {}
    for part in parts:
        first.setdefault(hashlib.sha256(part.content).hexdigest(), part)
    return tuple(first.values())


def named(leaves: Iterable[Entity]) -> Iterator[tuple[Entity, str]]:
    """Each leaf with the name it is shown by; files without one are counted."""
    count = 0
    for leaf in leaves:
        if is_body(leaf):
            yield leaf, "body"
            continue
        count += 1
        unnamed = UNNAMED_MESSAGE if leaf.type in MESSAGE_TYPES else f"allegato-{count}{_ending(leaf.type)}"
        yield leaf, file_name(leaf) or unnamed


def _ending(media_type: str) -> str:
    return mimetypes.guess_extension(media_type, strict=False) or ""


def _attachment(leaf: Entity, name: str) -> Attachment:
    decoded = content(leaf)
    return Attachment(name=name, type=leaf.type, size=len(decoded), sha256=hashlib.sha256(decoded).hexdigest())


def _carried_message(leaf: Entity, name: str, problems: list[Problem]) -> bytes | None:
    """The bytes of an attached message, also of one attached as a mere file, or saved by Outlook."""
    if not is_body(leaf) and is_outlook_file(packed := content(leaf)):
        rebuilt = as_mail(packed)
        if rebuilt is not None and not rebuilt.is_whole:
            problems.append(partly_read(name))
        return None if rebuilt is None else rebuilt.content
    if leaf.type in MESSAGE_TYPES:
        return enclosed_message(leaf)
    if name.lower().endswith(".eml") or (leaf.type in _UNCERTAIN_TYPES and not is_body(leaf)):
        decoded = content(leaf)
        return decoded if is_message(decoded) else None
    return None


def _is_furniture(leaf: Entity, name: str) -> bool:
    """Whether a leaf describes a message and is no content of it."""
    if leaf.type in REPORTS or (is_signature(leaf) and not _is_signed_file(leaf, name)):
        return True
    return name.lower() == "daticert.xml" or (leaf.type.endswith("/xml") and looks_like_daticert(content(leaf)))


def _is_signed_file(leaf: Entity, name: str) -> bool:
    """Whether what is declared a mere signature holds the file that it signs, or says so by its name."""
    file = open_signed(content(leaf)) or open_stamped(content(leaf))
    return file is not None and (not file.is_apart or name.lower().endswith(".p7m"))
