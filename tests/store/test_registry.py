# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest
from sqlalchemy import text

from pecwatch.errors import UsageError
from pecwatch.model.listing import Address
from pecwatch.model.person import RegistryPerson
from pecwatch.model.retention import Retention
from pecwatch.store.database import Database
from pecwatch.store.letting_go import let_go
from pecwatch.store.records import KeptPerson, RegistryStatus
from pecwatch.store.registry import (
    activate,
    active_registry,
    left_count,
    people_in_force,
    previous_status,
    registry_status,
    roll_back,
)
from pecwatch.store.retention import due_rows
from tests.store.values import NOW

TODAY = dt.date(2025, 10, 20)


def people(count: int, surname: str = "ZUCCHEROLI") -> tuple[RegistryPerson, ...]:
    return tuple(
        RegistryPerson(
            folder=f"2019/{number:05d}",
            surname=surname,
            given_name="NICOLÒ",
            birth_date=dt.date(1950, 2, 1),
            address=Address(as_written="Via delle Robinie 14"),
            operator="OP01",
        )
        for number in range(count)
    )


def put(database: Database, imported: tuple[RegistryPerson, ...], now: dt.datetime = NOW) -> RegistryStatus:
    with database.writing() as session:
        return activate(session, imported, dated_on=TODAY, file_sha256="f" * 64, now=now)


def test_people_come_back_as_imported(database: Database) -> None:
    """In the order of the file, with its date."""
    status = put(database, people(3))
    with database.reading() as session:
        registry = active_registry(session)
        assert registry_status(session) == status
    assert registry is not None
    assert registry.people == people(3)
    assert (registry.dated_on, registry.imported_at, status.people) == (TODAY, NOW, 3)


def test_before_the_first_import_there_is_none(database: Database) -> None:
    """None is told from an empty registry."""
    with database.reading() as session:
        assert active_registry(session) is None
        assert registry_status(session) is None
        assert previous_status(session) is None


def test_the_last_two_imports_are_kept(database: Database) -> None:
    """The one in force and the one before; older people are forgotten."""
    statuses = [put(database, people(count)) for count in (1, 2, 3)]
    with database.reading() as session:
        assert registry_status(session) == statuses[2]
        assert previous_status(session) == statuses[1]
        left = session.connection().execute(text("SELECT count(*) FROM registry_person")).scalar()
    assert left == 2 + 3


def test_who_left_stands_behind_the_others(database: Database) -> None:
    """With the day; she is counted apart, and matched like anybody."""
    left = KeptPerson(person=people(1, "BONETTALI")[0], left_on=TODAY)
    with database.writing() as session:
        status = activate(session, people(2), left=(left,), dated_on=TODAY, file_sha256="f" * 64, now=NOW)
    with database.reading() as session:
        registry = active_registry(session)
        assert left_count(session, status.import_id) == 1
        assert tuple(people_in_force(session))[-1] == left
    assert status.people == 2
    assert registry is not None
    assert registry.people == (*people(2), left.person)


def test_what_is_equal_is_kept_once(database: Database) -> None:
    """Read back, those who live together share one address, and all of them their words."""
    put(database, people(3))
    with database.reading() as session:
        registry = active_registry(session)
    assert registry is not None
    assert len({id(person.address) for person in registry.people}) == 1
    assert len({id(person.operator) for person in registry.people}) == 1


def test_taken_back(database: Database) -> None:
    """The one before is in force again, the other is kept; taken back twice, all is as it was."""
    first, second = put(database, people(1)), put(database, people(2))
    for expected, beside in ((first, second), (second, first)):
        with database.writing() as session:
            assert roll_back(session, NOW) == expected
        with database.reading() as session:
            registry = active_registry(session)
            assert (registry_status(session), previous_status(session)) == (expected, beside)
        assert registry is not None
        assert registry.people == people(expected.people)


def test_after_taking_back_the_one_that_was_in_force_is_kept(database: Database) -> None:
    """An import forgets the one that was taken back, not the one it replaces."""
    first, _ = put(database, people(1)), put(database, people(2))
    with database.writing() as session:
        roll_back(session, NOW)
    third = put(database, people(3))
    with database.reading() as session:
        assert (registry_status(session), previous_status(session)) == (third, first)


def test_one_that_was_taken_back_is_kept_as_long_as_any(database: Database) -> None:
    """Its time runs from when it was put out of force, and not from when it came: a mistake may show late."""
    put(database, people(1))
    second = put(database, people(2), NOW + dt.timedelta(days=100))
    taken_back_at = NOW + dt.timedelta(days=900)
    with database.writing() as session:
        roll_back(session, taken_back_at)
    with database.reading() as session:
        for days, due in ((1, ()), (700, ()), (760, (second.import_id,))):
            found = due_rows(session, Retention(), taken_back_at + dt.timedelta(days=days))
            assert found.registries == due


def test_one_that_is_let_go_of_in_portions_cannot_be_taken_back(database: Database) -> None:
    """Between two portions a part of it is there; the one in force stays whole, and the other goes to its end."""
    put(database, people(3))
    second = put(database, people(2))
    long_after = NOW + dt.timedelta(days=800)
    for people_left, imports_left in ((1, 1), (0, 1), (0, 0)):
        with database.writing() as session:
            let_go(session, due_rows(session, Retention(), long_after).first(2 if people_left else 1))
        with database.reading() as session:
            due = due_rows(session, Retention(), long_after)
            assert (len(due.registry_people), len(due.registries)) == (people_left, imports_left)
            registry = active_registry(session)
        assert registry is not None and len(registry.people) == second.people
        with pytest.raises(UsageError, match="no other registry"), database.writing() as session:
            roll_back(session, long_after)


def test_nothing_to_take_back(database: Database) -> None:
    """A single import stays in force."""
    put(database, people(1))
    with pytest.raises(UsageError, match="no other registry"), database.writing() as session:
        roll_back(session, NOW)


def test_offices_keep_their_own_registry(database: Database) -> None:
    """An import of one office neither replaces nor forgets another's."""
    other = Database(database.url, database.engine, "other")
    put(other, people(1, "BONETTALI"))
    for count in (1, 2, 3):
        put(database, people(count))
    with other.reading() as session:
        registry = active_registry(session)
    assert registry is not None
    assert registry.people == people(1, "BONETTALI")
