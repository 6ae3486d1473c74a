# SPDX-License-Identifier: EUPL-1.2
"""The cells of one worksheet of Excel (ECMA-376, 18.3.1)."""

import re
from functools import lru_cache

from pecwatch.documents.elements import Elements, TooLong
from pecwatch.documents.sheet_grid import Remark, Sheet, Value, area, place, reference
from pecwatch.documents.sheet_margins import margin_lines
from pecwatch.documents.sheet_numbers import NumberFormat, shown

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLAIN = NumberFormat()
_MARGINS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    found = place(f"{letters}1")
    return found[1] if found is not None else 0


class CellElements(Elements):
    """Fills a sheet with what passes by."""

    def __init__(self, sheet: Sheet, texts: tuple[str, ...], formats: tuple[NumberFormat, ...]) -> None:
        super().__init__()
        self._sheet = sheet
        self._texts = texts
        self._formats = formats
        self._row = 0
        self._column = 0
        self._kind = ""
        self._format = _PLAIN
        self._pieces: list[str] = []
        self._is_text = False
        self._is_reading = False
        self._has_formula = False
        self._has: dict[str, bool] = {}
        """Which pages have headers and footers of their own."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; asked for so often that it goes straight for what it needs."""
        match tag.rpartition("}")[2]:
            case "c":
                self._cell(attributes)
            case "v":
                self._is_text = True
            case "t":
                self._is_text = not self._is_reading
            case "f":
                self._has_formula = True
            case "row":
                self._row_begins(attributes)
            case "rPh":
                self._is_reading = True
            case "mergeCell":
                self._merged(attributes.get("ref", ""))
            case "col":
                self._columns(attributes)
            case "headerFooter":
                self._has = {
                    "odd": True,
                    "even": attributes.get("differentOddEven") in ("1", "true"),
                    "first": attributes.get("differentFirst") in ("1", "true"),
                }
            case local if local in _MARGINS:
                self._pieces, self._is_text = [], True

    def data(self, text: str) -> None:
        """Text, of interest only within a value."""
        if self._is_text:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        local = tag.rpartition("}")[2]
        if local == "c":
            self._cell_ends("".join(self._pieces))
        elif local == "rPh":
            self._is_reading = False
        elif local in _MARGINS:
            self._margin(local, "".join(self._pieces))
        self._is_text = False

    def _margin(self, local: str, written: str) -> None:
        """A page header or footer, once for all pages; a footer stands below the last row."""
        is_above = local.endswith("Header")
        if self._has.get(local[:-6], False):
            for text in margin_lines(_unescaped(written)):
                remark = Remark(line=1 if is_above else max(1, self._row), text=text, is_above=is_above)
                if remark not in self._sheet.remarks:
                    self._sheet.remarks.append(remark)

    def _row_begins(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r", "")
        self._row = int(written) if written.isdecimal() and len(written) < 8 else self._row + 1
        self._column = 0
        if attributes.get("hidden") in ("1", "true"):
            self._sheet.hidden_rows.add(self._row)
        self._looked_at()

    def _cell(self, attributes: dict[str, str]) -> None:
        self._looked_at()
        written = attributes.get("r", "")
        letters = written.rstrip("0123456789")
        self._column = (_column(letters) if letters else 0) or self._column + 1
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "")
        number = int(style[:6]) if style.isdecimal() else 0
        self._format = self._formats[number] if number < len(self._formats) else _PLAIN
        self._pieces, self._has_formula = [], False

    def _cell_ends(self, written: str) -> None:
        if not written:
            if self._has_formula and self._kind != "str":
                self._sheet.without_value.append(reference(self._row, self._column))
            return
        if self._kind == "e":
            self._sheet.errors.append(reference(self._row, self._column))
            return
        self._sheet.put(self._row, self._column, self._value(written))
        if self._sheet.refusal is not None:
            raise TooLong

    def _value(self, written: str) -> Value:
        if self._kind == "s":
            number = int(written[:9]) if written.strip().isdecimal() else len(self._texts)
            return _unescaped(self._texts[number]) if number < len(self._texts) else ""
        if self._kind == "b":
            return written.strip() in ("1", "true")
        if self._kind in ("str", "inlineStr"):
            return _unescaped(written)
        if self._kind == "d":  # ISO 8601, as strict workbooks write days
            return written.strip()
        try:
            return shown(float(written), self._format, is_1904=self._sheet.is_1904)
        except (ValueError, OverflowError):
            return written

    def _merged(self, cells: str) -> None:
        self._looked_at()
        found = area(cells)
        if found is not None:
            self._sheet.areas.append(found)

    def _columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        hidden = attributes.get("hidden") in ("1", "true")
        if hidden and first.isdecimal() and last.isdecimal() and len(self._sheet.hidden_columns) < 1000:
            self._sheet.hidden_columns.append((int(first[:7]), int(last[:7])))

    def _looked_at(self) -> None:
        if not self._sheet.look_at():
            raise TooLong


def _unescaped(text: str) -> str:
    """A text without Excel's way of writing control characters (`_x000D_`)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")
