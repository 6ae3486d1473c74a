# SPDX-License-Identifier: EUPL-1.2
"""How old the password of a mailbox is: counted from when it was first seen, known again by a keyed hash alone."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable

from pecwatch.model.mailbox import MailboxAccount
from pecwatch.service.desk import Desk
from pecwatch.store.database import Session
from pecwatch.store.notes import note, noted


def note_passwords(desk: Desk, accounts: Iterable[MailboxAccount]) -> None:
    """Note which password each mailbox has, and since when; one that stays the same keeps its age."""
    now, hashes = desk.clock(), {account.name: _hash(desk.secret, account) for account in accounts}
    with desk.database.reading() as session:
        last = {name: noted(session, _key(name)) for name in hashes}
    # A first sight still to come was written by a clock that has since been set back.
    fresh = [name for name, seen in last.items() if seen is None or seen.value != hashes[name] or seen.noted_at > now]
    if fresh:
        with desk.database.writing() as session:
            for name in fresh:
                note(session, _key(name), hashes[name], now)


def first_seen_at(session: Session, account: MailboxAccount) -> dt.datetime | None:
    """When the password that the mailbox has now was first seen."""
    seen = noted(session, _key(account.name))
    return None if seen is None else seen.noted_at


def _hash(secret: bytes, account: MailboxAccount) -> str:
    return hmac.new(secret, f"password\x1f{account.name}\x1f{account.password}".encode(), hashlib.sha256).hexdigest()


def _key(mailbox: str) -> str:
    return f"password:{mailbox}"
