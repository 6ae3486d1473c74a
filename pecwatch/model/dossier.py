# SPDX-License-Identifier: EUPL-1.2
"""The dossier of a position: everything that came, was decided, was told and was answered, in order."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.listing import ClockTime, Status
from pecwatch.model.match import Band
from pecwatch.model.office import Role
from pecwatch.model.position import Outcome, PositionState, Priority, SeenBefore
from pecwatch.model.record import record
from pecwatch.model.step import Told
from pecwatch.model.trail import AnswerTrace, Clocks, HeldTrace, MailTrace, MessageTrace, QuestionTrace


class Timepiece(StrEnum):
    """Whose clock says when something happened."""

    PROVIDER = "provider"
    SERVER = "server"
    SENDER = "sender"
    PROTOCOL = "protocol"
    PECWATCH = "pecwatch"


class Happening(StrEnum):
    """What sort of thing happened."""

    CERTIFIED = "certified"
    RECEIVED = "received"
    DATED = "dated"
    REGISTERED = "registered"
    SEEN = "seen"
    EVENT = "event"
    """Of the position: opened, changed, taken, passed …"""
    HELD = "held"
    HELD_ENDED = "held_ended"
    STEP = "step"
    MAIL_WRITTEN = "mail_written"
    """It has not left yet."""
    MAIL_SENT = "mail_sent"
    MAIL_REFUSED = "mail_refused"
    MAIL_RETURNED = "mail_returned"
    ANSWER = "answer"
    ASKED = "asked"
    QUESTION_ENDED = "question_ended"


@record
class Moment:
    """One thing that happened, at one moment by one clock."""

    on: dt.date
    """The day in Italy."""
    at: dt.datetime | None
    """None where the clock gives no hour."""
    clock: Timepiece
    happening: Happening
    word: str = ""
    """Stable word: kind of event, mail, step or question, verdict of an answer."""
    who: str = ""
    """Code of the person it came from or went to; `pecwatch` for the program."""
    by: str = ""
    """The way of a decision: mail, cli, list."""
    detail: str = ""
    """Field names, days, codes."""
    reason: str = ""
    """What a person wrote; blank in a dossier with initials only."""
    message_id: int | None = None
    mail_id: int | None = None


@record
class Knowing:
    """When the office knew, by every clock, and what it did first."""

    message_id: int
    """The message that spoke of the row first."""
    clocks: Clocks
    days_differ: bool
    """Whether the clocks name different days: the answer depends on which one is asked."""
    told_at: dt.datetime | None = None
    """When the first mail about it left."""
    told: str = ""
    """Code of who got it."""
    answered_at: dt.datetime | None = None
    """The first word of a person."""
    answered: str = ""
    """Code of who said it."""
    acknowledged_at: dt.datetime | None = None
    """When somebody first took it in hand."""
    acknowledged: str = ""


class Missing(StrEnum):
    """What a dossier cannot say."""

    MESSAGE_GONE = "message_gone"
    NO_CERTIFIED_TIME = "no_certified_time"
    CERTIFIED_NOT_VERIFIED = "certified_not_verified"
    NO_SERVER_TIME = "no_server_time"
    NO_PROTOCOL = "no_protocol"
    NO_DAY = "no_day"
    UNCONFIRMED = "unconfirmed"
    MUTED = "muted"
    NOBODY_TOLD = "nobody_told"
    NO_ANSWER = "no_answer"
    HELD_OPEN = "held_open"
    QUESTION_OPEN = "question_open"
    NO_OUTCOME = "no_outcome"


@record
class NotKnown:
    """One thing that a dossier cannot say."""

    what: Missing
    message_id: int | None = None


@record
class PersonShown:
    """Somebody of the office, as the dossier names her."""

    code: str
    role: Role
    name: str | None = None
    """None in a dossier with initials only."""


@record
class Household:
    """Whose row it is, as far as the reader may know."""

    name: str
    """Initials, or the name as the list prints it."""
    co_tenants: tuple[str, ...] = ()
    """Likewise."""
    address: str | None = None
    birth_date: dt.date | None = None
    fiscal_code: str | None = None
    wording: str | None = None
    """Sentences with a sensitive word are left out of every dossier."""
    folders: tuple[str, ...] = ()
    """Candidates in the registry that nobody has struck out."""


@record
class Dossier:
    """The whole story of one position."""

    reference: str
    month: str
    is_full: bool
    """False: initials only, and nothing that tells who it is."""
    made_at: dt.datetime
    household: Household
    execution_on: dt.date | None
    time: ClockTime | None
    status: Status
    band: Band
    state: PositionState
    outcome: Outcome | None
    priority: Priority
    confirmed: bool
    muted: bool
    owner: str
    also_told: tuple[str, ...]
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    seen_before: tuple[SeenBefore, ...]
    seen_after: tuple[SeenBefore, ...]
    """The same household in lists that came later, as it stands now."""
    people: tuple[PersonShown, ...]
    knowing: Knowing | None
    """None when no message is left that spoke of it."""
    messages: tuple[MessageTrace, ...]
    """In the order of arrival."""
    moments: tuple[Moment, ...]
    """Everything, in order."""
    mails: tuple[MailTrace, ...]
    steps: tuple[Told, ...]
    answers: tuple[AnswerTrace, ...]
    held: tuple[HeldTrace, ...]
    questions: tuple[QuestionTrace, ...]
    not_known: tuple[NotKnown, ...]
