# SPDX-License-Identifier: EUPL-1.2
"""A mailbox on a server, and what was found in it."""

import datetime as dt
from pathlib import Path

from pecwatch.model.record import record


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
    """One message fetched whole from a server."""

    mailbox: str
    folder: str
    uidvalidity: int | None
    uid: int
    received_at: dt.datetime | None
    """INTERNALDATE, aware."""
    content: bytes


@record
class NotFetched:
    """A message the server listed and did not give whole; it will be asked for again."""

    mailbox: str
    folder: str
    uidvalidity: int | None
    uid: int
    reason: str
    """Stable code: gone, empty, size_differs, two_bodies, too_large, refused, garbled."""
