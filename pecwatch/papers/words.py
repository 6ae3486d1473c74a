# SPDX-License-Identifier: EUPL-1.2
"""Every word of stories, clocks and numbers as a paper says it; what mails say, too, stands in `alerts.words`."""

from pecwatch.model.alert import AlertKind
from pecwatch.model.answer import Command, Verdict
from pecwatch.model.dossier import Missing, Timepiece
from pecwatch.model.listing import Nature
from pecwatch.model.message import Kind
from pecwatch.model.monthly import Doubt, Fate, ListPart, Wait
from pecwatch.model.position import Outcome, PositionState, Way
from pecwatch.model.step import StepKind

CLOCK: dict[Timepiece, str] = {
    Timepiece.PROVIDER: "gestore PEC",
    Timepiece.SERVER: "server di posta",
    Timepiece.SENDER: "mittente",
    Timepiece.PROTOCOL: "protocollo",
    Timepiece.PECWATCH: "pecwatch",
}

WAY: dict[Way, str] = {
    Way.PEC: "PEC",
    Way.ORDINARY: "posta ordinaria",
    Way.FORWARD: "inoltro di altri",
    Way.DOCUMENT: "documento consegnato a mano",
}

ENVELOPE: dict[Kind, str] = {
    Kind.PEC: "PEC",
    Kind.ANOMALY: "anomalia PEC",
    Kind.RECEIPT: "ricevuta PEC",
    Kind.REM: "REM",
    Kind.ORDINARY: "posta ordinaria",
    Kind.DOCUMENT: "documento",
}

NATURE: dict[Nature, str] = {
    Nature.ANNOUNCEMENT: "elenco",
    Nature.REMINDER: "sollecito",
    Nature.INTEGRATION: "integrazione",
    Nature.CORRECTION: "rettifica",
    Nature.REPLACEMENT: "annulla e sostituisce",
    Nature.EMPTY: "elenco vuoto",
}

EVENT: dict[str, str] = {
    "opened": "posizione aperta",
    "confirmed_by_reminder": "nominata di nuovo da un elenco successivo",
    "copy_received": "arrivata una seconda copia dello stesso elenco",
    "changed": "cambiata da un elenco",
    "held": "cambiamento tenuto da confermare",
    "confirmed": "origine dell’elenco confermata",
    "refused": "cambiamento da confermare, non confermato",
    "unmuted": "non più senza avviso",
    "matched": "abbinamento nuovo in anagrafica",
    "annulled": "annullata da un elenco",
    "missing": "non più presente nell’elenco: chiedere conferma all’azienda",
    "present_again": "di nuovo presente nell’elenco",
    "letter": "arrivata una lettera di un’altra fase",
    "notified": "avviso partito per chi l’ha in carico",
    "taken": "presa in carico",
    "passed": "passata ad altri",
    "rejected": "«non è la stessa persona»",
    "person_confirmed": "persona confermata",
    "undone": "decisione annullata",
    "contacted": "nucleo contattato",
    "plan": "piano concordato",
    "postponement_asked": "chiesto un rinvio",
    "outcome": "esito registrato",
    "corrected": "esito corretto",
    "closed": "chiusa da una persona",
    "reopened": "riaperta",
    "not_reopened": "resta chiusa: il nucleo ha un’altra posizione aperta",
    "late": "parola arrivata a posizione già chiusa",
    "bounced": "avviso tornato indietro",
    "owner_gone": "chi l’aveva in carico non c’è più",
    "erased": "dati della persona cancellati",
    "rectified": "dati rettificati su richiesta",
    "restricted": "trattamento limitato su richiesta",
    "unrestricted": "limitazione tolta",
}

