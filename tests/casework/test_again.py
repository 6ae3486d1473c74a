# SPDX-License-Identifier: EUPL-1.2
"""Old mail read again: what is told, what stays as it is."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.again import as_known_then, later_lists, narrowed
from pecwatch.casework.news import what_is_new
from pecwatch.model.listing import Nature
from pecwatch.model.news import Known, News, NewsKind, RowChange
from pecwatch.model.position import Position, ReceivedList, Way
from tests.casework.people import NOVEMBER, OCTOBER, ZUCCHEROLI, message, position_of, received, report

READ_BETTER = replace(ZUCCHEROLI, date=dt.date(2025, 11, 5))
"""The row of October as today's rules read it: a day earlier than what the office holds."""

FIRST = received((ZUCCHEROLI,))
COPY = received((ZUCCHEROLI,), message_id=2, way=Way.ORDINARY, sent_at=OCTOBER + dt.timedelta(hours=1), identifier=None)
REMINDER = received((ZUCCHEROLI,), message_id=3, sent_at=NOVEMBER, nature=Nature.REMINDER, identifier="opec2")
CORRECTION = received(
    (ZUCCHEROLI,), message_id=3, sent_at=OCTOBER + dt.timedelta(days=1), nature=Nature.CORRECTION, identifier="opec2"
)
LIVE, MUTED = position_of(ZUCCHEROLI), position_of(ZUCCHEROLI, muted=True)


def read_again(position: Position, *lists: ReceivedList, row: object = READ_BETTER, send: bool = True) -> News:
    """The list of October, read again on the day after it came."""
    listed = report((row,), msg=message(identifier="opec1"))  # type: ignore[arg-type]  # a row
    known = Known(lists=(FIRST, *lists), positions=(position,))
    then = as_known_then(known, OCTOBER, message_id=1)
    now = OCTOBER + dt.timedelta(days=1)
    news = what_is_new(listed, message_id=1, way=Way.PEC, arrived_at=OCTOBER, known=then, now=now)
    return narrowed(news, send=send, today=now.date(), later=later_lists(known, FIRST))


@pytest.mark.parametrize(
    ("lists", "changes"),
    [
        pytest.param((), [RowChange.CHANGED], id="nothing has come since"),
        pytest.param((COPY,), [RowChange.CHANGED], id="its own copy says nothing of its own"),
        pytest.param((REMINDER,), [], id="a reminder has spoken since"),
        pytest.param((CORRECTION,), [], id="a correction has spoken since"),
    ],
)
def test_what_a_better_reading_tells(lists: tuple[ReceivedList, ...], changes: list[RowChange]) -> None:
    """A repaired rule is told; what a later list has overtaken is not."""
    news = read_again(LIVE, *lists)
    assert news.kind is NewsKind.FIRST_LIST
    assert [each.change for each in news.rows] == changes


def test_what_is_as_it_was_is_not_told_again() -> None:
    """Nobody hears twice of a row that reads as before."""
    assert read_again(LIVE, row=ZUCCHEROLI).rows == ()


def test_a_muted_row_still_to_come_is_told_like_a_new_one() -> None:
    """Also when a reminder has named it since: its owner has never heard of it."""
    (told,) = read_again(MUTED, REMINDER).rows
    assert (told.change, told.differences) == (RowChange.NEW, ())


def test_a_muted_row_whose_day_has_passed_stays_muted() -> None:
    """Nothing can be done any more, and nobody is woken for it."""
    over = replace(MUTED, row=replace(ZUCCHEROLI, date=dt.date(2025, 10, 1)))
    assert read_again(over, REMINDER).rows == ()


@pytest.mark.parametrize(("position", "kept"), [(LIVE, 0), (MUTED, 1)], ids=["live", "muted"])
def test_without_send_only_muted_rows_change(position: Position, kept: int) -> None:
    """Reading the month again must not change what people are working on."""
    assert len(read_again(position, send=False).rows) == kept
