# SPDX-License-Identifier: EUPL-1.2
"""One child of the fork server, as its parent holds it: started, asked, listened to, ended."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, get_context
from types import ModuleType
from typing import TypeVar

from pydantic import ValidationError

from pecwatch.documents import Programs
from pecwatch.model.message import RawMessage
from pecwatch.model.record import from_json
from pecwatch.reading import StepFailed
from pecwatch.service.confinement import Confinement
from pecwatch.service.errands import ASKED, carry_out
from pecwatch.service.reader_child import NOTHING_MORE, Limits, MakeOwnSteps, serve

T = TypeVar("T")

CONTEXT = get_context("forkserver")

PRELOADED = ("pecwatch.service.reader_child", "pecwatch.service.program_child", "pecwatch.service.warm_readers")

START_S = 60
"""For the fork server to load every reader and for a child to confine itself; a second is usual."""

LAST_BREATH_S = 2
"""How long a child that stopped answering may take to leave its exit code."""

_HIDING = threading.Lock()
"""One start at a time: of two that hide the same thing the second would put back what the first has hidden."""

TIME_IS_UP = (signal.SIGXCPU, signal.SIGALRM)


def start_fork_server() -> None:
    """Start the process that children are forked from, unless it runs already.

    It must not inherit the environment, which may hold passwords and stays readable in
    /proc/self/environ of every child; the interpreter offers no way to pass another one.
    """
    if _runs():
        return
    CONTEXT.set_forkserver_preload(list(PRELOADED))
    with _bare_environment():
        forkserver.ensure_running()


def _runs() -> bool:
    """Whether the fork server is there; multiprocessing would start a dead one again by itself, environment and all."""
    pid = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]  # nothing else tells
    try:
        return pid is not None and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        # Another process's child, which is that one's to start again.
        return True


class ReaderProcess:
    """A child that takes the steps of one message.

    Args:
        label: The message without its bytes, which are handed over once the child has no rights any more.
        programs: Those that the child may ask to be run.
    """

    def __init__(self, make_steps: MakeOwnSteps, label: RawMessage, limits: Limits, programs: Programs) -> None:
        self._programs = programs
        self._errands = limits.errands
        self._errand_bytes = limits.errand_bytes
        self._most_bytes = limits.answer_bytes
        self._expired = False
        self._pipe, self._other_end = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=serve, args=(self._other_end, make_steps, label, limits), daemon=True)

    def start(self) -> Confinement | StepFailed:
        """Start it, and hear what holds inside."""
        try:
            with self._other_end, nameless_main():
                self._process.start()
        except (OSError, EOFError) as error:
            return StepFailed(code="damaged", detail=f"no reader can be started ({type(error).__name__})")
        greeting = self.exchange(None, START_S)
        return greeting if isinstance(greeting, StepFailed) else as_record(Confinement, greeting)

    def exchange(
        self, question: bytes | None, patience_s: float, *, programs_until: float | None = None
    ) -> bytes | StepFailed:
        """Ask, and wait for the answer; with no question, wait for what the child says by itself.

        Programs that the child asks for meanwhile are run, as often as one step may ask; its time stands still.
        A child that fails is over: it must be closed and replaced.

        Args:
            programs_until: The moment, by the monotonic clock, from which no program is run; None for steps that
                need none.
        """
        answer = self._said(question, patience_s)
        for _ in range(self._errands):
            if isinstance(answer, StepFailed) or answer[:1] != ASKED:
                return answer
            if programs_until is None or time.monotonic() >= programs_until:
                return StepFailed(code="time_limit", detail="no time for the program it asks for")
            if len(answer) > self._errand_bytes:
                return StepFailed(code="size_limit", detail=f"errand of {len(answer)} bytes")
            answer = self._said(carry_out(answer, self._programs), patience_s)
        if not isinstance(answer, StepFailed) and answer[:1] == ASKED:
            return StepFailed(code="time_limit", detail="too many programs asked for in one step")
        return answer

    def _said(self, question: bytes | None, patience_s: float) -> bytes | StepFailed:
        with self._alarm(patience_s):
            try:
                if question is not None:
                    self._pipe.send_bytes(question)
                answer = self._pipe.recv_bytes(self._most_bytes)
            except (EOFError, OSError):
                answer = None
        return self._cause_of_death() if answer is None or self._expired else answer

    def hand_over(self, pieces: Iterable[bytes], patience_s: float) -> StepFailed | None:
        """Give it the bytes of the message; one piece at a time is in this process."""
        with self._alarm(patience_s):
            is_given = all(self._send(piece) for piece in pieces if piece) and self._send(NOTHING_MORE)
        return None if is_given and not self._expired else self._cause_of_death()

    def close(self) -> None:
        """End the child, whatever it is doing, and give back everything it held."""
        self._pipe.close()
        if self._process.pid is not None:
            self._process.kill()
            self._process.join()
        self._process.close()

    def _send(self, piece: bytes) -> bool:
        try:
            self._pipe.send_bytes(piece)
        except OSError:
            return False
        return True

    @contextmanager
    def _alarm(self, patience_s: float) -> Iterator[None]:
        """Kill the child when the block takes longer; what waits for it then ends."""
        alarm = threading.Timer(patience_s, self._expire)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()
            alarm.join()

    def _expire(self) -> None:
        """A child that stalls in the middle of an answer would otherwise hold its parent for ever."""
        self._expired = True
        self._process.kill()

    def _cause_of_death(self) -> StepFailed:
        if self._expired:
            return StepFailed(code="time_limit", detail="no answer in time")
        self._process.join(LAST_BREATH_S)
        code = self._process.exitcode
        if code is None:
            return StepFailed(code="damaged", detail="answer without end or too long")
        if -code in TIME_IS_UP:
            return StepFailed(code="time_limit", detail=f"signal {-code}")
        if -code == signal.SIGKILL:
            return StepFailed(code="memory_limit", detail="killed by the system")
        return StepFailed(code="damaged", detail=f"exit code {code}")


def as_record(kind: type[T], content: bytes) -> T | StepFailed:
    """What a child said, if it is such a record."""
    try:
        return from_json(kind, content)
    except ValidationError:
        return StepFailed(code="damaged", detail=f"the answer is not a {kind.__name__}")


@contextmanager
def _bare_environment() -> Iterator[None]:
    """Hide the environment while a process is started, all but where modules and temporary files are."""
    with _HIDING:
        before = dict(os.environ)
        kept = {name: value for name, value in before.items() if name == "TMPDIR"}
        os.environ.clear()
        os.environ.update(kept, PYTHONPATH=os.pathsep.join(filter(None, sys.path)), PYTHONSAFEPATH="1")
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def nameless_main() -> Iterator[None]:
    """Hide the main module while a child is started by a fork server that is there, or is again after it died.

    Children would otherwise import it, which for a console script is the whole command line.
    """
    start_fork_server()
    with _HIDING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
