# SPDX-License-Identifier: EUPL-1.2
"""The registry in force, and the one beside it; whoever left stays findable until she is forgotten."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from sqlalchemy import delete, func, insert, update
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from pecwatch.errors import UsageError
from pecwatch.model.audit import Deed
from pecwatch.model.person import Registry, RegistryPerson
from pecwatch.store.audit import SERVICE, trail, write_down
from pecwatch.store.database import Session
from pecwatch.store.records import KeptPerson, RegistryStatus
from pecwatch.store.sharing import Sharing
from pecwatch.store.stored import from_text, number, to_text
from pecwatch.store.tables import StoredImport, StoredPerson

IN_FORCE, SUPERSEDED = "active", "superseded"

LEAVING = "leaving"
"""State of an import whose people are being let go of: it cannot be put in force again."""

ROWS_AT_ONCE = 5_000
FOLDERS_AT_ONCE = 500
"""Asked for in one query: databases bound the number of its values."""


def activate(
    session: Session,
    people: Iterable[RegistryPerson],
    *,
    left: Iterable[KeptPerson] = (),
    dated_on: dt.date,
    file_sha256: str,
    now: dt.datetime,
) -> RegistryStatus:
    """Put an accepted registry in force, in one transaction; of the others only the one it replaces is kept.

    Args:
        left: Who stood in an earlier one and is to be found all the same.
        dated_on: The day the data speak of.
        file_sha256: Of the imported file.
    """
    before = registry_status(session)
    session.execute(update(StoredImport).where(col(StoredImport.office) == session.office).values(state=SUPERSEDED))
    row = StoredImport(
        office=session.office, state=IN_FORCE, people=0, dated_on=dated_on, imported_at=now, file_sha256=file_sha256
    )
    session.add(row)
    session.flush()
    rows = (
        {
            "office": session.office,
            "import_id": row.id,
            "folder": kept.person.folder,
            "record": to_text(kept.person),
            "left_on": kept.left_on,
        }
        for kept in chain((KeptPerson(person=person) for person in people), left)
    )
    # Piece by piece: a million people as rows would stand in memory a second time.
    while piece := list(islice(rows, ROWS_AT_ONCE)):
        row.people += sum(each["left_on"] is None for each in piece)
        session.execute(insert(StoredPerson), piece)
    session.flush()
    _forget_others(session, {number(row.id), row.id if before is None else before.import_id})
    write_down(session, Deed.IMPORTED, at=now, about=f"registry:{row.id}", detail=f"people={row.people}")
    return _status(row)


def people_in_force(session: Session) -> Iterator[KeptPerson]:
    """Everybody of the registry in force in the order of the file, then who left; nobody before the first import."""
    status = registry_status(session)
    if status is None:
        return
    query = (
        select(col(StoredPerson.id), col(StoredPerson.record), col(StoredPerson.left_on))
        .where(StoredPerson.office == session.office, StoredPerson.import_id == status.import_id)
        .order_by(col(StoredPerson.id))
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for row_id, text, left_on in session.exec(query):
        yield KeptPerson(person=from_text(RegistryPerson, text, f"registry_person {row_id}"), left_on=left_on)


def people_of(session: Session, folders: Iterable[str]) -> dict[str, tuple[RegistryPerson, ...]]:
    """The people of some folders of the registry in force; a folder it lacks has no entry."""
    status = registry_status(session)
    found: dict[str, tuple[RegistryPerson, ...]] = {}
    wanted = iter(sorted(set(folders)))
    while status is not None and (piece := tuple(islice(wanted, FOLDERS_AT_ONCE))):
        query = (
            select(StoredPerson)
            .where(
                StoredPerson.office == session.office,
                StoredPerson.import_id == status.import_id,
                col(StoredPerson.folder).in_(piece),
            )
            .order_by(col(StoredPerson.id))
        )
        for row in session.exec(query):
            person = from_text(RegistryPerson, row.record, f"registry_person {row.id}")
            found[row.folder] = (*found.get(row.folder, ()), person)
    return found


def active_registry(session: Session) -> Registry | None:
    """The registry in force, with its people in the order of the file; None before the first import."""
    status = registry_status(session)
    if status is None:
        return None
    sharing = Sharing()
    people = tuple(sharing.person(kept.person) for kept in people_in_force(session))
    return Registry(people=people, imported_at=status.imported_at, dated_on=status.dated_on)


def registry_status(session: Session) -> RegistryStatus | None:
    """What is known of the registry in force; a new `import_id` says that another one took its place meanwhile."""
    row = session.exec(_imports(session).where(StoredImport.state == IN_FORCE)).first()
    return None if row is None else _status(row)


def previous_status(session: Session) -> RegistryStatus | None:
    """What is known of the import that is kept beside the one in force: the one it replaced, or that was taken back."""
    row = session.exec(_imports(session).where(StoredImport.state == SUPERSEDED)).first()
    return None if row is None else _status(row)


def left_count(session: Session, import_id: int) -> int:
    """How many people of an import stood in an earlier one only."""
    query = select(func.count(col(StoredPerson.id))).where(
        StoredPerson.office == session.office,
        StoredPerson.import_id == import_id,
        col(StoredPerson.left_on).is_not(None),
    )
    return session.exec(query).one()


def roll_back(session: Session, now: dt.datetime, *, who: str = SERVICE) -> RegistryStatus:
    """Put the import that is kept beside the one in force in its place; done twice, it changes nothing.

    Args:
        who: As the audit trail calls her; by its entry it is known when the other one was put out of force.

    Raises:
        UsageError: There is none.
    """
    previous, active = previous_status(session), registry_status(session)
    if previous is None or active is None:
        raise UsageError("no other registry is kept: import one with pecwatch registry import FILE")
    for import_id, state in ((active.import_id, SUPERSEDED), (previous.import_id, IN_FORCE)):
        session.execute(update(StoredImport).where(col(StoredImport.id) == import_id).values(state=state))
    write_down(session, Deed.IMPORTED, at=now, who=who, about=f"registry:{previous.import_id}", detail="rollback")
    return previous


def replaced_at(session: Session) -> dt.datetime | None:
    """When the registry in force took the place of the one that is kept beside it; None before the first import."""
    status = registry_status(session)
    if status is None:
        return None
    entries = trail(session, about=f"registry:{status.import_id}", deed=Deed.IMPORTED)
    return max((each.at for each in entries), default=status.imported_at)


def _imports(session: Session) -> SelectOfScalar[StoredImport]:
    return select(StoredImport).where(StoredImport.office == session.office).order_by(col(StoredImport.id).desc())


def _forget_others(session: Session, kept: set[int | None]) -> None:
    for row in session.exec(_imports(session)).all():
        if row.id not in kept:
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
