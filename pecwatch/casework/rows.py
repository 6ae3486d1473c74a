# SPDX-License-Identifier: EUPL-1.2
"""Each row of a list beside the position it continues."""

import datetime as dt
from dataclasses import replace

from pecwatch.casework.continuing import reopens
from pecwatch.casework.differences import compare
from pecwatch.casework.identity import SAME_NAME, name_likeness
from pecwatch.casework.lists import Overlap
from pecwatch.casework.urgency import ENDING
from pecwatch.model.listing import ListRow, Status
from pecwatch.model.match import Band, Match
from pecwatch.model.news import Difference, RowChange, RowNews
from pecwatch.model.position import Position
from pecwatch.model.record import record

FOUND = frozenset({Band.CERTAIN, Band.PROBABLE, Band.SAME_DWELLING})
"""Bands that lead to a worker who knows the household."""

IDENTITY = frozenset({"name", "address", "fiscal_code", "birth_date"})
"""Fields that say whose row it is."""


@record
class Comparison:
    """On which terms the rows of a list are compared."""

    twin: Overlap | None
    """The list of which this one is a second copy."""
    may_lower: bool
    is_replayed: bool
    """A PEC that came before and was sent again."""
    today: dt.date
    settled: frozenset[str] = frozenset()
    """Positions that were closed after this list was sent."""

    def copied_row(self, index: int) -> ListRow | None:
        """The row of the first copy that the row at this index repeats."""
        if self.twin is None or index not in self.twin.pairs:
            return None
        return self.twin.known.rows[self.twin.pairs[index]]


def compare_row(
    row: ListRow, match: Match, position: Position | None, copied: ListRow | None, terms: Comparison
) -> RowNews:
    """One row beside its position; `copied` is the row of which it is a second copy."""
    settled = position is not None and position.reference in terms.settled
    if position is None or (copied is None and not settled and reopens(row, position)):
        held = () if terms.may_lower else _end_of(row, applied=False)
        return RowNews(row=row, match=match, change=RowChange.NEW, position=None, differences=held)
    differences = _differences(row, position, copied, terms)
    if copied is not None and _is_copy(row, copied, terms.today):
        differences = _left_of_a_copy(differences, copied, position, terms)
    stands_open = terms.may_lower and position.is_open and row.status is position.row.status
    if stands_open and not any(each.field == "status" for each in differences):
        differences = (*differences, *_end_of(row, applied=True))
    changed = bool(differences) or finds_somebody(match, position)
    change = RowChange.CHANGED if changed else RowChange.SAME
    return RowNews(row=row, match=match, change=change, position=position, differences=differences)


def _end_of(row: ListRow, *, applied: bool) -> tuple[Difference, ...]:
    """That a row is over already, said for the first time by a list that may close it, or by one that may not."""
    if row.status not in ENDING:
        return ()
    return (Difference(field="status", before=None, after=row.status, applied=applied),)


def finds_somebody(match: Match, position: Position) -> bool:
    """Whether the row now leads to a worker who knows the household, and did not before."""
    fresh = all(candidate.folder not in position.rejected_folders for candidate in match.candidates[:1])
    return position.is_open and fresh and match.band in FOUND and position.match.band not in FOUND


def _is_copy(row: ListRow, copied: ListRow, today: dt.date) -> bool:
    """Whether the row says what its copy said, but for a slip of the pen in the name."""
    fields = {difference.field for difference in compare(row, copied, today=today, may_lower=False)}
    return not fields or (fields == {"name"} and name_likeness(row, copied) >= SAME_NAME)


def _left_of_a_copy(
    differences: tuple[Difference, ...], copied: ListRow, position: Position, terms: Comparison
) -> tuple[Difference, ...]:
    """What the second copy of a row still has to say: what the first could not do, if this one can.

    The ordinary mail came first and was held, and now its PEC is here. A replay cannot either, but it
    asks again: whoever sends an old list a second time wants something.
    """
    if not terms.may_lower and not terms.is_replayed:
        return ()
    by_copy = compare(copied, position.row, today=terms.today, may_lower=False)
    held = {difference.field for difference in by_copy if not difference.applied}
    return tuple(each for each in differences if each.field in held)


def _differences(row: ListRow, position: Position, copied: ListRow | None, terms: Comparison) -> tuple[Difference, ...]:
    """What differs from the position; a corrected row without a status of its own keeps that of the position."""
    inherits = row.corrects is not None and row.status is Status.UNKNOWN
    stated = replace(row, status=position.row.status) if inherits else row
    differences = compare(stated, position.row, today=terms.today, may_lower=terms.may_lower)
    if position.listed is not None:
        since = compare(stated, position.listed, today=terms.today, may_lower=terms.may_lower)
        differences = _as_lists_changed(differences, since)
    if position.received is not None:
        since = compare(stated, position.received, today=terms.today, may_lower=terms.may_lower)
        differences = _without_rectified(differences, since)
    slip = copied is not None and name_likeness(row, copied) >= SAME_NAME
    return tuple(each for each in differences if not (slip and each.field == "name"))


def _without_rectified(
    differences: tuple[Difference, ...], against_received: tuple[Difference, ...]
) -> tuple[Difference, ...]:
    """What is left where somebody rectified whose row it is: a list that repeats its error says nothing new."""
    news = {each.field for each in against_received}
    return tuple(each for each in differences if each.field not in IDENTITY or each.field in news)


def _as_lists_changed(
    against_office: tuple[Difference, ...], against_lists: tuple[Difference, ...]
) -> tuple[Difference, ...]:
    """What a list changes where somebody of the office has said otherwise than the lists.

    What takes effect is judged by what the office holds; what is told as «before» is what the lists said before, so
    that nobody's word is taken for theirs. What the list only now says, and the office knew, is a difference too.
    """
    before = {each.field: each.before for each in against_lists}
    held = {each.field for each in against_office}
    known = (replace(each, applied=True) for each in against_lists if each.field not in held)
    return (*(replace(each, before=before.get(each.field, each.before)) for each in against_office), *known)
