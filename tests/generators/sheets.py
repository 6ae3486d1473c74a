# SPDX-License-Identifier: EUPL-1.2
"""Workbooks as offices send them: XLSX, ODS and XLS, the same bytes every time."""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from tests.generators.archives import zipped
from tests.generators.compound import compound

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | None
Rows = Sequence[Sequence[Cell]]

_FIRST_DAY = dt.date(1899, 12, 30)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def xlsx(
    *sheets: Rows,
    names: Sequence[str] = (),
    merged: Iterable[str] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[str] = (),
    hidden_sheets: Iterable[int] = (),
    formats: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
) -> bytes:
    """An XLSX workbook; merged cells, hidden rows, formats and notes are those of the first sheet."""
    book = Workbook()
    for number, rows in enumerate(sheets, 1):
        page = book.active if number == 1 else book.create_sheet()
        assert isinstance(page, Worksheet)
        page.title = names[number - 1] if number <= len(names) else f"Foglio{number}"
        for row in rows:
            page.append(list(row))
        page.sheet_state = "veryHidden" if number in tuple(hidden_sheets) else "visible"
    first = book.worksheets[0]
    for cells in merged:
        first.merge_cells(cells)
    for row_number in hidden_rows:
        first.row_dimensions[row_number].hidden = True
    for letters in hidden_columns:
        first.column_dimensions[letters].hidden = True
    for cell, code in (formats or {}).items():
        first[cell].number_format = code
    for cell, text in (notes or {}).items():
        first[cell].comment = Comment(text, "Ufficio")
    packed = io.BytesIO()
    book.save(packed)
    return _repacked(packed.getvalue())


def xlsx_with(sheet: str, **more: bytes) -> bytes:
    """An XLSX workbook whose only sheet is written by hand; `more` are further members."""
    members = dict(_members(xlsx([["x"]])))
    members["xl/worksheets/sheet1.xml"] = f"<worksheet {_MAIN}>{sheet}</worksheet>".encode()
    return zipped(*members.items(), *more.items())


def with_members(workbook: bytes, *members: tuple[str, bytes]) -> bytes:
    """A package with some more members."""
    return zipped(*_members(workbook), *members)


