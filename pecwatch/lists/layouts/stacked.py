# SPDX-License-Identifier: EUPL-1.2
"""Several people in one table row, one below the other in its cells: each line of the cells is a row of its own.

Two names over one address are tenants of one flat; two names over two addresses, or two statuses, are two rows.
"""

from pecwatch.lists.entry import read_entry
from pecwatch.lists.layouts.row_below import is_place
from pecwatch.lists.layouts.table_rows import NAMED
from pecwatch.lists.looks import looks_like_name
from pecwatch.lists.status_heading import status_heading
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_SHARED = frozenset({Role.DATE, Role.TIME, Role.MUNICIPALITY, Role.NEW_DATE, Role.STATUS, Role.NOTES, Role.ADDRESS})
"""What one line may say of all people of a row."""


def people_of(cells: tuple[str, ...], roles: tuple[Role, ...], rules: Rules) -> tuple[tuple[str, ...], ...] | None:
    """The cells of each row that some cells hold, mostly of one; None when nobody can tell what belongs to whom."""
    lines = [_lines(cell) for cell in cells]
    people = max((_people(own, role, rules) for own, role in zip(lines, roles, strict=False)), default=0)
    if people < 2:
        return (cells,)
    pairs = [(_whole_sentence(own, role), role) for own, role in zip(lines, roles, strict=False)]
    apart = [len(own) for own, role in pairs if len(own) > 1 and _tells_apart(own, role, rules)]
    if not apart:
        return (cells,)
    if any(count != people for count in apart) or any(not _fits(own, role, people) for own, role in pairs):
        return None
    return tuple(tuple(_of_person(own, role, place, people) for own, role in pairs) for place in range(people))


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n") if line.strip()]


def _whole_sentence(lines: list[str], role: Role) -> list[str]:
    """A wording that goes on in small letters is one, said of all."""
    wraps = role in (Role.STATUS, Role.NOTES) and any(line[:1].islower() for line in lines[1:])
    return ["\n".join(lines)] if wraps else lines


def _people(lines: list[str], role: Role, rules: Rules) -> int:
    """How many people a cell of names holds, one on each line; 0 where its lines may be one name."""
    if role is Role.NAME_AND_ADDRESS:
        entries = [read_entry(line, rules) for line in lines]
        return len(lines) if all(entry.has_place and looks_like_name(entry.name, rules) for entry in entries) else 0
    if role is Role.SURNAME:
        return len(lines) if all(looks_like_name(line, rules, lower=True) for line in lines) else 0
    whole = role in NAMED and all(len(line.split()) > 1 and looks_like_name(line, rules, lower=True) for line in lines)
    return len(lines) if whole else 0


def _tells_apart(lines: list[str], role: Role, rules: Rules) -> bool:
    """Whether the lines of a cell are so many addresses, or so many statuses and nothing else."""
    if role is Role.NAME_AND_ADDRESS:
        return True
    if role is Role.ADDRESS:
        return all(is_place(line, rules) for line in lines)
    return role is Role.STATUS and all(status_heading(line, rules) is not None for line in lines)


def _fits(lines: list[str], role: Role, people: int) -> bool:
    return len(lines) in (0, people) or (len(lines) == 1 and (role in _SHARED or role in (Role.NUMBER, Role.EXTRA)))


def _of_person(lines: list[str], role: Role, place: int, people: int) -> str:
    if len(lines) == people:
        return lines[place]
    shared = lines and (role in _SHARED or place == 0)
    return lines[0] if shared else ""
