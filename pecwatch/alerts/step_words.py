# SPDX-License-Identifier: EUPL-1.2
"""What each step of escalation and each milestone says."""

from pecwatch.alerts.cards import time_left
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import named
from pecwatch.alerts.shown import capital, from_day, working_days
from pecwatch.alerts.standing import stands_in
from pecwatch.alerts.words import HOW_FAR
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.position import Position
from pecwatch.model.record import record
from pecwatch.model.step import Asked, StepKind


@record
class StepWords:
    """One reason to write, in the words of a subject, of a heading and of the first sentence."""

    one: str
    many: str
    """After a number: `2 posizioni senza risposta`."""
    heading: str
    now: str
    """What to do first; `{take}`, `{hand_on}`, `{outcome}`, `{close}` are the words of the prepared replies."""
    why: str = ""
    """On the row itself, where that is not its heading."""


_SILENT = StepWords(
    one="posizione senza risposta",
    many="posizioni senza risposta",
    heading="Senza risposta: ora tocca a lei",
    now="Adesso: se può occuparsene lei risponda {take}; altrimenti risponda {hand_on} e il nome di chi può.",
)

STEP: dict[StepKind, StepWords] = {
    StepKind.OWNER: StepWords(
        one="posizione da prendere in carico",
        many="posizioni da prendere in carico",
        heading="Da prendere in carico",
        now="Adesso: risponda {take} e contatti chi è indicato qui sotto. Senza risposta passa ad altri.",
    ),
    StepKind.SUBSTITUTE: _SILENT,
    StepKind.COORDINATOR: _SILENT,
    StepKind.DIRECTOR: _SILENT,
    StepKind.EVERYBODY: StepWords(
        one="posizione da seguire subito",
        many="posizioni da seguire subito",
        heading="Da seguire subito, per telefono",
        now="Adesso: telefoni a chi è indicato qui sotto e decidete chi se ne occupa. Se è lei, risponda {take}.",
    ),
    StepKind.TEN_DAYS: StepWords(
        one="posizione che si avvicina",
        many="posizioni che si avvicinano",
        heading="Il giorno si avvicina",
        now="Adesso: guardi a che punto è, finché c’è tempo. Se è cambiato qualcosa, usi una delle risposte pronte.",
    ),
    StepKind.TWO_DAYS: StepWords(
        one="posizione ormai vicina",
        many="posizioni ormai vicine",
        heading="Mancano pochi giorni",
        now="Adesso: senta il nucleo e l’azienda, poi dica a che punto è con una delle risposte pronte.",
    ),
    StepKind.EVE: StepWords(
        one="posizione alla vigilia",
        many="posizioni alla vigilia",
        heading="Vigilia",
        now="Adesso: telefoni, non aspetti una mail. Decida con i colleghi indicati qui sotto chi sarà sul posto.",
        why="Vigilia: telefonare, non aspettare una mail",
    ),
    StepKind.DAY: StepWords(
        one="posizione di oggi",
        many="posizioni di oggi",
        heading="È previsto per oggi",
        now="Adesso: verifichi che oggi il nucleo non sia solo. Nel pomeriggio le chiederemo com’è andata.",
    ),
    StepKind.OUTCOME: StepWords(
        one="esito da comunicare",
        many="esiti da comunicare",
        heading="Com’è andata?",
        now="Adesso: risponda {outcome} e com’è andata. Se ancora non lo sa, lo richiederemo il prossimo giorno "
        "lavorativo.",
        why="Il giorno previsto è arrivato: com’è andata?",
    ),
    StepKind.OUTCOME_AGAIN: StepWords(
        one="esito che manca ancora",
        many="esiti che mancano ancora",
        heading="Com’è andata? L’esito manca ancora",
        now="Adesso: risponda {outcome} e com’è andata. Finché non si sa, la riga resta aperta.",
        why="Il giorno è passato e l’esito manca ancora",
    ),
    StepKind.STILL_OPEN: StepWords(
        one="posizione ancora aperta",
        many="posizioni ancora aperte",
        heading="È ancora così?",
        now="Adesso: se è cambiato qualcosa risponda {outcome}; se non c’è più nulla da fare, {close} e il motivo.",
    ),
}

ORDER = (
    StepKind.EVERYBODY,
    StepKind.DAY,
    StepKind.EVE,
    StepKind.DIRECTOR,
    StepKind.COORDINATOR,
    StepKind.SUBSTITUTE,
    StepKind.TWO_DAYS,
    StepKind.OWNER,
    StepKind.OUTCOME_AGAIN,
    StepKind.OUTCOME,
    StepKind.TEN_DAYS,
    StepKind.STILL_OPEN,
)
"""From what cannot wait an hour to what is asked once a month."""

ESCALATED = frozenset({StepKind.SUBSTITUTE, StepKind.COORDINATOR, StepKind.DIRECTOR})
"""Nobody has answered, and the row has come to the next."""

TOGETHER = frozenset({StepKind.EVERYBODY, StepKind.EVE})
"""Several people are written to at once, and need each other's telephone numbers."""

AFTERWARDS = frozenset({StepKind.OUTCOME, StepKind.OUTCOME_AGAIN})
"""The day has come: what is asked is the outcome."""


def how_far(position: Position, circumstances: Circumstances) -> str:
    """`Ada Ferlenghi (tel. 0372 1): presa in carico`."""
    owner = circumstances.office.person(position.owner)
    return f"{position.owner if owner is None else named(owner)}: {HOW_FAR[position.state]}"


def why(asked: Asked, circumstances: Circumstances) -> str:
    """Why this row has come to this reader now."""
    position, kind = asked.position, asked.step.kind
    match kind:
        case StepKind.SUBSTITUTE | StepKind.COORDINATOR | StepKind.DIRECTOR:
            return _silence(asked, circumstances)
        case StepKind.EVERYBODY:
            return _everybody(asked, circumstances)
        case StepKind.TEN_DAYS | StepKind.TWO_DAYS if asked.days_left is not None:
            return f"{'Manca' if asked.days_left == 1 else 'Mancano'} {working_days(asked.days_left)}"
        case StepKind.STILL_OPEN:
            return f"Aperta {from_day(day_in_rome(position.opened_at))}: è ancora così?"
    return STEP[kind].why or STEP[kind].heading


def why_in_short(asked: Asked, circumstances: Circumstances) -> str:
    """The same for a table."""
    if asked.step.kind in ESCALATED:
        return f"nessuna risposta {_since(asked.position)}"
    words = why(asked, circumstances)
    return words[:1].lower() + words[1:]


def _since(position: Position) -> str:
    return from_day(day_in_rome(position.clock_started_at or position.opened_at))


def _silence(asked: Asked, circumstances: Circumstances) -> str:
    """Who did not answer, since when, and that it is the reader's turn."""
    position = asked.position
    silent = [circumstances.office.person(position.owner), None if stands_in(asked) else asked.acting_for]
    names = ", ".join(dict.fromkeys(named(each) for each in silent if each is not None and each != asked.recipient))
    who = f": {names}" if names else ""
    end = ", e dopo di lei non c’è nessun altro" if asked.last_step else ""
    return f"Nessuna risposta {_since(position)}{who}. Ora tocca a lei{end}"


def _everybody(asked: Asked, circumstances: Circumstances) -> str:
    if asked.days_left is not None and asked.days_left < 0:
        return "Giorno già passato: verificare se già eseguito"
    left = time_left(asked.position, circumstances)
    return f"{capital(left) if left else 'Può essere in qualunque momento'}, e nessuno ha risposto: lo diciamo a tutti"
