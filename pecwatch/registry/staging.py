# SPDX-License-Identifier: EUPL-1.2
"""From a table with headings to the people it holds, whatever source gave it."""

import datetime as dt
from itertools import chain, islice

from pecwatch.errors import UsageError
from pecwatch.model.person import RegistryPerson
from pecwatch.model.record import record
from pecwatch.registry.mapping import Header, RegistryMapping, understand
from pecwatch.registry.naming import NameReader
from pecwatch.registry.people import PeopleReader
from pecwatch.registry.staged import RowWarning
from pecwatch.registry.table import Table
from pecwatch.rules import Rules

NAMES_ASKED = 500
"""Rows from which it is found out whether surname or given name stands first."""


@record
class People:
    """Who stands in a table."""

    people: tuple[RegistryPerson, ...]
    warnings: tuple[RowWarning, ...]
    unreadable: tuple[RowWarning, ...]
    remarks: tuple[str, ...]
    """English: what else a person should know."""
    header: Header
    newest: dt.date | None
    """The last `aggiornato_al`."""


def read_people(name: str, table: Table, mapping: RegistryMapping, rules: Rules) -> People:
    """Read every row of a table.

    Args:
        name: What the source is called in errors.

    Raises:
        UsageError: A mandatory column is missing, or nobody is in it.
    """
    header = understand(table.headings.cells, mapping)
    if header.missing:
        missing = ", ".join(header.missing)
        raise UsageError(
            f"{name}: missing mandatory column {missing}; export it, or name its heading in a mapping: "
            "pecwatch registry map proposes one"
        )
    first = list(islice(table.rows, NAMES_ASKED))
    place = dict(header.places).get("nominativo")
    asked = () if place is None else [row.cells[place] for row in first if place < len(row.cells)]
    reader = PeopleReader(header, rules.addresses, NameReader(rules.names, asked), mapping.date_format)
    for row in chain(first, table.rows):
        reader.add(row)
    people = reader.people()
    if not people:
        raise UsageError(f"{name}: empty: no row names a person; export it again")
    return People(
        people=people,
        warnings=tuple(reader.warnings),
        unreadable=tuple(reader.unreadable),
        remarks=tuple(reader.remarks),
        header=header,
        newest=reader.newest,
    )
