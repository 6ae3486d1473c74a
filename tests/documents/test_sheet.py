# SPDX-License-Identifier: EUPL-1.2
"""Workbooks: what a person sees in the cells, with what was hidden, and never more than there is room for."""

import datetime as dt
import io

import pytest
from PIL import Image

from pecwatch.documents.reading import read_document
from pecwatch.model.document import Document, Line, Table
from tests.documents.opened import attached, blocks, codes, document, lines, numbered, tables
from tests.generators.sheets import Cell, ods, with_members, with_patch, xls, xlsb, xlsx, xlsx_with

HEADER = ("COGNOME E NOME", "INDIRIZZO", "DATA", "ORA", "ESITO")
DAY, HALF_PAST_NINE = dt.date(2025, 11, 6), dt.time(9, 30)
ROW = ("ZUCCHEROLI MIRELLA", "Via delle Robinie 14", DAY, HALF_PAST_NINE, "SI ESEGUE")
ROW_READ = ("ZUCCHEROLI MIRELLA", "Via delle Robinie 14", "06/11/2025", "09:30", "SI ESEGUE")


def read(content: bytes) -> Document:
    return document(attached(content, "elenco.xlsx"))


def cells(*rows: tuple[Cell, ...]) -> dict[tuple[int, int], Cell]:
    return {(y, x): value for y, row in enumerate(rows, 1) for x, value in enumerate(row, 1)}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(xlsx([HEADER, ROW, ROW]), "xlsx", id="xlsx"),
        pytest.param(ods([HEADER, ROW, ROW]), "ods", id="ods"),
        pytest.param(xls(cells(HEADER, ROW, ROW)), "xls", id="xls"),
    ],
)
def test_a_list_in_every_format(content: bytes, kind: str) -> None:
    """The same table comes out, days and times as they are written in Italy."""
    got = read(content)
    assert (got.format, tables(got), codes(got)) == (kind, [[HEADER, ROW_READ, ROW_READ]], [])
    assert [row.line for block in blocks(got) if isinstance(block, Table) for row in block.rows] == [1, 2, 3]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        pytest.param(14.0, "General", "14", id="whole number"),
        pytest.param(0.1 + 0.2, "General", "0,30", id="dust of the computer"),
        pytest.param(1234.5, "General", "1234,50", id="decimals"),
        pytest.param(1234.5, '#,##0.00 "€"', "1234,50", id="amount"),
        pytest.param(0.125, "0.0%", "12,50%", id="percentage"),
        pytest.param(7, "00000", "00007", id="zeros before"),
        pytest.param("0123", "General", "0123", id="zeros in a text"),
        pytest.param(True, "General", "SI", id="true"),
        pytest.param(False, "General", "NO", id="false"),
        pytest.param(DAY, "dd/mm/yyyy", "06/11/2025", id="day"),
        pytest.param(DAY, "[$-410]dddd d mmmm yyyy;@", "06/11/2025", id="day in words"),
        pytest.param(DAY, "mm-dd-yy", "06/11/2025", id="day that other programs turn around"),
        pytest.param(dt.date(2025, 11, 1), "mmmm yyyy", "Novembre 2025", id="month"),
        pytest.param(
            dt.datetime.combine(DAY, HALF_PAST_NINE), "dd/mm/yyyy hh:mm", "06/11/2025 ore 09:30", id="day and time"
        ),
        pytest.param(
            dt.datetime.combine(DAY, dt.time()), "dd/mm/yyyy hh:mm", "06/11/2025", id="day whose time is empty"
        ),
        pytest.param(0.395833333, "h:mm", "09:30", id="time as a fraction"),
        pytest.param(0.395833333, "[h]:mm", "09:30", id="time as a span"),
        pytest.param(45967.395833333, "h:mm", "09:30", id="time with a day that is not shown"),
        pytest.param(45967, "General", "45967", id="a number alone is none"),
        pytest.param("riga uno\nriga due", "General", "riga uno\nriga due", id="line break"),
        pytest.param("A_x000D_\nB", "General", "A\nB", id="escaped line break"),
    ],
)
def test_what_cells_show(value: Cell, code: str, shown: str) -> None:
    """Cells are read as Excel shows them, in Italian."""
    got = tables(read(xlsx([["x", "y", "z"], ["a", value, "c"]], formats={"B2": code})))
    assert got[0][1][1] == shown


