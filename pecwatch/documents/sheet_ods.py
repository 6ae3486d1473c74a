# SPDX-License-Identifier: EUPL-1.2
"""Sheets of OpenDocument (OASIS ODF 1.3, part 3, section 9), read element by element."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from pecwatch.documents.elements import Attributes, Elements, TooLong, walk
from pecwatch.documents.manifest import Manifest
from pecwatch.documents.sheet_grid import Area, Remark, Room, Sheet, Value, reference
from pecwatch.documents.sheet_margins import MasterPages
from pecwatch.documents.sheet_numbers import figures
from pecwatch.documents.zipped import Archive, Refusal, Refused
from pecwatch.italian.dates import MONTHS

_CELLS = ("table:table-cell", "table:covered-table-cell")
_DURATION = re.compile(r"PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_MONTH = re.compile(r"[^\W\d_]+\.? (?:19|20)\d\d")
_ERROR = re.compile(r"#[A-Z0-9/?!]{2,12}[!?]?|Err:\d+")
_AMOUNT = re.compile(r"(?:€ ?)?-?[\d.]*\d,\d\d(?: ?€)?")
_LAST_ROW = 1_048_576
_DEFAULT_PAGE = "Default"


class _Tables(Elements):
    """Fills sheets with what passes by."""

    SKIPPED = frozenset({"table:tracked-changes", "table:named-expressions", "table:dde-links", "office:scripts"})

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []
        self._room = Room()
        self._hidden_styles: set[str] = set()
        self.pages: dict[str, str] = {}
        """Page styles by the sheets' own styles."""
        self.styles: list[str] = []
        """Own style of each sheet."""
        self._style = ""
        self._row = self._rows = self._column = 0
        self._cell = Attributes({})
        self._is_covered = False
        self._texts: list[str] = []
        self._note: list[str] = []
        self._boxes: list[str] = []

    def opened(self, name: str, attributes: Attributes) -> None:
        match name:
            case "style:style":
                self._style = attributes.get("style:name") or ""
                self.pages[self._style] = attributes.get("style:master-page-name") or _DEFAULT_PAGE
            case "style:table-properties" if attributes.get("table:display") == "false":
                self._hidden_styles.add(self._style)
            case "table:table":
                self._sheet_begins(attributes)
            case "table:table-column" if self.sheets:
                self._columns(attributes)
            case "table:table-row" if self.sheets:
                self._row_begins(attributes)
            case "table:table-cell" | "table:covered-table-cell":
                self._cell, self._is_covered = attributes, name == _CELLS[1]
                self._texts, self._note = [], []
            case "text:p":
                self._pieces().append("\n" if self._pieces() else "")
            case "text:s":
                self._pieces().append(" " * min(attributes.number("text:c", 1), 100))
            case "text:tab":
                self._pieces().append(" ")
            case "text:line-break":
                self._pieces().append("\n")

    def written(self, text: str) -> None:
        if any(name in ("text:p", "text:h") for name in self.path[-4:]):
            self._pieces().append(text)

    def closed(self, name: str) -> None:
        if not self.sheets:
            return
        if name in _CELLS:
            self._cell_ends()
        elif name == "table:table-row":
            self._row += self._rows
        elif name == "table:table":
            text = "".join(self._boxes).strip()
            if text:
                self.sheets[-1].remarks.append(Remark(line=min(self._row, _LAST_ROW), text=text))

    def _pieces(self) -> list[str]:
        """Where text belongs: to a note, to a text box over the sheet, or to the cell."""
        if "office:annotation" in self.path:
            return self._note
        inside = any(name.startswith("draw:") for name in self.path) or not any(name in _CELLS for name in self.path)
        return self._boxes if inside else self._texts

    def _sheet_begins(self, attributes: Attributes) -> None:
        number = len(self.sheets) + 1
        is_hidden = (attributes.get("table:style-name") or "") in self._hidden_styles
        name = attributes.get("table:name") or ""
        self.styles.append(attributes.get("table:style-name") or "")
        self.sheets.append(Sheet(number=number, name=name, room=self._room, is_hidden=is_hidden))
        self._row, self._column, self._boxes = 1, 1, []

    def _columns(self, attributes: Attributes) -> None:
        count = max(1, attributes.number("table:number-columns-repeated", 1))
        if (attributes.get("table:visibility") or "visible") != "visible":
            self.sheets[-1].hidden_columns.append((self._column, self._column + count - 1))
        self._column += count

    def _row_begins(self, attributes: Attributes) -> None:
        self._column = 1
        self._rows = max(1, attributes.number("table:number-rows-repeated", 1))
        if (attributes.get("table:visibility") or "visible") != "visible":
            for row in range(self._row, self._row + min(self._rows, 10_000)):
                self.sheets[-1].hidden_rows.add(row)

    def _cell_ends(self) -> None:
        sheet, cell = self.sheets[-1], self._cell
        count = max(1, cell.number("table:number-columns-repeated", 1))
        sheet.look_at()
        if not self._is_covered:
            self._put(sheet, _value(cell, "".join(self._texts)), count)
            self._merge(sheet, cell)
        if "".join(self._note).strip():
            where = reference(self._row, self._column)
            note = " ".join("".join(self._note).split())
            sheet.remarks.append(Remark(line=self._row, text=f"Nota alla cella {where}: {note}", is_note=True))
        self._column += count
        if sheet.refusal is not None:
            raise TooLong

    def _put(self, sheet: Sheet, value: Value | None, count: int) -> None:
        if value is None or value == "":
            if self._cell.get("table:formula") and not self._cell.get("office:value-type"):
                sheet.without_value.append(reference(self._row, self._column))
            return
        if isinstance(value, str) and _ERROR.fullmatch(value):
            sheet.errors.append(reference(self._row, self._column))
            return
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + count):
                if not sheet.look_at():
                    return
                sheet.put(row, column, value)

    def _merge(self, sheet: Sheet, cell: Attributes) -> None:
        down, across = cell.number("table:number-rows-spanned", 1), cell.number("table:number-columns-spanned", 1)
        if down > 1 or across > 1:
            area = Area(top=self._row, left=self._column, bottom=self._row + down - 1, right=self._column + across - 1)
            sheet.areas.append(area)


