# SPDX-License-Identifier: EUPL-1.2
"""Messages as Outlook keeps them, as bytes: .msg files (compound files of MAPI properties) and winmail.dat (TNEF).

saved = msg(OutlookMail(subject="Elenco", text="1) …", files=(OutlookFile(name="elenco.pdf", content=b"…"),)))
"""

import datetime as dt
import struct
from dataclasses import dataclass

from tests.generators.compound import Tree, compound
from tests.generators.letters import SENT_AT

INTEGER, UNICODE, STRING8, BINARY, OBJECT, TIME = 0x0003, 0x001F, 0x001E, 0x0102, 0x000D, 0x0040
EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
IMESSAGE = bytes.fromhex("0703020000000000c000000000000046")


@dataclass(frozen=True, kw_only=True)
class OutlookFile:
    """An attachment; `method` 1 is a file, 2 a mere path to one."""

    name: str
    content: bytes
    method: int = 1
    type: str = ""


@dataclass(frozen=True, kw_only=True)
class OutlookMail:
    """A message in Outlook."""

    subject: str = "Comunicazione"
    message_class: str = "IPM.Note"
    headers: str = ""
    sender: tuple[str, str] = ("Ufficio Decadenze", "decadenze@pec.aler.example")
    recipients: tuple[tuple[str, str], ...] = (("Servizi Sociali", "servizisociali@pec.comune.example"),)
    text: str | None = "Si trasmette quanto in oggetto.\r\n"
    html: bytes | None = None
    rtf: bytes | None = None
    """Not yet compressed."""
    files: tuple[OutlookFile, ...] = ()
    messages: tuple["OutlookMail", ...] = ()
    sent_at: dt.datetime = SENT_AT
    code_page: int | None = None
    """Texts in this Windows charset instead of Unicode."""


Values = dict[int, bytes]


def compressed(rtf: bytes, *, packed: bool = True) -> bytes:
    """Rich text as Outlook stores it: literal bytes only, which is legal, or not compressed at all."""
    if not packed:
        return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
    end = (207 + len(rtf)) % 4096
    body = b""
    for start in range(0, len(rtf), 8):
        body += b"\x00" + rtf[start : start + 8]
    spare = len(rtf) % 8
    mark = struct.pack(">H", end << 4)
    body = body + b"\x01" + mark if not spare else _with_end(body, spare, mark)
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + body


def _with_end(body: bytes, spare: int, mark: bytes) -> bytes:
    """The mark of the end among the tokens of the last control byte."""
    start = len(body) - spare - 1
    return body[:start] + bytes([1 << spare]) + body[start + 1 :] + mark


def _text(identifier: int, text: str, code_page: int | None) -> Values:
    if code_page is None:
        return {identifier << 16 | UNICODE: text.encode("utf-16-le")}
    return {identifier << 16 | STRING8: text.encode(f"cp{code_page}")}


def _number(identifier: int, value: int) -> Values:
    return {identifier << 16 | INTEGER: struct.pack("<I", value)}


def _of_mail(mail: OutlookMail) -> Values:
    ticks = (mail.sent_at - EPOCH) // dt.timedelta(microseconds=1) * 10
    values = {0x0039 << 16 | TIME: struct.pack("<Q", ticks)}
    for identifier, text in (
        (0x001A, mail.message_class),
        (0x0037, mail.subject),
        (0x007D, mail.headers),
        (0x0C1A, mail.sender[0]),
        (0x0C1F, mail.sender[1]),
        (0x1000, mail.text),
    ):
        values |= _text(identifier, text, mail.code_page) if text else {}
    values |= {0x1013 << 16 | BINARY: mail.html} if mail.html is not None else {}
    values |= {0x1009 << 16 | BINARY: compressed(mail.rtf)} if mail.rtf is not None else {}
    return values | (_number(0x3FFD, mail.code_page) if mail.code_page else {})


