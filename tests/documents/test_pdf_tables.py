# SPDX-License-Identifier: EUPL-1.2
"""Ruled tables of PDFs, however their rules are drawn."""

import io
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Table as PrintedTable

from pecwatch.model.document import Line, Table
from tests.documents.opened import attached, blocks, document, lines, numbered, tables
from tests.documents.printed import BORDERS, EDGES, HEIGHT, ROW, TOP, Draw, cells, pdf, strokes, text, together

HEAD = ["N.", "COGNOME E NOME", "INDIRIZZO", "GIORNO", "ESITO"]
ROWS = [
    HEAD,
    [
        "1",
        "ZUCCHEROLI MIRELLA",
        "Via delle Robinie 14\nsc. B int. 7",
        "06/11/2025",
        "SI ESEGUE - dopo\nripetuti solleciti",
    ],
    ["2", "BONETTALI IVANO", "Largo dei Pioppi, 3", "", "NON SI ESEGUE"],
    ["3", "DE' FALCHETTI\nROSA", "V.le dei Gelsi 22/A", "27/11/2025", "RINVIATO AL\n14/01/2026"],
]


@pytest.mark.parametrize("borders", BORDERS.values(), ids=BORDERS.keys())
def test_borders_of_every_producer(borders: Callable[[int], Draw]) -> None:
    """The same table comes out whatever program drew its borders, with the text around it in place."""
    page = together(
        text("Elenco interventi NOVEMBRE 2025", top=80),
        borders(len(ROWS)),
        cells(ROWS),
        text("Totale interventi: 3", top=TOP + ROW * len(ROWS) + 10),
    )
    read = document(attached(pdf(page)))
    assert tables(read) == [[tuple(row) for row in ROWS]]
    assert lines(read) == ["Elenco interventi NOVEMBRE 2025", "Totale interventi: 3"]
    assert [type(block) for block in blocks(read)] == [Line, Table, Line]


def test_lines_are_counted_as_printed() -> None:
    """A row's place is the printed line it begins on, wrapped cells counted."""
    page = together(text("Elenco", top=80), strokes(len(ROWS)), cells(ROWS), text("Fine", top=TOP + ROW * 4 + 10))
    read = document(attached(pdf(page)))
    [table] = [block for block in blocks(read) if isinstance(block, Table)]
    assert [row.line for row in table.rows] == [2, 3, 5, 6]
    assert numbered(read) == [(1, "Elenco"), (8, "Fine")]


