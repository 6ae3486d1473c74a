# SPDX-License-Identifier: EUPL-1.2
"""Why what somebody asked for by mail cannot be done, in words for her; the terminal says it in its own."""

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.model.answer import Answered, Command, Hindrance

_WORDS: dict[Hindrance, str] = {
    Hindrance.NO_SUCH_POSITION: "questo riferimento non esiste; lo ricontrolli",
    Hindrance.NOT_HERS: "non risulta fra le posizioni di cui le abbiamo scritto; se è giusto, lo dica alla "
    "coordinatrice",
    Hindrance.FOR_ANOTHER: "la mail a cui risponde era per un’altra persona: ciascuno risponde a quella che ha "
    "ricevuto, dall’indirizzo a cui gli è arrivata",
    Hindrance.CLOSED: "la posizione è già chiusa; la sua risposta resta agli atti",
    Hindrance.OPEN: "la posizione è aperta",
    Hindrance.NOBODY_THERE: "nessuno nell’ufficio ha questo codice",
    Hindrance.MAY_NOT_OWN: "chi ha indicato non può avere posizioni in carico",
    Hindrance.OWNS_ALREADY: "la posizione è già di chi ha indicato",
    Hindrance.ABSENT: "chi ha indicato oggi è assente; la passi a chi c’è",
    Hindrance.NO_CANDIDATE: "qui non è proposta nessuna cartella che lei possa escludere",
    Hindrance.CONFIRMED_ALREADY: "questa corrispondenza è già confermata",
    Hindrance.NOT_AN_OUTCOME: "non è uno degli esiti possibili",
    Hindrance.DAY_OVER: "il giorno indicato è già passato",
    Hindrance.DAY_TO_COME: "il giorno dell’esecuzione non è ancora venuto e la posizione resta aperta; se è "
    "davvero già stata eseguita, lo dica alla coordinatrice, che può farlo registrare",
    Hindrance.STILL_URGENT: "si chiude così solo ciò che è rinviato senza data, sospeso o non eseguito; altrimenti "
    "scriva {outcome}",
    Hindrance.NO_REASON: "manca il motivo della chiusura; lo scriva dopo {close}",
    Hindrance.NO_LIST_HERE: "la mail a cui risponde non chiede di confermare un elenco",
    Hindrance.NOTHING_ASKED: "su questo elenco non c’è più nulla da confermare",
    Hindrance.MAY_NOT_SAY: "può dirlo solo la coordinatrice, chi la sostituisce o la dirigente",
}

_NAMED = frozenset({Hindrance.MAY_NOT_OWN, Hindrance.OWNS_ALREADY, Hindrance.ABSENT})
"""Hindrances that lie with a person of the office, whose code the answer named."""


def refusal_words(answered: Answered, circumstances: Circumstances) -> str:
    """A clause without its full stop; blank where no hindrance is known."""
    if answered.hindrance is None:
        return ""
    offered = circumstances.answers.offered
    words = _WORDS[answered.hindrance].format(outcome=offered(Command.OUTCOME), close=offered(Command.CLOSE))
    named = answered.hindrance in _NAMED and answered.argument
    return words.replace("chi ha indicato", answered.argument) if named else words
