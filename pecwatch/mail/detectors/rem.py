# SPDX-License-Identifier: EUPL-1.2
"""Registered Electronic Mail, the European successor of the PEC (ETSI EN 319 532-3): dispatches and evidence."""

import re
from collections.abc import Iterator

from pecwatch.mail.detectors.anatomy import MESSAGE_TYPES, Anatomy, foreign
from pecwatch.mail.detectors.wrapping import Place, find_envelope
from pecwatch.mail.headers import Headers, as_text
from pecwatch.mail.mime import Entity, content, file_name
from pecwatch.model.message import Kind, Trust

_SECTION = "rem-section-type"
_SECTIONS = (_SECTION, f"x-{_SECTION}")
_ORIGINAL = "rem_message/original"
_FIELDS = ("rem-", "x-rem-")
"""Beginnings of the field names of EN 319 532-3, and of its forerunner TS 102 640-2."""
_EVIDENCE = re.compile(rb"<(?:[\w.-]+:)?(?:ERDS|REM)?Evidence\b|uri\.etsi\.org/19522/")
_EVIDENCE_LIMIT = 64 * 1024
"""Bytes in which evidence says that it is some, and of what."""
_EVENT = re.compile(
    r"(?:Submission|Relay|Received|Notification|Acceptance|Consignment|Content|Delivery|Download|Retrieval)[A-Z]\w{2,40}"
)
"""Names of the events that evidence is about (EN 319 522-1): SubmissionAcceptance, ContentConsignmentFailure …"""


def detect(message: Entity) -> Anatomy | None:
    """Tell REM by the fields of the message or by the section types of its parts.

    A dispatch holds the original. Evidence without one is a receipt, named after the event it is about. What has
    neither is a notice that something waits elsewhere, unless no provider put it together: then it is what a sender
    wrote, for mail programs may set the fields too.
    """
    place = find_envelope(message, _is_marked) or _by_sections(message)
    if place is None:
        return None
    parts = tuple(place.envelope.leaves())
    enclosed = _enclosed(parts)
    receipt = None if enclosed is not None else _event(parts)
    original = place.envelope if enclosed is None else enclosed.message
    is_put_together = place.envelope.type == "multipart/signed" or any(map(_section, parts))
    unmarked = (part for part in parts if not _section(part) and not _is_evidence(part))
    return Anatomy(
        kind=Kind.REM,
        headers=place.headers,
        receipt=receipt,
        trust=Trust.UNVERIFIABLE,
        trust_reason="rem_seal_not_examined",
        original=original if receipt is None else None,
        is_original_missing=enclosed is None and receipt is None and is_put_together,
        outside=() if enclosed is None else (*place.beside, *foreign(unmarked, enclosed)),
        pieces=parts,
        enclosed=enclosed,
        was_wrapped=place.wrapping is not None,
    )


def _is_marked(headers: Headers) -> bool:
    """Whether a message bears fields of REM; a section type is one of a part."""
    return any(name.startswith(_FIELDS) and not name.endswith(_SECTION) for name, _ in headers.fields)


def _by_sections(message: Entity) -> Place | None:
    return Place(headers=message.headers, envelope=message) if any(map(_section, _entities(message))) else None


def _entities(message: Entity) -> Iterator[Entity]:
    yield message
    for child in message.children:
        yield from _entities(child)


def _section(part: Entity) -> str:
    values = (part.headers.text(name) for name in _SECTIONS)
    return next((value for value in values if value), "").partition(";")[0].strip().lower()


def _enclosed(parts: tuple[Entity, ...]) -> Entity | None:
    """The part that holds the original: the one marked as such, otherwise the first whole message."""
    marked = (part for part in parts if _section(part) == _ORIGINAL)
    return next(marked, None) or next((part for part in parts if part.type in MESSAGE_TYPES), None)


def _is_evidence(part: Entity) -> bool:
    if "evidence" in _section(part):
        return True
    return part.type.endswith("/xml") and _EVIDENCE.search(content(part)[:_EVIDENCE_LIMIT]) is not None


def _event(parts: tuple[Entity, ...]) -> str | None:
    """What the first evidence is about, by the name of its file or by its own words; None when there is no evidence."""
    evidence = next((part for part in parts if _is_evidence(part)), None)
    if evidence is None:
        return None
    told = (file_name(evidence) or "", as_text(content(evidence)[:_EVIDENCE_LIMIT]))
    found = next((match for text in told if (match := _EVENT.search(text)) is not None), None)
    return "evidence" if found is None else found.group()
