# SPDX-License-Identifier: EUPL-1.2
"""Where rows are: under the address of a building or the name of a municipality, which never become a person."""

import pytest

from pecwatch.model.document import Document, Line, Page, Table, TableRow
from tests.lists.written import body, read, rows, sheet

Block = str | list[list[str]]

HEADER = ["Utente", "Sc.", "Int.", "Data", "Esito"]
FIRST = [HEADER, ["ROSSETTANI Mirella", "A", "4", "06/11/2025", "SI ESEGUE"]]
SECOND = [HEADER, ["BONETTALI Ivano", "B", "5", "07/11/2025", "SOSPESO"]]
ALLOGGIO = ["Nominativo", "Alloggio", "Data", "Esito"]


def mixed(*blocks: Block) -> Document:
    """Lines and tables below each other."""
    made = [
        Line(text=block, line=at * 10)
        if isinstance(block, str)
        else Table(rows=tuple(TableRow(cells=tuple(row), line=at * 10 + below) for below, row in enumerate(block)))
        for at, block in enumerate(blocks, 1)
    ]
    return Document(part="elenco.docx", format="docx", pages=(Page(number=1, blocks=tuple(made)),))


def homes(*documents: Document) -> list[tuple[str | None, ...]]:
    """Who, street, civic number, staircase, flat and municipality of each row."""
    return [
        (
            row.surname,
            row.address.street,
            row.address.civic,
            row.address.staircase,
            row.address.flat,
            row.address.municipality,
        )
        for row in rows(read(*documents))
    ]


IN_TWO_BUILDINGS = [
    ("ROSSETTANI", "VIA PO", "3", "A", "4", "CADEO"),
    ("BONETTALI", "VIA ADDA", "9", "B", "5", "ROCCAFINTA"),
]

BUILDINGS = {
    "lines over tables": mixed("Stabile di Via Po 3, Cadeo", FIRST, "Via Adda n. 9 (Roccafinta)", SECOND),
    "municipality over building": mixed("Comune di Cadeo", "Via Po 3", FIRST, "Roccafinta (CR), Via Adda 9", SECOND),
    "a name of the building": mixed(
        "Condominio Gardenia - Via Po 3 - Cadeo", FIRST, "Edificio sito in Roccafinta (CR), via Adda 9", SECOND
    ),
    "dwellings in words": mixed(
        "Via Po 3 - Cadeo",
        [ALLOGGIO, ["ROSSETTANI Mirella", "sc. A int. 4", "06/11/2025", "SI ESEGUE"]],
        "Via Adda 9, Roccafinta",
        [ALLOGGIO, ["BONETTALI Ivano", "sc. B int. 5", "07/11/2025", "SOSPESO"]],
    ),
    "rows of one table": sheet(
        [["Via Po 3 - Cadeo"] * 5, *FIRST, ["Fabbricato: Via Adda 9 (Roccafinta)", "", "", "", ""], *SECOND]
    ),
    "lines": body(
        "Stabile di Via Po 3 (Cadeo)\nROSSETTANI Mirella - sc. A, int. 4 - 06/11/2025 ore 9 - SI ESEGUE\n"
        "Via Adda 9 - Roccafinta (n. 1 alloggio)\nBONETTALI Ivano - sc. B int. 5 - 07/11/2025 - SOSPESO"
    ),
    "dwelling first": body(
        "STABILE VIA PO 3, CADEO\nsc. A int. 4 - ROSSETTANI Mirella - 06/11/2025 - SI ESEGUE\n"
        "STABILE VIA ADDA 9, ROCCAFINTA\nsc. B int. 5 - BONETTALI Ivano - 07/11/2025 - SOSPESO"
    ),
    "the day first": body(
        "Via Po 3 - Cadeo\n- ROSSETTANI Mirella — esecuzione lunedì 3 novembre 2025 ore 10.15 — sc. A int. 4 — "
        "Si esegue\n"
        "Via Adda 9 - Roccafinta\n- BONETTALI Ivano — esecuzione lunedì 3 novembre 2025 — sc. B int. 5 — sospeso"
    ),
}


@pytest.mark.parametrize("document", BUILDINGS.values(), ids=BUILDINGS.keys())
def test_rows_join_the_building_above_them(document: Document) -> None:
    """Staircase and flat of the row, street and municipality of the heading."""
    assert homes(document) == IN_TWO_BUILDINGS


def test_a_table_with_addresses_takes_none_from_above() -> None:
    """The address of the office above a list is nobody's home."""
    table = [["Utente", "Indirizzo", "Esito"], ["ROSSETTANI Mirella", "Via Adda 9", "SI ESEGUE"]]
    assert homes(mixed("Via Po 3", table)) == [("ROSSETTANI", "VIA ADDA", "9", None, None, None)]


PLACES = {
    "before the street": "{} - Via Po 3 - ROSSETTANI Mirella - 06/11/2025 - SI ESEGUE",
    "before it, with a comma": "{}, Via Po 3 – ROSSETTANI Mirella – 06/11/2025 – SI ESEGUE",
    "between name and street": "ROSSETTANI Mirella, {}, Via Po 3, 06/11/2025, SI ESEGUE",
    "behind the street": "Via Po 3, {} – ROSSETTANI Mirella – 06/11/2025 – SI ESEGUE",
    "above": "Comune di {}\nROSSETTANI Mirella - Via Po 3 - 06/11/2025 - SI ESEGUE",
}
BRACKETED = {
    "before the name": "Via Po 3 ({}) | ROSSETTANI Mirella | SI ESEGUE",
    "with its province": "1) 06/11/2025, ROSSETTANI Mirella, Via Po 3 ({} - PC), SI ESEGUE",
    "in a sentence": "Il giorno 6/11/2025 si esegue nei confronti della sig.ra ROSSETTANI Mirella, Via Po 3 ({}).",
}


