# SPDX-License-Identifier: EUPL-1.2
"""CONFERMO and NON CONFERMO."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.lists_confirmed import Asked, confirm_list, not_reopened, refuse_list
from pecwatch.casework.positions import Decision, Refusal
from pecwatch.model.listing import ListRow, Nature, Status
from pecwatch.model.news import Changes, HeldEnding, Known
from pecwatch.model.office import Office
from pecwatch.model.position import Outcome, Position, PositionState, Priority
from tests.casework.people import FALCHETTI, NOVEMBER, OFFICE, ZUCCHEROLI, position_of, report
from tests.casework.weighed import ORDINARY, arrives, october, says

LATER = NOVEMBER + dt.timedelta(hours=2)
JANUARY = dt.date(2026, 1, 14)
UNKNOWN_SENDER = replace(ORDINARY, sender_recognised=False)


def by(who: str = "coordinator") -> Decision:
    return Decision(who=who, by="mail", at=LATER, message_id=9)


def opened(*, message_id: int = 2, confirmed: bool = False, **known: object) -> Position:
    return position_of(ZUCCHEROLI, message_id=message_id, confirmed=confirmed, **known)


def asked(*positions: Position, held: Changes | None = None, by_word: frozenset[str] = frozenset()) -> Asked:
    return Asked(message_id=2, positions=positions, held=() if held is None else held.held, by_word=by_word)


def accepted(answer: Changes | Refusal) -> Changes:
    assert isinstance(answer, Changes), answer
    return answer


def held(row: ListRow, nature: Nature = Nature.REMINDER) -> tuple[Position, Changes]:
    """An ordinary mail of a recognised sender asks for something that it may not do."""
    changes = arrives(report((row,), msg=ORDINARY, nature=nature), october(FALCHETTI), number=2, now=NOVEMBER)[1]
    assert changes.held
    return changes.positions[0], changes


def test_confirming_takes_the_mark_away() -> None:
    """Nothing else changes: everybody has been told of the rows already."""
    changes = accepted(confirm_list(asked(opened()), by(), OFFICE))
    assert changes.positions == (opened(confirmed=True),)
    assert [(event.kind, event.who, event.by, event.message_id) for event in changes.events] == [
        ("confirmed", "coordinator", "mail", 9)
    ]
    assert [(each.about, each.answered_by, each.answer) for each in changes.answered] == [
        ("2", "coordinator", "confirmed")
    ]


@pytest.mark.parametrize(
    ("row", "status", "day", "outcome"),
    [
        pytest.param(
            replace(FALCHETTI, status=Status.SUSPENDED), Status.SUSPENDED, FALCHETTI.date, None, id="suspended"
        ),
        pytest.param(
            replace(FALCHETTI, status=Status.POSTPONED, postponed_to=JANUARY), Status.POSTPONED, JANUARY, None,
            id="postponed",
        ),
        pytest.param(replace(FALCHETTI, date=JANUARY), Status.EXECUTE, JANUARY, None, id="a later day"),
        pytest.param(
            replace(FALCHETTI, status=Status.RELEASED), Status.RELEASED, FALCHETTI.date, Outcome.RELEASED,
            id="released: closed",
        ),
    ],
)  # fmt: skip
def test_what_was_held_takes_effect(row: ListRow, status: Status, day: dt.date, outcome: Outcome | None) -> None:
    """As if a list that may had said it, with its values; a later day begins the chain anew."""
    position, waiting = held(row)
    assert (position.row.status, position.execution_on) == (Status.EXECUTE, FALCHETTI.date)
    changes = accepted(confirm_list(asked(position, held=waiting), by(), OFFICE))
    (after,) = changes.positions
    assert (after.row.status, after.execution_on, after.outcome) == (status, day, outcome)
    assert (after.is_open, after.closed_at) == ((True, None) if outcome is None else (False, LATER))
    assert after.cycle == (2 if day == JANUARY else 1)
    assert "changed" in {event.kind for event in changes.events}
    assert [(each.reference, each.message_id, each.how) for each in changes.ended] == [
        (position.reference, 2, HeldEnding.CONFIRMED)
    ]


def test_a_confirmed_replacement_annuls_what_it_leaves_out() -> None:
    """Low, still open, closed only by a person."""
    listed = says(ZUCCHEROLI, nature=Nature.REPLACEMENT)(ORDINARY)
    changes = arrives(listed, october(ZUCCHEROLI, FALCHETTI), number=2, now=NOVEMBER)[1]
    left_out = changes.positions[1]
    after = accepted(confirm_list(asked(*changes.positions, held=changes), by(), OFFICE)).positions
    assert [(each.reference, each.outcome, each.priority, each.is_open) for each in after] == [
        (left_out.reference, Outcome.NOT_EXECUTED, Priority.LOW, True)
    ]


@pytest.mark.parametrize(
    ("position", "by_word", "is_open"),
    [
        pytest.param(opened(), False, False, id="rests on the list alone"),
        pytest.param(opened(confirmed=True), True, False, id="confirmed by a word before: the last word wins"),
        pytest.param(opened(confirmed=True), False, True, id="another list has confirmed it"),
        pytest.param(opened(message_id=1), False, True, id="opened by another list"),
    ],
)
def test_refusing_closes_what_rests_on_the_list_alone(position: Position, by_word: bool, is_open: bool) -> None:
    """An alarm too many costs a telephone call; one too few costs a home."""
    words = frozenset({position.reference}) if by_word else frozenset()
    changes = accepted(refuse_list(asked(position, by_word=words), by(), OFFICE))
    closed = [(each.state, each.outcome, each.closed_at, each.confirmed) for each in changes.positions]
    end = (PositionState.CLOSED, Outcome.NOT_THE_HOUSING_COMPANY, LATER, False)
    assert closed == ([] if is_open else [end])
    assert [(each.about, each.answer) for each in changes.answered] == [("2", "refused")]


def test_refusing_drops_what_was_held() -> None:
    """The position is as it was, and its story says that something was refused."""
    position, waiting = held(replace(FALCHETTI, status=Status.SUSPENDED))
    changes = accepted(refuse_list(asked(position, held=waiting), by(), OFFICE))
    assert changes.positions == (position,)
    assert [(event.kind, event.detail) for event in changes.events] == [("refused", "status execute -> suspended")]
    assert [each.how for each in changes.ended] == [HeldEnding.REFUSED]


def test_who_says_yes_after_no_opens_again() -> None:
    """The rows are new for their owners, and their clocks begin."""
    refused = accepted(refuse_list(asked(opened()), by(), OFFICE)).positions[0]
    changes = accepted(confirm_list(asked(refused), by(), OFFICE))
    (after,) = changes.positions
    assert (after.state, after.outcome, after.confirmed, after.closed_at) == (PositionState.NEW, None, True, None)
    assert (after.cycle, after.clock_started_at) == (2, LATER)
    assert [event.kind for event in changes.events] == ["reopened", "confirmed"]


@pytest.mark.parametrize(
    ("other", "is_open"),
    [
        pytest.param({}, False, id="the genuine list has opened one since"),
        pytest.param({"muted": True}, True, id="of which nobody was told"),
        pytest.param({"state": PositionState.CLOSED, "outcome": Outcome.EXECUTED}, True, id="closed"),
        pytest.param({"month": "2025-12"}, True, id="of another month"),
        pytest.param({"row": FALCHETTI}, True, id="of another household"),
    ],
)
def test_no_household_has_two_positions_of_a_month(other: dict[str, object], is_open: bool) -> None:
    """Refused, opened by the genuine list, then confirmed: the second one is enough, and it is said."""
    refused = accepted(refuse_list(asked(opened()), by(), OFFICE)).positions[0]
    standing = replace(position_of(ZUCCHEROLI, "PW-2025-11-002", message_id=3), **other)  # type: ignore[arg-type]
    changes = accepted(confirm_list(replace(asked(refused), standing=(standing, refused)), by(), OFFICE))
    assert changes.positions[0].is_open is is_open
    assert not_reopened(changes) == (() if is_open else (refused.reference,))
    if not is_open:
        assert changes.positions == (refused,)
        assert [(event.kind, event.detail) for event in changes.events] == [("not_reopened", "PW-2025-11-002")]


AWAY = ((NOVEMBER.date(), LATER.date()),)
STOOD_IN = replace(OFFICE, coordinator=replace(OFFICE.coordinator, absences=AWAY, substitute="OP03"))


@pytest.mark.parametrize(
    ("who", "office", "may"),
    [
        pytest.param("coordinator", OFFICE, True, id="coordinator"),
        pytest.param("director", OFFICE, True, id="director"),
        pytest.param("OP03", STOOD_IN, True, id="who stands in for the coordinator"),
        pytest.param("OP03", OFFICE, False, id="a worker"),
        pytest.param("system_administrator", OFFICE, False, id="the administrator"),
    ],
)
def test_who_may_say_it(who: str, office: Office, may: bool) -> None:
    """Whoever is asked, and nobody else."""
    for say in (confirm_list, refuse_list):
        assert isinstance(say(asked(opened()), by(who), office), Changes if may else Refusal)


def test_a_message_that_is_no_list() -> None:
    """A slip of the hand is told."""
    answer = confirm_list(asked(), by(), OFFICE)
    assert isinstance(answer, Refusal) and "message 2" in answer.reason


def test_a_doubtful_first_list_asks() -> None:
    """The question is kept with the list's message."""
    changes = arrives(report((ZUCCHEROLI,), msg=UNKNOWN_SENDER), Known(), number=2, now=NOVEMBER)[1]
    assert [(each.kind, each.about) for each in changes.asked] == [("list", "2")]
