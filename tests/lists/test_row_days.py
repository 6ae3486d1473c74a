# SPDX-License-Identifier: EUPL-1.2
"""Days that cannot be meant, several days at once, and whose date a day is."""

import datetime as dt

import pytest

from pecwatch.model.listing import Status
from tests.lists.written import body, read, rows, sheet, told

HEAD = "Interventi fissati per il mese di novembre 2025:"


def test_a_day_years_away_is_told_and_not_believed() -> None:
    """Nor does it make the list one of another month."""
    reading = read(
        body(
            f"{HEAD}\n1) ROSSI MARIO - Via Po 8 - 11/11/2015 - SI ESEGUE\n"
            "2) VERDI GIO - Via Po 9 - 12/11/2025 - SI ESEGUE"
        )
    )
    assert [row.date for row in rows(reading)] == [None, dt.date(2025, 11, 12)]
    assert reading.listing is not None and reading.listing.month == "2025-11"
    assert "date_not_believed" in told(reading)


def test_a_day_in_brackets_behind_a_name_is_a_birth() -> None:
    """Though «nato» is not said; the execution keeps its own day."""
    reading = read(
        body(
            f"{HEAD}\n1) ROSSI MARIO (12/03/1960) - Via Po 8 - 11/11/2025 - SI ESEGUE\n"
            "2) VERDI GIO (05/06/1955), Via Po 9, SI ESEGUE"
        )
    )
    assert [(row.birth_date, row.date) for row in rows(reading)] == [
        (dt.date(1960, 3, 12), dt.date(2025, 11, 11)),
        (dt.date(1955, 6, 5), None),
    ]


@pytest.mark.parametrize(
    "heading",
    ["Nei giorni 11 e 12 novembre 2025:", "11 e 12 novembre 2025", "dal 10/11/2025 al 14/11/2025", "10-14 novembre"],
)
def test_several_days_are_no_ones_day(heading: str) -> None:
    """And the day of the heading above does not go on below them."""
    text = (
        f"{HEAD}\ngiovedì 6 novembre 2025\n1) ROSSI MARIO - Via Po 8 - SI ESEGUE\n"
        f"{heading}\n2) VERDI GIO - Via Po 9 - SI ESEGUE"
    )
    reading = read(body(text))
    assert [row.date for row in rows(reading)] == [dt.date(2025, 11, 6), None]
    assert "several_days" in told(reading)


def test_the_day_of_an_earlier_list_is_no_execution_day() -> None:
    """«In riferimento all'elenco del 22/10 si aggiungono:» announces no day."""
    text = (
        "In riferimento all'elenco del 22/10/2025 si aggiungono:\n1) ROSSI MARIO - Via Po 8 - SI ESEGUE\n"
        "2) VERDI GIO - Via Po 9 - SI ESEGUE"
    )
    assert [row.date for row in rows(read(body(text)))] == [None, None]


def test_done_on_a_day_to_come_is_not_done() -> None:
    """«eseguito il 18/11» in a message of October: a person reads it."""
    text = (
        f"{HEAD}\n1) ROSSI MARIO - Via Po 8 - ESEGUITO IL 18/11/2025\n2) VERDI GIO - Via Po 9 - ESEGUITO IL 03/10/2025"
    )
    assert [row.status for row in rows(read(body(text)))] == [Status.UNKNOWN, Status.EXECUTED]


def test_a_new_day_lies_ahead() -> None:
    """«rinviato in data 3/10» in a message of the 24th of October grants no day."""
    text = (
        f"{HEAD}\n1) ROSSI MARIO - Via Po 8 - RINVIATO IN DATA 03/10/2025\n"
        "2) VERDI GIO - Via Po 9 - RINVIATO AL 14/01/2026"
    )
    assert [row.postponed_to for row in rows(read(body(text)))] == [None, dt.date(2026, 1, 14)]


def test_brought_forward_is_carried_out_on_the_earlier_day() -> None:
    """Whatever day the list's own column gives."""
    text = f"{HEAD}\n1) ROSSI MARIO - Via Po 8 - 18/11/2025 - ANTICIPATA AL 4/11/2025"
    (row,) = rows(read(body(text)))
    assert (row.status, row.date, row.postponed_to) == (Status.EXECUTE, dt.date(2025, 11, 4), None)


def test_a_civic_number_that_became_a_day_is_told() -> None:
    """Workbooks make the 12th of November of «12/11»."""
    table = [
        ["Cognome e nome", "Indirizzo", "Civico", "Esito"],
        ["ROSSI MARIO", "Via Po", "12/11/2025", "SI ESEGUE"],
        ["VERDI GIO", "Via Po", "9", "SI ESEGUE"],
    ]
    reading = read(sheet(table))
    assert [row.address.civic for row in rows(reading)] == [None, "9"]
    assert "civic_is_day" in told(reading)


def test_names_alike_on_different_days_are_two_people() -> None:
    """MARIO of the body and MARIA of the attachment."""
    reading = read(
        body(f"{HEAD}\n1) ROSSI MARIO - Via Roma 4 - 11/11/2025 - SI ESEGUE"),
        body(f"{HEAD}\n1) ROSSI MARIA - Via Roma 4 - 12/11/2025 - SI ESEGUE", part="elenco.txt"),
    )
    assert [(row.given_name, row.date) for row in rows(reading)] == [
        ("MARIO", dt.date(2025, 11, 11)),
        ("MARIA", dt.date(2025, 11, 12)),
    ]


