# SPDX-License-Identifier: EUPL-1.2
"""What the columns of a table hold before its rows are read: by a header, by the table above, or by the cells."""

from pecwatch.italian.fold import fold
from pecwatch.lists.collector import Collector
from pecwatch.lists.column_cells import inferred_roles
from pecwatch.lists.draft import Item
from pecwatch.lists.layouts.table_header import completed, header_at
from pecwatch.lists.layouts.table_rows import NAMED
from pecwatch.lists.layouts.within_building import says_only_inside
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role


def has_named_column(items: list[Item], collector: Collector) -> bool:
    """Whether some column of a table is known to hold names, by a header or by its cells."""
    return not NAMED.isdisjoint(columns_of(items, collector))


def columns_of(items: list[Item], collector: Collector) -> frozenset[Role]:
    """What the columns of a table hold, by a header, by the table above or by its cells; nothing for plain lines."""
    if not items or items[0].cells is None:
        return frozenset()
    rules, width = collector.rules, width_of(items)
    told = [
        completed(header[0], items[place].cells or (), items[place + header[1] :], rules)
        for place in range(len(items))
        if (header := header_at(items, place, (), rules)) is not None
    ]
    above = collector.columns if len(collector.columns) == width else ()
    known = next((roles for roles in (*told, above) if roles), ()) or guessed_columns(items, width, rules)
    inside = says_only_inside(items, known, rules)
    return frozenset(known) - ({Role.ADDRESS} if inside else set())


def width_of(items: list[Item]) -> int:
    """How many columns the widest row has."""
    return max(len(item.cells or ()) for item in items)


def guessed_columns(items: list[Item], width: int, rules: Rules) -> tuple[Role, ...]:
    """What the cells look like, where no header tells."""
    rows = [item.cells for item in items if item.cells and len(set(item.cells)) > 1]
    return inferred_roles(rows, (Role.EXTRA,) * width, rules)


def stands_above_header(items: list[Item], place: int, rules: Rules) -> bool:
    """Whether a row of one text heads the table together with the header below it."""
    below = range(place + 1, min(place + 4, len(items)))
    spanned = len({fold(cell) for cell in items[place].cells or ()}) == 1
    return spanned and any(header_at(items, number, (), rules) is not None for number in below)
