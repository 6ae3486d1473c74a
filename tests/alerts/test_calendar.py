# SPDX-License-Identifier: EUPL-1.2
"""Calendar entries: what a calendar makes of them."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from pecwatch.alerts.calendar import calendar_files, entries_decided
from pecwatch.model.alert import AttachedFile
from pecwatch.model.listing import Nature, Status
from pecwatch.model.message import Trust
from pecwatch.model.news import Decided
from pecwatch.model.position import Position, PositionState, Priority
from tests.alerts.stories import circumstances, tell
from tests.casework.people import (
    CERTAIN,
    FALCHETTI,
    NOVEMBER,
    OCTOBER,
    OFFICE,
    ZUCCHEROLI,
    message,
    position_of,
    report,
)

NINE = dt.time(9, 30)
LATER = dt.date(2025, 11, 12)
CLOSED = position_of(ZUCCHEROLI, state=PositionState.CLOSED)


def entry(position: Position, **around: object) -> AttachedFile:
    (file,) = calendar_files((position,), circumstances(**around))  # type: ignore[arg-type]  # free-form test values
    return file


def lines(file: AttachedFile) -> list[str]:
    """The lines as a calendar reads them: folded ones put together again."""
    text = file.content.decode()
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def value(file: AttachedFile, name: str) -> str:
    (found,) = [line for line in lines(file) if re.match(rf"{name}[;:]", line)]
    return found.partition(":")[2]


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        pytest.param(dt.date(2025, 11, 6), "20251106T083000Z", "20251106T093000Z", id="winter"),
        pytest.param(dt.date(2025, 10, 24), "20251024T073000Z", "20251024T083000Z", id="summer"),
        pytest.param(dt.date(2025, 10, 27), "20251027T083000Z", "20251027T093000Z", id="the day after the change"),
    ],
)
def test_hour_is_that_of_italy(day: dt.date, begins: str, ends: str) -> None:
    """9:30 on the office's clock, also where summer time ends between the mail and the day."""
    file = entry(position_of(replace(ZUCCHEROLI, date=day, time=NINE)))
    assert (value(file, "DTSTART"), value(file, "DTEND")) == (begins, ends)


def test_without_an_hour_it_is_the_whole_day() -> None:
    """And nobody looks busy because of it; the end is the day after, as calendars count."""
    file = entry(position_of(ZUCCHEROLI))
    assert "DTSTART;VALUE=DATE:20251106" in lines(file) and "DTEND;VALUE=DATE:20251107" in lines(file)
    assert value(file, "TRANSP") == "TRANSPARENT"


def test_hour_of_the_old_day_is_not_that_of_the_new() -> None:
    """A postponed row has a day and no hour."""
    moved = replace(ZUCCHEROLI, time=NINE, status=Status.POSTPONED, postponed_to=dt.date(2026, 1, 14))
    assert "DTSTART;VALUE=DATE:20260114" in lines(entry(position_of(moved)))


