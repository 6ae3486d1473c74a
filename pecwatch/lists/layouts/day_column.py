# SPDX-License-Identifier: EUPL-1.2
"""Calendars made of blanks: a day in the margin, and everybody of that day below each other beside it."""

import re

from pecwatch.italian.dates import WrittenDate
from pecwatch.lists.ends import peel
from pecwatch.lists.looks import indent_of

_GAP = re.compile(r"\s{2,}$")


class DayColumn:
    """Remembers the day in the margin, and in which column the rows beside it begin."""

    def __init__(self) -> None:
        self._day: WrittenDate | None = None
        self._column = 0

    def day_of(self, line: str) -> WrittenDate | None:
        """The day in the margin that holds for a row, told by the row's first line."""
        front = peel(line)
        column = len(line) - len(front.rest.lstrip())
        if front.date is not None and _GAP.search(line[:column]):
            self._day, self._column = front.date, column
            return None
        if self._day is not None and abs(indent_of(line) - self._column) > 1:
            self._day = None
        return self._day
