# SPDX-License-Identifier: EUPL-1.2
"""Notices about one tenant, running text, and lists that nobody calls a list: none of them may vanish."""

import datetime as dt

import pytest

from pecwatch.model.listing import State, Status
from tests.lists.written import body, message, read, rows

DAY = dt.date(2025, 11, 27)


def stranger(subject: str) -> object:
    """A message of somebody whom the office has never written down."""
    return message(subject, recognised=False)


@pytest.mark.parametrize(
    ("subject", "text", "status"),
    [
        pytest.param(
            "Accesso ufficiale giudiziario",
            "Assegnatario: Rossettani Carla\nAlloggio: Via dei Tigli 12\nData esecuzione: 27/11/2025\n"
            "SI ESEGUE - si prega di predisporre quanto di competenza.\nUfficio gestione alloggi",
            Status.EXECUTE,
            id="labels, and the status without one",
        ),
        pytest.param(
            "Accesso ufficiale giudiziario",
            "Esecuzione per rilascio\nParte istante: Fondazione Casa\nParte esecutata: Rossettani Carla\n"
            "R.G.E. 1280/2025\nImmobile: Via dei Tigli n. 12\nL'Ufficiale Giudiziario accederà all'immobile il "
            "giorno 27 novembre 2025. Si chiede la presenza dei servizi sociali.",
            None,
            id="the day in a sentence under the labels",
        ),
        pytest.param(
            "Preavviso",
            "Con riferimento all'alloggio di Via dei Tigli n. 12, intestato a ROSSETTANI Carla, si informa codesto "
            "Servizio che lo sloggio è fissato per giovedì 27 novembre 2025.",
            Status.EXECUTE,
            id="intestato a",
        ),
        pytest.param(
            "Comunicazioni",
            "Casa - Via dell'Istituto 5 - 26000 Borgofinto - Prot. n. 44\n"
            "Oggetto: rilascio alloggio di Via dei Tigli 12 alloggio n. 29 - esecuzione\n"
            "Si comunica che nei confronti della sig.ra ROSSETTANI Carla SI ESEGUE il giorno 27 novembre 2025.",
            Status.EXECUTE,
            id="the dwelling in the subject of the letter",
        ),
        pytest.param(
            "Informazione",
            "Vi segnalo che la sig.ra Rossettani Carla, Via dei Tigli 12, ha lo sfratto esecutivo il 27/11/2025.",
            Status.EXECUTE,
            id="a colleague's remark",
        ),
    ],
)
def test_a_notice_about_one_tenant_is_a_list(subject: str, text: str, status: Status | None) -> None:
    """Whoever writes it, with whom, where and when."""
    reading = read(body(text), of=stranger(subject))  # type: ignore[arg-type]
    (row,) = rows(reading)
    assert (row.surname.upper(), row.given_name, row.address.street, row.address.civic, row.date) == (
        "ROSSETTANI",
        "Carla",
        "VIA DEI TIGLI",
        "12",
        DAY,
    )
    assert status is None or row.status is status
    assert reading.listing is not None
    assert reading.listing.complete


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Esecuzioni di rilascio 11/2025",
            "1. Sig. ROSSETTANI Mario - Via Po 3 - esecuzione 6 novembre - DA CONFERMARE",
        ),
        ("Accessi UNEP", "1)\nConduttore: ROSSETTANI MARIO\nIndirizzo: Via Po 3\nEsecuzione fissata per: 06/11/2025"),
        ("Novembre", "Vi mando gli sfratti in programma.\nROSSETTANI MARIO - Via Po 3 - 06/11/2025"),
    ],
)
def test_rows_of_executions_are_a_list_whatever_the_subject(subject: str, text: str) -> None:
    """A stranger's rows need neither a known subject nor a status."""
    assert read(body(text), of=stranger(subject)).state is State.LIST  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("subject", "text", "state"),
    [
        ("Sfratti novembre 2025", "Si veda il portale.", State.UNREADABLE),
        ("Avviso", "Lo sgombero è fissato per il giorno 28/11/2025.", State.UNREADABLE),
        ("Trasporti", "1) ROSSETTANI MARIO - Via Po 3 - 06/11/2025 - confermato", State.NOT_PERTINENT),
        (
            "Delibera",
            "In esecuzione della deliberazione n. 44:\n1) ROSSETTANI MARIO - Via Po 3 - 06/11/2025",
            State.NOT_PERTINENT,
        ),
        ("Dati sfratti anno 2024", "Esecuzioni: gennaio 4, febbraio 6.", State.NOT_PERTINENT),
    ],
)
def test_what_gives_no_rows(subject: str, text: str, state: State) -> None:
    """A person is told of what may be a list; other trades stay what they are."""
    assert read(body(text), of=stranger(subject)).state is state  # type: ignore[arg-type]


