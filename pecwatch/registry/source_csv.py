# SPDX-License-Identifier: EUPL-1.2
"""A registry exported as CSV, one row per person or per folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pecwatch.registry.csv_text import look_over, read_table
from pecwatch.registry.mapping import RegistryMapping
from pecwatch.registry.origin import Origin, refuse_if_changed, stamp_of
from pecwatch.registry.table import Score, Table

SUFFIXES: tuple[str, ...] = (".csv", ".txt", ".tsv")


class CsvFile:
    """One CSV file."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._origin: Origin | None = None

    @contextmanager
    def table(self, mapping: RegistryMapping, score: Score) -> Iterator[Table]:
        """The rows, one after the other.

        Raises:
            UsageError: Nothing can be made of the file; the text says what is wrong.
        """
        stamp = stamp_of(self._path)
        text = look_over(self._path, mapping.encoding)
        with read_table(text, mapping.delimiter, score) as table:
            yield table
        refuse_if_changed(self._path, stamp)
        self._origin = Origin(sha256=text.sha256, day=stamp.day)

    def origin(self) -> Origin:
        """Hash and day of the file."""
        assert self._origin is not None, "asked before the rows were read"  # noqa: S101
        return self._origin


def source(path: Path) -> CsvFile:
    """A CSV file, not opened yet."""
    return CsvFile(path)
