# SPDX-License-Identifier: EUPL-1.2
"""Every word of pecwatch's records as the office says it."""

from pecwatch.model.listing import Status
from pecwatch.model.match import Band
from pecwatch.model.message import Trust
from pecwatch.model.news import Bar, NewsKind
from pecwatch.model.office import Role
from pecwatch.model.position import PositionState

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

TRUST: dict[Trust, str] = {
    Trust.VERIFIED: "sigillo PEC verificato",
    Trust.UNVERIFIABLE: "sigillo PEC presente ma non verificabile",
    Trust.INVALID: "sigillo PEC NON valido",
    Trust.ABSENT: "senza sigillo PEC",
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

HOW_FAR: dict[PositionState, str] = {
    PositionState.NEW: "nessuna risposta finora",
    PositionState.NOTIFIED: "nessuna risposta finora",
    PositionState.TAKEN: "presa in carico",
    PositionState.CONTACTED: "nucleo contattato",
    PositionState.PLAN: "progetto avviato",
    PositionState.POSTPONEMENT_ASKED: "rinvio chiesto all’azienda",
    PositionState.CLOSED: "chiusa",
}

FIELD: dict[str, str] = {
    "date": "giorno",
    "time": "ora",
    "status": "stato",
    "postponed_to": "nuovo giorno",
    "name": "nominativo",
    "address": "indirizzo",
    "fiscal_code": "codice fiscale",
    "birth_date": "data di nascita",
    "annulled": "annullamento",
}

REASON: dict[str, str] = {
    "no_seal": "si presenta come PEC ma non porta il sigillo di un gestore",
    "seal_undecodable": "il sigillo è danneggiato e non si può leggere",
    "issuer_unknown": "il sigillo è garantito da un’autorità che non è fra quelle conosciute",
    "chain_incomplete": "nel sigillo manca un certificato per risalire a un’autorità conosciuta",
    "issuer_not_a_provider": "il certificato del sigillo non è quello di un gestore PEC",
    "pin_not_met": "il sigillo non viene dall’autorità prevista per i gestori PEC",
    "algorithm_unknown": "il sigillo usa un metodo che non si sa controllare",
    "several_signers": "il sigillo porta più firme e non è chiaro quale valga",
    "beside_the_seal": "accanto alla parte sigillata c’è altro testo o un altro allegato",
    "headers_ambiguous": "l’intestazione si può leggere in due modi",
    "issuer_outside_validity": "il certificato dell’autorità non era valido quel giorno",
    "moment_unknown": "non si capisce quando è stato sigillato",
    "another_kind_sealed": "il sigillo è di un messaggio di altro genere",
    "content_changed": "il contenuto è stato cambiato dopo il sigillo",
    "signature_wrong": "la firma del sigillo non corrisponde",
    "self_signed": "il sigillo si garantisce da solo: nessuna autorità lo conferma",
    "issuer_impostor": "il sigillo porta il nome di un’autorità conosciuta ma non è suo",
    "constraint_violated": "il sigillo è stato usato fuori dai limiti posti dall’autorità",
    "outside_validity": "il certificato del gestore non era valido quel giorno",
    "sender_not_in_certificate": "il gestore indicato non è quello del sigillo",
    "rem_seal_not_examined": "è una raccomandata elettronica europea, il cui sigillo non viene ancora controllato",
    "anomaly_envelope": "è posta ordinaria giunta nella casella PEC: il gestore non ne garantisce il contenuto",
    "ordinary_mail": "è posta ordinaria, che chiunque può spedire a nome di altri",
    "document": "è un documento consegnato a mano",
    "not_opened": "il messaggio non si è potuto aprire",
}
"""Why a seal is not verified, for each code of `trust_reason`."""

WARNING: dict[str, str] = {
    "subject_differs_from_daticert": "l’oggetto mostrato non è quello certificato",
    "sender_differs_from_daticert": "il mittente mostrato non è quello certificato",
    "date_differs_from_daticert": "la data mostrata non è quella certificata",
    "message_id_differs_from_daticert": "l’identificativo mostrato non è quello certificato",
    "not_addressed_to_us": "la PEC non era indirizzata al nostro ufficio",
    "replayed_identifier": "la stessa PEC era già arrivata: qualcuno potrebbe averla rispedita",
    "certified_long_ago": "la PEC è arrivata più di sette giorni dopo la spedizione: potrebbe essere stata rispedita",
    "lookalike_sender": "un indirizzo indicato come mittente somiglia a uno conosciuto ma non è lo stesso",
    "daticert_missing": "mancano i dati di certificazione della PEC",
    "daticert_malformed": "i dati di certificazione della PEC sono danneggiati",
    "headers_abnormal": "l’intestazione del messaggio è irregolare",
    "unknown_envelope": "l’intestazione parla di una busta PEC di tipo sconosciuto",
    "nested_pec": "contiene un’altra PEC, inoltrata",
    "wrapped": "la PEC è passata per una lista di distribuzione o un inoltro automatico",
    "weak_digest": "il sigillo usa un metodo di vecchio tipo, come quasi tutte le PEC: non è un difetto",
}
"""What is odd about a message, for each code of `message.warnings`."""

ODD = "il messaggio ha qualcosa di insolito: lo guardi nella casella"
"""For a code without words of its own."""

BAR: dict[Bar, str] = {
    Bar.NOT_VERIFIED: "il messaggio non ha un sigillo PEC verificato",
    Bar.NOT_RECOGNISED: "il mittente non è fra quelli riconosciuti",
    Bar.RELAYED: "il messaggio è inoltrato da un altro ufficio, che non può decidere per l’azienda",
    Bar.NOT_CERTIFIED: "mancano i dati di certificazione, e potrebbe essere una vecchia PEC rispedita",
    Bar.REPLAYED: WARNING["replayed_identifier"],
    Bar.LONG_AGO: WARNING["certified_long_ago"],
    Bar.FOR_OTHERS: WARNING["not_addressed_to_us"],
    Bar.OVERTAKEN: "è già arrivato un elenco spedito dopo questo",
    Bar.OLDER_IN_MESSAGE: "nello stesso messaggio c’è un elenco più recente",
}
"""Why a list is not enough to lower an alarm."""

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

CLIMBS = (
    "Una riga a cui non risponde nessuno passa a chi sostituisce lei, poi alla coordinatrice: più il giorno è vicino, "
    "prima succede."
)
"""What happens to a row of whoever is silent."""

OMITTED = "testo omesso: vedere la PEC"
"""Instead of a sentence that holds a sensitive word."""

UNCONFIRMED = "mittente non riconosciuto: non confermato"
