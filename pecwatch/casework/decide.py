# SPDX-License-Identifier: EUPL-1.2
"""What the news does to the office's positions: which open, which change, who owns them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from pecwatch.casework.differences import merge
from pecwatch.casework.earlier import seen_before
from pecwatch.casework.ownership import owner_of
from pecwatch.casework.rejections import rejected_folders
from pecwatch.casework.rows import finds_somebody
from pecwatch.casework.urgency import priority_of
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.decision import Registered
from pecwatch.model.listing import Status
from pecwatch.model.news import Changes, Difference, Known, News, NewsKind, Report, RowNews
from pecwatch.model.office import Office
from pecwatch.model.position import Event, Outcome, Position, PositionState, Priority, SeenBefore
from pecwatch.model.record import record

BY_LIST = "list"
PECWATCH = "pecwatch"


@record
class Occasion:
    """What all rows of one message have in common."""

    message_id: int
    month: str
    confirmed: bool
    kind: NewsKind
    office: Office
    known: Known
    now: dt.datetime
    muted: bool
    rejection_key: bytes | None
    registered: Registered | None


def decide(
    news: News,
    report: Report,
    *,
    message_id: int,
    office: Office,
    known: Known,
    now: dt.datetime,
    next_number: Mapping[str, int],
    muted: bool = False,
    rejection_key: bytes | None = None,
    registered: Registered | None = None,
) -> Changes:
    """Turn the news into positions and events.

    Args:
        now: Aware; its day decides who is absent.
        next_number: Next free running number of each month; a month without one begins at 1.
        muted: Whether new positions are only recorded: no alert, no clock.
        rejection_key: Key under which «non è la stessa persona» was remembered; without it such
            decisions are known only to the position they were made for.
        registered: The registry in force: a changed entry is new evidence.
    """
    listing = report.reading.listing
    if listing is None or news.month is None or not news.rows:
        return Changes()
    month = news.month
    occasion = Occasion(
        message_id=message_id,
        month=month,
        confirmed=not report.reading.message.is_in_doubt,
        kind=news.kind,
        office=office,
        known=known,
        now=now,
        muted=muted or news.kind is NewsKind.HISTORY,
        rejection_key=rejection_key,
        registered=registered,
    )
    number = next_number.get(month, 1)
    opened = [row.row for row in news.rows if row.position is None]
    closed = (each for each in known.positions if each.month == month and not each.is_open)
    seen = iter(seen_before(opened, (*known.before, *closed)))
    done: list[tuple[Position, tuple[Event, ...]]] = []
    for row in news.rows:
        if row.position is None:
            done.append(_open(row, f"PW-{month}-{number:03d}", next(seen), occasion))
            number += 1
        else:
            done.append(_continue(row, row.position, occasion))
    done.extend(_left_out(row, row.position, occasion) for row in news.left_out if row.position is not None)
    return Changes(
        positions=tuple(position for position, _ in done), events=tuple(event for _, events in done for event in events)
    )


def _open(
    news: RowNews, reference: str, seen: tuple[SeenBefore, ...], occasion: Occasion
) -> tuple[Position, tuple[Event, ...]]:
    rejected = _struck_out(news, occasion)
    ownership = owner_of(news.match, occasion.office, day_in_rome(occasion.now), frozenset(rejected))
    position = Position(
        reference=reference,
        month=occasion.month,
        row=news.row,
        match=news.match,
        owner=ownership.owner,
        owner_reason=ownership.reason,
        also_told=ownership.also_told,
        priority=priority_of(news.row),
        confirmed=occasion.confirmed,
        muted=occasion.muted,
        opened_at=occasion.now,
        message_id=occasion.message_id,
        last_message_id=occasion.message_id,
        rejected_folders=rejected,
        seen_before=seen,
    )
    detail = f"band={news.match.band} owner={ownership.owner}{' muted' if occasion.muted else ''}"
    return position, (_event(position, "opened", detail, occasion),)


def _struck_out(news: RowNews, occasion: Occasion) -> tuple[str, ...]:
    if occasion.rejection_key is None:
        return ()
    known, key = occasion.known.rejections, occasion.rejection_key
    return rejected_folders(news.row, news.match, known, key, occasion.registered)


def _continue(news: RowNews, position: Position, occasion: Occasion) -> tuple[Position, tuple[Event, ...]]:
    """A position of which a list speaks again; a closed one only gets an entry in its history."""
    events = [_event(position, _spoken_of(occasion.kind), "", occasion)]
    if not position.is_open:
        return position, tuple(events)
    row = merge(news.row, position.row, news.differences, today=day_in_rome(occasion.now))
    after = replace(position, row=row, priority=priority_of(row), last_message_id=occasion.message_id)
    if any(difference.field == "status" and difference.applied for difference in news.differences):
        after = replace(after, outcome=None)
    for kind, applied in (("changed", True), ("held", False)):
        differences = [each for each in news.differences if each.applied is applied]
        events.extend(_event(after, kind, _told(each), occasion) for each in differences)
    if occasion.confirmed and not after.confirmed:
        after = replace(after, confirmed=True)
        events.append(_event(after, "confirmed", "", occasion))
    if after.muted and not occasion.muted and occasion.kind is not NewsKind.TWIN:
        after = replace(after, muted=False)
        events.append(_event(after, "unmuted", "", occasion))
    if finds_somebody(news.match, position):
        after = _reassign(news, after, occasion)
        events.append(_event(after, "matched", f"band={news.match.band} owner={after.owner}", occasion))
    return after, tuple(events)


def _spoken_of(kind: NewsKind) -> str:
    return "copy_received" if kind is NewsKind.TWIN else "confirmed_by_reminder"


def _told(difference: Difference) -> str:
    """Field and, where they are no personal data, both values."""
    if difference.field in ("date", "time", "status", "postponed_to"):
        return f"{difference.field} {difference.before or '-'} -> {difference.after or '-'}"
    return difference.field


def _reassign(news: RowNews, position: Position, occasion: Occasion) -> Position:
    """The worker who turns out to know the household owns the row.

    She is only told when somebody has taken it, or when the list is in doubt: a forger must not choose whose it is.
    """
    ownership = owner_of(news.match, occasion.office, day_in_rome(occasion.now), frozenset(position.rejected_folders))
    told = tuple(dict.fromkeys((*position.also_told, *ownership.also_told)))
    if occasion.confirmed and position.state in (PositionState.NEW, PositionState.NOTIFIED):
        others = tuple(code for code in told if code != ownership.owner)
        return replace(
            position,
            match=news.match,
            owner=ownership.owner,
            owner_reason=ownership.reason,
            also_told=others,
            state=PositionState.NEW,
        )
    others = tuple(code for code in dict.fromkeys((*told, ownership.owner)) if code != position.owner)
    return replace(position, match=news.match, also_told=others)


def _left_out(news: RowNews, position: Position, occasion: Occasion) -> tuple[Position, tuple[Event, ...]]:
    """A row that a replacement leaves out: low, still open, closed only by a person; untouched where that is held."""
    if not all(difference.applied for difference in news.differences):
        return position, (_event(position, "held", "annulled: left out of a replacement", occasion),)
    after = replace(
        position,
        row=replace(position.row, status=Status.NOT_EXECUTED, postponed_to=None),
        outcome=Outcome.NOT_EXECUTED,
        priority=Priority.LOW,
        last_message_id=occasion.message_id,
    )
    return after, (_event(after, "annulled", "left out of a replacement", occasion),)


def _event(position: Position, kind: str, detail: str, occasion: Occasion) -> Event:
    return Event(
        reference=position.reference,
        at=occasion.now,
        kind=kind,
        who=PECWATCH,
        by=BY_LIST,
        detail=detail,
        message_id=occasion.message_id,
    )
