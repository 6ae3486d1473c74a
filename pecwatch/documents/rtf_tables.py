# SPDX-License-Identifier: EUPL-1.2
"""Follows a rich text in and out of its tables, which nothing opens or closes: paragraphs say that they are in one."""

from dataclasses import dataclass, field

from pecwatch.documents.paper import Paper
from pecwatch.documents.rtf_rows import Layout, Place, arranged

_DEPTH = 30
"""Tables inside tables."""


@dataclass(slots=True)
class _Description:
    """What was said of a row."""

    left: int = 0
    places: list[Place] = field(default_factory=list)
    next: Place = field(default_factory=Place)
    """The cell whose right edge is still to come."""


class Tables:
    """The tables open on one paper."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._layouts: list[list[Layout]] = []
        """For each open table the layouts of its rows so far."""
        self._in_cell: list[bool] = []
        self._outer = _Description()
        self._nested = _Description()
        self._described = self._outer
        self.awaits_row = False
        """Whether a row was described and has not ended: what comes is in it, whether or not it says so."""

    def go(self, level: int) -> None:
        """Be in a cell of a table so deep; 0 is outside."""
        level = min(level, _DEPTH)
        while len(self._layouts) > level:
            self._close()
        while level and (len(self._layouts) < level or not self._in_cell[-1]):
            self._open()

    def _open(self) -> None:
        if not self._in_cell or self._in_cell[-1]:
            self._paper.begin_table()
            self._paper.begin_row()
            self._layouts.append([])
            self._in_cell.append(False)
        self._paper.begin_cell()
        self._in_cell[-1] = True

    def _close(self) -> None:
        if self._in_cell[-1]:
            self.end_cell(len(self._layouts))
            self.end_row(len(self._layouts))
        layouts = self._layouts.pop()
        self._in_cell.pop()
        self._paper.rearrange(lambda rows: arranged(rows, layouts))
        self._paper.end_table()

    def end_cell(self, level: int) -> None:
        """A cell ends, also one in which nothing stands."""
        self.go(level)
        self._paper.end_cell()
        self._in_cell[-1] = False

    def end_row(self, level: int) -> None:
        """A row ends; where its cells stand was said before or after them."""
        if len(self._layouts) < min(level, _DEPTH):
            return
        while len(self._layouts) > level:
            self._close()
        if self._in_cell[-1]:
            self._paper.end_cell()
            self._in_cell[-1] = False
        described = self._outer if level == 1 else self._nested
        self._layouts[-1].append(Layout(described.left, tuple(described.places)))
        self._paper.end_row()
        self._paper.begin_row()
        self.awaits_row = False

    def begin_description(self, *, is_nested: bool) -> None:
        """A description of a row begins.

        Args:
            is_nested: It is of a row in a table inside a table, told after that row.
        """
        described = _Description()
        if is_nested:
            self._nested = described
        else:
            self._outer = described
            self.awaits_row = True
        self._described = described

    def describe(self, word: str, number: int) -> None:
        """Something is said of the row, or of its next cell."""
        described = self._described
        match word:
            case "trleft":
                described.left = number
            case "clvmrg":
                described.next.continues = True
            case "clmrg":
                described.next.joins_left = True
            case "cellx":
                described.next.right = number
                described.places.append(described.next)
                described.next = Place()
