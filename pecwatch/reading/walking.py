# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of one message to everything that could be read in it.

Reading is a walk of steps: open the envelope, turn each part into documents, read the lists in them.
The walk is written once; `own_steps.read` takes it in its own process, the sandbox takes the same steps in a child
without rights, where any of them may fail by itself and the others are read all the same.
"""

from dataclasses import replace

from pecwatch.documents import Piece, Read, left_unread, settle_detached, walked
from pecwatch.model.listing import Reading, State
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.problem import Problem, Severity
from pecwatch.model.reply import Reply
from pecwatch.reading.lightening import TRIES, lightened
from pecwatch.reading.steps import Gathered, StepFailed, Steps


def read_in_steps(source: str, steps: Steps, *, explain: bool = False, replies: bool = False) -> Reading:
    """Take the steps of one message and put a problem in the place of each that failed.

    Args:
        source: What the reading is called when not even its envelope could be opened.
        explain: Say of every line what it was taken for.
        replies: Look for answers to mails of ours, too.
    """
    opened = steps.open()
    if isinstance(opened, StepFailed):
        return _without_envelope(source, opened)
    reply = _reply(steps) if replies else None
    pieces = (
        Piece(part=number, name=label.name, zone=label.zone, is_body=label.is_body)
        for number, label in enumerate(opened.parts)
    )
    documents = walked(pieces, lambda piece: _read(steps, piece))
    gathered = Gathered(
        message=opened.message,
        documents=settle_detached(documents, opened.message.attachments),
        problems=opened.problems,
        explain=explain,
    )
    answer = _lists(steps, gathered)
    reading = _without_lists(source, gathered, answer) if isinstance(answer, StepFailed) else answer
    return replace(
        reading,
        signatures=tuple(one for document in documents for one in document.signatures),
        reply=reply,
    )


def _reply(steps: Steps) -> Reply | None:
    """What may be an answer; whoever answers without its text being readable is still known by what she answers."""
    found = steps.reply()
    return None if isinstance(found, StepFailed) or found == Reply() else found


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


def _read(steps: Steps, piece: Piece) -> Read:
    answer = steps.document(piece)
    return left_unread(piece, _problem(answer, piece.name)) if isinstance(answer, StepFailed) else answer


def _lists(steps: Steps, gathered: Gathered) -> Reading | StepFailed:
    """The lists in everything, or in as much as can be read: one attachment without end must not hide the others."""
    answer = steps.lists(gathered)
    for tries in range(TRIES):
        if not isinstance(answer, StepFailed):
            break
        documents = lightened(gathered.documents, tries, answer.code, _happened(answer))
        if documents is None:
            break
        answer = steps.lists(replace(gathered, documents=documents))
    return answer


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
    what = "il messaggio" if part is None else "l’allegato o il testo"
    return Problem(
        code=failed.code,
        severity=Severity.LOST,
        part=part,
        text=f"Non leggibile in automatico ({_happened(failed)}): aprire {what} a mano.",
    )


def _happened(failed: StepFailed) -> str:
    return WHAT_HAPPENED.get(failed.code, "la lettura automatica si è interrotta")
