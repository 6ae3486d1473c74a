# SPDX-License-Identifier: EUPL-1.2
"""The same list in several parts of a message made one, each row once, with what differs noted."""

from dataclasses import fields, replace

from rapidfuzz import fuzz

from pecwatch.italian.fold import fold
from pecwatch.lists import problems as say
from pecwatch.lists.draft import PartReading
from pecwatch.lists.finish import Finished
from pecwatch.model.listing import ListRow, Status
from pecwatch.model.problem import Problem
from pecwatch.model.record import record

_COMPARED = ("date", "time", "status", "postponed_to", "fiscal_code", "birth_date")
_SAME_NAME = 88
_EQUAL = 100
_SAME_STREET = 85


@record
class PartRows:
    """The finished rows of one part."""

    part: PartReading
    rows: tuple[Finished, ...]


@record
class Merged:
    """Rows of several parts as one list."""

    rows: tuple[Finished, ...]
    problems: tuple[Problem, ...] = ()


def same_row(one: ListRow, other: ListRow) -> bool:
    """Whether two rows of two parts are one row: same people, and no different street.

    Names that are only alike are one only where nothing else differs: MARIO on the 11th and MARIA on the 12th are two
    people, and a list that told one of them would lose the other.
    """
    if not _same_place(one, other):
        return False
    likeness = _name_likeness(one, other)
    return likeness >= _SAME_NAME and (likeness == _EQUAL or _name(one) == _name(other) or not _differs(one, other))


def _name(row: ListRow) -> str:
    return " ".join(sorted(fold(f"{row.surname} {row.given_name}").split()))


def _name_likeness(one: ListRow, other: ListRow) -> float:
    return max(
        fuzz.ratio(_name(one), _name(other)),
        fuzz.token_sort_ratio(fold(one.name_as_written), fold(other.name_as_written)),
    )


def _same_place(one: ListRow, other: ListRow) -> bool:
    here, there = one.address, other.address
    if here.street is None or there.street is None:
        return True
    if here.civic is not None and there.civic is not None and here.civic != there.civic:
        return False
    return fuzz.token_sort_ratio(here.street, there.street) >= _SAME_STREET


def overlap(one: tuple[Finished, ...], other: tuple[Finished, ...]) -> int:
    """How many rows of one part are in the other."""
    return sum(any(same_row(mine.row, theirs.row) for theirs in other) for mine in one)


def merge(parts: list[PartRows]) -> Merged:
    """Join parts into one list; the richest part leads and the others fill in what it lacks.

    Parts that share no row, as letters to one tenant each, stay in the order of the message.
    """
    lead, *others = _by_richness(parts)
    rows = list(lead.rows)
    told: list[Problem] = []
    apart = not any(overlap(other.rows, lead.rows) for other in others)
    for other in others:
        told.extend(_add(rows, other, lead))
    if apart and not told:
        rows = _in_order(rows, parts)
    numbered = tuple(
        replace(finished, row=replace(finished.row, row=number)) for number, finished in enumerate(rows, 1)
    )
    return Merged(rows=numbered, problems=tuple(told))


def _in_order(rows: list[Finished], parts: list[PartRows]) -> list[Finished]:
    places = {part.part.part: place for place, part in reversed(list(enumerate(parts)))}
    return sorted(rows, key=lambda finished: places[finished.row.where.part])


def _by_richness(parts: list[PartRows]) -> list[PartRows]:
    """The part to trust first: most rows, then the fullest rows, then the first."""

    def richness(part: PartRows) -> tuple[int, int]:
        filled = sum(
            sum(getattr(finished.row, field.name) not in (None, (), "") for field in fields(finished.row))
            + (finished.row.status is not Status.UNKNOWN) * 2
            for finished in part.rows
        )
        return len(part.rows), filled

    best = max(parts, key=richness)
    return [best, *(part for part in parts if part is not best)]


def _add(rows: list[Finished], other: PartRows, lead: PartRows) -> list[Problem]:
    """Match the rows of another part one by one; new ones join the list."""
    free = set(range(len(rows)))
    shared = overlap(other.rows, tuple(rows))
    differing: list[int] = []
    added: list[int] = []
    for finished in other.rows:
        at = next((place for place in sorted(free) if same_row(rows[place].row, finished.row)), None)
        if at is None:
            if _is_alternative(other.part, lead.part) and not _is_sure(finished.row):
                continue
            rows.append(finished)
            added.append(len(rows))
            continue
        free.discard(at)
        if _differs(rows[at].row, finished.row):
            differing.append(at + 1)
        rows[at] = _filled(rows[at], finished.row)
    told = [say.differ(other.part.part, differing)] if differing else []
    if added and shared:
        told.append(say.only_in(other.part.part, added))
    missing = sorted(place + 1 for place in free if place < len(lead.rows))
    if shared and missing and not added and len(parts_rows := other.rows) < len(lead.rows) and parts_rows:
        told.append(say.only_in(lead.part.part, missing))
    return told


def _is_alternative(one: PartReading, other: PartReading) -> bool:
    """Whether two parts are the text and the HTML of one body."""
    return one.is_body and other.is_body and {one.format, other.format} == {"text", "html"}


def _is_sure(row: ListRow) -> bool:
    return row.status is not Status.UNKNOWN and row.address.civic is not None and row.given_name != ""


def _differs(one: ListRow, other: ListRow) -> bool:
    for name in _COMPARED:
        mine, theirs = getattr(one, name), getattr(other, name)
        if name == "status" and Status.UNKNOWN in (mine, theirs):
            continue
        if mine is not None and theirs is not None and mine != theirs:
            return True
    return False


def _filled(finished: Finished, other: ListRow) -> Finished:
    """The row with what the other part knows and it does not."""
    row = finished.row
    missing = {
        name: getattr(other, name)
        for name in ("date", "time", "postponed_to", "fiscal_code", "birth_date")
        if getattr(row, name) is None and getattr(other, name) is not None
    }
    if row.status is Status.UNKNOWN and other.status is not Status.UNKNOWN:
        missing |= {"status": other.status, "wording": other.wording}
    if row.address.street is None and other.address.street is not None:
        missing["address"] = other.address
    return replace(finished, row=replace(row, **missing)) if missing else finished
