# SPDX-License-Identifier: EUPL-1.2
"""Getting messages whole: what is asked for together, and nothing less than a whole message counts.

Small messages come many at a time. A large one comes in pieces, of which one is in memory at a time; of one beyond
all bounds only the header is asked for.
"""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from typing import Protocol

from pecwatch.errors import PecwatchError
from pecwatch.mail.batches import Piece, batches, chunks, is_large, pieces
from pecwatch.mail.headers import header_of
from pecwatch.mail.replies import Declined
from pecwatch.model.mailbox import Delivery, FolderListing, NotFetched
from pecwatch.model.message import LARGEST_MESSAGE
from pecwatch.model.record import record


@record
class Fetched:
    """A body, or a piece of one, as one reply gave it."""

    uid: int
    body: bytes | None
    """None when the server said NIL."""
    received_at: dt.datetime | None


class NotWhole(PecwatchError):
    """What came is not one whole message. The line is still good, so the others go on."""

    def __init__(self, reason: str) -> None:
        """Explain it by a code of `NotFetched`."""
        super().__init__(f"a message did not come whole ({reason}); it is asked for again")
        self.reason = reason


class Server(Protocol):
    """What is asked of a server with an open folder."""

    @property
    def message_s(self) -> float:
        """Seconds after which no further piece of a large message is asked for."""

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Bytes of each message that is still there."""

    def bodies(self, uids: Sequence[int], piece: str) -> list[Fetched]:
        """Everything with a body that comes when these are asked for; raises `Declined`."""


def fetch_whole(
    mailbox: str, listing: FolderListing, uids: Sequence[int], server: Server
) -> Iterator[Delivery | NotFetched]:
    """An answer for each UID: of those whose sizes are asked together the large ones last, so that they delay nobody.

    The pieces of a large message must be taken before the next answer is.
    """
    for some in chunks(uids):
        yield from _fetch_some(mailbox, listing, some, server)


def _fetch_some(
    mailbox: str, listing: FolderListing, uids: Sequence[int], server: Server
) -> Iterator[Delivery | NotFetched]:
    """Sizes, then batches, then the large ones; when the sizes are declined as a whole, one by one."""
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
    for batch in batches({uid: size for uid, size in sizes.items() if not is_large(size)}):
        yield from _fetch_batch(mailbox, listing, batch, sizes, server)
    for uid, size in sorted(sizes.items()):
        if is_large(size):
            yield _fetch_large(mailbox, listing, uid, size, server)


def _fetch_batch(
    mailbox: str, listing: FolderListing, uids: Sequence[int], sizes: dict[int, int], server: Server
) -> Iterator[Delivery | NotFetched]:
    """One batch; when it is declined as a whole, one by one, so that one bad message keeps no other back."""
    try:
        answer = server.bodies(uids, "")
    except Declined as declined:
        if len(uids) == 1:
            yield not_fetched(mailbox, listing, uids[0], _reason(declined))
            return
        for uid in uids:
            yield from _fetch_batch(mailbox, listing, (uid,), sizes, server)
        return
    for uid in uids:
        try:
            # A message of no bytes is none.
            came = _only(answer, uid, sizes[uid] or 1)
        except NotWhole as fault:
            yield not_fetched(mailbox, listing, uid, fault.reason)
        else:
            yield _delivery(mailbox, listing, came, sizes[uid])


def _fetch_large(mailbox: str, listing: FolderListing, uid: int, size: int, server: Server) -> Delivery | NotFetched:
    """A message whose first piece is here and whose others come when they are taken; or a mere header."""
    ends_at = time.monotonic() + server.message_s
    asked = pieces(size)
    first = next(asked)
    try:
        came = _only(server.bodies((uid,), first.as_asked), uid, first.length)
    except Declined as declined:
        return not_fetched(mailbox, listing, uid, _reason(declined))
    except NotWhole as fault:
        return not_fetched(mailbox, listing, uid, fault.reason)
    if size > LARGEST_MESSAGE:
        return _delivery(mailbox, listing, came, size, iter((header_of(came.body or b""),)))
    return _delivery(mailbox, listing, came, size, _all_of(came, asked, server, ends_at))


def _all_of(first: Fetched, others: Iterator[Piece], server: Server, ends_at: float) -> Iterator[bytes]:
    """The pieces of one message, each when it is wanted.

    Raises:
        NotWhole: The message is shorter or longer than announced, the server gives no more of it, or takes too long.
    """
    yield first.body or b""
    for piece in others:
        if time.monotonic() > ends_at:
            raise NotWhole("slow")
        try:
            answer = server.bodies((first.uid,), piece.as_asked)
        except Declined as declined:
            raise NotWhole(_reason(declined)) from None
        yield _only(answer, first.uid, piece.length).body or b""


def _only(answer: Sequence[Fetched], uid: int, length: int) -> Fetched:
    """What came of one message, in an answer that may hold others too.

    Args:
        length: Bytes that there must be.

    Raises:
        NotWhole: Nothing came, or twice, or another number of bytes.
    """
    found = [fetched for fetched in answer if fetched.uid == uid]
    if len(found) != 1:
        raise NotWhole("two_bodies" if found else "gone")
    came = len(found[0].body or b"")
    if came != length:
        raise NotWhole("size_differs" if came else "empty")
    return found[0]


def _delivery(
    mailbox: str, listing: FolderListing, came: Fetched, size: int, content: Iterator[bytes] | None = None
) -> Delivery:
    """A message of which this came; its whole content unless told otherwise."""
    return Delivery(
        mailbox=mailbox,
        folder=listing.folder,
        uidvalidity=listing.uidvalidity,
        uid=came.uid,
        received_at=came.received_at,
        size=size,
        pieces=(came.body or b"",) if content is None else content,
    )


def not_fetched(mailbox: str, listing: FolderListing, uid: int, reason: str) -> NotFetched:
    """The answer for a message that is not to be had now."""
    return NotFetched(mailbox=mailbox, folder=listing.folder, uidvalidity=listing.uidvalidity, uid=uid, reason=reason)


def _reason(declined: Declined) -> str:
    """What a refusal of one message is to the ledger."""
    if declined.code in ("EXPUNGEISSUED", "NONEXISTENT"):
        return "gone"
    return "garbled" if declined.code == "garbled" else "refused"
