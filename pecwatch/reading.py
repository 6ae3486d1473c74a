# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of one message to everything that could be read in it.

Reading is a walk of steps: open the envelope, turn each part into documents, read the lists in them.
The walk is written once; `read` takes it in this process, the sandbox takes the same steps in a child
without rights, where any of them may fail by itself and the others are read all the same.
"""

from dataclasses import replace
from typing import Protocol

from pecwatch.documents import read_document, settle_detached
from pecwatch.lists import read_lists
from pecwatch.mail.envelope import open_envelope
from pecwatch.model.document import Document
from pecwatch.model.listing import Reading, State
from pecwatch.model.message import Correspondents, Envelope, Kind, Message, RawMessage, Trust, Zone
from pecwatch.model.problem import Problem, Severity
from pecwatch.model.record import record
from pecwatch.rules import Rules
from pecwatch.seals.anchors import NO_ANCHORS, Anchors


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

    def document(self, number: int) -> tuple[Document, ...] | StepFailed:
        """Read the part that stands at this place in `Opened.parts`."""

    def lists(self, gathered: Gathered) -> Reading | StepFailed:
        """Read the lists in everything that was gathered."""


class OwnSteps:
    """The steps taken in the process that calls them."""

    def __init__(self, raw: RawMessage, rules: Rules, correspondents: Correspondents, anchors: Anchors) -> None:
        self._raw = raw
        self._rules = rules
        self._correspondents = correspondents
        self._anchors = anchors
        self._opened: Envelope | None = None

    def open(self) -> Opened:
        """Open the envelope."""
        envelope = self._envelope()
        labels = tuple(
            PartLabel(name=part.name, zone=part.zone, is_body=part.is_body) for part in _readable(envelope).parts
        )
        return Opened(message=envelope.message, problems=envelope.problems, parts=labels)

    def document(self, number: int) -> tuple[Document, ...]:
        """Read the part that stands at this place in `Opened.parts`."""
        return read_document(_readable(self._envelope()).parts[number])

    def lists(self, gathered: Gathered) -> Reading:
        """Read the lists in everything that was gathered."""
        return read_lists(gathered.message, self._raw.source, gathered.documents, gathered.problems, rules=self._rules)

    def _envelope(self) -> Envelope:
        """The envelope, opened once; a child that takes over from a dead one opens it again."""
        if self._opened is None:
            self._opened = open_envelope(self._raw, self._correspondents, self._anchors)
        return self._opened


def _readable(envelope: Envelope) -> Envelope:
    """The envelope without what stands beside the sealed original: that is shown, never read."""
    inside = tuple(part for part in envelope.parts if part.zone is not Zone.OUTSIDE)
    return Envelope(message=envelope.message, parts=inside, problems=envelope.problems)


def read(raw: RawMessage, rules: Rules, correspondents: Correspondents, anchors: Anchors = NO_ANCHORS) -> Reading:
    """Read one message in this process: for content one made oneself, such as samples."""
    return read_in_steps(raw.source, OwnSteps(raw, rules, correspondents, anchors))


def read_in_steps(source: str, steps: Steps) -> Reading:
    """Take the steps of one message and put a problem in the place of each that failed.

    Args:
        source: What the reading is called when not even its envelope could be opened.
    """
    opened = steps.open()
    if isinstance(opened, StepFailed):
        return _without_envelope(source, opened)
    documents = tuple(
        document for number, label in enumerate(opened.parts) for document in _documents(steps, number, label)
    )
    gathered = Gathered(
        message=opened.message,
        documents=settle_detached(documents, opened.message.attachments),
        problems=opened.problems,
    )
    answer = steps.lists(gathered)
    reading = _without_lists(source, gathered, answer) if isinstance(answer, StepFailed) else answer
    return replace(reading, signatures=tuple(one for document in documents for one in document.signatures))


def read_header(source: str, size: int, steps: Steps) -> Reading:
    """Tell what the header of a message says that is too large to be read; a person opens it.

    Args:
        size: Bytes of the message; the steps have its header alone.
    """
    opened = steps.open()
    message = _unknown_message() if isinstance(opened, StepFailed) else opened.message
    if message.is_receipt:
        severity, state = Severity.NOTE, State.NOT_PERTINENT
    else:
        severity, state = Severity.LOST, State.UNREADABLE
    problem = Problem(
        code="size_limit",
        severity=severity,
        text=f"Troppo grande per la lettura automatica ({size // 1_000_000} MB): aprirlo a mano.",
    )
    return Reading(source=source, message=_unjudged(message), state=state, problems=(problem,))


def is_unopened(reading: Reading) -> bool:
    """Whether not even the envelope could be opened, and nothing is known of the message."""
    return reading.message == _unknown_message()


def with_header(reading: Reading, steps: Steps) -> Reading:
    """What could not be opened, with what its header alone tells: who sent it, and what it is about.

    Args:
        steps: Those of the header.
    """
    opened = steps.open()
    return reading if isinstance(opened, StepFailed) else replace(reading, message=_unjudged(opened.message))


def _unjudged(message: Message) -> Message:
    """A message of which the header alone was looked at: of a seal, if it has one, nothing can be said."""
    trust = Trust.UNVERIFIABLE if message.kind in (Kind.PEC, Kind.RECEIPT, Kind.REM) else Trust.ABSENT
    return replace(message, trust=trust, trust_reason="not_opened", outline=())


def _documents(steps: Steps, number: int, label: PartLabel) -> tuple[Document, ...]:
    answer = steps.document(number)
    if not isinstance(answer, StepFailed):
        return answer
    problem = _problem(answer, label.name)
    return (Document(part=label.name, format="unknown", zone=label.zone, is_body=label.is_body, problems=(problem,)),)


def _without_envelope(source: str, failed: StepFailed) -> Reading:
    """Nothing is known of the message except that it is there, so a person must open it."""
    return Reading(
        source=source, message=_unknown_message(), state=State.UNREADABLE, problems=(_problem(failed, None),)
    )


def _unknown_message() -> Message:
    return Message(
        kind=Kind.ORDINARY, trust=Trust.ABSENT, trust_reason="not_opened", sender=None, subject=None, message_id=None
    )


def _without_lists(source: str, gathered: Gathered, failed: StepFailed) -> Reading:
    found = (problem for document in gathered.documents for problem in document.problems)
    return Reading(
        source=source,
        message=gathered.message,
        state=State.UNREADABLE,
        problems=(*gathered.problems, *found, _problem(failed, None)),
    )


WHAT_HAPPENED = {
    "time_limit": "la lettura automatica ha superato il tempo massimo",
    "memory_limit": "la lettura automatica ha superato la memoria concessa",
    "size_limit": "il contenuto estratto è troppo grande per la lettura automatica",
}


def _problem(failed: StepFailed, part: str | None) -> Problem:
    happened = WHAT_HAPPENED.get(failed.code, "la lettura automatica si è interrotta")
    what = "il messaggio" if part is None else "l’allegato o il testo"
    return Problem(
        code=failed.code,
        severity=Severity.LOST,
        part=part,
        text=f"Non leggibile in automatico ({happened}): aprire {what} a mano.",
    )
