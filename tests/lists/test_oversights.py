# SPDX-License-Identifier: EUPL-1.2
"""Nobody is lost in a line that some rule explains: each list here is told as incomplete, with the line left over."""

import pytest

from pecwatch.model.document import Document, Line, Page, Table, TableRow
from tests.lists.written import body, read, rows

ROWS = """Si trasmette l'elenco degli interventi di novembre 2025:
2) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE
3) BONETTALI IVANO - Largo dei Pioppi 3 - SI ESEGUE
"""

LEFT = {
    "behind the closing": (
        ROWS + "Cordiali saluti\nUfficio decadenze\nP.S. dimenticavo MERLINARI Ada, via dei Tigli 9, il 18/11 ore 9",
        "P.S. dimenticavo MERLINARI Ada, via dei Tigli 9, il 18/11 ore 9",
    ),
    "in a sentence": (
        ROWS + "\nOltre ai sopra indicati anche il sig. MERLINARI Ezio di via dei Tigli 9 il 18/11/2025.",
        "Oltre ai sopra indicati anche il sig. MERLINARI Ezio di via dei Tigli 9 il 18/11/2025.",
    ),
    "in a sentence of two lines": (
        ROWS + "\nOltre ai sopra indicati si segnala anche la signora MERLINARI Ada che\nabita in via dei Tigli 9.",
        "Oltre ai sopra indicati si segnala anche la signora MERLINARI Ada che",
    ),
    "with the number before the first": (
        ROWS.replace("2) ", "1) via dei Tigli 9 int. 3\n2) "),
        "1) via dei Tigli 9 int. 3",
    ),
    "in another script": (ROWS.replace("2) ", "1) 陈伟 - via dei Tigli 9\n2) "), "1) 陈伟 - via dei Tigli 9"),
    "with the next number": (
        ROWS + "4) vedi punto 3) stesso stabile: MERLINARI ADA",
        "4) vedi punto 3) stesso stabile",
    ),
    "by the number of a row": (ROWS + "N.B. il numero 2 è rinviato al 20/12/2025.", "N.B. il numero 2 è rinviato"),
    "a name alone": (ROWS.replace("3) ", "MERLINARI ADA\n3) "), "MERLINARI ADA"),
    "behind a status": (ROWS + "Da confermare: MERLINARI ADA, FALCHETTI ROSA", "Da confermare: MERLINARI ADA"),
}


@pytest.mark.parametrize(("text", "left"), LEFT.values(), ids=LEFT.keys())
def test_somebody_without_a_row_is_left_over(text: str, left: str) -> None:
    """Whatever the line was taken for."""
    listing = read(body(text)).listing
    assert listing is not None
    assert [row.surname for row in listing.rows] == ["ZUCCHEROLI", "BONETTALI"]
    assert not listing.complete
    assert any(one.text.startswith(left) for one in listing.leftovers), listing.leftovers


@pytest.mark.parametrize(
    "line",
    [
        "Per informazioni: Rag. Anna Verdolini, Via dei Fabbri 12, tel. 0370/000111",
        "Si ricorda che la signora ZUCCHEROLI MIRELLA di Via delle Robinie 14 è seguita dai servizi.",
        "Borgofinto, 24 ottobre 2025",
        "Il responsabile dell'ufficio Dott. Piero Quartironi",
        "Via dei Fabbri 12 - 26100 Borgofinto",
    ],
)
def test_who_is_known_or_signs_is_not_left_over(line: str) -> None:
    """A letter names its writers too, and speaks again of those in its rows."""
    listing = read(body(f"{ROWS}\nCordiali saluti\n{line}")).listing
    assert listing is not None and listing.complete, listing.leftovers


SWALLOWED = [
    "Per la signora Falchetti Rosa di viale dei Gelsi 22 l'intervento è sospeso.",
    "presso FALCHETTI ROSA, viale dei Gelsi 22, sospeso",
]


