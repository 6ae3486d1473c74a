# SPDX-License-Identifier: EUPL-1.2
"""Binary workbooks of Excel, XLS and XLSB, read by calamine once their extent is known."""

import datetime as dt
import io
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, load_workbook

from pecwatch.compound import read_compound
from pecwatch.documents.sheet_grid import Area, Room, Sheet, Value
from pecwatch.documents.sheet_numbers import NumberFormat, shown
from pecwatch.documents.sheet_records import Extent, Records, xls_records, xlsb_records
from pecwatch.documents.zipped import Archive, Refusal, Refused
from pecwatch.model.message import Part

_TIME = NumberFormat(has_time=True)


def xls_sheets(part: Part) -> tuple[list[Sheet], list[bytes]]:
    """The sheets of an XLS file, and the pictures in it.

    Raises:
        Refused: It is encrypted, damaged or too big; nothing of it was read.
    """
    compound = read_compound(bytes(part.content))
    files = {} if compound is None else compound.root.files
    workbook = files.get("Workbook") or files.get("Book")
    if workbook is None:
        raise Refused(Refusal.DAMAGED)
    records = xls_records(workbook)
    return list(_sheets(part, records)), records.pictures


def xlsb_sheets(part: Part, archive: Archive) -> list[Sheet]:
    """The sheets of an XLSB file; raises as `xls_sheets` does."""
    return list(_sheets(part, xlsb_records(archive)))


def _sheets(part: Part, records: Records) -> Iterator[Sheet]:
    records.check()
    try:
        workbook = load_workbook(io.BytesIO(part.content))
    except PasswordError as error:
        raise Refused(Refusal.PASSWORD_PROTECTED) from error
    except CalamineError as error:
        raise Refused(Refusal.DAMAGED) from error
    room = Room()
    for index, about in enumerate(workbook.sheets_metadata):
        extent = records.extents[index] if index < len(records.extents) else Extent()
        sheet = Sheet(
            number=index + 1,
            name=about.name,
            room=room,
            is_hidden=about.visible != SheetVisibleEnum.Visible,
            is_1904=records.is_1904,
            hidden_rows={row + 1 for row in extent.hidden_rows},
            hidden_columns=[(first + 1, last + 1) for first, last in extent.hidden_columns],
        )
        _fill(sheet, workbook, index)
        yield sheet


def _fill(sheet: Sheet, workbook: CalamineWorkbook, index: int) -> None:
    try:
        read = workbook.get_sheet_by_index(index)
    except CalamineError:  # a sheet that is one chart, or a damaged one
        return
    for row, cells in enumerate(read.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(cells, 1):
            sheet.put(row, column, _value(value))
    for (first_row, first_column), (last_row, last_column) in read.merged_cell_ranges or ():
        sheet.areas.append(Area(top=first_row + 1, left=first_column + 1, bottom=last_row + 1, right=last_column + 1))


def _value(value: Value | dt.timedelta) -> Value:
    """What calamine found; a span of time, as `[h]:mm` shows it, is a time of day."""
    if not isinstance(value, dt.timedelta):
        return value
    return shown(value / dt.timedelta(days=1) % 1, _TIME)
