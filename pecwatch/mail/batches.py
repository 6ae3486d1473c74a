# SPDX-License-Identifier: EUPL-1.2
"""Which messages are asked for in one command: bounded in number and in bytes."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pecwatch.model.record import record

UID_WINDOW = 10_000
"""UIDs looked for in one command: the longest answer then stays far below the 1 MB an IMAP line may have."""
MOST_UIDS = 1_000_000
"""In one answer: a range of a few bytes must not fill the memory."""
SIZES_AT_ONCE = 500
MESSAGES_AT_ONCE = 200
BYTES_AT_ONCE = 8 * 1024 * 1024
PIECE = 1024 * 1024
RANGES = re.compile(rb'\s*(?:\(TAG "?[^")]*"?\)\s*)?UID(?:\s+ALL\s+([\d:,]+))?\s*', re.I)


def batches(sizes: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    """UIDs in ascending order, each batch within both bounds; a message larger than the bound goes alone."""
    batch: list[int] = []
    total = 0
    for uid, size in sorted(sizes.items()):
        if batch and (len(batch) == MESSAGES_AT_ONCE or total + size > BYTES_AT_ONCE):
            yield tuple(batch)
            batch, total = [], 0
        batch.append(uid)
        total += size
    if batch:
        yield tuple(batch)


def chunks(uids: Sequence[int], size: int = SIZES_AT_ONCE) -> Iterator[Sequence[int]]:
    """The same UIDs, so many at a time."""
    return (uids[start : start + size] for start in range(0, len(uids), size))


def needs_windows(exists: int) -> bool:
    """Whether a folder holds more messages than one answer may list."""
    return exists > UID_WINDOW


def search_criteria(exists: int, next_uid: int | None) -> Iterator[str]:
    """What to search for so that no answer grows too long: everything, or UIDs by the window.

    Args:
        exists: Messages in the folder.
        next_uid: UIDNEXT, which not every server tells.
    """
    if next_uid is None or not needs_windows(exists):
        return iter(["ALL"] if exists else [])
    starts = range(1, next_uid, UID_WINDOW)
    # The last window is open: what arrives meanwhile is there.
    return (f"UID {first}:{first + UID_WINDOW - 1 if first != starts[-1] else '*'}" for first in starts)


def uid_set(uids: Sequence[int]) -> str:
    """Ascending UIDs as IMAP writes them, neighbours as ranges: `1:4,7`."""
    ranges: list[list[int]] = []
    for uid in uids:
        if ranges and uid == ranges[-1][1] + 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in ranges)


def uids_in(found: bytes) -> Iterator[int]:
    """The UIDs of a search reply that gives neighbours as ranges (RFC 4731): `(TAG "A5") UID ALL 1:4,7`.

    Raises:
        ValueError: It is no such reply, or names more UIDs than any mailbox holds.
    """
    reply = RANGES.fullmatch(found)
    if reply is None:
        raise ValueError("not a search reply with ranges")
    left = MOST_UIDS
    for written in reply[1].split(b",") if reply[1] else ():
        ends = [int(end) for end in written.split(b":")]
        first, last = min(ends), max(ends)
        left -= last - first + 1
        if left < 0 or len(ends) > 2:
            raise ValueError("more UIDs than a mailbox holds")
        yield from range(first, last + 1)


@record
class Piece:
    """A stretch of a message."""

    start: int
    length: int
    """Bytes that there must be."""

    @property
    def as_asked(self) -> str:
        """As IMAP writes it: `<0.1048576>`."""
        return f"<{self.start}.{PIECE}>"


def is_large(size: int) -> bool:
    """Whether a message is fetched by itself and in pieces, so that it neither fills memory nor outlasts a deadline."""
    return size > BYTES_AT_ONCE


def pieces(size: int) -> Iterator[Piece]:
    """The stretches in which a large message is asked for.

    The last one is shorter than what is asked for, and empty if need be: a longer message shows itself there.
    """
    return (Piece(start=start, length=min(PIECE, size - start)) for start in range(0, size + 1, PIECE))
