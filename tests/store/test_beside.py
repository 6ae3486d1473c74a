# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

from pecwatch.model.building import Building, Parity
from pecwatch.model.office import OfficePerson, Role
from pecwatch.store.beside import (
    imported_buildings,
    imported_operators,
    replace_buildings,
    replace_operators,
    replace_streets,
    street_counts,
    street_names,
)
from pecwatch.store.database import Database

OPERATOR = OfficePerson(
    code="OP01",
    role=Role.OPERATOR,
    name="Amalia Quintarelli",
    email="a.quintarelli@comune.example",
    absences=((dt.date(2025, 11, 3), dt.date(2025, 11, 14)),),
)


def test_the_last_table_of_operators_counts(database: Database) -> None:
    """As it was imported, whole; another office has its own."""
    with database.writing() as session:
        replace_operators(session, (OPERATOR,))
    with Database(database.url, database.engine, "other").writing() as session:
        replace_operators(session, ())
    with database.reading() as session:
        assert imported_operators(session) == (OPERATOR,)
    with database.writing() as session:
        replace_operators(session, ())
    with database.reading() as session:
        assert imported_operators(session) == ()


def test_streets_of_one_municipality_or_of_all(database: Database) -> None:
    """In the order of the file; the last list replaces the one before, and touches no operator."""
    with database.writing() as session:
        replace_operators(session, (OPERATOR,))
        replace_streets(session, {"ELSEWHERE": ("VIA VECCHIA",)})
        replace_streets(session, {"BORGO SALICE": ("VIA ROBINIE", "LARGO PIOPPI"), "ROCCAFINTA": ("VIA GELSI",)})
    with database.reading() as session:
        assert street_names(session) == ("VIA ROBINIE", "LARGO PIOPPI", "VIA GELSI")
        assert street_names(session, "ROCCAFINTA") == ("VIA GELSI",)
        assert street_counts(session) == (3, 2)
        assert imported_operators(session) == (OPERATOR,)


def test_the_last_table_of_buildings_counts(database: Database) -> None:
    """As it was imported, whole and in its order; operators and streets stay."""
    gelsi = Building(street="VIALE DEI GELSI", first=2, last=20, parity=Parity.EVEN, district="Zaist", dwellings=18)
    robinie = Building(street="VIA DELLE ROBINIE", first=14, last=14, district="Borgo", dwellings=None)
    with database.writing() as session:
        replace_operators(session, (OPERATOR,))
        replace_buildings(session, (robinie,))
        replace_buildings(session, (robinie, gelsi))
    with database.reading() as session:
        assert imported_buildings(session) == (robinie, gelsi)
        assert imported_operators(session) == (OPERATOR,)
