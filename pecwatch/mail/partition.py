# SPDX-License-Identifier: EUPL-1.2
"""A multipart parted, also when its boundary or its transfer encoding is not what the rules allow."""

from collections.abc import Iterator

from pecwatch.mail.declared import Declared
from pecwatch.mail.delimiters import Pieces, likely_boundary, split, split_at
from pecwatch.mail.transfer import is_encoded, out_of_transfer
from pecwatch.model.record import record


@record
class Partition:
    """Where the parts lie, and in which bytes."""

    source: bytes
    """The message, or the body out of its transfer encoding."""
    start: int
    end: int
    pieces: Pieces
    is_repaired: bool = False
    """Programs that keep to the rules find other parts, or none."""


def partition(source: bytes, start: int, end: int, said: Declared) -> Partition:
    """Part the multipart whose body lies between two places of a message; without parts when nothing helps."""
    by_rule = split(source, start, end, said.boundary)
    if by_rule.places:
        return Partition(source=source, start=start, end=end, pieces=by_rule, is_repaired=said.is_boundary_bare)
    repaired = (one for body in _bodies(source, start, end, said) for one in _repaired(*body, said))
    return next(repaired, Partition(source=source, start=start, end=end, pieces=by_rule))


def _bodies(source: bytes, start: int, end: int, said: Declared) -> Iterator[tuple[bytes, int, int]]:
    """The body as it is, then decoded: RFC 2045 section 6.4 forbids to encode a multipart, and some gateways do."""
    yield source, start, end
    if is_encoded(source, start, end, said.encoding):
        decoded = out_of_transfer(source, start, end, said.encoding)
        yield decoded, 0, len(decoded)


def _repaired(source: bytes, start: int, end: int, said: Declared) -> Iterator[Partition]:
    """By the boundary that is declared, then by one that the body shows."""
    shown = likely_boundary(source, start, end)
    for pieces in (split(source, start, end, said.boundary), split_at(source, start, end, shown)):
        if pieces.places:
            yield Partition(source=source, start=start, end=end, pieces=pieces, is_repaired=True)