def _of_file(file: OutlookFile, mail: OutlookMail) -> Values:
    values = _number(0x3705, file.method) | _text(0x3707, file.name, mail.code_page)
    values |= _text(0x370E, file.type, mail.code_page) if file.type else {}
    return values | ({0x3701 << 16 | BINARY: file.content} if file.method == 1 else {})


def _storage(values: Values, header: bytes) -> Tree:
    fixed = header
    tree: Tree = {}
    for tag, value in values.items():
        is_fixed = tag & 0xFFFF in (INTEGER, TIME)
        fixed += struct.pack("<II", tag, 6) + (value if is_fixed else struct.pack("<Q", len(value)))[:8].ljust(8, b"\0")
        if not is_fixed:
            tree[f"__substg1.0_{tag:08X}"] = value
    return {"__properties_version1.0": fixed, **tree}


def _mail_storage(mail: OutlookMail, header: bytes) -> Tree:
    tree = _storage(_of_mail(mail), header)
    for number, (name, address) in enumerate(mail.recipients):
        values = _number(0x0C15, 1) | _text(0x3001, name, mail.code_page) | _text(0x39FE, address, mail.code_page)
        tree[f"__recip_version1.0_#{number:08X}"] = _storage(values, bytes(8))
    inside = [_storage(_of_file(file, mail), bytes(8)) for file in mail.files]
    for message in mail.messages:
        attached = _storage(_number(0x3705, 5) | _text(0x3001, message.subject, mail.code_page), bytes(8))
        inside.append({**attached, "__substg1.0_3701000D": _mail_storage(message, bytes(24))})
    return {**tree, **{f"__attach_version1.0_#{number:08X}": one for number, one in enumerate(inside)}}


def msg(mail: OutlookMail) -> bytes:
    """A message saved by Outlook."""
    return compound(_mail_storage(mail, bytes(32)))


def tnef(mail: OutlookMail) -> bytes:
    """The content of winmail.dat."""
    attributes = _attribute(1, 0x9006, 8, struct.pack("<I", 0x10000))
    attributes += _attribute(1, 0x9007, 6, struct.pack("<II", mail.code_page or 1252, 0))
    attributes += _attribute(1, 0x9003, 6, _tnef_properties(_of_mail(mail)))
    for file in mail.files:
        values = _of_file(file, mail)
        data = values.pop(0x3701 << 16 | BINARY)
        attributes += _attribute(2, 0x9002, 6, bytes(14))
        attributes += _attribute(2, 0x8010, 1, b"CORTO~1.PDF\0") + _attribute(2, 0x800F, 6, data)
        attributes += _attribute(2, 0x9005, 6, _tnef_properties(values))
    for message in mail.messages:
        values = _number(0x3705, 5) | _text(0x3001, message.subject, mail.code_page)
        values[0x3701 << 16 | OBJECT] = IMESSAGE + tnef(message)
        attributes += _attribute(2, 0x9002, 6, bytes(14)) + _attribute(2, 0x9005, 6, _tnef_properties(values))
    return struct.pack("<IH", 0x223E9F78, 1) + attributes


def _attribute(level: int, identifier: int, kind: int, content: bytes) -> bytes:
    return (
        struct.pack("<BHHI", level, identifier, kind, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)
    )


def _tnef_properties(values: Values) -> bytes:
    named = struct.pack("<I", 0x8001 << 16 | UNICODE) + bytes(16) + struct.pack("<II", 1, 6) + "abc".encode("utf-16-le")
    named += bytes(2) + struct.pack("<II", 1, 4) + "x\0".encode("utf-16-le")
    many = struct.pack("<IIII", 0x1234 << 16 | 0x1003, 2, 7, 8)
    packed = struct.pack("<I", len(values) + 2) + named + many
    for tag, value in values.items():
        if tag & 0xFFFF in (INTEGER, TIME):
            packed += struct.pack("<I", tag) + value
        else:
            packed += struct.pack("<III", tag, 1, len(value)) + value + bytes(-len(value) % 4)
    return packed
