# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL that falls silent must not keep anybody waiting for ever.

The server's own time-outs end what takes long there; the kernel's end lines on which nothing arrives any more. Neither
helps when something between us and the server still answers for it, so that we too stop waiting.
"""

import math
import time
from collections.abc import Generator
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.pool import ConnectionPoolEntry

CONNECT_S = 10

CONNECTING = {
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 40_000,
}
"""For libpq: a line on which nobody answers is given up after 40 s. Seconds, the last in milliseconds."""

PATIENCE_S = 75
"""After so long without a word the line is given up."""

STATEMENT_SHARE = 0.8
"""Of our patience, after which the server ends a statement: then we hear why."""


def be_patient(engine: Engine, patience_s: float | None) -> None:
    """Have every connection of an engine give up a server that says nothing for so long; None for as long as it takes.

    Connecting never takes long.
    """
    # Only here, where it is known to be installed.
    import psycopg  # noqa: PLC0415

    class PatientConnection(psycopg.Connection[Any]):
        """Waits for an answer, and not for ever."""

        def wait(self, gen: Generator[Any, Any, Any], *arguments: Any, **options: Any) -> Any:
            """Wait as psycopg does, which has no bound of its own."""
            until = math.inf if patience_s is None else time.monotonic() + patience_s
            try:
                return super().wait(_bounded(gen, until), *arguments, **options)
            except _Silent:
                self.close()
                raise psycopg.OperationalError("the server has not answered in time") from None

    timeout_s = max(2, min(CONNECT_S, int(patience_s or CONNECT_S)))  # libpq knows no less

    def connect(_: Dialect, __: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]) -> Any:
        return PatientConnection.connect(*arguments, connect_timeout=timeout_s, **options)

    event.listen(engine, "do_connect", connect)


class _Silent(Exception):
    """Nothing was heard in time."""


def _bounded(waiting: Generator[Any, Any, Any], until: float) -> Generator[Any, Any, Any]:
    """The same waiting, which psycopg takes up again several times a second, up to a moment."""
    try:
        wanted = next(waiting)
        while True:
            ready = yield wanted
            if not ready and time.monotonic() > until:
                raise _Silent
            wanted = waiting.send(ready)
    except StopIteration as end:
        return end.value
