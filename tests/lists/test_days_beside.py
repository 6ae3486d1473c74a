# SPDX-License-Identifier: EUPL-1.2
"""Days and hours wherever a row says them: between name and address, behind the wording, beside each other."""

import pytest

from tests.lists.written import body, read, rows, sheet

LINES = {
    "act and day behind the wording": "{who}, {home}, Confermata, ultimo sollecito del 07.04.2025, accesso di giovedì "
    "6 novembre 2025 h 9.45",
    "act fixed for a day": "{who} — {home} — Confermata — accesso fissato per il 06.11.2025 ore 9,45",
    "act of a day": "{who} - {home} - Confermata, esecuzione del 6/11/2025 alle ore 9:45",
    "planned for": "{who} - {home} - Confermata - sloggio previsto per il 06/11/2025 ore 9.45",
    "between name and address": "{who} - esecuzione 6 novembre ore 9.45 - {home} - Confermata",
    "fixed, between name and address": "{who} | accesso fissato per il 6 novembre 2025 ore 9:45 | {home} | Confermata",
    "planned, between name and address": "{who} - sloggio previsto il 06/11/2025 ore 9.45 - {home} - Confermata",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
@pytest.mark.parametrize("lead", ["", "1) ", "- "])
def test_the_act_leads_its_day(lead: str, line: str) -> None:
    """«accesso di …» says when, wherever in the row it stands."""
    text = lead + line.format(who="ZUCCHEROLI Mirella", home="Via delle Robinie n. 14")
    (row,) = rows(read(body(f"Interventi di novembre 2025\n{text}")))
    assert (row.surname, row.address.civic, str(row.date), str(row.time), row.status.value) == (
        "ZUCCHEROLI",
        "14",
        "2025-11-06",
        "09:45:00",
        "execute",
    )


def test_an_earlier_attempt_is_no_day_of_the_row() -> None:
    """«ultimo accesso del 3/10» and «accesso del 3/10 andato deserto» tell of another day."""
    text = "ZUCCHEROLI Mirella - Via delle Robinie 14 - SI ESEGUE, {}"
    for tale in ("ultimo accesso del 03/10/2025", "accesso del 03/10/2025 andato deserto"):
        (row,) = rows(read(body(f"Interventi di novembre 2025\n{text.format(tale)}")))
        assert row.date is None


@pytest.mark.parametrize("cell", ["gio. 06/11 9,45", "06/11/2025 - 9.45", "giovedì 6 novembre 2025\n9:45"])
def test_an_hour_beside_its_day_needs_no_word(cell: str) -> None:
    """In a column of days figures with a sign between them are an hour."""
    table = [["Nominativo", "Indirizzo", "Data/ora", "Esito"], ["ZUCCHEROLI Ada", "Via Po 3", cell, "SI ESEGUE"]]
    (row,) = rows(read(sheet(table)))
    assert (str(row.date), str(row.time)) == ("2025-11-06", "09:45:00")


def test_the_day_of_a_decree_is_none_of_an_execution() -> None:
    """«Titolo esecutivo: n. 67 del 11/07/2025»."""
    table = [
        ["Nominativo", "Indirizzo", "Titolo esecutivo", "Esito"],
        ["ZUCCHEROLI Ada", "Via Po 3", "n. 67 del 11/07/2025", "SI ESEGUE"],
        ["BONETTALI Ivo", "Via Po 5", "n. 6 del 18/04/2025", "SI ESEGUE"],
    ]
    assert [row.date for row in rows(read(sheet(table)))] == [None, None]


@pytest.mark.parametrize("tail", ["al 19/12/2025", "nuova data 19/12/2025", "→ nuova data 19/12/2025"])
def test_the_new_day_of_a_row_under_its_heading(tail: str) -> None:
    """Below «Interventi rinviati» each row says to when."""
    text = f"Interventi rinviati\nZUCCHEROLI Mirella, Via delle Robinie 14, esecuzione 06/11/2025 - {tail}"
    (row,) = rows(read(body(f"Interventi di novembre 2025\n{text}")))
    assert (str(row.date), row.status.value, str(row.postponed_to)) == ("2025-11-06", "postponed", "2025-12-19")


@pytest.mark.parametrize("status", ["CONFERMATO", "SI ESEGUE", "da eseguire, già rinviato"])
@pytest.mark.parametrize("place", ["Roccafinta", "Anfo", "Castel Fiorito"])
def test_a_place_ends_where_the_status_begins(place: str, status: str) -> None:
    """Only a blank parts them, and nobody need know the place."""
    (row,) = rows(read(body(f"Interventi di novembre 2025\nZuccheroli Mirella Via Oglio n. 7, {place} {status}")))
    assert (row.surname, row.address.municipality, row.wording) == ("Zuccheroli", place.upper(), status)


def test_two_names_with_commas_and_a_day_behind() -> None:
    """«ROSSI, Mario e VERDI, Ada - in data …»: the last comma parts a name, not the fields."""
    text = "Stabile di Via delle Robinie 14\nCOCCHI, Rita e MERLINARI, Ada - in data 06/11 - int. 36 - SOSPESA"
    (row,) = rows(read(body(f"Interventi di novembre 2025\n{text}")))
    assert [(one.surname, one.given_name) for one in row.co_tenants] == [("MERLINARI", "Ada")]
    assert (row.surname, row.given_name, row.address.flat, str(row.date)) == ("COCCHI", "Rita", "36", "2025-11-06")


@pytest.mark.parametrize("name", ["ZUCCHEROLI, Mirella", "Sig.ra ZUCCHEROLI, Mirella ved. FALCHETTI"])
@pytest.mark.parametrize(
    "line",
    [
        "– Viale dei Gelsi 21\t{name}\tgiovedì 6 novembre 2025 h 11.00\tSI ESEGUE",
        "esecuzione 6 novembre 2025 ore 11 | {name} | Viale dei Gelsi 21 | SI ESEGUE",
        "3) il 06/11/2025 ore 11; VIALE DEI GELSI n° 21; {name}; SI ESEGUE",
    ],
)
def test_a_comma_in_a_name_parts_no_fields(line: str, name: str) -> None:
    """Whatever comes first, and whatever stands behind the given name."""
    (row,) = rows(read(body(f"Interventi di novembre 2025\n{line.format(name=name)}")))
    assert (row.surname, row.given_name, row.address.civic) == ("ZUCCHEROLI", "Mirella", "21")
    assert (str(row.date), str(row.time), row.status.value) == ("2025-11-06", "11:00:00", "execute")


NUMBERED = """Interventi di novembre 2025
1) il 06/11/2025; VIA DEI TIGLI n° 95, interno 34; ZUCCHEROLI
Mirella Deanna; SI ESEGUE
2) il 07/11/2025; VIA ROSSELLI n° 50; BONETTALI Ivano; SOSPESO
3) il 07/11/2025; PIAZZA UGO FOSCOLO n° 11, interno 12;
MERLINARI Anna; NON SI ESEGUE
"""


def test_a_name_that_goes_over_its_line() -> None:
    """Its rest, or the whole of it, stands at the beginning of the next line."""
    reading = read(body(NUMBERED))
    assert [(row.surname, row.given_name, row.address.civic, row.status.value) for row in rows(reading)] == [
        ("ZUCCHEROLI", "Mirella Deanna", "95", "execute"),
        ("BONETTALI", "Ivano", "50", "suspended"),
        ("MERLINARI", "Anna", "11", "not_executed"),
    ]
    assert reading.listing is not None and reading.listing.complete


def test_a_surname_broken_by_its_column() -> None:
    """Where one name of a row is broken in the middle, a short end of the other is none of its own."""
    table = [
        ["Nome", "Cognome", "Indirizzo", "Data", "Esito"],
        ["LOREDAN\nA", "EVANGELI\nSTA", "Via Po 3", "06/11", "SI"],
    ]
    table[1][4] = "SI ESEGUE"
    (row,) = rows(read(sheet(table)))
    assert (row.surname, row.given_name) == ("EVANGELISTA", "LOREDANA")


def test_two_surnames_below_each_other_stay_two() -> None:
    """Nothing tells that the column breaks words."""
    table = [["Nome", "Cognome", "Indirizzo", "Esito"], ["ROSA", "FALCHETTI\nLI", "Via Po 3", "SI ESEGUE"]]
    (row,) = rows(read(sheet(table)))
    assert row.surname == "FALCHETTI LI"


def test_an_address_above_the_rest_of_its_name_heads_nobody() -> None:
    """«• VIA …, Provaglio - VERDI / Ada - …» is a row, no building whose rows stand below."""
    text = (
        "• VIA DEI GELSI, n. 43/C, Provaglio Val Sabbia - FALCHETTI Carla - SI ESEGUE\n"
        "• VIA DELLE ROGGE, n. 19 app. 4, Provaglio Val Sabbia - ZUCCHEROLI\n  Mirella - SOSPESO\n"
        "• ore 9.30 - VIA DEI TIGLI, n. 12 - BONETTALI,\n  Ivano - NON SI ESEGUE\n"
        "Viale Amilcare Ponchielli n° 71 scala 2 interno n. 8; Serena\nGASPARRINI; SI ESEGUE\n"
    )
    reading = read(body(f"Interventi di novembre 2025\n{text}"))
    assert [(row.surname, row.given_name, row.address.civic, row.status.value) for row in rows(reading)] == [
        ("FALCHETTI", "Carla", "43", "execute"),
        ("ZUCCHEROLI", "Mirella", "19", "suspended"),
        ("BONETTALI", "Ivano", "12", "not_executed"),
        ("GASPARRINI", "Serena", "71", "execute"),
    ]
    assert reading.listing is not None and reading.listing.complete


def test_a_building_above_its_rows_still_heads_them() -> None:
    """Their names stand on lines of their own."""
    text = "• VIA DEI GELSI, n. 43 - Soresina\nFALCHETTI Carla - int. 3 - SI ESEGUE\nBONETTALI Ivano - int. 5 - SOSPESO"
    found = rows(read(body(f"Interventi di novembre 2025\n{text}")))
    assert [(row.surname, row.address.civic, row.address.flat) for row in found] == [
        ("FALCHETTI", "43", "3"),
        ("BONETTALI", "43", "5"),
    ]


@pytest.mark.parametrize(
    "above",
    [
        ["11/11/2025 h 9", "12/11/2025 h 10", "13/11/2025 h 11"],
        ["martedì 11 novembre 2025", "mercoledì 12 novembre 2025", "giovedì 13 novembre 2025"],
        ["11 novembre ore 9,00", "12 novembre ore 10,00", "13 novembre ore 11,00"],
    ],
)
@pytest.mark.parametrize("said", [("", "", ""), ("\nSI ESEGUE", "\nSOSPESO", "\nSI ESEGUE")])
def test_a_day_above_a_name_is_not_that_of_the_name_above_it(above: list[str], said: tuple[str, str, str]) -> None:
    """Day, name and address on lines of their own: each day belongs to those below it."""
    people = ("ZUCCHEROLI MIRELLA", "BONETTALI IVANO", "FALCHETTI ROSA")
    blocks = [f"{d} \n{name} \nVia Po 3 int. 5{s}" for d, name, s in zip(above, people, said, strict=True)]
    text = "Si comunicano gli sfratti del mese di novembre.\n\n" + "\n\n".join(blocks)
    found = rows(read(body(text)))
    assert [(row.surname, row.date and row.date.day) for row in found] == [
        ("ZUCCHEROLI", 11),
        ("BONETTALI", 12),
        ("FALCHETTI", 13),
    ]
    assert [row.time and row.time.hour for row in found] in ([9, 10, 11], [None, None, None])


@pytest.mark.parametrize("said", [("", ""), ("SI ESEGUE", "SOSPESO")])
def test_an_hour_above_a_name_is_not_that_of_the_name_above_it(said: tuple[str, str]) -> None:
    """The same with hours under a day."""
    text = f"Sfratti\nmartedì 11 novembre 2025\nore 9\nZUCCHEROLI MIRELLA\nVia Po 3\n{said[0]}\n"
    text += f"ore 10\nBONETTALI IVANO\nVia Po 5\n{said[1]}"
    assert [(row.surname, row.time and row.time.hour, row.wording) for row in rows(read(body(text)))] == [
        ("ZUCCHEROLI", 9, said[0]),
        ("BONETTALI", 10, said[1]),
    ]


def test_a_stretch_of_hours_in_front_of_a_name() -> None:
    """The first hour is the row's, the second nobody's; no other row takes the day or the status."""
    text = "06/11/2025 ore 9:00-11:00 ZUCCHEROLI MIRELLA Via Po 6 SI ESEGUE\n"
    text += "07/11/2025 dalle ore 10 alle 12 BONETTALI IVANO Via Po 7 NON SI ESEGUE\n"
    told = rows(read(body(f"Elenco interventi NOVEMBRE 2025\n{text}")))
    assert [(row.surname, row.date and row.date.day, row.time and row.time.hour, row.status.value) for row in told] == [
        ("ZUCCHEROLI", 6, 9, "execute"),
        ("BONETTALI", 7, 10, "not_executed"),
    ]


def test_a_street_named_after_a_day_goes_over_the_line() -> None:
    """The last point of a list is nobody's wording, though its street breaks off behind a number."""
    text = "- 4 novembre 2025   ZUCCHEROLI IVANO   Via Dante 38   SOSPESO - su richiesta\n"
    text += "- 5 novembre 2025   BONETTALI MIRELLA   Via Po 3   SI ESEGUE\n"
    text += "- 13 novembre 2025 ore 9,00   BONETTALI IVANO   Piazza 4\nNovembre 91 sc. A   ESEGUITO - come da nota"
    told = rows(read(body(f"Elenco interventi NOVEMBRE 2025\n{text}")))
    assert [(row.surname, row.address.civic, row.date and row.date.day) for row in told] == [
        ("ZUCCHEROLI", "38", 4),
        ("BONETTALI", "3", 5),
        ("BONETTALI", "91", 13),
    ]


def test_a_table_pasted_cell_by_cell() -> None:
    """Name, address, day, hour and status on lines of their own, the first person too."""
    people = (("ZUCCHEROLI MIRELLA", 6, "SI ESEGUE"), ("BONETTALI IVANO", 7, "SOSPESO"))
    text = "\n".join(f"{name}\nVia Po {day}\n0{day}/11/2025\n09:30\n{said}" for name, day, said in people)
    header = "COGNOME E NOME\nINDIRIZZO\nDATA\nORA\nESITO"
    told = rows(read(body(f"Elenco interventi NOVEMBRE 2025\n{header}\n{text}")))
    assert [(row.surname, row.date and row.date.day, row.status.value) for row in told] == [
        ("ZUCCHEROLI", 6, "execute"),
        ("BONETTALI", 7, "suspended"),
    ]


def test_hours_below_their_rows_are_those_of_the_rows_above() -> None:
    """Where the first hour stands below a whole row and the last below the last one."""
    people = (("ZUCCHEROLI MIRELLA", 6, 9), ("BONETTALI IVANO", 7, 11), ("FALCHETTI ROSA", 12, 10))
    text = "\n".join(f"{name}\nVia Po 3\nSI ESEGUE il {day}/11/2025\nore {hour}:00" for name, day, hour in people)
    told = rows(read(body(f"Elenco interventi NOVEMBRE 2025\n{text}")))
    assert [row.time and row.time.hour for row in told] == [9, 11, 10]


def test_a_day_above_an_hour_alone_heads_the_rows_below() -> None:
    """«MERCOLEDÌ 12 NOVEMBRE», «ore 9:30», then the name: not of the day before."""
    text = "GIOVEDI' 6 NOVEMBRE\nore 9:00\nZUCCHEROLI MIRELLA\nVia delle Robinie 14\nSI ESEGUE\n"
    text += "MERCOLEDI' 12 NOVEMBRE\nore 9:30\nBONETTALI IVANO\nVia Dante 9\nSI ESEGUE\n"
    told = rows(read(body(f"Elenco interventi NOVEMBRE 2025\n{text}")))
    assert [(row.date and row.date.day, row.time and row.time.hour) for row in told] == [(6, 9), (12, 9)]


@pytest.mark.parametrize("name_first", [True, False])
def test_a_day_below_an_address_is_that_of_the_name_above_it(*, name_first: bool) -> None:
    """Where the first day stands below the first address; namesakes are two people."""
    blocks = [
        "\n".join((name, place, day) if name_first else (place, name, day))
        for name, place, day in (
            ("ZUCCHEROLI MIRELLA", "Via Po 3 int. 5", "11 novembre 2025 ore 9"),
            ("ZUCCHEROLI IVANO", "Via Po 3 int. 6", "12 novembre 2025 ore 10"),
        )
    ]
    reading = read(body("Sfratti del mese di novembre:\n\n" + "\n\n".join(blocks)))
    told = [(row.given_name, row.address.flat, row.date and row.date.day) for row in rows(reading)]
    assert reading.listing is not None
    assert told == [("MIRELLA", "5", 11), ("IVANO", "6", 12)] or not reading.listing.complete


def test_a_number_and_a_day_above_a_labelled_block_are_of_that_block() -> None:
    """«1) 11/11/2025 - ore 09:00», then labels."""
    text = "Sfratti\n" + "\n".join(
        f"{n})  {day}/11/2025 - ore 09:30\n    Inquilino: {name}\n    Indirizzo: VIA PO {n}\n    Note: SI ESEGUE\n"
        for n, day, name in ((1, 11, "ZUCCHEROLI MIRELLA"), (2, 12, "BONETTALI IVANO"))
    )
    assert [(row.surname, row.date and row.date.day, row.time and row.time.hour) for row in rows(read(body(text)))] == [
        ("ZUCCHEROLI", 11, 9),
        ("BONETTALI", 12, 9),
    ]
