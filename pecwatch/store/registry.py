# SPDX-License-Identifier: EUPL-1.2
"""The registry in force, and the one before it."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import delete, insert, update
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from pecwatch.model.person import Registry, RegistryPerson
from pecwatch.store.database import Session
from pecwatch.store.records import RegistryStatus
from pecwatch.store.stored import from_text, number, to_text
from pecwatch.store.tables import StoredImport, StoredPerson

KEPT_IMPORTS = 2
"""The registry in force and the one before it, as the retention rules say."""

IN_FORCE, SUPERSEDED = "active", "superseded"


def activate(
    session: Session,
    people: Iterable[RegistryPerson],
    *,
    dated_on: dt.date,
    file_sha256: str,
    now: dt.datetime,
) -> RegistryStatus:
    """Put an accepted registry in force, in one transaction; imports older than the previous one are forgotten.

    Args:
        dated_on: The day the data speak of.
        file_sha256: Of the imported file.
    """
    session.execute(update(StoredImport).where(col(StoredImport.office) == session.office).values(state=SUPERSEDED))
    row = StoredImport(
        office=session.office, state=IN_FORCE, people=0, dated_on=dated_on, imported_at=now, file_sha256=file_sha256
    )
    session.add(row)
    session.flush()
    rows = [
        {"office": session.office, "import_id": row.id, "folder": person.folder, "record": to_text(person)}
        for person in people
    ]
    if rows:
        session.execute(insert(StoredPerson), rows)
    row.people = len(rows)
    session.flush()
    _forget_older(session)
    return _status(row)


def active_registry(session: Session) -> Registry | None:
    """The registry in force, with its people in the order of the file; None before the first import."""
    status = registry_status(session)
    if status is None:
        return None
    query = (
        select(StoredPerson.id, StoredPerson.record)
        .where(StoredPerson.office == session.office, StoredPerson.import_id == status.import_id)
        .order_by(col(StoredPerson.id))
    )
    people = tuple(from_text(RegistryPerson, text, f"registry_person {row_id}") for row_id, text in session.exec(query))
    return Registry(people=people, imported_at=status.imported_at, dated_on=status.dated_on)


def registry_status(session: Session) -> RegistryStatus | None:
    """What is known of the registry in force; a new `import_id` says that another one was imported meanwhile."""
    row = session.exec(_imports(session).where(StoredImport.state == IN_FORCE)).first()
    return None if row is None else _status(row)


def previous_status(session: Session) -> RegistryStatus | None:
    """What is known of the import before the one in force, which is kept."""
    row = session.exec(_imports(session).where(StoredImport.state == SUPERSEDED)).first()
    return None if row is None else _status(row)


def _imports(session: Session) -> SelectOfScalar[StoredImport]:
    return select(StoredImport).where(StoredImport.office == session.office).order_by(col(StoredImport.id).desc())


def _forget_older(session: Session) -> None:
    for row in session.exec(_imports(session)).all()[KEPT_IMPORTS:]:
        session.execute(delete(StoredPerson).where(col(StoredPerson.import_id) == row.id))
        session.delete(row)


def _status(row: StoredImport) -> RegistryStatus:
    return RegistryStatus(
        import_id=number(row.id),
        people=row.people,
        dated_on=row.dated_on,
        imported_at=row.imported_at,
        file_sha256=row.file_sha256,
    )
