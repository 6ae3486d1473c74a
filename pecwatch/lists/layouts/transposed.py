# SPDX-License-Identifier: EUPL-1.2
"""Tables turned on their side: labels down the first column, one tenant in each column beside it."""

from collections.abc import Sequence
from dataclasses import replace

from pecwatch.italian.fold import fold, squeeze
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item, Taken
from pecwatch.lists.header_words import is_whole_label, role_of
from pecwatch.lists.headers import roles_of
from pecwatch.lists.layouts.table import read_table
from pecwatch.lists.layouts.table_rows import NAMED
from pecwatch.lists.looks import looks_like_name
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_BESIDE = frozenset({Role.ADDRESS, Role.STATUS, Role.DATE, Role.TIME})
"""What else is told of a tenant."""


def is_transposed(items: Sequence[Item], rules: Rules) -> bool:
    """Whether the first column holds labels and the others what they stand for."""
    width = max((len(item.cells or ()) for item in items), default=0)
    if width < 3 or len(items) < 3 or roles_of(items[0].cells or (), rules) is not None:
        return False
    labels = [label for item in items if (label := (item.cells or ("",))[0]) and fold(label)]
    roles = {role_of(label, rules) for label in labels if is_whole_label(label, rules)}
    told = sum(is_whole_label(label, rules) for label in labels)
    names = [cell for item in items if _is_named(item, rules) for cell in (item.cells or ())[1:] if fold(cell)]
    people = sum(looks_like_name(cell, rules) for cell in names)
    return len(roles & _BESIDE) > 1 and told * 3 >= len(labels) * 2 and 0 < len(names) <= people * 4 // 3


def _is_named(item: Item, rules: Rules) -> bool:
    label = (item.cells or ("",))[0]
    return role_of(label, rules) in {*NAMED, Role.GIVEN_NAME} and is_whole_label(label, rules)


def read_transposed(items: list[Item], collector: Collector) -> None:
    """Read each column as a row; where the first label comes again, further tenants follow below."""
    collector.settle()
    group: list[Item] = []
    for item in items:
        if group and fold((item.cells or ("",))[0]) == fold((group[0].cells or ("",))[0]):
            _read(group, collector)
            group = []
        group.append(item)
    _read(group, collector)


def _read(group: list[Item], collector: Collector) -> None:
    """One band of tenants: turned, read as a table, and each printed line told as what became of its columns."""
    rules = collector.rules
    owner = next((item for item in group if _is_named(item, rules)), group[0])
    known, collector.explained = collector.explained, []
    columns, collector.columns = collector.columns, ()
    read_table([_turned(group, owner, column) for column in _used(group)], collector)
    collector.settle()
    told, collector.explained = collector.explained, known
    collector.columns = columns
    failed = any(one.taken is Taken.LEFTOVER for one in told) or not any(one.taken is Taken.ROW for one in told)
    for item in group:
        taken = Taken.ROW if item is owner else Taken.CONTINUATION
        collector.explain(item, Taken.LEFTOVER if failed else taken, "table_on_its_side")


def _used(group: list[Item]) -> list[int]:
    """The labels' column, and those in which something is told; numbers alone tell of nobody."""
    width = max(len(item.cells or ()) for item in group)
    return [0, *(column for column in range(1, width) if any(fold(_cell(item, column)) for item in group))]


def _turned(group: list[Item], owner: Item, column: int) -> Item:
    cells = tuple(_cell(item, column) for item in group)
    if column == 0:  # a corner without a label stands above the numbers of the columns
        cells = tuple(cell if fold(cell) else "N." for cell in cells)
    return replace(owner, cells=cells, text="\t".join(squeeze(cell) for cell in cells))


def _cell(item: Item, column: int) -> str:
    cells = item.cells or ()
    return cells[column] if column < len(cells) else ""
