# SPDX-License-Identifier: EUPL-1.2
"""Getting messages whole: what is asked for together, and nothing less than a whole message counts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Protocol

from pecwatch.mail.batches import batches, chunks, pieces
from pecwatch.mail.replies import Declined
from pecwatch.model.mailbox import Delivery, FolderListing, NotFetched
from pecwatch.model.record import record

LARGEST_MESSAGE = 200 * 1024 * 1024
"""Bytes. Providers take a PEC of 100 MB at most; a larger one is for a person to open."""


@record
class Fetched:
    """A body, or a piece of one, as one reply gave it."""

    uid: int
    body: bytes | None
    """None when the server said NIL."""
    received_at: dt.datetime | None


class Server(Protocol):
    """What is asked of a server with an open folder."""

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Bytes of each message that is still there."""

    def bodies(self, uids: Sequence[int], piece: str) -> list[Fetched]:
        """Everything with a body that comes when these are asked for; raises `Declined`."""


def fetch_whole(
    mailbox: str, listing: FolderListing, uids: Sequence[int], server: Server
) -> Iterator[Delivery | NotFetched]:
    """An answer for each UID, sizes first, so that no batch and no message grows beyond bounds."""
    for some in chunks(uids):
        yield from _fetch_some(mailbox, listing, some, server)


def _fetch_some(
    mailbox: str, listing: FolderListing, uids: Sequence[int], server: Server
) -> Iterator[Delivery | NotFetched]:
    """Sizes, then batches; when the sizes are declined as a whole, one by one."""
    try:
        sizes = server.sizes(uids)
    except Declined as declined:
        if len(uids) == 1:
            yield not_fetched(mailbox, listing, uids[0], _reason(declined))
            return
        for uid in uids:
            yield from _fetch_some(mailbox, listing, (uid,), server)
        return
    for uid in uids:
        if uid not in sizes:
            yield not_fetched(mailbox, listing, uid, "gone")
        elif sizes[uid] > LARGEST_MESSAGE:
            yield not_fetched(mailbox, listing, uid, "too_large")
    for batch in batches({uid: size for uid, size in sizes.items() if size <= LARGEST_MESSAGE}):
        yield from _fetch_batch(mailbox, listing, batch, sizes, server)


def _fetch_batch(
    mailbox: str, listing: FolderListing, uids: Sequence[int], sizes: dict[int, int], server: Server
) -> Iterator[Delivery | NotFetched]:
    """One batch; when it is declined as a whole, one by one, so that one bad message keeps no other back."""
    try:
        answers = [server.bodies(uids, piece) for piece in pieces(sizes[uids[0]])]
    except Declined as declined:
        if len(uids) == 1:
            yield not_fetched(mailbox, listing, uids[0], _reason(declined))
            return
        for uid in uids:
            yield from _fetch_batch(mailbox, listing, (uid,), sizes, server)
        return
    for uid in uids:
        yield judged(mailbox, listing, uid, sizes[uid], answers)


def judged(
    mailbox: str, listing: FolderListing, uid: int, size: int, answers: Sequence[Sequence[Fetched]]
) -> Delivery | NotFetched:
    """One message, put together from the answers to each of its pieces, or why it is not to be believed.

    Args:
        mailbox: Name of the mailbox.
        listing: The folder it was asked from.
        uid: The message asked for.
        size: Bytes, as the server had announced.
        answers: Everything with a body that came, for each piece in order; other messages may be among it.
    """
    found = [[fetched for fetched in answer if fetched.uid == uid] for answer in answers]
    if not all(found):
        return not_fetched(mailbox, listing, uid, "gone")
    if any(len(bodies) > 1 for bodies in found):
        return not_fetched(mailbox, listing, uid, "two_bodies")
    content = b"".join(bodies[0].body or b"" for bodies in found)
    if len(content) != size or not content:
        return not_fetched(mailbox, listing, uid, "size_differs" if content else "empty")
    return Delivery(
        mailbox=mailbox,
        folder=listing.folder,
        uidvalidity=listing.uidvalidity,
        uid=uid,
        received_at=found[0][0].received_at,
        content=content,
    )


def not_fetched(mailbox: str, listing: FolderListing, uid: int, reason: str) -> NotFetched:
    """The answer for a message that is not to be had now."""
    return NotFetched(mailbox=mailbox, folder=listing.folder, uidvalidity=listing.uidvalidity, uid=uid, reason=reason)


def _reason(declined: Declined) -> str:
    """What a refusal of one message is to the ledger."""
    if declined.code in ("EXPUNGEISSUED", "NONEXISTENT"):
        return "gone"
    return "garbled" if declined.code == "garbled" else "refused"
