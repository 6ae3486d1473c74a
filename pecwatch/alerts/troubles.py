# SPDX-License-Identifier: EUPL-1.2
"""Each kind of trouble in the words of the office: what is wrong, what to do, and how it sounds when it is over."""

from pecwatch.alerts.shown import count, long_day, month_name
from pecwatch.model.alarm import AlarmKind, Condition
from pecwatch.model.record import record

CAME = "came"
"""Code of the condition of a missing list that has come in the end."""

UNCONFIRMED = "unconfirmed"
"""Code of a missing list of which only doubtful ones came: a forger must not be able to end the asking."""


@record
class Trouble:
    """What is said of one; Italian, without personal data."""

    what: str
    """A few words, for the subject too."""
    remedy: str
    """A sentence or two."""
    over: str
    """What is so again once it is over."""
    is_warning: bool = False
    """Nothing is lost yet."""
    hides_lists: bool = False
    """Lists may have come and nobody knows."""
    is_mended: bool = True
    """Whether its end means that all is well."""


def trouble(condition: Condition) -> Trouble:
    """The words for what is the matter."""
    return (
        _of_mailbox(condition)
        or _of_room(condition)
        or _of_mails(condition)
        or _of_settings(condition)
        or _of_what_ages(condition)
    )


def _of_mailbox(condition: Condition) -> Trouble | None:
    box = f"la casella «{condition.about}»"
    match condition.kind:
        case AlarmKind.MAILBOX:
            return Trouble(
                what=f"{box} non si riesce a leggere ({condition.code})",
                remedy=_where_it_fails(condition),
                over=f"{box} si legge di nuovo",
                hides_lists=True,
            )
        case AlarmKind.MAILBOX_SILENT:
            return Trouble(
                what=f"da ore {box} non viene letta",
                remedy="Finché dura, faccia guardare a mano nella casella se è arrivato un elenco. Il CED è già "
                "avvisato del guasto.",
                over=f"{box} si legge di nuovo, e ciò che è arrivato nel frattempo viene letto",
            )
        case AlarmKind.ANSWERS_SILENT:
            return Trouble(
                what="da ore le risposte a pecwatch non vengono lette",
                remedy="Chi ha risposto può ricevere altri avvisi per la stessa posizione: avvisi i colleghi di "
                "telefonare per i giorni vicini. Il CED è già avvisato del guasto.",
                over="le risposte a pecwatch si leggono di nuovo",
            )
        case AlarmKind.LOGIN_REFUSED:
            return Trouble(
                what=f"{box} rifiuta l'accesso",
                remedy="Controlli nome utente e password (presso alcuni gestori la password scade ogni tre mesi) e "
                "aggiorni il file della password: pecwatch prova da solo quella nuova. Con la stessa, dopo tre "
                "rifiuti riprova una sola volta al giorno, per non far bloccare la casella.",
                over=f"{box} accetta di nuovo l'accesso",
                hides_lists=True,
            )
        case _:
            return None


def _of_room(condition: Condition) -> Trouble | None:
    box = f"la casella «{condition.about}»"
    match condition.kind:
        case AlarmKind.WITHHELD:
            return Trouble(
                what=f"nella casella «{condition.about}» alcuni messaggi non sono stati consegnati a pecwatch",
                remedy="Chieda a chi lavora nella casella di aprire a mano i messaggi recenti: il server li elenca ma "
                "non li consegna.",
                over=f"nella casella «{condition.about}» non ci sono più messaggi che il server non consegna",
                hides_lists=True,
            )
        case AlarmKind.QUOTA:
            return Trouble(
                what=f"{box} è quasi piena ({condition.number} per cento)",
                remedy="Faccia spazio nella casella, o chieda al gestore altro spazio: una casella piena rifiuta le "
                "PEC, e chi le spedisce non sempre le ripete. pecwatch non cancella mai nulla.",
                over=f"{box} ha di nuovo spazio",
                is_warning=True,
            )
        case AlarmKind.CERTIFICATE:
            until = "" if condition.on is None else f" ({long_day(condition.on)})"
            return Trouble(
                what=f"sta per scadere il certificato del server della casella «{condition.about}»",
                remedy=f"Chieda al gestore della casella di rinnovarlo prima della scadenza{until}: dopo quel giorno "
                "pecwatch non legge più la casella, perché non si collega mai senza un certificato valido.",
                over=f"il certificato del server della casella «{condition.about}» è stato rinnovato",
                is_warning=True,
            )
        case AlarmKind.LOGIN_EXPIRES:
            return Trouble(
                what=f"la password della casella «{condition.about}» va cambiata",
                remedy=_before_it_expires(condition),
                over=f"la password della casella «{condition.about}» è stata cambiata",
                is_warning=True,
            )
        case _:
            return None


