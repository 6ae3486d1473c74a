# SPDX-License-Identifier: EUPL-1.2
"""Word documents of the old kind, which a program turns into DOCX."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pecwatch.documents.programs import Failure, Product
from pecwatch.documents.reading import read_document
from tests.documents.opened import attached, codes, lines, tables
from tests.generators.compound import compound
from tests.generators.word import docx, odt, rtf, word_file, word_paragraph

DOC = compound({"WordDocument": bytes(5_000)})
BLOCKS = ["Elenco", [["COGNOME E NOME", "INDIRIZZO"], ["ZUCCHEROLI MIRELLA", "Via A 1\nint. 2"]], "Cordiali saluti"]
MISSING = "tests of old Word documents need LibreOffice: apt-get install libreoffice-writer-nogui"


@dataclass
class Converter:
    """Gives the same answer whatever it is asked to convert."""

    product: Product
    asked: list[bytes] = field(default_factory=list)

    def recognise(self, picture: bytes, segmentation: int) -> Product:
        raise AssertionError((picture, segmentation))

    def convert(self, document: bytes) -> Product:
        self.asked.append(document)
        return self.product


def test_converted() -> None:
    """What the program makes of it is read as DOCX, and stands under the name of the old file."""
    converter = Converter(Product(content=docx(BLOCKS)))
    [got] = read_document(attached(DOC, name="elenco.doc"), programs=converter)
    assert converter.asked == [DOC]
    assert (got.part, got.format, lines(got), codes(got)) == ("elenco.doc", "doc", ["Elenco", "Cordiali saluti"], [])
    assert tables(got) == [[("COGNOME E NOME", "INDIRIZZO"), ("ZUCCHEROLI MIRELLA", "Via A 1\nint. 2")]]


@pytest.mark.parametrize(
    ("product", "code", "words"),
    [
        pytest.param(Product(failure=Failure.MISSING), "unsupported_format", "LibreOffice", id="missing"),
        pytest.param(Product(failure=Failure.TIME_LIMIT), "time_limit", "troppo tempo", id="too slow"),
        pytest.param(Product(failure=Failure.FAILED), "damaged", "convertire", id="failed"),
        pytest.param(Product(), "damaged", "convertire", id="nothing"),
        pytest.param(Product(content=b"PK\x03\x04"), "damaged", "danneggiato", id="no document"),
    ],
)
def test_not_converted(product: Product, code: str, words: str) -> None:
    """Without the program, or when it makes nothing, the office is told what to do."""
    [got] = read_document(attached(DOC, name="elenco.doc"), programs=Converter(product))
    assert (codes(got), got.pages) == ([(code, "lost")], ())
    assert got.problems[0].text.startswith("elenco.doc: ")
    assert words in got.problems[0].text
    assert "aprir" in got.problems[0].text


def test_files_inside() -> None:
    """What a conversion brings to light inside the document is read in turn."""
    inside = word_file(
        word_paragraph("fuori"), [("package", "embeddings/b.docx")], {"word/embeddings/b.docx": docx(["x"])}
    )
    outer, inner = read_document(attached(DOC, name="elenco.doc"), programs=Converter(Product(content=inside)))
    assert (lines(outer), codes(outer)) == (["fuori"], [])
    assert (inner.part, lines(inner)) == ("elenco.doc/embedded1.docx", ["x"])


def converted(content: bytes, ending: str, wanted: str, folder: Path) -> bytes:
    """What LibreOffice makes of a file."""
    if shutil.which("soffice") is None:
        raise AssertionError(MISSING)
    source = folder / f"elenco.{ending}"
    source.write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", wanted]
    subprocess.run(
        [*command, "--outdir", str(folder / "made"), str(source)],
        check=True,
        capture_output=True,
        timeout=100,
        env={**os.environ, "HOME": str(folder)},
    )
    return (folder / "made" / f"elenco.{wanted}").read_bytes()


class LibreOffice:
    """The real program, run plainly."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def recognise(self, picture: bytes, segmentation: int) -> Product:
        raise AssertionError((picture, segmentation))

    def convert(self, document: bytes) -> Product:
        return Product(content=converted(document, "doc", "docx", self.folder))


def test_old_word_by_libreoffice(tmp_path: Path) -> None:
    """A real old document comes out with the same lines and tables as the new one it was made from."""
    old = converted(docx(BLOCKS), "docx", "doc", tmp_path)
    [got] = read_document(attached(old, name="elenco.doc"), programs=LibreOffice(tmp_path))
    [new] = read_document(attached(docx(BLOCKS), name="elenco.docx"))
    assert (got.format, got.pages, codes(got)) == ("doc", new.pages, [])


@pytest.mark.parametrize(
    ("content", "ending", "wanted"),
    [
        pytest.param(docx(BLOCKS), "docx", "odt", id="DOCX to ODT"),
        pytest.param(odt(BLOCKS), "odt", "rtf", id="ODT to RTF"),
        pytest.param(rtf(BLOCKS), "rtf", "docx", id="RTF to DOCX"),
    ],
)
def test_formats_agree(content: bytes, ending: str, wanted: str, tmp_path: Path) -> None:
    """The same document is read alike in whatever format LibreOffice saves it."""
    [before] = read_document(attached(content, name="elenco"))
    [after] = read_document(attached(converted(content, ending, wanted, tmp_path), name="elenco"))
    assert (before.format, after.format, codes(after)) == (ending, wanted, [])
    assert after.pages == before.pages
