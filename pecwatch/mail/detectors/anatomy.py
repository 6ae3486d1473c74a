# SPDX-License-Identifier: EUPL-1.2
"""What a detector tells of a message, and the pieces that several kinds of envelope share."""

from collections.abc import Iterable
from typing import Protocol

from pecwatch.mail.headers import Headers, as_text
from pecwatch.mail.mime import Entity, charset, content, disposition, file_name
from pecwatch.mail.sealed import SealedContent
from pecwatch.model.message import Kind, Trust
from pecwatch.model.record import record

MESSAGE_TYPES = frozenset(("message/rfc822", "message/global"))
"""Media types of a whole message inside another."""

_SIGNATURE_TYPES = frozenset(
    ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
)
_NOTICE_WORDS = (
    "messaggio di posta certificata",
    "messaggio di posta elettronica certificata",
    "il messaggio originale è incluso",
    "non sono stati certificati",
    "anomalia nel messaggio",
)
"""Of the texts that the technical rules of the PEC lay down for the notice (DM 2 November 2005, annex): phrases that
no quoted mail has."""


@record
class Anatomy:
    """A message laid open: which of its pieces is what."""

    kind: Kind
    headers: Headers
    """Those of the envelope, which are not those of the message when something wrapped it."""
    receipt: str | None = None
    trust: Trust
    """Before any seal is weighed."""
    trust_reason: str | None
    sealed: SealedContent | None = None
    """The seal to be weighed and the bytes under it, from which all other pieces are taken."""
    doubts: tuple[str, ...] = ()
    """What the shape of the envelope leaves open about its seal, as codes of `sealed.UNVERIFIABLE`."""
    pieces: tuple[Entity, ...] = ()
    """Of the envelope, in order, taken from the sealed bytes where there are any."""
    enclosed: Entity | None = None
    """The piece that holds the original, or in a receipt the message that it is about."""
    original: Entity | None
    """The message that was sent; None in a receipt."""
    is_original_missing: bool = False
    """There should be one and there is none: `original` is then what stands in its place."""
    daticert: bytes | None = None
    outside: tuple[Entity, ...] = ()
    """Content beside the original that is not the provider's own."""
    was_wrapped: bool = False


class Detector(Protocol):
    """Knows one kind of envelope."""

    def __call__(self, message: Entity) -> Anatomy | None:
        """The anatomy of a message of its kind; None for any other."""


def is_signature(part: Entity) -> bool:
    """Whether a part is a detached signature rather than content."""
    return part.type in _SIGNATURE_TYPES or (file_name(part) or "").lower() == "smime.p7s"


def is_body(part: Entity) -> bool:
    """Whether a part is text to read rather than a file."""
    return part.type in ("text/plain", "text/html") and disposition(part) != "attachment" and file_name(part) is None


def is_notice(part: Entity) -> bool:
    """Whether a part is the text a provider writes about the message."""
    if not is_body(part):
        return False
    text = " ".join(as_text(content(part), charset(part)).lower().split())
    return not text or any(word in text for word in _NOTICE_WORDS)


def foreign(parts: Iterable[Entity], *known: Entity | None) -> tuple[Entity, ...]:
    """The parts that are neither known, nor a notice, nor a signature."""
    return tuple(
        part
        for part in parts
        if not any(part is one for one in known) and not is_signature(part) and not is_notice(part)
    )


def unsealed(parts: Iterable[Entity]) -> tuple[Entity, ...]:
    """What stands beside a seal: there a text with the words of a notice is nobody's notice."""
    return tuple(part for part in parts if not is_signature(part))
