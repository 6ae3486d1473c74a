# SPDX-License-Identifier: EUPL-1.2
"""Old mail again, with today's rules and registry: what would be different, and writing it down if asked to."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pecwatch.casework.confirmations import with_confirmed
from pecwatch.casework.lists import sending_time
from pecwatch.casework.news import what_is_new
from pecwatch.casework.ways import way_of
from pecwatch.errors import UsageError
from pecwatch.examining import examine
from pecwatch.mail.archive import read_archive
from pecwatch.model.listing import Reading
from pecwatch.model.match import Band
from pecwatch.model.message import Unopened
from pecwatch.model.news import News, RowChange
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.reading_again import read_again
from pecwatch.service.replays import marked_if_replayed
from pecwatch.service.weighing import Manner, Weighed, read_entry, weigh
from pecwatch.store import casefile, decisions, ledger
from pecwatch.store.records import LedgerEntry, MessageOutcome
from pecwatch.store.registry import people_of

RANKS = (Band.NONE, Band.POSSIBLE, Band.SAME_DWELLING, Band.PROBABLE, Band.CERTAIN)
"""From nobody to somebody for sure."""


@record
class NewlyFound:
    """A row that would match now and did not, or not so surely, when its position was recorded."""

    reference: str
    before: Band
    after: Band
    folder: str | None
    """The best candidate; None where only a household is known."""


@record
class Again:
    """A message read again."""

    source: str
    message_id: int | None
    """Ledger number; None when nothing is written and the message is not in the ledger."""
    before: Reading | None
    """The reading kept in the ledger."""
    after: Reading
    new_rows: int
    """Rows for which there is no position yet."""
    changed_rows: int
    found: tuple[NewlyFound, ...]
    """Rows that match better than their position did."""
    weighed: Weighed | None
    """None when nothing is written."""


@record
class Found:
    """A message read, and what the ledger had of it."""

    source: str
    entry: LedgerEntry | None
    before: Reading | None
    after: Reading
    arrived_at: dt.datetime
    is_live: bool = False
    """It still waits in the queue of the service, which will tell people of it."""


def reprocess(desk: Desk, found: Iterable[Found], *, send: bool, dry_run: bool) -> Iterator[Again]:
    """Weigh messages again, in the order in which they were sent; what was never weighed is left to the service."""
    ordered = sorted(found, key=lambda each: sending_time(each.after.message, each.arrived_at))
    for each in (_marked(desk, found) for found in ordered):
        news = _difference(desk, each)
        changes = [row.change for row in news.rows]
        weighed = None
        if not dry_run and each.entry is not None and not each.is_live:
            weighed = weigh(desk, each.entry, each.after, manner=Manner.AGAIN if send else Manner.QUIET)
        yield Again(
            source=each.source,
            message_id=None if each.entry is None else each.entry.id,
            before=each.before,
            after=each.after,
            new_rows=changes.count(RowChange.NEW),
            changed_rows=changes.count(RowChange.CHANGED),
            found=_newly_found(news),
            weighed=weighed,
        )


def from_ledger(desk: Desk, *, since: dt.datetime | None, ids: tuple[int, ...] | None) -> Iterator[Found]:
    """Messages that pecwatch has kept.

    Raises:
        UsageError: One of the numbers is not in the ledger; nothing was read then.
    """
    with desk.database.reading() as session:
        entries = ledger.entries(session, since=since, ids=ids)
    unknown = sorted(set(ids or ()) - {entry.id for entry in entries})
    if unknown:
        raise UsageError(f"message {unknown[0]}: no such number in the ledger; correct it, or use --since DATE")
    gone = [entry.id for entry in entries if not entry.vault_name]
    if ids and gone:
        raise UsageError(f"message {gone[0]}: its copy was let go of, see [retention]; hand over the file instead")
    for entry in entries:
        if not entry.vault_name:
            continue
        with desk.database.reading() as session:
            before = ledger.reading_of(session, entry.id)
        yield Found(
            source=f"message {entry.id}",
            entry=entry,
            before=before,
            after=read_entry(desk, entry),
            arrived_at=entry.server_received_at or entry.first_seen_at,
            is_live=entry.state in ledger.UNFINISHED,
        )


def from_paths(desk: Desk, paths: Iterable[Path], *, dry_run: bool) -> Iterator[Found]:
    """Messages in files; unless it is a dry run they are kept in vault and ledger first."""
    for path in paths:
        for raw in read_archive(path):
            yield _unwritten(desk, raw) if dry_run else _entered(desk, raw)


def _unwritten(desk: Desk, raw: Unopened) -> Found:
    after = desk.sandbox.read(raw)
    return Found(source=raw.source, entry=None, before=None, after=after, arrived_at=desk.clock())


def _entered(desk: Desk, raw: Unopened) -> Found:
    """Keep a message; a new one is done from the start, or a running service would take it for mail that arrived."""
    kept, now = desk.vault.put(raw.pieces()), desk.clock()
    with desk.database.writing() as session:
        recorded = ledger.record_file(session, kept, source=raw.source, size=raw.size, now=now)
        if recorded.is_new:
            ledger.record_outcome(session, recorded.entry.id, MessageOutcome.MUTED, way=None, now=now)
        before = ledger.reading_of(session, recorded.entry.id)
    entry = recorded.entry
    return Found(
        source=raw.source,
        entry=entry,
        before=before,
        after=read_again(desk, entry.id, desk.sandbox.read(raw)),
        arrived_at=entry.server_received_at or entry.first_seen_at,
        is_live=not recorded.is_new and entry.state in ledger.UNFINISHED,
    )


def _marked(desk: Desk, found: Found) -> Found:
    if found.entry is None:
        return found
    with desk.database.reading() as session:
        return replace(found, after=marked_if_replayed(session, found.entry, found.after))


def _newly_found(news: News) -> tuple[NewlyFound, ...]:
    rows = ((row.position, row.match) for row in news.rows if row.position is not None and row.position.is_open)
    return tuple(
        NewlyFound(
            reference=position.reference,
            before=position.match.band,
            after=match.band,
            folder=match.candidates[0].folder if match.candidates else None,
        )
        for position, match in rows
        if RANKS.index(match.band) > RANKS.index(position.match.band)
    )


def _difference(desk: Desk, found: Found) -> News:
    """What the message would be today: rows without a position, and rows that differ from theirs."""
    index = desk.registry().index
    with desk.database.reading() as session:
        report = examine(found.after, index, desk.weighed_with(session))
        known = casefile.known(session, {found.after.listing.month if found.after.listing else None})
        sent_at = sending_time(found.after.message, found.arrived_at)
        known = replace(known, confirmations=decisions.confirmations(session))
        registered = people_of(session, {each.folder for each in known.confirmations})
        report = with_confirmed(report, known.confirmations, registered, desk.secret)
        known = replace(known, settled=casefile.settled_since(known.positions, sent_at))
    return what_is_new(
        report,
        message_id=0 if found.entry is None else found.entry.id,
        way=way_of(found.after),
        arrived_at=found.arrived_at,
        known=known,
        now=desk.clock(),
    )
