# SPDX-License-Identifier: EUPL-1.2
"""What kind of envelope a message came in, who wrote it to whom, and which of its dates says what."""

from collections.abc import Iterator

from rich.console import RenderableType

from pecwatch.cli.kind_words import ERRORS, RECEIPT_TYPES, kind_explained, kind_name
from pecwatch.cli.page import columns, day, facts, moment, paragraph, some
from pecwatch.model.message import Kind, Message, Trust

BELIEVED = (Trust.VERIFIED, Trust.UNVERIFIABLE)


def envelope(message: Message) -> Iterator[RenderableType]:
    """The blocks that tell what the message is."""
    name = kind_name(message.kind, message.receipt)
    yield paragraph(f"{name[0].upper()}{name[1:]}. {kind_explained(message.kind, message.receipt)}")
    if message.kind is Kind.DOCUMENT:
        return
    yield facts(_people(message))
    dates = tuple(_dates(message))
    if dates:
        yield columns(("when (Italian time)", "by whose clock", "what it says"), dates)


def _people(message: Message) -> Iterator[tuple[str, object]]:
    certified = message.certified
    yield "From", _sender(message)
    yield "To", None if message.kind is Kind.RECEIPT else some(message.recipients)
    yield "Subject", message.subject
    if certified is not None:
        yield "Provider", certified.provider
        if certified.error is not None:
            yield "Failure", ERRORS.get(certified.error, certified.error)
    if message.receipt_type is not None:
        yield "Delivered", RECEIPT_TYPES.get(message.receipt_type.strip().lower(), message.receipt_type)
    if message.transport is not None and message.kind is Kind.ORDINARY:
        yield "X-Trasporto", f"{message.transport} (a value unknown here)"
    yield "Identifier", message.identifier
    yield "Message-ID", message.message_id
    if message.automatic and message.kind is not Kind.RECEIPT:
        yield "Written by", "a machine (automatic reply, delivery report)"


def _sender(message: Message) -> str | None:
    if message.sender is None:
        return None if message.trust_reason == "not_opened" else "nobody that could be read"
    known = "a recognised sender" if message.sender_recognised else "not in [lists] senders"
    if message.relayed:
        known = "not in [lists] senders, but that of a PEC inside is, and its seal holds"
    if message.kind is Kind.RECEIPT:
        return message.sender
    return f"{message.sender} ({_standing(message)}; {known})"


def _standing(message: Message) -> str:
    """Whose word it is that this is the sender."""
    is_certified = message.certified is not None and message.certified.sender is not None
    if message.kind is not Kind.PEC or not is_certified or message.trust not in BELIEVED:
        return "as the message itself says, certified by nobody"
    return "certified" if message.trust is Trust.VERIFIED else "certified, by a seal that cannot be verified"


def _dates(message: Message) -> Iterator[tuple[str, str, str]]:
    """Moment, whose clock, and what it proves."""
    certified = moment(message.certified_at)
    if certified is not None:
        yield certified, "provider (daticert)", _worth(message)
    if message.face is not None and message.kind is not Kind.RECEIPT and message.face.date is not None:
        yield message.face.date, "Date of the envelope", "not under the seal: anyone can rewrite it"
    sent = moment(message.sent_at)
    if sent is not None:
        whose = "Date of the receipt" if message.kind is Kind.RECEIPT else "Date of the message"
        yield sent, whose, "by the sender's own clock"
    if message.protocol is not None:
        number = f"protocol no. {message.protocol.number}"
        yield day(message.protocol.date) or "no date", number, "when a protocol office (Protocollo) registered it"
    yield "unknown", "mail server", "when it reached the box (INTERNALDATE): a file does not say"


def _worth(message: Message) -> str:
    what = "when the provider made this receipt" if message.kind is Kind.RECEIPT else "when the provider took it over"
    doubts = {
        Trust.VERIFIED: "the moment that counts",
        Trust.UNVERIFIABLE: "counts as far as its seal does",
    }
    return f"{what}: {doubts.get(message.trust, 'nobody vouches for it')}"
