# SPDX-License-Identifier: EUPL-1.2
"""The moments of a dossier in words: one line for each, with the clock that says it and the person it is about."""

from collections.abc import Callable

from pecwatch.alerts.words import ROLE
from pecwatch.model.dossier import Dossier, Happening, Moment
from pecwatch.model.office import Role
from pecwatch.papers.details import detail_in_words
from pecwatch.papers.page import Table
from pecwatch.papers.shown import day, minute
from pecwatch.papers.words import CLOCK, COMMAND, ENDED, MAIL, QUESTION, STEP, VERDICT, event_word, letter_word

PROGRAM = "pecwatch"

OF_A_MESSAGE: dict[Happening, str] = {
    Happening.DATED: "scritto, secondo il mittente",
    Happening.CERTIFIED: "spedizione certificata",
    Happening.RECEIVED: "arrivato nella casella",
    Happening.SEEN: "visto da pecwatch",
}

OF_A_MAIL: dict[Happening, str] = {
    Happening.MAIL_WRITTEN: "mail scritta, non ancora partita",
    Happening.MAIL_SENT: "mail partita",
    Happening.MAIL_REFUSED: "mail rifiutata dal server",
    Happening.MAIL_RETURNED: "mail tornata indietro",
}

NOBODY = {PROGRAM: "pecwatch", "list": "un elenco"}
"""What speaks in a story besides people."""

BY = {"mail": "per mail", "cli": "a voce o al terminale", "list": "da un elenco"}


def story_table(dossier: Dossier) -> Table:
    """Every moment of the dossier, in order."""
    return Table(
        caption="Ogni momento, con l’orologio che lo dice",
        columns=("Quando", "Orologio", "Che cosa", "Chi"),
        rows=tuple(
            (_when(each), CLOCK[each.clock], _what(each), who_of(dossier, each.who) if each.who else "")
            for each in dossier.moments
        ),
    )


def who_of(dossier: Dossier, code: str) -> str:
    """A person of the office as the dossier may name her."""
    if code in NOBODY:
        return NOBODY[code]
    if not code:
        return "destinatario non registrato"
    person = next((each for each in dossier.people if each.code == code), None)
    if person is None:
        return code
    if person.role is Role.OPERATOR:
        return code if person.name is None else f"{person.name} ({code})"
    return ROLE[person.role] if person.name is None else f"{person.name} ({ROLE[person.role]})"


def _when(moment: Moment) -> str:
    return f"{day(moment.on)} (ora non indicata)" if moment.at is None else minute(moment.at)


def _what(moment: Moment) -> str:
    """The moment in a few words."""
    special = SPECIAL.get(moment.happening)
    if special is not None:
        return special(moment)
    if moment.happening in OF_A_MAIL:
        return f"{OF_A_MAIL[moment.happening]}: {MAIL.get(moment.word, moment.word)} (mail {moment.mail_id})"
    return f"messaggio n. {moment.message_id}: {OF_A_MESSAGE[moment.happening]}"


def _event(moment: Moment) -> str:
    words = letter_word if moment.word == "letter" else detail_in_words
    detail = f" ({words(moment.detail)})" if moment.detail else ""
    source = f", messaggio n. {moment.message_id}" if moment.message_id is not None else ""
    way = f", {BY[moment.by]}" if moment.by in BY and moment.who != PROGRAM else ""
    reason = f". Motivo: {moment.reason}" if moment.reason else ""
    return f"{event_word(moment.word)}{detail}{source}{way}{reason}"


def _answer(moment: Moment) -> str:
    command, _, argument = moment.detail.partition(" ")
    said = " ".join(filter(None, ("risposta", COMMAND.get(command, command), detail_in_words(argument))))
    return f"{said}: {VERDICT.get(moment.word, moment.word)}"


def _held(moment: Moment) -> str:
    fields = f"{detail_in_words(moment.detail)}; " if moment.detail else ""
    ended = f", {ENDED.get(moment.word, moment.word or 'concluso')}"
    how = ended if moment.happening is Happening.HELD_ENDED else ""
    return f"cambiamento da confermare{how} ({fields}messaggio n. {moment.message_id})"


def _step(moment: Moment) -> str:
    about = f" (giorno {detail_in_words(moment.detail)})" if moment.detail else ""
    return f"passo del calendario: {STEP.get(moment.word, moment.word)}{about}"


def _question(moment: Moment) -> str:
    asked = "domanda" if moment.happening is Happening.ASKED else "risposta alla domanda"
    return f"{asked}: {QUESTION.get(moment.word, moment.word)}"


def _registered(moment: Moment) -> str:
    return f"messaggio n. {moment.message_id}: protocollo {moment.detail}"


SPECIAL: dict[Happening, Callable[[Moment], str]] = {
    Happening.REGISTERED: _registered,
    Happening.EVENT: _event,
    Happening.ANSWER: _answer,
    Happening.HELD: _held,
    Happening.HELD_ENDED: _held,
    Happening.STEP: _step,
    Happening.ASKED: _question,
    Happening.QUESTION_ENDED: _question,
}