MAIL: dict[str, str] = {
    AlertKind.ROWS: "avviso delle righe",
    AlertKind.REMINDER: "sollecito",
    AlertKind.DIFFERENCES: "differenze fra elenchi",
    AlertKind.STEPS: "richiamo del calendario",
    AlertKind.ANSWER: "conferma di una risposta",
    AlertKind.NO_LIST: "nessun elenco arrivato",
    AlertKind.RESOLVED: "risolto",
    AlertKind.BUILDINGS: "avviso per un edificio",
    AlertKind.LIST_DIGEST: "riepilogo dell’elenco",
    AlertKind.NOT_READ: "elenco non letto o letto in parte",
    AlertKind.TO_CONFIRM: "richiesta di confermare l’elenco",
    AlertKind.EMPTY_LIST: "elenco vuoto",
    AlertKind.HISTORY: "riepilogo del primo avvio",
    AlertKind.WEEKLY_DIGEST: "riepilogo settimanale",
    AlertKind.DAILY_COUNTS: "conteggi",
    AlertKind.SERVICE: "avviso di servizio",
    AlertKind.SUMMARY: "riepilogo di più avvisi",
    AlertKind.TEST: "prova",
}

STEP: dict[str, str] = {
    StepKind.OWNER: "avviso a chi l’ha in carico",
    StepKind.SUBSTITUTE: "senza risposta: sostituto",
    StepKind.COORDINATOR: "senza risposta: coordinatrice",
    StepKind.DIRECTOR: "senza risposta: dirigente",
    StepKind.EVERYBODY: "tutti insieme, per telefono",
    StepKind.TEN_DAYS: "dieci giorni lavorativi prima",
    StepKind.TWO_DAYS: "due giorni lavorativi prima",
    StepKind.EVE: "vigilia",
    StepKind.DAY: "il giorno stesso",
    StepKind.OUTCOME: "richiesta dell’esito",
    StepKind.OUTCOME_AGAIN: "richiesta dell’esito, di nuovo",
    StepKind.STILL_OPEN: "senza urgenza: è ancora così?",
}

COMMAND: dict[str, str] = {
    Command.TAKE: "PRENDO IN CARICO",
    Command.NOT_THE_PERSON: "NON È LA STESSA PERSONA",
    Command.HAND_ON: "PASSO A",
    Command.CONTACTED: "HO CONTATTATO",
    Command.PLAN: "PIANO CONCORDATO",
    Command.POSTPONEMENT_ASKED: "CHIESTO RINVIO",
    Command.OUTCOME: "ESITO",
    Command.CLOSE: "CHIUDO",
    Command.CONFIRM_LIST: "CONFERMO",
    Command.REFUSE_LIST: "NON CONFERMO",
}

VERDICT: dict[str, str] = {
    Verdict.DONE: "eseguita",
    Verdict.NOT_UNDERSTOOD: "non capita: chiesto di nuovo",
    Verdict.REFUSED: "capita, non eseguibile: spiegato il motivo",
    Verdict.WRONG_SENDER: "non accettata: viene da un’altra persona",
    Verdict.AUTOMATIC: "risposta automatica: non vale",
    Verdict.QUOTED_ONLY: "solo testo citato: non vale",
    Verdict.RETURNED: "la nostra mail è tornata indietro",
}

STATE: dict[PositionState, str] = {
    PositionState.NEW: "nuova",
    PositionState.NOTIFIED: "avviso partito, nessuna risposta",
    PositionState.TAKEN: "presa in carico",
    PositionState.CONTACTED: "nucleo contattato",
    PositionState.PLAN: "piano concordato",
    PositionState.POSTPONEMENT_ASKED: "chiesto un rinvio",
    PositionState.CLOSED: "chiusa",
}

OUTCOME: dict[Outcome, str] = {
    Outcome.EXECUTED: "eseguito",
    Outcome.RELEASED: "rilasciato",
    Outcome.POSTPONED: "rinviato",
    Outcome.SUSPENDED: "sospeso",
    Outcome.NOT_EXECUTED: "non eseguito",
    Outcome.NOT_THE_HOUSING_COMPANY: "elenco non dell’azienda",
    Outcome.CLOSED_BY_PERSON: "chiusa da una persona, con un motivo",
}

FATE: dict[Fate, str] = {
    Fate.EXECUTED: "eseguito",
    Fate.RELEASED: "rilasciato",
    Fate.POSTPONED: "rinviato",
    Fate.SUSPENDED: "sospeso",
    Fate.NOT_EXECUTED: "non eseguito",
    Fate.OTHER: "chiusa per altro",
    Fate.OPEN: "esito non ancora noto",
}

