# SPDX-License-Identifier: EUPL-1.2
"""Messages that break the rules about where a header ends and a part begins: whatever was written is read."""

import base64
import re
import time

import pytest

from pecwatch.mail.headers import read_headers
from pecwatch.model.message import Kind, Trust, Zone
from tests.generators.pec import Letter, transport
from tests.mail.opened import names, opened, problem_codes

HEAD = b"From: a@b.example\r\nTo: servizisociali@pec.comune.example\r\nSubject: Elenco\r\nMIME-Version: 1.0\r\n"
MIXED = b'Content-Type: multipart/mixed; boundary="XX"\r\n'
ROWS = b"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE"
PARTS = (
    b"--XX\r\nContent-Type: text/plain\r\n\r\n" + ROWS + b"\r\n"
    b'--XX\r\nContent-Type: text/html; name="b.html"\r\n\r\n<p>Saluti\r\n--XX--\r\n'
)
NOTICE = b"This is a multi-part message in MIME format.\r\n"


def bodies(raw: bytes) -> list[bytes]:
    return [part.content for part in opened(raw).parts if part.is_body and part.zone is Zone.INNER]


@pytest.mark.parametrize(
    "between",
    [b"", b" \r\n", b"\t\r\n", b" \r\n \t\r\n", NOTICE, b" \r\n" + NOTICE, NOTICE + b"\r\n"],
    ids=["nothing", "blank", "tab", "two blank lines", "notice", "blank and notice", "notice and line"],
)
def test_first_part_after_a_header_without_its_blank_line(between: bytes) -> None:
    """The delimiter ends the header, whatever fields follow it: they are those of the part."""
    envelope = opened(HEAD + MIXED + between + PARTS)
    assert names(envelope) == ["body", "b.html"]
    assert envelope.parts[0].content == ROWS
    assert envelope.message.warnings == ("headers_abnormal",)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(b"X-Spam: a\r\n \r\nFrom: a@b.example\r\nSubject: Elenco\r\n", id="white line"),
        pytest.param(b"X-Spam: a\r\n \r\n\tb\r\n \r\nFrom: a@b.example\r\nSubject: Elenco\r\n", id="folded around it"),
        pytest.param(
            b"X: a\r\n \r\nOrganization: b\r\nFrom: a@b.example\r\nSubject: Elenco\r\n", id="rare field first"
        ),
        pytest.param(b"X: a\r\nFrom: a@b.example\r\nSubject: Elenco\r\n \r\n", id="white line before the blank one"),
    ],
)
def test_white_line_in_a_header_that_goes_on(header: bytes) -> None:
    """Old programs fold fields with a line of blanks; the fields after it are fields."""
    envelope = opened(header + b"\r\n" + ROWS)
    assert (envelope.message.sender, envelope.message.subject) == ("a@b.example", "Elenco")
    assert bodies(header + b"\r\n" + ROWS) == [ROWS]


@pytest.mark.parametrize("text", [ROWS, b"Oggetto: elenco\r\n" + ROWS, b"  " + ROWS], ids=["row", "colon", "indented"])
def test_white_line_before_the_text(text: bytes) -> None:
    """A text after it is no field, even when it begins as one could."""
    assert bodies(HEAD + b" \r\n" + text + b"\r\n\r\nSaluti") == [text + b"\r\n\r\nSaluti"]


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        pytest.param(
            b"Delivered-To: c@d.example\r\nFrom x@y.example  Sun Apr  5 09:24:45 2015\r\n", [], id="mailbox line"
        ),
        pytest.param(b"Delivered-To: c@d.example\r\n>From x@y.example  Sun Apr  5 2015\r\n", [], id="escaped"),
        pytest.param(b"Received: x\r\nriga guasta\r\n", [b"riga guasta\r\n"], id="junk"),
        pytest.param(b"Received: x\r\n" + ROWS + b"\r\n", [ROWS + b"\r\n"], id="row"),
    ],
)
def test_line_in_the_header_that_is_no_field(before: bytes, kept: list[bytes]) -> None:
    """It costs neither sender nor subject, and what it says comes as text; other programs may read other fields."""
    raw = before + b"From: a@b.example\r\nSubject: Elenco\r\n\r\nciao\r\n"
    message = opened(raw).message
    assert (message.sender, message.subject) == ("a@b.example", "Elenco")
    assert bodies(raw) == [b"ciao\r\n", *kept]
    assert not read_headers(raw, 0, len(raw))[0].is_whole


