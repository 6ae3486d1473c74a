# SPDX-License-Identifier: EUPL-1.2
"""Reads messages in children that can neither write, nor speak to anybody, nor run for ever.

A 2 kB PDF can run for hours and a 14 kB one takes 6 GB, so no content from outside is parsed in a
process that holds passwords or a database. Each message gets a child of its own from a fork server
that has every reader loaded; a child that dies is an answer too, and a fresh one takes the steps that
are left. What a child says is believed to be a record or nothing: it is JSON, never a pickle.
"""

import time
from collections.abc import Iterator
from functools import partial
from types import TracebackType
from typing import Protocol, Self, TypeVar

import structlog

from pecwatch.documents import Piece, Programs, Read
from pecwatch.errors import PecwatchError, UsageError
from pecwatch.mail.headers import BLOCK_LIMIT, header_of
from pecwatch.model.listing import Reading
from pecwatch.model.message import Correspondents, RawMessage, Unopened
from pecwatch.model.record import to_json
from pecwatch.model.reply import Reply
from pecwatch.reading import (
    Gathered,
    Opened,
    StepFailed,
    Steps,
    is_unopened,
    read_header,
    read_in_steps,
    with_header,
)
from pecwatch.rules import Rules
from pecwatch.seals.anchors import NO_ANCHORS, Anchors
from pecwatch.service.confinement import Confinement, Level
from pecwatch.service.programs import ConfinedPrograms, remove_left_folders
from pecwatch.service.reader_child import ANSWERED, Limits, MakeOwnSteps, Request, own_steps
from pecwatch.service.reader_process import ReaderProcess, as_record, start_fork_server

T = TypeVar("T", Opened, Reply, Read, Reading)

NOT_CONFINED = StepFailed(
    code="not_confined",
    detail="required, but this kernel does not close network, writing and programs to the readers; "
    "allow user namespaces, Landlock or seccomp to this service, or set best-effort",
)

log = structlog.get_logger()


class MakeSteps(Protocol):
    """Makes the steps of one message, inside."""

    def __call__(
        self, raw: RawMessage, rules: Rules, correspondents: Correspondents, anchors: Anchors, programs: Programs
    ) -> Steps:
        """Its bytes are in memory by now."""


class Sandbox:
    """Where messages from outside are read.

    Args:
        anchors: Whom to trust about seals.
        required: Refuse to start where the kernel does not close network, writing and programs.
        explain: Have every reading say what each line was taken for.
        replies: Have answers to mails of ours looked for.
        make_steps: A function or class at the top of a module; `own_steps` but for tests.
    """

    def __init__(
        self,
        rules: Rules,
        correspondents: Correspondents,
        anchors: Anchors = NO_ANCHORS,
        *,
        required: bool = False,
        explain: bool = False,
        replies: bool = False,
        limits: Limits | None = None,
        make_steps: MakeSteps = own_steps,
    ) -> None:
        self._rules = rules
        self._correspondents = correspondents
        self._anchors = anchors
        self._required = required
        self._explain = explain
        self._replies = replies
        self._limits = limits or Limits()
        self._make_steps = make_steps
        self._programs = ConfinedPrograms(required=required)
        self._confinement: Confinement | None = None

    def __enter__(self) -> Self:
        """Start the fork server and a first child, to learn what holds inside.

        Raises:
            UsageError: Isolation is required and the kernel does not grant it.
            PecwatchError: No child comes up at all.
        """
        remove_left_folders()
        start_fork_server()
        with self._steps(RawMessage(source="", content=b"")) as steps:
            started = steps.start()
        if isinstance(started, StepFailed):
            error = UsageError if started is NOT_CONFINED else PecwatchError
            raise error(f"[service] sandbox: {started.detail}")
        self._confinement = started
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._confinement = None

    @property
    def confinement(self) -> Confinement:
        """What holds inside, as the first child found it.

        Raises:
            RuntimeError: The sandbox was not entered.
        """
        if self._confinement is None:
            raise RuntimeError("the sandbox is not open")
        return self._confinement

    def go_by(self, rules: Rules) -> None:
        """Read the next messages by other rules."""
        self._rules = rules

    def read(self, message: RawMessage | Unopened) -> Reading:
        """Read one message; whatever it does to its reader is told in the reading's problems.

        Raises:
            PecwatchError: Its bytes cannot be had from where they lie.
        """
        with self._steps(message) as steps:
            if message.size > self._limits.message_bytes:
                return read_header(message.source, message.size, steps)
            reading = read_in_steps(message.source, steps, explain=self._explain, replies=self._replies)
        if not is_unopened(reading):
            return reading
        beginning = RawMessage(source=message.source, content=header_of(next(iter(message.pieces()), b"")))
        with self._steps(beginning) as steps:
            return with_header(reading, steps)

    def _steps(self, message: RawMessage | Unopened) -> "_ChildSteps":
        make_steps = partial(
            self._make_steps, rules=self._rules, correspondents=self._correspondents, anchors=self._anchors
        )
        return _ChildSteps(make_steps, message, self._limits, self._programs, required=self._required)