WAIT: dict[Wait, str] = {
    Wait.SAME_DAY: "lo stesso giorno",
    Wait.ONE: "1 giorno",
    Wait.TWO: "2 giorni",
    Wait.THREE_TO_FIVE: "da 3 a 5 giorni",
    Wait.MORE: "più di 5 giorni",
    Wait.NONE: "non presa in carico",
}

PART: dict[ListPart, str] = {
    ListPart.FIRST: "primo elenco",
    ListPart.COPY: "seconda copia",
    ListPart.AGAIN: "parla di righe già note",
    ListPart.EMPTY: "nessun intervento dichiarato",
    ListPart.RECORDED: "solo registrato",
}

MISSING: dict[Missing, str] = {
    Missing.MESSAGE_GONE: "che cosa diceva il messaggio: il contenuto letto non è più conservato",
    Missing.NO_CERTIFIED_TIME: "l’ora del gestore PEC: nessun gestore la certifica",
    Missing.CERTIFIED_NOT_VERIFIED: "se l’ora del gestore PEC è autentica: il sigillo non è verificato",
    Missing.NO_SERVER_TIME: "l’ora di arrivo secondo il server di posta",
    Missing.NO_PROTOCOL: "numero e data di protocollo: il messaggio non li porta, vanno cercati nel protocollo",
    Missing.NO_DAY: "il giorno dell’esecuzione: l’elenco non lo indica",
    Missing.UNCONFIRMED: "se l’elenco viene davvero dall’azienda: nessuno l’ha ancora confermato",
    Missing.MUTED: "che cosa ne sapeva chi se ne occupa: la riga è stata registrata senza avvisare nessuno",
    Missing.NOBODY_TOLD: "chi ne sia stato avvisato: nessun avviso risulta partito",
    Missing.NO_ANSWER: "che cosa ne pensa chi è stato avvisato: nessuno ha ancora risposto",
    Missing.HELD_OPEN: "se valgono i cambiamenti da confermare: nessuno ha ancora deciso",
    Missing.QUESTION_OPEN: "la risposta alle domande ancora aperte",
    Missing.NO_OUTCOME: "com’è andata: il giorno è passato e nessuno ha registrato l’esito",
}

DOUBT: dict[Doubt, str] = {
    Doubt.NO_LIST: "Nessun elenco ricevuto per il mese: è previsto qualche intervento?",
    Doubt.NO_DAY: "Giorno dell’esecuzione non indicato: quando è previsto?",
    Doubt.MISSING_ROW: "Non più presenti in un elenco successivo: sono annullate?",
    Doubt.HELD: "Rinvii o annullamenti arrivati per una via che non basta: sono confermati?",
    Doubt.UNCONFIRMED_LIST: "Elenchi da un mittente non riconosciuto o con sigillo non valido: sono vostri?",
    Doubt.READ_IN_PART: "Elenchi non leggibili per intero: si può avere una copia leggibile?",
    Doubt.NO_OUTCOME: "Giorno passato, esito non noto: che cosa è successo?",
    Doubt.OTHER: "Altra domanda",
}

QUESTION: dict[str, str] = {
    "missing": "riga non più presente",
    "missing_row": "riga non più presente",
    "no_day": "giorno non indicato",
    "no_date": "giorno non indicato",
    "no_list": "elenco del mese non arrivato",
    "held": "cambiamenti da confermare",
    "changes": "cambiamenti da confermare",
    "list": "origine dell’elenco",
    "unconfirmed_list": "origine dell’elenco",
    "no_outcome": "esito non noto",
}

ENDED: dict[str, str] = {
    "applied": "confermato e applicato",
    "confirmed": "confermato e applicato",
    "refused": "non confermato",
    "overtaken": "superato da un elenco successivo",
    "closed": "posizione chiusa",
}
"""How a held change ended."""

SAID: dict[str, str] = {
    "confirmed": "confermato",
    "refused": "non confermato",
    "present_again": "di nuovo in elenco",
    "stated": "indicato",
    "closed": "posizione chiusa",
}
"""How a question was answered."""

NOTHING_OPEN = "Non risulta nulla di aperto."


def letter_word(kind: str) -> str:
    """`avvio_decadenza`, as the rules call it, in words."""
    return kind.replace("_", " ")


def event_word(kind: str) -> str:
    """What happened, for any kind of event; one without words of its own is shown as it is."""
    return EVENT.get(kind, f"registrato: {kind}")
