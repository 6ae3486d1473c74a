# SPDX-License-Identifier: EUPL-1.2
"""What pecwatch says to whoever answered."""

from email import message_from_bytes

import pytest

from pecwatch.alerts.answering import compose_answer
from pecwatch.alerts.mime import render
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Answered, Command, Hindrance, Verdict
from pecwatch.model.news import Decided
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import PositionState
from tests.alerts.stories import circumstances
from tests.casework.people import OCTOBER, OFFICE, ZUCCHEROLI, position_of

ADA = OFFICE.operators[0]
NAMES = ("PW-2025-11-001", "PW-2025-11-002")
HERE = circumstances()


def told(verdict: Verdict, *, to: OfficePerson = ADA, closed: bool = False, **known: object) -> Alert:
    answered = Answered(verdict=verdict, **{"references": NAMES, **known})  # type: ignore[arg-type]  # free-form
    before, after = (position_of(ZUCCHEROLI, state=state) for state in (PositionState.TAKEN, PositionState.CLOSED))
    decided = (Decided(before=before, after=after, events=()),) if closed else ()
    return compose_answer(
        answered, to, event="answer:7", circumstances=HERE, in_reply_to="<7@comune.example>", decided=decided
    )


def flat(alert: Alert) -> str:
    return " ".join(alert.text.split())


@pytest.mark.parametrize(
    ("known", "said", "subject"),
    [
        ({"command": "take"}, "REGISTRATO: in carico a lei (PW-2025-11-001, PW-2025-11-002).", "presa in carico"),
        ({"command": "not_the_person"}, "la cartella non viene più proposta", "non è la stessa persona"),
        ({"command": "pass", "argument": "OP02"}, "passa a Ines Morbiducci (OP02)", "passata"),
        ({"command": "contacted"}, "nucleo contattato", "nucleo contattato"),
        ({"command": "plan"}, "progetto avviato", "progetto avviato"),
        ({"command": "postponement_asked"}, "rinvio chiesto all’azienda", "rinvio chiesto"),
        ({"command": "outcome", "argument": "executed"}, "esito: eseguito", "esito «eseguito»"),
        ({"command": "outcome", "argument": "not_executed"}, "esito: non eseguito", "esito «non eseguito»"),
        (
            {"command": "outcome", "argument": "postponed 2026-01-14"},
            "esito: rinviato a mercoledì 14 gennaio 2026",
            "esito «rinviato»",
        ),
        ({"command": "close"}, "chiusa con il suo motivo", "chiusa"),
        ({"command": "confirm_list"}, "l’elenco è confermato", "elenco confermato"),
        ({"command": "refuse_list"}, "sono chiuse", "elenco non confermato"),
    ],
)
def test_every_answer_is_confirmed(known: dict[str, object], said: str, subject: str) -> None:
    """What was done, about which rows; in the subject neither a name nor a code of a person."""
    values = {**known, "command": Command(str(known["command"]))}
    alert = told(Verdict.DONE, **values)
    assert alert.kind is AlertKind.ANSWER and said in flat(alert)
    assert alert.subject == f"[pecwatch] Ricevuto: {subject}, 2 righe (PW-2025-11-001…)"
    assert "OP02" not in alert.subject and "Ines" not in alert.subject


@pytest.mark.parametrize("command", list(Command))
def test_every_command_has_words(command: Command) -> None:
    """Also without an argument, as a late answer may have none."""
    assert "Registrato" in told(Verdict.DONE, command=command).html


def test_what_stays_closed_is_said() -> None:
    """A list was confirmed, and its household has another position already."""
    alert = told(Verdict.DONE, command=Command.CONFIRM_LIST, argument="PW-2025-11-007")
    assert "Resta chiusa PW-2025-11-007: lo stesso nucleo" in flat(alert)


def test_not_understood_shows_the_possibilities() -> None:
    """Kindly, with an example of each answer and a prepared one for each row."""
    alert = told(Verdict.NOT_UNDERSTOOD)
    assert "Ci scusiamo" in alert.text and "Nulla è cambiato" in alert.text
    assert all(f"- {words}" in alert.text for words in ("PRENDO IN CARICO PW-2025-11-001", "PASSO A …", "ESITO …"))
    assert alert.html.count("PRENDO%20IN%20CARICO%20PW-2025-11-002") == 1
    assert "CONFERMO" not in alert.text
    assert "- NON CONFERMO" in told(Verdict.NOT_UNDERSTOOD, to=OFFICE.coordinator).text


def test_quoted_text_alone_is_no_answer() -> None:
    """It is said why nothing was understood."""
    assert "sopra il testo della nostra mail non c’era una risposta" in flat(told(Verdict.QUOTED_ONLY))


def test_refusal_has_its_reason() -> None:
    """What was understood, and why it cannot be done."""
    text = flat(told(Verdict.REFUSED, command=Command.CLOSE, hindrance=Hindrance.STILL_URGENT))
    assert "Abbiamo capito «CHIUDO PERCHÉ»" in text and "PERCHÉ: si chiude così solo" in text
    assert "altrimenti scriva ESITO." in text
    handed = told(Verdict.REFUSED, command=Command.HAND_ON, argument="OP02", hindrance=Hindrance.ABSENT)
    assert "PERCHÉ: OP02 oggi è assente" in flat(handed)


@pytest.mark.parametrize("hindrance", list(Hindrance))
def test_every_hindrance_has_words(hindrance: Hindrance) -> None:
    """Nobody is told that something cannot be done without a reason."""
    assert "al momento non si può registrare" not in flat(told(Verdict.REFUSED, hindrance=hindrance))


def test_strangers_answer_reaches_the_coordinator_alone() -> None:
    """Nothing of it is repeated, it threads with nothing, and nobody is answered."""
    alert = told(Verdict.WRONG_SENDER, to=OFFICE.coordinator)
    assert alert.in_reply_to is None
    assert "nulla è cambiato, e a chi ha scritto non rispondiamo" in flat(alert)


def test_automatic_answer_is_never_answered() -> None:
    """Two automatic answerers would write to each other for ever."""
    with pytest.raises(ValueError, match="automatic"):
        told(Verdict.AUTOMATIC)


def test_closing_takes_the_day_out_of_the_calendar() -> None:
    """The entry of a closed row is cancelled with the confirmation."""
    (file,) = told(Verdict.DONE, command=Command.OUTCOME, argument="executed", closed=True).attachments
    assert b"STATUS:CANCELLED" in file.content


def test_it_is_a_reply_by_a_machine() -> None:
    """It stands under the answer it confirms, and no automatic answerer answers it."""
    alert = told(Verdict.DONE, command=Command.TAKE)
    content = render(alert, sender="a@b.example", reply_to="a@b.example", message_id="<8@b.example>", date=OCTOBER)
    mail = message_from_bytes(content)
    assert (mail["In-Reply-To"], mail["References"]) == ("<7@comune.example>", "<7@comune.example>")
    assert mail["Auto-Submitted"] == "auto-replied"
