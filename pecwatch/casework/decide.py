# SPDX-License-Identifier: EUPL-1.2
"""What the news does to the office's positions: which open, which change, who owns them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from pecwatch.casework.cycles import UNTAKEN, after_change
from pecwatch.casework.differences import in_story, merge
from pecwatch.casework.earlier import seen_before
from pecwatch.casework.holding import Outstanding, outstanding
from pecwatch.casework.letters import letters_about, positions_of
from pecwatch.casework.ownership import owner_of, rehomed
from pecwatch.casework.rejections import rejected_folders
from pecwatch.casework.rows import finds_somebody
from pecwatch.casework.urgency import ENDING, priority_of
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.decision import Registered
from pecwatch.model.listing import Letter, ListRow, Status
from pecwatch.model.news import Changes, Known, News, NewsKind, Report, RowNews
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
    may_lower: bool
    """Whether its word closes, lowers and moves later."""
    kind: NewsKind
    office: Office
    known: Known
    now: dt.datetime
    muted: bool
    rows: tuple[ListRow, ...]
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
    if report.reading.letter is not None:
        return _bound(report.reading.letter, message_id, known, now)
    listing = report.reading.listing
    if listing is None or news.month is None or not news.rows:
        return Changes()
    month = news.month
    occasion = Occasion(
        message_id=message_id,
        month=month,
        confirmed=not report.reading.message.is_in_doubt,
        may_lower=news.bar is None,
        kind=news.kind,
        office=office,
        known=known,
        now=now,
        muted=muted or news.kind is NewsKind.HISTORY,
        rows=(*listing.rows, *(each.row for each in known.positions)) if known.letters else (),
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
    done.extend(_absent(row.position, occasion) for row in news.absent if row.position is not None)
    positions = tuple(position for position, _ in done)
    left = Outstanding() if occasion.muted else outstanding(news, positions, occasion.confirmed, message_id, now)
    return Changes(
        positions=positions,
        events=tuple(event for _, events in done for event in events),
        held=left.held,
        ended=left.ended,
        asked=left.asked,
        answered=left.answered,
    )


def _bound(letter: Letter, message_id: int, known: Known, now: dt.datetime) -> Changes:
    """A letter of an earlier phase stands on the timeline of its household, and changes nothing."""
    bound = positions_of(letter, [each for each in known.positions if each.is_open])
    return Changes(
        events=tuple(
            Event(
                reference=each.reference,
                at=now,
                kind="letter",
                who=PECWATCH,
                by=BY_LIST,
                detail=letter.type,
                message_id=message_id,
            )
            for each in bound
        )
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
    events = [_event(position, "opened", detail, occasion), *_letters(position, occasion)]
    events.extend(_event(position, "held", in_story(each), occasion) for each in news.differences if not each.applied)
    if occasion.may_lower and news.row.status in ENDING:
        position = _ended(position, occasion)
        events.append(_event(position, "outcome", news.row.status.value, occasion))
    return position, tuple(events)


def _letters(position: Position, occasion: Occasion) -> list[Event]:
    """What the office had heard of the household before; each letter is told with its own message."""
    about = letters_about(position.row, occasion.known.letters, occasion.rows)
    told = [_event(position, "letter", each.letter.type, occasion) for each in about]
    return [replace(event, message_id=each.message_id) for event, each in zip(told, about, strict=True)]


def _ended(position: Position, occasion: Occasion) -> Position:
    """The housing company's own sealed word: it is over, and the row asks for nothing in time any more."""
    return replace(
        position,
        state=PositionState.CLOSED,
        outcome=ENDING[position.row.status],
        priority=Priority.LOW,
        closed_at=occasion.now,
    )


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
    today = day_in_rome(occasion.now)
    row = merge(news.row, position.row, news.differences, today=today)
    after = replace(position, row=row, priority=priority_of(row), last_message_id=occasion.message_id)
    if any(difference.field == "status" and difference.applied for difference in news.differences):
        after = replace(after, outcome=None, listed=None)
    elif position.listed is not None:
        said = position.listed
        after = replace(
            after, listed=replace(row, status=said.status, postponed_to=said.postponed_to, wording=said.wording)
        )
    for kind, applied in (("changed", True), ("held", False)):
        differences = [each for each in news.differences if each.applied is applied]
        events.extend(_event(after, kind, in_story(each), occasion) for each in differences)
    if after.absent_from is not None and occasion.kind is not NewsKind.TWIN:
        after = replace(after, absent_from=None)
        events.append(_event(after, "present_again", "", occasion))
    if occasion.confirmed and not after.confirmed:
        after = replace(after, confirmed=True)
        events.append(_event(after, "confirmed", "", occasion))
    if after.muted and not occasion.muted and occasion.kind is not NewsKind.TWIN:
        after = replace(after, muted=False)
        events.append(_event(after, "unmuted", "", occasion))
    if finds_somebody(news.match, position):
        after = _reassign(news, after, occasion)
        events.append(_event(after, "matched", f"band={news.match.band} owner={after.owner}", occasion))
    home = rehomed(after, occasion.office, today)
    if home is not None:
        detail = f"{after.owner} -> {home.owner}"
        after = replace(
            after, owner=home.owner, owner_reason=home.reason, also_told=home.also_told, state=PositionState.NEW
        )
        events.append(_event(after, "owner_gone", detail, occasion))
    if occasion.may_lower and news.row.status in ENDING and row.status is news.row.status:
        after = _ended(after, occasion)
        events.append(_event(after, "outcome", row.status.value, occasion))
    return after_change(position, after, occasion.now), tuple(events)


def _spoken_of(kind: NewsKind) -> str:
    return "copy_received" if kind is NewsKind.TWIN else "confirmed_by_reminder"


def _reassign(news: RowNews, position: Position, occasion: Occasion) -> Position:
    """The worker who turns out to know the household owns the row.

    She is only told when somebody has taken it, or when the list is in doubt: a forger must not choose whose it is.
    """
    ownership = owner_of(news.match, occasion.office, day_in_rome(occasion.now), frozenset(position.rejected_folders))
    told = tuple(dict.fromkeys((*position.also_told, *ownership.also_told)))
    if occasion.confirmed and position.state in UNTAKEN:
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
    after = after_change(position, replace(after, listed=None), occasion.now)
    return after, (_event(after, "annulled", "left out of a replacement", occasion),)


def _absent(position: Position, occasion: Occasion) -> tuple[Position, tuple[Event, ...]]:
    """A row that a reminder no longer names: as open and as urgent as before, and a question to the housing company."""
    after = replace(position, absent_from=occasion.message_id)
    return after, (_event(after, "missing", "", occasion),)


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
