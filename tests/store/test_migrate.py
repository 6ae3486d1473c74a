# SPDX-License-Identifier: EUPL-1.2
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from pecwatch.errors import PecwatchError, UsageError
from pecwatch.store.backup import backups
from pecwatch.store.database import Database, open_database
from pecwatch.store.decisions import decisions
from pecwatch.store.estimates import kept_estimate
from pecwatch.store.migrate import STEPS, migrate, newest_version, require_current, schema_version
from pecwatch.store.notes import note, noted
from pecwatch.store.tables import Stored
from tests.store.values import NOW

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade():
    op.add_column("note", sa.Column("colour", sa.String()))
    with op.batch_alter_table("message") as message:
        message.alter_column("problem_codes", nullable=True)
    {last}
"""


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """A copy of the migrations to which a test may add a step."""
    folder = tmp_path / "migrations"
    shutil.copytree(STEPS, folder)
    return folder


def add_step(steps: Path, last: str = "pass") -> None:
    text = STEP.format(before=newest_version(), last=last)
    (steps / "versions" / "9999_next.py").write_text(text, encoding="utf-8")


def columns_of(database: Database, table: str) -> set[str]:
    return {column["name"] for column in inspect(database.engine).get_columns(table)}


def test_migrations_make_what_the_models_say(database: Database) -> None:
    """A database made by migrations lacks nothing that the models have, and has nothing else."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Stored.metadata) == []


LOOK = "SELECT count(*) FROM note"
WRITE = "INSERT INTO note (office, key, value, noted_at) SELECT office, 'beside', value, noted_at FROM note LIMIT 1"
BESIDE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute(sys.argv[2])
connection.commit()
connection.close()
"""


def test_who_works_beside_a_start_that_made_the_tables_is_heard(tmp_path: Path) -> None:
    """The process keeps its locks: whoever opens the file beside it and goes away does not take the journal along."""
    with closing(open_database(f"sqlite:///{tmp_path}/pecwatch.db")) as database:
        migrate(database, NOW)
        with database.writing() as session:
            note(session, "first", "kept", NOW)
        for statement in (LOOK, WRITE):
            subprocess.run([sys.executable, "-c", BESIDE, str(database.file), statement], check=True)
            with database.writing() as session:
                note(session, f"after {statement[:6]}", "kept", NOW)
        with database.reading() as session:
            assert noted(session, "beside") is not None
    with closing(open_database(f"sqlite:///{tmp_path}/pecwatch.db")) as database, database.reading() as session:
        assert all(noted(session, key) for key in ("first", "after SELECT", "beside", "after INSERT"))


def test_models_make_what_the_migrations_make(sqlite: Database, tmp_path: Path) -> None:
    """The other way round, down to names of constraints and numbers that are never reused."""
    engine = create_engine(f"sqlite:///{tmp_path}/models.db")
    Stored.metadata.create_all(engine)

    def form(of: object) -> dict[str, object]:
        found = inspect(of)
        return {
            table: (
                {
                    column["name"]: (str(column["type"]), column["nullable"], column["default"])
                    for column in found.get_columns(table)
                },
                found.get_pk_constraint(table),
                sorted(found.get_unique_constraints(table), key=str),
                sorted(found.get_foreign_keys(table), key=str),
                sorted(found.get_indexes(table), key=str),
                "AUTOINCREMENT" in str(found.get_table_options(table)),
            )
            for table in found.get_table_names()
            if table not in ("alembic_version", "sqlite_sequence")
        }

    def numbering(of: object) -> set[str]:
        with of.connect() as connection:  # type: ignore[attr-defined]  # an engine
            rows = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
            return {name for (name,) in rows}

    assert form(engine) == form(sqlite.engine)
    assert numbering(engine) == numbering(sqlite.engine) != set()
    engine.dispose()


def test_an_empty_database_needs_no_backup(url: str) -> None:
    """The first start makes the tables; the second finds nothing to do."""
    database = open_database(url)
    first, second = migrate(database, NOW), migrate(database, NOW)
    assert (first.before, first.after, first.backup) == (None, newest_version(), None)
    assert second.before == second.after == newest_version()
    database.close()


@pytest.mark.fault("upgrade")
def test_an_older_database_is_copied_first(database: Database, steps: Path) -> None:
    """An upgrade keeps the rows, and the file as it was."""
    with database.writing() as session:
        note(session, "key", "kept", NOW)
    add_step(steps)
    done = migrate(database, NOW, steps=steps)
    assert done.after == "9999"
    assert "colour" in columns_of(database, "note")
    with database.reading() as session:
        kept = noted(session, "key")
    assert kept is not None
    assert kept.value == "kept"
    if done.backup is None:
        assert database.file is None
    else:
        copy = open_database(f"sqlite:///{done.backup}")
        assert "colour" not in columns_of(copy, "note")
        copy.close()


@pytest.mark.fault("upgrade")
def test_a_failing_step_undoes_all_steps(database: Database, steps: Path) -> None:
    """Half an upgrade is worse than none."""
    add_step(steps, last='op.execute("SELECT * FROM nowhere")')
    with pytest.raises(PecwatchError):
        migrate(database, NOW, steps=steps)
    assert "colour" not in columns_of(database, "note")
    assert schema_version(database) == newest_version()


def test_rows_that_would_refer_to_nothing_undo_all_steps(sqlite: Database, steps: Path) -> None:
    """SQLite checks no reference while tables are rebuilt, so we do."""
    add_step(steps, last="""op.execute("INSERT INTO received_list VALUES (1, 'default', 4711, NULL, '', '')")""")
    with pytest.raises(PecwatchError, match="refer to nothing"):
        migrate(sqlite, NOW, steps=steps)
    assert schema_version(sqlite) == newest_version()


@pytest.mark.fault("downgrade")
def test_a_newer_database_is_refused(database: Database, steps: Path) -> None:
    """An older pecwatch must not write into tables it does not understand."""
    add_step(steps)
    migrate(database, NOW, steps=steps)
    for attempt in (lambda: migrate(database, NOW), lambda: require_current(database)):
        with pytest.raises(UsageError, match="newer pecwatch"):
            attempt()


def test_commands_beside_the_service_change_no_table(url: str) -> None:
    """They say who prepares an empty database."""
    database = open_database(url)
    with pytest.raises(UsageError, match="pecwatch poll"):
        require_current(database)
    migrate(database, NOW)
    require_current(database)
    database.close()


def test_the_backup_is_found(sqlite: Database, steps: Path) -> None:
    """It lies beside the database, named by its time and reason."""
    assert sqlite.file is not None
    add_step(steps)
    migrate(sqlite, NOW, steps=steps)
    assert [path.name for path in backups(sqlite.file)] == ["pecwatch-20251024T071231Z-before-9999.db"]


def test_confirmations_of_before_the_estimates_are_kept(url: str, steps: Path) -> None:
    """The step that makes room for learned weights touches no decision."""
    for step in (steps / "versions").glob("000[5-9]_*.py"):
        step.unlink()
    database = open_database(url)
    assert migrate(database, NOW, steps=steps).after == "0004"
    with database.writing() as session:
        session.execute(
            text(
                "INSERT INTO decision (id, office, kind, reference, folder, row_key, decided_at, who, by) "
                "VALUES (7, 'default', 'confirmed', 'PW-2025-11-001', '2019/00871', 'line', :now, 'OP01', 'cli')"
            ),
            {"now": NOW},
        )
    assert migrate(database, NOW).before == "0004"
    with database.reading() as session:
        assert [each.id for each in decisions(session)] == [7]
        assert kept_estimate(session) is None
    database.close()
