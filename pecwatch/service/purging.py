# SPDX-License-Identifier: EUPL-1.2
"""Letting go of what has had its time: rows, sealed copies and their keys, copies of the database."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from pecwatch.alerts.notices import service_alarm
from pecwatch.italian.rome import ROME
from pecwatch.logs import place_of
from pecwatch.model.audit import Deed
from pecwatch.model.retention import Purged
from pecwatch.service.desk import Desk
from pecwatch.service.pacing import PURGING_S, Pace
from pecwatch.service.posting import circumstances, post
from pecwatch.store import outbox
from pecwatch.store.audit import SERVICE, write_down
from pecwatch.store.backup import aged_copies, back_up
from pecwatch.store.compacting import compact, owe, owed, settle
from pecwatch.store.database import Session
from pecwatch.store.letting_go import emptied, let_go, vault_names
from pecwatch.store.notes import forget, note, noted
from pecwatch.store.retention import DueRows, due_rows, months_before
from pecwatch.store.trouble import StoreTrouble

log = structlog.get_logger()

PURGED = "purged"
"""Note of the last purge: its day on the office's clock."""

FAILED = "purge_failed"
"""Note of the night in which one failed."""

OWING_SINCE = "compaction_tried"
"""Note of the first day on which the database could not be written anew; made before it is tried, and so also true of
a purge that was killed over it."""

PATIENCE = dt.timedelta(days=3)
"""For so long nobody is told of it: a backup program may just have been reading."""

AT_ONCE = 1000
"""Rows in one transaction."""

PAUSE_S = 0.2
"""Between two portions: whoever waits to write into an SQLite file looks every tenth of a second whether it is free."""

NIGHT = dt.time(1)
"""From when on the purge of a day may run, if the office is closed."""


class NotWrittenAnew(StoreTrouble):
    """All that had had its time is deleted, and the database could not be written anew without it."""


def what_is_due(desk: Desk) -> Purged:
    """How much of each class has had its time; nothing is written."""
    now, retention = desk.clock(), desk.config.retention
    with desk.database.reading() as session:
        return _counted(due_rows(session, retention, now)) + Purged(copies=len(_due_copies(desk, now)))


def purge(
    desk: Desk,
    *,
    who: str = SERVICE,
    pace: Pace | None = None,
    at_once: int = AT_ONCE,
    rest: Callable[[float], object] = time.sleep,
) -> Purged:
    """Let go of all that, a portion at a time; to be called under the exclusive lock.

    Each portion is a transaction of its own, which looks anew and stands in the trail: a purge that is stopped or dies
    goes on where it was, and in the pause after a portion whoever waits to write beside gets a turn.

    Args:
        pace: Says that it is time to stop; the files are then for the next one, which has less to do.
        at_once: Rows in one transaction.
        rest: Waits for so many seconds.

    Raises:
        NotWrittenAnew: Only that is left to the next purge.
        StoreTrouble: The disk or the database refuses; what is left goes with the next purge.
    """
    now = desk.clock()
    done = Purged()
    while not (some := _let_go_of_some(desk, now, who, at_once)).is_nothing:
        done += some
        if pace is not None and pace.is_set():
            return done
        if some.count >= at_once:
            rest(PAUSE_S)
    _let_go_of_mail(desk, now)
    today = str(now.astimezone(desk.config.service.timezone).date())
    with desk.database.writing() as session:
        note(session, PURGED, today, now)
        debt, has_failed = owed(session), noted(session, OWING_SINCE) is not None
        if debt is None:
            forget(session, OWING_SINCE)
        elif not has_failed:
            note(session, OWING_SINCE, today, now)
    # Copies wait for the database that is written anew, but not for ever: a purge may be killed over it each night.
    if has_failed:
        done += _renew_copies(desk, now, who)
    trouble = None if debt is None else _written_anew(desk, debt)
    done += _renew_copies(desk, now, who, is_smaller=debt is not None and trouble is None)
    log.info("purged", counts=done.in_words)
    if trouble is not None:
        raise trouble
    return done


def _let_go_of_some(desk: Desk, now: dt.datetime, who: str, at_once: int) -> Purged:
    """One portion of the rows that are due; nothing when there are none."""
    with desk.database.writing() as session:
        due = due_rows(session, desk.config.retention, now).first(at_once)
        some = _counted(due)
        if some.is_nothing:
            return some
        let_go(session, due)
        write_down(session, Deed.PURGED, at=now, who=who, detail=some.in_words)
        owe(session, now)
    desk.forget_index()
    return some


def _written_anew(desk: Desk, debt: str) -> NotWrittenAnew | None:
    """Write the database anew without what was deleted; gives what kept it from that."""
    try:
        # Where many offices share a server it gives the room back by itself.
        if desk.config.tenant is None:
            compact(desk.database)
        else:
            settle(desk.database, debt)
    except StoreTrouble as trouble:
        return NotWrittenAnew(
            f"{trouble}; what had had its time is deleted, and only writing the database anew is left to the next purge"
        )
    with desk.database.writing() as session:
        forget(session, OWING_SINCE)
    return None


