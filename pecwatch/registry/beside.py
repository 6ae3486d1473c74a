# SPDX-License-Identifier: EUPL-1.2
"""Tables that stand beside the registry: operators of the office, official names of streets."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.italian.fold import fold
from pecwatch.model.office import OfficePerson, Role
from pecwatch.model.record import record
from pecwatch.registry.cells import parse_day, tidy_cell
from pecwatch.registry.mapping import RegistryMapping, understand
from pecwatch.registry.sources import source_of
from pecwatch.registry.staged import Oddity, RowWarning
from pecwatch.rules.registry import RegistryColumns

_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d\d-\d\d")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")


@record
class StagedOperators:
    """The operators of a table, and what is odd in it."""

    operators: tuple[OfficePerson, ...]
    warnings: tuple[RowWarning, ...]


@record
class StagedStreets:
    """Names of streets, by municipality."""

    streets: Mapping[str, tuple[str, ...]]
    """Municipality or its code, folded, and its streets in upper case, each once."""
    warnings: tuple[RowWarning, ...]


def read_operators(path: Path, columns: RegistryColumns, allowed_domains: tuple[str, ...]) -> StagedOperators:
    """Read a table of operators; one who may not be written to is left out and told.

    Args:
        allowed_domains: Of [office]: nobody outside them is ever written to.

    Raises:
        UsageError: A mandatory column is missing, or nobody is in it.
    """
    found: dict[str, OfficePerson] = {}
    warnings: list[RowWarning] = []
    for number, cells in named_rows(path, columns.operators, ("codice", "nome", "email")):
        code, email = cells.get("codice", ""), cells.get("email", "").lower()
        column, oddity, text = "codice", Oddity.UNREADABLE, ""
        if not code or not cells.get("nome"):
            oddity, text = Oddity.BLANK, "no code or no name: left out"
        elif code in found or code in {role.value for role in Role}:
            oddity, text = Oddity.DUPLICATE, "somebody else has this code: left out"
        elif _MAIL.fullmatch(email) is None or email.rpartition("@")[2] not in allowed_domains:
            column, text = "email", "no address in [office] allowed_domains: left out"
        if text:
            warnings.append(RowWarning(row=number, column=column, oddity=oddity, text=text))
            continue
        absences = _absences(cells.get("assenze", ""))
        if absences is None:
            text = "not first and last days: no absence is known"
            warnings.append(RowWarning(row=number, column="assenze", oddity=Oddity.UNREADABLE, text=text))
        found[code] = OfficePerson(
            code=code,
            role=Role.OPERATOR,
            name=cells["nome"],
            email=email,
            phone=cells.get("telefono"),
            substitute=cells.get("sostituto"),
            absences=absences or (),
        )
    if not found:
        raise UsageError(f"{path}: nobody in it may be written to; correct codes and addresses")
    return StagedOperators(operators=tuple(found.values()), warnings=tuple(warnings))


def read_streets(path: Path, columns: RegistryColumns) -> StagedStreets:
    """Read an official list of streets, such as ANNCSU gives for a municipality.

    Raises:
        UsageError: A mandatory column is missing, or no street is in it.
    """
    streets: dict[str, dict[str, None]] = {}
    warnings: list[RowWarning] = []
    for number, cells in named_rows(path, columns.streets, ("nome", "comune")):
        name, kind, municipality = (cells.get(column, "") for column in ("nome", "tipo", "comune"))
        if not name or not municipality:
            text = "no name of a street or of a municipality: left out"
            warnings.append(RowWarning(row=number, column="nome", oddity=Oddity.BLANK, text=text))
            continue
        whole = name if not kind or fold(name).startswith(f"{fold(kind)} ") else f"{kind} {name}"
        streets.setdefault(fold(municipality), {})[whole.upper()] = None
    if not streets:
        raise UsageError(f"{path}: no street in it; export it again")
    return StagedStreets(
        streets={municipality: tuple(names) for municipality, names in streets.items()}, warnings=tuple(warnings)
    )


def named_rows(
    path: Path, columns: Mapping[str, tuple[str, ...]], mandatory: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of each row, by our names of the columns, blank cells left out.

    Raises:
        UsageError: A mandatory column is missing, or the file holds no table.
    """
    headings = tuple((fold(heading), name) for name, others in columns.items() for heading in (name, *others))
    mapping = RegistryMapping(headings=headings, mandatory=mandatory, instead=(), forbidden=())
    with source_of(path).table(mapping, lambda cells: len(understand(cells, mapping).places)) as table:
        header = understand(table.headings.cells, mapping)
        if header.missing:
            raise UsageError(f"{path}: missing mandatory column {', '.join(header.missing)}; add it")
        for row in table.rows:
            told = ((name, tidy_cell(row.cells[place])) for name, place in header.places if place < len(row.cells))
            yield row.number, {name: cell for name, cell in told if cell}


def _absences(cell: str) -> tuple[tuple[dt.date, dt.date], ...] | None:
    """First and last day of each absence («dal 03/11/2025 al 14/11/2025; …»); None where they do not pair up."""
    days = [parse_day(text) for text in _DAY.findall(cell)]
    known = [day for day in days if day is not None]
    pairs = tuple(zip(known[::2], known[1::2], strict=False))
    is_odd = len(known) != len(days) or len(known) % 2 or any(first > last for first, last in pairs)
    return None if is_odd or (cell and not pairs) else pairs
