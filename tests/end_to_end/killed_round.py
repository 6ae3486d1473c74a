# SPDX-License-Identifier: EUPL-1.2
"""Rounds in processes of their own that die on the way, as by `kill -9`; Python and the readers start only once.

    python -m tests.end_to_end.killed_round

Each line of its input is a process with one round or several: configuration, their moments, the step before which it
dies (0: none), the rounds in which nothing can be written to any file, and whether it waits for SIGCONT first. A step
is a commit of the database or a file put in its place. It answers with the number of the process, of the steps, and
its exit code: 1 when a round failed.
"""

import datetime as dt
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from multiprocessing import forkserver
from pathlib import Path
from typing import Self

from sqlalchemy import Engine, event

from pecwatch.config import load_config
from pecwatch.errors import PecwatchError
from pecwatch.service import reader_process
from pecwatch.service.running import serving
from tests.end_to_end import lasting_fork_server
from tests.end_to_end.office import MovedClock

ROOT = Path(__file__).parents[2]
STEPS = ("commit", "os.rename")


class DyingRounds:
    """Asks that process for rounds."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.end_to_end.killed_round"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()  # type: ignore[union-attr]  # a pipe
        self._process.wait(timeout=60)

    def begin(
        self, file: Path, *moments: dt.datetime, deadly: int = 0, full: Sequence[int] = (), stopped: bool = False
    ) -> int:
        """Start a process with a round at each of the moments; its number."""
        assert self._process.stdin is not None
        told = [str(file), [moment.isoformat() for moment in moments], deadly, list(full), stopped]
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        return self._said("pid")

    def end(self) -> tuple[int, int]:
        """Wait for its end: how many steps it took, and the exit code."""
        return self._said("steps"), self._said("code")

    def round(self, file: Path, now: dt.datetime, deadly: int = 0) -> int:
        """A whole round, or one that dies before that step; how many steps it took."""
        self.begin(file, now, deadly=deadly)
        steps, code = self.end()
        assert code == (-signal.SIGKILL if deadly else 0)
        return steps

    def _said(self, what: str) -> int:
        assert self._process.stdout is not None
        name, value = self._process.stdout.readline().split()
        assert name == what
        return int(value)


def main() -> None:
    """Serve rounds until the input ends."""
    reader_process.PRELOADED = (*reader_process.PRELOADED, lasting_fork_server.__name__)
    reader_process.start_fork_server()
    # A forked copy uses its parent's fork server; multiprocessing would look for it among the copy's own children.
    forkserver.ensure_running = lambda: None
    forkserver._forkserver.ensure_running = lambda: None  # type: ignore[attr-defined]
    for line in sys.stdin:
        file, moments, deadly, full, stopped = json.loads(line)
        steps_in, steps_out = os.pipe()
        child = os.fork()
        if child == 0:
            if stopped:
                os.kill(os.getpid(), signal.SIGSTOP)
            _rounds(Path(file), [dt.datetime.fromisoformat(moment) for moment in moments], deadly, full, steps_out)
        os.close(steps_out)
        print("pid", child, flush=True)
        with os.fdopen(steps_in, "rb") as taken:
            steps = len(taken.read())
        print("steps", steps, flush=True)
        print("code", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _rounds(file: Path, moments: list[dt.datetime], deadly: int, full: list[int], steps_out: int) -> None:
    taken = 0
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def step(name: str) -> None:
        nonlocal taken
        if name in STEPS:
            taken += 1
            if taken == deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            os.write(steps_out, b".")

    code = 1
    try:
        event.listen(Engine, "commit", lambda _: step("commit"))
        sys.addaudithook(lambda name, _: step(name))
        clock = MovedClock(moments[0])
        with serving(load_config(file, {}), clock) as service:
            code = 0
            for number, moment in enumerate(moments):
                clock.now = moment
                _let_files_grow(number not in full)
                try:
                    service.drain(threading.Event())
                except PecwatchError:
                    code = 1
    finally:
        os._exit(code)


def _let_files_grow(grow: bool) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard if grow else 0, hard))


if __name__ == "__main__":
    main()
