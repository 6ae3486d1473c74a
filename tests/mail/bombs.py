# SPDX-License-Identifier: EUPL-1.2
"""Messages made to overwhelm whoever opens them, each beside what a person is told of it."""

import base64
from collections.abc import Callable

HEAD = (
    b"From: a@b.example\r\nTo: servizisociali@pec.comune.example\r\nSubject: Elenco\r\n"
    b"Date: Fri, 24 Oct 2025 09:12:31 +0200\r\nMIME-Version: 1.0\r\n"
)
BODY = b"\r\nciao\r\n"
PART = b"\r\nuno"
ATTACHED = b"Content-Type: message/rfc822\r\n\r\n"
TO_US = b"To: servizisociali@pec.comune.example"

Outcome = tuple[bytes, set[str], set[str]]
"""The message, the codes of its problems, and its warnings."""


def multipart(boundary: bytes, parts: list[bytes]) -> bytes:
    """A multipart of these parts, without its other header fields."""
    pieces = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n' + pieces + b"--" + boundary + b"--\r\n"
    )


def nested(levels: int, opening: Callable[[int], bytes], closing: Callable[[int], bytes]) -> bytes:
    """Levels inside one another, made without recursion."""
    begin = b"".join(map(opening, range(levels)))
    return HEAD + begin + BODY + b"".join(map(closing, reversed(range(levels))))


def _open(level: int) -> bytes:
    return b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)


def _close(level: int) -> bytes:
    return b"\r\n--b%d--\r\n" % level


def _encoded(levels: int) -> bytes:
    message = HEAD + BODY
    for _ in range(levels):
        head = HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        message = head + base64.encodebytes(message)
    return message


def _parameters(separator: bytes, written: Callable[[int], bytes]) -> bytes:
    return HEAD + b"Content-Type: application/pdf; " + separator.join(map(written, range(10_000))) + b"\r\n" + BODY


def _addressed(recipients: bytes) -> bytes:
    return HEAD.replace(TO_US, b"To: " + recipients) + BODY


def _titled(subject: bytes) -> bytes:
    return HEAD.replace(b"Elenco", subject) + BODY


def _declaring(fields: bytes, body: bytes) -> bytes:
    return HEAD + fields + b"\r\n\r\n" + body


LEVELS = 5000
FULL = HEAD + multipart(b"c", [PART] * 50)
MIXED = b"Content-Type: multipart/mixed; boundary=b"
QUOTED = b"Content-Transfer-Encoding: quoted-printable"
BASE64 = b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64"
DEEP, CUT, ODD = {"depth_limit"}, {"damaged"}, {"headers_abnormal"}
ELSEWHERE = {"headers_abnormal", "not_addressed_to_us"}
FINE: set[str] = set()

