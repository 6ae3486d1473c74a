# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.mail.charsets import as_text

NO_CHARSETS = ("zip", "bz2", "hex", "rot13", "base64", "uu", "idna", "punycode", "unicode_escape", "raw_unicode_escape")
MORE = ("undefined", "utf-7", "mbcs", "oem", "a\0b", "x" * 9000, "è", "../utf_8", "")


@pytest.mark.parametrize("name", [*NO_CHARSETS, *MORE], ids=lambda name: repr(name[:20]))
def test_codecs_that_are_no_charsets_do_nothing(name: str) -> None:
    """Python unpacks and unescapes by such names; a message must not make it do so."""
    for content in (b"+AOk-", b"\\u0041", b"xn--4ca", b"x\x9c\x03\x00"):
        assert as_text(content, name) == as_text(content)


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        pytest.param("perché".encode(), "iso-8859-1", "perché", id="UTF-8 that says it is Latin"),
        pytest.param("perché".encode(), "us-ascii", "perché", id="UTF-8 that says it is ASCII"),
        pytest.param("l’ufficio".encode("cp1252"), "iso-8859-1", "l’ufficio", id="Windows that says it is Latin"),
        pytest.param("100 €, perché".encode("iso-8859-15"), "iso-8859-15", "100 €, perché", id="Latin 9"),
        pytest.param("perché".encode("cp1252"), "utf-8", "perché", id="Windows that says it is UTF-8"),
        pytest.param("perché".encode("cp850"), "cp850", "perché", id="DOS"),
        pytest.param("perché".encode("utf-16"), "utf-16", "perché", id="UTF-16"),
        pytest.param("Ελλάς".encode("iso-8859-7"), "ISO-8859-7", "Ελλάς", id="Greek"),
        pytest.param("è".encode("cp1252"), "ignoto", "è", id="unknown"),
        pytest.param(b"\x81", None, "\x81", id="no charset has it"),
    ],
)
def test_charsets_that_lie_are_seen_through(content: bytes, charset: str | None, text: str) -> None:
    """The declared charset is a hint: what the bytes can be counts more."""
    assert as_text(content, charset) == text


@given(
    st.binary(max_size=200),
    st.sampled_from(("utf-8", "utf-16", "utf-32", "gb18030", "iso-2022-jp", "hz", "cp932", None)),
)
def test_text_can_always_be_written_down(content: bytes, charset: str | None) -> None:
    """Whatever the bytes, the text holds no half characters that would break JSON or a mail."""
    as_text(content, charset).encode("utf-8")
