# SPDX-License-Identifier: EUPL-1.2
"""From raw bytes to an envelope laid open; the only file that knows mail-parser.

mail-parser is given nothing but the odd address fields of the inner message: there it reads what breaks the
standard library. Bodies and files are not taken from it, since it decodes them to text (losing what their
charset cannot say), joins bodies, and drops parts; nor is the provider's envelope, whose sender it would
give for the message's.
"""

import datetime as dt
import mimetypes
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath

import mailparser

from pecwatch.mail.addresses import plain_addresses
from pecwatch.mail.automatic import is_automatic, report_of
from pecwatch.mail.contents import without_repetitions
from pecwatch.mail.detectors import anatomy_of
from pecwatch.mail.faces import certified_of, face_of
from pecwatch.mail.headers import BLOCK_LIMIT, Headers, as_text, header_of, is_message
from pecwatch.mail.letterhead import Letterhead, addresses_in, answered_ids, bracketed_address, moment
from pecwatch.mail.mime import Entity, read_entity
from pecwatch.mail.opening import Opened, open_message
from pecwatch.mail.outline import bounded, left_whole
from pecwatch.mail.outlook import RebuiltMail, as_mail
from pecwatch.mail.protocol import protocol_of
from pecwatch.mail.senders import is_recognised
from pecwatch.mail.stamps import text_of_html
from pecwatch.mail.trouble import NOT_OPENED, partly_read
from pecwatch.mail.warnings import warnings_of
from pecwatch.model.message import (
    Correspondents,
    Envelope,
    Kind,
    Message,
    Part,
    ProtocolEntry,
    RawMessage,
    Trust,
    Zone,
)
from pecwatch.model.outline import Role
from pecwatch.seals.anchors import NO_ANCHORS, Anchors

_ADDRESS_FIELDS = ("From", "To", "Cc")
_MBOX_SOURCE = re.compile(r"#\d+$")
_BODY_LIMIT = 64 * 1024
"""Bytes of a body in which a protocol stamp is looked for."""


def open_envelope(raw: RawMessage, correspondents: Correspondents, anchors: Anchors = NO_ANCHORS) -> Envelope:
    """Tell what a message is and take out its parts; bytes that are no message become a document of one part.

    Never raises: what cannot be opened comes back whole, with a problem that a person sees.

    Args:
        anchors: Whom to trust; without any, no seal can be verified.
    """
    try:
        if _is_bare_document(raw):
            saved = as_mail(raw.content)
            return _document(raw) if saved is None else _saved_by_outlook(saved, raw, correspondents, anchors)
        message = read_entity(raw.content)
        return _envelope(message, open_message(message, read_letterhead, anchors), correspondents, raw.received_at)
    except Exception:  # noqa: BLE001 - bytes from outside against libraries: whatever they raise, a person must be told
        return _not_opened(raw)


def _saved_by_outlook(
    saved: RebuiltMail, raw: RawMessage, correspondents: Correspondents, anchors: Anchors
) -> Envelope:
    """A bare .msg file is the message it holds."""
    message = read_entity(saved.content)
    envelope = _envelope(message, open_message(message, read_letterhead, anchors), correspondents, raw.received_at)
    lost = () if saved.is_whole else (partly_read(PurePath(raw.source).name),)
    return replace(envelope, problems=(*lost, *envelope.problems))


