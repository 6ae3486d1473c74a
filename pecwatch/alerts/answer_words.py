# SPDX-License-Identifier: EUPL-1.2
"""What was done with an answer, in words."""

import datetime as dt
from dataclasses import replace

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.shown import long_day
from pecwatch.model.answer import Answered, Command
from pecwatch.model.position import Outcome
from pecwatch.model.record import record


@record
class DoneWords:
    """One thing that was done."""

    title: str
    subject: str
    """Without names, streets and codes of people."""
    what: str
    """A sentence without its full stop."""
    next: tuple[str, ...] = ()
    """What happens now."""


_WATCHED = "Le scriveremo di nuovo quando il giorno si avvicina; nel pomeriggio di quel giorno chiederemo com’è andata."

_DONE: dict[Command, DoneWords] = {
    Command.TAKE: DoneWords(
        title="È in carico a lei",
        subject="presa in carico",
        what="in carico a lei",
        next=("Nessun altro viene più sollecitato al suo posto.", _WATCHED),
    ),
    Command.NOT_THE_PERSON: DoneWords(
        title="Non è la stessa persona",
        subject="non è la stessa persona",
        what="la cartella non viene più proposta",
        next=("Se era in carico a lei, adesso va al segretariato sociale.",),
    ),
    Command.CONTACTED: DoneWords(
        title="Nucleo contattato",
        subject="nucleo contattato",
        what="nucleo contattato",
        next=(_WATCHED,),
    ),
    Command.PLAN: DoneWords(
        title="Progetto avviato",
        subject="progetto avviato",
        what="progetto avviato",
        next=("Un progetto non ferma il giorno previsto: la riga resta aperta.", _WATCHED),
    ),
    Command.POSTPONEMENT_ASKED: DoneWords(
        title="Rinvio chiesto",
        subject="rinvio chiesto",
        what="rinvio chiesto all’azienda",
        next=("Finché l’azienda non lo scrive, il giorno resta quello: la riga resta aperta.", _WATCHED),
    ),
    Command.CLOSE: DoneWords(
        title="Chiusa",
        subject="chiusa",
        what="chiusa con il suo motivo",
    ),
    Command.CONFIRM_LIST: DoneWords(
        title="Elenco confermato",
        subject="elenco confermato",
        what="l’elenco è confermato, e le variazioni in sospeso valgono da adesso",
        next=("Lo diciamo subito a chi segue le righe cambiate.",),
    ),
    Command.REFUSE_LIST: DoneWords(
        title="Elenco non confermato",
        subject="elenco non confermato",
        what="le posizioni aperte da questo elenco sono chiuse e le sue variazioni scartate",
        next=("Lo diciamo subito a chi seguiva le righe.",),
    ),
}

_REGISTERED = DoneWords(title="Risposta registrata", subject="risposta registrata", what="è registrata")

_OUTCOME: dict[Outcome, tuple[str, str]] = {
    Outcome.EXECUTED: ("eseguito", "La riga è chiusa."),
    Outcome.RELEASED: ("alloggio rilasciato", "La riga è chiusa."),
    Outcome.POSTPONED: (
        "rinviato",
        "La riga resta aperta: se c’è un nuovo giorno, avvisi e promemoria ripartono da quello.",
    ),
    Outcome.SUSPENDED: ("sospeso", "La riga resta aperta senza urgenza: ogni tanto le chiederemo se è ancora così."),
    Outcome.NOT_EXECUTED: (
        "non eseguito",
        "La riga resta aperta senza urgenza: ogni tanto le chiederemo se è ancora così.",
    ),
}


def done_words(answered: Answered, circumstances: Circumstances) -> DoneWords:
    """What was done, in words for its subject, its title and its text."""
    match answered.command:
        case Command.OUTCOME:
            return _outcome(answered.argument)
        case Command.HAND_ON:
            return _handed_on(answered.argument, circumstances)
        case Command.CONFIRM_LIST if answered.argument:
            done = _DONE[Command.CONFIRM_LIST]
            return replace(done, next=(*done.next, _stays_closed(answered.argument)))
        case None:
            return _REGISTERED
    return _DONE[answered.command]


def _stays_closed(names: str) -> str:
    closed = names.split()
    shown = ", ".join(closed)
    verb = "Resta chiusa" if len(closed) == 1 else "Restano chiuse"
    return f"{verb} {shown}: lo stesso nucleo ha già un’altra posizione aperta nello stesso mese."


def _handed_on(code: str, circumstances: Circumstances) -> DoneWords:
    person = circumstances.office.person(code)
    who = code if person is None else f"{person.name} ({code})"
    return DoneWords(
        title="Passata a un’altra persona",
        subject="passata",
        what=f"passa a {who or 'un’altra persona'}",
        next=("Avvisiamo subito chi la riceve, e aspettiamo la sua risposta.",),
    )


def _outcome(argument: str) -> DoneWords:
    """An outcome, with the new day of a postponement."""
    names = [each for each in Outcome if each.value in argument.split()]
    words, after = _OUTCOME.get(names[0], ("esito", "")) if names else ("esito", "")
    day = next((found for found in map(_day, argument.split()) if found is not None), None)
    to = "" if day is None else f" a {long_day(day)}"
    return DoneWords(
        title="Esito registrato",
        subject=f"esito «{words}»",
        what=f"esito: {words}{to}",
        next=(after,) if after else (),
    )


def _day(word: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        return None
