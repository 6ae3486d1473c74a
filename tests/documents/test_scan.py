# SPDX-License-Identifier: EUPL-1.2
"""Scanned lists read with the real tesseract: whatever happened to the paper, names, days and outcomes come out."""

import random
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageFilter

from pecwatch.documents.programs import Failure, NoPrograms, Product
from pecwatch.documents.rules import rules_across
from pecwatch.documents.scan import Scanned, read_picture
from pecwatch.documents.scan_quality import looks_written
from pecwatch.documents.scan_rules import POINT, ruled
from pecwatch.documents.scan_sheet import despeckled, evened, scaled
from pecwatch.documents.scan_specks import without_halves, without_specks
from pecwatch.documents.scan_tilt import is_sideways, small, tilt_of
from pecwatch.documents.scan_words import words_seen
from pecwatch.model.document import Table
from tests.documents.shown import shown
from tests.generators import scans
from tests.generators.lists import TrueRow, random_rows
from tests.generators.scans import Condition, scanned
from tests.generators.tesseract import PlainPrograms

BY_NAME = {condition.name: condition for condition in scans.CONDITIONS}
_, ROWS = random_rows(random.Random(11), 12)
RULED = scans.ruled("NOVEMBRE 2025", ROWS)
COLUMNS = scans.columns("NOVEMBRE 2025", ROWS)


def read(picture: Image.Image, programs: PlainPrograms) -> Scanned:
    return read_picture(picture.convert("L"), picture.info.get("dpi", (300, 300)), programs)


@cache
def seen_under(paper: bytes, name: str) -> tuple[Scanned, int]:
    """A paper read under a condition, once for all that is asked of it, and how often the program was run."""
    programs = PlainPrograms()
    condition = BY_NAME[name]
    picture = scanned(paper, condition, seed=4)
    picture.info.setdefault("dpi", (condition.dpi, condition.dpi))
    return read(picture, programs), programs.runs


def texts(page: Scanned) -> list[str]:
    return shown(page.blocks)


def whole(rows: tuple[TrueRow, ...], read: list[str]) -> int:
    """How many rows stand in one text with their name, address, day and headline."""
    return sum(
        any(
            all(part in text for part in (row.name, row.address, f"{row.date:%d/%m/%Y}", row.headline[:20]))
            for text in read
        )
        for row in rows
    )


@pytest.mark.parametrize(
    ("paper", "name", "runs"),
    [
        pytest.param(RULED, "200 dpi, tilted 2", 1, id="table, 200 dpi, tilted"),
        pytest.param(RULED, "noise", 1, id="table with specks"),
        pytest.param(RULED, "stamp", 3, id="table under a stamp"),
        pytest.param(COLUMNS, "shading", 1, id="columns in a shadow"),
        pytest.param(COLUMNS, "fax", 1, id="columns by fax"),
        pytest.param(COLUMNS, "turned 180", 2, id="upside down"),
        pytest.param(RULED, "turned 90", 2, id="table on its side"),
    ],
)
def test_rows_are_read_whole(paper: bytes, name: str, runs: int) -> None:
    """Eleven of twelve rows are exact in all that matters, with as few runs of the program as the paper allows."""
    page, asked = seen_under(paper, name)
    assert whole(ROWS, texts(page)) >= len(ROWS) - 1
    assert paper is not RULED or any(isinstance(block, Table) for block in page.blocks)
    assert page.confidence > 80
    assert asked <= runs


def test_a_coarse_fax_is_read() -> None:
    """Half as many lines as dots: the page is stretched to its shape before anything else."""
    _, rows = random_rows(random.Random(12), 8)
    picture = scans.coarse(scanned(scans.columns("MAGGIO 2026", rows, size=11), BY_NAME["fax"], seed=2))
    read_rows = texts(read(picture, PlainPrograms()))
    assert sum(any(row.name in text for text in read_rows) for row in rows) >= len(rows) - 1


