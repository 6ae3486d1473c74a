# SPDX-License-Identifier: EUPL-1.2
"""Which tutor hears of which days in which buildings, and why the others do not.

A notice leaves the office, so it is decided the other way round from everything else: in doubt nobody is told. Only a
list that may lower an alarm may cause one, since a forger must not be able to send tutors about (docs/decisions/0029).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from pecwatch.casework.lowering import bar_of
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.building import Building, may_be_written_to
from pecwatch.model.listing import Address, Status
from pecwatch.model.message import Message
from pecwatch.model.news import Bar, Changes, News
from pecwatch.model.notice import BuildingNews, TutorNotice
from pecwatch.model.office import OfficePerson, Role
from pecwatch.model.position import Event, Position, Priority
from pecwatch.model.record import record

TOLD, DROPPED = "building_told", "building_dropped"
"""Kinds of events: a tutor was told of a day of the position, or that it is off again; the day is the detail."""

BuildingOf = Callable[[Address], Building | None]


class Silence(StrEnum):
    """Why nobody outside is told of a position."""

    NO_BUILDING = "no_building"
    """The table has no building at its address, or not just one."""
    DWELLINGS_UNKNOWN = "dwellings_unknown"
    TOO_FEW_DWELLINGS = "too_few_dwellings"
    """A day and a building would tell who is meant."""
    NO_ADDRESS = "no_tutor_address"
    NOT_ALLOWED = "tutor_not_allowed"


@record
class Unsaid:
    """A position of which nobody outside is told."""

    reference: str
    reason: Silence


@record
class Terms:
    """On which terms a notice leaves."""

    allowed: tuple[str, ...]
    """[notices] tutor_addresses."""
    fewest_dwellings: int


@record
class SpokenOf:
    """A position of which a message speaks."""

    before: Position | None
    """As it stood before the message; None when the message opened it."""
    after: Position
    stated: frozenset[dt.date] = frozenset()
    """Days that the message itself names for it."""


@record
class Decided:
    """What a message causes outside the office."""

    notices: tuple[TutorNotice, ...] = ()
    """One for each tutor."""
    events: tuple[Event, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    bar: Bar | None = None
    """Why the message as a whole tells nobody outside; None for one that may."""


def spoken_of(weighed: Iterable[tuple[News, Changes]]) -> tuple[SpokenOf, ...]:
    """The positions of which the lists of one message speak, each once: before the first of them and after the last."""
    found: dict[str, SpokenOf] = {}
    for news, changes in weighed:
        for place, (row, after) in enumerate(zip(news.told, changes.positions, strict=False)):
            days = frozenset(day for day in (row.row.postponed_to or row.row.date,) if day is not None)
            # What a replacement leaves out it does not name.
            new = SpokenOf(before=row.position, after=after, stated=days if place < len(news.rows) else frozenset())
            known = found.get(after.reference)
            if known is not None:
                new = replace(new, before=known.before, stated=known.stated | new.stated)
            found[after.reference] = new
    return tuple(found.values())


def told_days(events: Iterable[Event]) -> Mapping[str, frozenset[dt.date]]:
    """The days of each position that a tutor was told of and that were not taken back since.

    Args:
        events: In the order in which they happened.
    """
    days: defaultdict[str, set[dt.date]] = defaultdict(set)
    for event in events:
        day = dt.date.fromisoformat(event.detail)
        if event.kind == TOLD:
            days[event.reference].add(day)
        elif event.kind == DROPPED:
            days[event.reference].discard(day)
    return {reference: frozenset(left) for reference, left in days.items()}


def tutor_notices(
    spoken: Sequence[SpokenOf],
    standing: Sequence[Position],
    told: Mapping[str, frozenset[dt.date]],
    *,
    message: Message,
    message_id: int,
    building_of: BuildingOf,
    terms: Terms,
    now: dt.datetime,
) -> Decided:
    """What a message makes tutors hear: days that are new for a building, and days that are off again.

    Two households of one building on one day are one thing to a tutor, so a building is compared with what was told of
    it, not a position.

    Args:
        standing: Every open position as it stands after the message, and those of `told`.
        told: Days of each position that a tutor was told of (`told_days`).
        now: Aware; nobody is told of a day that is over.
    """
    bar = bar_of(message)
    if bar is not None:
        return Decided(bar=bar)
    table = _Table(building_of=building_of, today=day_in_rome(now))
    earlier = table.told(spoken, standing, told)
    planned, placeless = table.planned(spoken, earlier)
    dropped = table.dropped(spoken, standing, earlier)
    buildings = sorted({mark.building for mark in (*planned, *dropped)}, key=_order)
    news = [_news(each, planned, dropped) for each in buildings]
    silent = {each.building: silence_of(each.building, terms) for each in news}
    said = {building for building, reason in silent.items() if reason is None}
    marks = [(kind, mark) for kind, marks in ((DROPPED, dropped), (TOLD, planned)) for mark in marks]
    return Decided(
        notices=_by_tutor(each for each in news if each.building in said),
        events=tuple(_event(kind, mark, message_id, now) for kind, mark in marks if mark.building in said),
        unsaid=(*placeless, *(unsaid for each in news for unsaid in _unsaid(each, silent[each.building]))),
    )


@record
class _Mark:
    """A day of a position in a building."""

    building: Building
    day: dt.date
    reference: str


@record
class _Table:
    """The table of buildings, as it stands today."""

    building_of: BuildingOf
    today: dt.date

    def told(
        self, spoken: Sequence[SpokenOf], standing: Sequence[Position], told: Mapping[str, frozenset[dt.date]]
    ) -> tuple[_Mark, ...]:
        """What tutors heard, at the address that each position had then."""
        moved = {each.after.reference: each.before for each in spoken if each.before is not None}
        places = {each.reference: moved.get(each.reference, each).row.address for each in standing}
        homes = {each: self.building_of(places[each]) for each in told if each in places}
        return tuple(
            _Mark(building=home, day=day, reference=reference)
            for reference, home in homes.items()
            if home is not None
            for day in sorted(told[reference])
        )

    def planned(
        self, spoken: Sequence[SpokenOf], earlier: Sequence[_Mark]
    ) -> tuple[tuple[_Mark, ...], tuple[Unsaid, ...]]:
        """Days still to come that the message names and no tutor has heard of, and positions in no building."""
        heard = {(mark.building, mark.day) for mark in earlier}
        marks, placeless = [], []
        for each in spoken:
            day = _planned_on(each.after, self.today)
            if day is None or day not in each.stated or each.after.muted:
                continue
            building = self.building_of(each.after.row.address)
            if building is None:
                placeless.append(Unsaid(reference=each.after.reference, reason=Silence.NO_BUILDING))
            elif (building, day) not in heard:
                marks.append(_Mark(building=building, day=day, reference=each.after.reference))
        return tuple(marks), tuple(placeless)

    def dropped(
        self, spoken: Sequence[SpokenOf], standing: Sequence[Position], earlier: Sequence[_Mark]
    ) -> tuple[_Mark, ...]:
        """What tutors heard of and the message took back: nobody else of the building is left on that day.

        A position that somebody closed takes nothing back: the list did not, and the office knows more than it.
        """
        days = ((self.building_of(each.row.address), _planned_on(each, self.today)) for each in standing)
        still = set(days)
        before = [each.before for each in spoken if each.before is not None and each.before.is_open]
        touched = {each.reference for each in before}
        were = {(self.building_of(each.row.address), _planned_on(each, self.today)) for each in before}
        lost = were | {(mark.building, mark.day) for mark in earlier if mark.reference in touched}
        return tuple(mark for mark in earlier if (mark.building, mark.day) in lost - still and mark.day >= self.today)


def _planned_on(position: Position, today: dt.date) -> dt.date | None:
    """The day on which something is still to happen to a position; None where nothing is, or nobody knows when."""
    day = position.execution_on
    waits = position.is_open and position.priority is Priority.URGENT and position.row.status is not Status.EXECUTED
    return day if waits and day is not None and day >= today else None


def _event(kind: str, mark: _Mark, message_id: int, now: dt.datetime) -> Event:
    return Event(
        reference=mark.reference,
        at=now,
        kind=kind,
        who="pecwatch",
        by="mail",
        detail=str(mark.day),
        message_id=message_id,
    )


def _news(building: Building, planned: Iterable[_Mark], dropped: Iterable[_Mark]) -> BuildingNews:
    new, gone = ([mark for mark in marks if mark.building == building] for marks in (planned, dropped))
    return BuildingNews(
        building=building,
        planned=tuple(sorted({mark.day for mark in new})),
        dropped=tuple(sorted({mark.day for mark in gone})),
        references=tuple(sorted({mark.reference for mark in (*new, *gone)})),
    )


def silence_of(building: Building, terms: Terms) -> Silence | None:
    """Why the tutor of a building hears nothing; None when he may."""
    if building.dwellings is None:
        return Silence.DWELLINGS_UNKNOWN
    if building.dwellings < terms.fewest_dwellings:
        return Silence.TOO_FEW_DWELLINGS
    if building.tutor_email is None:
        return Silence.NO_ADDRESS
    return None if may_be_written_to(building.tutor_email, terms.allowed) else Silence.NOT_ALLOWED


def _unsaid(news: BuildingNews, reason: Silence | None) -> tuple[Unsaid, ...]:
    if reason is None:
        return ()
    return tuple(Unsaid(reference=reference, reason=reason) for reference in news.references)


def _by_tutor(news: Iterable[BuildingNews]) -> tuple[TutorNotice, ...]:
    """All buildings of one tutor in one notice."""
    grouped: defaultdict[str, list[BuildingNews]] = defaultdict(list)
    for each in news:
        if each.building.tutor_email is not None:
            grouped[each.building.tutor_email].append(each)
    return tuple(TutorNotice(tutor=_tutor(email, his), buildings=tuple(his)) for email, his in grouped.items())


def _tutor(email: str, news: Sequence[BuildingNews]) -> OfficePerson:
    name = next((each.building.tutor_name for each in news if each.building.tutor_name), "")
    return OfficePerson(code=Role.TUTOR, role=Role.TUTOR, name=name, email=email)


def _order(building: Building) -> tuple[str, str, int, str]:
    return building.district, building.street, building.first, building.exponent or ""
