# SPDX-License-Identifier: EUPL-1.2
"""The cells of a sheet as texts, days and times told even where they were saved as bare numbers."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from pecwatch.documents.characters import visible
from pecwatch.documents.sheet_grid import Area, Sheet, Value
from pecwatch.documents.sheet_numbers import NumberFormat, figures, moment_of, shown
from pecwatch.documents.zipped import Refusal
from pecwatch.italian.fold import fold

Texts = dict[int, dict[int, str]]
"""By row and column, from 1."""

_DAY_WORDS = frozenset({"DATA", "GIORNO", "QUANDO", "NASCITA", "NATO", "NATA", "RINVIO", "RINVIATO", "DT"})
_TIME_WORDS = frozenset({"ORA", "ORE", "ORARIO"})
_HEADER_LETTERS = 40
"""Longer texts are no headers."""

_SERIALS = range(40_000, 60_000)
"""Days from 2009 to 2064: what a list speaks of."""

_BIRTHS = range(3_000, 60_000)

_DATE = NumberFormat(has_day=True, has_time=True)


def texts_of(sheet: Sheet) -> Texts:
    """Every cell as text, merged ones repeated; blank rows are not there.

    A number becomes a day only where its column says so: other cells of it are days, or its header speaks of one,
    and all its numbers can be days. The list stage could not tell: «45967» may be a flat code.
    """
    dates = {column: _role(cells) for column, cells in _columns(sheet).items()}
    texts: Texts = {}
    for number in sorted(sheet.rows):
        cells = sheet.rows[number]
        row = {
            column: text
            for column in sorted(cells)
            if (text := text_of(_meant(cells[column], dates.get(column), is_1904=sheet.is_1904)))
        }
        if row:
            texts[number] = row
    _repeat_merged(sheet, texts)
    return texts


def text_of(value: Value) -> str:
    """One cell as shown."""
    match value:
        case bool():
            return "SI" if value else "NO"
        case str():
            return "\n".join(line.strip() for line in visible(value).strip().split("\n"))
        case dt.datetime():
            return f"{value:%d/%m/%Y}" if value.time() == dt.time() else f"{value:%d/%m/%Y} ore {value:%H:%M}"
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case dt.time():
            return f"{value:%H:%M}"
        case _:
            return figures(value)


def _columns(sheet: Sheet) -> dict[int, list[Value]]:
    """Columns that hold bare numbers, from top to bottom."""
    numeric = {column for cells in sheet.rows.values() for column, value in cells.items() if _is_number(value)}
    columns: dict[int, list[Value]] = {column: [] for column in numeric}
    for number in sorted(sheet.rows):
        for column, value in sheet.rows[number].items():
            if column in columns:
                columns[column].append(value)
    return columns


def _role(cells: list[Value]) -> str | None:
    """Whether the bare numbers of a column are days or times."""
    numbers = [value for value in cells if isinstance(value, int | float) and not isinstance(value, bool)]
    headers = {
        word
        for value in cells
        if isinstance(value, str) and len(value) < _HEADER_LETTERS
        for word in fold(value).split()
    }
    has_days = any(isinstance(value, dt.date) for value in cells)
    known = _BIRTHS if headers & {"NASCITA", "NATO", "NATA"} else _SERIALS
    if (has_days or headers & _DAY_WORDS) and all(int(number) in known for number in numbers):
        return "day"
    has_times = any(isinstance(value, dt.time) for value in cells)
    if (has_times or headers & _TIME_WORDS) and all(0 < number < 24 for number in numbers):
        return "time"
    return None


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _meant(value: Value, role: str | None, *, is_1904: bool) -> Value:
    if role is None or isinstance(value, bool | str | dt.date | dt.time):
        return value
    if role == "time":
        moment = moment_of(value) if value < 1 else None  # 9,30 is what somebody typed for half past nine
        return value if moment is None else moment.time()
    return shown(value, _DATE, is_1904=is_1904)


def _repeat_merged(sheet: Sheet, texts: Texts) -> None:
    """Repeat the text of merged cells in each of them, in the rows and columns where something else stands."""
    numbers, columns = sorted(texts), used_columns(texts)
    for area in sheet.areas:
        text = texts.get(area.top, {}).get(area.left)
        if text is None:
            continue
        for number, column in _covered(area, numbers, columns):
            if not sheet.look_at():
                return
            if column not in texts[number] and not sheet.room.take(text):
                sheet.refusal = Refusal.SIZE_LIMIT
                return
            texts[number][column] = text


def _covered(area: Area, numbers: list[int], columns: list[int]) -> Iterator[tuple[int, int]]:
    for number in numbers[bisect_left(numbers, area.top) : bisect_right(numbers, area.bottom)]:
        for column in columns[bisect_left(columns, area.left) : bisect_right(columns, area.right)]:
            yield number, column


def used_columns(texts: Mapping[int, Mapping[int, str]]) -> list[int]:
    """Columns in which something stands, from left to right."""
    return sorted({column for row in texts.values() for column in row})
