# SPDX-License-Identifier: EUPL-1.2
"""What runs inside the sandbox: takes one step after the other and answers in JSON.

The readers are imported here alone, never by the parent, which needs this module for what the two say to each
other. The fork server does it once beforehand: a child then starts with everything loaded.
"""

import io
import os
import resource
import signal
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Protocol

from pecwatch.documents import Piece, Programs, Read
from pecwatch.logs import place_of
from pecwatch.model.listing import Reading
from pecwatch.model.message import LARGEST_MESSAGE, Correspondents, RawMessage
from pecwatch.model.record import from_json, record, to_json
from pecwatch.model.reply import Reply
from pecwatch.reading import Gathered, Opened, StepFailed, Steps
from pecwatch.rules import Rules
from pecwatch.seals.anchors import Anchors
from pecwatch.service.belongings import let_go_of_everything
from pecwatch.service.confinement import confine
from pecwatch.service.dumps import forbid_dumps
from pecwatch.service.errands import ParentsPrograms
from pecwatch.service.kernel import LIBC

MEBIBYTE = 1024 * 1024

PR_SET_PDEATHSIG = 1

ANSWERED, FAILED = b"+", b"-"
"""First byte of an answer; the JSON of the answer, or of a `StepFailed`, follows."""

NOTHING_MORE = b""
"""Follows the last piece of a message."""


@record
class Limits:
    """What one message may cost."""

    cpu_s: int = 20
    """For each step."""
    wall_s: int = 30
    """For each step."""
    message_s: int = 900
    """For all steps of a message together; reading the lists out of what was gathered comes on top."""
    memory_bytes: int = 768 * MEBIBYTE
    answer_bytes: int = 64 * MEBIBYTE
    """JSON of one step."""
    errands: int = 12
    """Programs run for one step."""
    errand_bytes: int = 32 * MEBIBYTE
    """JSON of one of them: a page has 14 million dots, an old Word document seldom a megabyte."""
    message_bytes: int = LARGEST_MESSAGE
    """Of a larger message only the header is read."""


@record
class Request:
    """One step asked of a child."""

    step: str
    """open, reply, document or lists."""
    piece: Piece | None = None
    gathered: Gathered | None = None


Answer = Opened | Reply | Read | Reading


class MakeOwnSteps(Protocol):
    """Makes the steps of one message, whose bytes are in memory by now."""

    def __call__(self, raw: RawMessage, *, programs: Programs) -> Steps:
        """Its readers may ask for programs."""


def own_steps(
    raw: RawMessage, rules: Rules, correspondents: Correspondents, anchors: Anchors, programs: Programs
) -> Steps:
    """Make the steps that read a message; the parent hands this function on without loading a reader."""
    from pecwatch.reading.own_steps import OwnSteps  # noqa: PLC0415 - only children load the readers

    return OwnSteps(raw, rules, correspondents, anchors, programs)


def serve(
    connection: Connection,
    make_steps: MakeOwnSteps,
    label: RawMessage,
    limits: Limits,
) -> None:
    """Give up every right, say what is left of them, take the message, and take steps until the parent hangs up.

    Args:
        label: The message without its bytes.
    """
    import pecwatch.reading.own_steps  # noqa: F401, PLC0415 - loads what the fork server has not, while files open

    let_go_of_everything(connection.fileno())
    _limit_for_good(limits)
    confinement = confine()
    # Both after confining, which may change credentials and so cancel them.
    forbid_dumps()
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    connection.send_bytes(to_json(confinement))
    try:
        programs = ParentsPrograms(connection, lambda: _limit_wall(limits))
        steps = make_steps(replace(label, content=_received(connection)), programs=programs)
        while True:
            request = from_json(Request, connection.recv_bytes())
            _limit_step(limits)
            connection.send_bytes(_answer(steps, request, limits))
            signal.alarm(0)
    except EOFError:
        os._exit(0)


def _received(connection: Connection) -> bytes:
    """The bytes of the message: in this process, and once."""
    content = io.BytesIO()
    while piece := connection.recv_bytes():
        content.write(piece)
    return content.getvalue()


def _limit_for_good(limits: Limits) -> None:
    for which, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, limits.memory_bytes),
    ):
        resource.setrlimit(which, (most, most))


def _limit_step(limits: Limits) -> None:
    """Allow one more step its seconds: of CPU, and on the wall should the parent no longer watch."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + limits.cpu_s, hard))
    _limit_wall(limits)


def _limit_wall(limits: Limits) -> None:
    """Allow its seconds on the wall from now on: at the start of a step, and when a program has done its work."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.wall_s + 5)


def _answer(steps: Steps, request: Request, limits: Limits) -> bytes:
    """Take a step; whatever a reader raises becomes an answer too."""
    try:
        answer = _take(steps, request)
        if isinstance(answer, StepFailed):
            return FAILED + to_json(answer)
        content = to_json(answer)
    except MemoryError:
        return FAILED + to_json(StepFailed(code="memory_limit", detail="allocation refused"))
    except Exception as error:  # noqa: BLE001 - hostile content may raise anything, and the parent must hear of it
        return FAILED + to_json(StepFailed(code="damaged", detail=place_of(error)))
    if len(content) >= limits.answer_bytes:
        return FAILED + to_json(StepFailed(code="size_limit", detail=f"answer of {len(content)} bytes"))
    return ANSWERED + content


def _take(steps: Steps, request: Request) -> Answer | StepFailed:
    if request.step == "open":
        return steps.open()
    if request.step == "reply":
        return steps.reply()
    if request.piece is not None:
        return steps.document(request.piece)
    if request.gathered is not None:
        return steps.lists(request.gathered)
    raise ValueError("a request without its content")
