# SPDX-License-Identifier: EUPL-1.2
"""Where the offices of the tests keep what they know: an SQLite file each, or with `--database=postgresql` a server."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.postgresql import PostgreSQL


class OfficeDatabases:
    """Gives each office a database of its own; without a server they make the file of their default."""

    def __init__(self) -> None:
        self._server: PostgreSQL | None = None
        self._given: set[str] = set()

    @contextmanager
    def on(self, server: PostgreSQL) -> Iterator[None]:
        """Give out databases of that server while the block lasts."""
        self._server = server
        yield
        self._server = None

    def fresh(self) -> str | None:
        """The URL of an empty database; None for the default."""
        if self._server is None:
            return None
        url = self._server.create()
        self._given.add(url)
        return url

    def keep(self, url: str) -> str:
        """A copy of a database, for others to begin with."""
        assert self._server is not None
        return self._server.create(like=url)

    def begin_with(self, url: str, kept: str) -> None:
        """Put what was kept in the place of a database."""
        assert self._server is not None
        self._server.replace(url, like=kept)

    @contextmanager
    def gone_after(self) -> Iterator[None]:
        """Let go of what was given out within the block."""
        if self._server is None:
            yield
            return
        before = set(self._given)
        yield
        for url in self._given - before:
            self._server.drop(url)
        self._given = before


OFFICES = OfficeDatabases()


def section(url: str | None) -> str:
    """What to write into config.toml."""
    return "" if url is None else f'\n[database]\nurl = "{url}"\n'
