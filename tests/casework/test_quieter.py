# SPDX-License-Identifier: EUPL-1.2
"""Lowering in the guise of raising, and what else a forged list could do to a position."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.casework.differences import compare, merge
from pecwatch.casework.urgency import is_quieter
from pecwatch.model.listing import ListRow, Nature, Status
from pecwatch.model.message import Message, Trust
from pecwatch.model.news import Known, RowChange
from pecwatch.model.position import Position, PositionState
from tests.casework.people import (
    CERTAIN,
    FALCHETTI,
    NOVEMBER,
    ZUCCHEROLI,
    address,
    match,
    message,
    position_of,
    report,
    row,
)
from tests.casework.weighed import ORDINARY, TRUSTED, arrives, asks, october

JANUARY, FAR = dt.date(2026, 1, 14), dt.date(2030, 1, 7)
MOVED = replace(FALCHETTI, status=Status.POSTPONED, postponed_to=JANUARY, wording="RINVIATO AL 14/01/2026")
UNDATED = replace(FALCHETTI, date=None)
DECEMBER = NOVEMBER + dt.timedelta(days=20)


@pytest.mark.parametrize(
    ("known_row", "claimed", "now", "status", "day"),
    [
        pytest.param(
            MOVED, replace(FALCHETTI, status=Status.NOT_EXECUTED), NOVEMBER, Status.POSTPONED, JANUARY,
            id="happy instead of a day that waits",
        ),
        pytest.param(
            MOVED, replace(FALCHETTI, status=Status.EXECUTED), NOVEMBER, Status.POSTPONED, JANUARY,
            id="executed before its day",
        ),
        pytest.param(
            MOVED, replace(FALCHETTI, date=FAR), DECEMBER, Status.EXECUTE, JANUARY,
            id="SI ESEGUE, but in years",
        ),
        pytest.param(
            MOVED, replace(FALCHETTI, date=None), DECEMBER, Status.EXECUTE, JANUARY, id="SI ESEGUE without a day",
        ),
        pytest.param(
            MOVED, FALCHETTI, DECEMBER, Status.EXECUTE, JANUARY, id="SI ESEGUE on the old day, which is over",
        ),
        pytest.param(
            MOVED, replace(FALCHETTI, date=dt.date(2025, 12, 18)), DECEMBER, Status.EXECUTE, dt.date(2025, 12, 18),
            id="sooner: raised",
        ),
        pytest.param(UNDATED, replace(FALCHETTI, date=FAR), NOVEMBER, Status.EXECUTE, None, id="a first day in years"),
        pytest.param(
            UNDATED, replace(FALCHETTI, date=dt.date(2025, 11, 3)), NOVEMBER, Status.EXECUTE, None,
            id="a first day already over",
        ),
        pytest.param(
            UNDATED, replace(FALCHETTI, date=dt.date(2025, 11, 25)), NOVEMBER, Status.EXECUTE, dt.date(2025, 11, 25),
            id="a first day this week: raised",
        ),
        pytest.param(
            replace(FALCHETTI, status=Status.EXECUTED), replace(FALCHETTI, status=Status.RELEASED), NOVEMBER,
            Status.EXECUTED, FALCHETTI.date, id="they were put out, and that must stay known",
        ),
        pytest.param(
            replace(FALCHETTI, status=Status.SUSPENDED), MOVED, NOVEMBER, Status.POSTPONED, JANUARY,
            id="a day for what had none: raised",
        ),
    ],
)  # fmt: skip
def test_who_raises_must_not_lower(
    known_row: ListRow, claimed: ListRow, now: dt.datetime, status: Status, day: dt.date | None
) -> None:
    """Anybody may make a row louder or sooner, and nobody may do the contrary under cover of it."""
    known = Known(positions=(position_of(known_row),))
    forged = report((claimed,), msg=message(Trust.ABSENT, False, certified_at=now), nature=Nature.REMINDER)
    position = arrives(forged, known, number=2, now=now)[1].positions[0]
    assert (position.row.status, position.execution_on) == (status, day)


DAYS = st.none() | st.dates(dt.date(2025, 11, 1), dt.date(2026, 2, 1))
TIMES = st.none() | st.sampled_from((dt.time(8), dt.time(10), dt.time(18)))
ROWS = st.builds(
    lambda status, day, to, time: replace(
        ZUCCHEROLI, status=status, date=day, postponed_to=to if status is Status.POSTPONED else None, time=time
    ),
    st.sampled_from(Status),
    DAYS,
    DAYS,
    TIMES,
)


@given(
    known=ROWS, lists=st.lists(ROWS, min_size=1, max_size=3), today=st.dates(dt.date(2025, 11, 1), dt.date(2026, 2, 1))
)
def test_no_row_of_a_stranger_makes_any_row_quieter(known: ListRow, lists: list[ListRow], today: dt.date) -> None:
    """Whatever is known, and whatever strangers write one after the other: no alarm is lost, none rings later."""
    after = known
    for new in lists:
        after = merge(new, after, compare(new, after, today=today, may_lower=False), today=today)
        assert not is_quieter(after, known, today)


@given(known=ROWS, new=ROWS, today=st.dates(dt.date(2025, 11, 1), dt.date(2026, 2, 1)))
def test_every_change_of_a_trusted_list_takes_effect(known: ListRow, new: ListRow, today: dt.date) -> None:
    """Nothing that the housing company seals is kept back."""
    assert all(each.applied for each in compare(new, known, today=today, may_lower=True))


def test_a_correction_swallows_no_row_by_its_number() -> None:
    """An errata corrige that numbers for itself names another household: both are positions."""
    other = row("OKOROMA", "BLESSING", 1, corrects=1, address=address("VIA NUOVA", "9", None))
    news, _, after = arrives(report((other,), msg=TRUSTED, nature=Nature.CORRECTION), october(), number=2, now=NOVEMBER)
    assert [each.change for each in news.rows] == [RowChange.NEW]
    assert asks(after)["PW-2025-11-001"][4] == "ZUCCHEROLI"


@pytest.mark.parametrize(
    ("msg", "owner", "also_told"),
    [
        pytest.param(ORDINARY, "OP01", (), id="recognised sender"),
        pytest.param(replace(ORDINARY, sender_recognised=False), "duty_worker", ("OP01",), id="in doubt"),
    ],
)
def test_a_doubtful_list_takes_a_row_from_nobody(msg: Message, owner: str, also_told: tuple[str, ...]) -> None:
    """Whoever seems to know the household is told besides; the duty worker keeps the row."""
    unknown = position_of(ZUCCHEROLI, match=match(), owner="duty_worker", state=PositionState.NOTIFIED)
    found = report((ZUCCHEROLI,), matches=(CERTAIN,), msg=msg, nature=Nature.REMINDER)
    position: Position = arrives(found, Known(positions=(unknown,)), number=2, now=NOVEMBER)[1].positions[0]
    assert (position.owner, position.also_told) == (owner, also_told)


@pytest.mark.parametrize(
    ("day", "quieter"),
    [
        pytest.param(dt.date(2099, 12, 31), True, id="put off for ever"),
        pytest.param(None, True, id="day taken away"),
        pytest.param(dt.date(2025, 11, 28), False, id="today"),
        pytest.param(dt.date(2025, 11, 27), False, id="the same day"),
    ],
)
def test_a_day_gone_by_still_waits_for_its_outcome(day: dt.date | None, quieter: bool) -> None:
    """Nobody has said what became of it: a stranger's later day must not end the asking."""
    before = replace(ZUCCHEROLI, date=dt.date(2025, 11, 27))
    assert is_quieter(replace(before, date=day), before, dt.date(2025, 11, 28)) == quieter
