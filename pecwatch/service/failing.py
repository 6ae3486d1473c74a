# SPDX-License-Identifier: EUPL-1.2
"""Failures that become a mail to a person; each is told once a day at most."""

import datetime as dt
from collections.abc import Iterable

from pecwatch.alerts.channels import Channel
from pecwatch.alerts.notices import service_alarm
from pecwatch.errors import LoginRefused
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.service.collecting import Collected
from pecwatch.service.desk import DATABASE_LOST, Desk
from pecwatch.service.posting import circumstances, post
from pecwatch.service.sending import send_event
from pecwatch.store import outbox
from pecwatch.store.mailboxes import health
from pecwatch.store.notes import forget, noted
from pecwatch.store.records import LedgerEntry

SILENT_AFTER = dt.timedelta(minutes=30)
"""A mailbox that could not be polled for so long is told to the administrator; nothing shorter is worth a mail."""

UNSENT_OVERDUE = dt.timedelta(hours=2)

AT_ONCE = frozenset({"certificate_refused", "tls_failed", "no_login", "folder_missing", "misconfigured"})
"""Failures that do not pass by themselves."""


def post_mailbox_trouble(desk: Desk, collected: Iterable[Collected]) -> None:
    """Tell the administrator of mailboxes that cannot be polled, and of messages that servers do not give."""
    today = day_in_rome(desk.clock())
    for each in collected:
        if isinstance(each.failure, LoginRefused):
            _alarm(
                desk,
                event=f"login:{each.mailbox}:{today}",
                what=f"la casella «{each.mailbox}» rifiuta l'accesso",
                remedy="Controlli nome utente e password (presso alcuni gestori la password scade ogni tre mesi), "
                "aggiorni il file della password e riavvii pecwatch. Dopo tre rifiuti pecwatch riprova una sola "
                "volta al giorno, per non far bloccare la casella.",
            )
        elif each.failure is not None and each.failure.code == "disk":
            _alarm(
                desk,
                event=f"disk:{today}",
                what="il disco non accetta altri messaggi",
                remedy="Controlli lo spazio libero e i permessi della cartella dei dati: i messaggi che non ci stanno "
                "restano nella casella e vengono presi appena c'è posto.",
            )
        elif each.failure is not None and (each.failure.code in AT_ONCE or _is_silent(desk, each.mailbox)):
            _alarm(
                desk,
                event=f"mailbox:{each.mailbox}:{today}",
                what=f"la casella «{each.mailbox}» non si riesce a leggere ({each.failure.code})",
                remedy="Controlli rete, certificato del server e configurazione con «pecwatch check».",
            )
        if each.given_up or each.gone:
            _alarm(
                desk,
                event=f"withheld:{each.mailbox}:{today}",
                what=f"nella casella «{each.mailbox}» alcuni messaggi non sono stati consegnati a pecwatch",
                remedy="Chieda a chi lavora nella casella di aprire a mano i messaggi recenti: il server li elenca ma "
                "non li consegna, oppure sono spariti prima di essere letti.",
                to_coordinator=True,
            )


def given_up_alarms(desk: Desk, entry: LedgerEntry) -> tuple[Alert, ...]:
    """What coordinator and administrator are told of a message that pecwatch gives up reading."""
    arrived = entry.server_received_at or entry.first_seen_at
    return _alarms(
        desk,
        event=f"message:{entry.id}:given_up",
        what="un messaggio non si riesce a elaborare",
        remedy=f"Apra a mano il messaggio arrivato il {day_in_rome(arrived):%d/%m/%Y} (numero interno {entry.id}): "
        "potrebbe contenere un elenco, e nessuno è stato avvisato.",
        to_coordinator=True,
    )


def post_refused_mail(desk: Desk) -> int:
    """Tell the administrator of mails that no relay will take; how many were told now."""
    with desk.database.reading() as session:
        refused = outbox.failed(session)
    # A refused alarm cannot be told by another alarm: `status` shows it.
    return sum(
        _alarm(
            desk,
            event=f"refused:{mail.id}",
            what="un avviso è stato respinto dal server di posta",
            remedy=f"L'avviso numero {mail.id} non è arrivato a chi doveva riceverlo (risposta {mail.last_reply}). "
            "Controlli gli indirizzi con «pecwatch check» e avvisi la coordinatrice.",
        )
        for mail in refused
        if mail.kind != AlertKind.SERVICE
    )


def post_database_lost(desk: Desk) -> None:
    """Tell administrator and coordinator, once, that the database was gone and pecwatch has started anew."""
    with desk.database.reading() as session:
        lost = noted(session, DATABASE_LOST)
    if lost is None:
        return
    _alarm(
        desk,
        event=f"database_lost:{lost.noted_at:%Y%m%dT%H%M%S}",
        what="la banca dati di pecwatch non c'era più",
        remedy="pecwatch è ripartito da zero e rilegge le caselle: gli avvisi di oggi possono ripetere avvisi già "
        "ricevuti, e le prese in carico di prima non ci sono più. Una copia recente è nella cartella «backups».",
        to_coordinator=True,
    )
    with desk.database.writing() as session:
        forget(session, DATABASE_LOST)


def post_registry_refused(desk: Desk, sha256: str) -> None:
    """Tell the administrator that the configured registry file was not put in force."""
    _alarm(
        desk,
        event=f"registry:{sha256[:16]}",
        what="la nuova anagrafica non è stata accettata",
        remedy="Resta in uso quella precedente. Veda il motivo con «pecwatch registry import» e il file configurato: "
        "se è giusto così, aggiunga --confirm.",
    )


def alarm_by_fallback(desk: Desk, fallback: Channel, sender: str) -> None:
    """When mails have waited for two hours, tell the administrator through the other relay, once a day."""
    now = desk.clock()
    with desk.database.reading() as session:
        oldest = outbox.oldest_unsent(session)
    if oldest is None or now - oldest <= UNSENT_OVERDUE:
        return
    event = f"relay:{day_in_rome(now)}"
    _alarm(
        desk,
        event=event,
        what="gli avvisi non partono da più di due ore",
        remedy="Controlli [smtp] con «pecwatch check»: gli avvisi restano in attesa e partono da soli appena il server "
        "li accetta.",
    )
    send_event(desk, fallback, event, sender=sender)


def _is_silent(desk: Desk, mailbox: str) -> bool:
    with desk.database.reading() as session:
        state = health(session, mailbox)
    return state.succeeded_at is None or desk.clock() - state.succeeded_at > SILENT_AFTER


def _alarm(desk: Desk, *, event: str, what: str, remedy: str, to_coordinator: bool = False) -> int:
    alarms = _alarms(desk, event=event, what=what, remedy=remedy, to_coordinator=to_coordinator)
    with desk.database.writing() as session:
        return post(session, desk, alarms)


def _alarms(desk: Desk, *, event: str, what: str, remedy: str, to_coordinator: bool = False) -> tuple[Alert, ...]:
    where = circumstances(desk)
    people = (desk.config.office.system_administrator, *((where.coordinator,) if to_coordinator else ()))
    return tuple(service_alarm(person, event=event, what=what, remedy=remedy, circumstances=where) for person in people)
