# SPDX-License-Identifier: EUPL-1.2
"""Troubles are told once, told again ever less often, and ended aloud; whatever the clock does."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.casework.alarms import judge
from pecwatch.model.alarm import Alarm, AlarmKind, Condition
from pecwatch.rules import load_rules, shipped_rules

RULES = load_rules(shipped_rules()).alarms
T0 = dt.datetime(2025, 11, 3, 8, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
DOWN = Condition(kind=AlarmKind.MAILBOX, about="pec", code="timeout")
LATE = Condition(kind=AlarmKind.NO_LIST, about="2025-12")
KNOWN = Alarm(id=1, condition=DOWN, opened_at=T0, told_at=T0, next_at=T0 + HOUR)
"""A mailbox that was told to be down."""

DAILY = (60, 300, 1740, 3180, 4620, 6060, 7500)
"""Minutes after which a mailbox is told again to be down."""

Said = list[tuple[int, str]]
"""Minute and what was said."""


def played(looks: list[tuple[int, bool]], condition: Condition = DOWN) -> Said:
    """What is said over several looks, each at a minute and with the trouble there or not."""
    said: Said = []
    alarms: tuple[Alarm, ...] = ()
    for minute, is_there in looks:
        judged = judge((condition,) if is_there else (), alarms, T0 + minute * MINUTE, RULES)
        said += [(minute, "tell") for _ in judged.tell]
        said += [(minute, f"repeat {alarm.times}") for alarm in judged.repeat]
        said += [(minute, "close") for _ in judged.close]
        changed = (*judged.tell, *judged.repeat, *judged.keep)
        kept = {alarm.key: alarm for alarm in (*alarms, *changed)}
        alarms = tuple(alarm for key, alarm in kept.items() if key not in {each.key for each in judged.close})
    return said


@pytest.mark.parametrize(
    ("looks", "said"),
    [
        pytest.param([(0, False), (1, False)], [], id="nothing is wrong"),
        pytest.param([(0, True), (1, True), (59, True)], [(0, "tell")], id="told once"),
        pytest.param(
            [(minute, True) for minute in range(0, 6 * 24 * 60, 30)],
            [(0, "tell"), *((minute, f"repeat {times}") for times, minute in enumerate(DAILY, 2))],
            id="after one hour, four more, a day, and then daily",
        ),
        pytest.param([(0, True), (5, False), (14, False)], [(0, "tell")], id="not gone for long enough"),
        pytest.param([(0, True), (5, False), (15, False)], [(0, "tell"), (15, "close")], id="gone at two looks"),
        pytest.param([(0, True), (5, False), (10, True), (16, False)], [(0, "tell")], id="it flaps: one trouble"),
        pytest.param(
            [(0, True), (5, False), (10, True), (70, True)],
            [(0, "tell"), (70, "repeat 2")],
            id="flapping rests nothing",
        ),
        pytest.param(
            [(0, True), (5000, True), (5001, True)],
            [(0, "tell"), (5000, "repeat 2")],
            id="after days without the service once",
        ),
        pytest.param(
            [(0, True), (5000, False), (5001, False), (5010, False)],
            [(0, "tell"), (5010, "close")],
            id="it ended while the service was down",
        ),
        pytest.param(
            [(0, True), (5, False), (15, False), (20, True)],
            [(0, "tell"), (15, "close"), (20, "tell")],
            id="it comes back after its end: another trouble",
        ),
        pytest.param(
            [(0, True), (-600, True), (-541, True), (-540, True), (-539, True)],
            [(0, "tell"), (-540, "repeat 2")],
            id="the clock was set back: the pause begins anew",
        ),
        pytest.param(
            [(0, True), (5, False), (-600, False), (-591, False), (-590, False)],
            [(0, "tell"), (-590, "close")],
            id="the clock was set back after it was gone",
        ),
    ],
)
def test_what_is_said(looks: list[tuple[int, bool]], said: Said) -> None:
    """One trouble, look after look."""
    assert played(looks) == said


def test_what_takes_its_time_is_repeated_less_often() -> None:
    """A list that does not come is told again after a day, three more, and then weekly."""
    said = played([(day * 24 * 60, True) for day in range(30)], LATE)
    assert [minute // (24 * 60) for minute, _ in said] == [0, 1, 4, 11, 18, 25]


def test_nothing_is_repeated_while_the_mail_before_has_not_left() -> None:
    """A relay that is down gets one mail to keep, not one an hour; later it is told again in due time."""
    waiting = replace(KNOWN, mail_waits=True)
    judged = judge((DOWN,), (waiting,), T0 + 2 * HOUR, RULES)
    assert (judged.tell, judged.repeat) == ((), ())
    assert [alarm.next_at for alarm in judged.keep] == [T0 + 3 * HOUR]


def test_another_reason_is_the_same_trouble() -> None:
    """The mailbox is still down; what is known of it changes."""
    other = replace(DOWN, code="disconnected")
    judged = judge((other,), (KNOWN,), T0 + MINUTE, RULES)
    assert (judged.tell, judged.repeat, judged.close) == ((), (), ())
    assert [alarm.condition.code for alarm in judged.keep] == ["disconnected"]


def test_nothing_changed_is_nothing_to_write() -> None:
    """Most looks find what they knew."""
    judged = judge((DOWN,), (KNOWN,), T0 + MINUTE, RULES)
    assert (judged.tell, judged.repeat, judged.close, judged.keep) == ((), (), (), ())


CONDITIONS = (DOWN, LATE, replace(DOWN, about="ordinaria"))
LOOKS = st.lists(
    st.tuples(st.integers(min_value=-3000, max_value=6000), st.sets(st.integers(min_value=0, max_value=2))),
    max_size=40,
)


@given(looks=LOOKS)
def test_whatever_happens_nothing_is_lost_or_said_twice(looks: list[tuple[int, set[int]]]) -> None:
    """Told once and never within the pause, ended when it is over, and never without a word to those who know.

    The clock jumps, back as well; minutes that really pass are counted beside it.
    """
    alarms: dict[str, Alarm] = {}
    told_after: dict[str, int] = {}
    passed, now = 0, T0
    for minutes, there in looks:
        now += minutes * MINUTE
        passed += max(minutes, 0)
        present = {CONDITIONS[number].key: CONDITIONS[number] for number in there}
        judged = judge(tuple(present.values()), tuple(alarms.values()), now, RULES)
        opened, repeated, closed = (
            {each.key for each in group} for group in (judged.tell, judged.repeat, judged.close)
        )
        assert opened == set(present) - set(alarms), "every new trouble is told at once, a known one is no new one"
        for key in repeated:
            pause = RULES.pause(alarms[key].condition.kind, alarms[key].times)
            assert (passed - told_after[key]) * MINUTE >= pause, "told again too early"
            assert key in present, "told again although it is over"
        for key in closed:
            assert key in alarms, "ended although nobody was told"
            assert key not in present, "ended although it lasts"
        for key, alarm in alarms.items():
            if key not in present and alarm.good_since is not None and now - alarm.good_since >= RULES.good_for:
                assert key in closed, "over, and not said to be"
        told_after |= dict.fromkeys((*opened, *repeated), passed)
        for alarm in (*judged.tell, *judged.repeat, *judged.keep):
            alarms[alarm.key] = alarm
            longest = now + RULES.pause(alarm.condition.kind, 9)
            assert alarm.key not in present or now < alarm.next_at <= longest, "silent for longer than any pause"
        for key in closed:
            del alarms[key]


@given(looks=LOOKS, pause=st.integers(min_value=10, max_value=100))
def test_every_trouble_that_ends_is_ended_aloud(looks: list[tuple[int, set[int]]], pause: int) -> None:
    """After whatever looks, two more at which all is well close everything that was open."""
    alarms: dict[str, Alarm] = {}
    now = T0
    for minutes, there in [*looks, (1, set()), (pause, set())]:
        now += minutes * MINUTE
        judged = judge(tuple(CONDITIONS[number] for number in there), tuple(alarms.values()), now, RULES)
        alarms |= {alarm.key: alarm for alarm in (*judged.tell, *judged.repeat, *judged.keep)}
        for alarm in judged.close:
            del alarms[alarm.key]
    assert alarms == {}
