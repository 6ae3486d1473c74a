# SPDX-License-Identifier: EUPL-1.2
"""A paper's content before it is laid out: one shape, so that HTML, PDF and text always say the same."""

from pecwatch.model.record import record


@record
class Fact:
    """A name and its value."""

    label: str
    value: str


@record
class Table:
    """Columns under headings; the first cell of each row is its heading."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@record
class Chart:
    """Bars, each with its number beside it: one row of bars for each heading on the left, one bar for each column.

    The same numbers follow as a table, so that nobody needs the picture.
    """

    title: str
    says: str
    """What the picture shows, in words, with the numbers that matter: the alternative text."""
    corner: str
    """What the headings of the rows are."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def table(self) -> Table:
        """Its numbers."""
        rows = tuple((heading, *map(str, values)) for heading, values in self.rows)
        return Table(caption=f"I numeri del grafico: {self.title}", columns=(self.corner, *self.columns), rows=rows)


@record
class Section:
    """Something under a heading of its own."""

    heading: str
    intro: str = ""
    facts: tuple[Fact, ...] = ()
    bullets: tuple[str, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    """How to read what stands above."""


@record
class Paper:
    """A whole dossier or report."""

    title: str
    lead: str
    answer: tuple[str, ...] = ()
    """What the reader came for, in plain sentences, before everything else."""
    answer_heading: str = ""
    warnings: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    footer: tuple[str, ...] = ()


def listed_section(heading: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], caption: str) -> Section:
    """A table under its heading, or that there is nothing."""
    table = Table(caption=caption, columns=columns, rows=rows)
    return Section(heading=heading, intro="" if rows else "Niente.", tables=filled(table))


def filled(*tables: Table) -> tuple[Table, ...]:
    """Those of some tables that have rows."""
    return tuple(table for table in tables if table.rows)
