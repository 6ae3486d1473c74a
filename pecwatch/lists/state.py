# SPDX-License-Identifier: EUPL-1.2
"""What a message is for the office, from all its signs."""

from pecwatch.lists.finish import Finished
from pecwatch.lists.recognise import Signs
from pecwatch.model.listing import Nature, State, Status
from pecwatch.model.message import Kind, Message
from pecwatch.model.record import record


@record
class Evidence:
    """What is known of a message when its state is decided."""

    message: Message
    signs: Signs
    rows: tuple[Finished, ...]
    lost: bool
    """Some part could not be read."""
    attachment_missing: bool
    """The text announces an attachment that is not there."""
    persons: bool
    """A letter's text names somebody."""


def is_pertinent(evidence: Evidence) -> bool:
    """Whether rows that were found are rows of executions, not of some other business."""
    signs, rows = evidence.signs, evidence.rows
    if not rows:
        return False
    if signs.list_subject or signs.strong_rows:
        return not signs.unrelated or signs.strong_rows or signs.strong_text
    if signs.unrelated and not signs.strong_text:
        return False
    stated = any(finished.row.status is not Status.UNKNOWN for finished in rows)
    dated = any(finished.row.date is not None for finished in rows)
    if evidence.message.sender_recognised:
        return stated or signs.list_title or dated or signs.nature is Nature.CORRECTION
    if signs.list_title or (stated and (signs.strong_text or signs.housing or signs.executions)):
        return True
    at_home = any(_is_at_home(finished) for finished in rows)
    return at_home and dated and signs.executions and not signs.unrelated


def _is_at_home(finished: Finished) -> bool:
    """Whether a row names somebody and where she lives."""
    return finished.row.surname != "" and finished.row.address.street is not None


def state_of(evidence: Evidence) -> State:
    """Decide the state of a message."""
    if evidence.message.is_receipt:
        return State.NOT_PERTINENT
    if is_pertinent(evidence):
        return State.LIST
    return _state_without_rows(evidence)


def _state_without_rows(evidence: Evidence) -> State:
    message, signs = evidence.message, evidence.signs
    ours = signs.list_subject or message.sender_recognised or signs.list_title
    unread = evidence.lost or evidence.attachment_missing
    if signs.declared_empty and (ours or signs.strong_text) and not evidence.lost:
        return State.EMPTY_LIST
    if ours and unread and not _other_business(evidence):
        return State.UNREADABLE
    if evidence.lost and _may_be_a_list(evidence):
        return State.UNREADABLE
    if signs.untold and not signs.unrelated and (ours or signs.strong_text or signs.executions):
        return State.UNREADABLE
    if signs.letter is not None and (message.sender_recognised or (signs.housing and evidence.persons)):
        return State.LETTER
    return State.UNREADABLE if _looks_like_a_list(evidence) else State.NOT_PERTINENT


def _looks_like_a_list(evidence: Evidence) -> bool:
    """Whether a person has to look at a message without rows: its subject, or lines of it, say that it holds some."""
    signs = evidence.signs
    of_rows = signs.executions and (signs.unread or evidence.rows != ())
    return (signs.list_subject or of_rows) and not signs.unrelated


def _may_be_a_list(evidence: Evidence) -> bool:
    """Whether a part that could not be read may hold a list although nothing names one.

    A document alone may always, since it says nothing but itself; a stranger's locked attachment only where the text
    around it speaks of public housing or of executions.
    """
    signs = evidence.signs
    alone = evidence.message.kind is Kind.DOCUMENT
    return alone or ((signs.housing or signs.strong_text) and not signs.unrelated)


def _other_business(evidence: Evidence) -> bool:
    """Whether a message that nobody recognised speaks of something else altogether."""
    signs = evidence.signs
    return signs.unrelated and not signs.list_subject and not evidence.message.sender_recognised
