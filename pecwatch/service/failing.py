# SPDX-License-Identifier: EUPL-1.2
"""Mishaps that are told once, since nothing ends them: a message given up or gone, a registry refused …"""

import datetime as dt
from collections.abc import Iterable

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.notices import service_alarm
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.alert import Alert
from pecwatch.model.office import OfficePerson
from pecwatch.service.collecting import Collected
from pecwatch.service.desk import Desk
from pecwatch.service.opening import DATABASE_LOST, LOST, MAY_REPEAT, RESTORED
from pecwatch.service.posting import circumstances, post
from pecwatch.store import ledger
from pecwatch.store.notes import forget, noted
from pecwatch.store.records import LedgerEntry

WORDS_OF_LOSS = {
    LOST: (
        "la banca dati di pecwatch non c'era più",
        "pecwatch è ripartito da zero e rilegge le caselle; le prese in carico di prima non ci sono più. Una copia "
        "recente può essere nella cartella «backups».",
    ),
    RESTORED: (
        "la banca dati di pecwatch era danneggiata",
        "pecwatch ha messo da parte il file danneggiato, ha ripreso l'ultima copia buona e rilegge le caselle; le "
        "prese in carico e gli esiti successivi alla copia vanno ripetuti. Controlli il disco.",
    ),
}
"""What happened and what it means."""

MAY_REPEAT_WORDS = "Finché non ha finito, gli avvisi possono ripetere avvisi già ricevuti, e lo dicono nell'oggetto."


def post_gone(desk: Desk, collected: Iterable[Collected]) -> int:
    """Tell coordinator and administrator of messages that disappeared before they could be read; how many mails."""
    now = desk.clock()
    return sum(
        _alarm(
            desk,
            event=f"gone:{each.mailbox}:{now:%Y%m%dT%H%M%S}",
            what=f"dalla casella «{each.mailbox}» sono spariti messaggi non ancora letti",
            remedy="Chieda a chi lavora nella casella quali messaggi ha spostato o cancellato: il server li elencava "
            "senza consegnarli, e pecwatch non ne ha una copia.",
            to_coordinator=True,
        )
        for each in collected
        if each.gone
    )


def given_up_alarms(desk: Desk, entry: LedgerEntry) -> tuple[Alert, ...]:
    """What coordinator and administrator are told of a message that pecwatch gives up reading."""
    arrived = entry.server_received_at or entry.first_seen_at
    where = circumstances(desk)
    return tuple(
        service_alarm(
            person,
            event=f"message:{entry.id}:given_up",
            what="un messaggio non si riesce a elaborare",
            remedy=f"Apra a mano il messaggio arrivato il {day_in_rome(arrived):%d/%m/%Y} (numero interno {entry.id}): "
            "potrebbe contenere un elenco, e nessuno è stato avvisato.",
            circumstances=where,
        )
        for person in _people(desk, where, to_coordinator=True)
    )


def post_database_lost(desk: Desk) -> None:
    """Tell administrator and coordinator, once, that the database was gone or damaged, and what stands in its place."""
    with desk.database.reading() as session:
        lost = noted(session, DATABASE_LOST)
    if lost is None:
        return
    what, remedy = WORDS_OF_LOSS[lost.value]
    event = f"database_lost:{lost.noted_at:%Y%m%dT%H%M%S}"
    _alarm(desk, event=event, what=what, remedy=f"{remedy} {MAY_REPEAT_WORDS}", to_coordinator=True)
    with desk.database.writing() as session:
        forget(session, DATABASE_LOST)


def end_of_repetitions(desk: Desk, done_all: bool) -> None:
    """Once every mailbox was listed and everything was read, mails leave without the warning again."""
    with desk.database.reading() as session:
        if noted(session, MAY_REPEAT) is None:
            return
        counts = ledger.counts(session)
    if done_all and not any(counts[state] for state in ledger.UNFINISHED):
        with desk.database.writing() as session:
            forget(session, MAY_REPEAT)


def post_ended_rounds(desk: Desk, ended: int, since: dt.datetime) -> None:
    """Tell the administrator that rounds did not end by themselves."""
    times = "una volta" if ended == 1 else f"{ended} volte di seguito"
    _alarm(
        desk,
        event=f"rounds_ended:{since:%Y%m%dT%H%M%S}",
        what="un giro di lettura non finiva e pecwatch è ripartito da solo",
        remedy=f"È successo {times}. Se si ripete, guardi nel registro del sistema a che cosa lavorava (round_hangs): "
        "un disco, un server o un messaggio che non risponde.",
    )


def post_disk_works_again(desk: Desk, since: dt.datetime) -> None:
    """Tell the administrator, who was told without the outbox, that pecwatch can write again."""
    _alarm(
        desk,
        event=f"disk_works_again:{since:%Y%m%dT%H%M%S}",
        what="pecwatch riesce di nuovo a scrivere nella cartella dei dati",
        remedy="Non deve fare altro: i messaggi rimasti nelle caselle vengono letti adesso.",
        is_over=True,
    )


def post_registry_refused(desk: Desk, sha256: str) -> None:
    """Tell the administrator that the configured registry file was not put in force."""
    _alarm(
        desk,
        event=f"registry:{sha256[:16]}",
        what="la nuova anagrafica non è stata accettata",
        remedy="Resta in uso quella precedente. Veda il motivo con «pecwatch registry import» e il file configurato: "
        "se è giusto così, aggiunga --confirm.",
        hides_lists=False,
    )


def _alarm(
    desk: Desk,
    *,
    event: str,
    what: str,
    remedy: str,
    to_coordinator: bool = False,
    hides_lists: bool = True,
    is_over: bool = False,
) -> int:
    where = circumstances(desk)
    alarms = (
        service_alarm(
            person,
            event=event,
            what=what,
            remedy=remedy,
            circumstances=where,
            hides_lists=hides_lists,
            is_over=is_over,
        )
        for person in _people(desk, where, to_coordinator=to_coordinator)
    )
    with desk.database.writing() as session:
        return post(session, desk, alarms)


def _people(desk: Desk, where: Circumstances, *, to_coordinator: bool) -> tuple[OfficePerson, ...]:
    return (desk.config.office.system_administrator, *((where.coordinator,) if to_coordinator else ()))
