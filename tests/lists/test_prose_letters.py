# SPDX-License-Identifier: EUPL-1.2
"""Letters in sentences: what announces an execution, to whom, on which day, and what does not."""

import datetime as dt

import pytest

from pecwatch.model.listing import Nature, State, Status
from pecwatch.model.message import Kind
from pecwatch.model.problem import Problem, Severity
from tests.lists.written import body, message, read, rows

GENERIC = message("Comunicazione")
STRANGER = message("Inoltro per conoscenza", recognised=False)
DAY = dt.date(2025, 11, 27)


@pytest.mark.parametrize(
    ("text", "civic", "status"),
    [
        pytest.param(
            "Si comunica che il 27/11/2025 alle ore 9.00 il nostro incaricato accederà all'alloggio di Via dei Tigli "
            "12 per il rilascio forzoso a carico di ROSSETTANI CARLA.",
            "12",
            Status.EXECUTE,
            id="name at the end",
        ),
        pytest.param(
            "Si informa che il giorno 27/11/2025 verrà effettuato lo sloggio dell'alloggio sito in Via dei Tigli 12,\n"
            "occupato da ROSSETTANI CARLA, a seguito di decadenza dall'assegnazione.",
            "12",
            Status.EXECUTE,
            id="occupied by",
        ),
        pytest.param(
            "Si comunica che l'esecuzione nei confronti di ROSSETTANI CARLA è fissata per il 27/11/2025 ore 9.00.",
            None,
            Status.EXECUTE,
            id="no address",
        ),
        pytest.param(
            "Lo sfratto di Rossettani Carla verrà eseguito il 27/11/2025.", None, Status.EXECUTE, id="eviction of"
        ),
        pytest.param(
            "L'Ufficiale Giudiziario avvisa ROSSETTANI CARLA, residente in Via dei Tigli 12, che il giorno 27/11/2025 "
            "procederà al rilascio dell'immobile in favore di ALER.",
            "12",
            Status.EXECUTE,
            id="bailiff",
        ),
        pytest.param(
            "Facendo seguito al decreto di decadenza del 14/03/2025 e alla diffida rimasta senza esito, si comunica "
            "che l'esecuzione a carico di ROSSETTANI CARLA (Via dei Tigli 12) avrà luogo il 27/11/2025.",
            "12",
            Status.EXECUTE,
            id="an earlier day in the preamble",
        ),
        pytest.param(
            "Premesso che con nota del 10/01/2025 è stata inviata messa in mora e con provvedimento del 20/06/2025 "
            "dichiarata la decadenza,\nsi avvisa che in data 27/11/2025 si procede con lo sloggio di ROSSETTANI CARLA "
            "da Via dei Tigli 12.",
            "12",
            Status.EXECUTE,
            id="earlier phases in the preamble",
        ),
        pytest.param(
            "Gentile sig.ra ROSSETTANI CARLA\nVia dei Tigli 12\nLa informiamo che, non avendo Ella rilasciato "
            "l'alloggio nei termini, il giorno 27/11/2025 si procederà all'esecuzione forzata del rilascio.",
            "12",
            Status.EXECUTE,
            id="not released",
        ),
        pytest.param(
            "Si informa che lo sfratto di ROSSETTANI CARLA, Via dei Tigli 12, fissato per il 27/11/2025, viene "
            "posticipato al 09/12/2025.",
            "12",
            Status.POSTPONED,
            id="postponed",
        ),
        pytest.param(
            "In relazione alla posizione di ROSSETTANI CARLA, residente in Via dei Tigli 12.\n"
            "L'esecuzione è fissata per il giorno 27/11/2025.",
            "12",
            Status.EXECUTE,
            id="the person in the sentence above",
        ),
    ],
)
@pytest.mark.parametrize("of", [GENERIC, STRANGER], ids=["housing company", "stranger"])
def test_an_execution_in_sentences_is_a_row(text: str, civic: str | None, status: Status, of: object) -> None:
    """Whoever sends it and wherever name, address and day stand."""
    reading = read(body(text), of=of)  # type: ignore[arg-type]
    (row,) = rows(reading)
    assert (row.surname.upper(), row.given_name.upper()) == ("ROSSETTANI", "CARLA")
    assert (row.address.civic, row.date, row.status) == (civic, DAY, status)


