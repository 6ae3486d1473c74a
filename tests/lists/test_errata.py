# SPDX-License-Identifier: EUPL-1.2
"""Corrections that name rows by number: what names a person is a row, all else is for a person to read."""

import pytest

from pecwatch.model.listing import State
from tests.lists.written import body, read, rows

NUMBERS_ONLY = {
    "instead, read": "Riga 2: anziché 11/11/2025 leggasi 13/11/2025\nRiga 4: eliminare",
    "to be read": "al n. 3 si legga via Po 21 anziché via Po 12",
    "right address": "Riga 3: l'indirizzo corretto è Via Po 21\nRiga 5: annullata",
    "right day": "n. 2 - data corretta 13/11/2025\nn. 4 - da eliminare",
    "several": "Le righe 3 e 5 sono annullate.",
}


@pytest.mark.parametrize("text", NUMBERS_ONLY.values(), ids=NUMBERS_ONLY.keys())
def test_a_number_alone_is_nobody(text: str) -> None:
    """No row is invented out of «anziché», and somebody opens the message."""
    reading = read(body(f"ERRATA CORRIGE\n{text}"))
    assert reading.state is State.UNREADABLE
    assert reading.listing is None


def test_what_is_right_now_has_the_number_that_it_corrects() -> None:
    """«alla riga 3 leggasi …»."""
    text = "alla riga 3 leggasi TESTARDI UGO, viale Po 21, 13/11/2025, SI ESEGUE\n"
    text += "al n. 5 si legga NEROTTI EVA, via Adda 3, 14/11/2025, SI ESEGUE"
    found = rows(read(body(f"ERRATA CORRIGE\n{text}")))
    assert [(row.surname, row.corrects, str(row.date)) for row in found] == [
        ("TESTARDI", 3, "2025-11-13"),
        ("NEROTTI", 5, "2025-11-14"),
    ]


def test_the_status_of_another_number_is_nobodys_else() -> None:
    """What becomes of row 5 is not said of row 3, and is shown."""
    text = (
        'Errata corrige: alla riga 3 leggasi "TESTARDI UGO, viale Po 21" anziché "viale Po 12"; la riga 5 è annullata.'
    )
    reading = read(body(text))
    (row,) = rows(reading)
    assert (row.surname, row.address.civic, row.status.value, row.corrects) == ("TESTARDI", "21", "unknown", 3)
    assert reading.listing is not None and len(reading.listing.leftovers) == 1


@pytest.mark.parametrize("mark", ['"', "", "il sig. "])
def test_whom_the_right_name_replaces_is_nobody(mark: str) -> None:
    """«leggasi X anziché Y» is no row of Y, and no day of the sentence above is given to him."""
    wrong = f"anziché {mark}TESTARDO UGO, viale Po 12"
    text = (
        "Errata corrige: alla riga 2 (sig.ra NEROTTI EVA, via Adda 3) la data corretta è il 19/11/2025.\n"
        f"Alla riga 3 leggasi TESTARDI UGO, viale Po 21 int. 2 {wrong} int. 2."
    )
    reading = read(body(text))
    assert [(row.surname, row.address.civic) for row in rows(reading)] == [("NEROTTI", "3"), ("TESTARDI", "21")]
