# SPDX-License-Identifier: EUPL-1.2
"""Messages of Outlook written as mail again, so that they are read like every other message.

A .msg file and winmail.dat hold a message as properties. Of a message that was signed, as every PEC is, Outlook
keeps the signed entity whole: it is put back byte for byte, and its seal still holds.
"""

import re
from collections.abc import Iterator
from email.utils import format_datetime

from pecwatch.mail.headers import Headers, split_headers
from pecwatch.mail.outlook import mapi
from pecwatch.mail.outlook.mapi import AttachedItem, Item, Properties
from pecwatch.mail.outlook.msg import read_outlook_file
from pecwatch.mail.outlook.rich_text import read_rich_text
from pecwatch.mail.outlook.tnef import read_tnef
from pecwatch.mail.writing import field, multipart, part, text_part
from pecwatch.model.record import record

_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_ADDRESS = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+")
_BANNER = re.compile(r"\AMicrosoft Mail Internet Headers Version [\d.]+\r?\n")
_ROLES = {1: "To", 2: "Cc"}
_SIGNED = "multipart/signed"
_SIGNED_CLASS = "ipm.note.smime"
_BY_REFERENCE = frozenset((2, 3, 4, 7))
"""Ways of attaching that leave the file where it was."""


@record
class RebuiltMail:
    """A message of Outlook as mail."""

    content: bytes
    is_whole: bool
    """False when some of it could not be read: then a person needs the original beside it."""


def as_mail(content: bytes) -> RebuiltMail | None:
    """Write a .msg file or winmail.dat as the mail it was; None when the bytes are neither, or beyond reading."""
    item = read_outlook_file(content) or read_tnef(content)
    return None if item is None else _mail(item)


def _mail(item: Item) -> RebuiltMail:
    entity = _signed_entity(item)
    is_whole = item.is_whole
    if entity is None:
        bodies = _bodies(item.properties)
        embedded = [None if one.item is None else _mail(one.item) for one in item.attachments]
        parts = [*bodies.parts, *map(_attachment, item.attachments, embedded)]
        entity = multipart("mixed", parts) if parts else part("text/plain", b"")
        is_whole = is_whole and bodies.is_whole and all(one is None or one.is_whole for one in embedded)
    own, _ = split_headers(entity)
    header = b"".join(field(name, value) for name, value in _fields(item, own))
    return RebuiltMail(content=header + entity, is_whole=is_whole)


def _signed_entity(item: Item) -> bytes | None:
    """What was signed, as it came: Outlook keeps it as the only attachment (MS-OXOSMIME 2.1.3)."""
    signed = item.attachments[0] if len(item.attachments) == 1 else None
    if signed is None or not signed.content:
        return None
    message_class = (item.properties.text(mapi.MESSAGE_CLASS) or "").lower()
    is_signed = _SIGNED_CLASS in message_class or (signed.properties.text(mapi.MEDIA_TYPE) or "").lower() == _SIGNED
    headers, _ = split_headers(signed.content)
    return signed.content if is_signed and (headers.raw("Content-Type") or "").lower().startswith(_SIGNED) else None


def _fields(item: Item, of_entity: Headers) -> Iterator[tuple[str, str]]:
    """The header as it travelled, then what is missing there, from the properties."""
    travelled = _BANNER.sub("", item.properties.text(mapi.TRANSPORT_HEADERS) or "")
    headers, _ = split_headers(travelled.encode("utf-8", "replace"))
    known = {name for name, _ in of_entity.fields}
    for name, value in headers.fields:
        if not name.startswith("content-") and name not in ("mime-version", *known):
            yield name, value
    known |= {name for name, value in headers.fields if value}
    for name, found in _from_properties(item):
        if found and name.lower() not in known:
            yield name, found


def _from_properties(item: Item) -> Iterator[tuple[str, str | None]]:
    properties = item.properties
    sent_at = properties.moment(mapi.SENT_AT, mapi.DELIVERED_AT)
    yield "From", _mailbox(properties, mapi.SENDER_NAMES, mapi.SENDER_ADDRESSES)
    for role, name in _ROLES.items():
        of_role = (one for one in item.recipients if one.number(mapi.RECIPIENT_ROLE) == role)
        mailboxes = (_mailbox(one, (mapi.DISPLAY_NAME,), mapi.RECIPIENT_ADDRESSES) for one in of_role)
        yield name, ", ".join(mailbox for mailbox in mailboxes if mailbox)
    yield "Subject", properties.text(mapi.SUBJECT)
    yield "Date", None if sent_at is None else format_datetime(sent_at)
    yield "Message-ID", properties.text(mapi.MESSAGE_ID)
    yield "In-Reply-To", properties.text(mapi.IN_REPLY_TO)
    yield "References", properties.text(mapi.REFERENCES)


def _mailbox(properties: Properties, names: tuple[int, ...], addresses: tuple[int, ...]) -> str | None:
    """Name and address as in a header; None when only a name of Exchange's own directory is known."""
    written = (properties.text(address) or "" for address in addresses)
    address = next((one for one in written if _ADDRESS.fullmatch(one.strip())), None)
    if address is None:
        return None
    name = re.sub(r'["\\]', "", properties.text(*names) or "")
    return f'"{name}" <{address.strip()}>' if name else address.strip()


@record
class _Bodies:
    parts: tuple[bytes, ...]
    is_whole: bool


def _bodies(properties: Properties) -> _Bodies:
    """The text as text and as HTML; rich text only for what the others do not say."""
    text = properties.text(mapi.BODY)
    html, charset = _html(properties)
    is_whole = True
    packed = properties.binary(mapi.COMPRESSED_RTF)
    if html is None and packed:
        said = read_rich_text(packed)
        is_whole = text is not None or (said is not None and said.is_whole)
        if said is not None and said.is_html:
            html, charset = said.text.encode(), "utf-8"
        elif said is not None and text is None:
            text = said.text
    bodies = () if text is None else (text_part("plain", text.encode("utf-8", "replace"), "utf-8"),)
    if html is not None:
        bodies = (*bodies, text_part("html", html, charset))
    return _Bodies(parts=(multipart("alternative", bodies),) if len(bodies) > 1 else bodies, is_whole=is_whole)


def _html(properties: Properties) -> tuple[bytes | None, str | None]:
    """The HTML body and its charset."""
    html = properties.binary(mapi.HTML)
    if html is not None and html.strip(b"\0 \t\r\n"):
        return html, mapi.charset_of(properties.number(mapi.INTERNET_CODE_PAGE)) or properties.charset
    text = properties.text(mapi.HTML)
    return (None, None) if text is None else (text.encode("utf-8", "replace"), "utf-8")


def _attachment(attached: AttachedItem, embedded: RebuiltMail | None) -> bytes:
    properties = attached.properties
    name = properties.text(mapi.LONG_FILE_NAME, mapi.SHORT_FILE_NAME, mapi.DISPLAY_NAME)
    if embedded is not None:
        return part("message/rfc822", embedded.content, f"{name or 'messaggio'}.eml")
    if attached.content is None or (not attached.content and properties.number(mapi.ATTACH_METHOD) in _BY_REFERENCE):
        return part("message/external-body; access-type=x-outlook", b"", name)
    declared = (properties.text(mapi.MEDIA_TYPE) or "").strip().lower()
    is_usual = _MEDIA_TYPE.fullmatch(declared) is not None and not declared.startswith("multipart/")
    return part(declared if is_usual else "application/octet-stream", attached.content, name)
