# SPDX-License-Identifier: EUPL-1.2
"""Letters as people write them, and the MIME pieces that messages are made of; every line end is CRLF."""

import base64
import datetime as dt
import hashlib
import quopri
from dataclasses import dataclass
from email.header import Header
from email.utils import encode_rfc2231, format_datetime
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
SENT_AT = dt.datetime(2025, 10, 24, 9, 11, 58, tzinfo=ROME)


@dataclass(frozen=True, kw_only=True)
class File:
    """An attachment."""

    name: str
    type: str = "application/pdf"
    content: bytes
    disposition: str = "attachment"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a person wrote: the message inside an envelope, or an ordinary mail."""

    sender: str = "decadenze@pec.aler.example"
    sender_name: str = ""
    recipients: tuple[str, ...] = ("servizisociali@pec.comune.example",)
    copies: tuple[str, ...] = ()
    subject: str = "Comunicazione"
    text: str | None = "Si trasmette quanto in oggetto.\n"
    html: str | None = None
    attachments: tuple[File, ...] = ()
    sent_at: dt.datetime = SENT_AT
    message_id: str = "<lettera.1@pec.aler.example>"
    headers: tuple[tuple[str, str], ...] = ()
    charset: str = "utf-8"
    text_encoding: str = "quoted-printable"


def crlf(content: bytes) -> bytes:
    """Every line end as mail wants it."""
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def encoded_header(text: str) -> str:
    """A header value in ASCII, with encoded words and folding where it needs them."""
    return Header(text, None if text.isascii() else "utf-8", maxlinelen=76).encode(linesep="\r\n")


def entity(headers: list[tuple[str, str]], body: bytes) -> bytes:
    """Headers, an empty line, a body."""
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode() + b"\r\n" + body


def multipart(headers: list[tuple[str, str]], kind: str, parts: list[bytes], preamble: str = "") -> bytes:
    """Entities as one multipart entity; the boundary follows from the parts."""
    boundary = "----------=_" + hashlib.sha256(b"".join(parts)).hexdigest()[:24]
    lead = f"{preamble}\r\n".encode() if preamble else b""
    delimiter = f"--{boundary}".encode()
    body = lead + b"".join(delimiter + b"\r\n" + part + b"\r\n" for part in parts) + delimiter + b"--\r\n"
    return entity([*headers, ("Content-Type", f'multipart/{kind};\r\n boundary="{boundary}"')], body)


def transfer(content: bytes, encoding: str) -> bytes:
    """Bytes in a content transfer encoding."""
    if encoding == "base64":
        return crlf(base64.encodebytes(content))
    text = crlf(content).replace(b"\r\n", b"\n")
    return crlf(quopri.encodestring(text)) if encoding == "quoted-printable" else crlf(text)


def text_part(text: str, subtype: str, charset: str = "utf-8", encoding: str = "quoted-printable") -> bytes:
    """A text or HTML part."""
    headers = [("Content-Type", f"text/{subtype}; charset={charset}"), ("Content-Transfer-Encoding", encoding)]
    return entity(headers, transfer(text.encode(charset), encoding))


def file_part(file: File) -> bytes:
    """An attached file; messages are attached as they are, everything else in base64."""
    encoding = "8bit" if file.type == "message/rfc822" else "base64"
    plain = file.name.isascii()
    filename = f'filename="{file.name}"' if plain else f"filename*={encode_rfc2231(file.name, 'utf-8')}"
    headers = [
        ("Content-Type", f'{file.type}; name="{encoded_header(file.name)}"'),
        ("Content-Transfer-Encoding", encoding),
        ("Content-Disposition", f"{file.disposition}; {filename}"),
    ]
    return entity(headers, crlf(file.content) if encoding == "8bit" else transfer(file.content, "base64"))


def ordinary(letter: Letter) -> bytes:
    """The letter as a mail program sends it."""
    display = f'"{encoded_header(letter.sender_name)}" <{letter.sender}>' if letter.sender_name else letter.sender
    headers = [("From", display), ("To", ",\r\n ".join(letter.recipients))]
    headers += [("Cc", ",\r\n ".join(letter.copies))] if letter.copies else []
    headers += [("Subject", encoded_header(letter.subject)), ("Date", format_datetime(letter.sent_at))]
    headers += [("Message-ID", letter.message_id), *letter.headers, ("MIME-Version", "1.0")]
    written = ((letter.text, "plain"), (letter.html, "html"))
    bodies = [
        text_part(text, subtype, letter.charset, letter.text_encoding) for text, subtype in written if text is not None
    ]
    parts = [multipart([], "alternative", bodies)] if len(bodies) > 1 else bodies
    parts += [file_part(file) for file in letter.attachments]
    if len(parts) == 1 and not letter.attachments:
        return entity(headers, b"").removesuffix(b"\r\n") + parts[0]
    return multipart(headers, "mixed", parts)


def attached(message: bytes, name: str = "messaggio inoltrato.eml") -> File:
    """A whole message to attach to a letter, as «inoltra come allegato» does."""
    return File(name=name, type="message/rfc822", content=message)
