# SPDX-License-Identifier: EUPL-1.2
"""The ordinary copy and the PEC are one list; whichever comes first, the word of the PEC counts."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.model.listing import ListRow, Nature, Status
from pecwatch.model.news import Bar, NewsKind, RowChange
from pecwatch.model.position import Outcome, Priority, Way
from tests.casework.people import (
    BONETTALI,
    FALCHETTI,
    NOVEMBER,
    ZUCCHEROLI,
    report,
)
from tests.casework.weighed import HOUR, ORDINARY, TRUSTED, arrives, asks, october

STOPPED = replace(FALCHETTI, status=Status.NOT_EXECUTED, wording="NON SI ESEGUE")
NOTICE = (ZUCCHEROLI, BONETTALI, STOPPED)
SHORT = (ZUCCHEROLI, BONETTALI)
PEC_AT = NOVEMBER
COPY = replace(ORDINARY, sent_at=PEC_AT + HOUR)


@pytest.mark.parametrize("rows", [NOTICE, SHORT], ids=["NON SI ESEGUE", "left out"])
@pytest.mark.parametrize("copy_sent", [-HOUR, HOUR], ids=["copy written before", "copy written after"])
def test_the_pec_does_what_its_ordinary_copy_could_not(rows: tuple[ListRow, ...], copy_sent: dt.timedelta) -> None:
    """The ordinary mail was held; the verified PEC, although a copy of it, takes effect and is told."""
    copy = report(rows, msg=replace(ORDINARY, sent_at=PEC_AT + copy_sent), nature=Nature.REPLACEMENT)
    held = arrives(copy, october(), number=2, way=Way.ORDINARY, now=PEC_AT + 2 * HOUR)[2]
    assert asks(held) == asks(october())
    pec = report(rows, msg=TRUSTED, nature=Nature.REPLACEMENT)
    news, _, after = arrives(pec, held, number=3, now=PEC_AT + 3 * HOUR)
    assert (news.kind, news.bar) == (NewsKind.TWIN, None)
    assert asks(after)["PW-2025-11-003"][3] is Priority.LOW
    assert [each.change for each in news.told][2:] == [RowChange.CHANGED]


@pytest.mark.parametrize("rows", [NOTICE, SHORT], ids=["NON SI ESEGUE", "left out"])
def test_the_ordinary_copy_of_a_verified_pec_says_nothing_new(rows: tuple[ListRow, ...]) -> None:
    """What the PEC has done stays done, and nobody is asked."""
    done = arrives(report(rows, msg=TRUSTED, nature=Nature.REPLACEMENT), october(), number=2, now=PEC_AT)[2]
    copy = report(rows, msg=COPY, nature=Nature.REPLACEMENT)
    news, changes, after = arrives(copy, done, number=3, way=Way.ORDINARY, now=PEC_AT + HOUR)
    assert news.kind is NewsKind.TWIN
    assert {each.change for each in news.told} == {RowChange.SAME}
    assert (asks(after), {event.kind for event in changes.events}) == (asks(done), {"copy_received"})


def test_a_second_copy_does_not_undo_what_a_person_decided() -> None:
    """The coordinator has had the day moved; the PEC that comes half an hour after its copy is not news."""
    copy = arrives(report(msg=replace(ORDINARY, sent_at=PEC_AT)), number=1, way=Way.ORDINARY, now=PEC_AT)[2]
    moved = replace(FALCHETTI, status=Status.POSTPONED, postponed_to=dt.date(2026, 1, 14))
    decided = tuple(
        replace(each, row=moved, outcome=Outcome.POSTPONED) if each.row == FALCHETTI else each
        for each in copy.positions
    )
    news, _, after = arrives(report(msg=TRUSTED), replace(copy, positions=decided), number=2, now=PEC_AT + HOUR)
    assert news.kind is NewsKind.TWIN
    assert {each.change for each in news.rows} == {RowChange.SAME}
    assert after.positions == tuple(replace(each, last_message_id=2) for each in decided)


def test_a_replayed_pec_is_no_mere_copy() -> None:
    """Sent again after the alarm was raised, it lowers nothing, and what it asks for is asked about."""
    stopped = arrives(report(NOTICE, msg=TRUSTED, nature=Nature.REMINDER), october(), number=2, now=PEC_AT)[2]
    raised = report((FALCHETTI,), msg=replace(ORDINARY, sent_at=PEC_AT + HOUR), nature=Nature.REMINDER)
    known = arrives(raised, stopped, number=3, way=Way.ORDINARY, now=PEC_AT + HOUR)[2]
    replayed = replace(TRUSTED, warnings=("replayed_identifier",))
    again = report(NOTICE, msg=replayed, nature=Nature.REMINDER)
    news, changes, after = arrives(again, known, number=4, now=PEC_AT + 2 * HOUR)
    assert (news.kind, news.bar, asks(after)) == (NewsKind.TWIN, Bar.REPLAYED, asks(known))
    assert [event.detail for event in changes.events if event.kind == "held"] == ["status execute -> not_executed"]


def test_a_replayed_pec_that_changes_nothing_disturbs_nobody() -> None:
    """A late second delivery and a replay look alike; without an effect there is nothing to ask."""
    known = arrives(report(msg=TRUSTED), number=1, now=PEC_AT)[2]
    replayed = report(msg=replace(TRUSTED, warnings=("replayed_identifier",)))
    news, _, _ = arrives(replayed, known, number=2, now=PEC_AT + 200 * HOUR)
    assert (news.kind, {each.change for each in news.rows}) == (NewsKind.TWIN, {RowChange.SAME})
