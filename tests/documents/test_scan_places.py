# SPDX-License-Identifier: EUPL-1.2
"""Places of recognised words put right by the ink of the page, without any program: words, blanks, columns, walls."""

import io

import numpy as np
import pytest
from PIL import Image

from pecwatch.documents.programs import Failure, Product
from pecwatch.documents.row_bands import PlacedLine, rows_of_lines
from pecwatch.documents.scan import Scanned, read_picture
from pecwatch.documents.scan_blanks import bridged, flowing
from pecwatch.documents.scan_columns import cut_at_columns
from pecwatch.documents.scan_ink import Ink
from pecwatch.documents.scan_problems import told
from pecwatch.documents.scan_quality import has_unreadable
from pecwatch.documents.scan_rules import POINT, ruled
from pecwatch.documents.scan_tilt import Dots, small, tilt_of
from pecwatch.documents.scan_words import Seen, words_seen
from pecwatch.documents.words import Word, in_lines, joined, phrases
from pecwatch.model.document import Line
from pecwatch.model.message import Part
from pecwatch.model.problem import Severity
from tests.generators import scans
from tests.generators.scans import Condition, scanned

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"

Cell = tuple[str, float]
"""Some words and where they begin, in points."""


def sheet(*letters: tuple[int, int, int, int]) -> Dots:
    """White paper with black rectangles: left, top, right, bottom."""
    dots = np.full((600, 2_400), 255, dtype=np.uint8)
    for left, top, right, bottom in letters:
        dots[top:bottom, left:right] = 0
    return dots


def letters_from(left: int, count: int, *, top: int = 100) -> list[tuple[int, int, int, int]]:
    """Letters 20 dots wide and 30 high, 4 dots apart."""
    return [(left + 24 * number, top, left + 24 * number + 20, top + 30) for number in range(count)]


def recognised(*words: tuple[str, int, int, int, int, float]) -> bytes:
    """One line of tesseract's answer: text, left, top, width, height, confidence."""
    rows = (
        f"5\t1\t1\t1\t1\t{number}\t{left}\t{top}\t{width}\t{height}\t{confidence}\t{text}\n"
        for number, (text, left, top, width, height, confidence) in enumerate(words, 1)
    )
    return (HEAD + "".join(rows)).encode()


def row(top: float, *cells: Cell) -> list[Word]:
    """Words of one line, five points for each letter and four between words."""
    words: list[Word] = []
    for text, start in cells:
        at = start
        for word in text.split():
            words.append(Word(text=word, x0=at, x1=at + 5 * len(word), top=top, bottom=top + 8, continues=at > start))
            at += 5 * len(word) + 4
    return words


def test_a_word_is_as_high_as_its_ink() -> None:
    """A box that reaches into the lines above and below makes no large letters."""
    ink = Ink(sheet(*letters_from(100, 4), *letters_from(100, 4, top=50)))
    (seen,) = words_seen(recognised(("ROSSI", 96, 76, 110, 80, 90.0)), ink)
    assert seen.word.size == pytest.approx(30 * POINT / 0.72, abs=0.1)
    assert seen.word.x0 == pytest.approx(100 * POINT, abs=0.1)


def test_a_mark_on_bare_paper_is_not_there() -> None:
    """A dash without ink, seen between two columns, would bridge them."""
    ink = Ink(sheet(*letters_from(100, 4)))
    seen = words_seen(recognised(("ROSSI", 100, 100, 92, 30, 90.0), ("—", 300, 110, 20, 6, 80.0)), ink)
    assert [one.word.text for one in seen] == ["ROSSI"]


def test_a_blank_that_was_not_seen_parts_two_words() -> None:
    """Narrow letters stand close, and so do words; a number stays whole however its figures stand."""
    ink = Ink(sheet(*letters_from(100, 5), *letters_from(236, 5), *letters_from(600, 2), *letters_from(664, 2)))
    seen = words_seen(recognised(("YADAVKABIR", 100, 100, 252, 30, 40.0), ("2611", 600, 100, 108, 30, 90.0)), ink)
    assert [one.word.text for one in seen] == ["YADAV", "KABIR", "2611"]
    assert seen[1].word.x0 == pytest.approx(236 * POINT, abs=0.1)


def test_print_set_wide_is_one_phrase() -> None:
    """Blanks of nearly a letter's height are blanks where all are; what is wider parts columns."""
    words = [
        Word(text="alloggio", x0=20 + 37 * number, x1=50 + 37 * number, top=top, bottom=top + 8)
        for top in (10, 20, 30)
        for number in range(6)
    ]
    apart = Word(text="ESEGUE", x0=300, x1=330, top=10, bottom=18)
    line = in_lines(flowing((*words[:6], apart, *words[6:])))[0]
    assert [len(part) for part in phrases(line)] == [6, 1]


def test_ink_that_nobody_read_is_no_white() -> None:
    """A word under a stamp was not recognised: those beside it still stand in one column."""
    words = tuple(row(24, ("alloggio libero", 20.0)) + row(24, ("altra struttura", 140.0)))
    covered = Ink(sheet(*letters_from(400, 8)))
    bare = Ink(sheet())
    assert len(phrases(bridged(words, covered))) == 1
    assert len(phrases(bridged(words, bare))) == 2


