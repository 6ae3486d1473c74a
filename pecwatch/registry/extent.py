# SPDX-License-Identifier: EUPL-1.2
"""How far the cells of an XLSX workbook reach, known before a library makes room for the whole rectangle.

One stray cell in the last corner of a sheet makes calamine ask for hundreds of gigabytes, and the process is gone.
"""

import re
import zipfile
from pathlib import Path

from pecwatch.errors import UsageError

MOST_CELLS = 60_000_000
"""Of the rectangle around all cells of a sheet: a million people in sixty columns."""

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_AT_ONCE = 1 << 20
_LONGEST_TAG = 1 << 10


def refuse_boundless(path: Path) -> None:
    """Look at the places of the cells of every sheet; what is no such workbook is passed over.

    Raises:
        UsageError: A sheet reaches too far.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if _SHEET.fullmatch(name):
                rows, columns = _reach(package, name)
                if rows * columns > MOST_CELLS:
                    raise UsageError(
                        f"{path}: a sheet reaches to row {rows} and column {columns}: a stray cell? "
                        "Delete what stands far from the table, or export it as CSV"
                    )


def _reach(package: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """The last row and column that hold a cell, from 1; cells without a place of their own stand side by side."""
    last_row, column, before = 0, b"", b""
    with package.open(name) as file:
        while piece := file.read(_AT_ONCE):
            for letters, row in _CELL.findall(before + piece):
                last_row = max(last_row, int(row))
                if (len(letters), letters) > (len(column), column):
                    column = letters
            before = piece[-_LONGEST_TAG:]
    return last_row, _number(column)


def _number(letters: bytes) -> int:
    """Column `AB` as 28."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
