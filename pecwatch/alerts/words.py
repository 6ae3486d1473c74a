# SPDX-License-Identifier: EUPL-1.2
"""Every word of pecwatch's records as the office says it."""

from pecwatch.model.listing import Status
from pecwatch.model.match import Band
from pecwatch.model.message import Trust
from pecwatch.model.news import NewsKind
from pecwatch.model.office import Role
from pecwatch.model.position import PositionState, Way

STATUS: dict[Status, str] = {
    Status.EXECUTE: "si esegue",
    Status.NOT_EXECUTED: "non si esegue",
    Status.POSTPONED: "rinviato",
    Status.SUSPENDED: "sospeso",
    Status.TO_CONFIRM: "si esegue, salvo condizione",
    Status.RELEASED: "alloggio già rilasciato",
    Status.EXECUTED: "già eseguito",
    Status.UNKNOWN: "stato non chiaro, vale «si esegue»",
}

BAND: dict[Band, str] = {
    Band.CERTAIN: "corrispondenza certa",
    Band.PROBABLE: "corrispondenza probabile",
    Band.POSSIBLE: "corrispondenza solo possibile",
    Band.SAME_DWELLING: "nucleo conosciuto allo stesso indirizzo",
    Band.NONE: "nessuna corrispondenza in anagrafica",
}

WAY: dict[Way, str] = {
    Way.PEC: "PEC",
    Way.ORDINARY: "posta ordinaria",
    Way.FORWARD: "messaggio inoltrato",
    Way.DOCUMENT: "documento consegnato a mano",
}

TRUST: dict[Trust, str] = {
    Trust.VERIFIED: "sigillo PEC verificato",
    Trust.UNVERIFIABLE: "sigillo PEC presente, non ancora verificabile",
    Trust.INVALID: "sigillo PEC NON valido",
    Trust.ABSENT: "senza sigillo PEC",
}

STATE: dict[PositionState, str] = {
    PositionState.NEW: "da prendere in carico",
    PositionState.NOTIFIED: "avvisata, senza risposta",
    PositionState.TAKEN: "presa in carico",
    PositionState.CONTACTED: "nucleo contattato",
    PositionState.PLAN: "con un piano",
    PositionState.POSTPONEMENT_ASKED: "chiesto il rinvio",
    PositionState.CLOSED: "chiusa",
}

KIND: dict[NewsKind, str] = {
    NewsKind.FIRST_LIST: "elenco",
    NewsKind.TWIN: "seconda copia",
    NewsKind.REMINDER: "sollecito",
    NewsKind.CORRECTION: "rettifica",
}

ROLE: dict[Role, str] = {
    Role.DUTY_WORKER: "segretariato",
    Role.COORDINATOR: "coordinatrice",
    Role.DIRECTOR: "dirigente",
    Role.SYSTEM_ADMINISTRATOR: "CED",
}
"""Short, for tables; operators are called by their code."""

FIELD: dict[str, str] = {
    "date": "giorno",
    "time": "ora",
    "status": "stato",
    "postponed_to": "nuovo giorno",
    "name": "nominativo",
    "address": "indirizzo",
    "fiscal_code": "codice fiscale",
    "birth_date": "data di nascita",
}

WARNING: dict[str, str] = {
    "subject_differs_from_daticert": "l'oggetto non è quello certificato",
    "sender_differs_from_daticert": "il mittente mostrato non è quello certificato",
    "date_differs_from_daticert": "la data mostrata non è quella certificata",
    "message_id_differs_from_daticert": "l'identificativo non è quello certificato",
    "not_addressed_to_us": "la PEC non era indirizzata al nostro ufficio",
    "replayed_identifier": "la stessa PEC era già arrivata: potrebbe essere stata rispedita da altri",
    "lookalike_sender": "l'indirizzo del mittente somiglia a uno conosciuto ma non è lo stesso",
    "daticert_missing": "mancano i dati di certificazione della PEC",
    "daticert_malformed": "i dati di certificazione della PEC sono danneggiati",
    "headers_abnormal": "l'intestazione del messaggio è irregolare",
}
"""Only the warnings that a person should weigh; the others are technical."""

MONTHS = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)

WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")

OMITTED = "testo omesso: vedere la PEC"
"""Instead of a sentence that holds a sensitive word."""

UNCONFIRMED = "mittente non riconosciuto: non confermato"
