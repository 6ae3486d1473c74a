# SPDX-License-Identifier: EUPL-1.2
"""One row of the table of messages: the bytes, and everything that must come out of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pecwatch.mail.envelope import open_envelope
from pecwatch.model.message import Correspondents, Envelope, Kind, RawMessage, Trust, Zone
from pecwatch.seals.anchors import Anchors
from tests.generators.letters import File, Letter
from tests.mail.anchored import known_anchors

SENDER = "decadenze@pec.aler.example"
OUR_ADDRESS = "servizisociali@pec.comune.example"
US = Correspondents(senders=(SENDER, "@aler.example"), addresses=(OUR_ADDRESS,))
PDF = b"%PDF-1.4\n\x00\xff elenco di prova \xfe\n%%EOF\n" * 8
LETTER = Letter(
    subject="Comunicazione: perché è utile, mese di NOVEMBRE 2025",
    text="Si trasmette l’elenco.\n\n1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE\n",
    attachments=(File(name="elenco.pdf", content=PDF),),
)
SEALED_PARTS = ("body", "elenco.pdf")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A message and its expected result."""

    name: str
    raw: Callable[[], bytes]
    trust: Trust | None = Trust.VERIFIED
    """None for a forgery of which only one thing is certain: it is not verified."""
    reasons: frozenset[str | None] = frozenset({None})
    """Any of these is right; empty where any code is."""
    kind: Kind = Kind.PEC
    receipt: str | None = None
    sender: str | None = SENDER
    is_recognised: bool = True
    subject: str | None = LETTER.subject
    parts: tuple[str, ...] = SEALED_PARTS
    """Names of what is read as the message."""
    outside: int = 0
    """Parts that are shown and not read into the message."""
    free: frozenset[str] = frozenset()
    """Names of the fields above that say nothing in this row."""
    warnings: frozenset[str] | None = frozenset()
    """Exactly these; None where only `warned` and `unwarned` count."""
    warned: frozenset[str] = frozenset()
    unwarned: frozenset[str] = frozenset()
    anchors: Callable[[], Anchors] = known_anchors


def verified(name: str, raw: Callable[[], bytes], *, warnings: Iterable[str] = (), **expected: Any) -> Case:
    """A message whose seal holds."""
    return Case(name=name, raw=raw, warnings=frozenset(warnings), **expected)


def doubtful(name: str, raw: Callable[[], bytes], *reasons: str, **expected: Any) -> Case:
    """A message against which nothing speaks, and which cannot be judged."""
    free: dict[str, Any] = {"warnings": None, **expected}
    return Case(name=name, raw=raw, trust=Trust.UNVERIFIABLE, reasons=frozenset(reasons), **free)


def invalid(name: str, raw: Callable[[], bytes], *reasons: str, **expected: Any) -> Case:
    """A message that is not what it says; nobody is recognised by it."""
    free: dict[str, Any] = {"warnings": None, "is_recognised": False, **expected}
    return Case(name=name, raw=raw, trust=Trust.INVALID, reasons=frozenset(reasons), **free)


def absent(name: str, raw: Callable[[], bytes], reason: str, **expected: Any) -> Case:
    """A message without a seal."""
    free: dict[str, Any] = {"warnings": None, "is_recognised": False, **expected}
    return Case(name=name, raw=raw, trust=Trust.ABSENT, reasons=frozenset({reason}), **free)


def never_verified(name: str, raw: Callable[[], bytes], *reasons: str) -> Case:
    """A forgery that may be called this or that, only not verified."""
    everything = frozenset({"kind", "sender", "is_recognised", "subject", "parts", "outside"})
    return Case(name=name, raw=raw, trust=None, reasons=frozenset(reasons), warnings=None, free=everything)


def opened(case: Case) -> Envelope:
    """The message of a row, opened with its anchors."""
    return open_envelope(RawMessage(source="caso.eml", content=case.raw()), US, case.anchors())


def told(envelope: Envelope) -> dict[str, object]:
    """What a row may expect, under the names of its fields."""
    message = envelope.message
    return {
        "kind": message.kind,
        "receipt": message.receipt,
        "sender": message.sender,
        "is_recognised": message.sender_recognised,
        "subject": message.subject,
        "parts": tuple(part.name for part in envelope.parts if part.zone is Zone.INNER),
        "outside": sum(part.zone is Zone.OUTSIDE for part in envelope.parts),
    }
