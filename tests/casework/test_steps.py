# SPDX-License-Identifier: EUPL-1.2
"""What is due of one position: whole stories on a simulated clock, and each rule by itself."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.asking import asked_of, gravest
from pecwatch.casework.steps import Look
from pecwatch.model.listing import ListRow, Status
from pecwatch.model.office import Office
from pecwatch.model.position import Position, PositionState
from pecwatch.model.step import Step, StepKind, Told
from tests.casework.clocks import WITH_SUBSTITUTE, WORK, Silence, at, watched_of
from tests.casework.people import CLOCKS, FALCHETTI, OFFICE, ZUCCHEROLI, position_of, row
from tests.casework.test_chain import AWAY, with_away

LIST_AT = at(24, 9, 13, month=10)
LATE_NOVEMBER = FALCHETTI
"""27 November, 23 working days after the list."""

Story = list[tuple[str, str, str]]


def opened(listed: ListRow, now: dt.datetime = LIST_AT, **known: object) -> Position:
    return position_of(listed, opened_at=now, **known)


def told_by_list(listed: ListRow, now: dt.datetime = LIST_AT, office: Office = WITH_SUBSTITUTE) -> Silence:
    silence = Silence(opened(listed, now), office)
    silence.list_came(now)
    return silence


END = [
    ("25/11 08:00", "two_days", "OP01"),
    *(("26/11 08:00", "eve", code) for code in ("OP01", "OP02", "coordinator", "director")),
    ("27/11 08:00", "day", "OP01"),
    ("27/11 16:00", "outcome", "OP01"),
    ("28/11 08:00", "outcome_again", "OP01"),
    ("01/12 08:00", "outcome_again", "coordinator"),
]

WALK: Story = [
    ("28/10 09:13", "substitute", "OP02"),
    ("29/10 09:13", "coordinator", "coordinator"),
    ("30/10 09:13", "director", "director"),
    ("12/11 08:00", "ten_days", "OP01"),
    *END,
]


def test_nobody_answers() -> None:
    """The whole of it, each step on its day, nobody twice, over the end of summer time and the patron saint."""
    assert told_by_list(LATE_NOVEMBER).run(LIST_AT, at(2, 12, month=12)) == WALK


def test_nobody_answers_and_the_day_is_near() -> None:
    """Nine days left: a day for each of them."""
    assert told_by_list(ZUCCHEROLI).run(LIST_AT, at(7, 23)) == [
        ("27/10 09:13", "substitute", "OP02"),
        ("28/10 09:13", "coordinator", "coordinator"),
        ("29/10 09:13", "director", "director"),
        ("04/11 08:00", "two_days", "OP01"),
        *(("05/11 08:00", "eve", code) for code in ("OP01", "OP02", "coordinator", "director")),
        ("06/11 08:00", "day", "OP01"),
        ("06/11 16:00", "outcome", "OP01"),
        ("07/11 08:00", "outcome_again", "OP01"),
    ]


def test_three_days_left() -> None:
    """Four working hours each."""
    late = at(3, 9)
    story = told_by_list(ZUCCHEROLI, late).run(late, at(4, 23))
    assert story == [
        ("03/11 13:00", "substitute", "OP02"),
        ("04/11 08:00", "two_days", "OP01"),
        ("04/11 11:00", "coordinator", "coordinator"),
    ]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        pytest.param(at(5, 9), "05/11 09:00", id="a day left"),
        pytest.param(at(6, 9), "06/11 09:00", id="today"),
        pytest.param(at(8, 10), "08/11 10:00", id="gone by, on a Saturday"),
    ],
)
def test_no_day_left(now: dt.datetime, first: str) -> None:
    """Everybody at once, but for the owner whom the list itself has just told."""
    story = told_by_list(ZUCCHEROLI, now).run(now, now + dt.timedelta(hours=3))
    assert story == [(first, "everybody", code) for code in ("OP02", "coordinator", "director")]


@pytest.mark.parametrize("state", [each for each in PositionState if each not in ("new", "notified", "closed")])
def test_whoever_takes_it_stops_the_chain_but_not_the_milestones(state: PositionState) -> None:
    """Nobody climbs any more, and the days come all the same."""
    silence = told_by_list(LATE_NOVEMBER)
    silence.run(LIST_AT, at(28, 10, month=10))
    silence.position = replace(silence.position, state=state)
    assert silence.run(at(28, 10, month=10), at(2, 12, month=12)) == [("12/11 08:00", "ten_days", "OP01"), *END]


def test_a_service_that_was_down_catches_up_without_a_flood() -> None:
    """Down from the list to 3 November: one link at a time, and each has her time."""
    far, near = told_by_list(LATE_NOVEMBER), told_by_list(ZUCCHEROLI)
    assert far.run(at(3, 9), at(6, 10)) == [
        ("03/11 09:00", "substitute", "OP02"),
        ("04/11 09:00", "coordinator", "coordinator"),
        ("05/11 09:00", "director", "director"),
    ]
    assert near.run(at(3, 9), at(4, 13)) == [
        ("03/11 09:00", "substitute", "OP02"),
        ("03/11 13:00", "coordinator", "coordinator"),
        ("04/11 08:00", "two_days", "OP01"),
        ("04/11 11:00", "director", "director"),
    ]


def test_only_the_newest_milestone_is_told() -> None:
    """Down over ten days, two days and the eve: on the day the owner hears of the day; who is silent, everybody."""
    silence = told_by_list(LATE_NOVEMBER)
    silence.position = replace(silence.position, state=PositionState.TAKEN)
    assert silence.run(at(27, 9), at(27, 12)) == [("27/11 09:00", "day", "OP01")]
    silent = told_by_list(LATE_NOVEMBER)
    everybody = ("OP01", "OP02", "coordinator", "director")
    assert silent.run(at(27, 9), at(27, 12)) == [("27/11 09:00", "everybody", code) for code in everybody]


def test_a_relay_that_is_down_burns_nobodys_time() -> None:
    """The mail to the owner waits a week; her two days begin when it leaves."""
    back = at(31, 8, month=10)
    silence = Silence(opened(LATE_NOVEMBER))
    silence.relay = lambda told, now: replace(told, sent_at=now) if now >= back else told
    silence.list_came(LIST_AT)
    story = silence.run(LIST_AT, at(4, 12))
    assert story == [("04/11 08:00", "substitute", "OP02")]


def test_a_mail_that_fails_or_comes_back_climbs_at_once() -> None:
    """Who has not heard is not waited for; the links above have their own time."""
    silence = Silence(opened(LATE_NOVEMBER))

    def relay(told: Told, now: dt.datetime) -> Told:
        refused = told.step.recipient in ("OP01", "OP02")
        return replace(told, undelivered_at=now) if refused else replace(told, sent_at=now)

    silence.relay = relay
    silence.list_came(LIST_AT)
    assert silence.run(LIST_AT + dt.timedelta(minutes=1), at(27, 10, month=10)) == [
        ("24/10 09:14", "substitute", "OP02"),
        ("24/10 09:15", "coordinator", "coordinator"),
        ("27/10 09:15", "director", "director"),
    ]
    silence = told_by_list(LATE_NOVEMBER)
    silence.told = [replace(silence.told[0], undelivered_at=at(27, 7, month=10))]
    due = silence.look(at(27, 7, 1, month=10))
    assert due is not None and [step.recipient for step in due.steps] == ["OP02"]


def test_a_dead_address_below_those_who_heard_is_left_alone() -> None:
    """Whoever stands above the owner has been told: her own mail is not written again each morning."""
    silence = Silence(opened(LATE_NOVEMBER))
    silence.relay = lambda told, now: replace(
        told, **{"undelivered_at" if told.step.recipient == "OP01" else "sent_at": now}
    )
    silence.list_came(LIST_AT)
    assert silence.run(LIST_AT, at(10, 23)) == [
        ("24/10 09:13", "substitute", "OP02"),
        ("27/10 09:13", "coordinator", "coordinator"),
        ("28/10 09:13", "director", "director"),
    ]


def test_everybody_is_absent() -> None:
    """Owner, substitute, duty worker, coordinator and director away: all are written to, in their turn."""
    office = with_away(WITH_SUBSTITUTE, "OP01", "OP02", "duty_worker", "coordinator", "director")
    now = at(3, 9)
    silence = told_by_list(LATE_NOVEMBER, now, office)
    assert [each.step.recipient for each in silence.told] == ["coordinator"]
    assert silence.run(now, at(7, 12)) == [("05/11 09:00", "owner", "OP01"), ("07/11 09:00", "substitute", "OP02")]


def test_an_owner_who_goes_on_leave() -> None:
    """From that morning on whoever stands in is the owner, and is told at once."""
    silence = told_by_list(LATE_NOVEMBER, at(31, 9, month=10))
    silence.office = replace(
        WITH_SUBSTITUTE,
        operators=(replace(WITH_SUBSTITUTE.operators[0], absences=AWAY), *WITH_SUBSTITUTE.operators[1:]),
    )
    story = silence.run(at(31, 9, month=10), at(6, 9))
    assert story == [
        ("03/11 08:00", "owner", "OP02"),
        ("05/11 08:00", "coordinator", "coordinator"),
        ("06/11 08:00", "director", "director"),
    ]


def test_another_owner_begins_anew() -> None:
    """Passed on: a new chain, and no milestone older than the hand-over."""
    silence = told_by_list(LATE_NOVEMBER)
    silence.run(LIST_AT, at(12, 9))
    passed_at = at(12, 10)
    silence.position = replace(
        silence.position, owner="OP03", state=PositionState.NEW, cycle=2, clock_started_at=passed_at
    )
    silence.list_came(passed_at)
    assert silence.run(passed_at, at(18, 10)) == [
        ("14/11 10:00", "coordinator", "coordinator"),
        ("17/11 10:00", "director", "director"),
    ]


def test_a_day_that_moves_is_told_anew() -> None:
    """Brought forward by a reminder: the milestones of the new day come, what its mail has said already does not."""
    silence = told_by_list(LATE_NOVEMBER)
    silence.run(LIST_AT, at(17, 9))
    moved = replace(LATE_NOVEMBER, date=dt.date(2025, 11, 21))
    silence.position, silence.last_word_at = replace(silence.position, row=moved), at(17, 9)
    assert silence.run(at(17, 9), at(20, 9)) == [
        ("19/11 08:00", "two_days", "OP01"),
        *(("20/11 08:00", "eve", code) for code in ("OP01", "OP02", "coordinator", "director")),
    ]


def test_a_repeated_list_resets_nothing() -> None:
    """Whoever sends the list again each day does not keep it from climbing."""
    silence = told_by_list(LATE_NOVEMBER)
    story: Story = []
    for day in (27, 28, 29, 30):
        silence.list_came(at(day, 8, month=10))
        silence.last_word_at = at(day, 8, month=10)
        story += silence.run(at(day, 8, 1, month=10), at(day, 23, month=10))
    assert story == WALK[:3]


def test_a_list_without_days() -> None:
    """Any day of its month is plausible: the nearer the first, the faster; at the end it is asked what became of it."""
    silence = told_by_list(row(date=None))
    assert silence.run(LIST_AT, at(3, 10, month=12)) == [
        ("27/10 09:13", "substitute", "OP02"),
        ("28/10 08:00", "coordinator", "coordinator"),
        ("28/10 12:00", "director", "director"),
        ("30/11 16:00", "outcome", "OP01"),
        *(("01/12 08:00", "everybody", code) for code in ("OP01", "OP02", "coordinator", "director")),
        *(("02/12 08:00", "outcome_again", code) for code in ("OP01", "coordinator")),
    ]


def test_a_list_without_days_in_its_month() -> None:
    """Four working hours each."""
    now = at(21, 10)
    assert told_by_list(row(date=None), now).run(now, at(24, 13)) == [
        ("21/11 14:00", "substitute", "OP02"),
        ("24/11 12:00", "coordinator", "coordinator"),
    ]


def test_what_presses_no_more_is_asked_about_every_thirty_days() -> None:
    """Suspended in October: the owner is asked on the first working day from the thirtieth on, nobody climbs."""
    silence = told_by_list(row(status=Status.SUSPENDED))
    assert silence.run(LIST_AT, at(10, 9, month=1).replace(year=2026)) == [
        ("24/11 08:00", "still_open", "OP01"),
        ("24/12 08:00", "still_open", "OP01"),
    ]
    silence.last_word_at = at(12, 9, month=1).replace(year=2026)
    story = silence.run(at(12, 9, month=1).replace(year=2026), at(20, 9, month=2).replace(year=2026))
    assert story == [("11/02 08:00", "still_open", "OP01")]


def test_a_taken_row_whose_day_is_over_is_not_forgotten() -> None:
    """After the last milestone it is asked about like those that do not press."""
    silence = told_by_list(LATE_NOVEMBER)
    silence.position = replace(silence.position, state=PositionState.TAKEN)
    silence.last_word_at = at(24, 11, month=10)
    story = silence.run(LIST_AT, at(10, 9, month=1).replace(year=2026))
    assert [each for each in story if each[1] == "still_open"] == [("31/12 08:00", "still_open", "OP01")]


def test_a_position_notified_before_steps_were_kept() -> None:
    """Her mail left when the row opened: she is not told a second time."""
    watched = watched_of(opened(LATE_NOVEMBER, state=PositionState.NOTIFIED))
    assert watched is not None
    due = Look(WITH_SUBSTITUTE, CLOCKS, WORK, at(28, 10, month=10)).steps(watched, ())
    assert [step.kind for step in due.steps] == [StepKind.SUBSTITUTE]


@pytest.mark.parametrize(
    ("now", "state", "look_at"),
    [
        pytest.param(at(28, 9, month=10), "new", at(29, 9, month=10), id="the time of the next link"),
        pytest.param(at(28, 9, month=10), "taken", at(12, 8), id="the next milestone"),
        pytest.param(at(27, 15, 59), "taken", at(27, 16), id="the outcome"),
        pytest.param(
            at(2, 12, month=12), "taken", at(2, 8, month=1).replace(year=2026), id="thirty days after the last"
        ),
    ],
)
def test_when_something_is_due_next(now: dt.datetime, state: str, look_at: dt.datetime) -> None:
    """There is always a next step."""
    watched = watched_of(opened(LATE_NOVEMBER, state=PositionState(state)))
    assert watched is not None

    def told(kind: StepKind, day: dt.date | None, when: dt.datetime, recipient: str = "OP01") -> Told:
        step = Step(reference=watched.reference, cycle=1, kind=kind, day=day, recipient=recipient)
        return Told(step=step, decided_at=when, sent_at=when)

    all_told = (
        told(StepKind.OWNER, None, at(27, 9, month=10)),
        told(StepKind.DAY, LATE_NOVEMBER.date, at(27, 8)),
        told(StepKind.OUTCOME_AGAIN, LATE_NOVEMBER.date, at(2, 8, month=12)),
        told(StepKind.OUTCOME_AGAIN, LATE_NOVEMBER.date, at(2, 8, month=12), "coordinator"),
    )
    before = tuple(each for each in all_told if each.decided_at <= now)
    due = Look(OFFICE, CLOCKS, WORK, now).steps(watched, before)
    assert (due.steps, due.look_at) == ((), look_at)


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        pytest.param(at(27, 7, month=10), at(27, 8, month=10), id="the next opening"),
        pytest.param(at(31, 12, month=10), at(1, 12), id="over a weekend, the day after"),
    ],
)
def test_everything_is_looked_at_daily(now: dt.datetime, latest: dt.datetime) -> None:
    """So nearer days, absences and clocks set back are noticed."""
    assert Look(OFFICE, CLOCKS, WORK, now).latest == latest


def test_what_a_mail_has_to_say() -> None:
    """Whose silence it is, how many days are left, and whether anybody stands above."""
    position = opened(LATE_NOVEMBER)
    look = Look(WITH_SUBSTITUTE, CLOCKS, WORK, at(30, 9, month=10))

    def asked(kind: StepKind, recipient: str) -> tuple[str | None, int | None, bool]:
        step = Step(reference=position.reference, cycle=1, kind=kind, day=None, recipient=recipient)
        found = asked_of(step, position, look)
        return found.acting_for and found.acting_for.code, found.days_left, found.last_step

    assert asked(StepKind.DIRECTOR, "director") == ("OP01", 19, True)
    assert asked(StepKind.COORDINATOR, "coordinator") == ("OP01", 19, False)
    assert asked(StepKind.OWNER, "OP01") == (None, 19, False)
    assert asked(StepKind.EVE, "OP02") == ("OP01", 19, False)


def test_a_row_stands_once_in_a_mail() -> None:
    """With the gravest of what is due of it."""
    position = opened(LATE_NOVEMBER)
    look = Look(WITH_SUBSTITUTE, CLOCKS, WORK, at(25, 9))
    kinds = (StepKind.TWO_DAYS, StepKind.EVERYBODY, StepKind.SUBSTITUTE)
    due = [Step(reference="PW-2025-11-001", cycle=1, kind=kind, day=None, recipient="OP02") for kind in kinds]
    (only,) = gravest(asked_of(step, position, look) for step in due)
    assert only.step.kind is StepKind.EVERYBODY
