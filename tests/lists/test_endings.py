# SPDX-License-Identifier: EUPL-1.2
"""Who signs below a list: an office and its official leave nothing to read."""

import datetime as dt

import pytest

from tests.lists.written import body, read, rows

ROWS = """Interventi di novembre 2025
1) ZUCCHEROLI Mirella - Via delle Robinie 14 - SI ESEGUE
2) BONETTALI Ivano - Via dei Tigli 3 - SI ESEGUE
"""

ENDINGS = {
    "office above": "Ufficio gestione alloggi\nFederico Tornaghi",
    "office below": "Mara Pinottini\nServizio Casa - Comune",
    "official above": "L'Ufficiale Giudiziario\nClaudia Moinardi",
    "lawyer and bar": "Avv. Tiberio Ghisolani\nForo di Valserena",
    "two offices": "Ufficio Recupero Crediti Locativi/Decadenze\nALER Valserena",
    "total and office": "Totale interventi: 2\nUfficio gestione alloggi\nFederico Tornaghi",
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS.keys())
def test_a_signature_leaves_a_list_complete(ending: str) -> None:
    """Whoever signs is no tenant, and the last row ends above."""
    reading = read(body(ROWS + ending))
    assert reading.listing is not None
    assert [left.text for left in reading.listing.leftovers] == []
    assert [row.wording for row in rows(reading)] == ["SI ESEGUE", "SI ESEGUE"]


def test_a_name_without_an_office_is_shown() -> None:
    """Below the rows a bare name may be somebody whose row broke."""
    reading = read(body(f"{ROWS}Mara Pinottini"))
    assert reading.listing is not None and not reading.listing.complete


@pytest.mark.parametrize(
    "row",
    [
        "7 - PIZZAMENTI IVANO – Via dei Mille 86 – 2025-11-10 ore 11,30 – RINVIATO\n"
        "AL 14/01/2026 - dopo ripetuti solleciti telefonici e appuntamenti che non sono stati\n"
        "rispettati si procede con l’esecuzione",
        "7 - 10 novembre 2025 ore 9,00, Quartieroni Ivano, Via XXV Aprile 55 int. 12, DIFFERITO\nAL 14/01/2026",
    ],
)
def test_the_new_day_of_the_last_row_on_a_line_of_its_own(row: str) -> None:
    """«RINVIATO / AL 14/01/2026»: the day belongs to the row above, and no office signs there."""
    above = "6 - BEN HADDOUCH JORGE – Corso dei Tigli 90 – 2025-11-25 – ESEGUITO - già rinviato il 18/09/2025"
    reading = read(body(f"{above}\n{row}\nTotale interventi: 2\nDistinti saluti"))
    assert rows(reading)[-1].postponed_to == dt.date(2026, 1, 14)
    assert reading.listing is not None and reading.listing.complete
