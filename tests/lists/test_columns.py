# SPDX-License-Identifier: EUPL-1.2
"""What columns and labels mean: their words, shortened, mistyped or unknown, and the cells below them."""

import datetime as dt

import pytest

from pecwatch.lists.header_words import role_of
from pecwatch.model.listing import ListRow, Status
from pecwatch.rules.layouts import Role
from tests.lists.written import RULES, body, read, read_table, rows, told

VERDI = ("VERDI", "GIO", "VIA PO", "8", dt.date(2025, 11, 11), Status.EXECUTE)
ZANI = ("ZANI", "LEA", "VIA ADDA", "12", dt.date(2025, 11, 12), Status.SUSPENDED)


def _said(row: ListRow) -> tuple[str, str | None, str | None, str | None, dt.date | None, Status]:
    return (row.surname, row.given_name, row.address.street, row.address.civic, row.date, row.status)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("G. esecuzione", Role.DATE),
        ("Dt. sloggio", Role.DATE),
        ("Rilascio previsto per il", Role.DATE),
        ("Accesso (data e ora)", Role.DATE),
        ("Data del decreto di decadenza", Role.OTHER_DATE),
        ("Luogo di esecuzione", Role.ADDRESS),
        ("Indir.", Role.ADDRESS),
        ("Indirizzo inquilino", Role.ADDRESS),
        ("Inidirizzo", Role.ADDRESS),
        ("Inquilino / alloggio", Role.NAME_AND_ADDRESS),
        ("Ass.rio", Role.NAME),
        ("Nominatvo", Role.NAME),
        ("Soggetto tenuto al rilascio", Role.NAME),
        ("Città", Role.MUNICIPALITY),
        ("Nominativo del legale", Role.OFFICER),
        ("U.G.", Role.OFFICER),
        ("Istruttore", Role.OFFICER),
        ("Codice utente", Role.CODE),
        ("Telefono inquilino", Role.CODE),
        ("Nucleo (n. persone)", Role.COUNT),
        ("Debito inquilino", Role.DEBT),
        ("Esito esecuzione", Role.STATUS),
        ("Anna", None),
        ("ROSSI MARIO", None),
    ],
)
def test_a_header_is_understood(header: str, role: Role | None) -> None:
    """Shortened, mistyped, or by the word that says what stands below; never by a word that only says whose."""
    assert role_of(header, RULES) is role


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(
            [
                ["U.G.", "Disposizione", "Istruttore", "Soggetto tenuto al rilascio", "Luogo", "Quando", "Legale"],
                ["dott. Neri", "SI ESEGUE", "BOSIO UGO", "VERDI GIO", "via Po 8", "11/11/2025", "avv. Galli Eva"],
                ["dott. Neri", "SOSPESO", "BOSIO UGO", "ZANI LEA", "via Adda 12", "12/11/2025", "avv. Galli Eva"],
            ],
            id="officers",
        ),
        pytest.param(
            [
                ["Cognome e nome", "Alloggio", "G. esecuzione", "Esito", "Codice utente", "Nucleo (n. persone)"],
                ["VERDI GIO", "via Po 8", "11/11/2025", "SI ESEGUE", "4537672", "5"],
                ["ZANI LEA", "via Adda 12", "12/11/2025", "SOSPESO", "6837470", "5"],
            ],
            id="codes and counts",
        ),
        pytest.param(
            [
                ["Nominativo", "Nominativo operatore", "Località", "Intervento", "Da farsi"],
                ["VERDI GIO", "BOSIO UGO", "via Po 8", "11/11/2025", "SI ESEGUE"],
                ["ZANI LEA", "BOSIO UGO", "via Adda 12", "12/11/2025", "SOSPESO"],
            ],
            id="days under «Intervento», streets under «Località»",
        ),
        pytest.param(
            [
                ["Chi ci abita", "In che posto", "Che giorno", "Come si va avanti"],
                ["VERDI GIO", "via Po 8", "11/11/2025", "SI ESEGUE"],
                ["ZANI LEA", "via Adda 12", "12/11/2025", "SOSPESO"],
            ],
            id="no word of the header known",
        ),
        pytest.param(
            [
                ["", "1", "2"],
                ["Conduttore", "VERDI GIO", "ZANI LEA"],
                ["Alloggio", "via Po 8", "via Adda 12"],
                ["Data accesso", "11/11/2025", "12/11/2025"],
                ["Determinazione", "SI ESEGUE", "SOSPESO"],
            ],
            id="on its side",
        ),
    ],
)
def test_each_tenant_has_a_row_and_nobody_else(table: list[list[str]]) -> None:
    """Officers, codes and counts are kept beside the row; cells outweigh a header that says something else."""
    reading = read_table(*table)
    assert [_said(row) for row in rows(reading)] == [VERDI, ZANI]
    assert not any(row.co_tenants for row in rows(reading))
    assert reading.listing is not None
    assert reading.listing.complete


