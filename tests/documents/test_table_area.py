# SPDX-License-Identifier: EUPL-1.2
"""Tables of PDFs whose columns no rule parts: borderless, ruled across only, or shaded row by row."""

from collections.abc import Callable
from itertools import count, islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pecwatch.model.document import Line
from tests.documents.opened import attached, blocks, document, lines, tables
from tests.documents.printed import HEIGHT, Cells, Draw, pdf, text, together

HEAD = ["N.", "COGNOME E NOME", "INDIRIZZO", "GIORNO", "ESITO"]
ROWS = [
    HEAD,
    [
        "1",
        "ZUCCHEROLI\nMIRELLA",
        "Via delle Robinie 14\nsc. B int. 7",
        "06/11/2025",
        "SI ESEGUE - dopo\nripetuti\nsolleciti",
    ],
    ["2", "BONETTALI IVANO", "Largo dei Pioppi, 3", "", "NON SI ESEGUE"],
    ["3", "DE' FALCHETTI\nROSA", "V.le dei Gelsi 22/A", "27/11/2025", "RINVIATO AL\n14/01/2026"],
    ["4", "OKOROMA BLESSING", "Via delle Robinie 14\nint. 3", "27/11/2025", "SI ESEGUE"],
]
STARTS = (50.0, 80.0, 190.0, 320.0, 400.0)
SIZE, LEADING, TOP = 9.0, 10.6, 120.0

TOPS, MIDDLES, BOTTOMS = 0.0, 0.5, 1.0
"""Where a cell stands in a row that is higher."""


def heights(rows: Cells, padding: float) -> list[float]:
    """Where each row begins, and the last one ends, from the top of the page."""
    edges = [TOP]
    for row in rows:
        edges.append(edges[-1] + padding + LEADING * max(cell.count("\n") + 1 for cell in row))
    return edges


def cells(rows: Cells, padding: float, stand: float = TOPS, top: float = 0.0) -> Draw:
    """The texts of a table, each row as high as its longest cell."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", SIZE)
        for row, start in zip(rows, heights(rows, padding), strict=False):
            longest = max(cell.count("\n") for cell in row)
            for x, cell in zip(STARTS, row, strict=True):
                down = stand * LEADING * (longest - cell.count("\n"))
                for number, line in enumerate(cell.split("\n")):
                    y = top + start + padding / 2 + down + LEADING * number + SIZE
                    canvas.drawString(x, HEIGHT - y, line)

    return draw


def ruled_across(rows: Cells, padding: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        for y in heights(rows, padding)[1:]:
            canvas.line(STARTS[0], HEIGHT - y, 540, HEIGHT - y)

    return draw


def shaded(rows: Cells, padding: float, skipped: int = 0) -> Draw:
    """Every other row on grey, from one on."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(colors.whitesmoke)
        edges = heights(rows, padding)
        for upper, lower in list(pairwise(edges))[skipped::2]:
            canvas.rect(STARTS[0], HEIGHT - lower, 490, lower - upper, stroke=0, fill=1)
        canvas.setFillColor(colors.black)

    return draw


def as_rows(rows: Cells) -> list[tuple[str, ...]]:
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("stand", [TOPS, MIDDLES, BOTTOMS], ids=["at the top", "in the middle", "at the bottom"])
@pytest.mark.parametrize("padding", [2.0, 6.0])
def test_rows_parted_by_white_alone(padding: float, stand: float) -> None:
    """Broken cells stay in their row when rows stand only a little farther apart than lines."""
    assert tables(document(attached(pdf(cells(ROWS, padding, stand))))) == [as_rows(ROWS)]


@pytest.mark.parametrize("draw", [ruled_across, shaded], ids=["rules across", "every other row shaded"])
@pytest.mark.parametrize("stand", [TOPS, MIDDLES, BOTTOMS], ids=["at the top", "in the middle", "at the bottom"])
def test_rows_parted_by_rules_or_shading(draw: Callable[[Cells, float], Draw], stand: float) -> None:
    """Rules across the page and bands of shading tell the rows, also where lines are set solid."""
    page = together(draw(ROWS, 0.0), cells(ROWS, 0.0, stand))
    assert tables(document(attached(pdf(page)))) == [as_rows(ROWS)]


