# SPDX-License-Identifier: EUPL-1.2
"""A registry exported as a workbook: XLSX, XLS, XLSB and ODS."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    load_workbook,
)

from pecwatch.errors import UsageError
from pecwatch.registry.cells import text_of
from pecwatch.registry.extent import refuse_boundless
from pecwatch.registry.mapping import RegistryMapping
from pecwatch.registry.origin import Origin, refuse_if_changed, sha256_of, stamp_of
from pecwatch.registry.table import Row, Score, Table, below_header

SUFFIXES: tuple[str, ...] = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


class Workbook:
    """One workbook; of its sheets the one whose header names most columns is the registry."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._origin: Origin | None = None

    @contextmanager
    def table(self, mapping: RegistryMapping, score: Score) -> Iterator[Table]:
        """The rows of the sheet that holds the people; delimiter and encoding of a mapping are for texts.

        Raises:
            UsageError: It is damaged, locked, or no sheet has a header.
        """
        del mapping
        stamp = stamp_of(self._path)
        with _opened(self._path) as workbook:
            found = [
                (*below, number)
                for number, sheet in enumerate(_sheets(workbook), 1)
                if (below := below_header(_rows(sheet), score)) is not None
            ]
            if not found:
                raise UsageError(
                    f"{self._path}: no row with column names was found in any sheet; check the headings, "
                    "or give a mapping"
                )
            most, table, number = max(found, key=lambda each: (each[0], -each[2]))
            yield table
        refuse_if_changed(self._path, stamp)
        self._origin = Origin(
            sha256=sha256_of(self._path),
            day=stamp.day,
            remarks=tuple(
                f"sheet {other} has the same headings as sheet {number} and was not read"
                for named, _, other in found
                if named == most and other != number
            ),
        )

    def origin(self) -> Origin:
        """Hash and day of the file, and which other sheets look like a registry."""
        assert self._origin is not None, "asked before the rows were read"  # noqa: S101
        return self._origin


def source(path: Path) -> Workbook:
    """A workbook, not opened yet."""
    return Workbook(path)


@contextmanager
def _opened(path: Path) -> Iterator[CalamineWorkbook]:
    try:
        refuse_boundless(path)
        workbook = load_workbook(path)
    except PasswordError as error:
        raise UsageError(f"{path}: locked by a password; export it without") from error
    except (CalamineError, OSError, zipfile.BadZipFile) as error:
        raise UsageError(f"{path}: not a workbook, or damaged; export it again, or as CSV") from error
    try:
        yield workbook
    finally:
        workbook.close()


def _sheets(workbook: CalamineWorkbook) -> Iterator[CalamineSheet]:
    """Sheets of cells, hidden ones too; a chart has none."""
    for place, metadata in enumerate(workbook.sheets_metadata):
        if metadata.typ == SheetTypeEnum.WorkSheet:
            yield workbook.get_sheet_by_index(place)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """The rows that hold anything, with the number that the program shows beside them."""
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [text_of(value) for value in values]
        if any(cells):
            yield Row(number, cells)
