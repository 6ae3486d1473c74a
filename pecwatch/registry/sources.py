# SPDX-License-Identifier: EUPL-1.2
"""Where a registry comes from; a new kind of file is one more module and one more word in `FILES`."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from pecwatch.registry import source_csv, source_workbook
from pecwatch.registry.mapping import RegistryMapping, understand
from pecwatch.registry.origin import Origin
from pecwatch.registry.staged import StagedRegistry
from pecwatch.registry.staging import read_people
from pecwatch.registry.table import Score, Table
from pecwatch.rules import Rules


class Source(Protocol):
    """Something that holds one table of people."""

    @property
    def name(self) -> str:
        """What it is called in errors: a path, or where a query is sent; never a password."""

    def table(self, mapping: RegistryMapping, score: Score) -> AbstractContextManager[Table]:
        """The table, read row by row as it is asked for.

        Args:
            score: How many columns a row names; the row with most is the header.

        Raises:
            UsageError: Nothing can be made of it; also while rows are read.
        """

    def origin(self) -> Origin:
        """What is known of the source once all its rows were read."""


class FileKind(Protocol):
    """A module that reads one kind of file."""

    SUFFIXES: tuple[str, ...]
    """Endings of file names it reads, lower case."""

    def source(self, path: Path) -> Source:
        """The file, not opened yet."""


FILES: tuple[FileKind, ...] = (source_csv, source_workbook)


def source_of(path: Path) -> Source:
    """The file as a source; one of unknown ending is tried as CSV."""
    kind = next((kind for kind in FILES if path.suffix.lower() in kind.SUFFIXES), source_csv)
    return kind.source(path)


def read_registry(source: Path | Source, mapping: RegistryMapping, rules: Rules) -> StagedRegistry:
    """Read an export without accepting it yet.

    Args:
        source: A file, or any other source.

    Raises:
        UsageError: Empty, no table, no header, a mandatory column missing, or nobody in it; the text names
            source, column and remedy. The registry in force is not touched.
    """
    opened = source_of(source) if isinstance(source, Path) else source
    with opened.table(mapping, lambda cells: len(understand(cells, mapping).places)) as table:
        found = read_people(opened.name, table, mapping, rules)
    origin = opened.origin()
    return StagedRegistry(
        source=opened.name,
        people=found.people,
        warnings=found.warnings,
        unreadable=found.unreadable,
        forbidden_columns=found.header.forbidden,
        unknown_columns=found.header.unknown,
        remarks=(*origin.remarks, *found.remarks),
        dated_on=found.newest or origin.day,
        sha256=origin.sha256,
    )
