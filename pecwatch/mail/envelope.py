# SPDX-License-Identifier: EUPL-1.2
"""From raw bytes to an envelope laid open; the only file that knows mail-parser.

mail-parser is given nothing but the address fields of the inner message: there it reads what breaks the
standard library. Bodies and files are not taken from it, since it decodes them to text (losing what their
charset cannot say), joins bodies, and drops parts; nor is the provider's envelope, whose sender it would
give for the message's.
"""

import mimetypes
import re
from collections.abc import Iterator
from pathlib import PurePath

import mailparser

from pecwatch.mail.contents import without_repetitions
from pecwatch.mail.discrepancies import discrepancies
from pecwatch.mail.headers import Headers, as_text, is_message
from pecwatch.mail.letterhead import Letterhead, addresses_in, answered_ids, is_automatic, moment
from pecwatch.mail.mime import Entity, read_entity
from pecwatch.mail.opening import Opened, open_message
from pecwatch.mail.protocol import protocol_of
from pecwatch.mail.senders import is_lookalike, is_recognised
from pecwatch.mail.trouble import NOT_OPENED
from pecwatch.model.message import Correspondents, Envelope, Kind, Message, Part, RawMessage, Trust, Zone

_ADDRESS_FIELDS = ("From", "To", "Cc")
_MBOX_SOURCE = re.compile(r"#\d+$")
_PLAIN_TEXT_LIMIT = 20_000
"""Characters of a body in which a protocol stamp is looked for."""


def open_envelope(raw: RawMessage, correspondents: Correspondents) -> Envelope:
    """Tell what a message is and take out its parts; bytes that are no message become a document of one part.

    Never raises: what cannot be opened comes back whole, with a problem that a person sees.
    """
    if _is_bare_document(raw):
        return _document(raw)
    try:
        message = read_entity(raw.content)
        return _envelope(message, open_message(message, read_letterhead), correspondents)
    except Exception:  # noqa: BLE001 - bytes from outside against libraries: whatever they raise, a person must be told
        return _not_opened(raw)


def read_letterhead(headers: Headers, media_type: str) -> Letterhead:
    """Read the header of one message."""
    addresses, is_odd = _addresses(headers)
    return Letterhead(
        sender=next(iter(addresses["From"]), None),
        recipients=tuple(dict.fromkeys(address.lower() for field in ("To", "Cc") for address in addresses[field])),
        subject=headers.text("Subject"),
        sent_at=moment(headers.text("Date")),
        in_reply_to=answered_ids(headers),
        is_automatic=is_automatic(headers, media_type),
        is_odd=is_odd,
    )


def _addresses(headers: Headers) -> tuple[dict[str, tuple[str, ...]], bool]:
    """The addresses of each address field, and whether a field was ill-formed."""
    fields = {field: headers.raw(field) or "" for field in _ADDRESS_FIELDS}
    block = "".join(f"{field}: {value}\r\n" for field, value in fields.items() if value).encode()
    parsed = mailparser.parse_from_bytes(block + b"\r\n")
    is_odd = bool(parsed.address_header_defects)
    read = {"From": parsed.from_, "To": parsed.to, "Cc": parsed.cc}
    found = {field: tuple(address for _, address in read[field] or ()) for field in fields}
    if is_odd:
        # What mail-parser leaves out as doubtful is still an address somebody wrote.
        found = {field: (*found[field], *addresses_in(value)) for field, value in fields.items()}
    return found, is_odd or not fields["From"]


def _envelope(message: Entity, opened: Opened, correspondents: Correspondents) -> Envelope:
    anatomy, daticert, letter = opened.anatomy, opened.daticert, opened.letter
    parts = without_repetitions(opened.parts)
    certified_for = tuple(address.lower() for address in daticert.recipients) if daticert is not None else ()
    return Envelope(
        message=Message(
            kind=anatomy.kind,
            receipt=anatomy.receipt,
            trust=anatomy.trust,
            trust_reason=anatomy.trust_reason,
            sender=opened.sender,
            sender_recognised=_is_sender_recognised(opened, correspondents),
            subject=letter.subject,
            message_id=message.headers.text("Message-ID"),
            identifier=None if daticert is None else daticert.identifier,
            certified_at=None if daticert is None else daticert.certified_at,
            sent_at=letter.sent_at,
            protocol=protocol_of(opened.signatures, (anatomy.headers.text("Subject"), letter.subject), _bodies(parts)),
            attachments=opened.contents.attachments,
            nested=opened.nested,
            warnings=tuple(dict.fromkeys(_warnings(message, opened, certified_for, correspondents))),
            recipients=certified_for or letter.recipients,
            in_reply_to=letter.in_reply_to,
            automatic=letter.is_automatic or anatomy.kind is Kind.RECEIPT,
        ),
        parts=parts,
        problems=tuple(dict.fromkeys(opened.problems)),
    )


