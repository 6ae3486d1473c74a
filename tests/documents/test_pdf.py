# SPDX-License-Identifier: EUPL-1.2
"""PDFs: text in lines, and what the office is told of pages that could not be read."""

import random

import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pecwatch.documents import pdf as reader
from pecwatch.documents.pdf import GROUP, PAGES
from pecwatch.documents.programs import NoPrograms
from pecwatch.documents.reader import How
from pecwatch.model.document import Document
from tests.documents.opened import attached, codes, document, lines, numbered, tables
from tests.documents.printed import HEIGHT, locked, pdf, text, together


def read(content: bytes) -> Document:
    return document(attached(content, name="elenco.pdf"))


def scan(canvas: Canvas) -> None:
    """A page that is a picture."""
    sheet = Image.new("L", (200, 280), 240)
    for line in range(20, 260, 10):
        sheet.paste(20, (20, line, 160, line + 3))
    canvas.drawImage(ImageReader(sheet), 0, 0, width=595, height=HEIGHT)


def background(canvas: Canvas) -> None:
    """A page of coloured paper."""
    canvas.drawImage(ImageReader(Image.new("L", (200, 280), 240)), 0, 0, width=595, height=HEIGHT)


def nothing(canvas: Canvas) -> None:
    """A blank page."""


def test_lines_in_reading_order() -> None:
    """Text printed in any order is read from top to bottom, and each page counts its own lines."""
    first = together(text("seconda", "terza", top=100), text("prima", top=60))
    got = read(pdf(first, text("altra pagina")))
    assert [page.number for page in got.pages] == [1, 2]
    assert numbered(got) == [(1, "prima"), (2, "seconda"), (3, "terza"), (1, "altra pagina")]
    assert (got.format, codes(got)) == ("pdf", [])


def test_columns_stay_under_each_other() -> None:
    """Two columns are no table yet: what starts at one place on paper starts at one place in the text."""

    def draw(canvas: Canvas) -> None:
        rows = [
            ("COGNOME E NOME", "INDIRIZZO"),
            ("ILLI LILLI", "Via delle Robinie 14"),
            ("MONTESILVI WANDA MARGHERITA", "Via A 1"),
        ]
        for number, row in enumerate(rows):
            for x, cell in zip((50, 230), row, strict=True):
                text(cell, x=x, top=60 + 20 * number)(canvas)

    got = lines(read(pdf(draw)))
    starts = {line.index(address) for line, address in zip(got, ("INDIRIZZO", "Via delle", "Via A"), strict=True)}
    assert len(starts) == 1


def test_ordinary_text_has_single_blanks() -> None:
    """Justified text is not taken for columns."""

    def draw(canvas: Canvas) -> None:
        written = canvas.beginText(60, 700)
        written.setFont("Helvetica", 10)
        written.setWordSpace(4)
        written.textLine("si procede con la esecuzione fissata per il giorno")
        canvas.drawText(written)

    assert lines(read(pdf(draw))) == ["si procede con la esecuzione fissata per il giorno"]