@pytest.mark.parametrize(
    "between",
    [
        "ang. via Adda - 11/11/2025",
        "presso Caritas - 11/11/2025 ore 9",
        "(ex Caserma), martedì 11 novembre 2025",
        "zona Porta Po; 11.11.2025",
    ],
)
def test_a_day_in_a_clause_of_its_own_before_the_status(between: str) -> None:
    """Whatever else stands between the address and it; behind the status it is not the day."""
    row, other = rows(
        read(
            body(
                f"{HEAD}\n1) ROSSI MARIO - Via Po 8 {between} - SI ESEGUE\n"
                "2) VERDI GIO - Via Po 9 presso Caritas - SI ESEGUE - 12/11/2025"
            )
        )
    )
    assert (row.date, row.address.civic, row.status) == (dt.date(2025, 11, 11), "8", Status.EXECUTE)
    assert other.status is Status.EXECUTE


def test_a_day_of_something_else_before_the_status_is_not_the_day() -> None:
    """«decreto del 12/03/2025» is a clause that says more than a day."""
    text = f"{HEAD}\n1) ROSSI MARIO - Via Po 8 presso Caritas - decreto del 12/03/2025 - SI ESEGUE"
    assert [row.date for row in rows(read(body(text)))] == [None]


def test_days_below_the_name_of_a_month_are_of_that_month() -> None:
    """A list of two months: «MARZO» above some rows, «APRILE» above the others; a month alone above all is a title."""
    head = ["Giorno", "Nominativo", "Via", "Esito"]
    table = sheet(
        [
            head,
            ["NOVEMBRE 2025"] * 4,
            ["giovedì 27", "ROSSI MARIO", "via Po 8", "SI ESEGUE"],
            ["DICEMBRE 2025"] * 4,
            ["4", "VERDI GIO", "via Po 9", "SI ESEGUE"],
        ]
    )
    assert [row.date for row in rows(read(table))] == [dt.date(2025, 11, 27), dt.date(2025, 12, 4)]
    lines = "\n".join(
        [
            "NOVEMBRE 2025",
            "giovedì 27 - ROSSI MARIO - Via Po 8 - SI ESEGUE",
            "DICEMBRE 2025",
            "giovedì 4 - VERDI GIO - Via Po 9 - SI ESEGUE",
        ]
    )
    assert [row.date for row in rows(read(body(lines)))] == [dt.date(2025, 11, 27), dt.date(2025, 12, 4)]
    titled = f"Borgofinto, ottobre 2025\n{HEAD}\ngiovedì 27 - ROSSI MARIO - Via Po 8 - SI ESEGUE"
    assert [row.date for row in rows(read(body(titled)))] == [dt.date(2025, 11, 27)]


@pytest.mark.parametrize(
    "row",
    [
        "ROSSI MARIO, Via Po 8, titolo del 12/01/2025, precetto 03/02/2025, SI ESEGUE il 11/11/2025 ore 9",
        "ROSSI MARIO Via Po 8 dec. n. 45 del 12/01/2025 notif. 20/01/2025 accesso 11/11/2025 ore 9 SI ESEGUE",
        "1. 11 novembre 2025, ore 9. ROSSI MARIO. Via Po 8. SI ESEGUE.",
    ],
)
def test_papers_have_days_of_their_own(row: str) -> None:
    """The day of a decree, of its notice or of a precetto never stands for that of the execution."""
    other = row.replace("ROSSI MARIO", "VERDI GIO").replace("1. ", "2. ", 1)
    found = rows(read(body(f"{HEAD}\n{row}\n{other}")))
    assert [(one.surname, one.date) for one in found] == [
        ("ROSSI", dt.date(2025, 11, 11)),
        ("VERDI", dt.date(2025, 11, 11)),
    ]
    assert {one.status for one in found} <= {Status.EXECUTE, Status.UNKNOWN}


def test_a_new_day_is_that_of_a_row_that_is_carried_out() -> None:
    """«Data verbale» is history; «Data nuovo accesso» is the day where nothing is put off."""
    head = ["Nominativo", "Indirizzo", "Data verbale", "Data nuovo accesso", "Esito"]
    table = sheet([head, ["ROSSI MARIO", "via Po 8", "14/10/2025", "11/11/2025", "SI ESEGUE"]])
    assert [row.date for row in rows(read(table))] == [dt.date(2025, 11, 11)]


def test_a_day_behind_the_number_of_an_intervention_heads_its_row() -> None:
    """«Intervento n. 2 - 12 novembre»: its row does not keep the day of the first."""
    text = "\n".join(
        f"Intervento n. {n} - {day} novembre 2025 ore 9\n{name} - Via Po {n}\nSI ESEGUE"
        for n, day, name in ((1, 11, "ROSSI MARIO"), (2, 12, "VERDI GIO"))
    )
    assert [row.date for row in rows(read(body(f"Sfratti\n{text}")))] == [dt.date(2025, 11, 11), dt.date(2025, 11, 12)]
