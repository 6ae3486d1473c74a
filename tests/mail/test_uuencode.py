# SPDX-License-Identifier: EUPL-1.2
"""Files written into the text of a message, as before MIME."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.mail.uuencode import decoded, extract
from pecwatch.model.message import RawMessage
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.letters import entity
from tests.generators.pec import Letter, ordinary, transport
from tests.generators.uuencode import uuencoded
from tests.mail.opened import ANCHORS, WE, names, opened, problem_codes

PDF = b"%PDF-1.4\n\x00\xff elenco\n" * 9
LIST = b"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE il 06/11/2025\n"


@pytest.mark.parametrize("stripped", [False, True], ids=["grave accents", "blanks lost on the way"])
def test_files_in_a_text_are_files(stripped: bool) -> None:
    """Several in one text; what stands around them stays the text."""
    first, second = uuencoded("elenco novità.pdf", PDF, stripped=stripped), uuencoded("b.txt", b"altro")
    text = f"Buongiorno,\n\n{first}\ne ancora\n{second}\nSaluti\n"
    envelope = opened(transport(Letter(text=text)))
    assert names(envelope) == ["body", "elenco novità.pdf", "b.txt"]
    assert [part.content for part in envelope.parts[1:]] == [PDF, b"altro"]
    assert envelope.parts[0].content.decode().split() == ["Buongiorno,", "e", "ancora", "Saluti"]
    assert [(one.name, one.type) for one in envelope.message.attachments] == [
        ("elenco novità.pdf", "application/pdf"),
        ("b.txt", "text/plain"),
    ]
    assert problem_codes(envelope) == []


def test_text_keeps_its_charset() -> None:
    """Accents around a file are those of the message."""
    text = f"Così\n{uuencoded('città.bin', b'x')}"
    (body, file) = opened(ordinary(Letter(text=text, charset="iso-8859-1"))).parts
    assert (body.content.decode(body.charset or ""), file.name) == ("Così\r\n", "città.bin")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param(uuencoded("a.pdf", PDF).replace("end", ""), ["damaged"], id="no end"),
        pytest.param(uuencoded("a.pdf", PDF).replace("\nM", "\nMà", 2), [], id="no line of a file"),
        pytest.param(
            uuencoded("a.pdf", PDF)[:200] + "\nqui manca qualcosa\nend\n", ["damaged"], id="another text inside"
        ),
        pytest.param("begin 644 prova\nnon è un file\nend\n", [], id="mere words"),
    ],
)
def test_damaged_block_stays_text(text: str, codes: list[str]) -> None:
    """Nothing is lost, and a person is told of what began as a file."""
    envelope = opened(ordinary(Letter(text=text)))
    assert names(envelope) == ["body"]
    assert envelope.parts[0].content.decode().replace("\r\n", "\n") == text
    assert problem_codes(envelope) == codes


@pytest.mark.parametrize(
    ("line", "content"),
    [
        pytest.param('"9G)E', b"fr", id="last letters filled"),
        pytest.param("!9G(E", b"f", id="two filled"),
        pytest.param("#9G)EX", b"fre", id="checksum"),
        pytest.param("#9G)E!!", b"fre", id="two more"),
        pytest.param("#9G", b"fp\0", id="blanks lost"),
    ],
)
def test_odd_lines(line: str, content: bytes) -> None:
    """Encoders add to a line, fill it up with anything, and lose its end: the length it announces counts."""
    block = f"begin 644 a.txt\n{line}\n`\nend\n"
    envelope = opened(ordinary(Letter(text=f"Ecco.\n{block}")))
    assert [part.content for part in envelope.parts[1:]] == [content]
    assert decoded(block.encode()) == content


@given(st.binary(max_size=70))
def test_no_line_is_refused_by_an_exception(line: bytes) -> None:
    """Whatever stands in a block."""
    extracted = extract(b"begin 644 a\n" + line + b"\nend\n")
    assert extracted.files or line in extracted.text


@pytest.mark.parametrize("encoding", ["x-uuencode", "uuencode", "x-uue"])
def test_transfer_encoding_of_that_kind(encoding: str) -> None:
    """Some programs declare it as a transfer encoding of a part."""
    headers = [
        ("From", "a@aler.example"),
        ("Subject", "Elenco"),
        ("Content-Type", "application/pdf; name=elenco.pdf"),
        ("Content-Transfer-Encoding", encoding),
    ]
    (part,) = opened(entity(headers, uuencoded("x", PDF).encode())).parts
    assert (part.name, part.content) == ("elenco.pdf", PDF)


def test_list_written_into_a_text() -> None:
    """Its rows are read, from the file that it is."""
    letter = Letter(
        subject="Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025",
        text=f"Si trasmette l'elenco.\n\n{uuencoded('elenco.txt', LIST)}",
    )
    reading = read(RawMessage(source="m.eml", content=transport(letter)), load_rules(shipped_rules()), WE, ANCHORS)
    assert reading.listing is not None
    assert [(row.surname, row.where.part) for row in reading.listing.rows] == [("ZUCCHEROLI", "elenco.txt")]


def test_base64_between_begin_and_equal_signs() -> None:
    """The younger form of the same."""
    extracted = extract(b"prima\nbegin-base64 644 a.txt\nYWx0cm8=\n====\ndopo\n")
    assert (extracted.text, extracted.files[0].content) == (b"prima\ndopo\n", b"altro")


@given(st.binary(max_size=300), st.booleans())
def test_every_content_comes_back(content: bytes, stripped: bool) -> None:
    """Whatever a file holds, also when blanks at the ends of lines are gone."""
    extracted = extract(f"prima\n{uuencoded('a', content, stripped=stripped)}dopo".encode())
    assert [one.content for one in extracted.files] == [content]
    assert extracted.text == b"prima\ndopo"


@given(
    st.lists(
        st.sampled_from(("begin 644 a", "M" * 61, "#ABCD", "`", "end", "x", "", "begin-base64 644 b", "===="))
        | st.text()
    )
)
def test_nothing_in_a_text_is_lost(lines: list[str]) -> None:
    """Where no file is found the text is unchanged."""
    text = "\n".join(lines).encode("utf-8", "replace")
    extracted = extract(text)
    assert extracted.files or extracted.text == text
