# SPDX-License-Identifier: EUPL-1.2
"""Names of attached files, in all the ways in which mail programs write and ruin them."""

import base64

import pytest

from tests.generators.pec import multipart, text_part
from tests.mail.opened import names, opened


def letter_with_file(fields: bytes, content: bytes = b"uno") -> bytes:
    part = fields + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(content) + b"\r\n"
    return multipart([("From", "a@b.example"), ("MIME-Version", "1.0")], "mixed", [text_part("Ecco.\n", "plain"), part])


PDF_TYPE = b"Content-Type: application/pdf\r\nContent-Disposition: attachment;"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        pytest.param(PDF_TYPE + ' filename="novità.pdf"'.encode(), "novità.pdf", id="raw utf-8"),
        pytest.param(PDF_TYPE + ' filename="novità.pdf"'.encode("cp1252"), "novità.pdf", id="raw cp1252"),
        pytest.param(PDF_TYPE + b'\r\n filename="elenco\r\n novembre.pdf"', "elenco novembre.pdf", id="folded"),
        pytest.param(
            PDF_TYPE + b' filename="elenco "novembre" 2025.pdf.p7m"', 'elenco "novembre" 2025.pdf.p7m', id="bare quotes"
        ),
        pytest.param(PDF_TYPE + b" filename*=utf-8''novit%C3%A0.pdf", "novità.pdf", id="RFC 2231"),
        pytest.param(
            PDF_TYPE + b" filename*0*=utf-8''novit%C3%A0;\r\n filename*1=.pdf.p7m",
            "novità.pdf.p7m",
            id="RFC 2231 pieces",
        ),
        pytest.param(PDF_TYPE + b" filename*=ignoto''novit%C3%A0.pdf", "novità.pdf", id="RFC 2231 unknown charset"),
        pytest.param(PDF_TYPE + b' filename="=?utf-8?Q?novit=C3=A0.pdf?="', "novità.pdf", id="encoded word"),
        pytest.param(
            PDF_TYPE + b' filename="=?utf-8?Q?elenco_?=\r\n =?utf-8?B?bm92aXTDoC5wZGY=?="',
            "elenco novità.pdf",
            id="two words",
        ),
        pytest.param(
            b'Content-Type: application/x-p7m; name="elenco.pdf.p7m"\r\nContent-Disposition: inline; filename=elenco',
            "elenco.pdf.p7m",
            id="ending only in the type",
        ),
        pytest.param(PDF_TYPE + b" filename=elenco novembre.pdf", "elenco novembre.pdf", id="unquoted blank"),
        pytest.param(PDF_TYPE + b' filename="elenco.pdf.p7m', "elenco.pdf.p7m", id="quote left open"),
        pytest.param(PDF_TYPE + b" filename=elenco;novembre.pdf.p7m", "elenco;novembre.pdf.p7m", id="bare semicolon"),
        pytest.param(
            PDF_TYPE + b' filename="elenco "uno; due".pdf.p7m"; size=12',
            'elenco "uno; due".pdf.p7m',
            id="both",
        ),
        pytest.param(PDF_TYPE + b' filename="a\\"b.pdf.p7m"', 'a"b.pdf.p7m', id="escaped quote"),
        pytest.param(PDF_TYPE + b' filename="a;b=c.txt"', "a;b=c.txt", id="semicolon and equals sign in quotes"),
        pytest.param(PDF_TYPE + b' filename="a; b=c.txt" ; size=12', "a; b=c.txt", id="and a parameter after it"),
        pytest.param(PDF_TYPE + b' filename="a\\"; b=\\"c.txt"', 'a"; b="c.txt', id="escaped quotes in quotes"),
        pytest.param(PDF_TYPE + b" filename=citt\xe0.pdf.p7m", "città.pdf.p7m", id="raw latin-1, no quotes"),
        pytest.param(
            PDF_TYPE + b" filename*0*=utf-8''novit%C3%A0%20;\r\n filename*1*=%E2%82%AC;\r\n filename*2=\".pdf.p7m\"",
            "novità €.pdf.p7m",
            id="RFC 2231 encoded pieces",
        ),
        pytest.param(PDF_TYPE + b' filename="../../etc/passwd"', "../../etc/passwd", id="path kept as printed"),
        pytest.param(b"Content-Type: application/pdf", "allegato-1.pdf", id="no name"),
    ],
)
def test_file_names_survive(fields: bytes, name: str) -> None:
    """A name is what people see on paper; its end tells p7m from pdf."""
    envelope = opened(letter_with_file(fields))
    assert names(envelope) == ["body", name]
    assert [attachment.name for attachment in envelope.message.attachments] == [name]
