# SPDX-License-Identifier: EUPL-1.2
"""First list, second copy, reminder, correction: what a message is to an office that remembers."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.decide import decide
from pecwatch.casework.lists import received_list
from pecwatch.casework.news import what_is_new
from pecwatch.model.listing import Address, ListRow, Nature, State, Status
from pecwatch.model.match import Band
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.news import Known, News, NewsKind, Report, RowChange
from pecwatch.model.position import Outcome, PositionState, Way
from pecwatch.model.problem import Problem, Severity
from tests.casework.people import (
    BONETTALI,
    CERTAIN,
    FALCHETTI,
    NOVEMBER,
    OCTOBER,
    OFFICE,
    THREE,
    ZUCCHEROLI,
    address,
    match,
    message,
    position_of,
    received,
    report,
    row,
)

ORDINARY = message(Trust.ABSENT, kind=Kind.ORDINARY, certified_at=None, sent_at=OCTOBER + dt.timedelta(minutes=40))
REMINDER = message(certified_at=NOVEMBER, identifier="opec2")
TRUSTED = message(Trust.VERIFIED, certified_at=NOVEMBER, identifier="opec2")


def first_list(rows: tuple[ListRow, ...] = THREE, msg: Message | None = None) -> Known:
    """The office after the list of October."""
    listed = report(rows, msg=msg or message(identifier="opec1"))
    news = what_is_new(listed, message_id=1, way=Way.PEC, arrived_at=OCTOBER, known=Known(), now=OCTOBER)
    changes = decide(news, listed, message_id=1, office=OFFICE, known=Known(), now=OCTOBER, next_number={})
    known_list = received_list(listed, message_id=1, way=Way.PEC, arrived_at=OCTOBER)
    assert known_list is not None
    return Known(lists=(known_list,), positions=changes.positions)


def weigh(listed: Report, known: Known, way: Way = Way.PEC, now: dt.datetime = NOVEMBER) -> News:
    return what_is_new(listed, message_id=99, way=way, arrived_at=now, known=known, now=now)


def changes_of(news: News) -> list[RowChange]:
    return [each.change for each in news.rows]


def test_first_list_is_all_new() -> None:
    """Nothing is known, so every row is news."""
    news = weigh(report(), Known())
    assert news.kind is NewsKind.FIRST_LIST
    assert changes_of(news) == [RowChange.NEW] * 3
    assert news.month == "2025-11"


TYPO = replace(ZUCCHEROLI, given_name="MIRELA")
SPACED = replace(FALCHETTI, surname="DE'FALCHETTI", wording="Si esegue.")


@pytest.mark.parametrize(
    ("rows", "way", "minutes"),
    [
        pytest.param(THREE, Way.ORDINARY, 40, id="ordinary mail forty minutes later"),
        pytest.param(THREE, Way.FORWARD, 72 * 60, id="forwarded at the very end of 72 hours"),
        pytest.param(THREE, Way.ORDINARY, -30, id="the ordinary mail was sent first"),
        pytest.param((TYPO, BONETTALI, SPACED), Way.ORDINARY, 40, id="slips of the pen and another wording"),
        pytest.param((FALCHETTI, ZUCCHEROLI, BONETTALI), Way.ORDINARY, 40, id="another order"),
    ],
)
def test_second_copy_is_no_news(rows: tuple[ListRow, ...], way: Way, minutes: int) -> None:
    """The same list by another way within 72 hours disturbs nobody."""
    sent = replace(ORDINARY, sent_at=OCTOBER + dt.timedelta(minutes=minutes))
    news = weigh(report(rows, msg=sent), first_list(), way)
    assert news.kind is NewsKind.TWIN
    assert changes_of(news) == [RowChange.SAME] * 3
    assert news.earlier is not None


def test_same_pec_identifier_is_a_copy() -> None:
    """The same PEC found in two folders is one PEC, however differently it was read."""
    again = report((ZUCCHEROLI,), msg=message(identifier="opec1"))
    assert weigh(again, first_list(), Way.PEC).kind is NewsKind.TWIN


@pytest.mark.fault("imap-copies")
@pytest.mark.parametrize(
    ("way", "hours", "nature"),
    [
        pytest.param(Way.PEC, 28 * 24, Nature.ANNOUNCEMENT, id="four weeks later"),
        pytest.param(Way.PEC, 2, Nature.ANNOUNCEMENT, id="the same way, two hours later"),
        pytest.param(Way.ORDINARY, 73, Nature.ANNOUNCEMENT, id="another way, 73 hours later"),
        pytest.param(Way.ORDINARY, 24, Nature.REMINDER, id="it calls itself a reminder"),
    ],
)
def test_reminder_is_never_taken_for_a_copy(way: Way, hours: int, nature: Nature) -> None:
    """Whatever is not surely a copy is told again."""
    sent = message(certified_at=OCTOBER + dt.timedelta(hours=hours), identifier="opec2")
    news = weigh(report(msg=sent, nature=nature), first_list(), way)
    assert news.kind is NewsKind.REMINDER
    assert changes_of(news) == [RowChange.SAME] * 3


def test_copy_of_a_reminder_is_a_copy_of_the_reminder() -> None:
    """Two PEC and two ordinary mails are one list and one reminder, each with its copy."""
    day_after = OCTOBER + dt.timedelta(hours=48)
    lists = (
        received(message_id=1),
        received(message_id=2, way=Way.ORDINARY, identifier=None, sent_at=OCTOBER + dt.timedelta(minutes=40)),
        received(message_id=3, identifier="opec2", sent_at=day_after),
    )
    known = Known(lists=lists, positions=first_list().positions)
    sent = replace(ORDINARY, sent_at=day_after + dt.timedelta(minutes=30))
    news = weigh(report(msg=sent), known, Way.ORDINARY)
    assert news.kind is NewsKind.TWIN
    assert news.earlier is not None and news.earlier.message_id == 3


def test_what_differs_in_a_copy_is_news() -> None:
    """An earlier day in the ordinary copy is told although the rest is not."""
    earlier = replace(BONETTALI, date=dt.date(2025, 11, 10))
    news = weigh(report((ZUCCHEROLI, earlier, FALCHETTI), msg=ORDINARY), first_list(), Way.ORDINARY)
    assert news.kind is NewsKind.TWIN
    assert changes_of(news) == [RowChange.SAME, RowChange.CHANGED, RowChange.SAME]
    assert news.rows[1].differences[0].applied


def test_copy_that_shows_who_it_is_is_news() -> None:
    """A name spelt right at last leads to the worker who knows the household."""
    news = weigh(report(msg=ORDINARY, matches=(CERTAIN, match(), match())), first_list(), Way.ORDINARY)
    assert changes_of(news)[0] is RowChange.CHANGED


def test_reminder_tells_new_changed_and_missing_rows() -> None:
    """One row is new, one has another day, one is not named any more and stays open."""
    fresh = row("OKOROMA", "BLESSING", 4, address=address(flat="3"))
    moved = replace(FALCHETTI, date=dt.date(2025, 11, 25))
    news = weigh(report((fresh, moved, ZUCCHEROLI), msg=REMINDER, nature=Nature.REMINDER), first_list())
    assert changes_of(news) == [RowChange.NEW, RowChange.CHANGED, RowChange.SAME]
    assert [each.row.surname for each in news.missing] == ["BONETTALI"]


def test_reminder_in_prose_names_one_household() -> None:
    """Name only, no month, no status: it still finds its position and changes nothing."""
    prose = replace(FALCHETTI, address=Address(as_written=""), status=Status.UNKNOWN, date=None, wording="")
    news = weigh(report((prose,), msg=REMINDER, nature=Nature.REMINDER, month=None), first_list())
    assert news.kind is NewsKind.REMINDER
    assert changes_of(news) == [RowChange.SAME]
    assert len(news.missing) == 2


def test_next_month_opens_positions_of_its_own() -> None:
    """The same household in December's list is a new position; a postponement into December is not."""
    known = first_list()
    postponed = replace(known.positions[0].row, status=Status.POSTPONED, postponed_to=dt.date(2025, 12, 4))
    known = replace(known, positions=(replace(known.positions[0], row=postponed), *known.positions[1:]))
    december = tuple(replace(each, date=dt.date(2025, 12, 4)) for each in (ZUCCHEROLI, BONETTALI))
    news = weigh(report(december, msg=REMINDER, month="2025-12"), known)
    assert news.kind is NewsKind.FIRST_LIST
    assert [each.position is None for each in news.rows] == [False, True]