@pytest.mark.parametrize(
    ("column", "read_as"),
    [
        pytest.param(["DATA ESECUZIONE", 45967, 45968], ["06/11/2025", "07/11/2025"], id="the header says day"),
        pytest.param(["QUANTO", DAY, 45968], ["06/11/2025", "07/11/2025"], id="others are days"),
        pytest.param(["GIORNO", 45967.395833333, 45968], ["06/11/2025 ore 09:30", "07/11/2025"], id="with its time"),
        pytest.param(["DATA", 45967, 6], ["45967", "6"], id="one cannot be a day"),
        pytest.param(["IMPORTO", 45967, 45968], ["45967", "45968"], id="the header says nothing"),
        pytest.param(["DATA DI NASCITA", 18264, 30000], ["01/01/1950", "18/02/1982"], id="birth"),
        pytest.param(["ORA", 0.395833333, 0.5], ["09:30", "12:00"], id="times"),
        pytest.param(["ORA", 0.395833333, 9.3], ["09:30", "9,30"], id="a time typed with a comma"),
        pytest.param(["QUOTA", 0.395833333, 0.5], ["0,39583333", "0,50"], id="fractions that are none"),
    ],
)
def test_numbers_that_are_days(column: list[Cell], read_as: list[str]) -> None:
    """Only a column that speaks of days holds days."""
    got = tables(read(xlsx([["x", value, "z"] for value in column])))
    assert [row[1] for row in got[0][1:]] == read_as


def test_days_counted_from_1904() -> None:
    """Excel for Mac did so."""
    book = xlsx([["a", 44505, "c"], ["a", "b", "c"]], formats={"B1": "dd/mm/yyyy"})
    patched = with_patch(book, "xl/workbook.xml", b"<workbookPr", b'<workbookPr date1904="1"')
    assert tables(read(patched))[0][0][1] == "06/11/2025"


def test_titles_and_notes_are_lines() -> None:
    """What stands above and below a table is none of its rows; rows keep the number of the sheet."""
    rows: list[tuple[Cell, ...]] = [
        ("ALER", None, None, None, "Cremona, 24/10/2025"),
        ("Elenco degli interventi di novembre 2025",),
        ("Mese:", "novembre 2025"),
        (),
        HEADER,
        ROW,
        ("giovedì 13 novembre 2025",),
        ROW,
        ("Totale interventi: 2",),
        (),
        (None, None, None, "Il Responsabile"),
    ]
    got = read(xlsx(rows, merged=["A2:E2"]))
    assert numbered(got) == [
        (1, "ALER Cremona, 24/10/2025"),
        (2, "Elenco degli interventi di novembre 2025"),
        (3, "Mese: novembre 2025"),
        (9, "Totale interventi: 2"),
        (11, "Il Responsabile"),
    ]
    [table] = [block for block in blocks(got) if isinstance(block, Table)]
    assert [row.line for row in table.rows] == [5, 6, 7, 8]


def test_blank_rows_part_tables_of_one_width() -> None:
    """The list goes on below a blank row, with the same columns."""
    got = read(xlsx([HEADER, ROW, (), ("BONETTALI IVANO", "Largo dei Pioppi 3", DAY)]))
    assert tables(got) == [
        [HEADER, ROW_READ],
        [("BONETTALI IVANO", "Largo dei Pioppi 3", "06/11/2025", "", "")],
    ]