def test_the_name_that_comes_again_and_again_is_an_officers() -> None:
    """Without a header, the tenants are those whose names differ; a person is told that columns were guessed."""
    tenants = ["VERDI GIO", "ZANI LEA", "NERI EVA", "GALLI UGO"]
    reading = read_table(
        *[["BOSIO UGO", name, f"via Po {n}", "11/11/2025", "SI ESEGUE"] for n, name in enumerate(tenants, 1)]
    )
    assert [row.name_as_written for row in rows(reading)] == tenants
    assert "layout_inferred" in told(reading)


def test_the_day_of_a_decree_is_not_the_day_of_the_execution() -> None:
    """«Provvedimento» may hold the status or the day of an act: only the act's own column gives the day."""
    row = ["VERDI GIO", "via Po 8", "SI ESEGUE", "10/01/2025"]
    reading = read_table(
        ["Inquilino", "Via", "Esecuzione", "Provvedimento"], row, ["ZANI LEA", "via Adda 12", "SOSPESO", "11/01/2025"]
    )
    assert [row.date for row in rows(reading)] == [None, None]
    assert "date_missing" in told(reading)


def test_labels_of_days_codes_and_officers() -> None:
    """Each label ends the value above it, whatever stands in it."""
    block = (
        "Pratica n.: D/{n}/2025\nUtente: {name}\nCodice utente: 10301{n}\nLegale: avv. Galli Eva\n"
        "Luogo di esecuzione: {place}\nEsecuzione fissata per: {day}\nNote: {said}\n"
    )
    text = (
        "Elenco novembre 2025\n"
        + block.format(n=1, name="VERDI GIO", place="via Po 8", day="martedì 11/11/2025", said="SI ESEGUE")
        + block.format(n=2, name="ZANI LEA", place="via Adda 12", day="12/11/2025", said="SOSPESO")
        + "Distinti saluti\nReferente: geom. Bosio Ugo\n"
    )
    reading = read(body(text))
    assert [_said(row) for row in rows(reading)] == [VERDI, ZANI]


def test_days_head_rows_between_tabs() -> None:
    """A line without a sign does not end the table that a header began; cells may be missing at its end."""
    text = (
        "Elenco novembre 2025\nDebitore\tCOMUNE\tSito in\tSituazione\tNote\nMartedì 11/11/2025\n"
        "VERDI GIO\tSoresina\tvia Po 8\tSI ESEGUE\nMercoledì 12\nZANI LEA\tSoresina\tvia Adda 12\tSOSPESO\tcane\n"
    )
    reading = read(body(text))
    assert [_said(row) for row in rows(reading)] == [VERDI, ZANI]
    assert {row.address.municipality for row in rows(reading)} == {"SORESINA"}


@pytest.mark.parametrize("header", ["Altri componenti", "Intestatario 2", "Cointestatari"])
def test_a_second_column_of_names_is_co_tenants(header: str) -> None:
    """Also where a figure stands in its header; whole names may be parted by commas."""
    head = ["Intestatario", header, "Indirizzo", "Data", "Esito"]
    first = ["VERDI GIO", "NERI ADA, VERDI UGO", "via Po 8", "11/11/2025", "SI ESEGUE"]
    reading = read_table(head, first, ["ZANI LEA", "", "via Adda 12", "12/11/2025", "SOSPESO"])
    assert [_said(row) for row in rows(reading)] == [VERDI, ZANI]
    assert [one.surname for one in rows(reading)[0].co_tenants] == ["NERI", "VERDI"]


