# SPDX-License-Identifier: EUPL-1.2
"""The pieces of one message: bodies, files, attached messages, and what only describes it."""

import hashlib
import mimetypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pecwatch.mail import base64_body
from pecwatch.mail.charsets import for_readers
from pecwatch.mail.daticert import looks_like_daticert
from pecwatch.mail.detectors.anatomy import MESSAGE_TYPES, is_body, is_signature
from pecwatch.mail.headers import is_message, split_headers
from pecwatch.mail.mime import Entity, charset, content, enclosed_message, file_name
from pecwatch.mail.outlook import as_mail, is_outlook_file
from pecwatch.mail.protocol import looks_like_signature
from pecwatch.mail.trouble import footer_left_out, left_closed, not_as_encoded, partly_read
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
    pieces = pieces_of(message)
    found = _Found(problems=list(pieces.problems))
    leaves = tuple(named(pieces.leaves))
    for leaf, name in leaves:
        try:
            found.sort(leaf, name)
        except Exception:  # noqa: BLE001 - bytes from outside against libraries: one part is lost, never the message
            found.keep(leaf, name)
    return Contents(
        leaves=leaves,
        parts=tuple(found.parts),
        messages=tuple(found.messages),
        attachments=tuple(found.attachments),
        signatures=tuple(found.signatures),
        problems=tuple(found.problems),
    )


@dataclass(kw_only=True)
class _Found:
    """Pieces while they are sorted."""

    problems: list[Problem]
    parts: list[Part] = field(default_factory=list)
    messages: list[AttachedMessage] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    signatures: list[bytes] = field(default_factory=list)

    def sort(self, leaf: Entity, name: str) -> None:
        carried = _carried_message(leaf, name, self.problems)
        if leaf.type not in MESSAGE_TYPES and not is_body(leaf):
            self.attachments.append(_attachment(leaf, name))
        if carried is not None:
            self.messages.append(AttachedMessage(name=name, content=carried))
        elif name.lower().endswith(".xml") and looks_like_signature(content(leaf)):
            self.signatures.append(content(leaf))
        elif not leaf.is_decodable:
            self.keep(leaf, name)
        elif not _is_furniture(leaf, name):
            self.parts.append(part_of(leaf, name, Zone.INNER))
            self.problems += _of_its_encoding(leaf, name)

    def keep(self, leaf: Entity, name: str) -> None:
        """Keep a piece that nothing can open, and say so."""
        self.parts.append(part_of(leaf, name, Zone.INNER))
        self.problems.append(left_closed(name))


def part_of(leaf: Entity, name: str, zone: Zone) -> Part:
    """A leaf as something a document reader may open."""
    held, written_in = for_readers(content(leaf), charset(leaf)) if is_body(leaf) else (content(leaf), charset(leaf))
    return Part(name=name, type=leaf.type, charset=written_in, content=held, zone=zone, is_body=is_body(leaf))


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
    """The bytes of an attached message, also of one attached as a mere file, or saved by Outlook.

    A text that looks like a header and holds nothing else is a text.
    """
    if not is_body(leaf) and is_outlook_file(packed := content(leaf)):
        rebuilt = as_mail(packed)
        if rebuilt is not None and not rebuilt.is_whole:
            problems.append(partly_read(name))
        return None if rebuilt is None else rebuilt.content
    if leaf.type in MESSAGE_TYPES:
        return enclosed_message(leaf)
    if name.lower().endswith(".eml") or (leaf.type in _UNCERTAIN_TYPES and not is_body(leaf)):
        decoded = content(leaf)
        is_whole = name.lower().endswith(".eml") or bool(split_headers(decoded)[1].strip())
        return decoded if is_message(decoded) and is_whole else None
    return None


def _of_its_encoding(leaf: Entity, name: str) -> Iterator[Problem]:
    """What is wrong with a body in base64; attached messages and the like are somebody else's business."""
    if leaf.declared.encoding != "base64" or not content(leaf):
        return
    if leaf.type.startswith("text/"):
        if content(leaf) == leaf.body:
            yield not_as_encoded(name)
    elif base64_body.has_footer(leaf.source, leaf.body_start, leaf.end, len(content(leaf))):
        yield footer_left_out(name)


def _is_furniture(leaf: Entity, name: str) -> bool:
    """Whether a leaf describes a message and is no content of it."""
    if leaf.type in REPORTS or (is_signature(leaf) and not _is_signed_file(leaf, name)):
        return True
    return name.lower() == "daticert.xml" or (leaf.type.endswith("/xml") and looks_like_daticert(content(leaf)))


def _is_signed_file(leaf: Entity, name: str) -> bool:
    """Whether what is declared a mere signature holds the file that it signs, or says so by its name."""
    file = open_signed(content(leaf)) or open_stamped(content(leaf))
    is_of_a_file = name.lower().endswith((".p7m", ".p7s")) and name.lower() != "smime.p7s"
    return file is not None and (not file.is_apart or is_of_a_file)