def test_each_of_several_people_in_a_sentence_has_her_own_day() -> None:
    """The day before or behind the name, never the first of the sentence for all."""
    text = (
        "Vi segnaliamo che il 20/11/2025 verrà eseguito lo sfratto di ROSSETTANI CARLA (Via dei Tigli 12) "
        "e il 27/11/2025 quello di BIANCARDI ANNA (Via Dante 5)."
    )
    found = rows(read(body(text), of=GENERIC))
    assert [(row.surname, row.date and row.date.day) for row in found] == [("ROSSETTANI", 20), ("BIANCARDI", 27)]


@pytest.mark.parametrize(
    ("text", "street", "civic", "day"),
    [
        pytest.param(
            "Errata corrige: la data corretta per ROSSETTANI CARLA (Via dei Tigli 12) è il 27/11/2025, "
            "non il 20/11/2025.",
            "VIA DEI TIGLI",
            "12",
            DAY,
            id="day",
        ),
        pytest.param(
            "Nell'elenco interventi per mero errore materiale è stato indicato per ROSSETTANI CARLA l'indirizzo "
            "Via Po 56; l'indirizzo corretto è Via dei Tigli 12.",
            "VIA DEI TIGLI",
            "12",
            None,
            id="the wrong address first",
        ),
        pytest.param(
            "A rettifica di quanto comunicato, l'indirizzo corretto di ROSSETTANI CARLA è Via dei Tigli 12. "
            "L'esecuzione resta fissata per il 27/11/2025.",
            "VIA DEI TIGLI",
            "12",
            DAY,
            id="address, and the day in another sentence",
        ),
    ],
)
def test_a_correction_in_sentences(text: str, street: str, civic: str, day: dt.date | None) -> None:
    """The right day and address, and by its name the row that it corrects."""
    reading = read(body(text), of=message("Rettifica"))
    (row,) = rows(reading)
    assert reading.listing is not None
    assert reading.listing.nature is Nature.CORRECTION
    assert (row.address.street, row.address.civic, row.date) == (street, civic, day)
    assert row.corrects == "ROSSETTANI CARLA"


@pytest.mark.parametrize(
    "text",
    [
        "A dicembre 2025 non sono calendarizzati sfratti.",
        "In giugno 2026 non ci sono rilasci programmati.",
        "Si comunica che nel mese in oggetto non si effettueranno esecuzioni.",
        "Questo Ufficio non procederà ad alcuna esecuzione nel mese di marzo.",
    ],
)
def test_nothing_planned_is_an_empty_list(text: str) -> None:
    """However it is said."""
    assert read(body(text), of=GENERIC).state is State.EMPTY_LIST


@pytest.mark.parametrize(
    "text",
    [
        "Le esecuzioni di dicembre non sono ancora state fissate.",
        "Lo sfratto di ROSSETTANI CARLA, Via dei Tigli 12, non sarà eseguito il 27/11/2025.",
        "Non sono previsti interventi di manutenzione nel mese di marzo.",
        "Gli sfratti di novembre non verranno eseguiti di pomeriggio.",
    ],
)
def test_a_denial_of_something_else_is_no_empty_list(text: str) -> None:
    """One row denied, or a list still to come."""
    assert read(body(text), of=GENERIC).state is not State.EMPTY_LIST