MERGED_READ = [("GIORNO", "NOME", "VIA"), ("06/11/2025", "A", "Via A"), ("06/11/2025", "B", "Via B")]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            xlsx([("GIORNO", "NOME", "VIA"), (DAY, "A", "Via A"), (None, "B", "Via B")], merged=["A2:A3"]), id="xlsx"
        ),
        pytest.param(
            ods([("GIORNO", "NOME", "VIA"), (DAY, "A", "Via A"), (None, "B", "Via B")], spans={(2, 1): (2, 1)}),
            id="ods",
        ),
        pytest.param(
            xls(cells(("GIORNO", "NOME", "VIA"), (DAY, "A", "Via A"), (None, "B", "Via B")), merged=[(2, 3, 1, 1)]),
            id="xls",
        ),
    ],
)
def test_merged_cells_repeat_their_text(content: bytes) -> None:
    """A day that spans rows stands in each of them."""
    assert tables(read(content)) == [MERGED_READ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(xlsx([HEADER, ROW, ROW], hidden_rows=[3]), "1 riga nascosta;", id="row"),
        pytest.param(xlsx([HEADER, ROW, ROW], hidden_columns=["C"]), "1 colonna nascosta;", id="column"),
        pytest.param(xlsx([HEADER, ROW], [HEADER, ROW], hidden_sheets=[2]), "1 foglio nascosto;", id="sheet"),
        pytest.param(ods([HEADER, ROW, ROW], hidden_rows=[2, 3]), "2 righe nascoste;", id="rows of ods, by a filter"),
        pytest.param(xls(cells(HEADER, ROW, ROW), hidden_rows=[3]), "1 riga nascosta;", id="row of xls"),
        pytest.param(xls(cells(HEADER, ROW), is_hidden=True), "1 foglio nascosto;", id="sheet of xls"),
    ],
)
def test_what_is_hidden_is_read_and_told(content: bytes, words: str) -> None:
    """Nothing is left out because somebody hid it, and a person is asked to look."""
    got = read(content)
    assert codes(got) == [("hidden_row", "doubt")]
    assert words in got.problems[0].text
    assert all(ROW_READ in table for table in tables(got))


def test_binary_packages() -> None:
    """XLSB is read like the others; a far cell is not laid out."""
    got = read(xlsb([("NOME", "VIA", "N."), ("A", "Via A", 1)], hidden_rows=[2]))
    assert (got.format, tables(got)) == ("xlsx", [[("NOME", "VIA", "N."), ("A", "Via A", "1")]])
    assert codes(got) == [("hidden_row", "doubt")]
    assert codes(read(xlsb([("NOME", "VIA")], far=1_048_576))) == [("size_limit", "lost")]


def test_hidden_rows_without_text_are_not_told() -> None:
    """Most templates have some."""
    assert codes(read(xlsx([HEADER, ROW, ROW], hidden_rows=[9], hidden_columns=["Z"]))) == []


def test_every_sheet_is_a_page() -> None:
    """Numbered by their position; a name that tells a month is a line, others are not."""
    got = read(xlsx([HEADER, ROW], [], [HEADER, ROW], names=["Novembre 2025", "Vuoto", "Foglio3"]))
    assert [page.number for page in got.pages] == [1, 3]
    assert [type(block) for page in got.pages for block in page.blocks] == [Line, Table, Table]
    assert lines(got) == ["Novembre 2025"]


def test_notes_on_cells() -> None:
    """They are lines below the sheet, at the row of their cell."""
    got = read(xlsx([HEADER, ROW], notes={"B2": "telefonare\nprima"}))
    assert numbered(got) == [(2, "Nota alla cella B2: telefonare prima")]


CELL = '<c r="A1" t="inlineStr"><is><t>A</t></is></c><c r="B1" t="inlineStr"><is><t>B</t></is></c>'


@pytest.mark.parametrize(
    ("cell", "problem", "words"),
    [
        pytest.param("<c r='C7'><f>A1&amp;B1</f></c>", "formula_without_value", "C7", id="formula without a value"),
        pytest.param("<c r='C7' t='e'><f>1/0</f><v>#DIV/0!</v></c>", "cell_error", "C7", id="error"),
    ],
)
def test_cells_nobody_can_read(cell: str, problem: str, words: str) -> None:
    """They are empty, and named."""
    got = read(xlsx_with(f'<sheetData><row r="1">{CELL}</row><row r="7">{cell}</row></sheetData>'))
    assert codes(got) == [(problem, "doubt")]
    assert words in got.problems[0].text


