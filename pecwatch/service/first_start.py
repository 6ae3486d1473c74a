# SPDX-License-Identifier: EUPL-1.2
"""Which messages were in a mailbox before pecwatch came: read like all others, alerted only if they still matter."""

import datetime as dt
from collections.abc import Iterable

from pecwatch.model.mailbox import MailboxAccount
from pecwatch.store import ledger
from pecwatch.store.arrivals import arrivals
from pecwatch.store.database import Session
from pecwatch.store.notes import note, noted
from pecwatch.store.records import LedgerEntry


def _key(mailbox: str) -> str:
    return f"first_listing:{mailbox}"


def end_first_listing(session: Session, mailbox: str, now: dt.datetime) -> None:
    """Note that everything a mailbox held when it was first listed is safe; later calls change nothing."""
    if noted(session, _key(mailbox)) is None:
        note(session, _key(mailbox), "ended", now)


def listening_since(session: Session, accounts: Iterable[MailboxAccount]) -> dt.datetime | None:
    """When the first of the mailboxes was first listed; None before."""
    ended = (noted(session, _key(account.name)) for account in accounts)
    return min((each.noted_at for each in ended if each is not None), default=None)


def was_there_before(session: Session, entry: LedgerEntry) -> bool:
    """Whether a message was found by the first listing of its mailbox."""
    places = arrivals(session, entry.id)
    if not places:
        return False
    ended = noted(session, _key(places[0].mailbox))
    return ended is None or entry.first_seen_at <= ended.noted_at


def is_over(session: Session, accounts: Iterable[MailboxAccount]) -> bool:
    """Whether every mailbox has been listed once, and all that was found there has been weighed."""
    listed = all(noted(session, _key(account.name)) is not None for account in accounts)
    counts = ledger.counts(session)
    return listed and not any(counts[state] for state in ledger.UNFINISHED)
