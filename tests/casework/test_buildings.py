# SPDX-License-Identifier: EUPL-1.2
"""Who outside the office hears of what: days of buildings, from lists that are beyond doubt, told once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from pecwatch.casework.buildings import (
    DROPPED,
    TOLD,
    Decided,
    Silence,
    SpokenOf,
    Terms,
    spoken_of,
    told_days,
    tutor_notices,
)
from pecwatch.model.building import Building
from pecwatch.model.listing import Address, ListRow, Status
from pecwatch.model.message import Message, Trust
from pecwatch.model.news import Bar, Changes, News, NewsKind, RowChange, RowNews
from pecwatch.model.position import Event, Position, PositionState
from tests.casework.people import BONETTALI, FALCHETTI, OCTOBER, ZUCCHEROLI, address, match, message, position_of, row

SIXTH, TENTH, TWENTIETH = (dt.date(2025, 11, day) for day in (6, 10, 20))
REF, OTHER = "PW-2025-11-001", "PW-2025-11-002"
TERMS = Terms(allowed=("@cooperativa.example",), fewest_dwellings=6)
SEALED = message(Trust.VERIFIED, identifier="opec1")


def building(street: str, civic: int, email: str | None = "t@cooperativa.example", **known: object) -> Building:
    values = {"dwellings": 18, "tutor_name": "Tullio Ronchetti", "district": "Zaist", **known}
    return Building(street=street, first=civic, last=civic, tutor_email=email, **values)  # type: ignore[arg-type]


ROBINIE = building("VIA DELLE ROBINIE", 14)
PIOPPI = building("LARGO DEI PIOPPI", 3)
GELSI = building("VIALE DEI GELSI", 22, "altra@cooperativa.example", tutor_name="Ersilia Contardi")
TABLE = (ROBINIE, PIOPPI, GELSI)
NEIGHBOUR = row("OKOROMA", "BLESSING", 2, address=address(flat="3"))


def finder(table: tuple[Building, ...]):  # type: ignore[no-untyped-def]  # BuildingOf
    def building_of(wanted: Address) -> Building | None:
        return next((each for each in table if (each.street, str(each.first)) == (wanted.street, wanted.civic)), None)

    return building_of


def new(listed: ListRow, reference: str = REF, **known: object) -> SpokenOf:
    """A position that the message opens."""
    return again(None, position_of(listed, reference, **known))


def again(before: Position | None, after: Position) -> SpokenOf:
    """A position of which the message speaks, naming its day."""
    day = after.execution_on
    return SpokenOf(before=before, after=after, stated=frozenset() if day is None else frozenset({day}))


def decided(
    *spoken: SpokenOf,
    others: tuple[Position, ...] = (),
    told: Mapping[str, frozenset[dt.date]] | None = None,
    table: tuple[Building, ...] = TABLE,
    msg: Message = SEALED,
    now: dt.datetime = OCTOBER,
) -> Decided:
    return tutor_notices(
        spoken,
        (*others, *(each.after for each in spoken)),
        told or {},
        message=msg,
        message_id=7,
        building_of=finder(table),
        terms=TERMS,
        now=now,
    )


def said(result: Decided) -> list[tuple[str, str, tuple[dt.date, ...], tuple[dt.date, ...]]]:
    """To whom, about which street, which days are planned, which are off."""
    return [
        (notice.tutor.email, news.building.street, news.planned, news.dropped)
        for notice in result.notices
        for news in notice.buildings
    ]


def changed(before: ListRow, **changes: object) -> SpokenOf:
    """A position that the message changes."""
    return again(position_of(before), position_of(replace(before, **changes)))  # type: ignore[arg-type]  # free-form


HEARD = {REF: frozenset({SIXTH})}
"""A tutor was told of Mirella's day."""
TO_ROBINIE = ("t@cooperativa.example", "VIA DELLE ROBINIE")


def test_one_mail_for_each_tutor() -> None:
    """All his buildings in one, the other tutor's in hers; each position is remembered as told."""
    result = decided(new(ZUCCHEROLI), new(BONETTALI, OTHER), new(replace(FALCHETTI), "PW-2025-11-003"))
    assert [(each.tutor.email, each.tutor.name, len(each.buildings)) for each in result.notices] == [
        ("t@cooperativa.example", "Tullio Ronchetti", 2),
        ("altra@cooperativa.example", "Ersilia Contardi", 1),
    ]
    assert [(event.reference, event.kind, event.detail) for event in result.events] == [
        (REF, TOLD, "2025-11-06"),
        (OTHER, TOLD, "2025-11-20"),
        ("PW-2025-11-003", TOLD, "2025-11-27"),
    ]


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        pytest.param(ZUCCHEROLI, {"muted": True}, id="recorded muted"),
        pytest.param(ZUCCHEROLI, {"state": PositionState.CLOSED}, id="closed"),
        pytest.param(replace(ZUCCHEROLI, status=Status.NOT_EXECUTED), {}, id="not executed"),
        pytest.param(replace(ZUCCHEROLI, status=Status.SUSPENDED), {}, id="suspended"),
        pytest.param(replace(ZUCCHEROLI, status=Status.RELEASED), {}, id="released"),
        pytest.param(replace(ZUCCHEROLI, status=Status.EXECUTED), {}, id="executed"),
        pytest.param(replace(ZUCCHEROLI, status=Status.POSTPONED), {}, id="postponed without a day"),
        pytest.param(replace(ZUCCHEROLI, date=None), {}, id="no day"),
        pytest.param(replace(ZUCCHEROLI, date=dt.date(2025, 10, 23)), {}, id="a day that is over"),
    ],
)
def test_nothing_to_say(listed: ListRow, known: dict[str, object]) -> None:
    """Of what does not happen, or nobody knows when, or nobody was told in the office, nothing leaves."""
    result = decided(new(listed, **known))
    assert (result.notices, result.events, result.unsaid) == ((), (), ())


