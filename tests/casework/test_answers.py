# SPDX-License-Identifier: EUPL-1.2
"""What people write under an alert, and what is made of it."""

import datetime as dt
import time

import pytest

from pecwatch.casework.answer_details import (
    NO_DAY,
    NO_OUTCOME,
    NO_REASON,
    NOBODY,
    SEVERAL_OUTCOMES,
    SEVERAL_PEOPLE,
    Unclear,
)
from pecwatch.casework.answers import (
    CONTRADICTION,
    NO_LIST_ASKED,
    NO_POSITION,
    NOTHING,
    UNSURE,
    WHICH,
    Offered,
    Understood,
    understand,
)
from pecwatch.model.answer import Command
from tests.casework.people import ANSWERS, OFFICE, with_operator

ONE, TWO, THREE = "PW-2025-11-001", "PW-2025-11-002", "PW-2025-11-003"
SINGLE = Offered(references=(ONE,))
SEVERAL = Offered(references=(ONE, TWO, THREE))
LIST = Offered(references=(ONE, TWO), asks_about_list=True)
TODAY = dt.date(2025, 11, 6)


def heard(
    text: str, offered: Offered = SINGLE, subject: str = "R: Novembre 2025: 1 riga"
) -> tuple[Understood, ...] | Unclear:
    return understand(text, subject, offered, office=OFFICE, rules=ANSWERS, today=TODAY)


def done(command: Command, *references: str, argument: str = "") -> tuple[Understood, ...]:
    return (Understood(command=command, references=references or (ONE,), argument=argument),)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("PRENDO IN CARICO", Command.TAKE),
        ("prendo in carico", Command.TAKE),
        ("Buongiorno, la prendo io. Grazie", Command.TAKE),
        ("Prendo in carrico", Command.TAKE),
        ("PREDNO IN CARICO", Command.TAKE),
        ("ci penso io!", Command.TAKE),
        ("Va bene, prendo in carico", Command.TAKE),
        ("va bene prendo in carico", Command.TAKE),
        ("Ho visto, prendo in carico\n\nAda Ferlenghi\nServizi sociali - tel. 0372 000001", Command.TAKE),
        ("NON È LA STESSA PERSONA", Command.NOT_THE_PERSON),
        ("non e' la stessa persona", Command.NOT_THE_PERSON),
        ("Non è la stesa persona, la mia abita altrove", Command.NOT_THE_PERSON),
        ("È un omonimo", Command.NOT_THE_PERSON),
        ("HO CONTATTATO", Command.CONTACTED),
        ("ho contattato ma non risponde", Command.CONTACTED),
        ("Contattata stamattina", Command.CONTACTED),
        ("ho chiesto il rinvio all'azienda", Command.POSTPONEMENT_ASKED),
        ("progetto avviato", Command.PLAN),
        (
            "Gent.ma coordinatrice, la situazione ci è nota e quindi posso\nconfermare che la prendo io",
            Command.TAKE,
        ),
    ],
)
def test_what_people_write(text: str, command: Command) -> None:
    """Case, accents, a slip of the finger and words around it do not matter."""
    assert heard(text) == done(command)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ok grazie", NOTHING),
        ("Ricevuto.", NOTHING),
        ("", NOTHING),
        ("Non prendo in carico", UNSURE),
        ("non l'ho ancora contattato", UNSURE),
        ("Non posso, la prendo io lunedì?", UNSURE),
        ("Prendo in carico?", UNSURE),
        ("se nessuno risponde la prendo io", UNSURE),
        ("va contattato", UNSURE),
        ("deve essere contattato", UNSURE),
        ("chi prende in carico", NOTHING),
        ("prendi in carico tu", NOTHING),
        ("conferma di lettura", NOTHING),
        ("prendo in carico, anzi non è la stessa persona", CONTRADICTION),
        ("prendo in carico\npasso a OP02", CONTRADICTION),
        ("ESITO ESEGUITO\nESITO SOSPESO", CONTRADICTION),
        ("esito eseguito e rilasciato", SEVERAL_OUTCOMES),
        ("CONFERMO", NO_LIST_ASKED),
        ("non confermo", NO_LIST_ASKED),
        ("ESITO", NO_OUTCOME),
        ("esito non ancora noto", NO_OUTCOME),
        ("PASSO A", NOBODY),
        ("passo a una collega", NOBODY),
        ("CHIUDO PERCHÉ", NO_REASON),
        ("ho eseguito la telefonata", NOTHING),
    ],
)
def test_what_is_asked_for_again(text: str, why: Unclear) -> None:
    """Wherever two readings are possible nothing is done, and the reason is told."""
    assert heard(text) == why


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("PRENDO IN CARICO PW-2025-11-002", (TWO,)),
        ("pw 2025 11 2 prendo in carico", (TWO,)),
        ("prendo in carico PW-2025-11-001 e PW-2025-11-003", (ONE, THREE)),
        ("prendo in carico PW-2025-11-001, 002 e 003", (ONE, TWO, THREE)),
        ("prendo in carico la PW–2025–11–3.", (THREE,)),
        ("PRENDO IN CARICO TUTTE", (ONE, TWO, THREE)),
        ("prendo in carico tutti", (ONE, TWO, THREE)),
        ("PRENDO IN CARICO\nPW-2025-11-001\nPW-2025-11-002", (ONE, TWO)),
        ("PW-2025-11-001\nPW-2025-11-002\nPRENDO IN CARICO", (ONE, TWO)),
        ("Prendo in carico.\nTutte", (ONE, TWO, THREE)),
        ("prendo in carico PW-2025-11-999", ("PW-2025-11-999",)),
    ],
)
def test_which_of_several_rows(text: str, references: tuple[str, ...]) -> None:
    """References as people type them, or all of the mail."""
    assert heard(text, SEVERAL) == done(Command.TAKE, *references)


