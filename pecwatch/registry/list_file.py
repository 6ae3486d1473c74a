# SPDX-License-Identifier: EUPL-1.2
"""A list of names and addresses as CSV, to try matching without a message."""

from collections.abc import Iterator
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.italian.addresses import read_address
from pecwatch.italian.fiscal_code import is_valid, tidy
from pecwatch.italian.fold import fold, squeeze
from pecwatch.italian.names import read_names
from pecwatch.model.listing import ListRow, Status, Where
from pecwatch.model.record import record
from pecwatch.registry.cells import parse_day
from pecwatch.registry.csv_text import look_over, read_table
from pecwatch.registry.staged import Oddity, RowWarning
from pecwatch.registry.table import Row
from pecwatch.rules import Rules

MANDATORY = ("id", "nominativo", "indirizzo")
OPTIONAL = ("data_nascita", "codice_fiscale")
_COLUMNS = {fold(column): column for column in (*MANDATORY, *OPTIONAL)}


@record
class ListFile:
    """The rows of a file, and what the file calls each of them."""

    rows: tuple[ListRow, ...]
    ids: tuple[str, ...]
    warnings: tuple[RowWarning, ...]
    """Cells that were left out."""


def read_list_file(path: Path, rules: Rules) -> ListFile:
    """Read `id;nominativo;indirizzo` and optionally `data_nascita;codice_fiscale`.

    Raises:
        UsageError: The file is empty, no text, or lacks one of the three columns.
    """
    text = look_over(path, None)
    with read_table(text, None, lambda cells: sum(fold(cell) in _COLUMNS for cell in cells)) as table:
        headings, rows = table.headings.cells, tuple(table.rows)
    places = {_COLUMNS[fold(cell)]: place for place, cell in enumerate(headings) if fold(cell) in _COLUMNS}
    missing = [column for column in MANDATORY if column not in places]
    if missing:
        raise UsageError(f"{path}: missing column {', '.join(missing)}; the header is {';'.join(MANDATORY)}")
    cells = [
        {name: squeeze(row.cells[place]) for name, place in places.items() if place < len(row.cells)} for row in rows
    ]
    return ListFile(
        rows=tuple(
            _row(number, row, texts, path.name, rules)
            for number, (row, texts) in enumerate(zip(rows, cells, strict=True), 1)
        ),
        ids=tuple(texts.get("id", "") for texts in cells),
        warnings=tuple(
            warning for row, texts in zip(rows, cells, strict=True) for warning in _left_out(row.number, texts)
        ),
    )


def _left_out(line: int, texts: dict[str, str]) -> Iterator[RowWarning]:
    """What a row says and matching cannot use; the place, never the value."""
    day, code = texts.get("data_nascita", ""), tidy(texts.get("codice_fiscale", ""))
    if day and parse_day(day) is None:
        yield RowWarning(row=line, column="data_nascita", oddity=Oddity.UNREADABLE, text="not a date; left out")
    if code and not is_valid(code):
        yield RowWarning(
            row=line, column="codice_fiscale", oddity=Oddity.UNREADABLE, text="not a valid codice fiscale; left out"
        )


def _row(number: int, row: Row, texts: dict[str, str], part: str, rules: Rules) -> ListRow:
    name = texts.get("nominativo", "")
    reading = read_names(name, rules.names)
    return ListRow(
        row=number,
        surname=reading.surname,
        given_name=reading.given_name,
        other_surnames=reading.other_surnames,
        heirs=reading.heirs,
        co_tenants=reading.co_tenants,
        name_as_written=name,
        other_readings=reading.other_readings,
        address=read_address(texts.get("indirizzo", ""), rules.addresses),
        status=Status.UNKNOWN,
        wording="",
        birth_date=parse_day(texts.get("data_nascita", "")),
        fiscal_code=tidy(texts.get("codice_fiscale", "")) or None,
        where=Where(part=part, page=1, line=row.number),
    )