def test_letter_quoted_under_a_missing_blank_line() -> None:
    """The fields of a quoted letter are text where the letter has its own."""
    quoted = ROWS + b"\r\nFrom: x@y.example\r\nSubject: Altro\r\n\r\nciao"
    raw = b"From: a@b.example\r\nSubject: Elenco\r\n" + quoted
    assert bodies(raw) == [quoted]


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        pytest.param(b"Content-Type: multipart/mixed boundary=XX\r\n", PARTS, id="no semicolon"),
        pytest.param(b'Content-Type: multipart/mixed\r\n boundary="XX"\r\n', PARTS, id="no semicolon, folded"),
        pytest.param(b'Content-Type: multipart/mixed\r\nboundary="XX"\r\n', PARTS, id="no semicolon, not folded"),
        pytest.param(b'Content-Type: multipart/mixed;\r\nboundary="XX"\r\n', PARTS, id="not folded"),
        pytest.param(b"Content-Type: multipart/mixed\r\n", PARTS, id="no boundary"),
        pytest.param(b"Content-Type: multipart/mixed\r\n", b"------\r\n--------\r\n" + PARTS, id="rulers first"),
        pytest.param(b"Content-Type: multipart/mixed; boundary=YY\r\n", PARTS, id="another boundary"),
        pytest.param(MIXED + b"Content-Transfer-Encoding: base64\r\n", base64.encodebytes(PARTS), id="base64"),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=YY\r\nContent-Transfer-Encoding: base64\r\n",
            base64.encodebytes(PARTS),
            id="base64, another boundary",
        ),
        pytest.param(
            b'Content-Type: multipart/mixed; boundary="X=X"\r\nContent-Transfer-Encoding: quoted-printable\r\n',
            PARTS.replace(b"--XX", b"--X=3DX"),
            id="quoted-printable",
        ),
    ],
)
def test_multipart_against_the_rules(fields: bytes, body: bytes) -> None:
    """Its parts are found, and the header is said to be odd."""
    envelope = opened(HEAD + fields + b"\r\n" + body)
    assert names(envelope) == ["body", "b.html"]
    assert envelope.parts[0].content == ROWS
    assert problem_codes(envelope) == []
    assert envelope.message.warnings == ("headers_abnormal",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(rb"boundary=(\"[^\"]+\")", rb"boundary=\1x", id="another boundary"),
        pytest.param(rb"; ?\r?\n?\s*boundary=", rb"\r\n boundary=", id="no semicolon"),
        pytest.param(rb"\r\n\r\n", rb"\r\n", id="no blank line"),
        pytest.param(rb"\r\n\r\n", rb"\r\n \r\n", id="white line"),
        pytest.param(rb"MIME-Version", rb"riga guasta\r\nMIME-Version", id="junk"),
    ],
)
def test_repaired_envelope_is_never_verified(before: bytes, after: bytes) -> None:
    """Another program may see other parts under the same seal."""
    raw = transport(Letter(text="Si trasmette.\n"))
    assert opened(raw).message.trust is Trust.VERIFIED
    spoilt, count = re.subn(before, after, raw, count=1)
    assert count == 1
    message = opened(spoilt).message
    assert (message.kind, message.trust, message.trust_reason) == (Kind.PEC, Trust.UNVERIFIABLE, "headers_ambiguous")


@pytest.mark.parametrize(
    ("preamble", "epilogue", "found"),
    [
        pytest.param(b"\r\n" + ROWS, b"", [ROWS], id="before the parts"),
        pytest.param(b"\r\n", ROWS, [ROWS], id="after the parts"),
        pytest.param(b"\r\n" + NOTICE + ROWS, b"", [NOTICE + ROWS], id="with a notice"),
        pytest.param(b"\r\n" + NOTICE, b"\r\n \r\n", [], id="notice"),
        pytest.param(b"\r\nQuesto \xe8 un messaggio in formato MIME.\r\n", b"----\r\n", [], id="notice and ruler"),
    ],
)
def test_text_around_the_parts(preamble: bytes, epilogue: bytes, found: list[bytes]) -> None:
    """It is text of the letter, unless it is the line for programs that know no MIME."""
    parts = PARTS.replace(ROWS, b"Buongiorno")
    assert bodies(HEAD + MIXED + preamble + b"\r\n" + parts + epilogue)[1:] == found
    nested = b"--YY\r\nContent-Type: message/rfc822\r\n\r\n" + HEAD + MIXED + preamble + b"\r\n" + parts + epilogue
    envelope = opened(HEAD + MIXED.replace(b"XX", b"YY") + b"\r\n" + nested + b"\r\n--YY--\r\n")
    texts = [part.content for part in envelope.parts if part.is_body]
    assert [text.strip() for text in texts[1:]] == [text.strip() for text in found]


@pytest.mark.parametrize("place", ["before", "after"])
def test_text_around_a_seal(place: str) -> None:
    """A person is told of it, and it is not read as a list."""
    raw = transport(Letter(text="Si trasmette.\n"))
    head, blank, body = raw.partition(b"\r\n\r\n")
    spoilt = head + blank + ROWS + b"\r\n" + body if place == "before" else raw + ROWS
    envelope = opened(spoilt)
    assert problem_codes(envelope) == ["outside_seal"]
    assert [part.content.strip() for part in envelope.parts if part.zone is Zone.OUTSIDE] == [ROWS]
    assert envelope.message.trust_reason == "beside_the_seal"


@pytest.mark.parametrize("field", [b'a="' + b";" * 8000, b"; ".join([b'a="'] * 2000), b'name="' + b'";' * 3000])
def test_parameters_cost_no_time(field: bytes) -> None:
    """A thousand hostile fields are read in a moment."""
    part = b"--XX\r\nContent-Type: text/plain; " + field + b"\r\n\r\nciao\r\n"
    began = time.process_time()
    envelope = opened(HEAD + MIXED + b"\r\n" + part * 50 + b"--XX--\r\n")
    assert time.process_time() - began < 2
    assert envelope.parts
