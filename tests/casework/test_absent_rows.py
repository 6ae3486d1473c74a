# SPDX-License-Identifier: EUPL-1.2
"""A row that a reminder no longer names is not cancelled: its owner is told once, and the housing company asked."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.positions import Decision, record_outcome
from pecwatch.model.listing import ListRow, Nature, Status
from pecwatch.model.news import Changes
from pecwatch.model.position import Outcome
from pecwatch.model.question import QuestionKind
from tests.alerts.stories import Story, tell
from tests.casework.people import BONETTALI, CERTAIN, FALCHETTI, NOVEMBER, ZUCCHEROLI, report
from tests.casework.weighed import HOUR, ORDINARY, TRUSTED, october

THERE = replace(BONETTALI, date=dt.date(2025, 11, 28))
DAY = 24 * HOUR


def reminded(known: Story | None, *rows: ListRow, first: tuple[ListRow, ...] = (THERE, FALCHETTI), now: dt.datetime =
             NOVEMBER, number: int = 2, **more: object) -> Story:  # fmt: skip
    before = october(*first) if known is None else known.known
    msg = replace(ORDINARY, sent_at=now)
    listed = report(rows, msg=msg, nature=Nature.REMINDER, **more)  # type: ignore[arg-type]  # free-form test values
    return tell(listed, before, message_id=number, now=now)


def test_a_missing_row_stays_as_it_is_and_is_asked_about() -> None:
    """As open, as urgent, on the same day; the owner reads what to do, and the question is kept."""
    story = reminded(None, THERE)
    gone = story.changes.positions[-1]
    assert (gone.reference, gone.is_open, gone.row, gone.absent_from) == ("PW-2025-11-002", True, FALCHETTI, 2)
    assert [event.kind for event in story.changes.events] == ["confirmed_by_reminder", "missing"]
    assert [(each.kind, each.about) for each in story.changes.asked] == [(QuestionKind.MISSING_ROW, "PW-2025-11-002")]
    told = story.one("duty_worker").text.replace("\n", " ")
    assert "non più presente nel sollecito: chiedere conferma ad ALER" in " ".join(told.split())


def test_it_is_told_once_and_again_when_it_is_back() -> None:
    """The second reminder without it says nothing; the one that names it ends the question."""
    first = reminded(None, THERE)
    second = reminded(first, THERE, now=NOVEMBER + 5 * DAY, number=3)
    assert "missing" not in {event.kind for event in second.changes.events}
    back = reminded(second, THERE, FALCHETTI, now=NOVEMBER + 6 * DAY, number=4)
    assert "present_again" in {event.kind for event in back.changes.events}
    assert [each.absent_from for each in back.changes.positions] == [None, None]
    answered = {(each.kind, each.about, each.answer) for each in back.changes.answered}
    assert (QuestionKind.MISSING_ROW, "PW-2025-11-002", "present_again") in answered


@pytest.mark.parametrize(
    ("first", "more"),
    [
        pytest.param((THERE, ZUCCHEROLI), {}, id="its day is over"),
        pytest.param((THERE, replace(FALCHETTI, status=Status.SUSPENDED)), {}, id="it was not to be executed"),
        pytest.param((THERE, FALCHETTI), {"complete": False}, id="the reminder was read in part"),
    ],
)
def test_what_nobody_misses(first: tuple[ListRow, ...], more: dict[str, object]) -> None:
    """A reminder has no reason to name it, or may have named it where it could not be read."""
    story = reminded(None, THERE, first=first, **more)
    assert "missing" not in {event.kind for event in story.changes.events}
    assert story.changes.asked == ()


@pytest.mark.parametrize("nature", [Nature.INTEGRATION, Nature.CORRECTION])
def test_an_integration_names_only_what_it_adds(nature: Nature) -> None:
    """Nothing is missing from it."""
    story = tell(report((THERE,), msg=TRUSTED, nature=nature), october(THERE, FALCHETTI), message_id=2, now=NOVEMBER)
    assert "missing" not in {event.kind for event in story.changes.events}


def test_a_row_without_a_day_is_asked_about_when_it_opens() -> None:
    """Only the housing company knows the day; a list that states it answers."""
    undated = replace(FALCHETTI, date=None)
    story = tell(report((undated,), matches=(CERTAIN,)))
    assert [(each.kind, each.about) for each in story.changes.asked] == [(QuestionKind.NO_DAY, "PW-2025-11-001")]
    soon = replace(FALCHETTI, date=dt.date(2025, 11, 25))
    dated = reminded(story, soon)
    assert (QuestionKind.NO_DAY, "stated") in {(each.kind, each.answer) for each in dated.changes.answered}


def test_a_closed_row_is_not_missed() -> None:
    """Somebody has said what became of it."""
    known = october(THERE, FALCHETTI)
    by = Decision(who="OP01", by="cli", at=NOVEMBER - HOUR)
    closed = record_outcome(known.positions[1], Outcome.RELEASED, by)
    assert isinstance(closed, Changes)
    settled = replace(known, positions=(known.positions[0], *closed.positions))
    story = tell(report((THERE,), msg=ORDINARY, nature=Nature.REMINDER), settled, message_id=2, now=NOVEMBER)
    assert [event.kind for event in story.changes.events] == ["confirmed_by_reminder"]
