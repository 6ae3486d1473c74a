# SPDX-License-Identifier: EUPL-1.2
"""What a message adds to what the office knows: first list, second copy, reminder, correction.

The distinction decides who is disturbed: a copy disturbs nobody, a reminder everybody who owns one
of its rows, and whatever differs is told in either case.
"""

import datetime as dt
from dataclasses import replace

from pecwatch.casework.absent_rows import newly_absent
from pecwatch.casework.continuing import continued, speaks_of_others
from pecwatch.casework.differences import compare
from pecwatch.casework.lists import (
    Overlap,
    earlier_list,
    effective_month,
    overlap,
    received_list,
    sending_time,
    twin_of,
)
from pecwatch.casework.lowering import bar_of
from pecwatch.casework.rows import Comparison, compare_row
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.listing import Listing, Nature, State
from pecwatch.model.message import Message
from pecwatch.model.news import Bar, Difference, Known, News, NewsKind, Report, RowChange, RowNews
from pecwatch.model.position import Position, Priority, ReceivedList, Way

CORRECTING = frozenset({Nature.INTEGRATION, Nature.CORRECTION, Nature.REPLACEMENT})

DISGUISED = "another_kind_sealed"
"""The problem of a receipt that is none, where a list may hide."""

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
    is_newest: bool = True,
) -> News:
    """Compare a message with everything known.

    Args:
        message_id: Ledger number of the message; a known list with this number is the message itself.
        arrived_at: When the message reached the box, aware; counts where it states no sending time.
        now: Aware; decides what is still to come.
        is_newest: False for an older list that stands in the message beside a newer one.
    """
    new = received_list(report, message_id=message_id, way=way, arrived_at=arrived_at)
    listing, state = report.reading.listing, report.reading.state
    if new is None or listing is None or (state is not State.EMPTY_LIST and not listing.rows):
        kind, reason = STATES.get(state, STATES[State.UNREADABLE])
        if any(problem.code == DISGUISED for problem in report.reading.problems):
            kind, reason = NewsKind.UNREADABLE, "its provider sealed another kind of message than it is called"
        if known.first_start and kind is not NewsKind.NOT_PERTINENT and _is_over(report, arrived_at, now):
            return News(kind=NewsKind.HISTORY, reason=f"first start: {reason}, and sent before last month")
        return News(kind=kind, reason=reason)
    message, today = report.reading.message, day_in_rome(now)
    overlaps = tuple(overlap(listing.rows, each) for each in _comparable(new, listing, known))
    bar = _bar(message, new, known, overlaps, today, is_newest=is_newest)
    if not listing.rows:
        return replace(_empty(new, overlaps, known, now), bar=bar)
    kind, earlier = _kind(new, overlaps)
    terms = Comparison(
        twin=earlier if kind is NewsKind.TWIN else None,
        may_lower=bar is None,
        is_replayed=Bar.REPLAYED in message.warnings,
        today=today,
        settled=known.settled,
    )
    positions = continued(listing, str(new.month), known, None if earlier is None else earlier.known)
    rows = _rows(report, listing, positions, terms)
    missing = _missing(new, rows, known, kind, earlier)
    left_out = _left_out(missing, listing, terms)
    news = News(
        kind=kind,
        reason=REASONS[kind],
        month=new.month,
        earlier=None if earlier is None else earlier.known,
        rows=rows,
        missing=tuple(each for each in missing if each not in {row.position for row in left_out}),
        left_out=left_out,
        absent=newly_absent(missing, kind, listing, today),
        bar=bar,
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


def _bar(
    message: Message,
    new: ReceivedList,
    known: Known,
    overlaps: tuple[Overlap, ...],
    today: dt.date,
    *,
    is_newest: bool,
) -> Bar | None:
    """Why this list may not lower urgency; None if it may."""
    bar = bar_of(message)
    if bar is not None:
        return bar
    if not is_newest:
        return Bar.OLDER_IN_MESSAGE
    later = {each.message_id for each in known.lists if each.sent_at > new.sent_at} - {new.message_id}
    copies = {
        each.known.message_id
        for each in overlaps
        if each.known.message_id in later and _says_nothing_else(new, each, today)
    }
    return Bar.OVERTAKEN if later - copies else None


def _says_nothing_else(new: ReceivedList, other: Overlap, today: dt.date) -> bool:
    """Whether a known list says of the same households exactly what the new one says."""
    if not len(new.rows) == len(other.known.rows) == len(other.pairs):
        return False
    pairs = ((new.rows[index], other.known.rows[known]) for index, known in other.pairs.items())
    return not any(compare(row, copied, today=today, may_lower=False) for row, copied in pairs)


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


def _left_out(missing: tuple[Position, ...], listing: Listing, terms: Comparison) -> tuple[RowNews, ...]:
    """What an «annulla e sostituisce» annuls by not naming it, as far as an alarm still waits for it.

    One that was not read to its end annuls nothing: what is left out may stand in what could not be read. A second
    copy has nothing to add, unless it may do what the first could not.
    """
    is_mere_copy = terms.twin is not None and not terms.may_lower and not terms.is_replayed
    if listing.nature is not Nature.REPLACEMENT or is_mere_copy:
        return ()
    annulled = Difference(field="annulled", before=None, after=None, applied=terms.may_lower and listing.complete)
    return tuple(
        RowNews(row=each.row, match=each.match, change=RowChange.CHANGED, position=each, differences=(annulled,))
        for each in missing
        if each.priority is Priority.URGENT
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
