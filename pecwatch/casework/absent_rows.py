# SPDX-License-Identifier: EUPL-1.2
"""Rows that a reminder no longer names: not cancelled, and their owners have to ask."""

import datetime as dt
from collections.abc import Iterable

from pecwatch.casework.again import is_over
from pecwatch.model.listing import Listing
from pecwatch.model.news import Difference, NewsKind, RowChange, RowNews
from pecwatch.model.position import Position, Priority

MISSING = Difference(field="missing", before=None, after=None, applied=True)


def newly_absent(missing: Iterable[Position], kind: NewsKind, listing: Listing, today: dt.date) -> tuple[RowNews, ...]:
    """What to tell of the open positions that a list speaking again does not name; each is told once.

    A reminder on the 21st has no reason to name the row of the 6th, nor one that is not to be executed. Who is not
    named in a list that was read in part may stand in what could not be read.
    """
    if kind is not NewsKind.REMINDER or not listing.complete:
        return ()
    return tuple(
        RowNews(row=each.row, match=each.match, change=RowChange.CHANGED, position=each, differences=(MISSING,))
        for each in missing
        if each.absent_from is None and each.priority is Priority.URGENT and not is_over(each, today)
    )
