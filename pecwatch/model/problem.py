# SPDX-License-Identifier: EUPL-1.2
"""What went wrong, or looks odd, while reading a message: always shown to a person."""

from enum import StrEnum

from pecwatch.model.record import record


class Severity(StrEnum):
    """How bad a problem is for whoever relies on the reading."""

    LOST = "lost"
    """Something in the message may not have been read."""
    DOUBT = "doubt"
    """It was read, and a person should look."""
    NOTE = "note"
    """Worth knowing."""


@record
class Problem:
    """One thing a person should know about a message."""

    code: str
    """Stable and without personal data, as `password_protected`: the only field that may be logged."""
    severity: Severity
    part: str | None = None
    """Name of the part as the sender wrote it (personal data), or None for the whole message."""
    text: str
    """Italian: what happened and what a person should do."""
