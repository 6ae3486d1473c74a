# SPDX-License-Identifier: EUPL-1.2
"""A message as it arrived, and what its envelope says of it."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from enum import StrEnum

from pydantic import Base64Bytes

from pecwatch.model.outline import Piece
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


LARGEST_MESSAGE = 200 * 1024 * 1024
"""Bytes. Providers take a PEC of 100 MB at most; of a larger one the header is read, and a person opens the rest."""


@record
class RawMessage:
    """The bytes of one message or one bare file, before anything is made of them."""

    source: str
    """Where it came from, as a person would name it: a path, `box.mbox#7`, `pec/INBOX/4711`."""
    content: Base64Bytes
    received_at: dt.datetime | None = None
    """The server's INTERNALDATE, when a server gave it; aware."""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the raw bytes: the message's identity once it is stored."""
        return hashlib.sha256(self.content).hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """The bytes, as an `Unopened` message gives them."""
        yield self.content


@record
class Unopened:
    """One message or bare file that nobody has looked into: its bytes stay where they lie, however many they are."""

    source: str
    """As in `RawMessage`."""
    size: int
    """Bytes that its sender wrote; of a message beyond `LARGEST_MESSAGE` a server's header alone may be there."""
    pieces: Callable[[], Iterator[bytes]]
    """Reads the bytes, some at a time; each call begins anew."""
    received_at: dt.datetime | None = None

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the bytes; they are read for it."""
        digest = hashlib.sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()


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
class Seal:
    """What was found out about a provider's seal: the grounds of `Message.trust`."""

    signer: str | None
    """Mail address in the certificate that sealed."""
    certificate: str | None
    """Whom that certificate names."""
    issuer: str | None
    anchor: str | None
    """The trusted authority that its chain ends in; None when it ends in none."""
    digest: str
    """Algorithm over the sealed bytes: `sha256`; dotted numbers when unknown."""
    signed_at: dt.datetime | None
    """By the provider's clock, as the seal states it."""
    judged_at: dt.datetime | None
    """The moment for which the certificates were judged: that of the message."""


@record
class Certified:
    """What the provider declares of a message in its daticert; what is not there is None."""

    provider: str | None
    """The provider (gestore) by its own name."""
    sender: str | None
    recipients: tuple[str, ...]
    subject: str | None
    identifier: str | None
    at: dt.datetime | None
    error: str | None = None
    """Of a receipt about a failure, why, as written: `no-dest`, `no-dominio`, `virus`, `altro`."""


@record
class Face:
    """What the outside of an envelope shows: header fields that no seal covers, decoded, otherwise as written."""

    sender: str | None
    subject: str | None
    date: str | None
    message_id: str | None


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
    """Value of X-Ricevuta as written, for receipts; of REM evidence the event it is about."""
    receipt_type: str | None = None
    """Value of X-TipoRicevuta as written: on a receipt its type, on a transport envelope the one asked for."""
    transport: str | None = None
    """Value of X-Trasporto as written, also one that nobody foresaw."""
    trust: Trust
    trust_reason: str | None
    """Short stable code; None only for a verified seal."""
    seal: Seal | None = None
    """None when there is no seal that could be read."""
    certified: Certified | None = None
    """None without a daticert that can be read. Its word is worth what `trust` says."""
    face: Face | None = None
    """None when no envelope stands around the message."""
    sender: str | None
    """The certified sender where a daticert can be believed, otherwise the From of the inner message."""
    sender_recognised: bool = False
    relayed: bool = False
    """The sender is recognised only because a verified PEC of a recognised one stands inside."""
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
    report: str | None = None
    """`delivery-status`, `disposition-notification` or `feedback-report`: what a mail server or program reports."""
    outline: tuple[Piece, ...] = ()
    """The tree of its pieces, from the outside in; bounded."""

    @property
    def is_in_doubt(self) -> bool:
        """Whether a person must say that its lists are genuine: sender unknown or not certified, or seal broken."""
        is_uncertified = self.kind is Kind.PEC and self.identifier is None and self.certified_at is None
        return not self.sender_recognised or is_uncertified or self.trust is Trust.INVALID

    @property
    def is_receipt(self) -> bool:
        """Whether it only tells what became of a message: what it holds of that message is no letter to us.

        So do receipts of the PEC, evidence of REM, and the reports of mail servers and mail programs; but a
        provider puts no report into a transport envelope: somebody wrote what is in there.
        """
        is_report = self.report is not None and self.kind is not Kind.PEC
        return self.kind is Kind.RECEIPT or self.receipt is not None or is_report


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