def test_correction_by_row_number_inherits_the_status() -> None:
    """«La riga 2 va letta …» finds row 2 even under another name, and keeps its status."""
    corrected = row("BONETALLI", "YVAN", corrects=2, status=Status.UNKNOWN, address=address("VIA NUOVA", "1", None))
    news = weigh(report((corrected,), msg=REMINDER, nature=Nature.CORRECTION), first_list())
    assert news.kind is NewsKind.CORRECTION
    assert news.rows[0].position is not None and news.rows[0].position.row == BONETTALI
    assert "status" not in {each.field for each in news.rows[0].differences}


def test_closed_position_named_again_is_new_except_by_a_copy() -> None:
    """What the office closed and the housing company still plans must be looked at again."""
    known = first_list()
    closed = replace(known.positions[0], state=PositionState.CLOSED, outcome=Outcome.RELEASED)
    known = replace(known, positions=(closed, *known.positions[1:]))
    assert changes_of(weigh(report(msg=REMINDER), known))[0] is RowChange.NEW
    assert changes_of(weigh(report(msg=ORDINARY), known, Way.ORDINARY))[0] is RowChange.SAME


def test_genuine_list_after_a_forgery_is_news() -> None:
    """Positions closed with NON CONFERMO do not swallow the rows of the real list."""
    known = first_list()
    forged = tuple(
        replace(each, state=PositionState.CLOSED, outcome=Outcome.NOT_THE_HOUSING_COMPANY) for each in known.positions
    )
    news = weigh(report(msg=ORDINARY), replace(known, positions=forged), Way.ORDINARY)
    assert changes_of(news) == [RowChange.NEW] * 3


