# SPDX-License-Identifier: EUPL-1.2
"""A message as it arrived, and what its envelope says of it."""

import datetime as dt
import hashlib
from enum import StrEnum

from pydantic import Base64Bytes

from pecwatch.model.problem import Problem
from pecwatch.model.record import record


class Kind(StrEnum):
    """What sort of envelope a message is, decided by its headers alone."""

    PEC = "pec"
    ANOMALY = "anomaly"
    RECEIPT = "receipt"
    REM = "rem"
    ORDINARY = "ordinary"
    DOCUMENT = "document"
    """Not a message: a bare file given on the command line."""


class Trust(StrEnum):
    """How far the seal of the provider can be believed."""

    VERIFIED = "verified"
    UNVERIFIABLE = "unverifiable"
    INVALID = "invalid"
    ABSENT = "absent"


class Zone(StrEnum):
    """Where a part stands in relation to the provider's envelope."""

    INNER = "inner"
    """In the message that was sent (the original inside the envelope, or an ordinary message)."""
    NESTED = "nested"
    """In a message attached to that message, as in a forwarded PEC."""
    OUTSIDE = "outside"
    """Beside the sealed original: never read into the list, only shown to a person."""


@record
class RawMessage:
    """The bytes of one message or one bare file, before anything is made of them."""

    source: str
    """Where it came from, as a person would name it: a path, `box.mbox#7`, `pec/INBOX/4711`."""
    content: Base64Bytes
    received_at: dt.datetime | None = None
    """The server's INTERNALDATE, when a server gave it; aware."""

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the raw bytes: the message's identity once it is stored."""
        return hashlib.sha256(self.content).hexdigest()


@record
class Attachment:
    """A file attached to the inner message, as printed on it."""

    name: str
    type: str
    size: int
    """Bytes, decoded."""
    sha256: str


@record
class NestedMessage:
    """A message found attached to the message: provenance, never another envelope."""

    kind: Kind
    trust: Trust
    sender: str | None
    subject: str | None
    identifier: str | None


@record
class ProtocolEntry:
    """Number and day given by a protocol office."""

    number: str
    date: dt.date | None


@record
class Message:
    """What is known of a message besides its content."""

    kind: Kind
    receipt: str | None = None
    """Value of X-Ricevuta as written, for receipts."""
    trust: Trust
    trust_reason: str | None
    """Short stable code; None only for a verified seal."""
    sender: str | None
    """The certified sender where a daticert can be believed, otherwise the From of the inner message."""
    sender_recognised: bool = False
    subject: str | None
    message_id: str | None
    identifier: str | None = None
    certified_at: dt.datetime | None = None
    sent_at: dt.datetime | None = None
    protocol: ProtocolEntry | None = None
    attachments: tuple[Attachment, ...] = ()
    nested: tuple[NestedMessage, ...] = ()
    warnings: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    """Addresses it was certified for (daticert), otherwise those in To and Cc; lower case."""
    in_reply_to: tuple[str, ...] = ()
    """Message-IDs in In-Reply-To and References of the inner message."""
    automatic: bool = False
    """Written by a machine: Auto-Submitted, a delivery status, an out-of-office reply."""


@record
class Part:
    """One piece of content that a document reader may open."""

    name: str
    """File name as printed, `archive.zip/member.pdf` for a nested one, `body` for a text or HTML body."""
    type: str
    """Declared media type, lower case; a hint only: formats are told by their bytes."""
    charset: str | None = None
    """Declared charset, a hint only."""
    content: Base64Bytes
    zone: Zone = Zone.INNER
    is_body: bool = False
    """A text or HTML body rather than an attached file."""


@record
class Envelope:
    """A message opened: what it is, and the parts inside it, in order."""

    message: Message
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...] = ()


@record
class Correspondents:
    """Who counts as the housing company, and who we are."""

    senders: tuple[str, ...] = ()
    """Addresses, or whole domains as `@aler.example` (subdomains not covered); lower case."""
    addresses: tuple[str, ...] = ()
    """Our own addresses, lower case."""
