# SPDX-License-Identifier: EUPL-1.2
"""A registry read from a database is the same registry, and reading changes nothing there."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pecwatch.errors import UsageError
from pecwatch.registry import Query, StagedRegistry, load_mapping, read_registry
from tests.registry.staging import HEADER, ROWS, RULES, stage

TODAY = dt.date(2025, 11, 2)
NAMES = HEADER.split(";")
DAYS = ("data_nascita", "aggiornato_al")


def fill(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        columns = ", ".join(f"{name} {'date' if name in DAYS else 'text'}" for name in NAMES)
        connection.execute(text("DROP TABLE IF EXISTS people"))
        connection.execute(text(f"CREATE TABLE people ({columns})"))
        for row in ROWS:
            values = dict(zip(NAMES, row.split(";"), strict=True))
            for name in DAYS:
                day = values[name].split("/")
                values[name] = "-".join(reversed(day)) if values[name] else None
            connection.execute(text(f"INSERT INTO people VALUES ({', '.join(f':{name}' for name in NAMES)})"), values)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that holds the people of the canonical CSV."""
    on_server = request.param == "postgresql"
    address: str = request.getfixturevalue("postgresql").create() if on_server else f"sqlite:///{tmp_path}/cartella.db"
    fill(address)
    return address


def read(url: str, query: str = "SELECT * FROM people") -> StagedRegistry:
    return read_registry(Query(url, query, TODAY), load_mapping(None, RULES.registry), RULES)


def test_the_same_people(url: str, tmp_path: Path) -> None:
    """Columns are headings, days are days; where no row is dated, the data are of today."""
    assert read(url).people == stage(tmp_path, "\n".join((HEADER, *ROWS))).people
    assert read(url).dated_on == dt.date(2025, 10, 20)
    assert read(url, "SELECT cartella, cognome, nome, indirizzo FROM people").dated_on == TODAY


def test_the_order_of_rows_changes_nothing(url: str) -> None:
    """The same answer in another order is known as the same; another answer is not."""
    upwards, downwards = (read(url, f"SELECT * FROM people ORDER BY cartella {way}") for way in ("ASC", "DESC"))
    assert upwards.sha256 == downwards.sha256
    assert read(url, "SELECT * FROM people WHERE cognome LIKE 'Z%'").sha256 != upwards.sha256


@pytest.mark.parametrize("query", ["DELETE FROM people", "DROP TABLE people"])
def test_nothing_is_ever_changed(url: str, query: str) -> None:
    """A query that writes is refused by the database itself."""
    with pytest.raises(UsageError, match="failed"):
        read(url, query)
    assert len(read(url).people) == 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT nonsense", "failed"),
        ("SELECT cognome FROM people", "missing mandatory column"),
        ("SELECT * FROM people WHERE 1=0", "empty"),
    ],
)
def test_refused_with_its_reason(url: str, query: str, said: str) -> None:
    """The text says what is wrong and holds neither password nor value."""
    with pytest.raises(UsageError, match=said) as refusal:
        read(url, query)
    assert "ZUCCHEROLI" not in str(refusal.value)


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    """A wrong path makes no new file."""
    with pytest.raises(UsageError, match="no such database"):
        read(f"sqlite:///{tmp_path}/none.db")
    assert not (tmp_path / "none.db").exists()
