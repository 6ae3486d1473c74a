# SPDX-License-Identifier: EUPL-1.2
"""What a message adds to what the office knows: first list, second copy, reminder, correction.

The distinction decides who is disturbed: a copy disturbs nobody, a reminder everybody who owns one
of its rows, and whatever differs is told in either case.
"""

import datetime as dt
from dataclasses import replace

from pecwatch.casework.continuing import continued, speaks_of_others
from pecwatch.casework.lists import (
    Overlap,
    earlier_list,
    effective_month,
    overlap,
    received_list,
    sending_time,
    twin_of,
)
from pecwatch.casework.rows import Comparison, compare_row
from pecwatch.casework.urgency import may_lower
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.listing import Listing, Nature, State
from pecwatch.model.news import Known, News, NewsKind, Report, RowNews
from pecwatch.model.position import Position, ReceivedList, Way

CORRECTING = frozenset({Nature.INTEGRATION, Nature.CORRECTION, Nature.REPLACEMENT})

STATES: dict[State, tuple[NewsKind, str]] = {
    State.UNREADABLE: (NewsKind.UNREADABLE, "no row could be read"),
    State.LETTER: (NewsKind.LETTER, "a letter of an earlier phase"),
    State.NOT_PERTINENT: (NewsKind.NOT_PERTINENT, "no sign of a list"),
}


def what_is_new(
    report: Report,
    *,
    message_id: int,
    way: Way,
    arrived_at: dt.datetime,
    known: Known,
    now: dt.datetime,
) -> News:
    """Compare a message with everything known.

    Args:
        message_id: Ledger number of the message; a known list with this number is the message itself.
        arrived_at: When the message reached the box, aware; counts where it states no sending time.
        now: Aware; decides what is still to come.
    """
    new = received_list(report, message_id=message_id, way=way, arrived_at=arrived_at)
    listing, state = report.reading.listing, report.reading.state
    if new is None or listing is None or (state is not State.EMPTY_LIST and not listing.rows):
        kind, reason = STATES.get(state, STATES[State.UNREADABLE])
        if known.first_start and kind is not NewsKind.NOT_PERTINENT and _is_over(report, arrived_at, now):
            return News(kind=NewsKind.HISTORY, reason=f"first start: {reason}, and sent before last month")
        return News(kind=kind, reason=reason)
    overlaps = tuple(overlap(listing.rows, each) for each in _comparable(new, listing, known))
    if not listing.rows:
        return _empty(new, overlaps, known, now)
    kind, earlier = _kind(new, overlaps)
    terms = Comparison(
        twin=earlier if kind is NewsKind.TWIN else None,
        may_lower=may_lower(report.reading.message) and all(new.sent_at >= each.sent_at for each in known.lists),
        today=day_in_rome(now),
        settled=known.settled,
    )
    positions = continued(listing, str(new.month), known, None if earlier is None else earlier.known)
    rows = _rows(report, listing, positions, terms)
    news = News(
        kind=kind,
        reason=REASONS[kind],
        month=new.month,
        earlier=None if earlier is None else earlier.known,
        rows=rows,
        missing=_missing(new, rows, known, kind, earlier),
    )
    if known.first_start and kind is not NewsKind.TWIN and not _concerns_the_future(listing, arrived_at, now):
        return replace(news, kind=NewsKind.HISTORY, reason="first start: nothing in the list is still to come")
    return news


REASONS: dict[NewsKind, str] = {
    NewsKind.TWIN: "equal content by another way, or the same PEC identifier, within 72 hours",
    NewsKind.REMINDER: "speaks again of rows of an earlier list",
    NewsKind.CORRECTION: "calls itself an integration, correction or replacement",
    NewsKind.FIRST_LIST: "no known list speaks of these rows",
}


def _comparable(new: ReceivedList, listing: Listing, known: Known) -> list[ReceivedList]:
    """Lists the new one may repeat: of its month, or any when it states none or speaks of an earlier one.

    The next month's list may name the same households again, and is still a first list.
    """
    anything = speaks_of_others(listing)
    return [
        each
        for each in known.lists
        if each.message_id != new.message_id
        and (anything or each.month == new.month or (each.identifier or "") == new.identifier)
    ]


def _kind(new: ReceivedList, overlaps: tuple[Overlap, ...]) -> tuple[NewsKind, Overlap | None]:
    twin = twin_of(new, overlaps)
    if twin is not None:
        return NewsKind.TWIN, twin
    earlier = earlier_list(new, overlaps)
    if new.nature in CORRECTING:
        return NewsKind.CORRECTION, earlier
    return (NewsKind.FIRST_LIST if earlier is None else NewsKind.REMINDER), earlier


def _rows(report: Report, listing: Listing, positions: list[Position | None], terms: Comparison) -> tuple[RowNews, ...]:
    sets = zip(listing.rows, report.matches, positions, strict=True)
    return tuple(
        compare_row(row, match, position, terms.copied_row(index), terms)
        for index, (row, match, position) in enumerate(sets)
    )


def _missing(
    new: ReceivedList, rows: tuple[RowNews, ...], known: Known, kind: NewsKind, earlier: Overlap | None
) -> tuple[Position, ...]:
    """Open positions of the month that a list speaking again no longer names."""
    if earlier is None or kind is NewsKind.FIRST_LIST:
        return ()
    named = {news.position.reference for news in rows if news.position is not None}
    months = {new.month, earlier.known.month}
    return tuple(
        position
        for position in known.positions
        if position.is_open and position.month in months and position.reference not in named
    )


def _empty(new: ReceivedList, overlaps: tuple[Overlap, ...], known: Known, now: dt.datetime) -> News:
    twin = twin_of(new, overlaps)
    if twin is not None:
        return News(kind=NewsKind.TWIN, reason=REASONS[NewsKind.TWIN], month=new.month, earlier=twin.known)
    if known.first_start and str(new.month) < f"{day_in_rome(now):%Y-%m}":
        return News(kind=NewsKind.HISTORY, reason="first start: an old empty list", month=new.month)
    still_open = tuple(position for position in known.positions if position.is_open and position.month == new.month)
    return News(kind=NewsKind.EMPTY_LIST, reason="declared empty", month=new.month, missing=still_open)


def _is_over(report: Report, arrived_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a message that could not be read was sent too long ago for anybody to act on it."""
    sent_on = day_in_rome(sending_time(report.reading.message, arrived_at))
    return _month_after(f"{sent_on:%Y-%m}") < f"{day_in_rome(now):%Y-%m}"


def _month_after(month: str) -> str:
    """The month a list sent in this one is usually about."""
    year, number = map(int, month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def _concerns_the_future(listing: Listing, arrived_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether some row's day is today or later, or some row without a day stands in a month not yet over."""
    today = day_in_rome(now)
    month_runs = effective_month(listing, arrived_at) >= f"{today:%Y-%m}"
    days = [day for row in listing.rows for day in (row.date, row.postponed_to) if day is not None]
    undated = any(row.date is None and row.postponed_to is None for row in listing.rows)
    return any(day >= today for day in days) or (undated and month_runs)
