# SPDX-License-Identifier: EUPL-1.2
"""Headings that give a status to the rows below them."""

import pytest

from pecwatch.italian.dates import WrittenDate
from pecwatch.lists.status_heading import status_heading
from pecwatch.model.listing import Status
from tests.lists.written import RULES, body, read, rows


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("SI ESEGUE", Status.EXECUTE),
        ("Si eseguono:", Status.EXECUTE),
        ("A) SI ESEGUONO", Status.EXECUTE),
        ("Esecuzioni confermate:", Status.EXECUTE),
        ("INTERVENTI CONFERMATI", Status.EXECUTE),
        ("Interventi confermati nel mese:", Status.EXECUTE),
        ("DA ESEGUIRE", Status.EXECUTE),
        ("** NON SI ESEGUE **", Status.NOT_EXECUTED),
        ("B) NON SI ESEGUE", Status.NOT_EXECUTED),
        ("2. Non si eseguono:", Status.NOT_EXECUTED),
        ("Interventi non eseguiti", Status.NOT_EXECUTED),
        ("Esecuzioni annullate (2)", Status.NOT_EXECUTED),
        ("ANNULLAMENTO:", Status.NOT_EXECUTED),
        ("Sospesi:", Status.SUSPENDED),
        ("SOSPESI (n. 3)", Status.SUSPENDED),
        ("Elenco degli interventi sospesi del mese di novembre 2027", Status.SUSPENDED),
        ("SOSPESO", Status.SUSPENDED),
        ("Rinviati a data da destinarsi:", Status.POSTPONED),
        ("RINVIATI AL 14/12/2027", Status.POSTPONED),
        ("Rilasciati spontaneamente:", Status.RELEASED),
        ("Già eseguiti:", Status.EXECUTED),
        ("Da confermare:", Status.TO_CONFIRM),
        ("Non confermati", Status.TO_CONFIRM),
    ],
)
def test_what_heads_rows_of_one_status(text: str, status: Status) -> None:
    """In the plural and in the singular, numbered, counted, beside the words of such headings."""
    heading = status_heading(text, RULES)
    assert heading is not None and heading.status is status


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ROSSI MARIO",
        "ROSSI MARIO - SOSPESO",
        "NON SI ESEGUE - piano di rientro",
        "si esegue dopo ripetuti solleciti",
        "sospeso il pagamento dei canoni",
        "Via Po 3 - SOSPESI",
        "sono stati rinviati gli sfratti di via Roma",
        "ELENCO INTERVENTI DI NOVEMBRE 2027",
        "Sloggio",
        "aggiornato al 28/01/2026",
        "ELENCO PROVVISORIO",
        "SOSPESI 3",
    ],
)
def test_what_heads_none(text: str) -> None:
    """A row, a wording with its reason, a sentence, a title, a sum."""
    assert status_heading(text, RULES) is None


def test_the_day_of_a_heading() -> None:
    """The new day of postponed rows, or the day of the executions."""
    later, soon = status_heading("Rinviati al 14/12/2027:", RULES), status_heading("Si eseguono il 18/11:", RULES)
    assert later is not None and soon is not None
    assert (later.date, later.postponed_to) == (None, WrittenDate(day=14, month=12, year=2027))
    assert (soon.date, soon.postponed_to) == (WrittenDate(day=18, month=11), None)


def test_what_speaks_for_a_heading() -> None:
    """The plural and the colon: «SI ESEGUE» alone may be the status of the row above."""
    told = [status_heading(text, RULES) for text in ("Sospesi", "SI ESEGUE:", "SI ESEGUE")]
    assert [(one.plural, one.announces) for one in told if one is not None] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_a_status_in_the_singular_heads_the_last_of_few_groups() -> None:
    """Groups of one row each, most of them headed in the plural: «DA CONFERMARE» heads the next, too."""
    text = (
        "Si procede nei confronti di\n1) ZUCCHEROLI Rosa - 3 novembre 2025 - Via dei Tigli 7\n"
        "2) FALCHETTI Anna - Via dei Faggi 22\n"
        "Interventi rinviati\n1) BONETTALI Ivano - 3 novembre 2025 - Via Po 36 (nuova data: 17/12/2025)\n"
        "Sospesi\n1) MERLINARI Giulia - 3 novembre 2025 - Via Adda 10\n2) ROSSETTANI Marco - Via Oglio 61\n"
        "DA CONFERMARE\n1) PIOPPETTI Ugo - 3 novembre 2025 - Via Mella 93"
    )
    found = rows(read(body(f"Interventi di novembre 2025\n{text}")))
    assert [(row.surname, row.status.value) for row in found] == [
        ("ZUCCHEROLI", "execute"),
        ("FALCHETTI", "execute"),
        ("BONETTALI", "postponed"),
        ("MERLINARI", "suspended"),
        ("ROSSETTANI", "suspended"),
        ("PIOPPETTI", "to_confirm"),
    ]


def test_a_status_above_each_row_is_that_of_the_row_below() -> None:
    """Where the first stands above the first row and none below the last, no row takes that of the next."""
    text = """Sfratti di novembre 2025
SI ESEGUE
ZUCCHEROLI MIRELLA - Via Po 3 - 11/11/2025 ore 9

SOSPESO
BONETTALI IVANO - Via Po 5 - 12/11/2025 ore 10

SI ESEGUE
FALCHETTI ROSA - Via Po 7 - 13/11/2025"""
    assert [(row.surname, row.status.value) for row in rows(read(body(text)))] == [
        ("ZUCCHEROLI", "execute"),
        ("BONETTALI", "suspended"),
        ("FALCHETTI", "execute"),
    ]


def test_the_end_of_a_broken_status_heads_nothing() -> None:
    """«CHIAVI / RICONSEGNATE» is the status of the row above, and no group of those handed back."""
    text = """CALENDARIO ESECUZIONI - NOVEMBRE 2025
- Bonettali Albana; Piazza 4 Novembre 107/B; 2025-11-23 h 11.30; CHIAVI
  RICONSEGNATE
- D'Orsenighi Piera; Via dei Mille 31/B; 2025-11-14 h 11.30;
  SLOGGIO ESEGUITO"""
    assert [(row.surname, row.status.value) for row in rows(read(body(text)))] == [
        ("Bonettali", "released"),
        ("D'Orsenighi", "executed"),
    ]