def _value(cell: Attributes, text: str) -> Value | None:
    """What a cell holds; days and figures by their value, since what is shown depends on who saved it."""
    shown = text.strip()
    match cell.get("office:value-type"):
        case "date":
            return _day(cell.get("office:date-value") or "", is_month=_MONTH.fullmatch(shown) is not None) or shown
        case "time":
            return _time(cell.get("office:time-value") or "") or shown
        case "boolean":
            return cell.get("office:boolean-value") == "true"
        case "percentage":
            return _percentage(cell) or shown
        case "float" | "currency":
            return _number(cell, shown)
        case _:
            return shown or cell.get("office:string-value")


def _number(cell: Attributes, shown: str) -> Value:
    """A number, or its figures where zeros stand before it or after the comma."""
    try:
        number = float(cell.get("office:value") or "")
    except ValueError:
        return shown
    if not abs(number) < 1e300:
        return shown
    has_zeros = shown.isdecimal() and shown != figures(number) and int(shown) == number
    has_cents = _AMOUNT.fullmatch(shown) is not None
    return shown if has_zeros or has_cents else number


def _percentage(cell: Attributes) -> str:
    try:
        return f"{figures(round(float(cell.get('office:value') or '') * 100, 8))}%"
    except (ValueError, OverflowError):
        return ""


def _day(written: str, *, is_month: bool) -> Value | None:
    """A day; a month in full where only that is shown («novembre 2025» is stored as its first day)."""
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    if is_month:
        return f"{MONTHS[moment.month - 1].capitalize()} {moment.year}"
    return moment.date() if moment.time() == dt.time() else moment.replace(tzinfo=None)


def _time(written: str) -> Value | None:
    found = _DURATION.fullmatch(written)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return dt.time(int(found[1]), int(found[2]))


def _margins(archive: Archive) -> dict[str, dict[Remark, None]]:
    """Page headers and footers by page style; a file without styles has none."""
    pages, styles = MasterPages(), archive.find("styles.xml")
    if styles is not None:
        walk(archive.chunks(styles), pages)
    return pages.found


def sheets_of(archive: Archive) -> Iterator[Sheet]:
    """The sheets of a document in their order, hidden ones too.

    Raises:
        Refused: It is encrypted, or its content is not there.
    """
    manifest, tables = Manifest(), _Tables()
    listed, content = archive.find("META-INF/manifest.xml"), archive.find("content.xml")
    if listed is not None:
        walk(archive.chunks(listed), manifest)
    if manifest.is_encrypted:
        raise Refused(Refusal.PASSWORD_PROTECTED)
    if content is None:
        raise Refused(Refusal.DAMAGED)
    stopped = walk(archive.chunks(content), tables)
    margins = _margins(archive)
    for sheet, style in zip(tables.sheets, tables.styles, strict=True):
        sheet.refusal = sheet.refusal or stopped
        for remark in margins.get(tables.pages.get(style, _DEFAULT_PAGE), {}) if sheet.rows else ():
            sheet.remarks.append(remark if remark.is_above else replace(remark, line=max(sheet.rows)))
        yield sheet
    if not tables.sheets and stopped is not None:
        raise Refused(stopped)