@pytest.mark.parametrize("status", [Status.EXECUTE, Status.UNKNOWN, Status.TO_CONFIRM])
def test_what_may_happen_is_told(status: Status) -> None:
    """Whatever the list says of it: the tutor reads a day, not a status."""
    assert said(decided(new(replace(ZUCCHEROLI, status=status)))) == [(*TO_ROBINIE, (SIXTH,), ())]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        pytest.param((PIOPPI,), Silence.NO_BUILDING, id="no building of the table"),
        pytest.param((replace(ROBINIE, dwellings=5),), Silence.TOO_FEW_DWELLINGS, id="five dwellings"),
        pytest.param((replace(ROBINIE, dwellings=None),), Silence.DWELLINGS_UNKNOWN, id="nobody knows how many"),
        pytest.param((replace(ROBINIE, tutor_email=None),), Silence.NO_ADDRESS, id="the tutor left"),
        pytest.param((replace(ROBINIE, tutor_email="t@altrove.example"),), Silence.NOT_ALLOWED, id="not allowed"),
        pytest.param((replace(ROBINIE, tutor_email="t@x.cooperativa.example"),), Silence.NOT_ALLOWED, id="a subdomain"),
        pytest.param((replace(ROBINIE, dwellings=6),), None, id="six dwellings"),
    ],
)
def test_every_silence_has_a_reason(table: tuple[Building, ...], reason: Silence | None) -> None:
    """And leaves no trace of a notice, so that it can still be told once the table is mended."""
    result = decided(new(ZUCCHEROLI), table=table)
    assert [(each.reference, each.reason) for each in result.unsaid] == ([] if reason is None else [(REF, reason)])
    assert (len(result.notices), len(result.events)) == ((1, 1) if reason is None else (0, 0))


@pytest.mark.parametrize(
    ("msg", "bar"),
    [
        pytest.param(message(Trust.INVALID, identifier="o"), Bar.NOT_VERIFIED, id="broken seal"),
        pytest.param(message(Trust.UNVERIFIABLE, identifier="o"), Bar.NOT_VERIFIED, id="seal that nobody vouches for"),
        pytest.param(message(Trust.ABSENT, certified_at=None), Bar.NOT_VERIFIED, id="ordinary copy"),
        pytest.param(message(Trust.VERIFIED, False, identifier="o"), Bar.NOT_RECOGNISED, id="somebody else's seal"),
        pytest.param(
            message(Trust.VERIFIED, identifier="o", warnings=("replayed_identifier",)), Bar.REPLAYED, id="sent again"
        ),
    ],
)
def test_a_list_in_doubt_tells_nobody_outside(msg: Message, bar: Bar) -> None:
    """Neither that something is planned nor that it is off: a forger must not be able to send tutors about."""
    off = changed(ZUCCHEROLI, status=Status.NOT_EXECUTED)
    for result in (decided(new(ZUCCHEROLI), msg=msg), decided(off, told=HEARD, msg=msg)):
        assert (result.notices, result.events, result.bar) == ((), (), bar)