class _ChildSteps:
    """The steps of one message, taken by a child for as long as it lives, then by another."""

    def __init__(
        self,
        make_steps: MakeOwnSteps,
        message: RawMessage | Unopened,
        limits: Limits,
        programs: Programs,
        *,
        required: bool,
    ) -> None:
        self._make_steps = make_steps
        self._message = message
        self._limits = limits
        self._programs = programs
        self._required = required
        self._ends_at = time.monotonic() + limits.message_s
        self._bytes_left = limits.answer_bytes
        self._child: ReaderProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_child()

    def open(self) -> Opened | StepFailed:
        """Open the envelope."""
        return self._ask(Request(step="open"), Opened, self._limits.wall_s)

    def reply(self) -> Reply | StepFailed:
        """Find what may be an answer to a mail of ours."""
        return self._ask(Request(step="reply"), Reply, self._limits.wall_s)

    def document(self, piece: Piece) -> Read | StepFailed:
        """Read one piece, as long as the message has time and room left."""
        left_s = self._ends_at - time.monotonic()
        if left_s <= 0:
            return StepFailed(code="time_limit", detail="the message's time is over")
        if self._bytes_left <= 0:
            return StepFailed(code="size_limit", detail="the message's answers are too long together")
        return self._ask(Request(step="document", piece=piece), Read, min(left_s, self._limits.wall_s))

    def lists(self, gathered: Gathered) -> Reading | StepFailed:
        """Read the lists: even of a message whose time is over, since what was read must be alerted."""
        return self._ask(Request(step="lists", gathered=gathered), Reading, self._limits.wall_s)

    def start(self) -> Confinement | StepFailed:
        """Start a child and hear what holds inside."""
        return self._started(self._new_child())

    def _new_child(self) -> ReaderProcess:
        label = RawMessage(source=self._message.source, content=b"", received_at=self._message.received_at)
        return ReaderProcess(self._make_steps, label, self._limits, self._programs)

    def _started(self, child: ReaderProcess) -> Confinement | StepFailed:
        self._child = child
        confinement = child.start()
        if not isinstance(confinement, StepFailed) and self._required and confinement.level is not Level.FULL:
            return NOT_CONFINED
        return confinement

    def _ask(self, request: Request, kind: type[T], patience_s: float) -> T | StepFailed:
        answer = self._answer(request, kind, patience_s)
        if isinstance(answer, StepFailed):
            part = None if request.piece is None else request.piece.part
            log.warning("step_failed", step=request.step, part=part, code=answer.code, detail=answer.detail)
            self._end_child()
        return answer

    def _answer(self, request: Request, kind: type[T], patience_s: float) -> T | StepFailed:
        child = self._child
        if child is None:
            child = self._new_child()
            confinement = self._started(child)
            if isinstance(confinement, StepFailed):
                return confinement
            failed = child.hand_over(self._pieces(), self._limits.wall_s)
            if failed is not None:
                return failed
        until = self._ends_at if request.piece is not None else None
        content = child.exchange(to_json(request), patience_s, programs_until=until)
        if isinstance(content, StepFailed):
            return content
        self._bytes_left -= len(content)
        return as_record(kind if content[:1] == ANSWERED else StepFailed, content[1:])

    def _pieces(self) -> Iterator[bytes]:
        """What the child gets to read: everything, or the header of a message that is too large."""
        if self._message.size <= self._limits.message_bytes:
            yield from self._message.pieces()
            return
        beginning = b""
        for piece in self._message.pieces():
            beginning += piece
            if len(beginning) >= BLOCK_LIMIT:
                break
        yield header_of(beginning[:BLOCK_LIMIT])

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None