def test_columns_that_touch_are_cut() -> None:
    """«LISAVIA» ends a name and begins an address: the other rows tell where; a centred header stays whole."""
    rows = [
        row(10, ("ORA", 20.0), ("NOMINATIVO", 73.0), ("SCALA", 190.0), ("ESITO", 371.0)),
        row(20, ("8.00", 20.0), ("GONZALEZ ISAAC NICOLA", 73.0), ("VIA ZAIST", 206.0), ("SOSPESO", 371.0)),
        row(30, ("9.00", 20.0), ("BALLICO LISAVIA PO", 147.0), ("SOSPESO", 371.0)),
        row(40, ("9.30", 20.0), ("BANTI LORETTA", 73.0), ("VIA PO", 206.0), ("SOSPESO", 371.0)),
    ]
    lines = in_lines(cut_at_columns(tuple(word for words in rows for word in words)))
    assert joined(lines[2]) == "9.00 BALLICO LISA VIA PO SOSPESO"
    assert joined(lines[0]) == "ORA NOMINATIVO SCALA ESITO"


def framed(*walls: tuple[int, int, int]) -> Dots:
    """Rules from left to right 70 dots apart, and strokes from top to bottom: place, from, to."""
    dots = np.full((800, 2_400), 255, dtype=np.uint8)
    for top in (100, 170, 240):
        dots[top : top + 3, 100:2_300] = 0
    for left, start, end in walls:
        dots[start:end, left : left + 3] = 0
    return dots


def test_walls_of_a_single_row_are_walls() -> None:
    """A row between two headings that span the table has walls as high as itself."""
    found = ruled(framed((500, 100, 173), (900, 100, 173)))
    places = {round(box.x0 / POINT) for box in found.boxes if box.bottom > box.top}
    assert any(abs(place - 500) < 4 for place in places)
    assert any(abs(place - 900) < 4 for place in places)


def test_the_side_of_a_stamp_is_no_wall() -> None:
    """A stroke that ends in the middle of a row is left as it is: wiped off, it would take letters with it."""
    dots = framed((500, 190, 270))
    found = ruled(dots)
    assert not [box for box in found.boxes if box.bottom > box.top]
    assert found.wiped[205, 501] == 0


class Camera:
    """A program that recognises nothing and keeps what it was shown."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []

    def recognise(self, picture: bytes, segmentation: int) -> Product:
        """Nothing."""
        del segmentation
        self.seen.append(picture)
        return Product(failure=Failure.MISSING)

    def convert(self, document: bytes) -> Product:
        """Nothing."""
        del document
        return Product(failure=Failure.MISSING)


def test_a_page_on_its_side_is_made_level_too() -> None:
    """Lines are levelled after the page was turned: before, none of them can be seen."""
    paper = scanned(scans.ruled("NOVEMBRE 2025", ()), Condition(name="plain"))
    aslant = paper.convert("L").rotate(1.0, expand=True, fillcolor=255).rotate(90, expand=True)
    camera = Camera()
    read_picture(aslant, (300, 300), camera)
    shown = np.asarray(Image.open(io.BytesIO(camera.seen[0])))
    assert abs(tilt_of(small(shown))) < 0.1


def seen(text: str, confidence: float) -> Seen:
    return Seen(word=Word(text=text, x0=0, x1=50, top=0, bottom=8), confidence=confidence)


@pytest.mark.parametrize(
    ("text", "confidence", "unreadable"),
    [
        pytest.param("IRRPAANNARNE", 0.0, True, id="a pen across a name"),
        pytest.param("MENOEILEmA", 5.0, True, id="small letters among capitals"),
        pytest.param("PATEL", 0.0, False, id="a foreign name, doubted"),
        pytest.param("DELL'ANNONA", 0.0, False, id="an apostrophe"),
        pytest.param("IRRPAANNARNE", 90.0, False, id="odd and sure"),
    ],
)
def test_words_under_a_pen_are_known(text: str, confidence: float, *, unreadable: bool) -> None:
    """What was hardly recognised and cannot be spoken is no name, though it stands in a name's place."""
    assert has_unreadable([seen(text, confidence)]) == unreadable


def test_covered_words_make_a_page_incomplete() -> None:
    """The office is told to open the page, even if every other word is sure."""
    page = Scanned(blocks=(Line(text="ROSSI MARIO", line=1),), confidence=95.0, unreadable=True)
    problems = told(Part(name="elenco.pdf", type="application/pdf", content=b""), page, number=2, picture=False)
    assert [problem.severity for problem in problems] == [Severity.DOUBT, Severity.LOST]
    assert "pagina 2" in problems[1].text


def test_unread_lines_make_a_page_incomplete() -> None:
    """The office is told on which page, and where on it, somebody may stand who was not read."""
    page = Scanned(blocks=(Line(text="ROSSI MARIO", line=1),), confidence=95.0, unread=(0.5, 0.52, 0.99))
    problems = told(Part(name="elenco.pdf", type="application/pdf", content=b""), page, number=2, picture=False)
    assert [problem.severity for problem in problems] == [Severity.DOUBT, Severity.LOST]
    assert "in pagina 2 non si leggono alcune righe circa a metà e in fondo" in problems[1].text


def test_cells_level_in_the_middle_are_one_row() -> None:
    """Where each row has its number, the lines half a line above and below it belong to it."""
    printed = [(50.0, ("Nr.", "NOME", "DATA"))]
    for number in range(1, 5):
        at = 50.0 + 24 * number
        printed += [(at - 6, ("", "ROSSI", "5 giugno")), (at, (f"{number})", "", "")), (at + 6, ("", "ANNA", "2026"))]
    lines = [
        PlacedLine(
            cells=tuple(
                (Word(text=cell, x0=x, x1=x + 40, top=middle - 5, bottom=middle + 5),) if cell else ()
                for cell, x in zip(cells, (40, 100, 200), strict=True)
            ),
            filled=frozenset(column for column, cell in enumerate(cells) if cell),
            middle=middle,
            size=10.0,
            across=False,
            parted=False,
        )
        for middle, cells in printed
    ]
    assert [[joined(cell) for cell in row.words] for row in rows_of_lines(lines)[1:]] == [
        [f"{number})", "ROSSI ANNA", "5 giugno 2026"] for number in range(1, 5)
    ]