@pytest.mark.parametrize(
    ("spoken", "others", "told", "expected"),
    [
        pytest.param(
            again(position_of(ZUCCHEROLI), position_of(ZUCCHEROLI)), (), HEARD, [], id="reminder, nothing new"
        ),
        pytest.param(
            again(position_of(ZUCCHEROLI), position_of(ZUCCHEROLI)),
            (),
            {},
            [(*TO_ROBINIE, (SIXTH,), ())],
            id="the sealed copy of a list that was in doubt",
        ),
        pytest.param(changed(ZUCCHEROLI, date=TENTH), (), HEARD, [(*TO_ROBINIE, (TENTH,), (SIXTH,))], id="another day"),
        pytest.param(
            changed(ZUCCHEROLI, status=Status.POSTPONED, postponed_to=TWENTIETH),
            (),
            HEARD,
            [(*TO_ROBINIE, (TWENTIETH,), (SIXTH,))],
            id="postponed to a day",
        ),
        pytest.param(
            changed(ZUCCHEROLI, status=Status.POSTPONED), (), HEARD, [(*TO_ROBINIE, (), (SIXTH,))], id="postponed"
        ),
        pytest.param(
            changed(ZUCCHEROLI, status=Status.RELEASED), (), HEARD, [(*TO_ROBINIE, (), (SIXTH,))], id="released"
        ),
        pytest.param(changed(ZUCCHEROLI, status=Status.RELEASED), (), {}, [], id="off, and nobody had heard of it"),
        pytest.param(
            changed(ZUCCHEROLI, status=Status.RELEASED),
            (position_of(NEIGHBOUR, OTHER),),
            HEARD,
            [],
            id="off for one, still on for a neighbour",
        ),
        pytest.param(
            changed(ZUCCHEROLI, status=Status.RELEASED),
            (),
            {OTHER: frozenset({SIXTH})},
            [],
            id="told of somebody who is nowhere any more",
        ),
        pytest.param(new(NEIGHBOUR, OTHER), (position_of(ZUCCHEROLI),), HEARD, [], id="a neighbour on the same day"),
        pytest.param(
            new(replace(NEIGHBOUR, date=TENTH), OTHER),
            (position_of(ZUCCHEROLI),),
            HEARD,
            [(*TO_ROBINIE, (TENTH,), ())],
            id="a neighbour on another day",
        ),
        pytest.param(
            changed(ZUCCHEROLI, address=address("LARGO DEI PIOPPI", "3")),
            (),
            HEARD,
            [("t@cooperativa.example", "LARGO DEI PIOPPI", (SIXTH,), ()), (*TO_ROBINIE, (), (SIXTH,))],
            id="another building",
        ),
        pytest.param(
            again(
                position_of(ZUCCHEROLI, state=PositionState.CLOSED), position_of(ZUCCHEROLI, state=PositionState.CLOSED)
            ),
            (),
            HEARD,
            [],
            id="closed by a person, named again by the list",
        ),
        pytest.param(
            replace(again(position_of(ZUCCHEROLI), position_of(ZUCCHEROLI)), stated=frozenset()),
            (),
            {},
            [],
            id="a day that only an earlier list in doubt named",
        ),
    ],
)
def test_what_is_new_for_a_building(
    spoken: SpokenOf,
    others: tuple[Position, ...],
    told: Mapping[str, frozenset[dt.date]],
    expected: list[tuple[str, str, tuple[dt.date, ...], tuple[dt.date, ...]]],
) -> None:
    """A tutor hears of each day of a building once, and once more when nothing is left of it."""
    assert said(decided(spoken, others=others, told=told)) == expected


def test_a_day_that_is_off_for_two_is_off_for_both() -> None:
    """It is taken back at every position behind it, and can be told again afterwards."""
    both = {REF: frozenset({SIXTH}), OTHER: frozenset({SIXTH})}
    off = replace(NEIGHBOUR, status=Status.RELEASED)
    spoken = (
        changed(ZUCCHEROLI, status=Status.RELEASED),
        again(position_of(NEIGHBOUR, OTHER), position_of(off, OTHER)),
    )
    result = decided(*spoken, told=both)
    assert said(result) == [(*TO_ROBINIE, (), (SIXTH,))]
    told = [Event(reference=each, at=OCTOBER, kind=TOLD, who="", by="", detail=str(SIXTH)) for each in (REF, OTHER)]
    left = told_days((*told, *result.events))
    assert set(left.values()) == {frozenset()}
    back = again(position_of(replace(ZUCCHEROLI, status=Status.RELEASED)), position_of(ZUCCHEROLI))
    assert said(decided(back, told=left)) == [(*TO_ROBINIE, (SIXTH,), ())]


def test_a_day_that_is_over_is_not_taken_back() -> None:
    """Its visit was made, or not: a tutor who reads that it is off now would believe that it never was."""
    after = dt.datetime(2025, 11, 7, 8, tzinfo=dt.UTC)
    result = decided(changed(ZUCCHEROLI, date=TENTH), told=HEARD, now=after)
    assert said(result) == [(*TO_ROBINIE, (TENTH,), ())]


def test_events_in_turn() -> None:
    """Told, off, told again: the last word holds."""
    kinds = (TOLD, DROPPED, TOLD)
    events = [Event(reference=REF, at=OCTOBER, kind=kind, who="", by="", detail=str(SIXTH)) for kind in kinds]
    assert told_days(events) == HEARD
    assert told_days(events[:2]) == {REF: frozenset()}


def test_each_position_of_a_message_once() -> None:
    """Two lists of one message: as it was before the first, as it is after the last, with the days of both."""

    def weighed(before: Position | None, after: Position, *, left_out: bool = False) -> tuple[News, Changes]:
        told = RowNews(row=after.row, match=match(), change=RowChange.NEW, position=before)
        rows = {"left_out": (told,)} if left_out else {"rows": (told,)}
        return News(kind=NewsKind.FIRST_LIST, reason="", **rows), Changes(positions=(after,))  # type: ignore[arg-type]

    first, last = position_of(ZUCCHEROLI), position_of(replace(ZUCCHEROLI, date=TENTH))
    (found,) = spoken_of((weighed(None, first), weighed(first, last)))
    assert (found.before, found.after, found.stated) == (None, last, frozenset({SIXTH, TENTH}))
    (left_out,) = spoken_of((weighed(first, first, left_out=True),))
    assert left_out.stated == frozenset()