def test_a_day_behind_the_label_of_the_act() -> None:
    """«Esecuzione: 11/11/2025» gives the day, and the hour with it."""
    text = "Elenco\nUtente: VERDI GIO\nAlloggio: via Po 8\nEsecuzione: 11/11/2025 ore 9.30\nNote: SI ESEGUE\n"
    row = rows(read(body(text)))[0]
    assert (_said(row), row.time) == (VERDI, dt.time(9, 30))


def test_the_day_may_open_most_blocks() -> None:
    """A block without its own day opens with the name, and none takes the day of another."""
    text = (
        "1)\nEsecuzione fissata per: 11/11/2025\nUtente: VERDI GIO\nAlloggio: via Po 8\nEsito: SI ESEGUE\n"
        "2)\nEsecuzione fissata per: 12/11/2025\nUtente: ZANI LEA\nAlloggio: via Adda 12\nEsito: SOSPESO\n"
        "3)\nUtente: NERI ADA\nAlloggio: via Adda 14\nEsito: SI ESEGUE\n"
    )
    told_rows = rows(read(body(text)))
    assert [_said(row) for row in told_rows[:2]] == [VERDI, ZANI]
    assert (told_rows[2].surname, told_rows[2].date) == ("NERI", None)


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(
            [
                ["Nominativo", "Indirizzo", "Data 1° accesso", "Data 2° accesso", "Esito"],
                ["VERDI GIO", "via Po 8", "14/10/2025", "11/11/2025", "SI ESEGUE"],
                ["ZANI LEA", "via Adda 12", "12/11/2025", "", "SOSPESO"],
            ],
            id="the second access counts, where there is one",
        ),
        pytest.param(
            [
                ["Nominativo", "Indirizzo", "Primo accesso", "Prossimo accesso", "Esito"],
                ["VERDI GIO", "via Po 8", "14/10/2025", "11/11/2025", "SI ESEGUE"],
                ["ZANI LEA", "via Adda 12", "", "12/11/2025", "SOSPESO"],
            ],
            id="the next one",
        ),
        pytest.param(
            [
                ["Nominativo", "Indirizzo", "Data", "Primo accesso", "Esito"],
                ["VERDI GIO", "via Po 8", "11/11/2025", "14/10/2025", "SI ESEGUE"],
                ["ZANI LEA", "via Adda 12", "12/11/2025", "15/10/2025", "SOSPESO"],
            ],
            id="the first is history beside the day",
        ),
        pytest.param(
            [
                ["Nominativo", "Indirizzo", "Data accesso precedente", "Esito accesso precedente", "Data", "Stato"],
                ["VERDI GIO", "via Po 8", "14/10/2025", "rinviato", "11/11/2025", "SI ESEGUE"],
                ["ZANI LEA", "via Adda 12", "15/10/2025", "si esegue", "12/11/2025", "SOSPESO"],
            ],
            id="what came of the one before",
        ),
    ],
)
def test_an_earlier_access_is_history(table: list[list[str]]) -> None:
    """Its day is over, and its outcome must not calm anybody."""
    assert [_said(row) for row in rows(read_table(*table))] == [VERDI, ZANI]


def test_each_access_has_its_own_hour() -> None:
    """An hour stands behind its day."""
    header = ["Nominativo", "Indirizzo", "1° accesso", "Ora", "2° accesso", "Ora", "Esito"]
    first = ["VERDI GIO", "via Po 8", "14/10/2025", "9,00", "11/11/2025", "10,30", "SI ESEGUE"]
    second = ["ZANI LEA", "via Adda 12", "12/11/2025", "9,15", "", "", "SOSPESO"]
    read_rows = rows(read_table(header, first, second))
    assert [_said(row) for row in read_rows] == [VERDI, ZANI]
    assert [row.time for row in read_rows] == [dt.time(10, 30), dt.time(9, 15)]