def test_a_word_in_bold_does_not_start_a_column() -> None:
    """A change of face in running text leaves no more than a blank."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 700, "Via delle Robinie 14 -")
        x = 60 + canvas.stringWidth("Via delle Robinie 14 -", "Helvetica", 10) + 2.8
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(x, 700, "SI ESEGUE")

    assert lines(read(pdf(draw))) == ["Via delle Robinie 14 - SI ESEGUE"]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    """Old programs print bold by printing again, half a point aside; double letters stay double."""
    bold = together(text("ZUCCHEROLI ANNA"), text("ZUCCHEROLI ANNA", x=60.4))
    assert lines(read(pdf(bold))) == ["ZUCCHEROLI ANNA"]


def test_text_across_the_page_and_in_its_margin_stays_apart() -> None:
    """A diagonal watermark and a stamp in the margin do not get into the lines of the list."""

    def stamped(canvas: Canvas) -> None:
        text(*(f"{number}) ZUCCHEROLI MIRELLA, Via delle Robinie {number}" for number in range(1, 30)))(canvas)
        canvas.saveState()
        canvas.translate(200, 400)
        canvas.rotate(45)
        canvas.setFillColor(colors.lightgrey)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(0, 0, "BOZZA")
        canvas.restoreState()
        canvas.translate(20, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Prot. 0003809 del 14/01/2026")

    got = lines(read(pdf(stamped)))
    assert got[:29] == [f"{number}) ZUCCHEROLI MIRELLA, Via delle Robinie {number}" for number in range(1, 30)]
    assert sorted(got[29:]) == ["BOZZA", "Prot. 0003809 del 14/01/2026"]


def test_values_typed_into_a_form() -> None:
    """What somebody filled into a form stands where it is shown."""

    def form(canvas: Canvas) -> None:
        text("Cognome e nome:", "Esito:")(canvas)
        canvas.acroForm.textfield(value="ZUCCHEROLI MIRELLA", x=160, y=HEIGHT - 74, width=200, height=14)
        canvas.acroForm.textfield(value="SI ESEGUE", x=160, y=HEIGHT - 88, width=200, height=14)

    folded = [" ".join(line.split()) for line in lines(read(pdf(form)))]
    assert folded == ["Cognome e nome: ZUCCHEROLI MIRELLA", "Esito: SI ESEGUE"]


@pytest.mark.fault("content-pdf-locked")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(locked(text("elenco"), user="chiave"), "password_protected", id="user password"),
        pytest.param(pdf(text("elenco"))[:400], "damaged", id="cut off near the beginning"),
        pytest.param(b"%PDF-1.4\n" + random.Random(7).randbytes(3_000), "damaged", id="noise under a PDF's name"),
        pytest.param(pdf(scan), "ocr_unavailable", id="scanned page"),
        pytest.param(pdf(together(scan, text("Prot. 0003809 del 14/01/2026"))), "ocr_unavailable", id="stamped scan"),
        pytest.param(pdf(nothing), "no_text", id="nothing on the page"),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, told: str) -> None:
    """The office learns in one Italian sentence what happened and what to do."""
    got = read(content)
    assert codes(got) == [(told, "lost")]
    assert got.problems[0].text.startswith("elenco.pdf: ")
    assert got.problems[0].part == "elenco.pdf"


@pytest.mark.fault("content-pdf-locked")
def test_locked_against_changes_only() -> None:
    """A document anybody may read, and only its owner change, is read."""
    got = read(locked(text("elenco"), user=""))
    assert (lines(got), codes(got)) == (["elenco"], [])


def test_scanned_pages_are_named() -> None:
    """Pages with text are read; each of the others that no program could recognise is named."""
    got = read(pdf(text("prima"), scan, scan, text("quarta"), scan))
    assert lines(got) == ["prima", "quarta"]
    assert [
        next(word for word in problem.text.replace(":", "").split() if word.isdigit()) for problem in got.problems
    ] == ["2", "3", "5"]


def test_a_logo_is_no_scan() -> None:
    """A picture on a page of text, or a background behind it, raises nothing."""
    page = together(background, text(*(f"riga {number} dell'elenco degli interventi" for number in range(10))))
    assert codes(read(pdf(page))) == []


def test_missing_pages_are_noticed() -> None:
    """When a page is lost in transit, the pages that can be read are, and the loss is told."""
    content = pdf(text("prima"), text("seconda"), text("terza"))
    torn = content.replace(b"/Count 3", b"/Count 4")
    assert (lines(read(torn)), codes(read(torn))) == (["prima", "seconda", "terza"], [("damaged", "lost")])


def test_a_broken_page_costs_only_itself() -> None:
    """One page with a senseless size does not take the others with it."""
    content = pdf(text("prima"), text("seconda"), pageCompression=0)
    start = content.rindex(b"/MediaBox")
    end = content.index(b"]", start) + 1
    broken = content[:start] + b"/MediaBox [ (a) ]".ljust(end - start) + content[end:]
    got = read(broken)
    assert "prima" in lines(got)
    assert ("damaged", "lost") in codes(got)


def test_page_groups() -> None:
    """Long documents are read in groups, each a step of its own, whose pages keep their numbers."""
    part = attached(pdf(*(text(f"foglio {number}") for number in range(1, GROUP + 6))), name="elenco.pdf")
    content = reader.read(part)
    assert [page.number for page in content.pages] == list(range(1, GROUP + 1))
    [later] = content.later
    assert (later.how, later.first, later.last, later.name) == (How.PAGES, GROUP + 1, GROUP + 5, "elenco.pdf")
    rest = reader.read_later(part, later, NoPrograms())
    assert [page.number for page in rest.pages] == list(range(GROUP + 1, GROUP + 6))
    assert content.problems == rest.problems == ()
    assert len(document(part).pages) == GROUP + 5


@pytest.mark.fault("content-pdf")
def test_page_limit() -> None:
    """A document beyond the limit is read up to it, and the rest is told."""
    got = read(pdf(*(text(f"foglio {number}") for number in range(PAGES + 3))))
    assert (len(got.pages), codes(got)) == (PAGES, [("page_limit", "lost")])


@pytest.mark.parametrize("seed", range(12))
def test_damage_never_raises(seed: int) -> None:
    """Bytes changed or cut anywhere give a document, at worst an empty one with a problem."""
    noise = random.Random(seed)
    content = bytearray(pdf(text("prima"), text("seconda")))
    for _ in range(30):
        content[noise.randrange(len(content))] = noise.randrange(256)
    got = document(attached(bytes(content[: noise.randrange(50, len(content))])))
    assert lines(got) or tables(got) or got.problems
