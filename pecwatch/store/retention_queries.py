# SPDX-License-Identifier: EUPL-1.2
"""Questions about the tables that retention asks: of one office, column by column, so many at a time."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Select, cast, select, type_coerce

from pecwatch.model.position import Position
from pecwatch.store.database import Session
from pecwatch.store.stored import from_text
from pecwatch.store.tables import Stored

AT_ONCE = 500
TABLES = Stored.metadata.tables


def of(session: Session, name: str, *columns: str) -> Select[Any]:
    """A question for some columns of a table."""
    table = TABLES[name]
    return select(*(table.c[column] for column in columns)).where(table.c.office == session.office)


def json_of(session: Session, name: str) -> Any:
    """The record of a table as something that can be looked into, in either database."""
    text = TABLES[name].c.record
    return type_coerce(text, JSON) if session.get_bind().dialect.name == "sqlite" else cast(text, JSON)


def rows(session: Session, query: Select[Any]) -> Sequence[Any]:
    """Every row of the answer."""
    return session.connection().execute(query).all()


def values(session: Session, query: Select[Any]) -> tuple[Any, ...]:
    """The answer to a question for one column."""
    return tuple(session.connection().execute(query).scalars())


def portions(whole: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """As many at a time as a statement takes."""
    left = iter(whole)
    while some := tuple(islice(left, AT_ONCE)):
        yield some


def positions_of(session: Session, references: Iterable[str]) -> Iterator[tuple[str, Position]]:
    """Some positions as they are kept, with their references."""
    position = TABLES["position"].c
    for some in portions(references):
        query = of(session, "position", "reference", "record").where(position.reference.in_(some))
        for reference, text in rows(session, query):
            yield reference, from_text(Position, text, f"position {reference}")