@pytest.mark.parametrize(
    ("rows", "month", "kind"),
    [
        pytest.param(THREE, "2025-11", NewsKind.FIRST_LIST, id="one day still to come"),
        pytest.param((ZUCCHEROLI, BONETTALI), "2025-11", NewsKind.HISTORY, id="all days over"),
        pytest.param((replace(ZUCCHEROLI, date=None),), "2025-11", NewsKind.FIRST_LIST, id="no day, this month"),
        pytest.param((replace(ZUCCHEROLI, date=None),), "2025-10", NewsKind.HISTORY, id="no day, last month"),
        pytest.param(
            (replace(ZUCCHEROLI, postponed_to=dt.date(2026, 1, 14)),), "2025-11", NewsKind.FIRST_LIST, id="postponed"
        ),
    ],
)
def test_first_start(rows: tuple[ListRow, ...], month: str, kind: NewsKind) -> None:
    """Old lists are history unless something in them is still to come; the day is 21 November."""
    assert weigh(report(rows, month=month), Known(first_start=True)).kind is kind


@pytest.mark.parametrize(
    ("sent_at", "kind"),
    [
        pytest.param(OCTOBER, NewsKind.UNREADABLE, id="sent last month: it may be about this one"),
        pytest.param(OCTOBER - dt.timedelta(days=60), NewsKind.HISTORY, id="sent in summer"),
    ],
)
def test_first_start_with_an_unreadable_list(sent_at: dt.datetime, kind: NewsKind) -> None:
    """Only what somebody could still act on is alarming."""
    unreadable = report((), msg=message(certified_at=sent_at), state=State.UNREADABLE)
    assert weigh(unreadable, Known(first_start=True)).kind is kind


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State.UNREADABLE, NewsKind.UNREADABLE),
        (State.LIST, NewsKind.UNREADABLE),
        (State.EMPTY_LIST, NewsKind.EMPTY_LIST),
        (State.LETTER, NewsKind.LETTER),
        (State.NOT_PERTINENT, NewsKind.NOT_PERTINENT),
    ],
)
def test_messages_without_rows(state: State, kind: NewsKind) -> None:
    """A list without rows is an alarm unless it declares itself empty."""
    nature = Nature.EMPTY if state is State.EMPTY_LIST else Nature.ANNOUNCEMENT
    assert weigh(report((), state=state, nature=nature), Known()).kind is kind


