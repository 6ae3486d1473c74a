# SPDX-License-Identifier: EUPL-1.2
"""The grid of cells that rules enclose, with cells that span where a rule is missing."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable

from pecwatch.documents.rules import MOST_RULES, Box, Rule, Rules, groups, rules_of
from pecwatch.model.record import record

_SAME = 2.0
"""Points: edges of the grid this close are one."""

_COVERED = 0.5
"""Share of a cell's side that must be drawn to be a wall."""

Place = tuple[int, int]
"""Row and column in a grid, from 0."""


@record
class Grid:
    """A ruled table: its edges, and for each place the cell that covers it."""

    columns: tuple[float, ...]
    """Edges from left to right; one more than there are columns."""
    rows: tuple[float, ...]
    """Edges from top to bottom."""
    cells: tuple[tuple[Place, ...], ...]
    """Upper left place of the cell that covers each place."""

    def place(self, x: float, y: float) -> Place | None:
        """The place at a point, or None outside the grid."""
        column, row = bisect_right(self.columns, x) - 1, bisect_right(self.rows, y) - 1
        inside = 0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1
        return (row, column) if inside else None

    def wall_within(self, left: float, right: float, y: float) -> bool:
        """Whether a cell ends between two points on one height."""
        for column in range(bisect_left(self.columns, left), bisect_right(self.columns, right)):
            here = self.place(self.columns[column], y)
            if here is not None and column and self.cells[here[0]][column] != self.cells[here[0]][column - 1]:
                return True
        return False

    def holds(self, other: "Grid") -> bool:
        """Whether another grid lies within this one."""
        return (
            self.columns[0] <= other.columns[0]
            and other.columns[-1] <= self.columns[-1]
            and self.rows[0] <= other.rows[0]
            and other.rows[-1] <= self.rows[-1]
        )

    @property
    def size(self) -> int:
        """How many different cells it has."""
        return len({cell for row in self.cells for cell in row})


def grids(boxes: tuple[Box, ...]) -> tuple[Grid, ...]:
    """The ruled tables of a page, none inside another.

    Drawn rules decide; shading does only where no drawn table is, since inside one it is decoration.
    """
    drawn = tuple(box for box in boxes if not box.shade)
    ruled = _tables(rules_of(drawn))
    shades = tuple(box for box in boxes if box.shade and not any(_within(box, grid) for grid in ruled))
    shaded = tuple(grid for grid in _tables(rules_of(shades)) if len(grid.rows) > 2) if shades else ()
    if not shaded:
        return _outermost(ruled)
    return _outermost(_tables(rules_of(drawn + shades)))


def _within(box: Box, grid: Grid) -> bool:
    return grid.place((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2) is not None


def _tables(rules: Rules) -> tuple[Grid, ...]:
    if len(rules.across) + len(rules.down) > MOST_RULES:
        return ()
    return tuple(grid for grid in map(_grid, groups(rules)) if len(grid.columns) > 2)


def _outermost(found: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """Of two tables one within the other, the one with more cells: a frame around a page is no table."""
    kept: list[Grid] = []
    for grid in sorted(found, key=lambda grid: grid.size, reverse=True):
        if not any(grid.holds(other) or other.holds(grid) for other in kept):
            kept.append(grid)
    return tuple(sorted(kept, key=lambda grid: (grid.rows[0], grid.columns[0])))


def _edges(rules: Iterable[Rule], crossing: Iterable[Rule]) -> tuple[float, ...]:
    """Where rules stand, and where the rules across them end: a table may lack its outer border."""
    ends = [end for rule in crossing for end in (rule.start, rule.end)]
    edges: list[float] = []
    for at in sorted([*(rule.at for rule in rules), min(ends), max(ends)]):
        if not edges or at - edges[-1] > _SAME:
            edges.append(at)
    return tuple(edges)


def _grid(rules: Rules) -> Grid:
    columns, rows = _edges(rules.down, rules.across), _edges(rules.across, rules.down)
    wall_right = _walls(rules.down, columns, rows)
    wall_below = _walls(rules.across, rows, columns)
    leader = {(row, column): (row, column) for row in range(len(rows) - 1) for column in range(len(columns) - 1)}

    def lead(place: Place) -> Place:
        while leader[place] != place:
            place = leader[place]
        return place

    for row, column in leader:
        if column and not wall_right(column, row):
            _unite(leader, lead((row, column - 1)), lead((row, column)))
        if row and not wall_below(row, column):
            _unite(leader, lead((row - 1, column)), lead((row, column)))
    return Grid(columns=columns, rows=rows, cells=_rectangles({place: lead(place) for place in leader}))


def _unite(leader: dict[Place, Place], one: Place, other: Place) -> None:
    leader[max(one, other)] = min(one, other)


def _rectangles(cell_of: dict[Place, Place]) -> tuple[tuple[Place, ...], ...]:
    """Cells by place; what is no rectangle has a wall missing somewhere and falls apart into its places."""
    members: dict[Place, list[Place]] = {}
    for place, cell in cell_of.items():
        members.setdefault(cell, []).append(place)
    whole = set()
    for cell, places in members.items():
        rows, columns = {row for row, _ in places}, {column for _, column in places}
        if len(places) == len(rows) * len(columns):
            whole.add(cell)
    height, width = max(row for row, _ in cell_of) + 1, max(column for _, column in cell_of) + 1
    return tuple(
        tuple(cell_of[row, column] if cell_of[row, column] in whole else (row, column) for column in range(width))
        for row in range(height)
    )


def _walls(
    rules: tuple[Rule, ...], edges: tuple[float, ...], crossing: tuple[float, ...]
) -> Callable[[int, int], bool]:
    """Answers whether the side of a cell on an edge, between two crossing edges, is drawn."""
    at_edge = [[rule for rule in rules if abs(rule.at - edge) <= 2 * _SAME] for edge in edges]

    def drawn(edge: int, between: int) -> bool:
        start, end = crossing[between], crossing[between + 1]
        covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in at_edge[edge])
        return covered >= _COVERED * (end - start)

    return drawn