@pytest.mark.parametrize("tilt", [-2.4, -0.6, 0.0, 0.2, 1.7])
def test_tilt(tilt: float) -> None:
    """The lean of a page is told to a tenth of a degree."""
    sheet = scanned(RULED, Condition(name="tilted", tilt=tilt))
    assert tilt_of(small(evened(sheet))) == pytest.approx(tilt, abs=0.1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_sideways(turn: int) -> None:
    """Lines that run from top to bottom are told from lines that run across."""
    assert is_sideways(small(evened(scanned(COLUMNS, Condition(name="turned", turn=turn))))) == (turn in (90, 270))


def test_rules_are_found_and_wiped_off() -> None:
    """A table's rules become boxes for the grid, and do not disturb the letters."""
    found = ruled(evened(scanned(RULED, Condition(name="plain"))))
    bare = ruled(evened(scanned(COLUMNS, Condition(name="plain"))))
    assert len(found.boxes) > 15
    assert not ruled(found.wiped).boxes
    assert not bare.boxes


def test_broken_rules_part_rows() -> None:
    """Rules that noise has broken are found at their heights, from edge to edge, and text makes none."""
    sheet = np.asarray(scanned(COLUMNS, BY_NAME["noise"])).copy()
    heights = range(1_300, 2_400, 200)
    for height in heights:
        sheet[height : height + 3, 150:3_300] = np.where(np.arange(3_150) % 37 < 30, 90, 230)
    found = rules_across(ruled(evened(Image.fromarray(sheet))).boxes)
    wide = [rule for rule in found if rule.end - rule.start > 700]
    assert [round(rule.at / POINT) for rule in wide] == pytest.approx(list(heights), abs=6)


def test_specks_are_no_words() -> None:
    """Marks alone and half words go; what is glued to a word is cut off; a phrase stays together."""
    words = table(
        ("int.", 100, 100, 96.0),
        (".", 184, 100, 91.0),
        ("7", 206, 100, 96.0),
        (":", 400, 100, 90.0),
        (".PANCIROLI", 700, 100, 74.0),
        ("NIGET", 760, 104, 20.0),
    )
    left = without_specks(without_halves(words_seen(words)))
    assert [one.word.text for one in left] == ["int.", "7", "PANCIROLI"]
    assert [one.word.continues for one in left] == [False, True, False]


def test_a_shadow_is_taken_off() -> None:
    """Paper is white and ink dark on both sides of a shadowed page."""
    dots = evened(scanned(COLUMNS, BY_NAME["shading"]))
    assert np.median(dots[:, :300]) > 240
    assert np.median(dots[:, -300:]) > 240
    assert dots.min() < 60


def test_specks_are_taken_off() -> None:
    """Single dots go; a page without specks is not touched."""
    clean = scanned(COLUMNS, BY_NAME["300 dpi"])
    noisy = scanned(COLUMNS, BY_NAME["noise"])
    assert despeckled(clean) is clean
    assert np.count_nonzero(np.asarray(despeckled(noisy)) < 100) < 0.85 * np.count_nonzero(np.asarray(noisy) < 100)


@pytest.mark.parametrize(
    ("size", "dpi", "becomes"),
    [
        pytest.param((1654, 2339), (200, 200), (2481, 3508), id="200 dpi"),
        pytest.param((1654, 2339), None, (2482, 3510), id="unknown, so A4"),
        pytest.param((3000, 4000), (72, 72), (2632, 3510), id="a camera that says 72"),
        pytest.param((1728, 1078), (204, 98), (2541, 3300), id="coarse fax"),
        pytest.param((20_000, 2_000), None, (3510, 351), id="a strip"),
    ],
)
def test_scale(size: tuple[int, int], dpi: tuple[float, float] | None, becomes: tuple[int, int]) -> None:
    """Every page becomes one of 300 dots to the inch with square dots."""
    got = scaled(Image.new("L", size, 255), dpi).size
    assert max(abs(one - other) for one, other in zip(got, becomes, strict=True)) <= 2


class Answers:
    """Programs that say what the test wants."""

    def __init__(self, *products: Product) -> None:
        self.products = list(products)

    def recognise(self, picture: bytes, segmentation: int) -> Product:
        assert picture
        assert segmentation in (4, 6, 11)
        return self.products.pop(0)

    def convert(self, document: bytes) -> Product:
        raise AssertionError("no conversion is asked for")


HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def table(*words: tuple[str, int, int, float], height: int = 30) -> bytes:
    """tesseract's TSV of words at some place, all on one line."""
    rows = (
        f"5\t1\t1\t1\t1\t{number}\t{left}\t{top}\t{20 * len(text)}\t{height}\t{confidence}\t{text}\n"
        for number, (text, left, top, confidence) in enumerate(words, 1)
    )
    return (HEAD + "".join(rows)).encode()


SHEET = Image.new("L", (1_200, 1_200), 255)
for left in range(100, 1_000, 250):
    SHEET.paste(0, (left, 100, left + 200, 130))

SEEN = table(*(("ZUCCHEROLI", left, 100, 96.0) for left in range(100, 1_000, 250)))
"""What a program should see on it."""


def test_a_program_that_breaks_off_is_asked_once_more() -> None:
    """A time limit with one segmentation may be kept with another."""
    answers = Answers(Product(failure=Failure.TIME_LIMIT), Product(content=SEEN))
    assert texts(read_picture(SHEET, (300, 300), answers)) == ["ZUCCHEROLI " * 3 + "ZUCCHEROLI"]
    answers = Answers(Product(failure=Failure.TIME_LIMIT), Product(failure=Failure.FAILED))
    assert read_picture(SHEET, (300, 300), answers).failure is Failure.FAILED


def test_without_the_program() -> None:
    """It is asked once, and a blank sheet does not need it."""
    assert read_picture(SHEET, (300, 300), NoPrograms()).failure is Failure.MISSING
    assert read_picture(Image.new("L", (1_200, 1_200), 240), (300, 300), NoPrograms()).blank


def test_words_share_the_height_of_their_line() -> None:
    """A dash and a small letter are as high as the capitals beside them, so that they stand on the same line."""
    rows = (
        ("5", "ROSSI", 100, 100, 100, 30),
        ("5", "-", 220, 114, 12, 4),
        ("5", "a", 250, 108, 20, 22),
        ("5", "oggi", 300, 108, 80, 30),
    )
    content = HEAD + "".join(
        f"{level}\t1\t1\t1\t1\t{number}\t{left}\t{top}\t{width}\t{height}\t95\t{text}\n"
        for number, (level, text, left, top, width, height) in enumerate(rows, 1)
    )
    words = [seen.word for seen in words_seen(content.encode())]
    assert max(word.middle for word in words) - min(word.middle for word in words) < 0.5
    assert len({round(word.size, 3) for word in words}) == 1


@pytest.mark.parametrize(
    ("word", "is_written"),
    [
        ("ZUCCHEROLI", True),
        ("D'ORSENIGHI", True),
        ("14/01/2026", True),
        ("22/A", True),
        ("9,00", True),
        ("S.", True),
        ("|", False),
        ("M1r3LLa", False),
        ("xkcdqwf", False),
        ("~~", False),
    ],
)
def test_looks_written(word: str, is_written: bool) -> None:
    """Names, words, days and numbers of houses do; what an OCR makes of a picture does not."""
    assert looks_written(word) == is_written


def test_words_that_overlap_stay_words() -> None:
    """On a bad fax two words may be seen in almost the same place."""
    seen = table(("ZUCCHEROLI", 100, 100, 96.0), ("MIRELLA", 700, 100, 96.0), ("MIRELL", 704, 101, 90.0), height=28)
    page = read_picture(SHEET, (300, 300), Answers(*(Product(content=seen) for _ in range(3))))
    assert "ZUCCHEROLI" in " ".join(texts(page))
    assert "MIRELLA" in " ".join(texts(page))


def smudged(sheet: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """A sheet with a line rubbed until its letters run together."""
    line = sheet.crop(box).filter(ImageFilter.GaussianBlur(6)).point(lambda dot: max(0, int(255 - 1.6 * (255 - dot))))
    rubbed = sheet.copy()
    rubbed.paste(line, box[:2])
    return rubbed


def test_a_line_that_the_program_drops_is_told() -> None:
    """A row of which no word was made stands in no leftover either: its ink tells of it, and where it is."""
    sheet = scanned(COLUMNS, BY_NAME["300 dpi"])
    page = read(smudged(sheet, (0, 671, sheet.width, 729)), PlainPrograms())
    assert not any(ROWS[4].address in text for text in texts(page))
    assert page.unread
    assert page.unread[0] == pytest.approx(700 / sheet.height, abs=0.01)


@pytest.mark.parametrize("paper", [RULED, COLUMNS], ids=["table", "columns"])
@pytest.mark.parametrize("name", ["300 dpi", "stamp"])
def test_a_clean_page_leaves_no_line_unread(paper: bytes, name: str) -> None:
    """Rings of stamps and strokes of pens are no lines of text."""
    assert seen_under(paper, name)[0].unread == ()