@pytest.mark.parametrize("text", ["prendo in carico", "Grazie a tutti, prendo in carico", "ho parlato con tutti"])
def test_several_rows_and_none_named(text: str) -> None:
    """She is asked which; «grazie a tutti» means people."""
    assert heard(text, SEVERAL) == WHICH
    assert heard("prendo in carico", Offered(references=())) == NO_POSITION


def test_several_answers_in_one_mail() -> None:
    """Each row has its own word; one row must not have two that contradict each other."""
    text = "PRENDO IN CARICO PW-2025-11-001\nNON È LA STESSA PERSONA PW-2025-11-002\nPASSO A OP03 PW-2025-11-003\n"
    assert heard(text, SEVERAL) == (
        Understood(command=Command.TAKE, references=(ONE,)),
        Understood(command=Command.NOT_THE_PERSON, references=(TWO,)),
        Understood(command=Command.HAND_ON, references=(THREE,), argument="OP03"),
    )
    assert heard("PW-2025-11-001:\nprendo in carico\nPW-2025-11-002:\nomonimo", SEVERAL) == (
        Understood(command=Command.TAKE, references=(ONE,)),
        Understood(command=Command.NOT_THE_PERSON, references=(TWO,)),
    )
    assert heard("Prendo in carico, ho contattato la famiglia") == (
        Understood(command=Command.TAKE, references=(ONE,)),
        Understood(command=Command.CONTACTED, references=(ONE,)),
    )
    assert heard("prendo in carico PW-2025-11-001\nomonimo PW-2025-11-001", SEVERAL) == CONTRADICTION


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PASSO A OP03", "OP03"),
        ("passo a op 03", "OP03"),
        ("La passo a Ines Morbiducci, la segue lei", "OP02"),
        ("passo a Morbiduci", "OP02"),
        ("passo a Pinchetti", "OP03"),
        ("passo a dott. Stradivari", "OP03"),
        ("PASSO A\nOP02", "OP02"),
        ("passo al segretariato", "duty_worker"),
        ("passo a segretariato", "duty_worker"),
        ("inoltro a coordinatrice", "coordinator"),
    ],
)
def test_to_whom_it_is_passed(text: str, code: str) -> None:
    """By code, by name, or by what somebody is."""
    assert heard(text) == done(Command.HAND_ON, argument=code)


