# SPDX-License-Identifier: EUPL-1.2
"""What happens to an envelope outside its seal on the way to a box, and must harm nobody; bytes in, bytes out."""

import re
from collections.abc import Callable

from tests.generators.letters import entity, multipart
from tests.generators.providers import ARUBA, LEGALMAIL, NAMIRIAL, POSTE, Provider

Habit = Callable[[bytes], bytes]

PREAMBLES = (
    "This is a cryptographically signed message in MIME format.",
    "This is an S/MIME signed message",
    "This is a multi-part message in MIME format.",
)
"""Lines that mail libraries put before the first part for programs that know no MIME."""

TRACE = (
    ("Return-Path", "<posta-certificata@gestore.example>"),
    ("Delivered-To", "servizisociali@pec.comune.example"),
    ("Received", "from mx.gestore.example (mx.gestore.example [192.0.2.7])\r\n\tby mail.example (Postfix) with ESMTPS"),
    ("Received", "from localhost (localhost [127.0.0.1])\r\n\tby mx.gestore.example with SMTP id 4711"),
    ("DKIM-Signature", "v=1; a=rsa-sha256; d=gestore.example; s=pec; h=From:To:Subject;\r\n\tb=" + "Zm9v" * 40),
    ("X-VerificaSicurezza", "posta-certificata"),
    ("X-Spam-Status", "No, score=-1.9"),
)
"""What the servers between provider and box write on top."""


def fields_of(raw: bytes) -> tuple[list[bytes], bytes]:
    """The fields of a message with their folded lines, without the last line end of each, and its body."""
    head, _, body = raw.partition(b"\r\n\r\n")
    return re.split(rb"\r\n(?![ \t])", head), body


def joined(fields: list[bytes], body: bytes) -> bytes:
    return b"\r\n".join(fields) + b"\r\n\r\n" + body


def reversed_fields(raw: bytes) -> bytes:
    """Content-Type first, From last."""
    fields, body = fields_of(raw)
    return joined(fields[::-1], body)


def lower_case_names(raw: bytes) -> bytes:
    return _renamed(raw, bytes.lower)


def upper_case_names(raw: bytes) -> bytes:
    return _renamed(raw, bytes.upper)


def _renamed(raw: bytes, change: Callable[[bytes], bytes]) -> bytes:
    fields, body = fields_of(raw)
    pieces = (field.partition(b":") for field in fields)
    return joined([change(name) + colon + value for name, colon, value in pieces], body)


def with_trace(raw: bytes) -> bytes:
    """As the box's own server delivers it."""
    return entity(list(TRACE), b"").removesuffix(b"\r\n") + raw


def crowded(raw: bytes) -> bytes:
    """Hundreds of recipients in a To field of many folded lines."""
    others = "".join(
        f",\r\n\t=?utf-8?Q?Uffici=C3=B2_{number}?= <ufficio{number}@pec.ente.example>" for number in range(300)
    )
    fields, body = fields_of(raw)
    return joined([field + others.encode() if field.lower().startswith(b"to:") else field for field in fields], body)


def lf_only(raw: bytes) -> bytes:
    """Saved on a system whose lines end in LF."""
    return raw.replace(b"\r\n", b"\n")


def blank_lines_around(raw: bytes) -> bytes:
    """Empty lines before the first boundary and after the last."""
    fields, body = fields_of(raw)
    return joined(fields, b"\r\n" + body + b"\r\n\r\n")


def without_last_line_end(raw: bytes) -> bytes:
    return raw.removesuffix(b"\r\n")


def padded_boundaries(raw: bytes) -> bytes:
    """Blanks after the outer boundaries: transport padding (RFC 2046 section 5.1.1)."""
    mark = outer_boundary(raw)
    fields, body = fields_of(raw)
    return joined(fields, body.replace(b"--" + mark + b"\r\n", b"--" + mark + b"  \t\r\n"))


def outer_boundary(raw: bytes) -> bytes:
    fields, _ = fields_of(raw)
    (content_type,) = (field for field in fields if field.lower().startswith(b"content-type:"))
    found = re.search(rb'boundary="([^"]+)"', content_type, re.I)
    assert found is not None
    return found.group(1)


def with_preamble(line: str) -> Habit:
    """Puts a line before the first part."""

    def write(raw: bytes) -> bytes:
        fields, body = fields_of(raw)
        start = body.index(b"--" + outer_boundary(raw))
        return joined(fields, line.encode() + b"\r\n" + body[start:])

    return write


def with_parameters(media_type: str, micalg: str | None) -> Habit:
    """Writes the seal's own parameters otherwise: `application/pkcs7-signature`, `micalg=sha-1` or none at all."""

    def write(raw: bytes) -> bytes:
        changed = re.sub(rb"application/(?:x-)?pkcs7-signature", media_type.encode(), raw)
        algorithm = b"" if micalg is None else b"; micalg=" + micalg.encode()
        return re.sub(rb';\s+micalg="[\w-]+"', algorithm, changed, count=1)

    return write


def mailbox_line(raw: bytes) -> bytes:
    """The line with which an mbox begins a message."""
    return b"From posta-certificata@gestore.example Fri Oct 24 09:12:40 2025\r\n" + raw


def byte_order_mark(raw: bytes) -> bytes:
    return b"\xef\xbb\xbf" + raw


def in_bare_multipart(raw: bytes) -> bytes:
    """A relay put the whole envelope one level down, with nothing beside it."""
    carried = entity([("Content-Type", "message/rfc822")], raw)
    return multipart([("From", "relay@x.example"), ("Subject", "Fwd"), ("MIME-Version", "1.0")], "mixed", [carried])


def pushed_down(raw: bytes) -> bytes:
    """A list kept the header fields and put a bare multipart around the sealed content."""
    fields, body = fields_of(raw)
    kept = [field for field in fields if not field.lower().startswith(b"content-type:")]
    moved = [field for field in fields if field.lower().startswith(b"content-type:")]
    return b"\r\n".join(kept) + b"\r\n" + multipart([], "mixed", [joined(moved, body)])


HARMLESS: tuple[Habit, ...] = (
    reversed_fields,
    lower_case_names,
    upper_case_names,
    with_trace,
    crowded,
    lf_only,
    blank_lines_around,
    without_last_line_end,
    padded_boundaries,
    mailbox_line,
    byte_order_mark,
)
WRAPPINGS: tuple[Habit, ...] = (in_bare_multipart, pushed_down)


def as_delivered(raw: bytes, provider: Provider) -> bytes:
    """With the habits of the provider's software, and the trace of the servers on top."""
    habits: dict[str, tuple[Habit, ...]] = {
        ARUBA.name: (with_parameters("application/x-pkcs7-signature", "sha1"),),
        LEGALMAIL.name: (with_parameters("application/pkcs7-signature", "sha-1"), reversed_fields),
        NAMIRIAL.name: (with_parameters("application/pkcs7-signature", '"sha-256"'), crowded),
        POSTE.name: (with_parameters("application/x-pkcs7-signature", None), upper_case_names),
    }
    for habit in habits[provider.name]:
        raw = habit(raw)
    return with_trace(raw)
