# SPDX-License-Identifier: EUPL-1.2
"""Where the parts of a multipart lie: between its delimiter lines (RFC 2046 section 5.1.1)."""

import re
from collections.abc import Iterator
from itertools import islice

from pecwatch.model.record import record

DELIMITERS_LIMIT = 10_000
"""Lines of one multipart that begin as its delimiter does; those of another boundary that begins alike count."""

_DASHED_LINE = re.compile(rb"^--([^\r\n]{1,200})\r?$", re.M)
"""Could be a delimiter; RFC 2046 allows a boundary of 70 characters."""
_RETURN = ord("\r")
_REST_OF_LINE = re.compile(rb"(--)?[ \t]*+(?:\r?\n|\Z)")


@record
class Pieces:
    """The places of the parts, and what became of the rest."""

    preamble_end: int
    places: tuple[tuple[int, int], ...]
    """Start and end of each part."""
    epilogue_start: int
    is_closed: bool = True
    """The last delimiter was there."""
    are_all: bool = True
    """False when there were more than the limit."""


def split(source: bytes, start: int, end: int, boundary: str | None) -> Pieces:
    """Find the parts of the multipart whose body lies between two places of a message."""
    return split_at(source, start, end, None if boundary is None else _as_written(source, start, end, boundary))


def likely_boundary(source: bytes, start: int, end: int) -> bytes | None:
    """The boundary of the first line that looks like a delimiter and has its closing delimiter after it."""
    closed: dict[bytes, bool] = {}
    for line in islice(_DASHED_LINE.finditer(source, start, end), DELIMITERS_LIMIT):
        mark = line[1].rstrip()
        if mark.endswith(b"--") and mark[:-2] in closed:
            closed[mark[:-2]] = True
        elif mark.strip(b"-"):
            closed.setdefault(mark, False)
    return next((mark for mark, is_closed in closed.items() if is_closed), None)


def split_at(source: bytes, start: int, end: int, mark: bytes | None) -> Pieces:
    """Find the parts between delimiters with this boundary; without one there are none."""
    preamble_end = start
    places: list[tuple[int, int]] = []
    part_start: int | None = None
    for count, (line_start, rest) in enumerate(() if mark is None else _lines_beginning(source, start, end, mark)):
        if count == DELIMITERS_LIMIT:
            return Pieces(preamble_end=preamble_end, places=tuple(places), epilogue_start=end, are_all=False)
        if rest is None:
            continue
        if part_start is None:
            preamble_end = line_start
        else:
            places.append((part_start, max(part_start, line_start)))
        part_start = rest.end()
        if rest.group(1):
            return Pieces(preamble_end=preamble_end, places=tuple(places), epilogue_start=part_start)
    if part_start is not None:
        places.append((part_start, end))
    return Pieces(preamble_end=preamble_end, places=tuple(places), epilogue_start=end, is_closed=False)


def _lines_beginning(source: bytes, start: int, end: int, mark: bytes) -> Iterator[tuple[int, re.Match[bytes] | None]]:
    """Each line that begins with two hyphens and the mark: where it starts, with the line end before it, and its rest.

    The rest is None when the line goes on: it is then no delimiter, at least not of this multipart.
    """
    dashes = b"--" + mark
    at = start if source.startswith(dashes, start, end) else _after_line_end(source, start, end, dashes)
    while at is not None:
        after = at + len(dashes)
        yield _before_line_end(source, start, at), _REST_OF_LINE.match(source, after, end)
        at = _after_line_end(source, after, end, dashes)


def _after_line_end(source: bytes, start: int, end: int, wanted: bytes) -> int | None:
    at = source.find(b"\n" + wanted, start, end)
    return None if at < 0 else at + 1


def _before_line_end(source: bytes, start: int, at: int) -> int:
    """The end of the line before, without its line end, which belongs to the delimiter."""
    if at == start:
        return start
    return at - 2 if at - 2 >= start and source[at - 2] == _RETURN else at - 1


def _as_written(source: bytes, start: int, end: int, boundary: str) -> bytes:
    """The boundary as bytes: one that is not ASCII, against the rules, stands in the body as it stood in the header."""
    utf8 = boundary.encode("utf-8")
    if boundary.isascii() or source.find(b"--" + utf8, start, end) >= 0:
        return utf8
    return boundary.encode("cp1252", "replace")
