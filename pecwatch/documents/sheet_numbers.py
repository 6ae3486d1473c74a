# SPDX-License-Identifier: EUPL-1.2
"""Numbers of a sheet as they are shown: days, times, percentages, figures with their zeros (ECMA-376, 18.8.30)."""

import datetime as dt
import re
from functools import lru_cache

from pecwatch.documents.sheet_grid import Value
from pecwatch.italian.dates import MONTHS
from pecwatch.model.record import record

BUILT_IN: tuple[tuple[tuple[int, ...], str], ...] = (
    ((1, 3, 37, 38), "0"),
    ((2, 4, 39, 40), "0.00"),
    ((9,), "0%"),
    ((10,), "0.00%"),
    ((14, 15, *range(27, 32), 36, *range(50, 55), *range(57, 59)), "dd/mm/yyyy"),
    ((16,), "dd/mm"),
    ((17,), "mmm/yyyy"),
    ((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "hh:mm"),
    ((22,), "dd/mm/yyyy hh:mm"),
    ((46,), "[h]:mm"),
)
"""Formats that every workbook has without declaring them, by their numbers."""

_QUOTED = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_LAST_SERIAL = 2_958_465
"""31 December 9999."""

_START = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zones
_DAYS_TO_1904 = 1462


@record
class NumberFormat:
    """What a number means by the way it is shown."""

    has_day: bool = False
    has_month_only: bool = False
    """«novembre 2025»: a month, stored as its first day."""
    has_time: bool = False
    is_percentage: bool = False
    zeros: int = 0
    """Figures shown at least: «00123»."""
    decimals: int | None = None


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """What a format code such as `dd/mm/yyyy` says."""
    plain = _QUOTED.sub("", code[:255]).partition(";")[0].lower().replace("am/pm", "").replace("general", "")
    plain = plain.replace("standard", "")
    has_time = "h" in plain or "s" in plain or "[m" in plain
    has_month = "m" in plain and ("y" in plain or not has_time)
    has_day = "d" in plain or "y" in plain or has_month
    if has_day or has_time:
        month_only = has_day and "d" not in plain and has_month and "y" in plain
        return NumberFormat(has_day=has_day, has_month_only=month_only, has_time=has_time)
    whole, _, fraction = plain.partition(".")
    return NumberFormat(
        is_percentage="%" in plain,
        zeros=len(whole) if re.fullmatch("0{2,}", whole) else 0,
        decimals=fraction.count("0") if "0" in plain and "e" not in plain and "#" not in fraction else None,
    )


def shown(number: float, how: NumberFormat, *, is_1904: bool = False) -> Value:
    """The value of a number shown in some way; a plain number stays one, because its column may tell more."""
    if how.has_day or how.has_time:
        moment = moment_of(number, is_1904=is_1904)
        return number if moment is None else _moment(moment, how, is_time=not how.has_day)
    if how.is_percentage:
        return f"{figures(round(number * 100, 8))}%"
    if how.zeros and number == int(number) and number >= 0:
        return f"{int(number):0{how.zeros}}"
    if how.decimals and abs(number) < 1e15:
        return f"{number:.{min(how.decimals, 10)}f}".replace(".", ",")
    return number


def moment_of(serial: float, *, is_1904: bool = False) -> dt.datetime | None:
    """The moment a serial number stands for, to the nearest minute; None when it is none."""
    serial += _DAYS_TO_1904 if is_1904 else 0
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    return _START + dt.timedelta(minutes=round(serial * 24 * 60))


def _moment(moment: dt.datetime, how: NumberFormat, *, is_time: bool) -> Value:
    if how.has_month_only:
        return f"{MONTHS[moment.month - 1].capitalize()} {moment.year}"
    if is_time or moment.date() <= _START.date():
        return moment.time()
    return moment if how.has_time else moment.date()


def figures(number: float) -> str:
    """A number as an Italian office writes it: whole without a comma, otherwise with two decimals at least.

    Two, because a time typed as «9,30» is stored as 9.3, and so is an amount.
    """
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    if abs(number) >= 1e15 or abs(number) < 1e-6:
        return repr(number)
    short = f"{number:.8f}".rstrip("0")
    whole, _, fraction = short.partition(".")
    return f"{whole},{fraction:0<2}"