@pytest.mark.parametrize(
    ("sheet", "read_as"),
    [
        pytest.param(f"<sheetData><row>{CELL}</row></sheetData>", [("A", "B")], id="rows without numbers"),
        pytest.param(
            "<sheetData><row><c t='str'><f>x</f><v>A</v></c><c t='str'><v>B</v></c></row></sheetData>",
            [("A", "B")],
            id="texts of formulas, cells without places",
        ),
        pytest.param(
            "<sheetData><row><c t='inlineStr'><is><r><t>A</t></r><r><t>lfa</t></r><rPh><t>x</t></rPh></is></c>"
            "<c t='inlineStr'><is><t>B</t></is></c></row></sheetData>",
            [("Alfa", "B")],
            id="text in pieces",
        ),
        pytest.param(
            "<sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>"
            "<row r='1048576'><c r='XFD1048576'><v>9</v></c></row></sheetData>"
            "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>",
            None,
            id="a cell at the far end",
        ),
    ],
)
def test_sheets_written_by_other_programs(sheet: str, read_as: list[tuple[str, ...]] | None) -> None:
    """What may be left out is worked out; a far cell costs nothing."""
    got = read(xlsx_with(sheet))
    assert codes(got) == []
    assert read_as is None or tables(got) == [read_as]


def test_shared_texts() -> None:
    """Excel keeps texts apart from the cells; readings that help to pronounce them are none."""
    texts = b"<sst><si><t>A</t></si><si><r><t>B</t></r><r><t>is</t></r><rPh><t>x</t></rPh></si></sst>"
    row = "<sheetData><row><c t='s'><v>1</v></c><c t='s'><v>0</v></c><c t='s'><v>9</v></c></row></sheetData>"
    assert tables(read(xlsx_with(row, **{"xl/sharedStrings.xml": texts}))) == [[("Bis", "A")]]


def _many(count: int, cell: str) -> str:
    return f"<sheetData><row>{cell * count}</row></sheetData>"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(xlsx_with(_many(400_000, "<c><v>1</v></c>")), "size_limit", id="a row without end"),
        pytest.param(
            xlsx_with("<sheetData>" + "<row><c><v>1</v></c></row>" * 101_000 + "</sheetData>"), "size_limit", id="rows"
        ),
        pytest.param(ods([["A"], ["x" * 30_000]], repeated=1_000_000), "size_limit", id="a row said to come often"),
        pytest.param(xls({(1, 1): "A", (65_536, 256): "B"}), "size_limit", id="a far cell of xls"),
        pytest.param(xlsx_with("<sheetData><row><c><v>1</v>"), "damaged", id="cut off"),
        pytest.param(xlsx_with("<a>" * 200_000), "damaged", id="deep"),
        pytest.param(
            with_patch(xlsx([["A"]]), "xl/worksheets/sheet1.xml", b"<worksheet", b"<!DOCTYPE x []><worksheet"),
            "damaged",
            id="a document type",
        ),
        pytest.param(xls(cells(HEADER), has_password=True), "password_protected", id="password of xls"),
        pytest.param(xls(cells(HEADER))[:1500], "unsupported_format", id="xls cut off"),
        pytest.param(
            with_members(xlsx([["A"]]), ("xl/worksheets/sheet1.xml", b"<worksheet/>")),
            "damaged",
            id="two members of one name",
        ),
    ],
)
def test_hostile_and_broken_workbooks(content: bytes, problem: str) -> None:
    """They cost seconds at most, and somebody is told."""
    assert (problem, "lost") in codes(read(content))


def test_what_was_read_stays() -> None:
    """A sheet that breaks off gives its first rows."""
    got = read(xlsx_with(f'<sheetData><row r="1">{CELL}</row><row r="2"><c><v>'))
    assert (tables(got), codes(got)) == ([[("A", "B")]], [("damaged", "lost")])


def test_encrypted_ods() -> None:
    """It is told at once."""
    entry = b"</manifest:manifest>"
    added = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>" + entry
    locked = with_patch(ods([["A"]]), "META-INF/manifest.xml", entry, added)
    assert codes(read(locked)) == [("password_protected", "lost")]


def _picture(side: int) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((side, side), 50).save(made, "PNG")
    return made.getvalue()


def test_pictures_of_pages() -> None:
    """A scan pasted into a sheet is read on its own; a logo is not."""
    book = with_members(xlsx([HEADER]), ("xl/media/image1.png", _picture(40)), ("xl/media/image2.png", _picture(900)))
    names = [read.part for read in read_document(attached(book, "elenco.xlsx"))]
    assert names == ["elenco.xlsx", "elenco.xlsx/image2.png"]