def test_a_receipt_that_is_none_is_brought_to_a_person() -> None:
    """Receipts disturb nobody, so a list that was given the fields of one would stay unread."""
    disguised = report((), state=State.NOT_PERTINENT)
    told = Problem(code="another_kind_sealed", severity=Severity.LOST, text="La busta si presenta come altro.")
    with_problem = replace(disguised, reading=replace(disguised.reading, problems=(told,)))
    assert weigh(with_problem, Known()).kind is NewsKind.UNREADABLE


def test_declared_empty_list_closes_nothing() -> None:
    """«Non sono previsti interventi» after a list of three leaves three positions open, and says so."""
    news = weigh(report((), state=State.EMPTY_LIST, nature=Nature.EMPTY, msg=REMINDER), first_list())
    assert news.kind is NewsKind.EMPTY_LIST
    assert len(news.missing) == 3


def test_empty_list_received_twice_is_a_copy() -> None:
    """Its ordinary copy disturbs nobody."""
    known = Known(lists=(received((), nature=Nature.EMPTY),))
    empty = report((), state=State.EMPTY_LIST, nature=Nature.EMPTY, msg=ORDINARY)
    assert weigh(empty, known, Way.ORDINARY).kind is NewsKind.TWIN


LATER = replace(FALCHETTI, date=dt.date(2025, 12, 30))
STOPPED = replace(FALCHETTI, status=Status.SUSPENDED)
POSTPONED = replace(FALCHETTI, status=Status.POSTPONED, postponed_to=dt.date(2026, 1, 14))
EARLIER = replace(FALCHETTI, date=dt.date(2025, 11, 24))


@pytest.mark.parametrize(
    ("changed", "msg", "applied"),
    [
        pytest.param(LATER, REMINDER, False, id="later day, unverified"),
        pytest.param(LATER, TRUSTED, True, id="later day, verified"),
        pytest.param(LATER, replace(TRUSTED, sender_recognised=False), False, id="verified, unknown sender"),
        pytest.param(STOPPED, REMINDER, False, id="suspended, unverified"),
        pytest.param(STOPPED, TRUSTED, True, id="suspended, verified"),
        pytest.param(POSTPONED, REMINDER, False, id="postponed, unverified"),
        pytest.param(POSTPONED, TRUSTED, True, id="postponed, verified"),
        pytest.param(EARLIER, message(Trust.ABSENT, False, certified_at=NOVEMBER), True, id="earlier day, anybody"),
    ],
)
def test_only_a_trusted_list_lowers(changed: ListRow, msg: Message, applied: bool) -> None:
    """A forger must not be able to switch an alarm off; anybody may raise one."""
    news = weigh(report((changed,), msg=msg, nature=Nature.REMINDER), first_list())
    assert {each.applied for each in news.rows[0].differences} == {applied}


def test_trusted_but_older_list_lowers_nothing() -> None:
    """A list read late does not undo what a newer one said."""
    late = message(Trust.VERIFIED, certified_at=OCTOBER - dt.timedelta(days=5), identifier="opec0")
    news = weigh(report((STOPPED,), msg=late), first_list())
    assert [each.applied for each in news.rows[0].differences] == [False]


def test_raising_is_applied_from_anybody() -> None:
    """What was not to be executed and now is, is urgent at once, on its new day."""
    calm = replace(BONETTALI, status=Status.NOT_EXECUTED, wording="NON SI ESEGUE")
    known = first_list((calm,))
    alarm = replace(BONETTALI, date=dt.date(2025, 11, 28))
    news = weigh(report((alarm,), msg=message(Trust.ABSENT, False, certified_at=NOVEMBER)), known)
    assert {each.field: each.applied for each in news.rows[0].differences} == {"status": True, "date": True}


def test_open_and_closed_positions_of_other_months_are_left_alone() -> None:
    """A list with a stated month never touches another month's position."""
    other = position_of(ZUCCHEROLI, "PW-2025-09-001")
    news = weigh(report((ZUCCHEROLI,)), Known(positions=(other,)))
    assert news.rows[0].position is None
    assert news.rows[0].match.band is Band.NONE