def test_sentences_of_one_paragraph_are_rows_of_their_own() -> None:
    """One long line is not one row."""
    text = (
        "In data 27/11, ore 10,45 si procederà con l'esecuzione nei confronti del sig. Rossettani Mario, residente in "
        "via Po n. 83/a, int. 24. Per la sig.ra Biancardi Anna, via Adda n. 9, si conferma l'esecuzione fissata per il "
        "giorno 28/11. L'esecuzione nei confronti degli eredi Verdini Luca, via Dante n. 5, prevista per il giorno "
        "28/11, è sospesa."
    )
    assert [(row.surname, row.address.civic, row.status, row.heirs) for row in rows(read(body(text)))] == [
        ("Rossettani", "83", Status.EXECUTE, False),
        ("Biancardi", "9", Status.EXECUTE, False),
        ("Verdini", "5", Status.SUSPENDED, True),
    ]


@pytest.mark.parametrize("joined", [" + sig. Biancardi Luca", " / Biancardi Luca", " e sig.ra Biancardi Luca"])
def test_people_of_one_dwelling_are_one_row(joined: str) -> None:
    """The first is the tenant, the other lives with her."""
    text = f"L'esecuzione nei confronti della sig.ra Rossettani Carla{joined}, Via Po 3, del 27/11/2025, è sospesa."
    (row,) = rows(read(body(text)))
    assert row.surname == "Rossettani"
    assert [other.surname for other in row.co_tenants] == ["Biancardi"]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("l'accesso del 27/11/2025 è rinviato al 24/12/2025.", DAY),
        ("l'esecuzione prevista per il 27/11/2025 è sospesa.", DAY),
        ("accesso del 27/11/2025 annullato.", DAY),
        ("esecuzione del decreto n. 4 del 27/10/2025 sospesa.", None),
    ],
)
def test_the_day_that_is_called_off_is_the_day_of_the_row(said: str, day: dt.date | None) -> None:
    """A correction names the execution by its day, in a line as in a sentence beside other lines."""
    other = "L'intervento del 26/11/2025 nei confronti della sig.ra BIANCARDI ANNA, Via Adda 9, è annullato."
    reading = read(body(f"ROSSETTANI CARLA - Via dei Tigli 12 - {said}\n{other}"), of=message("Errata corrige"))
    assert [(row.surname, row.date) for row in rows(reading)] == [
        ("ROSSETTANI", day),
        ("BIANCARDI", dt.date(2025, 11, 26)),
    ]


def test_the_day_of_one_sentence_is_not_that_of_the_next() -> None:
    """A day that is missing is missing."""
    text = (
        "Oggetto: esecuzioni nello stabile di Via Po n. 16\n"
        "Nei confronti del sig. ROSSETTANI Mario si esegue il giorno 27/11/2025.\n"
        "Nei confronti della sig.ra BIANCARDI Anna l'esecuzione è sospesa."
    )
    assert [(row.address.civic, row.date) for row in rows(read(body(text)))] == [("16", DAY), ("16", None)]


def test_a_name_broken_over_two_lines_behind_its_address_is_one_name() -> None:
    """«Via Po 3 – LA ROSSETTANI⏎MARIA – …»."""
    text = "Via Adda 9 – BIANCARDI ANNA – SI ESEGUE\nVia Po n. 3 app. 22 – LA ROSSETTANI\nMARIA – Da confermare"
    assert [(row.surname, row.given_name, row.address.civic) for row in rows(read(body(text)))] == [
        ("BIANCARDI", "ANNA", "9"),
        ("LA ROSSETTANI", "MARIA", "3"),
    ]


@pytest.mark.parametrize("name", ["ROSSETTANI, Carla", "Sig.ra ROSSETTANI, Carla", "sig.ra ROSSETTANI, Carla Maria"])
def test_a_surname_apart_from_its_given_name_is_no_place(name: str) -> None:
    """«Via Po 3, ROSSETTANI, Carla» is nobody called Carla in a place called Rossettani."""
    text = f"Via Po 3 int. 2 (Castrezzato), {name} - 27/11/2025 - SI ESEGUE\nVia Adda 9 - BIANCARDI ANNA - SOSPESO"
    assert [row.surname for row in rows(read(body(text)))] == ["ROSSETTANI", "BIANCARDI"]
