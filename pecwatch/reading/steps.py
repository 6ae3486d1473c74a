# SPDX-License-Identifier: EUPL-1.2
"""The steps in which a message is read, and what each of them gives."""

from typing import Protocol

from pecwatch.documents import Piece, Read
from pecwatch.model.document import Document
from pecwatch.model.listing import Reading
from pecwatch.model.message import Message, Zone
from pecwatch.model.problem import Problem
from pecwatch.model.record import record
from pecwatch.model.reply import Reply


@record
class PartLabel:
    """A part without its content."""

    name: str
    zone: Zone
    is_body: bool


@record
class Opened:
    """An opened envelope without the contents of its parts."""

    message: Message
    problems: tuple[Problem, ...]
    parts: tuple[PartLabel, ...]
    """The parts to be read, in order; what stands outside the seal is not among them."""


@record
class Gathered:
    """What the last step reads the lists from."""

    message: Message
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    explain: bool = False
    """Whether the reading is to say of every line what it was taken for."""


@record
class StepFailed:
    """A step that gave no answer."""

    code: str
    """time_limit, memory_limit, size_limit or damaged."""
    detail: str
    """English, for the log: `signal 11`, `KeyError at lists/table.py:41`; never a value of the message."""


class Steps(Protocol):
    """The steps of one message, wherever they run."""

    def open(self) -> Opened | StepFailed:
        """Open the envelope."""

    def reply(self) -> Reply | StepFailed:
        """Find what may be an answer to a mail of ours."""

    def document(self, piece: Piece) -> Read | StepFailed:
        """Read a part from its beginning, or what was left of it for later."""

    def lists(self, gathered: Gathered) -> Reading | StepFailed:
        """Read the lists in everything that was gathered."""