def test_one_broken_cell_among_many_whole_rows() -> None:
    """A single row of two lines tells how far lines of a cell stand apart, however many rows are not broken."""
    whole = [[str(number), "BEGU KLEA", "Via Po 6", "27/11/2025", "SI ESEGUE"] for number in range(1, 30)]
    rows = [HEAD, *whole[:9], [*whole[9][:2], "Largo dei Pioppi 3\nint. 4", *whole[9][3:]], *whole[10:]]
    assert tables(document(attached(pdf(cells(rows, 5.0))))) == [as_rows(rows)]


def test_single_lines_with_every_other_shaded() -> None:
    """The header and the row below it are two, although no edge of shading parts them."""
    rows = [HEAD, *([str(number), "BEGU KLEA", "Via Po 6", "27/11/2025", "SI ESEGUE"] for number in range(1, 7))]
    page = together(shaded(rows, 4.0, 2), cells(rows, 4.0))
    assert tables(document(attached(pdf(page)))) == [as_rows(rows)]


def test_numbered_rows_set_solid() -> None:
    """With no white between rows, the column that counts them tells where each begins."""
    assert tables(document(attached(pdf(cells(ROWS, 0.0))))) == [as_rows(ROWS)]


def test_rows_set_solid_without_numbers() -> None:
    """A row begins where the columns that are hardly ever broken are filled again."""
    rows = [["", *row[1:]] for row in ROWS] + [["", "BEGU KLEA", "Via Po 6", "27/11/2025", "SI ESEGUE"]]
    rows[0][0] = "SC."
    for number, row in enumerate(rows[1:]):
        row[0] = "ABC"[number % 3]
        row[3] = "27/11/2025"
    assert tables(document(attached(pdf(cells(rows, 0.0))))) == [as_rows(rows)]


def test_a_header_of_two_lines() -> None:
    """Header cells are joined line by line like others, wherever they stand in their row."""
    rows = [["N.", "Cognome e nome", "Indirizzo", "Giorno\naccesso", "Esito"], *ROWS[1:]]
    for stand in (TOPS, MIDDLES, BOTTOMS):
        assert tables(document(attached(pdf(cells(rows, 3.0, stand))))) == [as_rows(rows)]


def test_columns_that_touch() -> None:
    """Where a name ends right where the address begins, letters that make one word belong to two cells."""

    def draw(canvas: Canvas) -> None:
        cells([[*row[:1], "" if row[0] == "4" else row[1], *row[2:]] for row in ROWS], 4.0)(canvas)
        name = "OKOROMA BLESSING"
        x = STARTS[2] - stringWidth(name, "Helvetica", SIZE) - 0.2
        canvas.drawString(x, HEIGHT - heights(ROWS, 4.0)[4] - 2 - SIZE, name)

    assert tables(document(attached(pdf(draw)))) == [as_rows(ROWS)]