def test_two_colleagues_of_one_name() -> None:
    """Nobody guesses which of them is meant."""
    office = with_operator("OP03", name="Ivo Morbiducci")
    told = understand("passo a Morbiducci", "R: x", SINGLE, office=office, rules=ANSWERS, today=TODAY)
    assert told == SEVERAL_PEOPLE
    told = understand("passo a Ivo Morbiducci", "R: x", SINGLE, office=office, rules=ANSWERS, today=TODAY)
    assert told == done(Command.HAND_ON, argument="OP03")


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("ESITO ESEGUITO", "executed"),
        ("Esito: eseguito", "executed"),
        ("esito: non eseguito", "not_executed"),
        ("ESITO: non è stato eseguito", "not_executed"),
        ("esito rilasciato spontaneamente", "released"),
        ("ESITO SOSPESO", "suspended"),
        ("ESITO RINVIATO AL 14/01/2026", "postponed 2026-01-14"),
        ("esito: rinviato al 14 gennaio 2026", "postponed 2026-01-14"),
        ("esito rinviato al 14 gennaio", "postponed 2026-01-14"),
        ("esito rinviato a mercoledì 14/1", "postponed 2026-01-14"),
        ("esito rinviato al 20/11", "postponed 2025-11-20"),
        ("esito rinviato al 14.01.2026", "postponed 2026-01-14"),
        ("ESITO RINVIATO\nal 14/01/2026", "postponed 2026-01-14"),
        ("ESITO: rinviato. Nuova data 14/01/2026", "postponed 2026-01-14"),
        ("esito non eseguito, rinviato al 14/01/2026", "postponed 2026-01-14"),
        ("ESITO RINVIATO senza data", "postponed"),
        ("esito rinviato", "postponed"),
        ("ESITO\nESEGUITO", "executed"),
        ("Eseguito", "executed"),
        ("sfratto eseguito", "executed"),
        ("Rinviato al 14/01/2026", "postponed 2026-01-14"),
        ("non è stato eseguito", "not_executed"),
    ],
)
def test_what_became_of_it(text: str, argument: str) -> None:
    """Outcomes and days as people write them; without ESITO only where nothing else is said."""
    assert heard(text) == done(Command.OUTCOME, argument=argument)


@pytest.mark.parametrize(
    "text",
    [
        "esito rinviato al 35/01/2026",
        "esito rinviato a gennaio",
        "ESITO RINVIATO AL",
        "ESITO RINVIATO AL\n\nAda Ferlenghi\ntel. 0372 000001",
        "esito rinviato al 14/01/2026 o al 15/01/2026",
        "esito rinviato a lunedì 14/01/2026",
    ],
)
def test_a_day_that_is_none(text: str) -> None:
    """A wrong day would silence an alarm."""
    assert heard(text) == NO_DAY


def test_why_it_is_closed() -> None:
    """The reason may hold any word, and is kept as written."""
    text = "CHIUDO PERCHÉ hanno pagato, non confermo altro; la prendo io se serve.\nEsito da vedere"
    assert heard(text) == done(
        Command.CLOSE, argument="hanno pagato, non confermo altro; la prendo io se serve. Esito da vedere"
    )


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("CONFERMO", Command.CONFIRM_LIST),
        ("Confermo, ho telefonato", Command.CONFIRM_LIST),
        ("NON CONFERMO", Command.REFUSE_LIST),
        ("non confermo", Command.REFUSE_LIST),
        ("Non confermato dall'azienda", Command.REFUSE_LIST),
    ],
)
def test_whether_a_list_is_genuine(text: str, command: Command) -> None:
    """Negations go first."""
    assert heard(text, LIST) == (Understood(command=command),)


@pytest.mark.parametrize("text", ["confermo e non confermo", "CONFERMO\nNON CONFERMO"])
def test_yes_and_no_is_neither(text: str) -> None:
    """A forged list must not be confirmed by a slip."""
    assert heard(text, LIST) == CONTRADICTION


@pytest.mark.parametrize("text", ["non posso confermare", "Non mi sento di dire confermo", "confermo?"])
def test_a_doubtful_yes_is_none(text: str) -> None:
    assert isinstance(heard(text, LIST), Unclear)


