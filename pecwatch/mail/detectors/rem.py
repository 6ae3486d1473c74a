# SPDX-License-Identifier: EUPL-1.2
"""Registered Electronic Mail, the European successor of the PEC (ETSI EN 319 532-3)."""

from collections.abc import Iterator

from pecwatch.mail.detectors.anatomy import MESSAGE_TYPES, Anatomy, foreign
from pecwatch.mail.mime import Entity, enclosed_message, read_entity
from pecwatch.model.message import Kind, Trust

_SECTION = "REM-Section-Type"
_ORIGINAL = "rem_message/original"


def detect(message: Entity) -> Anatomy | None:
    """Tell a REM dispatch by its header fields or by the section types of its parts."""
    if not any(name.startswith("rem-") for entity in _entities(message) for name, _ in entity.headers.fields):
        return None
    parts = tuple(message.leaves())
    enclosed = next((part for part in parts if _section(part) == _ORIGINAL), None)
    if enclosed is None:
        enclosed = next((part for part in parts if part.type in MESSAGE_TYPES), None)
    return Anatomy(
        kind=Kind.REM,
        headers=message.headers,
        trust=Trust.UNVERIFIABLE,
        trust_reason="rem_seal_not_examined",
        original=message if enclosed is None else read_entity(enclosed_message(enclosed)),
        is_original_missing=enclosed is None,
        outside=() if enclosed is None else foreign((part for part in parts if not _section(part)), enclosed),
    )


def _entities(message: Entity) -> Iterator[Entity]:
    yield message
    for child in message.children:
        yield from _entities(child)


def _section(part: Entity) -> str:
    return (part.headers.text(_SECTION) or "").partition(";")[0].strip().lower()
