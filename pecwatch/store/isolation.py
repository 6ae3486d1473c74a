# SPDX-License-Identifier: EUPL-1.2
"""Row-level security on PostgreSQL: whatever a query forgets, the server shows an office its own rows alone.

Every table with a column `office` is protected, also from its owner; a transaction that has not said whose it is sees
nothing. `office_work` is not: workers look in it for the office to work for, and it holds codes and times only.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

POLICY = "own_office"
OPEN_TO_ALL = "office_work"
SETTING = "pecwatch.office"

TABLES = f"""
SELECT quote_ident(c.relname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE a.attname = 'office' AND NOT a.attisdropped AND c.relkind = 'r'
AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
AND c.relname <> '{OPEN_TO_ALL}' ORDER BY 1
"""  # noqa: S608 - nothing from outside

MINE = f"office = current_setting('{SETTING}', true)"


@contextmanager
def unprotected(connection: Connection) -> Iterator[None]:
    """While tables are changed their owner sees the rows of all offices; at the end every table is protected."""
    if connection.dialect.name != "postgresql":
        yield
        return
    for table in _tables(connection):
        connection.exec_driver_sql(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in _tables(connection):
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
        connection.exec_driver_sql(f"CREATE POLICY {POLICY} ON {table} USING ({MINE}) WITH CHECK ({MINE})")


def obeys_no_policy(connection: Connection) -> bool:
    """Whether the server exempts the role we log in as: a superuser, or one with BYPASSRLS."""
    if connection.dialect.name != "postgresql":
        return False
    found = connection.exec_driver_sql(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).scalar()
    return bool(found)


def _tables(connection: Connection) -> list[str]:
    return [row[0] for row in connection.exec_driver_sql(TABLES)]