@pytest.mark.parametrize(
    ("subject", "text", "told"),
    [
        ("PRENDO IN CARICO PW-2025-11-002 [pw:k7m2q9xab4c5]", "", done(Command.TAKE, TWO)),
        ("PRENDO IN CARICO PW-2025-11-002 [pw:k7m2q9xab4c5]", "PRENDO IN CARICO", done(Command.TAKE, TWO)),
        ("PRENDO IN CARICO PW-2025-11-002 [pw:k7m2q9xab4c5]", "Ada Ferlenghi\nComune", done(Command.TAKE, TWO)),
        ("PRENDO IN CARICO TUTTE [pw:k7m2q9xab4c5]", "ok", done(Command.TAKE, ONE, TWO, THREE)),
        ("PASSO A PW-2025-11-002 [pw:k7m2q9xab4c5]", "PASSO A OP03", done(Command.HAND_ON, TWO, argument="OP03")),
        (
            "ESITO PW-2025-11-002 [pw:k7m2q9xab4c5]",
            "ESITO eseguito",
            done(Command.OUTCOME, TWO, argument="executed"),
        ),
        ("PRENDO IN CARICO PW-2025-11-002 [pw:k7m2q9xab4c5]", "NON È LA STESSA PERSONA", CONTRADICTION),
        ("PRENDO IN CARICO PW-2025-11-002 [pw:k7m2q9xab4c5]", "non prendo in carico", UNSURE),
        ("PRENDO IN CARICO PW-2025-11-002 [pw:k7m2q9xab4c5]", "Prendo in carico?", UNSURE),
        ("R: PRENDO IN CARICO PW-2025-11-002", "ok grazie", NOTHING),
        ("Re: ESITO ESEGUITO PW-2025-11-002", "", NOTHING),
        ("R: Novembre 2025 (PW-2025-11-002)", "prendo in carico", WHICH),
        ("I: R: Novembre 2025 (PW-2025-11-002)", "prendo in carico", WHICH),
        ("[ESTERNO] R: Novembre 2025 (PW-2025-11-002)", "prendo in carico", WHICH),
    ],
)
def test_the_subject_of_a_prepared_reply(subject: str, text: str, told: object) -> None:
    """It counts where a mail program has not put «R:» before it, and the text adds nothing else."""
    assert heard(text, SEVERAL, subject) == told


@pytest.mark.parametrize(
    ("words", "why"), [("PASSO A", NOBODY), ("CHIUDO PERCHE", NO_REASON), ("ESITO RINVIATO AL", NO_DAY)]
)
def test_a_prepared_reply_still_to_be_completed(words: str, why: Unclear) -> None:
    """What was left open is asked for again; the signature below is not what was meant."""
    for below in ("", "\n\nInes Morbiducci\nServizi sociali 2026"):
        assert heard(f"{words} {below}", SEVERAL, f"{words} PW-2025-11-002 [pw:k7m2q9xab4c5]") == why


def test_hostile_words_cost_little() -> None:
    """An answer is 2,000 characters long, whatever they are."""
    began = time.process_time()
    for text in (
        "PRENDO " * 285,
        "PW-2025-11-001 " * 133,
        "PW-2025-11-001" + ", 001" * 390,
        "non " * 500,
        "14/01 " * 333,
    ):
        heard(text, SEVERAL, text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "text",
    [
        "ESITO: verrà eseguito domani",
        "esito: deve essere eseguito il 27/11",
        "ESITO: forse eseguito",
        "ESITO: credo eseguito",
        "ESITO ESEGUITO domani",
        "ESITO: eseguito accesso, nessuno in casa",
        f"ESITO eseguito {ONE}, {TWO} da verificare",
        f"PRENDO IN CARICO TUTTE TRANNE {THREE}",
        f"Prendo in carico {ONE}, non {TWO}",
        f"Prendo in carico {ONE}, ma non la {TWO}",
        f"Prendo in carico {ONE}. La {THREE} la segue invece Rossi.",
        f"prendo in carico tutte. La {THREE} no.",
        "Prendo in carico tutte eccetto la terza",
    ],
)
def test_words_beside_a_command_that_say_otherwise(text: str) -> None:
    """What has not happened yet closes nothing, and an exception is no choice: it is asked again."""
    offered = SEVERAL if "PW" in text or "tutte" in text.lower() else SINGLE
    assert heard(text, offered) == UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "Confermo che non è di ALER",
        "Confermo: elenco falso",
        "Confermo la ricezione, verifico",
        "Confermo l'appuntamento di domani",
        "Non confermo ancora, domani telefono",
    ],
)
def test_a_list_is_not_confirmed_by_other_words(text: str) -> None:
    """A forger's list must not become true because somebody confirms something else."""
    assert heard(text, LIST) == UNSURE


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (f"ESITO ESEGUITO {ONE} [pw:k7m2q9xab4c5]", "in realtà no, sono ancora in casa"),
        (f"PRENDO IN CARICO {ONE} [pw:k7m2q9xab4c5]", "Scusate, ho premuto per errore"),
        (f"PRENDO IN CARICO {ONE} [pw:k7m2q9xab4c5]", "annulla"),
        (f"PRENDO IN CARICO {ONE} [pw:k7m2q9xab4c5]", "[barrato]"),
    ],
)
def test_a_text_takes_its_prepared_subject_back(subject: str, text: str) -> None:
    """The subject was written by us, the text by her."""
    assert heard(text, SINGLE, subject) == UNSURE
    assert heard("", SINGLE, subject) != UNSURE
