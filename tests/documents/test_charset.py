# SPDX-License-Identifier: EUPL-1.2
"""Text from bytes whose declared charset may lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.documents.charset import decode

TEXT = "NICOLÒ FERRABÒ – perché «già» rinviato l’8 €"
WESTERN = "Nicolò Ferrabò perché già"


@pytest.mark.fault("content-charset")
@pytest.mark.parametrize(
    ("written_in", "declared", "text", "guessed"),
    [
        pytest.param("utf-8", "utf-8", TEXT, False, id="as declared"),
        pytest.param("utf-8", None, TEXT, False, id="undeclared UTF-8"),
        pytest.param("utf-8-sig", "iso-8859-1", TEXT, False, id="byte-order mark"),
        pytest.param("utf-8", "iso-8859-1", TEXT, True, id="UTF-8 declared Latin-1"),
        pytest.param("utf-8", "us-ascii", TEXT, True, id="UTF-8 declared ASCII"),
        pytest.param("cp1252", "utf-8", TEXT, True, id="Windows declared UTF-8"),
        pytest.param("cp1252", "iso-8859-1", TEXT, False, id="Windows declared Latin-1, as everywhere"),
        pytest.param("cp1252", None, TEXT, False, id="undeclared Windows"),
        pytest.param("cp1252", "x-nonsense", TEXT, True, id="a charset nobody knows"),
        pytest.param("cp1252", "base64", TEXT, True, id="a codec that is no charset"),
        pytest.param("iso-8859-15", "iso-8859-15", "Nicolò 8 €", False, id="Latin-9"),
        pytest.param("iso-8859-2", "iso-8859-2", "Łukasz Křížek", False, id="Latin-2"),
        pytest.param("utf-16", None, TEXT, False, id="UTF-16 with mark"),
        pytest.param("utf-16-le", None, TEXT, False, id="UTF-16 without mark"),
        pytest.param("utf-16-be", "utf-8", TEXT, False, id="UTF-16 the other way round"),
        pytest.param("ascii", "utf-8", "Via delle Robinie 14", False, id="plain"),
    ],
)
def test_charsets(written_in: str, declared: str | None, text: str, guessed: bool) -> None:
    """The bytes decide, then what was declared; when they disagree it is said."""
    decoded = decode(text.encode(written_in), declared)
    assert (decoded.text, decoded.guessed) == (text, guessed)


def test_text_encoded_twice() -> None:
    """UTF-8 that a relay took for Windows-1252 and encoded again is undone."""
    twice = WESTERN.encode().decode("cp1252").encode()
    assert decode(twice, "utf-8").text == WESTERN


def test_one_wrong_byte_costs_only_itself() -> None:
    """Mixed encodings, as in mails answered by several programs, are read letter by letter."""
    assert decode("già ".encode() + "perché".encode("cp1252"), "utf-8").text == "già perché"


@pytest.mark.fault("content-charset")
@given(
    content=st.binary(max_size=300),
    declared=st.none() | st.text(max_size=12) | st.sampled_from(["utf-7", "hex", "idna"]),
)
def test_any_bytes_give_text(content: bytes, declared: str | None) -> None:
    """Nothing raises, and something is always shown."""
    assert bool(decode(content, declared).text) == bool(content) or content in (
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
    )
