# SPDX-License-Identifier: EUPL-1.2
"""What a cell of an export says, whatever a spreadsheet made of it on the way."""

import datetime as dt
import re
from decimal import Decimal
from math import isfinite

from pecwatch.italian.damaged import mended

_ISO = "%Y-%m-%d"
"""How our own readers write the dates of workbooks and databases, whatever a mapping says of texts."""

_COMPACT = "%Y%m%d"
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_NOTHING = frozenset({"NULL", "null", "(null)", "(NULL)", "<null>", "\\N", "#N/D", "#N/A", "#RIF!", "#REF!", "NaN"})
_AS_TEXT = re.compile(r"^=\"(.*)\"$|^'(?=\d)")
"""How a spreadsheet is kept from counting with what it shows: «="14"» and «'14»."""

_FLOAT = re.compile(r"(\d+)[.,]0+")
_SERIAL = re.compile(r"(\d{4,5})(?:[.,]\d+)?")
_TIME_BEHIND = re.compile(r"[ T](?=\d{1,2}[:.]\d\d)")
_BEFORE_SERIAL_ONE = dt.date(1899, 12, 30)
"""Serials of spreadsheets count from here, since they hold 1900 for a leap year."""

_FIRST_SERIAL, _LAST_SERIAL = 3_654, 73_050
"""From 1910 to 2099; what lies between these and may be a year is taken for no day."""
_YEARS = range(1850, 2101)


def tidy_cell(cell: str) -> str:
    """The cell with its blanks folded; a number that a spreadsheet turned to `14.0` is whole again.

    What programs write for nothing is nothing.
    """
    tidied = " ".join(mended(cell).split())
    if tidied[:1] in ("=", "'"):
        tidied = _AS_TEXT.sub(r"\1", tidied)
    if tidied in _NOTHING:
        return ""
    if tidied.endswith("0") and tidied[:1].isdigit():
        whole = _FLOAT.fullmatch(tidied)
        return whole[1] if whole else tidied
    return tidied


def text_of(value: object) -> str:
    """A typed cell as text: whole numbers without a point, days as ISO dates, a time of midnight left out."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, float | Decimal) and isfinite(value) and value == int(value):
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def parse_day(text: str, date_format: str | None = None) -> dt.date | None:
    """A day as exports print it, also with a time behind it, or as the serial number of a spreadsheet.

    Args:
        date_format: How a mapping says that days are written; two digits of a year never mean one to come.
    """
    day = _TIME_BEHIND.split(text.strip())[0]
    plain = _DAY_MONTH_YEAR.fullmatch(day) if date_format is None else None
    if plain is not None:
        return _day_of(int(plain[4]), int(plain[3]), int(plain[1]))
    for known in (_ISO, _COMPACT) if date_format is None else (date_format, _ISO):
        try:
            parsed = dt.datetime.strptime(day, known).date()  # noqa: DTZ007  # a calendar day has no time zone
        except ValueError:
            continue
        return _past(parsed) if "%y" in known else parsed
    return _day_of_serial(text.strip())


class Days(dict[str, dt.date | None]):
    """Days by how they are written, each read once; None for what is no day, and for a blank."""

    def __init__(self, date_format: str | None) -> None:
        super().__init__({"": None})
        self._date_format = date_format

    def __missing__(self, text: str) -> dt.date | None:
        self[text] = day = parse_day(text, self._date_format)
        return day


def _day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _past(day: dt.date) -> dt.date:
    today = dt.datetime.now(dt.UTC).date()
    return day if day <= today else day.replace(year=day.year - 100)


def _day_of_serial(text: str) -> dt.date | None:
    match = _SERIAL.fullmatch(text)
    if match is None:
        return None
    serial = int(match[1])
    if serial in _YEARS or not _FIRST_SERIAL <= serial <= _LAST_SERIAL:
        return None
    return _BEFORE_SERIAL_ONE + dt.timedelta(days=serial)
