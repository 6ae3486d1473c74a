# SPDX-License-Identifier: EUPL-1.2
"""What an envelope shows at its outside, and what its provider certifies inside: to be held side by side."""

from pecwatch.mail.daticert import Daticert
from pecwatch.mail.headers import Headers
from pecwatch.model.message import Certified, Face


def face_of(envelope: Headers) -> Face:
    """The fields that a mail program shows of an envelope, and that anyone may have rewritten."""
    return Face(
        sender=envelope.text("From"),
        subject=envelope.text("Subject"),
        date=envelope.text("Date"),
        message_id=envelope.text("Message-ID"),
    )


def certified_of(daticert: Daticert | None) -> Certified | None:
    """The facts of a daticert that was read."""
    if daticert is None:
        return None
    return Certified(
        provider=daticert.provider,
        sender=daticert.sender,
        recipients=daticert.recipients,
        subject=daticert.subject,
        identifier=daticert.identifier,
        at=daticert.certified_at,
        error=daticert.error,
    )
