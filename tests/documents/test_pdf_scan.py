# SPDX-License-Identifier: EUPL-1.2
"""Pages of a PDF that are pictures, or partly: recognised, added, or left as they are."""

import random

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from pecwatch.documents.pdf import read, read_later
from pecwatch.documents.programs import NoPrograms
from pecwatch.documents.reader import Content, How, Later
from pecwatch.model.message import Part
from tests.documents.opened import attached
from tests.documents.printed import Draw, pdf, text, together
from tests.documents.shown import shown
from tests.generators import scans
from tests.generators.lists import random_rows
from tests.generators.scans import Condition
from tests.generators.tesseract import PlainPrograms

_, ROWS = random_rows(random.Random(21), 5)
SHEET = scans.scanned(scans.running("MARZO 2026", ROWS), Condition(name="office", dpi=200, tilt=0.5))
WORDS = [f"{number}) {row.name} - {row.address} - {row.wording}" for number, row in enumerate(ROWS, 1)]
TEXT = text(*(f"riga {number} della lettera che accompagna l'elenco" for number in range(1, 10)))


def part_of(*pages: Draw) -> Part:
    return attached(pdf(*pages), name="elenco.pdf")


def codes(content: Content) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity.value) for problem in content.problems]


def scans_of(content: Content) -> list[int]:
    return [later.first for later in content.later if later.how is How.SCAN]


def recognised(part: Part, number: int = 1) -> Content:
    later = Later(how=How.SCAN, first=number, last=number, name=part.name)
    return read_later(part, later, PlainPrograms())


def whole_page(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(SHEET), 0, 0, *A4)


def pasted(canvas: Canvas) -> None:
    """The upper part of the list, pasted into the lower half of a letter."""
    part = SHEET.crop((0, 0, SHEET.width, SHEET.height // 2))
    canvas.drawImage(ImageReader(part), 0, 0, A4[0], A4[1] / 2)


def unseen(*lines: str) -> Draw:
    """Text without ink, as scanners lay it under their pictures."""

    def draw(canvas: Canvas) -> None:
        written: PDFTextObject = canvas.beginText(60, 760)
        written.setFont("Helvetica", 9)
        written.setTextRenderMode(3)
        for line in lines:
            written.textLine(line)
        canvas.drawText(written)

    return draw


def test_a_scanned_page_is_read_in_a_step_of_its_own() -> None:
    """The step gives the page, and one doubt that is the same for every page."""
    part = part_of(text("lettera"), whole_page)
    content = read(part)
    assert (scans_of(content), codes(content), len(content.pages)) == ([2], [], 2)
    page_read = recognised(part, 2)
    [page] = page_read.pages
    assert (page.number, page.scanned) == (2, True)
    joined = " ".join(shown(page.blocks))
    assert sum(row.name in joined and row.address in joined for row in ROWS) >= len(ROWS) - 1
    assert codes(page_read) == [("read_from_scan", "doubt")]
    assert "pagina" not in page_read.problems[0].text


def test_a_page_rotated_by_its_own_entry_is_held_upright() -> None:
    """The scanner turned the picture and says so in the page."""

    def turned(canvas: Canvas) -> None:
        canvas.setPageSize((A4[1], A4[0]))
        canvas.setPageRotation(90)
        canvas.drawImage(ImageReader(SHEET.rotate(90, expand=True)), 0, 0, A4[1], A4[0])

    part = part_of(turned)
    programs = PlainPrograms()
    page_read = read_later(part, Later(how=How.SCAN, name="elenco.pdf"), programs)
    assert ROWS[0].name in " ".join(shown(page_read.pages[0].blocks))
    assert programs.runs == 1


@pytest.mark.parametrize(
    ("page", "looked_at", "told"),
    [
        pytest.param(TEXT, [], [], id="text alone"),
        pytest.param(together(TEXT, pasted), [1], [], id="a list pasted as a picture"),
        pytest.param(together(whole_page, text("Prot. 0003809 del 14/01/2026", top=4)), [1], [], id="scan with a mark"),
        pytest.param(together(unseen(*WORDS), whole_page), [], [("read_from_scan", "doubt")], id="text under the scan"),
        pytest.param(together(whole_page, unseen(*WORDS)), [], [("read_from_scan", "doubt")], id="text without ink"),
        pytest.param(
            together(whole_page, unseen(*("ZVCCH3R0LJ M1R3LLQ xcvbnw q8d7f 4kd9 wqrtzx" for _ in range(6)))),
            [1],
            [],
            id="senseless text under the scan",
        ),
    ],
)
def test_pages_are_looked_at_when_more_may_be_written_there(
    page: Draw, looked_at: list[int], told: list[tuple[str, str]]
) -> None:
    """What text says well enough is not recognised again; what it does not say is."""
    content = read(part_of(page))
    assert (scans_of(content), codes(content)) == (looked_at, told)


def test_text_beside_a_picture_is_kept() -> None:
    """What is written in the picture comes below it, in lines that count on."""
    [page] = recognised(part_of(together(TEXT, pasted))).pages
    texts = shown(page.blocks)
    assert texts[:9] == [f"riga {number} della lettera che accompagna l'elenco" for number in range(1, 10)]
    assert any(ROWS[0].name in text for text in texts[9:])


def test_letters_drawn_as_curves_are_recognised() -> None:
    """Some programs turn text into outlines."""

    def outlines(canvas: Canvas) -> None:
        for number in range(60):
            canvas.bezier(100 + number, 700, 110 + number, 720, 120 + number, 690, 130 + number, 700)

    assert scans_of(read(part_of(outlines))) == [1]


@pytest.mark.parametrize(
    "size",
    [pytest.param((14_400, 14_400), id="huge"), pytest.param((20, 28), id="tiny"), pytest.param((3, 3), id="a dot")],
)
def test_pages_of_senseless_size(size: tuple[int, int]) -> None:
    """The picture of a page has bounds, whatever the page says of itself."""

    def page(canvas: Canvas) -> None:
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(SHEET), 0, 0, *size)

    content = read_later(part_of(page), Later(how=How.SCAN, name="elenco.pdf"), NoPrograms())
    assert codes(content) == [("ocr_unavailable", "lost")]


def test_without_the_program_the_text_stays() -> None:
    """The mark of the protocol is kept, and the page is named with the remedy."""
    part = part_of(together(whole_page, text("Prot. 0003809 del 14/01/2026", top=4)))
    content = read(part)
    later = read_later(part, content.later[0], NoPrograms())
    assert shown(content.pages[0].blocks) == ["Prot. 0003809 del 14/01/2026"]
    assert later.pages == ()
    [problem] = later.problems
    assert all(word in problem.text for word in ("pagina 1", "tesseract-ocr-ita", "a mano"))
