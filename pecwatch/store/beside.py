# SPDX-License-Identifier: EUPL-1.2
"""What was imported beside the registry: operators of the office, official names of streets, buildings."""

from collections.abc import Mapping

from sqlalchemy import delete, func, insert
from sqlmodel import col, select

from pecwatch.model.building import Building
from pecwatch.model.office import OfficePerson
from pecwatch.store.database import Session
from pecwatch.store.stored import from_text, to_text
from pecwatch.store.tables import StoredBeside

OPERATOR, STREET, BUILDING = "operator", "street", "building"


def replace_operators(session: Session, operators: tuple[OfficePerson, ...]) -> None:
    """Keep these operators instead of those imported before."""
    _replace(session, OPERATOR, [(operator.code, to_text(operator)) for operator in operators])


def imported_operators(session: Session) -> tuple[OfficePerson, ...]:
    """The operators that were imported last, by code."""
    query = (
        select(StoredBeside)
        .where(StoredBeside.office == session.office, StoredBeside.kind == OPERATOR)
        .order_by(col(StoredBeside.key))
    )
    return tuple(from_text(OfficePerson, row.record, f"registry_beside {row.id}") for row in session.exec(query))


def replace_streets(session: Session, streets: Mapping[str, tuple[str, ...]]) -> None:
    """Keep these streets instead of those imported before, by folded municipality."""
    _replace(session, STREET, [(town, name) for town, names in streets.items() for name in names])


def street_names(session: Session, municipality: str | None = None) -> tuple[str, ...]:
    """Official names of streets in upper case, in the order of the file.

    Args:
        municipality: Folded name or code, as the file gives it; None for all of them.
    """
    query = select(StoredBeside.record).where(StoredBeside.office == session.office, StoredBeside.kind == STREET)
    if municipality is not None:
        query = query.where(StoredBeside.key == municipality)
    return tuple(session.exec(query.order_by(col(StoredBeside.id))))


def streets_import(session: Session) -> int | None:
    """A number that changes with each import of streets; None before the first."""
    query = select(func.max(col(StoredBeside.id))).where(
        StoredBeside.office == session.office, StoredBeside.kind == STREET
    )
    return session.exec(query).one()


def street_counts(session: Session) -> tuple[int, int]:
    """How many streets of how many municipalities are known."""
    query = select(func.count(col(StoredBeside.id)), func.count(func.distinct(col(StoredBeside.key)))).where(
        StoredBeside.office == session.office, StoredBeside.kind == STREET
    )
    streets, municipalities = session.exec(query).one()
    return streets, municipalities


def replace_buildings(session: Session, buildings: tuple[Building, ...]) -> None:
    """Keep these buildings instead of those imported before."""
    _replace(session, BUILDING, [(building.district, to_text(building)) for building in buildings])


def imported_buildings(session: Session) -> tuple[Building, ...]:
    """The buildings that were imported last, in the order of the file."""
    query = (
        select(StoredBeside)
        .where(StoredBeside.office == session.office, StoredBeside.kind == BUILDING)
        .order_by(col(StoredBeside.id))
    )
    return tuple(from_text(Building, row.record, f"registry_beside {row.id}") for row in session.exec(query))


def _replace(session: Session, kind: str, rows: list[tuple[str, str]]) -> None:
    session.execute(
        delete(StoredBeside).where(col(StoredBeside.office) == session.office, col(StoredBeside.kind) == kind)
    )
    stored = [{"office": session.office, "kind": kind, "key": key, "record": text} for key, text in rows]
    if stored:
        session.execute(insert(StoredBeside), stored)
