# SPDX-License-Identifier: EUPL-1.2
"""Whether rounds end: the health file, the supervisor's watchdog, and the deadline of a round that hangs.

A thread of Python cannot be ended from outside, so a round that hangs is ended with the whole process, which begins
anew in its place: what was under way is a row with a state, and the lock goes over.
"""

import datetime as dt
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import structlog

from pecwatch.logs import place_of
from pecwatch.service.desk import Desk
from pecwatch.service.failing import post_ended_rounds
from pecwatch.service.health_file import HEALTH_FILE, Rounds, tells_good_rounds, write_health
from pecwatch.service.supervisor import ROUND_ENDED, tell_supervisor
from pecwatch.store.notes import note, noted

log = structlog.get_logger()

HEALTH_EVERY_S = 60
"""The file is written after each round, and so often while a long one lasts."""

HUNG_FILE = "rounds-hung"
"""One letter for each round that was ended and that nobody was told of: written where the database may not answer."""

HUNG = "rounds_hung"
"""Note of how many there were, ever."""


def start_over() -> None:
    """Begin anew in the same process: every thread, line and lock of before is gone."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the command that we are


class Watch:
    """Looks at the rounds from outside; asked twice a second by the thread that waits for signals.

    Args:
        health_every_s: How old the health file may become before a round that ended well writes it anew; one that tells
            of a failed round, or of one under way, is written at once.
    """

    def __init__(self, desk: Desk, *, start_over: Callable[[], None] = start_over, health_every_s: float = 0) -> None:
        self._health_every_s = health_every_s
        self._desk = desk
        self._start_over = start_over
        self._deadline_s = desk.config.service.round_deadline_s
        self._began: float | None = None
        self._writing = threading.Lock()
        """Both threads write the file, each at its time."""
        self._wrote_at = time.monotonic()
        with desk.database.reading() as session:
            hung = noted(session, HUNG)
        self._rounds = Rounds(hung=0 if hung is None else int(hung.value))

    @contextmanager
    def round(self) -> Iterator[None]:
        """One round: at its end the supervisor is told if it ended well, and the health file is written."""
        self._began = self._wrote_at = time.monotonic()
        self._rounds = replace(self._rounds, since=self._desk.clock())
        is_told = False
        try:
            yield
        except Exception:
            self._rounds = replace(self._rounds, since=None, failed=self._rounds.failed + 1)
            raise
        else:
            self._rounds = replace(self._rounds, since=None, ended_at=self._desk.clock(), failed=0)
            is_told = tells_good_rounds(self._health_file, not_older_than_s=self._health_every_s)
        finally:
            self._began = None
            if not is_told:
                self._write()
        tell_supervisor(ROUND_ENDED)

    def look(self) -> None:
        """End a round that takes longer than any can; write the health file while a long one lasts."""
        began = self._began
        if began is not None and time.monotonic() - began > self._deadline_s:
            log.critical("round_hangs", deadline_s=self._deadline_s)
            with suppress(OSError), self._hung_file.open("a", encoding="ascii") as file:
                file.write("x")
            self._start_over()
        if time.monotonic() - self._wrote_at > HEALTH_EVERY_S:
            self._write()

    def tell_of_hung_rounds(self) -> None:
        """Count the rounds that were ended by their deadline, and tell the administrator."""
        with suppress(FileNotFoundError):
            ended = len(self._hung_file.read_bytes())
            since = dt.datetime.fromtimestamp(self._hung_file.stat().st_mtime, dt.UTC)
            self._rounds = replace(self._rounds, hung=self._rounds.hung + ended)
            with self._desk.database.writing() as session:
                note(session, HUNG, str(self._rounds.hung), self._desk.clock())
            post_ended_rounds(self._desk, ended, since)
            self._hung_file.unlink()

    @property
    def _hung_file(self) -> Path:
        return self._desk.config.service.data_dir / HUNG_FILE

    @property
    def _health_file(self) -> Path:
        return self._desk.config.service.data_dir / HEALTH_FILE

    def _write(self) -> None:
        self._wrote_at = time.monotonic()
        try:
            with self._writing:
                write_health(self._desk, self._rounds)
        except Exception as error:  # noqa: BLE001 - a file for others must not end what it speaks of
            log.error("health_not_written", error=place_of(error))
