# SPDX-License-Identifier: EUPL-1.2
"""Old mail read again: what of it may touch the case file, and what may be told."""

import datetime as dt
from dataclasses import replace

from pecwatch.model.news import News, RowChange, RowNews
from pecwatch.model.position import Position


def narrowed(news: News, *, send: bool, today: dt.date) -> News:
    """The news of a message that was weighed before, without what must stay as it is.

    Without `send` only muted positions open or change: whatever is live is left alone. With `send`
    muted positions whose day has not passed come alive and are told like new ones, and what now
    differs for a live one is told; what is as it was is told to nobody a second time.
    """
    rows = (_told_again(row, today) if send else _kept_quiet(row) for row in news.rows)
    return replace(news, rows=tuple(row for row in rows if row is not None), missing=())


def _kept_quiet(row: RowNews) -> RowNews | None:
    return row if row.position is None or row.position.muted else None


def _told_again(row: RowNews, today: dt.date) -> RowNews | None:
    position = row.position
    if position is None:
        return row
    if position.muted:
        return None if is_over(position, today) else replace(row, change=RowChange.NEW)
    return row if row.change is RowChange.CHANGED else None


def is_over(position: Position, today: dt.date) -> bool:
    """Whether the day of a position has passed; one without a day has not."""
    return position.execution_on is not None and position.execution_on < today