@pytest.mark.parametrize("line", SWALLOWED)
def test_a_sentence_about_another_is_not_the_wording_of_the_row_above(line: str) -> None:
    """Her suspension would otherwise be his."""
    reading = read(body(f"Interventi di novembre 2025\n6 novembre\n- Bonettali Ivano - Largo dei Pioppi 3\n{line}"))
    assert reading.listing is not None
    first = reading.listing.rows[0]
    assert (first.surname, first.status.value) == ("Bonettali", "unknown")
    assert len(reading.listing.rows) == 2 or not reading.listing.complete


def test_a_line_with_a_dwelling_a_name_and_a_status_is_not_the_wording_of_the_row_above() -> None:
    """Under an address that no rule takes for a heading, whole rows would be lost in one."""
    lines = "ROSSETTI UGO via Po 40\nint. 7   lun 10/11  h 10   BONETTALI Nora   sospeso"
    reading = read(body(f"Interventi di novembre 2025\n{lines}"))
    assert reading.listing is not None
    assert len(reading.listing.rows) == 2 or not reading.listing.complete


FOOTNOTES = {
    "brackets": ("(*)", "(*) rinviato al 28/11/2025 su richiesta"),
    "a star": ("*", "* anticipato al 5/11/2025"),
    "a figure": ("(1)", "(1) salvo pagamento entro il 3/11"),
}


@pytest.mark.parametrize(("mark", "note"), FOOTNOTES.values(), ids=FOOTNOTES.keys())
def test_a_footnote_changes_another_row_than_the_last(mark: str, note: str) -> None:
    """It is shown to a person, and is not the wording of the row above it."""
    text = f"Interventi di novembre 2025\n6/11/2025 ZUCCHEROLI MIRELLA, Via delle Robinie 14 {mark}\n"
    reading = read(body(f"{text}7/11/2025 BONETTALI IVANO, Largo dei Pioppi 3\n{note}"))
    assert [row.status.value for row in rows(reading)] == ["unknown", "unknown"]
    assert reading.listing is not None
    assert [left.text for left in reading.listing.leftovers] == [note]


@pytest.mark.parametrize("marks", [("(1) ", " (2)", "(2) "), ("", "*", "* "), ("", " **", "**"), ("", "(a)", "(a) ")])
def test_a_whole_row_is_no_footnote(marks: tuple[str, str, str]) -> None:
    """Its number, its bullet or its bold print may be the sign of a footnote elsewhere."""
    first, sign, second = marks
    text = f"{first}ZUCCHEROLI MIRELLA{sign} - Via delle Robinie 14 - 06/11/2025 - SI ESEGUE{sign}\n"
    text += f"{second}BONETTALI IVANO - Largo dei Pioppi 3 - 07/11/2025 - NON SI ESEGUE"
    told = rows(read(body(f"Interventi di novembre 2025\n{text}")))
    assert [(row.surname, row.given_name, row.address.civic, row.status.value) for row in told] == [
        ("ZUCCHEROLI", "MIRELLA", "14", "execute"),
        ("BONETTALI", "IVANO", "3", "not_executed"),
    ]


@pytest.mark.parametrize(("mark", "note"), FOOTNOTES.values(), ids=FOOTNOTES.keys())
def test_a_footnote_below_a_table_is_left_over(mark: str, note: str) -> None:
    """What it says of a row is read by a person."""
    cells = (
        ("Nominativo", "Indirizzo", "Data", "Esito"),
        (f"ZUCCHEROLI MIRELLA {mark}", "Via delle Robinie 14", "06/11/2025", "SI ESEGUE"),
        ("BONETTALI IVANO", "Largo dei Pioppi 3", "07/11/2025", "SI ESEGUE"),
    )
    table = Table(rows=tuple(TableRow(cells=row, line=at) for at, row in enumerate(cells, 1)))
    page = Page(number=1, blocks=(table, Line(text=note, line=4)))
    reading = read(Document(part="elenco.pdf", format="pdf", pages=(page,)))
    assert [row.status.value for row in rows(reading)] == ["execute", "execute"]
    assert reading.listing is not None
    assert [left.text for left in reading.listing.leftovers] == [note]
