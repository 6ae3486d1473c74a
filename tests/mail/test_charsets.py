# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.mail.charsets import as_text
from pecwatch.mail.headers import decoded
from tests.mail.opened import opened

NO_CHARSETS = ("zip", "bz2", "hex", "rot13", "base64", "uu", "idna", "punycode", "unicode_escape", "raw_unicode_escape")
MORE = ("undefined", "mbcs", "oem", "a\0b", "x" * 9000, "è", "../utf_8", "")


@pytest.mark.fault("content-charset")
@pytest.mark.parametrize("name", [*NO_CHARSETS, *MORE], ids=lambda name: repr(name[:20]))
def test_codecs_that_are_no_charsets_do_nothing(name: str) -> None:
    """Python unpacks and unescapes by such names; a message must not make it do so."""
    for content in (b"+AOk-", b"\\u0041", b"xn--4ca", b"x\x9c\x03\x00"):
        assert as_text(content, name) == as_text(content)


@pytest.mark.fault("content-charset")
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
        pytest.param(
            "Società «Perché» città".encode() + b"\xe8", "utf-8", "Società «Perché» cittàè", id="one bad byte"
        ),
        pytest.param("perché".encode() + b"\xff", None, "perchéÿ", id="one bad byte, nothing declared"),
        pytest.param("perché così".encode()[:-1], "utf-8", "perché cosÃ", id="cut in a letter"),
        pytest.param(
            "perché, così".encode() + b"\x92", "iso-8859-1", "perché, così’", id="one bad byte, said to be Latin"
        ),
        pytest.param(
            "Привет, друзья".encode("cp1251") + b"\x98", "cp1251", "Привет, друзья\ufffd", id="no such letter"
        ),
        pytest.param("«È» è".encode("cp1252"), None, "«È» è", id="Windows by chance partly UTF-8"),
        pytest.param("CITTÀ «È»".encode("cp1252"), "iso-8859-1", "CITTÀ «È»", id="Windows with a pair that UTF-8 has"),
        pytest.param(
            ("漢字" * 9).encode("gb18030") + b"\xff", "gb2312", "漢字" * 9 + "\ufffd", id="one bad byte of two"
        ),
    ],
)
def test_charsets_that_lie_are_seen_through(content: bytes, charset: str | None, text: str) -> None:
    """The declared charset is a hint: what the bytes can be counts more."""
    assert as_text(content, charset) == text


@pytest.mark.parametrize(
    ("text", "codec", "names"),
    [
        ("Domače", "iso8859-2", ("iso-8859-2*sl", "ISO-8859-2*", "latin 2", "latin2")),
        ("繁體字", "gb18030", ("gb2312", "GBK", "x-gbk", "gb_2312-80", "csgb2312")),
        ("繁體字", "cp950", ("big5", "chinesebig5", "x-x-big5", "cn-big5")),
        ("①髙", "cp932", ("shift_jis", "x-sjis", "Shift-JIS", "windows-31j", "sjis")),
        ("똠방각하", "cp949", ("euc-kr", "ks_c_5601-1987", "ks_c_5601", "windows-949", "uhc")),
        ("שלום", "iso8859-8", ("iso-8859-8-i", "iso-8859-8-e", "ISO-8859-8", "visual")),
        ("Привет", "mac-cyrillic", ("x-mac-cyrillic", "mac-cyrillic", "maccyrillic")),
        ("Привет", "cp1251", ("windows-1251", "cp-1251", "win-1251", "x-cp1251", "ms-cyrl", "cp1251")),
        ("Привет", "cp866", ("ibm866", "cp-866", "dos-866")),
        ("ไทย", "cp874", ("windows-874", "tis-620", "iso-8859-11", "dos-874")),
        ("perché", "cp850", ("cp-850", "ibm-850", "cp850", "850")),
        ("perché 100 €", "cp1252", ("latin 1", "ansi", "x-ansi", "ISO 8859-1", "windows-1252", "'iso-8859-1'")),
        ("perché", "utf-8", ("utf8", "UTF 8", "utf_8", "unicode-1-1-utf-8", '"utf-8"', "`utf8`", "x-utf8")),
        ("perché 漢", "utf-7", ("utf-7", "unicode-1-1-utf-7", "UTF7", "x-unicode-2-0-utf-7")),
        ("perché", "mac-roman", ("macintosh", "x-mac-roman", "mac")),
    ],
)
def test_names_that_programs_give_to_charsets(text: str, codec: str, names: tuple[str, ...]) -> None:
    """Old names, misspelt ones, ones with a language behind, and those of a part of what is written under them."""
    assert {name: as_text(text.encode(codec), name) for name in names} == dict.fromkeys(names, text)


def test_encoded_words_with_a_language() -> None:
    """RFC 2231 section 5 lets the language stand behind the charset."""
    assert decoded("=?iso-8859-2*sl?Q?Doma=E8e?= =?utf-7?Q?libert+AOA-?=") == "Domačelibertà"


@pytest.mark.parametrize(("text", "codec", "name"), [("ש", "iso8859-8", "iso-8859-8-i"), ("è è", "utf-7", "utf-7")])
def test_bodies_in_charsets_that_python_has_other_names_for(text: str, codec: str, name: str) -> None:
    """Readers of documents look charsets up in Python: what they get they can read."""
    raw = b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain; charset=%s\r\n\r\n" % name.encode()
    (part,) = opened(raw + text.encode(codec)).parts
    assert part.content.decode(part.charset or "") == text


@given(
    st.binary(max_size=200),
    st.sampled_from(("utf-7", "gb2312", "utf-8", "utf-16", "utf-32", "gb18030", "iso-2022-jp", "hz", "cp932", None)),
)
def test_text_can_always_be_written_down(content: bytes, charset: str | None) -> None:
    """Whatever the bytes, the text holds no half characters that would break JSON or a mail."""
    text = as_text(content, charset)
    assert text.encode("utf-8").decode("utf-8") == text
