# SPDX-License-Identifier: EUPL-1.2
"""Keeps an operator to the rows of her own codes; whoever has a wider right is let through."""

from collections.abc import Sequence

from pecwatch.casework.ownership import code_for
from pecwatch.errors import UsageError
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.access import Caller
from pecwatch.model.position import Position
from pecwatch.service.desk import Desk
from pecwatch.service.reading_noted import note_refusal
from pecwatch.store import casefile


def hers(desk: Desk, caller: Caller, positions: Sequence[Position]) -> Sequence[Position]:
    """Those rows that a caller may see."""
    if not caller.is_confined:
        return positions
    office, today = desk.office, day_in_rome(desk.clock())
    return [each for each in positions if code_for(each, caller.codes, office, today) is not None]


def require_hers(desk: Desk, caller: Caller, position: Position, called: str) -> None:
    """Refuse a row that is somebody else's.

    Raises:
        UsageError: It is; the trail says that she asked.
    """
    if not hers(desk, caller, [position]):
        note_refusal(desk, caller, called, position.reference)
        raise UsageError(f"{position.reference}: not a row of {' or '.join(sorted(caller.codes))}; ask its owner")


def require_own(desk: Desk, caller: Caller, reference: str, called: str) -> None:
    """The same by reference; one that does not exist is left to whoever looks for it."""
    if not caller.is_confined:
        return
    with desk.database.reading() as session:
        found = casefile.position(session, reference)
    if found is not None:
        require_hers(desk, caller, found, called)


def code_of_caller(desk: Desk, caller: Caller, reference: str, said: str | None) -> str | None:
    """Under which code somebody decides on a row: what was said; an operator under one of her own and no other.

    Raises:
        UsageError: The row, or the code that was said, is not hers.
    """
    if not caller.is_confined:
        return said
    if said is not None and said not in caller.codes:
        note_refusal(desk, caller, f"positions --as {said}", reference)
        raise UsageError(f"--as {said}: not your code; leave it out, or decide as {' or '.join(sorted(caller.codes))}")
    require_own(desk, caller, reference, "positions")
    with desk.database.reading() as session:
        found = casefile.position(session, reference)
    if found is None or said is not None:
        return said
    return code_for(found, caller.codes, desk.office, day_in_rome(desk.clock()))