def _is_sender_recognised(opened: Opened, correspondents: Correspondents) -> bool:
    """A PEC without a seal that holds proves no sender."""
    if opened.anatomy.kind is Kind.PEC and opened.anatomy.trust in (Trust.INVALID, Trust.ABSENT):
        return False
    return is_recognised(opened.sender, correspondents)


def _bodies(parts: tuple[Part, ...]) -> Iterator[str]:
    """The plain bodies that a protocol office may have stamped, the outermost first."""
    for part in parts:
        if part.is_body and part.type == "text/plain" and part.zone is not Zone.OUTSIDE:
            yield as_text(part.content[:_PLAIN_TEXT_LIMIT], part.charset)


def _warnings(
    message: Entity, opened: Opened, certified_for: tuple[str, ...], correspondents: Correspondents
) -> Iterator[str]:
    """Codes of what looks odd."""
    anatomy, letter, daticert = opened.anatomy, opened.letter, opened.daticert
    if anatomy.kind is Kind.PEC and daticert is not None:
        yield from discrepancies(anatomy.headers, letter, daticert)
    if anatomy.kind in (Kind.PEC, Kind.RECEIPT):
        if anatomy.daticert is None:
            yield "daticert_missing"
        elif daticert is None or daticert.was_repaired:
            yield "daticert_malformed"
    if anatomy.kind is not Kind.RECEIPT and _is_for_others(certified_for or letter.recipients, correspondents):
        yield "not_addressed_to_us"
    if letter.is_odd or any(one.abnormal for one in _headers(message, opened)):
        yield "headers_abnormal"
    if any(nested.kind is Kind.PEC for nested in opened.nested):
        yield "nested_pec"
    if anatomy.was_wrapped:
        yield "wrapped"
    if anatomy.kind is Kind.ORDINARY and anatomy.headers.text("X-Trasporto") is not None:
        yield "unknown_envelope"
    if is_lookalike(opened.sender, correspondents) or is_lookalike(letter.sender, correspondents):
        yield "lookalike_sender"


def _is_for_others(recipients: tuple[str, ...], correspondents: Correspondents) -> bool:
    return bool(correspondents.addresses) and not set(recipients) & set(correspondents.addresses)


def _headers(message: Entity, opened: Opened) -> tuple[Headers, ...]:
    original = opened.anatomy.original
    return (message.headers, opened.anatomy.headers, *((original.headers,) if original is not None else ()))


def _is_bare_document(raw: RawMessage) -> bool:
    """Whether bytes are a file rather than a message; what a server or a mail folder gave is always a message."""
    from_mail = raw.received_at is not None or _MBOX_SOURCE.search(raw.source) or raw.source.lower().endswith(".eml")
    return not from_mail and not is_message(raw.content)


def _whole(raw: RawMessage) -> Part:
    name = PurePath(raw.source).name or raw.source
    return Part(name=name, type=mimetypes.guess_type(name)[0] or "application/octet-stream", content=raw.content)


def _document(raw: RawMessage) -> Envelope:
    message = Message(
        kind=Kind.DOCUMENT, trust=Trust.ABSENT, trust_reason="document", sender=None, subject=None, message_id=None
    )
    return Envelope(message=message, parts=(_whole(raw),))


def _not_opened(raw: RawMessage) -> Envelope:
    message = Message(
        kind=Kind.ORDINARY, trust=Trust.ABSENT, trust_reason="not_opened", sender=None, subject=None, message_id=None
    )
    return Envelope(message=message, parts=(_whole(raw),), problems=(NOT_OPENED,))
