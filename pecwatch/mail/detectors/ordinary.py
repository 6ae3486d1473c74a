# SPDX-License-Identifier: EUPL-1.2
"""Ordinary mail: it is its own envelope."""

from pecwatch.mail.detectors.anatomy import Anatomy
from pecwatch.mail.mime import Entity
from pecwatch.model.message import Kind, Trust


def detect(message: Entity) -> Anatomy:
    """Take any message as it is; a person's own signature on it certifies nothing here."""
    return Anatomy(
        kind=Kind.ORDINARY,
        headers=message.headers,
        trust=Trust.ABSENT,
        trust_reason="ordinary_mail",
        original=message,
    )