def _of_mails(condition: Condition) -> Trouble | None:
    match condition.kind:
        case AlarmKind.UNSENT:
            return Trouble(
                what="gli avvisi non partono da più di due ore",
                remedy="Controlli [smtp] con «pecwatch check»: gli avvisi restano in attesa e partono da soli appena "
                "il server li accetta.",
                over="gli avvisi partono di nuovo, e quelli in attesa sono partiti",
            )
        case AlarmKind.REFUSED:
            mails = count(condition.number, "avviso non è arrivato", "avvisi non sono arrivati")
            reply = f" (risposta {condition.code})" if condition.code else ""
            return Trouble(
                what="un avviso è stato respinto o è tornato indietro",
                remedy=f"A chi ha il codice {condition.about}: {mails}{reply}. Controlli "
                "l'indirizzo con «pecwatch check», veda gli avvisi con «pecwatch failed list» e avvisi la "
                "coordinatrice.",
                over="gli avvisi arrivano di nuovo a chi non li riceveva",
            )
        case AlarmKind.STEPS_FAILED:
            rows = count(condition.number, "posizione", "posizioni")
            return Trouble(
                what=f"di {rows} non si riesce a scrivere l'avviso dovuto",
                remedy="Cerchi «steps_failed» e «step_failed» nel registro del servizio: dicono le posizioni e il "
                "punto del programma. Intanto dica i riferimenti alla coordinatrice, perché qualcuno le segua a mano; "
                "pecwatch ritenta a ogni giro.",
                over="gli avvisi dovuti sono di nuovo scritti tutti",
            )
        case AlarmKind.DISK:
            return Trouble(
                what="il disco non accetta altri messaggi",
                remedy="Controlli lo spazio libero e i permessi della cartella dei dati: i messaggi che non ci stanno "
                "restano nella casella e vengono presi appena c'è posto.",
                over="il disco accetta di nuovo i messaggi",
                hides_lists=True,
            )
        case _:
            return None


def _of_settings(condition: Condition) -> Trouble | None:
    if condition.kind is not AlarmKind.SETTINGS:
        return None
    if condition.about == "rules":
        return Trouble(
            what=f"le regole contengono un errore ({condition.code})",
            remedy="Restano in uso le ultime regole senza errori, e nessun avviso si ferma. Veda gli errori con "
            "«pecwatch check» e corregga il file: le regole corrette vengono prese entro due minuti, da sole.",
            over="le regole si leggono di nuovo, e sono in uso",
            is_warning=True,
        )
    return Trouble(
        what="il file di configurazione contiene un errore",
        remedy="pecwatch continua con la configurazione con cui è partito, ma un riavvio verrebbe rifiutato. Veda gli "
        "errori con «pecwatch check» e corregga il file prima di riavviare.",
        over="il file di configurazione è di nuovo valido",
        is_warning=True,
    )


def _of_what_ages(condition: Condition) -> Trouble:
    if condition.kind is AlarmKind.OLD_REGISTRY:
        return Trouble(
            what=f"l'anagrafica è vecchia di {count(condition.number, 'giorno', 'giorni')}",
            remedy="Carichi un'esportazione più recente: chi è arrivato dopo non viene riconosciuto, e le sue righe "
            "vanno al segretariato sociale.",
            over="l'anagrafica è di nuovo aggiornata",
            is_warning=True,
        )
    month, came = month_name(condition.about), condition.code == CAME
    missing = "l'elenco" if condition.kind is AlarmKind.NO_LIST else "il sollecito"
    gone = f"{missing} di {month} non è arrivato e non lo chiederemo più: lo verifichi con ALER"
    return Trouble(
        what=f"{missing} di {month} non è arrivato",
        remedy="Chieda ad ALER se è stato spedito.",
        over=f"{missing} di {month} è arrivato" if came else gone,
        is_warning=True,
        is_mended=came,
    )


def _where_it_fails(condition: Condition) -> str:
    if condition.code == "key_damaged":
        return (
            "La chiave con cui si cifra la posta di questo mese non si può usare. Veda quale con «pecwatch check» e "
            "rimetta la cartella delle chiavi dalla sua copia: i messaggi restano nella casella e vengono letti dopo."
        )
    if condition.code != "folder_missing":
        return "Controlli rete, certificato del server e configurazione con «pecwatch check»."
    like = {0: "nessun'altra ha un nome simile", 1: "un'altra ha un nome simile"}
    said = like.get(condition.number, f"altre {condition.number} hanno un nome simile")
    return (
        f"Una cartella indicata nella configurazione non c'è più; {said}. Forse qualcuno l'ha rinominata: «pecwatch "
        "check» elenca le cartelle simili; scriva il nome giusto in «folders». Le altre cartelle si leggono."
    )


def _before_it_expires(condition: Condition) -> str:
    until = "" if condition.on is None else f" Quella di adesso vale fino a {long_day(condition.on)}."
    return (
        f"Cambi la password della casella «{condition.about}» presso il gestore, la scriva nel file della password e "
        f"riavvii pecwatch: con una scaduta la casella rifiuta l'accesso e nessun elenco viene letto.{until}"
    )
