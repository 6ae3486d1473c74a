# SPDX-License-Identifier: EUPL-1.2
"""What pecwatch did and what waits, as numbers: the only form in which the administrator sees it."""

import datetime as dt

from pecwatch.alerts.digests import Counts
from pecwatch.alerts.silence import trouble_line
from pecwatch.model.audit import Deed
from pecwatch.model.retention import Purged
from pecwatch.service.desk import Desk
from pecwatch.service.purging import PURGED
from pecwatch.store import audit, ledger, outbox
from pecwatch.store.alarms import open_alarms
from pecwatch.store.casefile import positions
from pecwatch.store.database import Session
from pecwatch.store.happenings import Happening, happened
from pecwatch.store.mailboxes import all_health
from pecwatch.store.notes import noted
from pecwatch.store.overdue import overdue_questions
from pecwatch.store.records import LedgerEntry, MailState, MessageOutcome

QUESTION_OVERDUE = dt.timedelta(days=3)
"""Nobody has answered a question for so long: the digests speak of it."""

LISTS = frozenset({MessageOutcome.ALERT, MessageOutcome.MUTED, MessageOutcome.TWIN, MessageOutcome.HISTORY})


def counts(desk: Desk, since: dt.datetime | None, *, outcome: MessageOutcome | None = None) -> Counts:
    """Count what came since a moment (None: ever), and what waits now.

    Args:
        outcome: Count only the messages that led to this.
    """
    with desk.database.reading() as session:
        found = [entry for entry in ledger.entries(session, since=since) if outcome in (None, entry.outcome)]
        lists = [entry for entry in found if entry.outcome in LISTS]
        still_open = positions(session)
        polls = [state.succeeded_at for state in all_health(session) if state.succeeded_at is not None]
        return Counts(
            messages=len(found),
            lists=len(lists),
            rows=sum(_rows(session, entry) for entry in lists),
            needing_a_person=len(ledger.failed(session)),
            muted=sum(position.muted for position in still_open),
            open_positions=len(still_open),
            mails_sent=outbox.count(session, MailState.SENT, since=since),
            mails_waiting=outbox.unsent_count(session, desk.clock()),
            mails_failed=outbox.count(session, MailState.FAILED),
            mailboxes_failing=sum(state.failures > 0 for state in all_health(session)),
            last_poll_at=max(polls, default=None),
            troubles=tuple(map(trouble_line, open_alarms(session))),
            gone=happened(session, Happening.GONE, since),
            renumbered=happened(session, Happening.RENUMBERED, since),
            odd_clock=happened(session, Happening.ODD_CLOCK, since),
            trail_head=_head(session),
            purged=_purged(session, since),
            purged_on=_purged_on(session),
            questions_overdue=overdue_questions(session, desk.clock() - QUESTION_OVERDUE),
        )


def _head(session: Session) -> str:
    last = audit.head(session)
    return "" if last is None else str(last)


def _purged(session: Session, since: dt.datetime | None) -> Purged:
    """As the trail tells it: also what a purge had deleted when it was stopped."""
    told = audit.trail(session, since=since, deed=Deed.PURGED)
    return sum((Purged.told(each.detail) for each in told), Purged())


def _purged_on(session: Session) -> dt.date | None:
    last = noted(session, PURGED)
    return None if last is None else dt.date.fromisoformat(last.value)


def _rows(session: Session, entry: LedgerEntry) -> int:
    reading = ledger.reading_of(session, entry.id)
    return 0 if reading is None or reading.listing is None else len(reading.listing.rows)
