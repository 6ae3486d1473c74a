# SPDX-License-Identifier: EUPL-1.2
"""A forger must not be able to switch an alarm off: every way to lower one, against every reason for distrust."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from pecwatch.casework.lists import sending_time
from pecwatch.model.listing import Address, Nature, State, Status
from pecwatch.model.message import Message, Trust
from pecwatch.model.news import Bar, Changes, Report, RowChange
from pecwatch.model.position import Priority, Way
from tests.casework.people import (
    BONETTALI,
    FALCHETTI,
    NOVEMBER,
    ZUCCHEROLI,
    address,
    message,
    report,
)
from tests.casework.weighed import FALCHETTI_AT_TEN, HOUR, ORDINARY, TRUSTED, arrives, asks, october, says

LOWERING = [
    pytest.param(says(replace(FALCHETTI, status=Status.NOT_EXECUTED)), id="NON SI ESEGUE"),
    pytest.param(says(replace(FALCHETTI, status=Status.SUSPENDED)), id="suspended"),
    pytest.param(says(replace(FALCHETTI, status=Status.RELEASED)), id="released"),
    pytest.param(says(replace(FALCHETTI, status=Status.EXECUTED)), id="already executed"),
    pytest.param(says(replace(FALCHETTI, status=Status.TO_CONFIRM)), id="only on a condition"),
    pytest.param(says(replace(FALCHETTI, status=Status.POSTPONED)), id="postponed to nobody knows when"),
    pytest.param(
        says(replace(FALCHETTI, status=Status.POSTPONED, postponed_to=dt.date(2026, 1, 14))), id="postponed to a day"
    ),
    pytest.param(says(replace(FALCHETTI, date=dt.date(2025, 12, 30))), id="a later day"),
    pytest.param(says(replace(FALCHETTI, date=dt.date(2025, 11, 3))), id="a day already over"),
    pytest.param(says(replace(FALCHETTI, time=dt.time(18))), id="a later hour"),
    pytest.param(says(replace(FALCHETTI, date=None, time=dt.time(18))), id="a later hour without the day"),
    pytest.param(says(replace(FALCHETTI, surname="DE FALCHETTA", given_name="ROSINA")), id="another name"),
    pytest.param(says(replace(FALCHETTI, address=address("VIALE DEI GELSI", "36", None))), id="another number"),
    pytest.param(
        says(replace(FALCHETTI, status=Status.NOT_EXECUTED, corrects=3), nature=Nature.CORRECTION), id="errata corrige"
    ),
    pytest.param(
        says(replace(FALCHETTI, status=Status.SUSPENDED), nature=Nature.INTEGRATION), id="integration"
    ),
    pytest.param(
        says(replace(FALCHETTI, status=Status.SUSPENDED), nature=Nature.ANNOUNCEMENT), id="the list sent once more"
    ),
    pytest.param(
        says(
            replace(FALCHETTI, address=Address(as_written=""), date=None, status=Status.NOT_EXECUTED), month=None
        ),
        id="reminder in prose without month",
    ),
    pytest.param(says(ZUCCHEROLI, BONETTALI, nature=Nature.REPLACEMENT), id="annulla e sostituisce without the row"),
    pytest.param(
        says(replace(FALCHETTI, status=Status.NOT_EXECUTED), nature=Nature.REPLACEMENT), id="annulla e sostituisce"
    ),
]  # fmt: skip

DISTRUSTED = [
    pytest.param(ORDINARY, Bar.NOT_VERIFIED, id="ordinary mail from the recognised address"),
    pytest.param(message(Trust.ABSENT, False, certified_at=NOVEMBER, identifier="opec2"), Bar.NOT_VERIFIED, id="bare"),
    pytest.param(message(certified_at=NOVEMBER, identifier="opec2"), Bar.NOT_VERIFIED, id="unknown authority"),
    pytest.param(
        message(Trust.INVALID, False, certified_at=NOVEMBER, identifier="opec2"), Bar.NOT_VERIFIED, id="changed bytes"
    ),
    pytest.param(
        replace(TRUSTED, sender_recognised=False, warnings=("lookalike_sender",)), Bar.NOT_RECOGNISED, id="look-alike"
    ),
    pytest.param(replace(TRUSTED, relayed=True), Bar.RELAYED, id="verified PEC around an old one of the company"),
    pytest.param(replace(TRUSTED, identifier=None), Bar.NOT_CERTIFIED, id="sealed without identifier"),
    pytest.param(replace(TRUSTED, warnings=("replayed_identifier",)), Bar.REPLAYED, id="came before"),
    pytest.param(replace(TRUSTED, warnings=("certified_long_ago",)), Bar.LONG_AGO, id="certified long ago"),
    pytest.param(replace(TRUSTED, warnings=("not_addressed_to_us",)), Bar.FOR_OTHERS, id="for another office"),
]


@pytest.mark.parametrize("listed", LOWERING)
@pytest.mark.parametrize(("msg", "bar"), DISTRUSTED)
def test_nothing_is_lowered_by_what_cannot_be_trusted(
    listed: Callable[[Message], Report], msg: Message, bar: Bar
) -> None:
    """Every position asks exactly as it did; what was asked for is kept in its story, to be confirmed."""
    before = october(ZUCCHEROLI, BONETTALI, FALCHETTI_AT_TEN)
    news, changes, after = arrives(listed(msg), before, number=2, now=NOVEMBER)
    assert news.bar is bar
    assert {each: asks(after)[each] for each in asks(before)} == asks(before)
    assert "held" in {event.kind for event in changes.events}
    assert not {event.kind for event in changes.events} & {"changed", "annulled"}


@pytest.mark.parametrize("listed", LOWERING)
def test_what_a_verified_list_says_holds(listed: Callable[[Message], Report]) -> None:
    """The housing company's own sealed word lowers, and nothing stays open to be confirmed."""
    before = october(ZUCCHEROLI, BONETTALI, FALCHETTI_AT_TEN)
    news, changes, after = arrives(listed(TRUSTED), before, number=2, now=NOVEMBER)
    assert news.bar is None
    assert asks(after)["PW-2025-11-003"] != asks(before)["PW-2025-11-003"]
    assert "held" not in {event.kind for event in changes.events}