@pytest.mark.fault("content-calendar")
def test_nothing_personal_stands_in_it() -> None:
    """Reference and telephone: calendars are shared, and shown on locked screens."""
    file = entry(position_of(replace(ZUCCHEROLI, time=NINE)))
    assert value(file, "SUMMARY") == "Posizione PW-2025-11-001"
    assert value(file, "DESCRIPTION") == "Tel. 0372 000001"
    names = {re.split("[;:]", line)[0] for line in lines(file)}
    assert names == {
        *("BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "DTSTAMP", "SEQUENCE", "STATUS", "ORGANIZER"),
        *("SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "TRANSP", "CLASS", "END"),
    }
    assert file.name == "PW-2025-11-001.ics"
    assert not re.search("zuccheroli|mirella|robinie|eseg", file.content.decode(), re.IGNORECASE)


@pytest.mark.parametrize(
    ("first", "then", "ended"),
    [
        pytest.param(position_of(ZUCCHEROLI), position_of(replace(ZUCCHEROLI, date=LATER), cycle=2), False, id="later"),
        pytest.param(position_of(replace(ZUCCHEROLI, date=LATER)), position_of(ZUCCHEROLI), False, id="an earlier day"),
        pytest.param(position_of(ZUCCHEROLI, cycle=2), CLOSED, True, id="closed"),
        pytest.param(CLOSED, position_of(ZUCCHEROLI, cycle=2), False, id="open again"),
    ],
)
def test_the_last_word_takes_the_place_of_the_first(first: Position, then: Position, ended: bool) -> None:
    """The same entry, a higher number: a calendar moves it, takes it out, puts it back."""
    before, after = entry(first), entry(then, now=OCTOBER + dt.timedelta(minutes=1))
    assert value(before, "UID") == value(after, "UID")
    assert int(value(before, "SEQUENCE")) < int(value(after, "SEQUENCE")) < 2**31
    status, method = ("CANCELLED", "CANCEL") if ended else ("CONFIRMED", "PUBLISH")
    assert (value(after, "STATUS"), value(after, "METHOD")) == (status, method)
    assert f"method={method}" in after.media_type


def test_each_row_has_an_entry_of_its_own() -> None:
    """By its reference."""
    assert value(entry(position_of(ZUCCHEROLI)), "UID") != value(
        entry(position_of(ZUCCHEROLI, "PW-2025-11-002")), "UID"
    )


@pytest.mark.parametrize(
    ("after", "hers", "others"),
    [
        pytest.param({"owner": "OP02"}, "CANCEL", "PUBLISH", id="handed over"),
        pytest.param({"state": PositionState.CLOSED}, "CANCEL", None, id="closed"),
        pytest.param({"priority": Priority.LOW}, "CANCEL", None, id="lowered"),
        pytest.param({"row": replace(ZUCCHEROLI, date=LATER)}, "PUBLISH", None, id="another day"),
        pytest.param({"state": PositionState.CONTACTED}, None, None, id="nothing of the day"),
    ],
)
def test_what_a_decision_changes_in_whose_calendar(
    after: dict[str, object], hers: str | None, others: str | None
) -> None:
    """Of whoever had the row and of whoever has it now; nobody gets an entry that says nothing new."""
    before = position_of(ZUCCHEROLI, state=PositionState.TAKEN)
    decided = Decided(before=before, after=replace(before, **after), events=())  # type: ignore[arg-type]  # free-form
    for person, method in zip(OFFICE.operators, (hers, others, None), strict=True):
        files = entries_decided((decided,), person, circumstances())
        assert [value(file, "METHOD") for file in files] == ([] if method is None else [method]), person.code


def test_only_the_end_of_several_words_counts() -> None:
    """Taken over and closed in one answer: whoever did it never had the entry."""
    owned = position_of(ZUCCHEROLI)
    taken = replace(owned, owner="OP02", state=PositionState.TAKEN)
    words = [
        Decided(before=owned, after=taken, events=()),
        Decided(before=taken, after=replace(taken, state=PositionState.CLOSED), events=()),
    ]
    assert entries_decided(words, OFFICE.operators[1], circumstances()) == ()


@pytest.mark.fault("content-calendar")
def test_long_lines_are_folded_between_letters() -> None:
    """75 octets at most, and no letter is cut in two."""
    boss = replace(OFFICE.coordinator, phone="0372 1, oppure «perché no» il centralino; è sempre aperto – così è detto")
    file = entry(position_of(ZUCCHEROLI), office=replace(OFFICE, coordinator=boss))
    assert b"\r\n " in file.content
    assert value(file, "DESCRIPTION") == (
        "Tel. 0372 1\\, oppure «perché no» il centralino\\; è sempre aperto – così è detto"
    )


def test_many_rows_make_one_file() -> None:
    """Nobody opens thirty attachments; a row without a day has no entry."""
    rows = [position_of(ZUCCHEROLI, f"PW-2025-11-{number:03}") for number in range(1, 13)]
    (file,) = calendar_files([*rows, position_of(replace(ZUCCHEROLI, date=None), "PW-2025-11-020")], circumstances())
    assert file.name == "posizioni.ics" and file.content.count(b"BEGIN:VEVENT") == 12


def test_who_gets_entries() -> None:
    """The owner of new rows and of changed days; not the coordinator, not who is told besides, not for a repetition."""
    story = tell(report((ZUCCHEROLI,), matches=(CERTAIN,)))
    assert [file.name for file in story.one("OP01").attachments] == ["PW-2025-11-001.ics"]
    assert story.one("coordinator").attachments == ()
    again = tell(
        report((ZUCCHEROLI,), matches=(CERTAIN,)),
        story.known,
        message_id=2,
        now=circumstances().now + dt.timedelta(days=4),
    )
    assert all(alert.attachments == () for alert in again.alerts)


def test_a_row_that_loses_its_day_is_taken_out() -> None:
    """A sealed reminder suspends it: the owner's entry ends, under the day it stood on."""
    sealed = message(Trust.VERIFIED, certified_at=NOVEMBER, identifier="opec2")
    before = tell(report((FALCHETTI,), matches=(CERTAIN,), msg=message(Trust.VERIFIED, identifier="opec1")))
    for changed in (
        replace(FALCHETTI, status=Status.SUSPENDED),
        replace(FALCHETTI, status=Status.POSTPONED, date=None),
    ):
        listed = report((changed,), matches=(CERTAIN,), msg=sealed, nature=Nature.REMINDER)
        mail = tell(listed, before.known, message_id=2, now=NOVEMBER).one("OP01")
        (file,) = mail.attachments
        assert (value(file, "STATUS"), value(file, "UID")) == (
            "CANCELLED",
            value(before.one("OP01").attachments[0], "UID"),
        )
        assert "DTSTART;VALUE=DATE:20251127" in lines(file)


def test_rows_on_which_nothing_is_done_have_no_entry() -> None:
    """«Non si esegue» on a day is no appointment."""
    listed = report((replace(ZUCCHEROLI, status=Status.NOT_EXECUTED),), matches=(CERTAIN,))
    assert tell(listed).one("OP01").attachments == ()


@pytest.mark.parametrize("state", [PositionState.TAKEN, PositionState.CLOSED])
def test_a_calendar_library_reads_it(state: PositionState) -> None:
    """Read by a parser that is not ours."""
    icalendar = pytest.importorskip("icalendar")
    listed = replace(FALCHETTI, time=NINE)
    calendar = icalendar.Calendar.from_ical(entry(position_of(listed, state=state, cycle=3)).content)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART") == dt.datetime(2025, 11, 27, 8, 30, tzinfo=dt.UTC)
    assert str(event["SUMMARY"]) == "Posizione PW-2025-11-001"
    assert int(event["SEQUENCE"]) > 0
    assert event.errors == calendar.errors == []
