# SPDX-License-Identifier: EUPL-1.2
"""A database that refuses some rows, as one does that is damaged or newer: SQLite and PostgreSQL alike."""

from pecwatch.store.database import Session

FUNCTION = "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$"


def refuse(session: Session, table: str, when: str = "NEW.id IS NOT NULL", *, before: str = "INSERT") -> None:
    """From now on such a row is refused.

    Args:
        when: A condition on `NEW`, in words that both databases know.
        before: `INSERT`, or `UPDATE OF column`.
    """
    session.flush()
    # In psycopg's own tongue a percent sign begins a parameter.
    connection, begun = session.connection(), f"CREATE TRIGGER refusing BEFORE {before} ON {table}"
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"{begun} WHEN {when} BEGIN SELECT RAISE(ABORT, 'refused'); END")
        return
    connection.exec_driver_sql(FUNCTION)
    connection.exec_driver_sql(f"{begun} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse()".replace("%", "%%"))


def refuse_no_more(session: Session, table: str) -> None:
    """It takes everything again."""
    connection = session.connection()
    of = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    connection.exec_driver_sql(f"DROP TRIGGER refusing{of}")
