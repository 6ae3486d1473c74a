# SPDX-License-Identifier: EUPL-1.2
"""Bodies that are not, or not only, in the encoding that they declare."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.mail.mime import read_entity
from pecwatch.model.problem import Severity
from tests.mail.bombs import HEAD
from tests.mail.opened import opened

LIST = (
    "Spett.le Comune,\r\nsi trasmette l’elenco degli interventi di dicembre.\r\n\r\n"
    "1) TESTIMONI MARIA - Via dei Tigli 3 - 4 dicembre ore 9,30 - SI ESEGUE\r\n\r\nSaluti\r\n"
).encode()
PROSE = b"Buongiorno\r\n\r\nElenco\r\n1) TESTIMONI MARIA - Via dei Tigli 3 - SI ESEGUE\r\n"
PDF = b"%PDF-1.4\n" + bytes(range(256)) * 3
FOOTER = b"Virus free checked by Prova\r\n"


def message(body: bytes, media_type: str = "text/plain; charset=utf-8") -> bytes:
    return HEAD + f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + body


def lines(content: bytes, width: int = 76) -> bytes:
    letters = base64.b64encode(content)
    return b"".join(letters[start : start + width] + b"\r\n" for start in range(0, len(letters), width))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(LIST, id="accents"),
        pytest.param(PROSE, id="words that could be letters"),
        pytest.param(PROSE.replace(b"\r\n", b"\n"), id="Unix"),
        pytest.param(b"<html><body>" + PROSE + b"</body></html>", id="HTML"),
        pytest.param("1) TESTIMÒNI".encode("cp1252"), id="Windows"),
    ],
)
def test_prose_that_declares_base64_is_prose(body: bytes) -> None:
    """Decoded it would be noise, and its rows lost; that it was no base64 is told."""
    envelope = opened(message(body))
    assert [part.content for part in envelope.parts] == [body]
    assert [(problem.code, problem.severity) for problem in envelope.problems] == [("damaged", Severity.DOUBT)]


@pytest.mark.parametrize("ending", [b"", b"x", b"xx"], ids=["three bytes", "one", "two"])
@pytest.mark.parametrize("footer", [FOOTER, b"____\r\nLista dell'ufficio\r\n", b"Saluti\r\n", b"Firmato1\r\n"])
def test_a_footer_after_base64_stays_text(ending: bytes, footer: bytes) -> None:
    """With and without padding before it: no noise after the text, and the footer can be read."""
    text = LIST[: len(LIST) // 3 * 3] + ending
    (part,) = opened(message(lines(text) + footer)).parts
    assert part.content.startswith(text)
    assert part.content[len(text) :].strip() == footer.strip()


@pytest.mark.parametrize("ending", [b"", b"x", b"xx"], ids=["three bytes", "one", "two"])
def test_a_footer_after_a_file_is_told(ending: bytes) -> None:
    """The file comes out as it went in; what stands behind it is no part of it."""
    file = PDF[: len(PDF) // 3 * 3] + ending
    envelope = opened(message(lines(file) + FOOTER, 'application/pdf; name="elenco.pdf"'))
    assert [part.content for part in envelope.parts] == [file]
    assert [(problem.code, problem.severity) for problem in envelope.problems] == [("damaged", Severity.DOUBT)]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(lines(LIST), id="lines"),
        pytest.param(lines(LIST, 75), id="odd lines"),
        pytest.param(lines(LIST, 10_000), id="one line"),
        pytest.param(lines(LIST).replace(b"\r\n", b" "), id="blanks for line ends"),
        pytest.param(lines(LIST).replace(b"\r\n", b"\r\n "), id="indented"),
        pytest.param(lines(LIST).replace(b"\r\n", b"!\r\n "), id="broken by a relay"),
        pytest.param(b"> " + lines(LIST)[:-2].replace(b"\r\n", b"\r\n> "), id="quoted"),
        pytest.param(lines(LIST[:50]) + lines(LIST[50:]), id="in stretches"),
        pytest.param(lines(LIST).replace(b"=", b""), id="no padding"),
    ],
)
def test_base64_however_it_is_broken(body: bytes) -> None:
    """Line lengths, blanks and stray characters change nothing, and are nobody's business."""
    envelope = opened(message(body))
    assert [part.content for part in envelope.parts] == [LIST]
    assert envelope.problems == ()


def test_a_file_that_says_it_is_text() -> None:
    """It is decoded, and what stands behind it is not lost."""
    (part,) = opened(message(lines(PDF) + FOOTER, 'text/plain; name="elenco.pdf"')).parts
    assert part.content.startswith(PDF)
    assert part.content.endswith(FOOTER)


@pytest.mark.parametrize("media_type", ["application/pdf", "text/plain"])
def test_very_many_stretches(media_type: str) -> None:
    """More than are looked at one by one: none is lost."""
    assert len(read_entity(message(b"QUE=\r\n" * 110_000, media_type)).content) == 220_000


@pytest.mark.parametrize("count", [1_000, 110_000])
def test_stretches_between_rubbish_are_told(count: int) -> None:
    """What is left out after the first one is not left out in silence."""
    envelope = opened(message(b"!QUE=\r\n" * count, "application/pdf; name=a.pdf"))
    assert [problem.code for problem in envelope.problems] == ["damaged"]


@given(st.binary(max_size=300), st.sampled_from(("text/plain", "application/pdf; name=a.pdf")), st.integers(1, 90))
def test_what_was_encoded_comes_out(content: bytes, media_type: str, width: int) -> None:
    """Any bytes, whether they look like text or not, in lines of any length."""
    assert read_entity(message(lines(content, width), media_type)).content == content
