# SPDX-License-Identifier: EUPL-1.2
"""Calendars: one day, and everybody of that day in a cell, on a line or in a column beside it."""

import pytest

from pecwatch.model.document import Document
from tests.lists.written import body, read, rows, sheet

WRAPPED = (
    "ZUCCHEROLI Mirella - STRADA IV\nNOVEMBRE, n. 15 sc. B int.2\n- chiavi\nconsegnate\n"
    "BONETTALI Ivano e FALCHETTI\nRosa - VIA DEI TIGLI,\nn. 68 piano 2 - SOSPESO,\nricovero\n"
    "MERLINARI Ada - VIA DEI FAGGI, n. 5\n- SI ESEGUE"
)
ON_ONE_LINE = (
    "ZUCCHEROLI, Mirella, Strada IV Novembre 15, chiavi consegnate / BONETTALI, Ivano, Via dei Tigli 68, sospeso - "
    "ricovero / MERLINARI, Ada, Via dei Faggi 5, SI ESEGUE"
)
WITH_HOURS = (
    "ore 9,30, sig.ra Mirella Zuccheroli, Strada IV Novembre n. 15, chiavi consegnate\n"
    "ore 10,00, sig. Ivano Bonettali, Via dei Tigli n. 68, SOSPESO\n"
    "ore 11,30, sig.ra Anna Merlinari, Via dei Faggi n. 5, SI ESEGUE"
)
DAY = "giovedì 6 novembre 2025"
LAST = ["venerdì 7 novembre 2025", "PIOPPETTI Ugo - Via Po 3 - SI ESEGUE"]
EVERYBODY = [
    ("ZUCCHEROLI", "15", "2025-11-06", "released"),
    ("BONETTALI", "68", "2025-11-06", "suspended"),
    ("MERLINARI", "5", "2025-11-06", "execute"),
    ("PIOPPETTI", "3", "2025-11-07", "execute"),
]

MARGIN = """                   Giorno                   Interventi
                   giovedì 6 novembre 2025  ZUCCHEROLI, Mirella, Strada IV Novembre
                                            15, int. 3, chiavi consegnate
                                            BONETTALI, Ivano, Via dei
                                            Tigli 68, sospeso, ricovero
                                            ospedaliero
                                            MERLINARI, Ada, Via dei Faggi 5, SI
                                            ESEGUE
                   07/11/2025               PIOPPETTI, Ugo, Via Po 3, SI ESEGUE
"""

CALENDARS = {
    "names column, wrapped cell": sheet([["DATA", "NOMINATIVI"], [DAY, WRAPPED], LAST]),
    "unknown header, one line each": sheet([["Giorno", "Interventi"], [DAY, WITH_HOURS], LAST]),
    "names column, one line each": sheet([["Data", "Nominativi"], [DAY, WITH_HOURS], LAST]),
    "names column, strokes between": sheet([["Data", "Nominativi"], [DAY, ON_ONE_LINE], LAST]),
    "lines, strokes between": body(f"Interventi di novembre 2025\n{DAY}; {ON_ONE_LINE}\n{LAST[0]}; {LAST[1]}"),
    "a day in the margin": body(f"Interventi di novembre 2025\n{MARGIN}"),
}


@pytest.mark.parametrize("calendar", CALENDARS.values(), ids=CALENDARS.keys())
def test_each_of_a_day_is_a_row(calendar: Document) -> None:
    """Nobody disappears behind the first of the day, and the day is that of all."""
    reading = read(calendar)
    assert [
        (row.surname.upper(), row.address.civic, str(row.date), row.status.value) for row in rows(reading)
    ] == EVERYBODY
    assert reading.listing is not None and reading.listing.complete


def test_each_keeps_the_hour_of_her_own() -> None:
    """The hour stands before each name, the day once."""
    found = rows(read(CALENDARS["names column, one line each"]))
    assert [str(row.time) for row in found] == ["09:30:00", "10:00:00", "11:30:00", "None"]


def test_a_cell_that_nobody_understands_is_shown() -> None:
    """Two homes of which one is nobody's: the whole row is left over rather than read as one person."""
    cell = "ZUCCHEROLI Mirella - Via delle Robinie 14 - SI ESEGUE\n??? 7 - Via dei Tigli 3 - SI ESEGUE"
    reading = read(sheet([["Data", "Nominativi"], ["06/11/2025", cell], LAST]))
    assert reading.listing is not None and not reading.listing.complete


def test_another_address_in_a_wording_begins_no_row() -> None:
    """Where somebody lived before is no home of a second person."""
    cell = "ZUCCHEROLI Mirella - Via delle Robinie 14 - SI ESEGUE\n(chiavi presso la portineria di Via dei Tigli 3)"
    found = rows(read(sheet([["Data", "Nominativi"], ["06/11/2025", cell], LAST])))
    assert [(row.surname, row.address.civic) for row in found] == [("ZUCCHEROLI", "14"), ("PIOPPETTI", "3")]


def test_numbered_rows_on_a_line_share_no_day() -> None:
    """«1) 06/11 A … 2) B …»: whose day is not told stays without."""
    line = (
        "1) 06/11/2025 ZUCCHEROLI Mirella - Via delle Robinie 14 - SI ESEGUE "
        "2) BONETTALI Ivano - Via dei Tigli 3 - SI ESEGUE"
    )
    assert [str(row.date) for row in rows(read(body(line)))] == ["2025-11-06", "None"]


def test_a_point_of_an_enumeration_never_continues_the_one_above() -> None:
    """Even where nobody understands it: «* SCHMIDT …» is shown, not swallowed by the row above."""
    text = "* ZUCCHEROLI Mirella - Via delle Robinie 14 - in attesa di conferma\n* Qxzw 7 - int. 42 - SI\n  ESEGUE"
    reading = read(body(f"Interventi di novembre 2025\n{text}"))
    assert [row.wording for row in rows(reading)] == ["in attesa di conferma"]
    assert reading.listing is not None and not reading.listing.complete


@pytest.mark.parametrize(
    "heading",
    [
        "GIOVEDI' 6 NOVEMBRE 2025 - UFFICIALE GIUDIZIARIO: DOTT.SSA ROSALBA NERI",
        "giovedì 6 novembre (U.G. dott. Neri)",
        "Ufficiale giudiziario dott. Piero Neri - giovedì 6 novembre 2025",
    ],
)
def test_a_day_with_the_officer_beside_it_heads_rows(heading: str) -> None:
    """The officer is nobody's tenant, and the day is that of the rows below."""
    text = f"Sfratti di novembre 2025\n{heading}\n"
    text += "ore 9 ZUCCHEROLI Mirella, Via Po 3, SI ESEGUE\nore 10 BONETTALI Ivano, Via Po 5, SOSPESO"
    found = [(row.surname, str(row.date), row.status.value) for row in rows(read(body(text)))]
    assert found == [("ZUCCHEROLI", "2025-11-06", "execute"), ("BONETTALI", "2025-11-06", "suspended")]
