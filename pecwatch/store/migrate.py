# SPDX-License-Identifier: EUPL-1.2
"""Bringing a database to the form this version of pecwatch writes; nothing else makes or changes tables.

Each step is a file named after the form it leads to, as `0002_people_who_left.py`; the forms come in the order of
their names. So alembic, which takes long to load, is needed only when there are steps to take.
"""

import datetime as dt
from pathlib import Path

from sqlalchemy import Connection, inspect

from pecwatch.errors import UsageError
from pecwatch.model.record import record
from pecwatch.store.backup import back_up
from pecwatch.store.database import ADVISORY_CLASS, Database
from pecwatch.store.engine import WRITES, make_engine
from pecwatch.store.isolation import unprotected
from pecwatch.store.trouble import StoreDamaged, explained


@record
class Migration:
    """What `migrate` found and did."""

    before: str | None
    """Form of the database as it was; None when it was empty."""
    after: str
    backup: Path | None = None
    """Copy of the SQLite file as it was, when there was something to lose."""


STEPS = Path(__file__).parent / "migrations"


def migrate(database: Database, now: dt.datetime, *, steps: Path = STEPS) -> Migration:
    """Make the tables, or bring them up to date, in one transaction; a copy of an SQLite file is made first.

    To be called under the exclusive lock.

    Args:
        now: Names the copy.
        steps: Folder of the migrations.

    Raises:
        UsageError: A newer pecwatch wrote the database.
        StoreTrouble: The database cannot be changed; it is as it was.
        StoreDamaged: The steps left rows that refer to nothing; it is as it was.
    """
    before, newest = schema_version(database, steps=steps), newest_version(steps)
    if before == newest:
        return Migration(before=before, after=newest)
    backup = None if before is None else back_up(database, now, reason=f"before-{newest}")
    engine = make_engine(database.url, for_migrations=True, key=database.key)
    try:
        with explained(database.place), engine.execution_options(**{WRITES: True}).begin() as connection:
            if not _is_alone(connection, before):
                return migrate(database, now, steps=steps)
            with unprotected(connection):
                _take_steps(connection, steps)
            _check_references(connection, database.place)
    finally:
        engine.dispose()
    return Migration(before=before, after=newest, backup=backup)


def schema_version(database: Database, *, steps: Path = STEPS) -> str | None:
    """The form the database has; None when it is empty.

    Raises:
        UsageError: A newer pecwatch wrote it.
    """
    with explained(database.place), database.engine.connect() as connection:
        found = _form_of(connection)
    if found is not None and found not in _forms(steps):
        raise UsageError(
            f"{database.place}: written by a newer pecwatch (form {found}, this one knows {newest_version(steps)}): "
            "install the newer one again, or restore the backup made before it"
        )
    return found


def newest_version(steps: Path = STEPS) -> str:
    """The form that this version of pecwatch reads and writes."""
    return _forms(steps)[-1]


def require_current(database: Database, *, of_many: bool = False) -> None:
    """For commands that work beside the service and change no tables.

    Args:
        of_many: It is that of an installation with many offices.

    Raises:
        UsageError: The database is empty, older or newer.
    """
    found = schema_version(database)
    if found != newest_version():
        state = "empty" if found is None else "of an older version"
        who, command = ("workers", "offices --prepare") if of_many else ("service", "poll")
        copy = "with the tools of the server, its newest backup"
        if database.file is not None:
            copy = "the newest copy of the folder backups"
        raise UsageError(
            f"{database.place}: {state}: stop the {who} and run `pecwatch {command}` once, which prepares it "
            f"(if it was lost, first put {copy} in its place)"
        )


def _is_alone(connection: Connection, before: str | None) -> bool:
    """Whether nobody else has changed the form meanwhile: on a server several may begin at once, and take turns."""
    if connection.dialect.name != "postgresql":
        return True
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_CLASS + 2}, 0)")
    return _form_of(connection) == before


def _form_of(connection: Connection) -> str | None:
    """What alembic noted in the database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _forms(steps: Path) -> list[str]:
    return sorted(path.name.partition("_")[0] for path in (steps / "versions").glob("[0-9]*_*.py"))


def _take_steps(connection: Connection, steps: Path) -> None:
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check_references(connection: Connection, place: str) -> None:
    """SQLite does not check references while tables are rebuilt, so it is done at the end."""
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreDamaged(f"{place}: the new form would hold rows that refer to nothing: nothing was changed")
