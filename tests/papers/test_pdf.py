# SPDX-License-Identifier: EUPL-1.2
"""The PDF as a reader opens it and as a screen reader hears it."""

import io
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from pdfminer.pdftypes import resolve1

from pecwatch.errors import UsageError
from pecwatch.papers.dossier import dossier_paper
from pecwatch.papers.layout import as_html
from pecwatch.papers.monthly import monthly_paper
from pecwatch.papers.pdf import as_pdf
from tests.papers.records import dossier, report

try:
    import weasyprint  # noqa: F401 - whether it can be loaded is the question
except (ImportError, OSError):
    pytest.skip("no WeasyPrint or no Pango on this machine", allow_module_level=True)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """The report: it has charts, too."""
    return as_pdf(as_html(monthly_paper(report())))


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def elements(nodes: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every element of the structure, from the top."""
    for node in nodes:
        yield node
        yield from elements(node.get("children", ()))


def test_its_text_can_be_read_and_searched(pdf: bytes) -> None:
    """What stands on the page stands in the file, accents and all."""
    text = text_of(pdf)
    assert "Resoconto di novembre 2025" in text
    assert "Giorno dell’esecuzione non indicato: quando è previsto?" in text
    assert "pagina 1 di" in text


def test_it_is_tagged_for_screen_readers(pdf: bytes) -> None:
    """PDF/UA: language, title, headings, tables with headings, words for pictures, embedded fonts."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        catalog = opened.doc.catalog
        assert catalog["Lang"] == b"it"
        assert catalog["MarkInfo"]["Marked"]
        assert "StructTreeRoot" in catalog
        assert catalog["ViewerPreferences"]["DisplayDocTitle"]
        assert opened.metadata["Title"] == "Resoconto di novembre 2025"
        assert b"pdfuaid" in resolve1(catalog["Metadata"]).get_data()
        found = list(elements(opened.structure_tree))
    kinds = {each["type"] for each in found}
    assert {"H1", "H2", "Table", "TH", "TD", "Caption", "Figure", "P", "L", "LI"} <= kinds
    figures = [each for each in found if each["type"] == "Figure"]
    assert [each["alt_text"].partition(".")[0] for each in figures] == [
        "Giorni lavorativi dall’elenco alla presa in carico",
        "Righe per mese e per esito",
    ]


def test_no_letter_is_missing_on_paper(pdf: bytes) -> None:
    """A box instead of a letter would be a character without a glyph."""
    assert "\ufffd" not in text_of(pdf)
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        fonts = [resolve1(font) for font in resolve1(opened.pages[0].page_obj.resources["Font"]).values()]
        below = [resolve1(resolve1(font["DescendantFonts"])[0]) for font in fonts]
        carried = [set(resolve1(font["FontDescriptor"])) & {"FontFile2", "FontFile3"} for font in below]
    assert carried and all(carried)


def test_an_initials_dossier_holds_no_name_anywhere_in_the_file() -> None:
    """Nor in its metadata; the full one does."""
    short, full = (as_pdf(as_html(dossier_paper(dossier(full=full)))) for full in (False, True))
    assert "ZUCCHEROLI" not in text_of(short)
    assert "ZUCCHEROLI MIRELLA" in text_of(full)
    for content in (short, full):
        with pdfplumber.open(io.BytesIO(content)) as opened:
            assert opened.metadata["Title"] == "Dossier PW-2025-11-001"
            assert "ZUCCHEROLI" not in str(opened.metadata)


def test_it_fetches_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """An address that slipped into a page is not asked for, and no warning quotes the page."""
    page = '<html lang="it"><title>t</title><img alt="x" src="http://127.0.0.1:9/ZUCCHEROLI.png"><p>resta</p></html>'
    assert "resta" in text_of(as_pdf(page))
    assert "ZUCCHEROLI" not in "".join(capfd.readouterr())


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain install has no PDF; the message names extra, system packages and the way around."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError, match=r"pecwatch\[report\].*libpango.*\.html"):
        as_pdf("<p>x</p>")
