# SPDX-License-Identifier: EUPL-1.2
"""Days, months and times as offices write them."""

import datetime as dt

import pytest

from pecwatch.italian.dates import WrittenDate, find_dates, find_months, read_date, read_written_date
from pecwatch.italian.times import find_times, read_time


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("06/11/2025", dt.date(2025, 11, 6), id="slashes"),
        pytest.param("6.11.25", dt.date(2025, 11, 6), id="dots, short year"),
        pytest.param("06-11-2025", dt.date(2025, 11, 6), id="dashes"),
        pytest.param("2025-11-06", dt.date(2025, 11, 6), id="ISO"),
        pytest.param("giovedì 6 novembre 2025", dt.date(2025, 11, 6), id="weekday and month in words"),
        pytest.param("giovedi' 6 novembre", dt.date(2025, 11, 6), id="apostrophe for accent, year given"),
        pytest.param("06 nov", dt.date(2025, 11, 6), id="short month"),
        pytest.param("6-nov-25", dt.date(2025, 11, 6), id="spreadsheet form"),
        pytest.param("gio 06/11", dt.date(2025, 11, 6), id="short weekday"),
        pytest.param("mar 11/11", dt.date(2025, 11, 11), id="mar is the weekday here"),
        pytest.param("1° dicembre", dt.date(2025, 12, 1), id="ordinal"),
        pytest.param("primo dicembre", dt.date(2025, 12, 1), id="first in words"),
        pytest.param("mart. 11 nov. '25", dt.date(2025, 11, 11), id="longer short weekday"),
        pytest.param("ventitré novembre duemilaventicinque", dt.date(2025, 11, 23), id="in words"),
        pytest.param("il giorno nove novembre", dt.date(2025, 11, 9), id="in words, year given"),
        pytest.param("VENTITRE' NOVEMBRE 2025", dt.date(2025, 11, 23), id="in words, apostrophe"),
        pytest.param("31/02/2025", None, id="no such day"),
        pytest.param("domani", None, id="no day at all"),
    ],
)
def test_a_cell_gives_its_day(text: str, day: dt.date | None) -> None:
    """Whatever the form, the day is the one a person reads."""
    assert read_date(text, 2025) == day


@pytest.mark.parametrize(
    "text",
    [
        "ore 9.30",
        "dal 03/2025",
        "legge 241/1990",
        "n. 12/2025",
        "art. 3.11",
        "interno 22",
        "36-38",
        "via Quattro Novembre",
        "tre mesi",
    ],
)
def test_running_text_holds_no_day(text: str) -> None:
    """Times, laws, months and ranges are not taken for days."""
    assert find_dates(text, 2025) == ()


def test_days_of_running_text_keep_their_place_and_order() -> None:
    """Several days of a sentence are all found, where they stand."""
    text = "RINVIATO dal 06/11 al 14/01/2026"
    assert [(text[span.start : span.end], span.date) for span in find_dates(text, 2025)] == [
        ("06/11", dt.date(2025, 11, 6)),
        ("14/01/2026", dt.date(2026, 1, 14)),
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        pytest.param("8 gennaio", dt.date(2026, 1, 8), id="January in a December list is next year's"),
        pytest.param("30 novembre", dt.date(2025, 11, 30), id="the month before stays in its year"),
        pytest.param("8 gennaio 2025", dt.date(2025, 1, 8), id="a written year is never changed"),
        pytest.param("giovedì 11", dt.date(2025, 12, 11), id="day alone takes the list's month"),
    ],
)
def test_missing_year_and_month_come_from_the_list(written: str, day: dt.date) -> None:
    """A list of December 2025 lends its month and year to days written short."""
    read = read_written_date(written)
    assert read is not None
    assert read.resolve(2025, 12) == day


def test_nothing_is_guessed_without_a_list_month() -> None:
    """A day without year stays without date when nobody says the year."""
    assert WrittenDate(day=6, month=11).resolve() is None
    assert WrittenDate(day=6).resolve(2025) is None


def test_a_weekday_that_is_not_the_days_is_noticed() -> None:
    """«venerdì 6 novembre 2025» contradicts itself: it was a Thursday."""
    read = read_written_date("venerdì 6 novembre 2025")
    assert read is not None
    assert read.contradicts(dt.date(2025, 11, 6))


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("mese di NOVEMBRE 2025", [(11, 2025)]),
        ("novembre '25", [(11, 2025)]),
        ("interventi 11/2025", [(11, 2025)]),
        ("Cremona, 24 ottobre 2025", []),
        ("novembre", [(11, None)]),
    ],
)
def test_a_title_names_its_month(title: str, month: list[tuple[int, int | None]]) -> None:
    """A month is one that stands by itself, with its year if it has one; the date of a letter is none."""
    assert [(found.month, found.year) for found in find_months(title)] == month


def test_a_month_without_year_is_still_a_month() -> None:
    """The year may come from elsewhere."""
    assert [(found.month, found.year) for found in find_months("per il mese di novembre")] == [(11, None)]


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("ore 9,00", dt.time(9)),
        ("h. 9.30", dt.time(9, 30)),
        ("09:30", dt.time(9, 30)),
        ("9", dt.time(9)),
        ("9:00-11:00", dt.time(9)),
        ("mattina", None),
        ("alle 9 e 30", dt.time(9, 30)),
        ("ore 0930", dt.time(9, 30)),
        ("ore nove e trenta", dt.time(9, 30)),
        ("alle ore dieci", dt.time(10)),
    ],
)
def test_a_cell_gives_its_time(cell: str, time: dt.time | None) -> None:
    """Times in all the forms offices use; words are no times."""
    assert read_time(cell) == time


def test_running_text_tells_times_from_days_and_numbers() -> None:
    """Only what says it is a time, or can be nothing else, is one."""
    text = "Via Po 14, 06/11/2025 ore 9,30, int. 7"
    assert [text[span.start : span.end] for span in find_times(text)] == ["ore 9,30"]


@pytest.mark.parametrize(
    "text",
    [
        "nei giorni 11 e 12 novembre 2027",
        "11, 12 e 13 novembre",
        "dal 15 al 19/11",
        "dall'11 al 15 novembre",
        "15-19 novembre",
        "11/12 novembre 2027",
        "dal 15/11 al 19/11",
        "11/11 e 12/11",
        "tra il 15 e il 19/11/2027",
        "giovedì 11 e venerdì 12 novembre",
    ],
)
def test_several_days_are_not_one(text: str) -> None:
    """Neither the first nor the last of them is anybody's day."""
    spans = find_dates(text)
    assert spans and all(span.written.several and span.written.resolve(2027, 11) is None for span in spans)
    cell = read_written_date(text)
    assert cell is not None and cell.several


@pytest.mark.parametrize(
    "text",
    [
        "via Po 12 - 11/11/2027",
        "int. 3, 12/11/2027",
        "1 - 12/11",
        "ore 9 e 11/11/2027",
        "il 12/11/2027",
        "15-11-2027",
        "8 - 9 novembre 2027",
    ],
)
def test_a_number_before_a_day_does_not_make_it_several(text: str) -> None:
    """Civic numbers, flats, times and row numbers stand before days."""
    assert [span.written.several for span in find_dates(text)] == [False]
