# SPDX-License-Identifier: EUPL-1.2
"""Shared by the tests of this room: what a person would read of a message as certified."""

from pecwatch.mail.envelope import open_envelope
from pecwatch.model.message import Envelope, Kind, RawMessage, Trust, Zone
from tests.mail.anchored import known_anchors
from tests.mail.cases.case import US

Shown = tuple[object, ...]


def opened(raw: bytes) -> Envelope:
    """A message that came from a server, opened with both roots as anchors."""
    return open_envelope(RawMessage(source="pec/INBOX/1#1", content=raw), US, known_anchors())


def is_verified(envelope: Envelope) -> bool:
    return envelope.message.trust is Trust.VERIFIED


def shown(envelope: Envelope) -> Shown:
    """Everything that is told as certified: who, when, what, and each part with its bytes.

    Of a receipt Subject and Date are those of the envelope, which nobody certifies.
    """
    message = envelope.message
    letter = () if message.kind is Kind.RECEIPT else (message.subject, message.sent_at)
    return (
        message.sender and message.sender.lower(),
        letter,
        message.identifier,
        message.certified_at,
        message.recipients,
        message.attachments,
        message.nested,
        tuple((part.name, part.type, part.content) for part in envelope.parts if part.zone is not Zone.OUTSIDE),
    )