def with_patch(package: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A package with some bytes of one member replaced."""
    members = [(one, content.replace(old, new) if one == name else content) for one, content in _members(package)]
    return zipped(*members, method=zipfile.ZIP_STORED)


def _members(package: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _repacked(package: bytes) -> bytes:
    return zipped(*((name, content) for name, content in _members(package) if not name.startswith("docProps/core")))


def ods(
    rows: Rows,
    name: str = "Foglio1",
    spans: Mapping[tuple[int, int], tuple[int, int]] | None = None,
    hidden_rows: Iterable[int] = (),
    repeated: int = 1,
) -> bytes:
    """An ODS document with one sheet.

    Args:
        spans: Rows and columns that a cell spans, by its place from 1.
        repeated: How often the last row is said to come.
    """
    document = OpenDocumentSpreadsheet()
    table = Table(name=name)
    table.addElement(TableColumn(numbercolumnsrepeated=max(len(row) for row in rows)))
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, 1):
        told = {"visibility": "filter"} if number in tuple(hidden_rows) else {}
        if number == len(rows) and repeated > 1:
            told["numberrowsrepeated"] = str(repeated)
        line = TableRow(**told)
        for column, value in enumerate(row, 1):
            down, across = (spans or {}).get((number, column), (1, 1))
            covered |= {(number + y, column + x) for y in range(down) for x in range(across) if (x, y) != (0, 0)}
            is_covered = (number, column) in covered
            line.addElement(CoveredTableCell() if is_covered else _ods_cell(value, down, across))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    packed = io.BytesIO()
    document.write(packed)
    return zipped(*(one for one in _members(packed.getvalue()) if one[0] != "meta.xml"), method=zipfile.ZIP_STORED)


def _ods_cell(value: Cell, down: int, across: int) -> TableCell:
    told: dict[str, str] = {}
    if (down, across) != (1, 1):
        told = {"numberrowsspanned": str(down), "numbercolumnsspanned": str(across)}
    match value:
        case None:
            return TableCell(**told)
        case bool():
            told |= {"valuetype": "boolean", "booleanvalue": "true" if value else "false"}
        case int() | float():
            told |= {"valuetype": "float", "value": repr(value)}
        case dt.date():
            told |= {"valuetype": "date", "datevalue": value.isoformat()}
        case dt.time():
            told |= {"valuetype": "time", "timevalue": f"PT{value:%H}H{value:%M}M00S"}
        case str():
            told |= {"valuetype": "string"}
    cell = TableCell(**told)
    for line in str(value).split("\n"):
        cell.addElement(P(text=line))
    return cell


def xls(
    rows: Mapping[tuple[int, int], Cell],
    merged: Iterable[tuple[int, int, int, int]] = (),
    hidden_rows: Iterable[int] = (),
    *,
    is_hidden: bool = False,
    has_password: bool = False,
) -> bytes:
    """An XLS workbook (BIFF8) with one sheet, its cells by row and column from 1.

    Args:
        merged: Top, bottom, left and right of each area, from 1.
    """
    sheet = _record(0x0809, struct.pack("<4H8x", 0x600, 0x10, 0, 0))
    for row in hidden_rows:
        sheet += _record(0x0208, struct.pack("<6HI", row - 1, 0, 9, 300, 0, 0, 0x120))
    for (row, column), value in rows.items():
        sheet += _xls_cell(row - 1, column - 1, value)
    areas = [struct.pack("<4H", top - 1, bottom - 1, left - 1, right - 1) for top, bottom, left, right in merged]
    sheet += _record(0x00E5, struct.pack("<H", len(areas)) + b"".join(areas)) + _record(0x000A, b"")
    book = _record(0x0809, struct.pack("<4H8x", 0x600, 0x05, 0, 0))
    book += _record(0x002F, bytes(6)) if has_password else b""
    book += b"".join(_record(0x00E0, struct.pack("<2H16x", 0, number)) for number in (0, 14, 20, 22))
    name = "Foglio1".encode("latin-1")
    about = struct.pack("<4B", is_hidden, 0, len(name), 0) + name
    start = len(book) + 4 + 4 + len(about) + 4
    book += _record(0x0085, struct.pack("<I", start) + about) + _record(0x000A, b"")
    return compound({"Workbook": (book + sheet).ljust(4096, b"\0")})


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<2H", kind, len(content)) + content


def _xls_cell(row: int, column: int, value: Cell) -> bytes:
    match value:
        case None:
            return b""
        case bool():
            return _record(0x0205, struct.pack("<3H2B", row, column, 0, value, 0))
        case str():
            text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
            return _record(0x0204, struct.pack("<3H", row, column, 0) + text)
        case dt.datetime():
            style, number = 3, (value.date() - _FIRST_DAY).days + _fraction(value.time())
        case dt.date():
            style, number = 1, float((value - _FIRST_DAY).days)
        case dt.time():
            style, number = 2, _fraction(value)
        case _:
            style, number = 0, float(value)
    return _record(0x0203, struct.pack("<3Hd", row, column, style, number))


def _fraction(time: dt.time) -> float:
    return (time.hour * 60 + time.minute) / 1440


def xlsb(rows: Rows, hidden_rows: Iterable[int] = (), far: int = 0) -> bytes:
    """An XLSB workbook with one sheet of texts and numbers.

    Args:
        far: Row of one more cell in the last column, when there is one.
    """
    cells = b""
    for number, row in [*enumerate(rows, 1), *([(far, [None] * 16_383 + [1.0])] if far else [])]:
        is_hidden = number in tuple(hidden_rows)
        cells += _binary(0, struct.pack("<2IHBBB", number - 1, 0, 300, 0, 0x10 * is_hidden, 0) + bytes(4))
        for column, value in enumerate(row):
            if isinstance(value, str):
                cells += _binary(6, struct.pack("<2I", column, 0) + _wide(value))
            elif isinstance(value, int | float):
                cells += _binary(5, struct.pack("<2Id", column, 0, float(value)))
    size = struct.pack("<4I", 0, len(rows), 0, max(len(row) for row in rows))
    sheet = _binary(129) + _binary(148, size) + _binary(145) + cells + _binary(146) + _binary(130)
    about = struct.pack("<2I", 0, 1) + _wide("rId1") + _wide("Foglio1")
    book = _binary(131) + _binary(143) + _binary(156, about) + _binary(144) + _binary(132)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zipped(
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", book),
        ("xl/_rels/workbook.bin.rels", relations.encode()),
        ("xl/worksheets/sheet1.bin", sheet),
    )


def _binary(kind: int, content: bytes = b"") -> bytes:
    """A record of XLSB: kind and length in as many bytes as they need."""
    return _varied(kind) + _varied(len(content)) + content


def _varied(number: int) -> bytes:
    return bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80]) + _varied(number >> 7)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
