# SPDX-License-Identifier: EUPL-1.2
"""A registry exported as CSV, one row per person or per folder."""

import datetime as dt
import hashlib
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.italian.rome import ROME
from pecwatch.registry.csv_text import CsvRow, read_text, split
from pecwatch.registry.mapping import Header, RegistryMapping, understand
from pecwatch.registry.people import ReadRow, RowCells, read_person_row
from pecwatch.registry.staged import RowWarning, StagedRegistry
from pecwatch.rules.addresses import AddressWords

SUFFIXES: tuple[str, ...] = (".csv", ".txt", ".tsv")


def read(path: Path, mapping: RegistryMapping, words: AddressWords) -> StagedRegistry:
    """Read a CSV export.

    Raises:
        UsageError: Nothing can be made of the file; the text says what is wrong.
    """
    text = read_text(path, mapping.encoding)
    rows = split(path, text, mapping.delimiter, lambda row: len(understand(row.cells, mapping).places))
    header = understand(rows[0].cells, mapping)
    if header.missing:
        missing = ", ".join(header.missing)
        raise UsageError(f"{path}: missing mandatory column {missing}; export it, or name its heading in a mapping")
    read_rows = [_read(row, header, rows[0], mapping, words) for row in rows[1:]]
    people = tuple(person for row in read_rows for person in row.people)
    if not people:
        raise UsageError(f"{path}: empty: no row names a person; export it again")
    return StagedRegistry(
        source=str(path),
        people=people,
        warnings=tuple(warning for row in read_rows for warning in row.warnings),
        unreadable=tuple(row.unreadable for row in read_rows if row.unreadable is not None),
        forbidden_columns=header.forbidden,
        unknown_columns=header.unknown,
        dated_on=max((day for person in people if (day := person.updated_on)), default=_file_day(path)),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _read(row: CsvRow, header: Header, heading: CsvRow, mapping: RegistryMapping, words: AddressWords) -> ReadRow:
    if any(row.cells[len(heading.cells) :]):
        shifted = RowWarning(row=row.number, column="", text="more cells than columns: an unquoted delimiter?")
        return ReadRow(unreadable=shifted)
    cells = {name: row.cells[place] for name, place in header.places if place < len(row.cells)}
    return read_person_row(RowCells(row=row.number, cells=cells), words, mapping.date_format)


def _file_day(path: Path) -> dt.date:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, tz=ROME).date()