@pytest.mark.parametrize(("place", "name"), [("Cadeo", "CADEO"), ("CADEO", "CADEO"), ("Roccafinta (CR)", "ROCCAFINTA")])
@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
def test_a_place_is_no_person(text: str, place: str, name: str) -> None:
    """One that the rules know, or any with its province, is where the tenant lives."""
    _is_home(text.format(place), name)


@pytest.mark.parametrize("place", ["Cadeo", "Roccafinta", "Montefinto Alto"])
@pytest.mark.parametrize("text", BRACKETED.values(), ids=BRACKETED.keys())
def test_a_place_in_brackets_is_no_person(text: str, place: str) -> None:
    """Whatever place it is."""
    _is_home(text.format(place), place.upper())


def _is_home(text: str, place: str) -> None:
    found = rows(read(body(f"Elenco novembre 2025\n{text}")))
    assert [(row.surname, row.given_name, row.address.street, row.address.municipality) for row in found] == [
        ("ROSSETTANI", "Mirella", "VIA PO", place)
    ]
    assert found[0].co_tenants == ()
    assert found[0].status.value == "execute"


def test_a_surname_that_is_a_town_stays_a_person() -> None:
    """LODI and CREMONA are surnames where nobody else is named."""
    text = "LODI - Via Po 3 - 06/11/2025 - SI ESEGUE\nCREMONA Anna - Via Adda 9 - 06/11/2025 - SOSPESO"
    assert [row.surname for row in rows(read(body(text)))] == ["LODI", "CREMONA"]


def test_somebody_in_brackets_is_a_person() -> None:
    """Where nobody else is named, whoever stands behind the address is the tenant."""
    found = rows(read(body("Elenco novembre 2025\nVia Po 3 (BENALI WASSIM) - 06/11/2025 - SOSPESO")))
    assert [(row.surname, row.status.value) for row in found] == [("BENALI", "suspended")]


def test_what_was_done_in_brackets_is_no_place() -> None:
    """«(revocato)» behind an address keeps its meaning."""
    found = rows(read(body("1) ROSSETTANI Mirella, Via Po 3 (revocato)\n2) BONETTALI Ivano, Via Adda 9 (sospeso)")))
    assert [(row.status.value, row.address.municipality) for row in found] == [
        ("not_executed", None),
        ("suspended", None),
    ]


def test_each_heading_of_a_municipality_ends_the_one_above() -> None:
    """Below one that the rules know, a bare name among the rows is another."""
    text = "Cadeo\nROSSETTANI Mirella - Via Po 3 - SI ESEGUE\nMONTEFINTO\nBONETTALI Ivano - Via Adda 9 - SOSPESO"
    assert [home[-1] for home in homes(body(text))] == ["CADEO", "MONTEFINTO"]


def test_rows_numbered_in_the_cell_of_their_names() -> None:
    """«1) ROSSETTANI Mirella» in a table without a header."""
    table = [
        [f"{number}) {name}", f"int. {number}", "il 6 novembre 2025", "SI ESEGUE"]
        for number, name in enumerate(("ROSSETTANI Mirella", "BONETTALI Ivano", "MERLINARI Ada"), 1)
    ]
    found = rows(read(mixed("Elenco degli sloggi", "Fabbricato: Via Po 3", table)))
    assert [(row.printed_number, row.surname, row.address.street, row.address.flat) for row in found] == [
        ("1", "ROSSETTANI", "VIA PO", "1"),
        ("2", "BONETTALI", "VIA PO", "2"),
        ("3", "MERLINARI", "VIA PO", "3"),
    ]


def test_staircases_stand_between_a_building_and_its_rows() -> None:
    """«Sc. B» holds for the rows below it until the next staircase or the next building."""
    text = """Calendario interventi 3 - 7 novembre 2025
COMPLESSO DI VIA DELLE ROBINIE 14
   Sc. A
     int. 2   gio 6/11  h 9    ROSSETTANI Mirella    si esegue
     int. 7   gio 6/11  h 10   BONETTALI Ivano       sospeso
   Scala B:
     int. 3   ven 7/11  h 9    FALCHETTI Rosa        si esegue
COMPLESSO DI VIA DEI GELSI 22
     int. 1   ven 7/11  h 10   MERLINARI Ada         si esegue"""
    reading = read(body(text))
    assert reading.listing is not None and reading.listing.complete, reading.listing
    assert [
        (row.surname, row.address.street, row.address.civic, row.address.staircase, row.address.flat, row.status.value)
        for row in rows(reading)
    ] == [
        ("ROSSETTANI", "VIA DELLE ROBINIE", "14", "A", "2", "execute"),
        ("BONETTALI", "VIA DELLE ROBINIE", "14", "A", "7", "suspended"),
        ("FALCHETTI", "VIA DELLE ROBINIE", "14", "B", "3", "execute"),
        ("MERLINARI", "VIA DEI GELSI", "22", None, "1", "execute"),
    ]
