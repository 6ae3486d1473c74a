# SPDX-License-Identifier: EUPL-1.2
"""A mail to one person, before it becomes bytes."""

from enum import StrEnum

from pecwatch.model.office import OfficePerson
from pecwatch.model.record import record


class AlertKind(StrEnum):
    """Why a mail is written."""

    ROWS = "rows"
    """Rows that the recipient owns or is told of."""
    REMINDER = "reminder"
    DIFFERENCES = "differences"
    STEPS = "steps"
    """Rows of which nobody has answered, or whose day comes near: escalation, milestones, the eve, the outcome."""
    ANSWER = "answer"
    """What pecwatch made of somebody's answer."""
    NO_LIST = "no_list"
    """The list of the month has not come."""
    RESOLVED = "resolved"
    """A trouble that was told is over."""
    LIST_DIGEST = "list_digest"
    """The coordinator's view of one message: counts, owners, what was not read."""
    NOT_READ = "not_read"
    """«ELENCO NON LETTO (o letto in parte)»."""
    TO_CONFIRM = "to_confirm"
    """A list of doubtful origin: CONFERMO / NON CONFERMO."""
    EMPTY_LIST = "empty_list"
    HISTORY = "history"
    WEEKLY_DIGEST = "weekly_digest"
    DAILY_COUNTS = "daily_counts"
    SERVICE = "service"
    """Something about pecwatch itself that a person must mend."""
    SUMMARY = "summary"
    """Several mails of one hour in one."""
    BUILDINGS = "buildings"
    """Buildings and days, for a tutor outside the office."""
    TEST = "test"


@record
class AttachedFile:
    """A file of a mail."""

    name: str
    media_type: str
    """As `text/calendar; method=PUBLISH`."""
    content: bytes


@record
class Alert:
    """One mail to one person."""

    kind: AlertKind
    recipient: OfficePerson
    event: str
    """What it is about, as `message:12:rows` or `weekly:2025-11-03`; one mail per event and recipient."""
    subject: str
    """Italian; kind, month, counts, urgency and references, never a name or a street."""
    text: str
    html: str
    references: tuple[str, ...] = ()
    """References of the positions it speaks of."""
    attachments: tuple[AttachedFile, ...] = ()
    token: str = ""
    """What an answer to this mail bears, so that it is known which mail it answers; blank where none is expected."""
    in_reply_to: str | None = None
    """Message-ID of the mail that this one answers, with angle brackets."""
