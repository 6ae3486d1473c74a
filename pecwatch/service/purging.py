# SPDX-License-Identifier: EUPL-1.2
"""Letting go of what has had its time: rows, sealed copies and their keys, copies of the database."""

import datetime as dt
from pathlib import Path

import structlog

from pecwatch.alerts.notices import service_alarm
from pecwatch.italian.rome import ROME
from pecwatch.logs import place_of
from pecwatch.model.audit import Deed
from pecwatch.model.retention import Purged
from pecwatch.service.desk import Desk
from pecwatch.service.posting import circumstances, post
from pecwatch.store import outbox
from pecwatch.store.audit import SERVICE, write_down
from pecwatch.store.backup import aged_copies, back_up
from pecwatch.store.compacting import compact
from pecwatch.store.database import Session
from pecwatch.store.notes import note, noted
from pecwatch.store.retention import DueRows, due_rows, emptied, let_go, months_before, vault_names

log = structlog.get_logger()

PURGED = "purged"
"""Note of the last purge: its day on the office's clock."""

FAILED = "purge_failed"
"""Note of the night in which one failed."""

NIGHT = dt.time(1)
"""From when on the purge of a day may run, if the office is closed."""


def what_is_due(desk: Desk) -> Purged:
    """How much of each class has had its time; nothing is written."""
    now, retention = desk.clock(), desk.config.retention
    with desk.database.reading() as session:
        return _counted(due_rows(session, retention, now), len(_due_copies(desk, now)))


def purge(desk: Desk, *, who: str = SERVICE) -> Purged:
    """Let go of all that; to be called under the exclusive lock.

    Raises:
        StoreTrouble: The disk or the database refuses; what is left goes with the next purge.
    """
    now = desk.clock()
    with desk.database.writing() as session:
        due = due_rows(session, desk.config.retention, now)
        done = _counted(due, len(_due_copies(desk, now)))
        if not done.is_nothing:
            let_go(session, due)
            write_down(session, Deed.PURGED, at=now, who=who, detail=done.in_words)
        note(session, PURGED, f"{now.astimezone(desk.config.service.timezone).date()}", now)
    _let_go_of_mail(desk, now)
    if not done.is_nothing:
        desk.forget_index()
        if desk.config.tenant is None:
            # Where many offices share a server it gives the room back by itself.
            compact(desk.database)
        back_up(desk.database, now, reason="purged")
        for path in _due_copies(desk, now):
            path.unlink()
    log.info("purged", counts=done.in_words)
    return done


def purge_by_night(desk: Desk) -> int:
    """Purge once a day while the office is closed and no mail waits; one that fails is told and tried the next night.

    Returns:
        How many mails were written about it.
    """
    now = desk.clock()
    local = now.astimezone(desk.config.service.timezone)
    with desk.database.reading() as session:
        tried = [noted(session, key) for key in (PURGED, FAILED)]
        waits = outbox.unsent_count(session, now) > 0
    is_done = any(each is not None and each.value >= str(local.date()) for each in tried)
    if is_done or waits or not NIGHT <= local.time() < desk.config.working_hours.begin:
        return 0
    try:
        purge(desk)
    except Exception as error:  # noqa: BLE001 - lists must be read and told all the same
        log.error("purge_failed", error=place_of(error))
        return _tell(desk, now, str(local.date()))
    return 0


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


def _counted(due: DueRows, copies: int) -> Purged:
    return Purged(
        raw_messages=len(due.raw),
        texts_of_messages=len(due.texts),
        rows=len(due.references),
        texts_of_mails=len(due.mails),
        rejected_candidates=len(due.candidates),
        confirmed_lines=len(due.confirmations),
        decisions=len(due.decisions) + len(due.rejections),
        people_who_left=len(due.left),
        answers=len(due.answers),
        troubles=len(due.alarms) + len(due.questions),
        copies=copies,
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