def test_a_list_overtaken_by_a_later_one_lowers_nothing() -> None:
    """Read late, by whatever way it was delayed: what came after it may have said otherwise."""
    alarm = report((FALCHETTI,), msg=replace(ORDINARY, sent_at=NOVEMBER + HOUR), nature=Nature.REMINDER)
    known = arrives(alarm, october(), number=2, way=Way.ORDINARY, now=NOVEMBER + HOUR)[2]
    late = says(replace(FALCHETTI, status=Status.NOT_EXECUTED))(TRUSTED)
    news, _, after = arrives(late, known, number=3, now=NOVEMBER + 2 * HOUR)
    assert news.bar is Bar.OVERTAKEN
    assert asks(after) == asks(known)


def test_an_overtaken_replacement_annuls_nothing() -> None:
    """Last month's «annulla e sostituisce» must not annul what this month's list plans."""
    known = arrives(report(msg=replace(ORDINARY, sent_at=NOVEMBER)), october(), number=2, now=NOVEMBER)[2]
    old = says(ZUCCHEROLI, nature=Nature.REPLACEMENT)(replace(TRUSTED, certified_at=NOVEMBER - HOUR))
    news, changes, after = arrives(old, known, number=3, now=NOVEMBER + HOUR)
    assert (news.bar, asks(after)) == (Bar.OVERTAKEN, asks(known))
    assert [event.kind for event in changes.events].count("held") == 2


def test_an_older_list_quoted_beside_the_newest_lowers_nothing() -> None:
    """The same sealed message holds both; only the newest is what the housing company says now."""
    quoted = says(replace(FALCHETTI, status=Status.NOT_EXECUTED), nature=Nature.ANNOUNCEMENT)(TRUSTED)
    before = october()
    news, _, after = arrives(quoted, before, number=2, now=NOVEMBER, is_newest=False)
    assert (news.bar, asks(after)) == (Bar.OLDER_IN_MESSAGE, asks(before))


def test_a_forged_time_in_the_future_does_not_hold_the_genuine_list_up() -> None:
    """Nothing is sent after it has arrived; otherwise one forged mail would keep every later list from being obeyed."""
    future = replace(ORDINARY, sent_at=dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    assert sending_time(future, NOVEMBER) == NOVEMBER
    known = arrives(report((FALCHETTI,), msg=future, nature=Nature.REMINDER), october(), number=2, now=NOVEMBER)[2]
    genuine = says(replace(FALCHETTI, status=Status.SUSPENDED))(replace(TRUSTED, certified_at=NOVEMBER + HOUR))
    news, _, after = arrives(genuine, known, number=3, now=NOVEMBER + HOUR)
    assert news.bar is None
    assert asks(after)["PW-2025-11-003"][0] is Status.SUSPENDED


@pytest.mark.parametrize("msg", [TRUSTED, ORDINARY], ids=["verified", "ordinary"])
def test_a_declared_empty_list_lowers_nothing(msg: Message) -> None:
    """It names nobody, so a person must ask whom it means."""
    empty = report((), state=State.EMPTY_LIST, nature=Nature.EMPTY, msg=msg)
    news, changes, _ = arrives(empty, october(), number=2, now=NOVEMBER)
    assert len(news.missing) == 3
    assert changes == Changes()


def test_a_replacement_read_in_part_annuls_nothing() -> None:
    """Who is left out may stand in what could not be read."""
    replacing = says(ZUCCHEROLI, nature=Nature.REPLACEMENT, complete=False)(TRUSTED)
    before = october()
    _, changes, after = arrives(replacing, before, number=2, now=NOVEMBER)
    assert asks(after) == asks(before)
    assert [event.kind for event in changes.events].count("held") == 2


def test_what_was_annulled_and_is_planned_again_is_told() -> None:
    """The row that comes back is a change for its owner, from anybody."""
    replacing = says(ZUCCHEROLI, BONETTALI, nature=Nature.REPLACEMENT)(TRUSTED)
    known = arrives(replacing, october(), number=2, now=NOVEMBER)[2]
    again = report((FALCHETTI,), msg=replace(ORDINARY, sent_at=NOVEMBER + HOUR), nature=Nature.REMINDER)
    news, _, after = arrives(again, known, number=3, way=Way.ORDINARY, now=NOVEMBER + HOUR)
    assert [each.change for each in news.rows] == [RowChange.CHANGED]
    assert asks(after)["PW-2025-11-003"][3] is Priority.URGENT
    assert asks(after)["PW-2025-11-003"][6] is None