@pytest.mark.parametrize(
    ("subject", "text", "recognised"),
    [
        (
            "Comunicazione",
            "Si comunica il decesso di ROSSETTANI CARLA, Via dei Tigli 12, avvenuto il 12/11/2025.",
            True,
        ),
        ("Comunicazione", "Elenco assegnazioni alloggi\n1) ROSSETTANI CARLA - Via dei Tigli 12 - 27/11/2025", True),
        (
            "Programmazione interventi domiciliari",
            "Intervento presso ROSSETTANI CARLA, Via dei Tigli 12, spostato al 27/11/2025.",
            False,
        ),
        ("Avviso", "Esecuzione dei lavori in Via dei Tigli 12 dal 27/11/2025, referente ROSSETTANI CARLA.", False),
        (
            "Calendario delle esecuzioni musicali",
            "Esecuzioni musicali di novembre:\n06/11/2025 ore 21 Teatro dei Tigli, Corso dei Tigli 2, confermato",
            True,
        ),
        ("Invito", "L'esecuzione musicale del 27/11/2025, Via dei Tigli 12, è di ROSSETTANI CARLA.", False),
    ],
)
def test_other_business_gives_no_rows(subject: str, text: str, recognised: bool) -> None:
    """Deaths, keys handed out, care at home, works, concerts."""
    assert read(body(text), of=message(subject, recognised=recognised)).state is State.NOT_PERTINENT


def _letter(text: str, number: int) -> object:
    return body(text, part=f"lettera_{number}.pdf", format_="pdf")


@pytest.mark.parametrize(
    "unknown",
    [
        pytest.param("Lo sgombero è fissato per il giorno 28/11/2025 alle ore 9.", id="nobody named"),
        pytest.param(
            "Gentile sig.ra BIANCARDI ANNA\nVia Dante 5\nVerremo da Lei a riprendere le stanze.",
            id="words nobody knows",
        ),
    ],
)
def test_a_letter_not_understood_among_others_is_left_over(unknown: str) -> None:
    """It must not vanish because the others were read."""
    known = "L'esecuzione nei confronti di ROSSETTANI CARLA, Via dei Tigli 12, è fissata per il 27/11/2025."
    reading = read(_letter(known, 1), _letter(unknown, 2), of=GENERIC)  # type: ignore[arg-type]
    assert len(rows(reading)) == 1
    assert reading.listing is not None
    assert not reading.listing.complete
    assert {left.where.part for left in reading.listing.leftovers} == {"lettera_2.pdf"}


def test_a_letter_that_repeats_a_known_day_is_accounted_for() -> None:
    """A covering mail about the same execution leaves nothing over."""
    known = "L'esecuzione nei confronti di ROSSETTANI CARLA, Via dei Tigli 12, è fissata per il 27/11/2025."
    cover = body("Si trasmette la lettera per l'esecuzione fissata per il 27/11/2025.")
    reading = read(cover, _letter(known, 1), of=GENERIC)  # type: ignore[arg-type]
    assert reading.listing is not None
    assert reading.listing.complete


def test_an_execution_of_nobody_is_for_a_person_to_read() -> None:
    """Announced, with a day, and no name that the rules see."""
    assert read(body("Lo sgombero è fissato per il giorno 28/11/2025."), of=GENERIC).state is State.UNREADABLE