def test_figures_stand_at_the_right_of_their_column() -> None:
    """Columns set to the right or in the middle are columns like others."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", SIZE)
        for number, row in enumerate(rows):
            y = HEIGHT - 100 - 14 * number
            canvas.drawString(50, y, row[0])
            canvas.drawRightString(230, y, row[1])
            canvas.drawCentredString(300, y, row[2])

    rows = [
        ["NOMINATIVO", "CIV.", "GIORNO"],
        ["BEGU KLEA", "7", "6/11"],
        ["DOLDI TIZIANO", "121/BIS", "giovedì 13 novembre"],
    ]
    assert tables(document(attached(pdf(draw)))) == [as_rows(rows)]


def test_a_row_goes_on_at_the_top_of_the_next_page() -> None:
    """The rest of a row under the repeated header is a row without a name, which the list joins to the open one."""
    rest = ["", "", "", "", "mai onorato, come\nda nota"]
    second = [HEAD, rest, *ROWS[2:]]
    got = tables(document(attached(pdf(cells(ROWS, 4.0), cells(second, 4.0)))))
    assert got == [as_rows(ROWS), as_rows(second)]


def test_text_around_a_table_stays_text() -> None:
    """A letterhead in two columns, a title, a total, a signature and a page number are lines."""
    around = together(
        text("ALER", "Ufficio Legale", top=40),
        text("Spett.le", "COMUNE", x=350, top=40),
        text("Elenco interventi NOVEMBRE 2025", x=180, top=90),
        text("Totale interventi: 4", top=heights(ROWS, 4.0)[-1] + 8),
        text("Il Responsabile", "geom. Ada Belli", x=400, top=heights(ROWS, 4.0)[-1] + 30),
        text("Pag. 1", x=280, top=780),
    )
    read = document(attached(pdf(together(around, cells(ROWS, 4.0)))))
    assert tables(read) == [as_rows(ROWS)]
    assert [" ".join(line.split()) for line in lines(read)] == [
        "ALER Spett.le",
        "Ufficio Legale COMUNE",
        "Elenco interventi NOVEMBRE 2025",
        "Totale interventi: 4",
        "Il Responsabile",
        "geom. Ada Belli",
        "Pag. 1",
    ]


def test_headings_across_the_columns_are_rows_of_their_own() -> None:
    """A building above its rows, and their subtotal at the right edge, stand in one cell and part nothing."""
    building = ["Stabile di Piazza Papa Giovanni XXIII n. 144", "", "", "", ""]
    rows = [HEAD, building, *ROWS[1:3], ["", "", "", "", "Totale fabbricato: 2"], building, *ROWS[3:]]
    assert tables(document(attached(pdf(cells(rows, 4.0))))) == [as_rows(rows)]


def test_a_short_heading_is_no_second_line_of_the_row_above() -> None:
    """A building that fits the first column stands as far from the row above as rows from each other."""
    first = [["COGNOME", "SC.", "INT.", "GIORNO", "ESITO"]]
    row = ["BEGU", "A", "7", "27/11/2025", "SI ESEGUE"]
    rows = [*first, row, ["Via Po n. 6", "", "", "", ""], row, row, ["Via Litta n. 3", "", "", "", ""], row]
    wide = [[*each[1:2], each[0], *each[2:]] for each in rows]
    assert tables(document(attached(pdf(cells(wide, 4.0))))) == [as_rows(wide)]


@pytest.mark.parametrize("staircase", ["", "A"], ids=["a column empty", "a column filled once"])
@pytest.mark.parametrize("sizes", [(3, 1, 1), (1, 3, 1), (2, 2, 1), (1, 1, 3)])
def test_two_persons_never_become_one_row(sizes: tuple[int, ...], staircase: str) -> None:
    """Rows set close under a building stay apart though more white parts the buildings, and so do the buildings."""
    head = ["SC.", "COGNOME E NOME", "INT.", "GIORNO", "ESITO"]
    persons = iter(
        ["", f"BEGU {name}", "7", "27/11/2025", "SI ESEGUE"] for name in ("KLEA", "ADA", "IVO", "LEA", "UGO")
    )
    parts = [[head]]
    for number, size in enumerate(sizes):
        parts.append([["", f"Via Po n. {number + 6}", "", "", ""], *islice(persons, size)])
    parts[1][1][0] = staircase
    draws, top = [], 0.0
    for part in parts:
        draws.append(cells(part, 0.5, top=top))
        top += len(part) * (LEADING + 0.5) + 6
    assert tables(document(attached(pdf(together(*draws))))) == [as_rows([row for part in parts for row in part])]


def test_labels_with_their_values_are_no_table() -> None:
    """Blocks of labelled values that stand below each other stay lines."""
    line = ["", "Cognome: BEGU", "Nome: KLEA", "Civ.: 7", "Giorno: 06/11/2025"]
    read = document(attached(pdf(cells([line] * 4, 4.0))))
    assert (tables(read), len(lines(read))) == ([], 4)


@settings(max_examples=40, deadline=None)
@given(
    lengths=st.lists(st.lists(st.integers(0, 5), min_size=5, max_size=5), min_size=1, max_size=14),
    padding=st.floats(0, 12),
    stand=st.floats(0, 1),
    ruled=st.booleans(),
)
def test_every_word_stands_in_exactly_one_block(
    lengths: list[list[int]], padding: float, stand: float, ruled: bool
) -> None:
    """Whatever is printed in open columns, no word is lost and none is read in two blocks."""
    numbers = count()
    rows = [["\n".join(f"<{next(numbers)}> x" for _ in range(length)) for length in row] for row in lengths]
    page = cells(rows, padding, stand)
    written = [
        block.text if isinstance(block, Line) else "\n".join("\n".join(row.cells) for row in block.rows)
        for block in blocks(document(attached(pdf(together(ruled_across(rows, padding), page) if ruled else page))))
    ]
    words = [word for row in rows for word in " ".join(row).split() if word != "x"]
    assert {word: sum(word in text for text in written) for word in words} == dict.fromkeys(words, 1)