def test_spanned_cells_repeat_their_text() -> None:
    """A day merged over several rows, and a title over all columns, stand in each place they cover."""
    rows = [
        ["ELENCO", "", ""],
        ["ZUCCHEROLI", "Via A 1", "6 nov"],
        ["BONETTALI", "Via B 2", ""],
        ["OKOROMA", "Via C 3", ""],
    ]
    spans = [("SPAN", (0, 0), (-1, 0)), ("SPAN", (2, 1), (2, 3)), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    target = io.BytesIO()
    SimpleDocTemplate(target).build([PrintedTable(rows, style=spans, colWidths=100)])
    assert tables(document(attached(target.getvalue()))) == [
        [
            ("ELENCO", "ELENCO", "ELENCO"),
            ("ZUCCHEROLI", "Via A 1", "6 nov"),
            ("BONETTALI", "Via B 2", "6 nov"),
            ("OKOROMA", "Via C 3", "6 nov"),
        ]
    ]


def test_a_title_row_without_its_own_rules() -> None:
    """Where the rules between the heads are not drawn, the heads still part."""
    page = together(strokes(4, down=(0, 5)), cells(ROWS), strokes_below_head)
    assert tables(document(attached(pdf(page))))[0][0] == tuple(HEAD)


def strokes_below_head(canvas: Canvas) -> None:
    for x in EDGES:
        canvas.line(x, HEIGHT - TOP - ROW, x, HEIGHT - TOP - 4 * ROW)


def test_rows_without_rules_between_them() -> None:
    """Columns ruled down and only the head ruled across: each printed line is a row."""

    def draw(canvas: Canvas) -> None:
        strokes(4, across=(0, 1, 4))(canvas)
        cells([HEAD])(canvas)
        for number in range(8):
            for x, cell in zip(EDGES, (str(number), f"TENANT{number}", f"Via A {number}", "6 nov", "SI"), strict=False):
                canvas.drawString(x + 4, HEIGHT - TOP - ROW - 12 - 13 * number, cell)

    [rows] = tables(document(attached(pdf(draw))))
    assert rows == [tuple(HEAD)] + [(str(n), f"TENANT{n}", f"Via A {n}", "6 nov", "SI") for n in range(8)]


def test_broken_cells_without_rules_between_rows() -> None:
    """Where only columns are ruled, a row printed as a whole stays one row, however its cells are broken."""
    rows = [["1", f"TENANT{n}", "Via delle Robinie\n14 int. 2", "6 nov", "SI ESEGUE"] for n in range(4)]
    [read] = tables(document(attached(pdf(together(strokes(5, across=(0, 1, 5)), cells([HEAD, *rows]))))))
    assert read == [tuple(HEAD), *map(tuple, rows)]


def test_a_long_cell_beside_others_in_its_middle_is_one_row() -> None:
    """Where the first cell has many lines and the others stand halfway down, no line of it is a row."""
    wording = [
        "SI ESEGUE; rate del",
        "15 gennaio 2026 non",
        "onorate. Diffida del",
        "2 febbraio e altre",
        "del 9 marzo 2026.",
    ]
    edges, height = EDGES[1:], 5 * 11 + 20

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for top in (TOP, TOP + height, TOP + 2 * height):
            for number, line in enumerate(wording):
                canvas.drawString(edges[0] + 4, HEIGHT - top - 14 - 11 * number, line)
            for x, cell in zip(edges[1:], ("ZUCCHEROLI MIRELLA", "6 nov", "11:00"), strict=False):
                canvas.drawString(x + 2, HEIGHT - top - 14 - 11 * 2, cell)
        for number in range(4):
            y = HEIGHT - TOP - number * height
            canvas.line(edges[0], y, edges[-1], y)
        for x in edges:
            canvas.line(x, HEIGHT - TOP, x, HEIGHT - TOP - 3 * height)

    row = ("\n".join(wording), "ZUCCHEROLI MIRELLA", "6 nov", "11:00")
    assert tables(document(attached(pdf(draw)))) == [[row] * 3]


def test_a_sparse_column_without_rules_between_rows() -> None:
    """Empty cells do not join the rows beside them."""
    rows = [[str(n), f"TENANT{n}", "Via A", "6 nov" if n == 2 else "", "SI"] for n in range(6)]
    [read] = tables(document(attached(pdf(together(strokes(7, across=(0, 1, 7)), cells([HEAD, *rows]))))))
    assert read == [tuple(HEAD), *map(tuple, rows)]


def test_text_longer_than_its_cell_stays_whole() -> None:
    """A name that runs over the next cell belongs to the cell it begins in, and hides nothing there."""
    rows = [["1", "ZUCCHEROLI DELLA MONTAGNOLA MIRELLA", "Via delle Robinie 14", "06/11/2025", "SI ESEGUE"]] * 2
    [table] = tables(document(attached(pdf(together(strokes(2), cells(rows))))))
    assert table == [tuple(row) for row in rows]


def test_cells_that_touch() -> None:
    """Spreadsheets print with hardly a margin, and cut texts off at the wall: each stays in its cell."""

    def draw(canvas: Canvas) -> None:
        strokes(1)(canvas)
        canvas.setFont("Helvetica", 9)
        y = HEIGHT - TOP - 12
        canvas.drawRightString(EDGES[2] - 0.5, y, "ZUCCHEROLI MIR")
        canvas.drawString(EDGES[2] + 0.8, y, "Via delle Robinie 14")
        canvas.drawRightString(EDGES[4] + 3.5, y, "06/11/2025")
        canvas.drawString(EDGES[4] + 0.8, y, "SI ESEGUE")

    assert tables(document(attached(pdf(draw)))) == [
        [("ZUCCHEROLI MIR", "Via delle Robinie 14", "06/11/2025", "SI ESEGUE")]
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_sheet_laid_sideways(turn: int) -> None:
    """A page stored turned, without saying so, reads like any other."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 420)
        canvas.rotate(turn)
        canvas.translate(-300, -420)
        together(strokes(4), cells(ROWS))(canvas)

    assert tables(document(attached(pdf(draw)))) == [[tuple(row) for row in ROWS]]


@pytest.mark.parametrize("turn", [90, 270])
def test_a_header_printed_sideways_stands_in_its_cell(turn: int) -> None:
    """Narrow columns have their header turned; what stands sideways outside a cell stays beside the table."""
    sideways = [["", *HEAD[1:]], *ROWS[1:]]

    def draw(canvas: Canvas) -> None:
        together(strokes(4), cells(sideways))(canvas)
        for x, y, words in ((EDGES[0] + 15, TOP + ROW / 2, "N. pr."), (20, TOP + 2 * ROW, "Prot. 17 del 24/10/2025")):
            canvas.saveState()
            canvas.translate(x, HEIGHT - y)
            canvas.rotate(turn)
            canvas.setFont("Helvetica", 8)
            canvas.drawCentredString(0, 0, words)
            canvas.restoreState()

    read = document(attached(pdf(draw)))
    assert tables(read) == [[("N. pr.", *HEAD[1:]), *map(tuple, ROWS[1:])]]
    assert lines(read) == ["Prot. 17 del 24/10/2025"]


def test_a_frame_or_a_shaded_paragraph_is_no_table() -> None:
    """A box with text in it has no columns."""

    def draw(canvas: Canvas) -> None:
        canvas.rect(50, HEIGHT - 160, 400, 60)
        text("AVVISO IMPORTANTE", "Si prega di rispondere", top=110)(canvas)

    read = document(attached(pdf(draw)))
    assert (tables(read), lines(read)) == ([], ["AVVISO IMPORTANTE", "Si prega di rispondere"])


def test_a_ruled_head_over_open_columns_stays_with_them() -> None:
    """A head in a grid of its own above rows without rules is the first row of one table."""
    rows = [[cell.split("\n")[0] for cell in row] for row in ROWS]
    read = document(attached(pdf(together(strokes(1), cells(rows)))))
    assert (tables(read), lines(read)) == ([[tuple(row) for row in rows]], [])


@settings(max_examples=40, deadline=None)
@given(
    lengths=st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), min_size=1, max_size=14),
    borders=st.sampled_from(sorted(BORDERS)),
    shift=st.floats(-30, 30),
)
def test_every_word_stands_in_exactly_one_block(lengths: list[list[int]], borders: str, shift: float) -> None:
    """Whatever is printed over whatever rules, no word is lost and none is read in two blocks."""
    numbers = count()
    rows = [[" ".join(f"<{next(numbers)}>" for _ in range(length)) for length in row] for row in lengths]

    def draw(canvas: Canvas) -> None:
        BORDERS[borders](3)(canvas)
        canvas.translate(shift, shift)
        cells(rows)(canvas)

    written = [
        block.text if isinstance(block, Line) else "\n".join("\n".join(row.cells) for row in block.rows)
        for block in blocks(document(attached(pdf(draw))))
    ]
    words = " ".join(" ".join(row) for row in rows).split()
    assert {word: sum(word in text for text in written) for word in words} == dict.fromkeys(words, 1)
