# SPDX-License-Identifier: EUPL-1.2
"""Which elements are tables, rows and cells: by their tag, by their role, or by how they are displayed."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from selectolax.lexbor import LexborNode

_DISPLAY = re.compile(
    r"display:(?:inline-)?(?P<how>table-row-group|table-header-group|table-row|table-cell|table|flex)"
)
_DEPTH = 3
"""Groups of rows inside one another; programs write one."""

_UPRIGHT = re.compile(r"flex-direction:column|flex-flow:[^;]*column")


class Place(Enum):
    """What an element is in a table."""

    TABLE = auto()
    GROUP = auto()
    ROW = auto()
    CELL = auto()


_TAGS = {
    "table": Place.TABLE,
    "tbody": Place.GROUP,
    "thead": Place.GROUP,
    "tfoot": Place.GROUP,
    "tr": Place.ROW,
    "td": Place.CELL,
    "th": Place.CELL,
}
_ROLES = {
    "table": Place.TABLE,
    "grid": Place.TABLE,
    "rowgroup": Place.GROUP,
    "row": Place.ROW,
    "cell": Place.CELL,
    "gridcell": Place.CELL,
    "columnheader": Place.CELL,
    "rowheader": Place.CELL,
}
_DISPLAYS = {
    "table": Place.TABLE,
    "table-row-group": Place.GROUP,
    "table-header-group": Place.GROUP,
    "table-row": Place.ROW,
    "table-cell": Place.CELL,
}


def place_of(node: LexborNode) -> Place | None:
    """What an element is, taken by itself."""
    tag = node.tag or ""
    if tag in _TAGS:
        return _TAGS[tag]
    attributes = node.attributes
    role = (attributes.get("role") or "").strip().lower()
    if role in _ROLES:
        return _ROLES[role]
    return _DISPLAYS.get(_display(node))


def is_table(node: LexborNode) -> bool:
    """Whether an element is a table, or holds rows without one around them."""
    place = place_of(node)
    return place is Place.TABLE or (place is None and len(rows_of(node)) > 1)


def rows_of(table: LexborNode) -> list[LexborNode]:
    """The rows of a table, those of tables inside it not among them."""
    return list(_rows_in(table, _DEPTH))


def cells_in(row: LexborNode) -> list[LexborNode]:
    """The cells of a row; whatever stands in a row that only lays its children side by side is a cell."""
    cells = [child for child in row.iter() if place_of(child) is Place.CELL]
    return cells if cells or place_of(row) is Place.ROW else list(row.iter())


def _rows_in(node: LexborNode, depth: int) -> Iterator[LexborNode]:
    children = list(node.iter())
    beside = _rows_side_by_side(children) if place_of(node) in (None, Place.TABLE) else set()
    for child in children:
        place = place_of(child)
        if place is Place.ROW or child.mem_id in beside:
            yield child
        elif place is Place.GROUP and depth > 0:
            yield from _rows_in(child, depth - 1)


def _rows_side_by_side(children: list[LexborNode]) -> set[int]:
    """Elements that lay their children side by side, several of them and each as many: rows in all but name."""
    wide = {child.mem_id: len(list(child.iter())) for child in children if _display(child) == "flex"}
    counts = set(wide.values())
    return set(wide) if len(wide) > 2 and len(counts) == 1 and min(counts) > 2 else set()


def _display(node: LexborNode) -> str:
    written = node.attributes.get("style") or ""
    if "display" not in written.lower():
        return ""
    packed = re.sub(r"\s+", "", written).lower()
    found = _DISPLAY.search(packed)
    return "" if found is None or _UPRIGHT.search(packed) else found["how"]