def _renew_copies(desk: Desk, now: dt.datetime, who: str, *, is_smaller: bool = False) -> Purged:
    """A fresh copy in the place of those that have had their time.

    Args:
        is_smaller: The database was written anew: there is to be a copy of it in any case.
    """
    aged = _due_copies(desk, now)
    if aged or is_smaller:
        back_up(desk.database, now, reason="purged")
    if not aged:
        return Purged()
    for path in aged:
        path.unlink(missing_ok=True)
    gone = Purged(copies=len(aged))
    with desk.database.writing() as session:
        write_down(session, Deed.PURGED, at=now, who=who, detail=gone.in_words)
    return gone


def purge_by_night(desk: Desk, stopping: threading.Event | None = None) -> int:
    """Purge once a day while the office is closed and no mail waits; one that fails is told and tried the next night.

    Where only the database could not be written anew, that is told after some nights.

    What two minutes are not enough for is left to the next round.

    Args:
        stopping: When set, no further portion is begun.

    Returns:
        How many mails were written about it.
    """
    now = desk.clock()
    local = now.astimezone(desk.config.service.timezone)
    with desk.database.reading() as session:
        tried = [noted(session, key) for key in (PURGED, FAILED)]
        waits = outbox.unsent_count(session, now) > 0
        owing_since = None if owed(session) is None else noted(session, OWING_SINCE)
    is_done = any(each is not None and each.value >= str(local.date()) for each in tried)
    if is_done or waits or not NIGHT <= local.time() < desk.config.working_hours.begin:
        return 0
    told = 0
    if owing_since is not None and local.date() - dt.date.fromisoformat(owing_since.value) >= PATIENCE:
        told = _tell_of_debt(desk, owing_since.value)
    try:
        stopping = stopping or threading.Event()
        purge(desk, pace=Pace(stopping, PURGING_S), rest=stopping.wait)
    except NotWrittenAnew as trouble:
        log.warning("not_written_anew", error=str(trouble))
    except Exception as error:  # noqa: BLE001 - lists must be read and told all the same
        log.error("purge_failed", error=place_of(error))
        return told + _tell(desk, now, str(local.date()))
    return told


def _tell_of_debt(desk: Desk, since: str) -> int:
    """Once for each debt, before it is tried again: whoever is killed over it tells nobody afterwards."""
    alarm = service_alarm(
        desk.office.system_administrator,
        event=f"compaction_owed:{since}",
        what="da alcune notti i dati scaduti vengono cancellati, ma non si riesce a riscrivere la banca dati",
        remedy="Nessun dato scaduto è più in uso: resta da riscrivere il file della banca dati, perché non ne conservi "
        "traccia. Di solito lo impedisce un altro programma che di notte la sta leggendo, per esempio una copia di "
        "sicurezza, oppure mancano spazio o memoria: il registro del sistema (not_written_anew) dice quale. pecwatch "
        "riprova ogni notte; se preferisce, a servizio fermo può farlo subito con «pecwatch purge».",
        circumstances=circumstances(desk),
        hides_lists=False,
    )
    with desk.database.writing() as session:
        return post(session, desk, (alarm,))


def _tell(desk: Desk, now: dt.datetime, day: str) -> int:
    alarm = service_alarm(
        desk.office.system_administrator,
        event=f"purge_failed:{day}",
        what="la cancellazione dei dati scaduti non è riuscita",
        remedy="Guardi nel registro del sistema (purge_failed): di solito manca spazio sul disco. pecwatch riprova la "
        "prossima notte; a servizio fermo si può riprovare con «pecwatch purge».",
        circumstances=circumstances(desk),
        hides_lists=False,
    )
    with desk.database.writing() as session:
        note(session, FAILED, day, now)
        return post(session, desk, (alarm,))


def _counted(due: DueRows) -> Purged:
    return Purged(
        raw_messages=len(due.raw),
        texts_of_messages=len(due.texts),
        rows=len(due.references),
        texts_of_mails=len(due.mails),
        rejected_candidates=len(due.candidates),
        confirmed_lines=len(due.confirmations),
        decisions=len(due.decisions) + len(due.rejections),
        people_who_left=len(due.left),
        registry_people=len(due.registry_people),
        registries=len(due.registries),
        answers=len(due.answers),
        troubles=len(due.alarms) + len(due.questions),
    )


def _due_copies(desk: Desk, now: dt.datetime) -> tuple[Path, ...]:
    file = desk.database.file
    before = now - dt.timedelta(days=desk.config.retention.backups_days)
    return () if file is None else aged_copies(file, before)


def _let_go_of_mail(desk: Desk, now: dt.datetime) -> None:
    """Files whose entry was emptied; of a month of which nothing is left the key, and so every copy of it anywhere."""
    vault = desk.vault
    with desk.database.reading() as session:
        kept, gone = _kept_and_gone(session)
    for name in tuple(vault.names()):
        if name not in kept and name.rpartition("/")[2] in gone:
            vault.remove(name)
    oldest = f"{months_before(now.astimezone(ROME), desk.config.retention.raw_months):%Y-%m}"
    with_mail = {name.partition("/")[0] for name in kept}
    for month in vault.keys.months():
        if month < oldest and month not in with_mail:
            vault.destroy_month(month)
    vault.tidy()


def _kept_and_gone(session: Session) -> tuple[frozenset[str], frozenset[str]]:
    return vault_names(session), emptied(session)
