# SPDX-License-Identifier: EUPL-1.2
"""Rows that share a line, a status that stands first, and headings that give one to the rows below."""

import pytest

from tests.lists.written import body, read, rows

THREE = [("ZUCCHEROLI", "14", "execute"), ("BONETTALI", "3", "suspended"), ("MERLINARI", "9", "execute")]

TEXTS = {
    "numbered, on one line": "1) ZUCCHEROLI Mirella - Via delle Robinie 14 - SI ESEGUE 2) BONETTALI Ivano - Largo dei "
    "Pioppi 3 - SOSPESO 3) MERLINARI Ada - Via dei Tigli 9 - SI ESEGUE",
    "without numbers, on one line": "ZUCCHEROLI Mirella - Via delle Robinie 14 - SI ESEGUE BONETTALI Ivano - Largo dei "
    "Pioppi 3 - SOSPESO MERLINARI Ada - Via dei Tigli 9 - SI ESEGUE",
    "two on the last line": "1) ZUCCHEROLI Mirella - Via delle Robinie 14 - SI ESEGUE\n2) BONETTALI Ivano - Largo dei "
    "Pioppi 3 - SOSPESO; 3) MERLINARI Ada - Via dei Tigli 9 - SI ESEGUE",
    "semicolons": "ZUCCHEROLI Mirella, Via delle Robinie 14, SI ESEGUE; BONETTALI Ivano, Largo dei Pioppi 3, SOSPESO; "
    "MERLINARI Ada, Via dei Tigli 9, SI ESEGUE",
    "status first": "SI ESEGUE - ZUCCHEROLI Mirella - Via delle Robinie 14\n"
    "SOSPESO - BONETTALI Ivano - Largo dei Pioppi 3\nSI ESEGUE - MERLINARI Ada - Via dei Tigli 9",
    "status first, numbered": "1) SI ESEGUE: ZUCCHEROLI Mirella - Via delle Robinie 14\n"
    "2) SOSPESO: BONETTALI Ivano - Largo dei Pioppi 3\n3) SI ESEGUE: MERLINARI Ada - Via dei Tigli 9",
    "day and status first": "06/11/2025 - SI ESEGUE - ZUCCHEROLI Mirella - Via delle Robinie 14\n"
    "07/11/2025 - SOSPESO - BONETTALI Ivano - Largo dei Pioppi 3\n"
    "07/11/2025 - SI ESEGUE - MERLINARI Ada - Via dei Tigli 9",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_each_has_her_own_status(text: str) -> None:
    """However the rows share lines, and wherever their status stands."""
    reading = read(body(f"Si comunica l'elenco degli interventi.\n{text}\nCordiali saluti"))
    assert [(row.surname, row.address.civic, row.status.value) for row in rows(reading)] == THREE
    assert reading.listing is not None and reading.listing.complete


def test_what_the_last_says_is_said_of_all() -> None:
    """«A (Via …), B (Via …): SI ESEGUE» says it once."""
    text = "ZUCCHEROLI Mirella (Via delle Robinie 14), BONETTALI Ivano (Largo dei Pioppi 3): SI ESEGUE il 6/11/2025"
    found = rows(read(body(text)))
    assert [(row.surname, row.status.value, str(row.date)) for row in found] == [
        ("ZUCCHEROLI", "execute", "2025-11-06"),
        ("BONETTALI", "execute", "2025-11-06"),
    ]


def test_an_address_in_a_wording_begins_no_row() -> None:
    """Where the key is kept is nobody's home."""
    text = "1) ZUCCHEROLI Mirella - Via delle Robinie 14 - SI ESEGUE, chiavi presso l'ufficio di Via dei Fabbri 12"
    assert [row.surname for row in rows(read(body(text)))] == ["ZUCCHEROLI"]


GROUPS = """Interventi di novembre 2025
Si eseguono:
ZUCCHEROLI Mirella - Via delle Robinie 14 - 06/11/2025
{heading}
BONETTALI Ivano - Largo dei Pioppi 3
MERLINARI Ada - Via dei Tigli 9
"""


@pytest.mark.parametrize(
    ("heading", "status", "day"),
    [
        ("Non si eseguono:", "not_executed", None),
        ("NON SI ESEGUE:", "not_executed", None),
        ("B) SOSPESI", "suspended", None),
        ("Rinviati al 14/12/2025:", "postponed", "2025-12-14"),
        ("Rilasciati spontaneamente:", "released", None),
    ],
)
def test_a_heading_gives_its_status_to_the_rows_below(heading: str, status: str, day: str | None) -> None:
    """And nothing to the row above."""
    first, *others = rows(read(body(GROUPS.format(heading=heading))))
    assert (first.surname, first.status.value) == ("ZUCCHEROLI", "execute")
    assert [(row.surname, row.status.value) for row in others] == [("BONETTALI", status), ("MERLINARI", status)]
    assert {row.postponed_to and str(row.postponed_to) for row in others} == {day}


def test_a_status_below_a_row_stays_its_own() -> None:
    """In the singular and without a colon, below a row that has none, it heads nothing."""
    text = "ZUCCHEROLI MIRELLA - Via delle Robinie 14\nNON SI ESEGUE\nBONETTALI IVANO - Largo dei Pioppi 3\nSI ESEGUE"
    found = rows(read(body(text)))
    assert [(row.surname, row.status.value) for row in found] == [
        ("ZUCCHEROLI", "not_executed"),
        ("BONETTALI", "execute"),
    ]


def test_the_first_number_with_a_name_alone_is_a_row() -> None:
    """Her address is missing; she is not."""
    text = "1) MERLINARI ADA\n2) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE\n3) BONETTALI IVANO - SI ESEGUE"
    assert [row.surname for row in rows(read(body(text)))] == ["MERLINARI", "ZUCCHEROLI", "BONETTALI"]


def test_a_person_on_two_lines_after_the_rows() -> None:
    """Name and address each on a line of its own, without a status."""
    text = "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE\nMERLINARI ADA\nVia dei Tigli 9"
    found = rows(read(body(text)))
    assert [(row.surname, row.address.street, row.status.value) for row in found] == [
        ("ZUCCHEROLI", "VIA DELLE ROBINIE", "execute"),
        ("MERLINARI", "VIA DEI TIGLI", "unknown"),
    ]


def test_below_a_group_a_status_in_the_singular_heads_the_next() -> None:
    """«Non si esegue» alone on its line, among rows that say no status of their own."""
    text = """Programmazione interventi di novembre 2025
Esecuzioni confermate
ZUCCHEROLI Mirella, Via delle Robinie 14, esecuzione 06/11/2025 ore 9,00
BONETTALI Ivano, Largo dei Pioppi 3, esecuzione 07/11/2025 ore 9,00
Non si esegue
MERLINARI Ada, Via dei Tigli 9, esecuzione 10/11/2025 ore 9,00
FALCHETTI Rosa, Viale dei Gelsi 22, esecuzione 11/11/2025 ore 9,00
SOSPESI
PERSICHELLI Gaetano, Via del Giuncheto 5, esecuzione 12/11/2025 ore 9,00
DA CONFERMARE
SORGENTINI Palmira, Via Acquafredda 7, esecuzione 13/11/2025 ore 9,00"""
    assert [(row.surname, row.status.value) for row in rows(read(body(text)))] == [
        ("ZUCCHEROLI", "execute"),
        ("BONETTALI", "execute"),
        ("MERLINARI", "not_executed"),
        ("FALCHETTI", "not_executed"),
        ("PERSICHELLI", "suspended"),
        ("SORGENTINI", "to_confirm"),
    ]