@pytest.mark.parametrize(
    "early",
    [
        "Oggetto: diffida ad adempiere.\nSi diffida BIANCARDI ANNA, Via Dante 5, a provvedere entro 15 giorni.",
        "SOLLECITO DI PAGAMENTO\nAssegnatario: BIANCARDI ANNA\nAlloggio: Via Dante 5\nSi sollecita il versamento.",
    ],
)
def test_an_execution_among_letters_of_earlier_phases_is_a_list(early: str) -> None:
    """The execution decides; the other letters give no rows."""
    known = "L'esecuzione nei confronti di ROSSETTANI CARLA, Via dei Tigli 12, è fissata per il 27/11/2025."
    reading = read(_letter(early, 1), _letter(known, 2), of=GENERIC)  # type: ignore[arg-type]
    assert [row.surname for row in rows(reading)] == ["ROSSETTANI"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Oggetto: intimazione di rilascio alloggio.\nSi intima a ROSSETTANI CARLA di rilasciare l'alloggio di "
            "Via dei Tigli 12 entro 30 giorni.",
            "intimazione_di_rilascio",
        ),
        (
            "SOLLECITO DI PAGAMENTO\nGentile Sig. ROSSETTANI CARLA, Via dei Tigli 12,\nIn mancanza si procederà alla "
            "decadenza dall'assegnazione e alla successiva esecuzione.",
            "sollecito_di_pagamento",
        ),
        ("DIFFIDA\nLa S.V. ROSSETTANI CARLA, residente in Via dei Tigli 12, è diffidata ad adempiere.", "diffida"),
        ("Si invia la presente messa in mora a ROSSETTANI CARLA, Via dei Tigli 12.", "messa_in_mora"),
        (
            "DECRETO DI DECADENZA N. 41\nSi decreta la decadenza di ROSSETTANI CARLA dall'assegnazione dell'alloggio.",
            "decadenza",
        ),
        (
            "Oggetto: piano di rientro\nA seguito dell'incontro con ROSSETTANI CARLA, si trasmette la proposta di "
            "rateizzazione del debito.",
            "piano_di_rientro",
        ),
    ],
)
def test_letters_of_earlier_phases(text: str, kind: str) -> None:
    """What the letter calls itself, not what it threatens with, and whom it is about."""
    reading = read(body(text), of=GENERIC)
    assert reading.state is State.LETTER
    assert reading.letter is not None
    assert reading.letter.type == kind
    assert [(person.surname, person.given_name) for person in reading.letter.persons] == [("ROSSETTANI", "CARLA")]


def test_a_form_of_address_takes_no_letters_of_the_name() -> None:
    """«Sig. RIBOLZINI» is nobody called BOLZINI."""
    reading = read(body("Oggetto: diffida\nSi diffida il Sig. RIBOLZINI GIAN LUCA a pagare i canoni."), of=GENERIC)
    assert reading.letter is not None
    assert [person.surname for person in reading.letter.persons] == ["RIBOLZINI"]


def test_a_document_alone_that_cannot_be_read_is_unreadable() -> None:
    """It may hold a list: nothing else tells."""
    locked = Problem(code="password_protected", severity=Severity.LOST, part="a.pdf", text="protetto")
    alone = message(None, recognised=False, kind=Kind.DOCUMENT)
    assert read(of=alone, problems=(locked,)).state is State.UNREADABLE
    assert read(body("La busta paga."), of=STRANGER, problems=(locked,)).state is State.NOT_PERTINENT
    assert read(body("Sugli alloggi ERP."), of=STRANGER, problems=(locked,)).state is State.UNREADABLE


@pytest.mark.parametrize(
    "shortened", ["sc. B", "int. C", "p. T", "prot. N 45", "dott. Belli", "avv. Neri", "art. IV", "V.le Po", "ca. M 20"]
)
@pytest.mark.parametrize("lead", ["Al Sig. ROSSETTANI CARLO\nVia dei Tigli 12\n", ""], ids=["to a tenant", "in prose"])
def test_a_shortened_word_ends_no_sentence(lead: str, shortened: str) -> None:
    """The wording goes on behind «sc.», up to the stop that is one."""
    of_whom = "" if lead else " nei confronti di ROSSETTANI CARLO, Via dei Tigli 12,"
    text = f"{lead}Il giorno 27/11/2025{of_whom} si procederà allo sloggio {shortened} e mai prima. Cordiali saluti"
    assert [row.wording for row in rows(read(body(text)))] == [f"si procederà allo sloggio {shortened} e mai prima"]


def test_letters_come_in_the_order_of_their_parts() -> None:
    """One row more in the last letter does not bring it to the front."""
    text = "Al Sig. {}\n{}\nIl giorno 27/11/2025 si procederà allo sloggio.\nDistinti saluti"
    people = [("ROSSETTANI CARLO", "Via dei Tigli 12"), ("BIANCARDI ANNA", "Via Dante 5 sc. B int. 7")]
    letters = [
        body(text.format(*person), part=f"l.zip/{number}.docx", format_="docx") for number, person in enumerate(people)
    ]
    assert [row.surname for row in rows(read(*letters))] == ["ROSSETTANI", "BIANCARDI"]


