# SPDX-License-Identifier: EUPL-1.2
"""Who signs below a list: an office and its official leave nothing to read."""

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
