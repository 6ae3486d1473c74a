# SPDX-License-Identifier: EUPL-1.2
"""The tree of a message: which pieces lie in which, for a person to look at."""

from enum import StrEnum

from pecwatch.model.record import record


class Role(StrEnum):
    """What a piece of a message is there for."""

    MESSAGE = "message"
    """The whole of an ordinary message, or a bare file."""
    ENVELOPE = "envelope"
    NOTICE = "notice"
    """The text a provider writes about the message."""
    DATICERT = "daticert"
    EVIDENCE = "evidence"
    """Another file in which an envelope or a delivery report states its facts."""
    ORIGINAL = "original"
    BODY = "body"
    FILE = "file"
    ATTACHED_MESSAGE = "attached_message"
    PROTOCOL = "protocol"
    """A Segnatura.xml."""
    SEAL = "seal"
    """The provider's."""
    SIGNATURE = "signature"
    """Of a person, on the message that was sent."""
    OUTSIDE_SEAL = "outside_seal"
    MORE = "more"
    """Stands for the pieces that are not listed, of which `count` says how many."""


@record
class Piece:
    """One knot in the tree of a message."""

    depth: int
    """0 for the whole; a piece lies in the nearest one above it that is less deep."""
    role: Role
    name: str | None = None
    """As printed; None for what bears no name."""
    type: str | None = None
    """Declared media type."""
    size: int | None = None
    """Bytes, decoded."""
    note: str | None = None
    """Of an envelope or message its kind; of a receipt its X-Ricevuta, of REM evidence its event."""
    count: int = 1