def read_letterhead(headers: Headers, media_type: str) -> Letterhead:
    """Read the header of one message."""
    addresses, is_odd = _addresses(headers)
    return Letterhead(
        sender=(bracketed_address(headers.raw("From")) if is_odd else None) or next(iter(addresses["From"]), None),
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
    plain = {field: those for field, value in fields.items() if (those := plain_addresses(value)) is not None}
    if len(plain) == len(fields):
        return plain, not fields["From"]
    block = "".join(f"{field}: {value}\r\n" for field, value in fields.items() if value).encode("utf-8", "replace")
    try:
        parsed = mailparser.parse_from_bytes(block + b"\r\n")
        is_odd = bool(parsed.address_header_defects)
        read = {"From": parsed.from_, "To": parsed.to, "Cc": parsed.cc}
    except Exception:  # noqa: BLE001 - it raises on one ill-encoded word, whatever the library beneath it raises
        is_odd, read = True, dict.fromkeys(fields)
    found = {field: tuple(address for _, address in read[field] or ()) for field in fields}
    if is_odd:
        # What mail-parser leaves out as doubtful is still an address somebody wrote.
        found = {field: (*found[field], *addresses_in(value)) for field, value in fields.items()}
    return found, is_odd or not fields["From"]


def _envelope(
    message: Entity, opened: Opened, correspondents: Correspondents, received_at: dt.datetime | None
) -> Envelope:
    anatomy, daticert, letter = opened.anatomy, opened.daticert, opened.letter
    parts = without_repetitions(opened.parts)
    certified_for = tuple(address.lower() for address in daticert.recipients) if daticert is not None else ()
    recognised = _is_sender_recognised(opened, correspondents)
    return Envelope(
        message=Message(
            kind=anatomy.kind,
            receipt=anatomy.receipt,
            receipt_type=anatomy.headers.text("X-TipoRicevuta"),
            transport=anatomy.headers.text("X-Trasporto"),
            trust=opened.verdict.trust,
            trust_reason=opened.verdict.reason,
            seal=opened.verdict.seal,
            sender=opened.sender,
            sender_recognised=recognised,
            relayed=recognised and not is_recognised(opened.sender, correspondents),
            subject=letter.subject,
            message_id=message.headers.text("Message-ID"),
            identifier=None if daticert is None else daticert.identifier,
            certified_at=None if daticert is None else daticert.certified_at,
            sent_at=letter.sent_at,
            protocol=_protocol(message, opened, parts),
            attachments=opened.contents.attachments,
            nested=opened.nested,
            warnings=warnings_of(message, opened, correspondents, received_at),
            recipients=certified_for or letter.recipients,
            in_reply_to=letter.in_reply_to,
            automatic=letter.is_automatic or anatomy.original is None,
            report=None if anatomy.original is None else report_of(anatomy.original),
            certified=certified_of(daticert),
            face=None if anatomy.kind is Kind.ORDINARY else face_of(anatomy.headers),
            outline=bounded(opened.outline),
        ),
        parts=parts,
        problems=tuple(dict.fromkeys(opened.problems)),
    )


def _is_sender_recognised(opened: Opened, correspondents: Correspondents) -> bool:
    """A PEC without a seal that holds proves no sender; another office that sends a PEC on proves who sent that."""
    if opened.anatomy.kind is Kind.PEC and opened.verdict.trust in (Trust.INVALID, Trust.ABSENT):
        return False
    return is_recognised(opened.sender, correspondents) or any(
        nested.kind is Kind.PEC and nested.trust is Trust.VERIFIED and is_recognised(nested.sender, correspondents)
        for nested in opened.nested
    )


def _protocol(message: Entity, opened: Opened, parts: tuple[Part, ...]) -> ProtocolEntry | None:
    """The entry of this message; otherwise that of a message attached to it, which another office may have given."""
    own = opened.contents.signatures
    subjects = (message.headers.text("Subject"), opened.anatomy.headers.text("Subject"), opened.letter.subject)
    return protocol_of(own, subjects, _bodies(parts, Zone.INNER)) or protocol_of(
        opened.signatures[len(own) :], (nested.subject for nested in opened.nested), _bodies(parts, Zone.NESTED)
    )


def _bodies(parts: tuple[Part, ...], zone: Zone) -> Iterator[str]:
    """The bodies that a protocol office may have stamped, the outermost first."""
    for part in parts:
        if part.is_body and part.zone is zone:
            text = as_text(part.content[:_BODY_LIMIT], part.charset)
            yield text_of_html(text) if part.type == "text/html" else text


def _is_bare_document(raw: RawMessage) -> bool:
    """Whether bytes are a file rather than a message; what a server or a mail folder gave is always a message."""
    from_mail = raw.received_at is not None or _MBOX_SOURCE.search(raw.source) or raw.source.lower().endswith(".eml")
    return not from_mail and not is_message(raw.content)


def _whole(raw: RawMessage) -> Part:
    name = PurePath(raw.source).name or raw.source
    return Part(name=name, type=mimetypes.guess_type(name)[0] or "application/octet-stream", content=raw.content)


def _document(raw: RawMessage) -> Envelope:
    return Envelope(message=_bare(raw, Kind.DOCUMENT, reason="document"), parts=(_whole(raw),))


def _not_opened(raw: RawMessage) -> Envelope:
    message = _bare(raw, Kind.ORDINARY, reason="not_opened")
    with suppress(Exception):  # what broke the opening may break this too
        message = _with_header(message, raw)
    return Envelope(message=message, parts=(_whole(raw),), problems=(NOT_OPENED,))


def _with_header(message: Message, raw: RawMessage) -> Message:
    """What the header alone tells, read without any library: a list is still known by its subject."""
    bare = read_entity(header_of(raw.content[:BLOCK_LIMIT]))
    anatomy, written = anatomy_of(bare), bare.headers.raw("From")
    is_sealed = anatomy.kind in (Kind.PEC, Kind.RECEIPT, Kind.REM)
    return replace(
        message,
        kind=anatomy.kind,
        receipt=anatomy.receipt,
        trust=Trust.UNVERIFIABLE if is_sealed else Trust.ABSENT,
        sender=bracketed_address(written) or next(iter(addresses_in(written or "")), None),
        subject=bare.headers.text("Subject"),
        message_id=bare.headers.text("Message-ID"),
    )


def _bare(raw: RawMessage, kind: Kind, *, reason: str) -> Message:
    """A message of which nothing is known but its bytes."""
    whole = _whole(raw)
    return Message(
        kind=kind,
        trust=Trust.ABSENT,
        trust_reason=reason,
        sender=None,
        subject=None,
        message_id=None,
        outline=left_whole(Role.MESSAGE, whole.name, whole.type, whole.content),
    )
