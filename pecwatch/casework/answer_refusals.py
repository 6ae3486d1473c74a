# SPDX-License-Identifier: EUPL-1.2
"""Why what somebody asked for by mail cannot be done, in words for her; the terminal says it in its own."""

import datetime as dt

from pecwatch.casework.answers import Understood
from pecwatch.casework.positions import MAY_OWN
from pecwatch.model.answer import Command
from pecwatch.model.office import Office
from pecwatch.model.position import Position

NO_SUCH_POSITION = "questo riferimento non esiste; lo ricontrolli"
NOT_HERS = "non risulta fra le posizioni di cui le abbiamo scritto; se è giusto, lo dica alla coordinatrice"
CLOSED = "la posizione è già chiusa; la sua risposta resta agli atti"
NO_LIST_HERE = "la mail a cui risponde non chiede di confermare un elenco"
NOBODY_THERE = "nessuno nell’ufficio ha questo codice"
LIST_ANSWERED = "su questo elenco non c’è più nulla da confermare"
OTHERWISE = "al momento non si può registrare; lo dica alla coordinatrice"

_USUAL = {
    Command.NOT_THE_PERSON: "non c’è nessuna corrispondenza da togliere",
    Command.OUTCOME: "il giorno indicato è già passato",
    Command.CLOSE: "si chiude così solo ciò che è rinviato senza data, sospeso o non eseguito; altrimenti scriva ESITO",
}


def is_done_already(position: Position, understood: Understood, who: str) -> bool:
    """Whether somebody only repeats what holds: taking her own row again."""
    from_here_on = position.is_open and position.owner == who
    return understood.command is Command.TAKE and from_here_on and position.state not in ("new", "notified")


def why_not(position: Position, understood: Understood, office: Office, today: dt.date) -> str:
    """The likeliest reason why a decision about a position was refused; Italian, without personal data."""
    if not position.is_open:
        return CLOSED
    if understood.command is Command.HAND_ON:
        return _why_not_passed(position, understood.argument, office, today)
    return _USUAL.get(understood.command, OTHERWISE)


def _why_not_passed(position: Position, code: str, office: Office, today: dt.date) -> str:
    person = office.person(code)
    if person is None:
        return NOBODY_THERE
    if person.role not in MAY_OWN:
        return f"{code} non può avere posizioni in carico"
    if code == position.owner:
        return f"la posizione è già di {code}"
    return f"{code} oggi è assente; la passi a chi c’è" if person.is_absent_on(today) else OTHERWISE