def test_columns_that_contradict_each_other_tell_no_status() -> None:
    """«Sospeso fino al 30/9» in one column and «SI ESEGUE» in another: a person reads both."""
    header = ["Nominativo", "Indirizzo", "Provvedimento sospensivo", "Data", "Esito"]
    first = ["VERDI GIO", "via Po 8", "Sospeso fino al 30/09/2025", "11/11/2025", "SI ESEGUE"]
    second = ["ZANI LEA", "via Adda 12", "", "12/11/2025", "SOSPESO"]
    reading = read_table(header, first, second)
    assert [row.status for row in rows(reading)] == [Status.UNKNOWN, Status.SUSPENDED]
    assert "status_unknown" in told(reading)


@pytest.mark.parametrize(
    "days",
    [
        "Primo accesso: 14/10/2025 (negativo)\nProssimo accesso: 11/11/2025 ore 9",
        "Data 1° accesso: 14/10/2025\nData 2° accesso: 11/11/2025",
        "Primo accesso ......: 14/10/2025\nData ......: 11/11/2025",
        "Data: 11/11/2025\nPrimo accesso: 14/10/2025",
        "Primo accesso: 14/10/2025 - Prossimo accesso: 11/11/2025",
        "Accesso precedente: 14/10/2025\nEsito accesso precedente: rinviato\nData: 11/11/2025",
    ],
)
def test_an_earlier_access_in_a_block_is_history(days: str) -> None:
    """The same with labels; a block with one access has its day."""
    text = f"""Inquilino: VERDI GIO
Indirizzo: via Po 8
{days}
Esito: SI ESEGUE

Inquilino: ZANI LEA
Indirizzo: via Adda 12
Primo accesso: 12/11/2025
Esito: SOSPESO"""
    assert [_said(row) for row in rows(read(body(text)))] == [VERDI, ZANI]


def test_words_that_a_narrow_column_broke_are_whole_again() -> None:
    """As LibreOffice breaks them: surnames where several rows tell it, days and statuses of wordings."""
    reading = read_table(
        ["N.", "COGNOME E NOME", "INDIRIZZO", "DATA", "ESITO"],
        ["1", "ZUCCHER\nOLI\nMIRELLA", "Via Po 8", "11/11/202\n5", "SI ESEGUE"],
        ["2", "BONETTA\nLI IVANO", "Via Po 9", "12/11/202\n5", "RINVIATO\nAL 14/01/202\n6 su richiesta"],
        ["3", "DE'\nFALCHET\nTI ROSA", "Via Po 10", "13/11/202\n5", "DA CONFERMA\nRE"],
        ["4", "OKOROMA\nBLESSING", "Via Po 11", "14/11/202\n5", "NON SI\nESEGUE"],
        ["5", "EL\nMANSOU\nRINI\nKHADIJA", "Via Po 12", "14/11/202\n5", "SOSPESO"],
    )
    assert [(row.surname, row.given_name, row.status.value) for row in rows(reading)] == [
        ("ZUCCHEROLI", "MIRELLA", "execute"),
        ("BONETTALI", "IVANO", "postponed"),
        ("DE' FALCHETTI", "ROSA", "to_confirm"),
        ("OKOROMA", "BLESSING", "not_executed"),
        ("EL MANSOURINI", "KHADIJA", "suspended"),
    ]
    assert rows(reading)[1].postponed_to == dt.date(2026, 1, 14)


def test_a_surname_above_another_stays_apart() -> None:
    """Two surnames on two lines are no broken word."""
    reading = read_table(
        ["COGNOME E NOME", "INDIRIZZO", "DATA", "ESITO"],
        ["GARCILLANO\nLOPEZZI JORGE", "Via Po 8", "11/11/2025", "SI ESEGUE"],
        ["KOVALENSKA\nBOYKO OKSANA", "Via Po 9", "12/11/2025", "SI ESEGUE"],
        ["ZUCCHEROLI MIRELLA", "Via Po 10", "12/11/2025", "SI ESEGUE"],
    )
    assert [row.surname for row in rows(reading)] == ["GARCILLANO LOPEZZI", "KOVALENSKA BOYKO", "ZUCCHEROLI"]


