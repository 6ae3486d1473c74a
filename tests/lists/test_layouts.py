# SPDX-License-Identifier: EUPL-1.2
"""Hand-written lists in the layouts of the outside world, tricks included."""

import datetime as dt

import pytest

from pecwatch.model.document import Document, Line, Page, Table, TableRow
from pecwatch.model.listing import Status
from tests.lists.written import body, read, rows, sheet, told

Brief = tuple[str, str, str | None, str | None, str]


def _brief(document: Document) -> list[Brief]:
    """Surname, street, civic number, day and status of each row."""
    return [
        (
            row.surname,
            row.address.street or "",
            row.address.civic,
            row.date and f"{row.date:%d/%m/%Y}",
            row.status.value,
        )
        for row in rows(read(document))
    ]


TWO = [
    ("ZUCCHEROLI", "VIA DELLE ROBINIE", "14", "06/11/2025", "execute"),
    ("BONETTALI", "LARGO DEI PIOPPI", "3", "07/11/2025", "suspended"),
]
"""The rows that every text below says in its own way."""

TEXTS = {
    "numbered and wrapped": """Spett.le Comune
Con la presente si comunica l'elenco degli interventi:
1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 int. 7 - 06/11/2025 - SI ESEGUE – dopo ripetuti
solleciti telefonici del 18/09/2025
2) BONETTALI IVANO – Largo dei Pioppi, 3 – 07/11/2025 - SOSPESO
Distinti saluti""",
    "no separators at all": """ZUCCHEROLI MIRELLA Via delle Robinie 14 06/11/2025 SI ESEGUE
BONETTALI IVANO Largo dei Pioppi 3 07/11/2025 SOSPESO""",
    "day first, time beside it": """- 06/11/2025 ore 9,30 ZUCCHEROLI MIRELLA, Via delle Robinie 14, SI ESEGUE
- 07/11/2025 ore 11,00 BONETTALI IVANO, Largo dei Pioppi 3, SOSPESO""",
    "address first": """Via delle Robinie 14 – ZUCCHEROLI MIRELLA – 6 novembre – SI ESEGUE
Largo dei Pioppi 3 – BONETTALI IVANO – 7 novembre – SOSPESO""",
    "three lines each": """ZUCCHEROLI MIRELLA
Via delle Robinie 14
giovedì 6 novembre 2025 - SI ESEGUE
BONETTALI IVANO
Largo dei Pioppi 3
venerdì 7 novembre 2025 - SOSPESO""",
    "grouped by day": """CALENDARIO ESECUZIONI - NOVEMBRE 2025
giovedì 6
   ore 9,00   Zuccheroli Mirella, Via delle Robinie 14      SI ESEGUE
venerdì 7
   ore 9,00   Bonettali Ivano, Largo dei Pioppi 3      SOSPESO""",
    "grouped by building": """Interventi di novembre 2025
Stabile di Via delle Robinie 14
1) ZUCCHEROLI MIRELLA int. 7 - 06/11/2025 - SI ESEGUE
Totale stabile: 1
Stabile di Largo dei Pioppi 3
2) BONETTALI IVANO int. 9 - 07/11/2025 - SOSPESO
Totale stabile: 1
Totale generale: 2""",
    "labelled blocks": """Cognome: ZUCCHEROLI
Nome: MIRELLA
Indirizzo: Via delle Robinie 14
Data: 06/11/2025
Esito: SI ESEGUE - dopo ripetuti
solleciti
Cognome: BONETTALI
Nome: IVANO
Indirizzo: Largo dei Pioppi 3
Data: 07/11/2025
Esito: SOSPESO""",
    "labels on their own lines": """Intervento n. 1
Cognome e nome
ZUCCHEROLI MIRELLA
Indirizzo
Via delle Robinie 14
Data
06/11/2025
Esito
SI ESEGUE
Intervento n. 2
Cognome e nome
BONETTALI IVANO
Indirizzo
Largo dei Pioppi 3
Data
07/11/2025
Esito
SOSPESO""",
    "labels before a dash, the status first": """Stato - SI ESEGUE: occupante senza titolo
Inquilino/a - ZUCCHEROLI MIRELLA
Ubicazione - Via delle Robinie 14
Fissato per il - 06/11/2025
Stato - SOSPESO
Inquilino/a - BONETTALI IVANO
Ubicazione - Largo dei Pioppi 3
Fissato per il - 07/11/2025""",
    "labels no rule knows, nothing after the colon": """Chi:ZUCCHEROLI MIRELLA
Posto:Via delle Robinie 14
Fissato per il:06/11/2025
Che si fa:SI ESEGUE
Chi:BONETTALI IVANO
Posto:Largo dei Pioppi 3
Fissato per il:07/11/2025
Che si fa:SOSPESO""",
    "number and name in one field of three": """Interventi
1 - ZUCCHEROLI MIRELLA; Via delle Robinie 14; fissato per il 06/11/2025 - SI ESEGUE
2 - BONETTALI IVANO; Largo dei Pioppi 3; fissato per il 07/11/2025 - SOSPESO""",
    "the day in a last field": """Interventi
1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE - già rinviato il 18/09/2025 - data: 06/11/2025
2) sig. BONETTALI IVANO - Largo dei Pioppi 3 - SOSPESO - data esecuzione: ven
07/11/2025 ore 9,30""",
    "days in figures as headings": """INTERVENTI NOVEMBRE 2025
06/11
ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE, si conferma quella data
GIORNO 7
BONETTALI IVANO - Largo dei Pioppi 3 - SOSPESO""",
    "sentences beside each other, a name behind its address": """Si ricorda che il 6 novembre 2025 si conferma
l’intervento presso Via delle Robinie 14, inquilina ZUCCHEROLI MIRELLA: si esegue.
A seguito della precedente si comunica che il giorno 7 novembre 2025 l’esecuzione di BONETTALI IVANO,
Largo dei Pioppi 3, è SOSPESA.""",
    "the day behind the address, as that of the access": """Interventi
1) ZUCCHEROLI MIRELLA, Via delle Robinie 14 - accesso del 06/11/2025 ore 9.30 - SI ESEGUE
2) BONETTALI IVANO, Largo dei Pioppi 3 - accesso del venerdì 7 novembre 2025 - SOSPESO""",
    "numbers before days with a month's name": """- Interventi
1) 06-nov-25 - ZUCCHEROLI MIRELLA - Via delle Robinie 14 - si esegue
2) 07-nov-25 - BONETTALI IVANO - Largo dei Pioppi 3 - si sospende""",
    "labels on one line": """Interventi
Nominativo: ZUCCHEROLI MIRELLA - Indirizzo: Via delle Robinie 14 - Data: 06/11/2025 - Stato: SI ESEGUE
Nominativo: BONETTALI IVANO - Indirizzo: Largo dei Pioppi 3 - Data: 07/11/2025 - Stato: SOSPESO""",
    "columns of blanks": """COGNOME E NOME              INDIRIZZO                    CIV  GIORNO    ESITO
ZUCCHEROLI MIRELLA          VIA DELLE ROBINIE            14   06 nov    SI ESEGUE
BONETTALI IVANO             LARGO DEI PIOPPI             3    07 nov    SOSPESO
                                                     Totale interventi: 2""",
    "semicolons with a header": """N.;Nominativo;Indirizzo;Data;Esito
1;ZUCCHEROLI MIRELLA;Via delle Robinie 14;06/11/2025;SI ESEGUE
2;BONETTALI IVANO;Largo dei Pioppi 3;07/11/2025;SOSPESO""",
    "all in capitals": """ZUCCHEROLI MIRELLA, VIA DELLE ROBINIE 14, 06/11/2025, SI ESEGUE - DOPO RIPETUTI SOLLECITI
TELEFONICI E APPUNTAMENTI CHE NON SONO STATI RISPETTATI SI PROCEDE CON
L'ESECUZIONE
BONETTALI IVANO, LARGO DEI PIOPPI 3, 07/11/2025, SOSPESO
CORDIALI SALUTI""",
    "addresses that are nobody's": """Il presente elenco usa la dicitura SI ESEGUE per le esecuzioni
confermate (art. 3 L. 241/1990).
ZUCCHEROLI MIRELLA, Via delle Robinie 14, 6 novembre 2025, SI ESEGUE
BONETTALI IVANO, Largo dei Pioppi 3, 7 novembre 2025, SOSPESO
Per informazioni: Rag. Anna Verdolini, Via dei Fabbri 12, tel. 0370/000111
Distinti saluti
Dott. Piero Quartironi
Via dei Fabbri 12 - 26100 Borgofinto""",
    "two pages with running feet": """Interventi di novembre 2025
ZUCCHEROLI MIRELLA - Via delle Robinie 14 - 06/11/2025 - SI ESEGUE - dopo ripetuti
Pag. 1 di 2\fsolleciti telefonici
BONETTALI IVANO - Largo dei Pioppi 3 - 07/11/2025 - SOSPESO
Pag. 2 di 2""",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_two_rows_however_they_are_written(text: str) -> None:
    """The same two rows come out of every way to write them, and nothing else."""
    brief = [(surname.upper(), *rest) for surname, *rest in _brief(body(text))]
    assert brief == TWO
    listing = read(body(text)).listing
    assert listing is not None
    assert listing.complete, listing.leftovers


HEAD = ["N.", "Nominativo", "Indirizzo", "Data", "Esito"]
FIRST = ["1", "ZUCCHEROLI MIRELLA", "VIA DELLE ROBINIE 14", "06/11/2025", "SI ESEGUE"]
SECOND = ["2", "BONETTALI IVANO", "LARGO DEI PIOPPI 3", "07/11/2025", "SOSPESO"]

SHEETS = {
    "plain": sheet([HEAD, FIRST, SECOND]),
    "header on each page": sheet([HEAD, FIRST], [HEAD, SECOND]),
    "header on the first page only": sheet([HEAD, FIRST], [SECOND]),
    "header printed again below the last row": sheet([HEAD, FIRST, HEAD], [HEAD, SECOND]),
    "no header": sheet([FIRST, SECOND]),
    "unknown header words": sheet([["#", "Chi", "Dove", "Quando", "Che si fa"], FIRST, SECOND]),
    "other order and words": sheet(
        [["Disposizione", "Data sloggio", "Ubicazione alloggio", "Assegnatario"], FIRST[:0:-1], SECOND[:0:-1]]
    ),
    "header in two rows": sheet(
        [
            ["Inquilino", "Inquilino", "Alloggio", "Alloggio", "Esecuzione", "Esecuzione"],
            ["Cognome", "Nome", "Indirizzo", "Civico", "Data", "Esito"],
            ["ZUCCHEROLI", "MIRELLA", "VIA DELLE ROBINIE", "14", "06/11/2025", "SI ESEGUE"],
            ["BONETTALI", "IVANO", "LARGO DEI PIOPPI", "3", "07/11/2025", "SOSPESO"],
        ]
    ),
    "days across the table": sheet(
        [
            ["Inquilino", "Indirizzo", "Esito"],
            ["Giovedì 6 novembre 2025"] * 3,
            ["ZUCCHEROLI MIRELLA", "VIA DELLE ROBINIE 14", "SI ESEGUE"],
            ["Venerdì 7 novembre 2025", "", ""],
            ["BONETTALI IVANO", "LARGO DEI PIOPPI 3", "SOSPESO"],
        ]
    ),
    "name and address in one cell": sheet(
        [
            ["Inquilino e indirizzo", "Giorno", "Esito"],
            ["ZUCCHEROLI MIRELLA\nVIA DELLE ROBINIE 14", "gio 6", "SI ESEGUE"],
            ["BONETTALI IVANO\nLARGO DEI PIOPPI 3", "ven 7", "SOSPESO"],
        ]
    ),
    "labels beside values": sheet(
        [
            ["Cognome e nome", "ZUCCHEROLI MIRELLA"],
            ["Indirizzo", "VIA DELLE ROBINIE 14"],
            ["Data", "06/11/2025"],
            ["Esito", "SI ESEGUE"],
            ["Cognome e nome", "BONETTALI IVANO"],
            ["Indirizzo", "LARGO DEI PIOPPI 3"],
            ["Data", "07/11/2025"],
            ["Esito", "SOSPESO"],
        ]
    ),
    "totals and empty rows": sheet([HEAD, FIRST, ["", "", "", "", ""], SECOND, ["Totale", "", "", "", "2"]]),
}


@pytest.mark.parametrize("document", SHEETS.values(), ids=SHEETS.keys())
def test_two_rows_in_every_table(document: Document) -> None:
    """Headers in any words and order, or none; days across; cells that share what should be apart."""
    assert _brief(document) == TWO


def test_columns_told_by_their_cells_are_announced() -> None:
    """Whoever checks the list knows that nobody named its columns."""
    assert "layout_inferred" in told(read(sheet([FIRST, SECOND])))


def test_a_row_goes_on_after_the_page_break() -> None:
    """The rest of a cell on the next page belongs to the row above it."""
    rest = ["", "", "", "", "telefonici"]
    document = sheet([HEAD, [*FIRST[:4], "SI ESEGUE - dopo ripetuti solleciti"]], [HEAD, rest, SECOND])
    assert [row.wording for row in rows(read(document))] == [
        "SI ESEGUE - dopo ripetuti solleciti telefonici",
        "SOSPESO",
    ]


def test_what_is_owed_is_dropped_and_unknown_columns_are_kept() -> None:
    """Debts are nobody's business; a column no rule knows may matter."""
    document = sheet([[*HEAD, "Morosità €", "Cod. UI"], [*FIRST, "€ 1.234,50", "UI0007"]])
    row = rows(read(document))[0]
    assert row.extra == ("UI0007",)
    assert "1.234" not in row.text


def test_idem_takes_the_address_above() -> None:
    """«idem int. 3» is the same building, another flat."""
    text = "1) ZUCCHEROLI MIRELLA, Via delle Robinie 14 int. 7, SI ESEGUE\n2) OKOROMA BLESSING, idem int. 3, SI ESEGUE"
    address = rows(read(body(text)))[1].address
    assert (address.street, address.civic, address.flat) == ("VIA DELLE ROBINIE", "14", "3")


@pytest.mark.parametrize(
    ("written", "street", "civic"),
    [
        ("Via XXV Aprile 3", "VIA XXV APRILE", "3"),
        ("Piazza 4 Novembre 12", "PIAZZA 4 NOVEMBRE", "12"),
        ("Via dei Mille 7", "VIA DEI MILLE", "7"),
        ("Viale Po 5", "VIALE PO", "5"),
    ],
)
def test_streets_named_after_days_are_no_days(written: str, street: str, civic: str) -> None:
    """The day in a street's name is not the day of the execution."""
    row = rows(read(body(f"1) ZUCCHEROLI MIRELLA - {written} - 06/11/2025 - SI ESEGUE")))[0]
    assert (row.address.street, row.address.civic, row.date) == (street, civic, dt.date(2025, 11, 6))


def test_a_reminder_in_sentences_names_its_rows() -> None:
    """Each person before her address, the day and time of the sentence; the signature's address is nobody's home."""
    text = """Si ricorda che giovedì 27 novembre 2025 alle ore 9,30 si procederà all'esecuzione
nei confronti dei seguenti nuclei: ROSSETTANI MARIO (Via Po 3) e BIANCARDI ANNA (Via Dante 5),
come da nota del 24/10/2025.
Cordiali saluti
Dott.ssa Ines Verdolini, Via dei Fabbri 12"""
    found = rows(read(body(text)))
    assert [(row.surname, row.address.civic, row.date, row.status) for row in found] == [
        ("ROSSETTANI", "3", dt.date(2025, 11, 27), Status.EXECUTE),
        ("BIANCARDI", "5", dt.date(2025, 11, 27), Status.EXECUTE),
    ]


def test_the_day_of_the_introduction_serves_the_rows() -> None:
    """«il giorno 27 novembre verrà eseguito il seguente intervento:» dates what follows."""
    opening = "Si ricorda che il giorno 27 novembre verrà eseguito il seguente intervento:"
    text = f"{opening}\nROSSETTANI MARIO - Via Po 3 - SI ESEGUE"
    assert rows(read(body(text)))[0].date == dt.date(2025, 11, 27)


def test_a_line_that_cannot_be_read_is_left_over() -> None:
    """Never silence: the list is not complete and the line is shown."""
    text = """ROSSETTANI MARIO - Via Po 3 - 06/11/2025 - SI ESEGUE
Z?CCH?R?LI M?R – V?? d?lle R?b?n?e 14 – S? ES?GUE
BIANCARDI ANNA - Via Dante 5 - 06/11/2025 - SI ESEGUE"""
    reading = read(body(text))
    assert reading.listing is not None
    assert [left.where.line for left in reading.listing.leftovers] == [2]
    assert not reading.listing.complete
    assert len(reading.listing.rows) == 2


def test_a_table_row_without_a_name_is_left_over() -> None:
    """Somebody has to look who lives there."""
    reading = read(sheet([HEAD, FIRST, ["2", "", "LARGO DEI PIOPPI 3", "07/11/2025", "SOSPESO"]]))
    assert reading.listing is not None
    assert not reading.listing.complete


def test_a_table_between_lines_takes_their_day() -> None:
    """A day above a table dates its rows."""
    table = Table(
        rows=tuple(
            TableRow(cells=tuple(row), line=at)
            for at, row in enumerate([[*HEAD[:3], "Esito"], [*FIRST[:3], "SI ESEGUE"]], 2)
        )
    )
    page = Page(number=1, blocks=(Line(text="Giovedì 6 novembre 2025", line=1), table))
    assert rows(read(Document(part="elenco.pdf", format="pdf", pages=(page,))))[0].date == dt.date(2025, 11, 6)


def test_dwelling_before_the_name_under_its_building() -> None:
    """«int. 6   ROSSI …» below a street: nobody is lost, and everybody lives in the building of the heading."""
    text = (
        "VIA DELLE ROBINIE 34\n"
        "   int. 6   CEDRATELLI OFELIA       10/11/2025   ore 9:00    SI ESEGUE\n"
        "   int. 9   MUSCHIERI DILETTA       10/11/2025   ore 10:00   SI ESEGUE\n"
        "CORSO DEI TIGLI 45 sc. A\n"
        "   int. 10  SERPILLINI NEREO        24/11/2025   ore 9:00    SOSPESO\n"
    )
    found = [(row.surname, row.address.street, row.address.flat) for row in rows(read(body(text)))]
    assert found == [
        ("CEDRATELLI", "VIA DELLE ROBINIE", "6"),
        ("MUSCHIERI", "VIA DELLE ROBINIE", "9"),
        ("SERPILLINI", "CORSO DEI TIGLI", "10"),
    ]


@pytest.mark.parametrize("building", ["VICOLO XX SETTEMBRE 26", "VIA 25 APRILE 3", "PIAZZA 1° MAGGIO 4", "Via Po 3"])
@pytest.mark.parametrize("column", range(3))
def test_a_building_in_any_column_heads_the_rows_below(building: str, column: int) -> None:
    """Also in the column of names, where it is not the rest of the person above."""
    heading = ["", "", "", "", ""]
    other = [*heading]
    heading[column], other[column] = building, "Via dei Tigli 8"
    document = sheet(
        [
            ["N.", "Intestazione contratto", "Int.", "Giorno", "Esito"],
            heading,
            ["1", "ZUCCHEROLI MIRELLA", "7", "06/11/2025", "SI ESEGUE"],
            other,
            ["2", "BONETTALI IVANO", "8", "07/11/2025", "SOSPESO"],
        ]
    )
    assert [row.address.as_written for row in rows(read(document))] == [f"{building} int. 7", "Via dei Tigli 8 int. 8"]


def test_a_row_broken_behind_the_comma_of_its_address_is_one() -> None:
    """Its second line holds the rest of the name, of the address and of the time, and no day or status."""
    document = sheet(
        [
            ["Inquilino", "Ubicazione", "Esito", "Giorno", "Ore"],
            ["ZUCCHEROLI", "Via delle Robinie 14,", "SI ESEGUE", "06/11/2025", "12:30 -"],
            ["DORATI MIRELLA", "interno 16", "", "", "13:30"],
        ]
    )
    [row] = rows(read(document))
    assert (row.surname, row.given_name, row.address.flat) == ("ZUCCHEROLI DORATI", "MIRELLA", "16")


@pytest.mark.parametrize("sign", ["{}) ", "({}) "])
def test_letters_number_rows_too(sign: str) -> None:
    """A row without a day does not take that of the row above."""
    lines = [
        "ZUCCHEROLI MIRELLA, Via delle Robinie 14, p. terra – 06/11/2025 – SI ESEGUE",
        "BONETTALI IVANO, Largo dei Pioppi 3 – 07/11/2025 – SOSPESO (istanza)",
        "FALCHETTI ROSA, Viale dei Gelsi 22 – ANNULLATO",
    ]
    text = "\n".join(f"{sign.format(letter)}{line}" for letter, line in zip("abc", lines, strict=True))
    told_of = [(row.surname, row.date, row.wording) for row in rows(read(body(f"Interventi:\n{text}")))]
    assert told_of == [
        ("ZUCCHEROLI", dt.date(2025, 11, 6), "SI ESEGUE"),
        ("BONETTALI", dt.date(2025, 11, 7), "SOSPESO (istanza)"),
        ("FALCHETTI", None, "ANNULLATO"),
    ]


@pytest.mark.parametrize("beside", ["e moglie FALCHETTI ADA", "e figli minori", "+ 3", "n. Borgofinto 03.04.1944"])
def test_what_stands_beside_a_name_costs_no_row(beside: str) -> None:
    """Relatives without a name, a count, a birth: the name is still one."""
    text = f"1. ZUCCHEROLI MIRELLA {beside} - via Po 1 - 06/11/2025 - SI ESEGUE\n"
    text += "2. BONETTALI IVANO - via Po 2 - 07/11/2025 - SOSPESO"
    reading = read(body(f"Interventi:\n{text}"))
    assert reading.listing is not None and reading.listing.complete, reading.listing
    assert [(row.surname, row.given_name) for row in rows(reading)] == [
        ("ZUCCHEROLI", "MIRELLA"),
        ("BONETTALI", "IVANO"),
    ]
