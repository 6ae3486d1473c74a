# SPDX-License-Identifier: EUPL-1.2
"""Old mail read again: what of it may touch the case file, and what may be told."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from pecwatch.casework.identity import same_household
from pecwatch.casework.lists import TWIN_WITHIN
from pecwatch.model.news import Known, News, RowChange, RowNews
from pecwatch.model.position import Position, ReceivedList


def as_known_then(known: Known, sent_at: dt.datetime, message_id: int) -> Known:
    """What the office knew when a message was sent: a list read again must not pass for a copy of its own copy."""
    earlier = (each for each in known.lists if (each.sent_at, each.message_id) < (sent_at, message_id))
    return replace(known, lists=tuple(earlier))


def later_lists(known: Known, read_again: ReceivedList | None) -> tuple[ReceivedList, ...]:
    """Lists that have spoken since; a second copy of the same sending has said nothing of its own."""
    if read_again is None:
        return ()
    since = (each for each in known.lists if each.sent_at > read_again.sent_at)
    return tuple(each for each in since if not _is_copy(each, read_again))


def narrowed(news: News, *, send: bool, today: dt.date, later: Sequence[ReceivedList] = ()) -> News:
    """The news of a message that was weighed before, without what must stay as it is.

    Without `send` only muted positions open or change: whatever is live is left alone. With `send`
    muted positions whose day has not passed come alive and are told like new ones, and what now
    differs for a live one is told; what is as it was is told to nobody a second time. What somebody
    has closed stays closed.

    Args:
        later: Lists that have spoken since: of a household that they name, what an older list says is no news.
    """
    rows = (_without_what_is_overtaken(row, later) for row in news.rows if row.position is None or row.position.is_open)
    kept = (_told_again(row, today) if send else _kept_quiet(row) for row in rows)
    return replace(news, rows=tuple(row for row in kept if row is not None), missing=(), left_out=(), absent=())


def _without_what_is_overtaken(row: RowNews, later: Sequence[ReceivedList]) -> RowNews:
    overtaken = any(same_household(row.row, other) for each in later for other in each.rows)
    if row.position is None or not overtaken:
        return row
    return replace(row, change=RowChange.SAME, differences=())


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


def _is_copy(one: ReceivedList, other: ReceivedList) -> bool:
    soon = abs(one.sent_at - other.sent_at) <= TWIN_WITHIN
    return soon and one.nature is other.nature and one.way is not other.way