BOMBS: dict[str, Outcome] = {
    "5,000 multiparts inside one another": (nested(LEVELS, _open, _close), DEEP, FINE),
    "5,000 with one boundary": (nested(LEVELS, lambda _: _open(0), lambda _: _close(0)), DEEP | CUT, FINE),
    "5,000 messages inside one another": (nested(LEVELS, lambda _: ATTACHED, lambda _: b""), DEEP, FINE),
    "5,000 of each in turns": (nested(LEVELS, lambda n: _open(n) + ATTACHED + HEAD, _close), DEEP, FINE),
    "12 encoded messages": (_encoded(12), DEEP, FINE),
    "100,000 parts": (HEAD + multipart(b"b", [PART] * 100_000), DEEP, FINE),
    "300 messages of 50 parts": (HEAD + multipart(b"b", [ATTACHED + FULL] * 300), DEEP, FINE),
    "1,000,000 lines almost delimiters": (_declaring(MIXED, b"--bx\r\n" * 1_000_000), DEEP, FINE),
    "no boundary": (_declaring(b"Content-Type: multipart/mixed", b"--b\r\n\r\nciao\r\n--b--\r\n"), FINE, ODD),
    "empty boundary": (HEAD + multipart(b"", [PART] * 3), CUT, FINE),
    "boundary of 64 kB": (HEAD + multipart(b"b" * 65_536, [PART] * 2), CUT, ODD),
    "boundary in a boundary": (HEAD + multipart(b"b", [multipart(b"b", [PART] * 2), PART]), CUT, FINE),
    "closed before it is opened": (_declaring(MIXED, b"--b--\r\nciao"), FINE, FINE),
    "never closed": (_declaring(MIXED, b"--b\r\n\r\nciao\r\n"), CUT, FINE),
    "1 MB of one field": (_declaring(b"X-A: " + b"y" * 1_000_000, b"ciao"), FINE, ODD),
    "100,000 fields": (HEAD + b"X: y\r\n" * 100_000 + BODY, FINE, ODD),
    "1,700,000 fields and no body": (HEAD + b"X: y\r\n" * 1_700_000, FINE, ODD),
    "200,000 lines of junk": (HEAD + b"junk\r\n" * 200_000 + b"MIME-Version: 1.0\r\n" + BODY, FINE, ODD),
    "300,000 folds": (HEAD + b"X: y\r\n" + b" \r\n" * 300_000 + BODY, FINE, ODD),
    "900,000 blanks after a name": (_declaring(b"X-A" + b" " * 900_000, b"ciao"), FINE, ODD),
    "50,000 encoded words": (_titled(b"\r\n ".join([b"=?utf-8?Q?a=C3=A8?="] * 50_000)), FINE, ODD),
    "50,000 encoded words without blanks": (_titled(b"=?utf-8?Q?a?=" * 50_000), FINE, ODD),
    "10,000 words that never end": (_titled(b"=?a?q?" * 10_000), FINE, FINE),
    "parameters in 10,000 pieces": (_parameters(b"; ", lambda n: b"name*%d=a" % n), FINE, ODD),
    "10,000 semicolons in a quote": (_parameters(b"", lambda n: b";" if n else b'a="'), FINE, FINE),
    "10,000 texts around": (HEAD + multipart(b"b", [b"1) A\r\nMIME-Version: 1.0\r\n" + PART] * 10_000), DEEP, FINE),
    "100,000 white lines": (_declaring(b"X: y\r\n \r\n" * 100_000 + b"X: y", b"ciao"), FINE, ODD),
    "300,000 lines of dashes": (_declaring(b"Content-Type: multipart/mixed", b"--b%\r\n" * 300_000), CUT, FINE),
    "30 multiparts without boundaries": (nested(30, lambda n: _open(n).replace(b"boundary", b"x"), _close), FINE, ODD),
    "encoded parameters in 10,000 pieces": (_parameters(b"; ", lambda n: b"name*%d*=utf-8''a%%20" % n), FINE, ODD),
    "10,000 parameters": (_parameters(b"; ", lambda n: b"p%d=a" % n), FINE, ODD),
    "10,000 open quotes": (_parameters(b"", lambda _: b';"'), FINE, FINE),
    "10,000 addresses": (_addressed(b", ".join(b"u%d@c.example" % n for n in range(10_000))), FINE, ELSEWHERE),
    "5,000 odd addresses": (_addressed(b", ".join(b"\xe8 <u%d@c.example>" % n for n in range(5_000))), FINE, ELSEWHERE),
    "60,000 brackets": (_addressed(b"(" * 60_000), FINE, ELSEWHERE),
    "60,000 angles": (_addressed(b"<" * 60_000), FINE, ELSEWHERE),
    "3,000,000 soft breaks": (_declaring(QUOTED, b"=\r\n" * 3_000_000), FINE, FINE),
    "3,000,000 equals signs": (_declaring(QUOTED, b"=" * 3_000_000), FINE, FINE),
    "base64 in 50,000 stretches": (_declaring(BASE64, b"QQ==\r\n" * 50_000), FINE, FINE),
    "base64 between rubbish": (_declaring(BASE64, b"\xff!QQ==\r\n" * 200_000), CUT, FINE),
    "padding only": (_declaring(BASE64, b"= " * 1_000_000), FINE, FINE),
    "an encoding nobody knows": (_declaring(b"Content-Transfer-Encoding: x-nonsense; a", b"ciao"), FINE, FINE),
    "3,000,000 zeros": (_declaring(b"X-A: b", b"\0" * 3_000_000), FINE, FINE),
    "60,000 brackets for a date": (_declaring(b"X-Date: " + b"(" * 60_000, b"ciao"), FINE, FINE),
    "2,000,000 empty lines first": (b"\r\n" * 2_000_000 + HEAD + BODY, FINE, FINE),
    "30,000 files begun in the text": (_declaring(b"X-A: b", b"begin 644 x\r\n" * 30_000), FINE, FINE),
}  # fmt: skip
"""By what they are."""
