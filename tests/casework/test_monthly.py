# SPDX-License-Identifier: EUPL-1.2
"""The numbers of a month: each counted from what was written down, none guessed."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.fates import fate_counts, fate_of
from pecwatch.casework.monthly import acknowledgments, band_counts, differences, month_before, months_lists
from pecwatch.casework.open_questions import open_questions
from pecwatch.model.listing import Status
from pecwatch.model.match import Band
from pecwatch.model.message import Trust
from pecwatch.model.monthly import Doubt, Fate, ListPart, Wait
from pecwatch.model.position import Event, Outcome, Position, PositionState, Priority
from pecwatch.model.trail import HeldTrace, QuestionTrace
from tests.casework.people import ZUCCHEROLI, match, position_of
from tests.papers.records import HOURS, NOW, REFERENCE, at, clocks, event, trace

SERVED = at(10, 24, 9)
TODAY = NOW.date()


def said(kind: str, when: dt.datetime, who: str = "OP01", by: str = "mail", reference: str = REFERENCE) -> Event:
    """A word of a person."""
    return event(kind, when, who, by, reference=reference)


@pytest.mark.parametrize(
    ("kinds", "rows", "part"),
    [
        pytest.param(("opened",), 3, ListPart.FIRST, id="it opened the rows"),
        pytest.param(("copy_received",), 3, ListPart.COPY, id="a copy"),
        pytest.param(("copy_received", "confirmed"), 3, ListPart.COPY, id="a copy that confirms"),
        pytest.param(("confirmed_by_reminder", "opened"), 3, ListPart.AGAIN, id="a reminder with a new row"),
        pytest.param(("annulled",), 3, ListPart.AGAIN, id="a replacement"),
        pytest.param((), 3, ListPart.RECORDED, id="it did nothing"),
        pytest.param((), 0, ListPart.EMPTY, id="nothing planned"),
    ],
)
def test_what_a_message_was_to_the_month(kinds: tuple[str, ...], rows: int, part: ListPart) -> None:
    """Judged by what it did to the positions."""
    stories = {REFERENCE: [event(kind, SERVED, message_id=1) for kind in kinds]}
    (found,) = months_lists((trace(1, rows=rows),), stories)
    assert found.part is part


def test_lists_stand_in_the_order_of_arrival() -> None:
    """By the server's clock; a message without one by when it was seen."""
    late = trace(1, clocks=clocks(at(10, 25), server_at=at(10, 24, 12)))
    early = trace(2, clocks=clocks(at(10, 24, 11)))
    assert [each.trace.message_id for each in months_lists((late, early), {})] == [2, 1]


@pytest.mark.parametrize(
    ("trust", "certified", "served"),
    [
        pytest.param(Trust.VERIFIED, at(10, 24, 9), at(10, 24, 9), id="the provider's time"),
        pytest.param(Trust.UNVERIFIABLE, at(10, 24, 9), at(10, 24, 9), id="nothing speaks against it"),
        pytest.param(Trust.INVALID, at(10, 20, 9), at(10, 24, 10), id="a broken seal proves no time"),
        pytest.param(Trust.VERIFIED, at(10, 30, 9), at(10, 24, 10), id="nothing is sent after it came"),
        pytest.param(Trust.ABSENT, None, at(10, 24, 10), id="ordinary mail counts from its arrival"),
    ],
)
def test_from_when_a_list_counts(trust: Trust, certified: dt.datetime | None, served: dt.datetime) -> None:
    """The clock that can be believed."""
    times = clocks(at(10, 24, 11), certified_at=certified, server_at=at(10, 24, 10))
    assert trace(trust=trust, clocks=times).served_at == served


@pytest.mark.parametrize(
    ("story", "wait", "minutes"),
    [
        pytest.param((said("taken", at(10, 24, 11)),), Wait.SAME_DAY, 120, id="the same morning"),
        pytest.param((said("taken", at(10, 27, 8, 30)),), Wait.ONE, 330, id="on Monday"),
        pytest.param((said("contacted", at(10, 28, 9)),), Wait.TWO, 720, id="two days later"),
        pytest.param((said("outcome", at(10, 31, 9)),), Wait.THREE_TO_FIVE, 1800, id="within the week"),
        pytest.param((said("taken", at(11, 10, 9)),), Wait.MORE, 3960, id="weeks later"),
        pytest.param((said("passed", at(10, 24, 11)),), Wait.NONE, None, id="handed on: nobody works on it yet"),
        pytest.param((said("rejected", at(10, 24, 11)),), Wait.NONE, None, id="not the person: likewise"),
        pytest.param((event("taken", at(10, 24, 11)),), Wait.NONE, None, id="the program is nobody"),
        pytest.param(
            (said("taken", at(10, 28, 9)), said("taken", at(10, 24, 11))), Wait.SAME_DAY, 120, id="the first one counts"
        ),
        pytest.param((), Wait.NONE, None, id="nobody"),
    ],
)
def test_how_long_a_row_waited(story: tuple[Event, ...], wait: Wait, minutes: int | None) -> None:
    """In working time from the list to the first acknowledgment."""
    found = acknowledgments((position_of(ZUCCHEROLI),), {REFERENCE: story}, {1: SERVED}, HOURS)
    assert [each.wait for each in found.waits if each.rows] == [wait]
    assert (found.median_minutes, found.longest_minutes) == (minutes, minutes)