BRUSATI = "sig. BRUSATI Carmelo, residente in Piazza XXV Aprile 3"
GALBIATI = "sig.ra GALBIATI Teresa, via dei Liutai 7/B"
TESTARDI = "sig. TESTARDI Ugo, viale Po 12"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            f"In data 11/11/2025 alle ore 9 verrà eseguito lo sloggio del {BRUSATI}, mentre in data 12/11/2025 quello "
            f"della {GALBIATI} e del {TESTARDI}.",
            ["11 09:00", "12 -", "12 -"],
        ),
        (
            f"In data 11/11/2025 alle ore 9 verrà eseguito lo sloggio del {BRUSATI}, e in data 12/11/2025 alle ore "
            f"10.30 quello della {GALBIATI}.",
            ["11 09:00", "12 10:30"],
        ),
        (
            f"Il giorno 11/11/2025 verranno eseguiti gli sloggi del {BRUSATI} alle ore 9 e della {GALBIATI} alle ore "
            "11.",
            ["11 09:00", "11 11:00"],
        ),
        (
            f"Il giorno 11/11/2025 verranno eseguiti alle ore 9 lo sloggio del {BRUSATI} e alle ore 11 quello della "
            f"{GALBIATI}.",
            ["11 09:00", "11 11:00"],
        ),
        (
            f"Il giorno 11/11/2025 alle ore 9 verrà eseguito lo sloggio del {BRUSATI} e della {GALBIATI}.",
            ["11 09:00", "11 09:00"],
        ),
    ],
    ids=["day and hour of the first", "day and hour each", "hours behind", "hours before", "one for all"],
)
def test_days_and_hours_of_several_people_in_a_sentence(text: str, days: list[str]) -> None:
    """Each has the day said last before her; an hour goes with its day and is never lent to another."""
    found = rows(read(body(f"Si comunica quanto segue. {text}")))
    assert [f"{row.date:%d} {row.time:%H:%M}" if row.time else f"{row.date:%d} -" for row in found] == days


@pytest.mark.parametrize(
    "text",
    [
        "Si conferma che l'esecuzione del 06/11/2025 è affidata al maestro Riccardo Mutini.",
        "Vi invitiamo al concerto del 6/11/2025 alle ore 21: l'esecuzione è affidata al maestro Mario Rossetti, Teatro "
        "dei Tigli, Corso dei Tigli 52.",
    ],
)
def test_concerts_are_executions_of_others(text: str) -> None:
    """A maestro evicts nobody."""
    assert read(body(text), of=message("Serata di novembre", recognised=False)).state is State.NOT_PERTINENT


@pytest.mark.parametrize(
    "text",
    [
        "Nei confronti della sig.ra ROSSETTANI Carla (Via dei Tigli n° 29 piano\n5° int. 13, Capriolo) si procede "
        "all'esecuzione il 26/11/2025 alle ore 12.",
        "Per la sig.ra ROSSETTANI Carla, Via\ndei Tigli, n. 29, piano 5, int. 13, si conferma l'esecuzione fissata per "
        "il giorno\n26/11/2025 alle ore 12.",
        "Per la sig.ra ROSSETTANI Carla, Via dei Tigli 29, p. 5, int. 13, Pescarolo\ned Uniti, si conferma "
        "l'esecuzione fissata per il giorno 26/11/2025 alle ore 12.",
    ],
    ids=["inside a bracket", "behind the word for a street", "inside a municipality"],
)
def test_a_line_that_breaks_an_address_begins_no_row(text: str) -> None:
    """Wherever a mail program broke it, there is one person."""
    second = "Nei confronti del sig. BONETTALI Ivano (Via dei Faggi n° 3) si procede all'esecuzione il 27/11/2025."
    found = rows(read(body(f"Si comunica quanto segue.\n{text}\n{second}")))
    assert [(row.surname, row.address.civic, row.address.flat) for row in found] == [
        ("ROSSETTANI", "29", "13"),
        ("BONETTALI", "3", None),
    ]
