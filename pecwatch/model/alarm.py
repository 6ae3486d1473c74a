# SPDX-License-Identifier: EUPL-1.2
"""Troubles that begin, are told, and end: what makes silence heard."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.record import record


class AlarmKind(StrEnum):
    """What is the matter."""

    MAILBOX = "mailbox"
    """It cannot be read: for half an hour, or for a reason that does not pass by itself."""
    MAILBOX_SILENT = "mailbox_silent"
    """It has not been read for hours in which the office was open: lists may lie in it."""
    ANSWERS_SILENT = "answers_silent"
    """The same of a mailbox that only takes answers: who has answered is asked again."""
    LOGIN_REFUSED = "login_refused"
    LOGIN_EXPIRES = "login_expires"
    """The password comes near the age at which the provider makes it invalid."""
    CERTIFICATE = "certificate"
    """That of the server comes near its end: afterwards the mailbox cannot be read."""
    QUOTA = "quota"
    DISK = "disk"
    WITHHELD = "withheld"
    """The server lists messages that it does not give."""
    NO_LIST = "no_list"
    """The list of a month is not here by the day on which it usually is."""
    NO_REMINDER = "no_reminder"
    OLD_REGISTRY = "old_registry"
    UNSENT = "unsent"
    SETTINGS = "settings"
    """Rules or configuration were changed into something that cannot be read."""
    REFUSED = "refused"
    """The newest mail to somebody was refused by the relay or came back."""
    STEPS_FAILED = "steps_failed"
    """Something has been due of some positions for an hour, and nobody could be told."""


class Level(StrEnum):
    """How often an alarm is repeated while it lasts."""

    URGENT = "urgent"
    CALM = "calm"
    """What takes its time to mend, or to come."""


@record
class Condition:
    """Something that is not as it should be at this moment; only numbers, codes and names of the configuration."""

    kind: AlarmKind
    about: str = ""
    """Name of a mailbox, month, code of a person; blank where there is only one of its kind."""
    code: str = ""
    """Stable word: why."""
    number: int = 0
    """Days, percent or mails, as the kind has it."""
    since: dt.datetime | None = None
    """From when on it has been so, as far as it is known."""
    on: dt.date | None = None
    """A day that matters: when a password expires, when a list was due."""

    @property
    def key(self) -> str:
        """By which it is known to be the same trouble as before."""
        return f"{self.kind}:{self.about}"


@record
class Alarm:
    """A trouble that people were told of."""

    id: int = 0
    """0 until it is stored."""
    condition: Condition
    """As it was when it was last seen."""
    opened_at: dt.datetime
    told_at: dt.datetime
    """When it was last told."""
    times: int = 1
    """How often it was told."""
    next_at: dt.datetime
    """When it is told again if it lasts."""
    good_since: dt.datetime | None = None
    """When the trouble was first seen to be gone; None while it lasts."""
    closed_at: dt.datetime | None = None
    told: tuple[str, ...] = ()
    """Codes of everybody who was told."""
    mail_event: str = ""
    """Event of the mails that told it last."""
    mail_waits: bool = False
    """Whether one of those mails is still to leave: then another one would tell nobody anything."""

    @property
    def key(self) -> str:
        """That of its condition."""
        return self.condition.key