def test_median_longest_and_who_is_silent() -> None:
    """Muted rows do not count: nobody was told of them."""
    positions = (
        position_of(ZUCCHEROLI, "PW-2025-11-001"),
        position_of(ZUCCHEROLI, "PW-2025-11-002"),
        position_of(ZUCCHEROLI, "PW-2025-11-003"),
        position_of(ZUCCHEROLI, "PW-2025-11-004", muted=True),
        position_of(ZUCCHEROLI, "PW-2025-11-005"),
        position_of(ZUCCHEROLI, "PW-2025-11-006", priority=Priority.LOW),
        position_of(ZUCCHEROLI, "PW-2025-11-007", state=PositionState.CLOSED),
    )
    hours = {"PW-2025-11-001": 10, "PW-2025-11-002": 11, "PW-2025-11-003": 14}
    stories = {name: (said("taken", at(10, 24, hour), reference=name),) for name, hour in hours.items()}
    found = acknowledgments(positions, stories, {1: SERVED}, HOURS)
    assert (found.rows, found.acknowledged, found.median_minutes) == (6, 3, 120)
    assert (found.longest_minutes, found.longest_reference) == (300, "PW-2025-11-003")
    assert found.unanswered == ("PW-2025-11-005",)
    assert found.unanswered_low == ("PW-2025-11-006",)
    assert found.closed_unanswered == ("PW-2025-11-007",)
    assert sum(each.rows for each in found.waits) == found.rows


def test_a_row_whose_message_is_gone_counts_from_its_opening() -> None:
    """Retention takes messages before positions."""
    position = position_of(ZUCCHEROLI, opened_at=at(10, 24, 10))
    found = acknowledgments((position,), {REFERENCE: (said("taken", at(10, 24, 11)),)}, {}, HOURS)
    assert found.median_minutes == 60


def test_rows_by_band_add_up() -> None:
    """Every band is told, also one without rows."""
    bands = (Band.CERTAIN, Band.NONE, Band.NONE)
    counts = band_counts(position_of(ZUCCHEROLI, match=match(band)) for band in bands)
    assert {each.band: each.rows for each in counts if each.rows} == {Band.CERTAIN: 1, Band.NONE: 2}
    assert [each.band for each in counts] == list(Band)


def decided(outcome: Outcome | None = None, status: Status = Status.EXECUTE, **known: object) -> Position:
    return position_of(replace(ZUCCHEROLI, status=status), outcome=outcome, **known)


@pytest.mark.parametrize(
    ("position", "fate"),
    [
        pytest.param(decided(), Fate.OPEN, id="planned"),
        pytest.param(decided(status=Status.UNKNOWN), Fate.OPEN, id="unclear"),
        pytest.param(decided(status=Status.SUSPENDED), Fate.SUSPENDED, id="the list says suspended"),
        pytest.param(decided(status=Status.EXECUTED), Fate.EXECUTED, id="the list says executed"),
        pytest.param(decided(Outcome.RELEASED), Fate.RELEASED, id="a person says released"),
        pytest.param(decided(Outcome.EXECUTED, Status.SUSPENDED), Fate.EXECUTED, id="the outcome wins"),
        pytest.param(decided(Outcome.NOT_THE_HOUSING_COMPANY), Fate.OTHER, id="no list of theirs"),
        pytest.param(decided(Outcome.CLOSED_BY_PERSON), Fate.OTHER, id="closed with a reason"),
    ],
)
def test_what_became_of_a_row(position: Position, fate: Fate) -> None:
    """The word of whoever spoke last, otherwise the list's."""
    assert fate_of(position) is fate


@pytest.mark.parametrize(
    ("events", "by_person"),
    [
        pytest.param((said("outcome", SERVED, by="cli"),), 1, id="a person"),
        pytest.param((event("annulled", SERVED),), 0, id="a list"),
        pytest.param((event("outcome", SERVED),), 0, id="an outcome by a list"),
    ],
)
def test_whose_word_an_outcome_is(events: tuple[Event, ...], by_person: int) -> None:
    """At the table it matters who said it."""
    counts = fate_counts((decided(Outcome.NOT_EXECUTED),), {REFERENCE: events})
    assert [(each.rows, each.by_person) for each in counts if each.rows] == [(1, by_person)]
    assert [each.fate for each in counts] == list(Fate)


