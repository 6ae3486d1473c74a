# SPDX-License-Identifier: EUPL-1.2
"""Mailboxes with faults, each under a name of its own, so that many share one office and cost little."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import pytest

from pecwatch.mail.inbox import Inbox
from pecwatch.model.mailbox import MailboxAccount
from pecwatch.service.collecting import Collected, Collector
from pecwatch.service.desk import Desk
from pecwatch.store.arrivals import arrivals, fates, latest_uidvalidity, missed
from pecwatch.store.ledger import entries
from pecwatch.store.mailboxes import health
from pecwatch.store.notes import noted
from pecwatch.store.records import Arrival, MailboxHealth, Missed
from tests.end_to_end.office import MovedClock, SocialServices
from tests.servers.imap import OK, FakeImap, Step, fetched

HOUR = dt.timedelta(hours=1)
_numbers = itertools.count(1)


class Box:
    """One mailbox, polled by itself."""

    def __init__(self, desk: Desk, account: MailboxAccount, *, deadline_s: float, silence_s: float) -> None:
        assert isinstance(desk.clock, MovedClock)
        self.desk, self.clock, self.account = desk, desk.clock, account
        self.collector = Collector(
            desk, (self.account,), partial(Inbox, deadline_s=deadline_s, read_timeout_s=silence_s)
        )

    def collect(self, later: dt.timedelta = HOUR) -> Collected:
        """One poll, by default long after the one before."""
        self.clock.now += later
        (collected,) = self.collector.collect()
        return collected

    @property
    def health(self) -> MailboxHealth:
        """How its polls go."""
        with self.desk.database.reading() as session:
            return health(session, self.account.name)

    def noted(self, key: Callable[[str], str]) -> str | None:
        """What is noted of it under a key."""
        with self.desk.database.reading() as session:
            found = noted(session, key(self.account.name))
        return None if found is None else found.value

    @property
    def arrived(self) -> list[Arrival]:
        """Every place of it from which a message came, by UID."""
        with self.desk.database.reading() as session:
            found = [each for entry in entries(session) for each in arrivals(session, entry.id)]
        return sorted((each for each in found if each.mailbox == self.account.name), key=lambda each: each.uid)

    @property
    def count(self) -> int:
        """How many messages came from it, however many the office has."""
        with self.desk.database.reading() as session:
            numbers = {each: latest_uidvalidity(session, self.account.name, each) for each in self.account.folders}
            return sum(len(fates(session, self.account.name, each, number)) for each, number in numbers.items())

    @property
    def missed(self) -> list[Missed]:
        """What it listed and did not give."""
        with self.desk.database.reading() as session:
            return [each for each in missed(session) if each.mailbox == self.account.name]


def fresh(account: MailboxAccount) -> MailboxAccount:
    """The same mailbox under a name that the ledger does not know yet."""
    return replace(account, name=f"box{next(_numbers)}")


@contextmanager
def box(desk: Desk, account: MailboxAccount, *, deadline_s: float = 20, silence_s: float = 10) -> Iterator[Box]:
    """A mailbox whose lines are closed at the end.

    Args:
        deadline_s, silence_s: How patient we are; a loaded machine must not look like a fault.
    """
    found = Box(desk, account, deadline_s=deadline_s, silence_s=silence_s)
    with found.collector:
        yield found


def three_letters() -> tuple[bytes, bytes, bytes]:
    """Three messages that no test has seen yet."""
    number = next(_numbers)
    first, second, third = (f"Subject: lettera {number}.{place}\r\n\r\nciao\r\n".encode() for place in (1, 2, 3))
    return first, second, third


def holds(server: FakeImap, letters: Sequence[bytes], *, uidvalidity: int | None = 7) -> None:
    """Let the server be in good health and hold these, from UID 1 on."""
    uids = " ".join(str(uid) for uid in range(1, len(letters) + 1))
    numbered = b"" if uidvalidity is None else f"* OK [UIDVALIDITY {uidvalidity}] x\r\n".encode()
    told = (f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(letter)})\r\n" for uid, letter in enumerate(letters, 1))
    good: dict[str, Sequence[Step]] = {
        "GREETING": [b"* OK ready\r\n"],
        "CAPABILITY": [b"* CAPABILITY IMAP4rev1\r\n", OK],
        "LOGIN": [OK],
        "EXAMINE": [f"* {len(letters)} EXISTS\r\n".encode() + numbered, OK],
        "SEARCH": [f"* SEARCH {uids}\r\n".encode(), OK],
        "SIZES": ["".join(told).encode(), OK],
        "BODIES": [*(fetched(uid, letter) for uid, letter in enumerate(letters, 1)), OK],
        "NOOP": [OK],
        "LIST": [OK],
        "LOGOUT": [b"* BYE\r\n", OK],
    }
    server.script.clear()
    server.script.update(good)


@pytest.fixture
def fake(office: SocialServices) -> Iterator[FakeImap]:
    """The ordinary box on a server that says what it is told to; it holds nothing yet."""
    with FakeImap() as server:
        account = server.account()
        for key, value in (("host", account.host), ("port", str(account.port)), ("tls", "none")):
            office.change_mailbox("ordinaria", key, value)
        holds(server, ())
        yield server
