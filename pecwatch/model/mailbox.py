# SPDX-License-Identifier: EUPL-1.2
"""A mailbox on a server, and what was found in it."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from pecwatch.model.record import record

CLOCKS_DIFFER = dt.timedelta(minutes=10)
"""By so much a server's clock may be ahead of ours without being called wrong."""


@record
class MailboxAccount:
    """How to reach a mailbox."""

    name: str
    host: str
    port: int
    tls: str
    """implicit, starttls, or none (loopback only)."""
    tls_ca_file: Path | None = None
    username: str
    password: str
    folders: tuple[str, ...] = ("INBOX",)
    addresses: tuple[str, ...] = ()
    """Who we are there, lower case; replies and forwards are told apart by it."""
    purpose: str = "lists"
    """What is looked for in it: lists, replies, or both."""
    password_max_age_days: int | None = None
    """How long a password is valid with that provider; None for one that does not expire."""

    def __repr__(self) -> str:
        return f"MailboxAccount({self.name!r})"


@record
class FolderListing:
    """What a folder holds now."""

    folder: str
    uidvalidity: int | None
    uids: frozenset[int]


@record
class Delivery:
    """One message that a server gives whole; of one beyond `LARGEST_MESSAGE`, the header."""

    mailbox: str
    folder: str
    uidvalidity: int | None
    uid: int
    received_at: dt.datetime | None
    """INTERNALDATE, aware."""
    size: int
    """Bytes of the message, as the server announced and, but for a mere header, as they come."""
    pieces: Iterable[bytes]
    """The bytes. Those of a large message are on the server until they are taken from here, which can be done once,
    before the next message is asked for, and raises `NotWhole` when they turn out not to be all of it."""

    def is_to_come(self, now: dt.datetime) -> bool:
        """Whether the server says that it has not arrived yet: its clock is wrong, and nothing is to rely on it."""
        return self.received_at is not None and self.received_at > now + CLOCKS_DIFFER


@record
class NotFetched:
    """A message the server listed and did not give whole; it will be asked for again."""

    mailbox: str
    folder: str
    uidvalidity: int | None
    uid: int
    reason: str
    """Stable code: gone, empty, size_differs, two_bodies, refused, garbled, slow, interrupted."""
