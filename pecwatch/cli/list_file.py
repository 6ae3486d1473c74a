# SPDX-License-Identifier: EUPL-1.2
"""The CSV that `pecwatch match --list` takes: `id;nominativo;indirizzo[;data_nascita][;codice_fiscale]`."""

import csv
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.italian.addresses import read_address
from pecwatch.italian.dates import read_date
from pecwatch.italian.names import read_names
from pecwatch.model.listing import ListRow, Status, Where
from pecwatch.rules import Rules

MANDATORY = ("id", "nominativo", "indirizzo")
OPTIONAL = ("data_nascita", "codice_fiscale")
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
"""As Italian office programs write; the last one takes anything."""


def read_list_file(path: Path, rules: Rules) -> tuple[tuple[ListRow, ...], tuple[str, ...]]:
    """The rows of the file and their ids, in its order.

    Raises:
        UsageError: It cannot be read, or a column is missing.
    """
    lines = csv.reader(_text(path).splitlines(), delimiter=_delimiter(path))
    header = [heading.strip().lower() for heading in next(lines, [])]
    missing = [name for name in MANDATORY if name not in header]
    if missing:
        raise UsageError(f"{path}: no column {', '.join(missing)}; write the header {';'.join(MANDATORY)}")
    cells = [
        dict.fromkeys((*MANDATORY, *OPTIONAL), "") | dict(zip(header, map(str.strip, line), strict=False))
        for line in lines
        if any(cell.strip() for cell in line)
    ]
    rows = tuple(_row(number, row, path, rules) for number, row in enumerate(cells, 1))
    return rows, tuple(row["id"] or str(number) for number, row in enumerate(cells, 1))


def _row(number: int, cells: dict[str, str], path: Path, rules: Rules) -> ListRow:
    name = read_names(cells["nominativo"], rules.names)
    return ListRow(
        row=number,
        surname=name.surname,
        given_name=name.given_name,
        other_surnames=name.other_surnames,
        heirs=name.heirs,
        co_tenants=name.co_tenants,
        other_readings=name.other_readings,
        name_as_written=cells["nominativo"],
        address=read_address(cells["indirizzo"], rules.addresses),
        status=Status.UNKNOWN,
        wording="",
        birth_date=read_date(cells["data_nascita"]) if cells["data_nascita"] else None,
        fiscal_code=cells["codice_fiscale"].upper() or None,
        where=Where(part=path.name, page=1, line=number + 1),
    )


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); correct the path") from error
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path}: not a text; save it as CSV in UTF-8")


def _delimiter(path: Path) -> str:
    first = _text(path).partition("\n")[0]
    return ";" if first.count(";") >= first.count(",") else ","