def test_yes_and_no_below_outcomes_say_them() -> None:
    """«SI» is a cross, «NO» none; two of them are nothing."""
    reading = read_table(
        ["Inquilino", "Indirizzo", "Data", "Si esegue", "Sospeso", "Note"],
        ["VERDI GIO", "via Po 8", "11/11/2025", "SI", "NO", ""],
        ["ZANI LEA", "via Adda 12", "12/11/2025", "NO", "SI", ""],
        ["NERI ADA", "via Oglio 5", "13/11/2025", "no", "no", ""],
    )
    assert [(row.surname, row.status.value) for row in rows(reading)] == [
        ("VERDI", "execute"),
        ("ZANI", "suspended"),
        ("NERI", "unknown"),
    ]


def test_the_weekday_beside_a_day_is_none() -> None:
    """«GIORNO | DATA»: a column of weekdays alone leaves the day to the next, which is no new one."""
    reading = read_table(
        ["Inquilino", "Indirizzo", "Giorno", "Data", "Esito"],
        ["VERDI GIO", "via Po 8", "martedì", "11/11/2025", "SI ESEGUE"],
        ["ZANI LEA", "via Adda 12", "MER.", "12/11/2025", "SOSPESO"],
    )
    assert list(map(_said, rows(reading))) == [VERDI, ZANI]
    assert [row.postponed_to for row in rows(reading)] == [None, None]


def test_a_day_told_twice_is_no_new_day() -> None:
    """«GIORNO | DATA» of a workbook may be one day, shown once as a weekday."""
    reading = read_table(
        ["Giorno", "Data", "Inquilino", "Indirizzo", "Esito"],
        ["11/11/2025", "11/11/2025", "VERDI GIO", "via Po 8", "SI ESEGUE"],
        ["12/11/2025", "12/11/2025", "ZANI LEA", "via Adda 12", "SOSPESO"],
        ["13/11/2025", "13/11/2025", "NERI ADA", "via Oglio 5", "RINVIATO AL 14/01/2026"],
    )
    assert [_said(row) for row in rows(reading)[:2]] == [VERDI, ZANI]
    assert [row.postponed_to for row in rows(reading)] == [None, None, dt.date(2026, 1, 14)]


def test_the_surname_below_a_header_of_persons_has_its_given_name_beside_it() -> None:
    """«INTESTATARIO» over «Cognome» and «Nome», where no rule shows that it spans both."""
    reading = read_table(
        ["N.", "INTESTATARIO", "", "UBICAZIONE", "", "ACCESSO", "ESITO"],
        ["", "Cognome", "Nome", "Via", "N.", "Data", ""],
        ["1", "VERDI", "GIO", "via Po", "8", "11/11/2025", "SI ESEGUE"],
        ["2", "ZANI", "LEA", "via Adda", "12", "12/11/2025", "SOSPESO"],
    )
    assert list(map(_said, rows(reading))) == [VERDI, ZANI]


def test_a_cross_below_an_outcome_says_it() -> None:
    """A column for each outcome: the header is the wording, a day beside it is that of the outcome."""
    header = ["Inquilino", "Via", "N°", "Data", "SI ESEGUE", "NON SI ESEGUE", "RINVIO AL", "Note"]
    reading = read_table(
        header,
        ["VERDI GIO", "via Po", "8", "11/11/2025", "X", "", "", ""],
        ["ZANI LEA", "via Adda", "12", "12/11/2025", "", "x", "", "ha pagato"],
        ["NERI ADA", "via Oglio", "5", "13/11/2025", "", "", "14/01/2026", ""],
        ["BOSIO UGO", "via Serio", "7", "14/11/2025", "", "", "", ""],
    )
    assert [(*_said(row)[:1], row.date and row.date.day, row.status.value) for row in rows(reading)] == [
        ("VERDI", 11, "execute"),
        ("ZANI", 12, "not_executed"),
        ("NERI", 13, "postponed"),
        ("BOSIO", 14, "unknown"),
    ]
    assert rows(reading)[2].postponed_to == dt.date(2026, 1, 14)
