# SPDX-License-Identifier: EUPL-1.2
"""Parts of every format, readable or not: the office always learns what it got."""

import base64
import gzip
import io
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pecwatch.documents.reader import Content
from pecwatch.documents.reading import READERS, read_document
from pecwatch.documents.walk import DEPTH
from pecwatch.model.document import Line, Page
from pecwatch.model.message import Part, Zone
from tests.documents.opened import attached, body, codes, document, lines
from tests.documents.printed import pdf, text


def archive(*members: str, first: bytes = b"") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for member in members:
            packed.writestr(member, first or b"contenuto")
    return target.getvalue()


def tar() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("elenco.txt"))
    return target.getvalue()


def compound(stream: str) -> bytes:
    """An OLE file as far as it is looked at: its mark, and a stream's name in its directory."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + stream.encode("utf-16-le") + bytes(600)


def picture(kind: str, width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.effect_noise((width, height), 60).save(target, kind)
    return target.getvalue()


def clean_scan() -> bytes:
    """A black-and-white page that compresses to next to nothing."""
    target = io.BytesIO()
    Image.new("1", (1240, 1754), 1).save(target, "png")
    return target.getvalue()


def cms(content_type: str, inner: str) -> bytes:
    """The beginning of a CMS file (RFC 5652): its type, then what it holds."""
    return bytes.fromhex(
        f"30820400{content_type}a0820300308202f0020101310f300d06096086480165030402010500{inner}"
    ) + bytes(900)


SIGNED = "06092a864886f70d010702"
ENVELOPED = "06092a864886f70d010703"
WITH_CONTENT = "3082010006092a864886f70d010701a08200f0"
WITHOUT_CONTENT = "300b06092a864886f70d010701"
MAIL = b"Received: from a by b\r\nFrom: a@aler.example\r\nTo: b@comune.example\r\nSubject: x\r\n\r\ntesto"

UNREADABLE = {
    "pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "msg": compound("__properties_version1.0"),
    "ole": compound("Altro"),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(30),
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(30),
    "winmail": b"\x78\x9f\x3e\x22" + bytes(40),
    "smime-encrypted": cms(ENVELOPED, ""),
    "eml": MAIL,
    "word-xml": b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>',
    "xml": b'<?xml version="1.0"?><elenco/>',
    "unknown": bytes(range(256)) * 4,
}


SHELLS = {
    "docx": archive("[Content_Types].xml", "word/document.xml"),
    "odt": archive("mimetype", first=b"application/vnd.oasis.opendocument.text"),
    "doc": compound("WordDocument"),
    "xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "ods": archive("mimetype", first=b"application/vnd.oasis.opendocument.spreadsheet"),
    "xls": compound("Workbook"),
    "zip": archive("elenco.pdf"),
    "gzip": gzip.compress(b"elenco"),
    "tar": tar(),
}
"""Formats that are read, with nothing sensible in them."""


@pytest.mark.parametrize(("format_name", "content"), SHELLS.items(), ids=SHELLS.keys())
def test_formats_told_by_their_bytes(format_name: str, content: bytes) -> None:
    """Whatever the name and the declared type say; what is empty inside is told."""
    got = read_document(attached(content, name="elenco.pdf", kind="application/pdf"))
    assert got[0].format == format_name
    assert any(one.problems or one.pages for one in got)


@pytest.mark.parametrize(("format_name", "content"), UNREADABLE.items(), ids=UNREADABLE.keys())
def test_formats_not_read_yet(format_name: str, content: bytes) -> None:
    """A format nobody reads is named, counted as lost, and the office is told what to do."""
    got = document(attached(content, name="elenco.pdf", kind="application/pdf"))
    assert (got.format, codes(got), got.pages) == (format_name, [("unsupported_format", "lost")], ())
    assert got.problems[0].text.startswith("elenco.pdf: ")
    assert "aprir" in got.problems[0].text or "legger" in got.problems[0].text


FURNITURE = {
    "signature": cms(SIGNED, WITHOUT_CONTENT),
    "vcard": b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n",
    "calendar": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "segnatura": b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE Segnatura SYSTEM "Segnatura.dtd">\n<Segnatura/>',
    "daticert": b'<?xml version="1.0"?>\n<!--gestore-->\n<postacert tipo="posta-certificata"></postacert>',
    "png": picture("png", 120, 80),
    "gif": picture("gif", 1, 1),
    "jpeg": picture("jpeg", 150, 60),
}


@pytest.mark.parametrize(("format_name", "content"), FURNITURE.items(), ids=FURNITURE.keys())
def test_furniture_of_a_mail_raises_nothing(format_name: str, content: bytes) -> None:
    """Signatures, cards, protocol files and small logos are known and silent."""
    got = document(attached(content))
    assert (got.format, got.problems, got.pages) == (format_name, (), ())


@pytest.mark.parametrize(
    ("content", "kind", "format_name"),
    [
        pytest.param(pdf(text("x")), "text/plain", "pdf", id="PDF declared text"),
        pytest.param(b"\r\n" + pdf(text("x")), "image/png", "pdf", id="PDF after an empty line"),
        pytest.param(
            archive("elenco.pdf", first=pdf(text("x"))), "application/pdf", "zip", id="PDF stored in an archive"
        ),
        pytest.param(b"Gentili colleghe", "application/pdf", "text", id="text declared PDF"),
        pytest.param(b"<!-- x --><HTML><body>a", "application/pdf", "html", id="HTML declared PDF"),
        pytest.param(b"<html><body>a", "text/plain", "html", id="HTML declared text"),
        pytest.param("<html><body>à".encode("utf-16"), "text/html", "html", id="HTML in UTF-16"),
        pytest.param(b'<?xml version="1.0"?><html xmlns="x"><body>a', "text/html", "html", id="XHTML"),
        pytest.param(b"<p>un frammento</p>", "text/html", "html", id="fragment declared HTML"),
        pytest.param(b"se <p> vale 3", "text/plain", "text", id="an angle in a text"),
        pytest.param(b"testo semplice", "text/html", "text", id="text declared HTML"),
        pytest.param(base64.encodebytes(cms(SIGNED, WITH_CONTENT)), "text/plain", "p7m", id="signed file in base64"),
        pytest.param(base64.encodebytes(cms(SIGNED, WITHOUT_CONTENT)), "x/x", "signature", id="signature in base64"),
    ],
)
def test_bytes_decide_not_names(content: bytes, kind: str, format_name: str) -> None:
    """Names and types of attachments are often wrong."""
    assert read_document(attached(content, kind=kind))[0].format == format_name


def test_office_file_with_a_password() -> None:
    """Word and Excel lock a file by wrapping it; what helps is another copy, not another program."""
    got = document(attached(compound("EncryptedPackage"), name="elenco.xlsx"))
    assert codes(got) == [("password_protected", "lost")]
    assert got.problems[0].text == "elenco.xlsx: protetto da password; chiedere ad ALER una copia aperta"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        pytest.param(attached(b""), [("damaged", "lost")], id="attachment"),
        pytest.param(attached(b"\r\n"), [], id="the empty text that mail servers add"),
        pytest.param(body(b""), [], id="body"),
        pytest.param(body(b"\n", kind="text/html"), [], id="HTML body"),
    ],
)
def test_nothing_in_it(part: Part, expected: list[tuple[str, str]]) -> None:
    """An empty attachment was meant to hold something; an empty body, or an added blank line, is customary."""
    got = document(part)
    assert (codes(got), got.pages) == (expected, ())


def test_a_document_knows_its_part() -> None:
    """Where a part came from stays with what was read in it."""
    part = Part(name="elenco.txt", type="text/plain", content=b"a", zone=Zone.NESTED, is_body=True)
    got = document(part)
    assert (got.part, got.zone, got.is_body) == ("elenco.txt", Zone.NESTED, True)


class Boxes:
    """A reader of an invented format: each box holds a text and a smaller box."""

    FORMATS = ("7z",)

    def read(self, part: Part) -> Content:
        inner = Part(name=f"{part.name}/scatola.7z", type="", content=bytes(part.content))
        page = Page(number=1, blocks=(Line(text="coperchio", line=1),))
        return Content(pages=(page,), parts=(inner,))


class Failing:
    """A reader that meets bytes it cannot digest."""

    FORMATS = ("text",)

    def __init__(self, failure: BaseException) -> None:
        self.failure = failure

    def read(self, part: Part) -> Content:
        raise self.failure


def test_a_reader_is_added_by_naming_it() -> None:
    """A new reader takes its format over, and what is packed inside is read in turn, down to a limit."""
    got = read_document(attached(UNREADABLE["7z"], name="lettere.7z"), readers=(*READERS, Boxes()))
    assert len(got) == DEPTH + 1
    assert got[1].part == "lettere.7z/scatola.7z"
    assert [codes(one) for one in got] == [[]] * DEPTH + [[("depth_limit", "lost")]]


@pytest.mark.parametrize(
    ("failure", "code"),
    [(ValueError("MIRELLA"), "damaged"), (RecursionError(), "damaged"), (MemoryError(), "memory_limit")],
)
def test_a_failing_reader_is_a_problem(failure: Exception, code: str) -> None:
    """Whatever a parser does with hostile bytes, the message's other parts are still read."""
    [got] = read_document(attached(b"testo"), readers=(Failing(failure),))
    assert codes(got) == [(code, "lost")]
    assert "MIRELLA" not in got.problems[0].text


@given(
    content=st.binary(max_size=400)
    | st.sampled_from([*UNREADABLE.values(), *SHELLS.values(), *FURNITURE.values()]).flatmap(
        lambda whole: st.integers(0, len(whole)).map(lambda end: whole[:end])
    ),
    kind=st.sampled_from(["text/html", "text/plain", "application/pdf", ""]),
    is_body=st.booleans(),
)
def test_any_bytes_give_a_document(content: bytes, kind: str, is_body: bool) -> None:
    """Nothing raises, and what could not be read is furniture or a problem, never just missing."""
    part = Part(name="x", type=kind, content=content, is_body=is_body)
    documents = read_document(part)
    for got in documents[:1] if len(documents) == 1 else documents[1:]:
        if not got.pages and not is_body and got.format not in FURNITURE:
            says_nothing = not any(character.isalnum() for character in content.decode("latin-1"))
            assert got.problems or got.format == "html" or says_nothing


def test_plain_text_of_a_mail() -> None:
    """The common case."""
    assert lines(document(body("Gentili colleghe,\r\n\r\nsi trasmette l’elenco.\r\n".encode()))) == [
        "Gentili colleghe,",
        "si trasmette l’elenco.",
    ]