def test_differences_are_those_of_lists() -> None:
    """What people change is no difference between lists."""
    stories = {
        "B": (event("held", at(11, 21), detail="name", reference="B", message_id=3),),
        "A": (
            event("changed", at(11, 22), detail="date 2025-11-27 -> 2025-11-26", reference="A", message_id=4),
            said("outcome", at(11, 23), reference="A"),
            event("confirmed_by_reminder", at(11, 22), reference="A", message_id=4),
        ),
    }
    assert [(each.reference, each.word, each.message_id) for each in differences(stories)] == [
        ("B", "held", 3),
        ("A", "changed", 4),
    ]


@pytest.mark.parametrize(
    ("month", "by", "earlier"),
    [("2025-11", 1, "2025-10"), ("2026-01", 1, "2025-12"), ("2026-01", 13, "2024-12"), ("2025-12", -1, "2026-01")],
)
def test_months_before(month: str, by: int, earlier: str) -> None:
    """Over the turn of the year too."""
    assert month_before(month, by) == earlier


def asked(kind: str, about: str, answered: bool = False) -> QuestionTrace:
    return QuestionTrace(
        kind=kind,
        about=about,
        asked_at=SERVED,
        answered_at=SERVED if answered else None,
        answered_by=None,
        answer=None,
    )


def held(ended: bool) -> HeldTrace:
    return HeldTrace(
        reference=REFERENCE,
        message_id=3,
        fields=("status",),
        held_at=SERVED,
        ended_at=SERVED if ended else None,
        ended_as=None,
    )


ONE_LIST = months_lists((trace(),), {})
FUTURE = replace(ZUCCHEROLI, date=TODAY + dt.timedelta(days=7))


@pytest.mark.parametrize(
    ("position", "story", "known", "doubts"),
    [
        pytest.param(position_of(FUTURE), (), {}, {}, id="nothing to ask"),
        pytest.param(position_of(FUTURE), (), {"lists": ()}, {Doubt.NO_LIST: ("2025-11",)}, id="no list has come"),
        pytest.param(position_of(replace(FUTURE, date=None)), (), {}, {Doubt.NO_DAY: (REFERENCE,)}, id="no day"),
        pytest.param(position_of(ZUCCHEROLI), (), {}, {Doubt.NO_OUTCOME: (REFERENCE,)}, id="the day has passed"),
        pytest.param(position_of(ZUCCHEROLI, muted=True), (), {}, {}, id="muted rows are history"),
        pytest.param(
            position_of(ZUCCHEROLI, outcome=Outcome.SUSPENDED), (), {}, {}, id="the day has passed, and how is known"
        ),
        pytest.param(
            position_of(FUTURE, confirmed=False), (), {}, {Doubt.UNCONFIRMED_LIST: ("1",)}, id="a list in doubt"
        ),
        pytest.param(
            position_of(FUTURE),
            (event("opened", SERVED), event("missing", NOW)),
            {},
            {Doubt.MISSING_ROW: (REFERENCE,)},
            id="missing from the reminder",
        ),
        pytest.param(
            position_of(FUTURE), (event("missing", SERVED), event("present_again", NOW)), {}, {}, id="named again"
        ),
        pytest.param(position_of(FUTURE), (), {"held": (held(False),)}, {Doubt.HELD: (REFERENCE,)}, id="held"),
        pytest.param(position_of(FUTURE), (), {"held": (held(True),)}, {}, id="no longer held"),
        pytest.param(
            position_of(FUTURE),
            (),
            {"questions": (asked("no_date", REFERENCE),)},
            {Doubt.NO_DAY: (REFERENCE,)},
            id="asked",
        ),
        pytest.param(position_of(FUTURE), (), {"questions": (asked("no_date", REFERENCE, True),)}, {}, id="answered"),
        pytest.param(
            position_of(FUTURE),
            (),
            {"questions": (asked("moon", "2025-11"),)},
            {Doubt.OTHER: ("2025-11",)},
            id="another",
        ),
        pytest.param(
            position_of(FUTURE),
            (),
            {"lists": months_lists((trace(7, complete=False),), {})},
            {Doubt.READ_IN_PART: ("7",)},
            id="a list read in part",
        ),
    ],
)
def test_what_the_housing_company_is_asked(
    position: Position, story: tuple[Event, ...], known: dict[str, object], doubts: dict[Doubt, tuple[str, ...]]
) -> None:
    """What was written down, and what follows from the rows themselves; once each."""
    given = {"lists": ONE_LIST, "held": (), "questions": (), **known}
    found = open_questions((position,), {REFERENCE: story}, month="2025-11", today=TODAY, **given)  # type: ignore[arg-type]  # as named
    assert {each.doubt: each.about for each in found} == doubts


def test_what_was_asked_and_what_is_seen_is_one_question() -> None:
    """Since when it has been written down stays with it."""
    positions = (position_of(replace(FUTURE, date=None)), position_of(replace(FUTURE, date=None), "PW-2025-11-002"))
    (found,) = open_questions(
        positions,
        {},
        lists=ONE_LIST,
        held=(),
        questions=(asked("no_date", "PW-2025-11-002"),),
        month="2025-11",
        today=TODAY,
    )
    assert found.about == ("PW-2025-11-001", "PW-2025-11-002")
    assert found.asked_at == SERVED
