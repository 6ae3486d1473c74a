# SPDX-License-Identifier: EUPL-1.2
"""A registry read from a database, by one query that can change nothing."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from pecwatch.errors import UsageError
from pecwatch.registry.cells import text_of
from pecwatch.registry.mapping import RegistryMapping
from pecwatch.registry.origin import Origin
from pecwatch.registry.table import Row, Score, Table

ROWS_AT_ONCE = 2_000
LONGEST_QUERY_S = 600


class Query:
    """What a query answers; its columns are the headings."""

    def __init__(self, url: str, query: str, today: dt.date) -> None:
        """Args: url: With its password. today: The day of the data, where no row tells."""
        self._url = make_url(url)
        self._query = query
        self._today = today
        self._origin: Origin | None = None
        self.name = f"query to {self._url.host or self._url.database}"

    @contextmanager
    def table(self, mapping: RegistryMapping, score: Score) -> Iterator[Table]:
        """The rows as the database gives them; a mapping of headings holds, one of texts does not matter.

        Raises:
            UsageError: The database cannot be reached or refuses the query; the text holds no value of it.
        """
        del mapping, score
        digest = _UnorderedDigest()
        try:
            with _engine(self._url) as engine, engine.connect() as connection:
                _forbid_writing(connection)
                answer = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(text(self._query))
                headings = Row(0, [str(key) for key in answer.keys()])  # noqa: SIM118  # a result is no dict
                rows = (Row(number, [text_of(value) for value in values]) for number, values in enumerate(answer, 1))
                yield Table(headings=headings, rows=digest.over(rows))
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            raise UsageError(
                f"{self.name}: failed ({type(cause).__name__}); try the query with the database's own program, "
                "and check url, password and query in [registry]"
            ) from error
        self._origin = Origin(sha256=digest.hexdigest(), day=self._today)

    def origin(self) -> Origin:
        """Hash of the answer, whatever the order of its rows."""
        assert self._origin is not None, "asked before the rows were read"  # noqa: S101
        return self._origin


class _UnorderedDigest:
    """A hash of rows that does not mind their order: without ORDER BY a database gives any."""

    def __init__(self) -> None:
        self._sum = 0

    def over(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            digest = hashlib.sha256("\x1f".join(row.cells).encode("utf-8", "surrogatepass")).digest()
            self._sum = (self._sum + int.from_bytes(digest, "big")) % 2**256
            yield row

    def hexdigest(self) -> str:
        return f"{self._sum:064x}"


@contextmanager
def _engine(url: URL) -> Iterator[Engine]:
    """A connection of our own, closed at the end; a missing SQLite file is not made."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise UsageError(f"{url.database}: no such database; correct url in [registry]")
    engine = create_engine(url, hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()


def _forbid_writing(connection: Connection) -> None:
    """Whatever the query says, the database itself refuses to change anything."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
        return
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{LONGEST_QUERY_S}s'")
