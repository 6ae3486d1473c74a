# SPDX-License-Identifier: EUPL-1.2
"""One month for the table with the housing company: lists, rows, answers, outcomes; references, never a name."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.match import Band
from pecwatch.model.record import record
from pecwatch.model.trail import MessageTrace


class ListPart(StrEnum):
    """What a message was to the month."""

    FIRST = "first"
    COPY = "copy"
    AGAIN = "again"
    """It speaks again of rows that were known: reminder, correction."""
    EMPTY = "empty"
    RECORDED = "recorded"
    """It did nothing to the positions of the month: old mail read again, or a list of another month's rows."""


class Fate(StrEnum):
    """What became of a row, by the word of a person or of the housing company."""

    EXECUTED = "executed"
    RELEASED = "released"
    POSTPONED = "postponed"
    SUSPENDED = "suspended"
    NOT_EXECUTED = "not_executed"
    OTHER = "other"
    """Closed because the list was not genuine, or by a person who gave a reason."""
    OPEN = "open"


@record
class MonthsList:
    """A message of the month that held a list."""

    part: ListPart
    trace: MessageTrace


@record
class BandCount:
    """How many rows were matched so well."""

    band: Band
    rows: int


@record
class FateCount:
    """How many rows came to that."""

    fate: Fate
    rows: int
    by_person: int
    """Of these, how many by the word of a person of the office; the others by a list's."""


@record
class MonthFates:
    """The rows of one month by what became of them."""

    month: str
    fates: tuple[FateCount, ...]


class Wait(StrEnum):
    """Working days from the list to the first acknowledgment; `none` for rows that nobody has taken in hand."""

    SAME_DAY = "same_day"
    ONE = "one"
    TWO = "two"
    THREE_TO_FIVE = "three_to_five"
    MORE = "more"
    NONE = "none"


@record
class WaitCount:
    """How many rows waited so long."""

    wait: Wait
    rows: int


@record
class Acknowledgments:
    """How soon somebody took the rows of the month in hand; muted rows, of which nobody was told, do not count."""

    rows: int
    acknowledged: int
    median_minutes: int | None
    """Working time from the list to the first acknowledgment; None when there is none."""
    longest_minutes: int | None
    longest_reference: str | None
    waits: tuple[WaitCount, ...]
    unanswered: tuple[str, ...]
    """Urgent rows, still open, that nobody has taken in hand."""
    unanswered_low: tuple[str, ...]
    """Rows without urgency, likewise."""
    closed_unanswered: tuple[str, ...]
    """Rows that were closed before anybody took them in hand."""


@record
class ListDifference:
    """What a later list said otherwise of one row."""

    reference: str
    message_id: int | None
    at: dt.datetime
    word: str
    """changed, held, annulled or missing."""
    detail: str
    """Field, and both values where they are days, hours or statuses."""


class Doubt(StrEnum):
    """Why the housing company is to be asked."""

    NO_LIST = "no_list"
    """None has come for the month: that is no word that nothing is planned."""
    NO_DAY = "no_day"
    MISSING_ROW = "missing_row"
    HELD = "held"
    UNCONFIRMED_LIST = "unconfirmed_list"
    READ_IN_PART = "read_in_part"
    NO_OUTCOME = "no_outcome"
    OTHER = "other"
    """A question that was written down under another word."""


@record
class OpenQuestion:
    """Something that the housing company has not said yet."""

    doubt: Doubt
    about: tuple[str, ...]
    """References; ledger numbers for what concerns a list."""
    word: str = ""
    """The kind under which it was written down, where no doubt of ours fits."""
    asked_at: dt.datetime | None = None
    """Since when it has been written down; None for what the report noticed by itself."""


@record
class MonthlyReport:
    """One month in numbers."""

    month: str
    made_at: dt.datetime
    lists: tuple[MonthsList, ...]
    unread: tuple[MessageTrace, ...]
    """Messages that are or may be lists of this month and of which no row could be read."""
    rows: int
    """Positions of the month: each household and planned execution once, however many lists name it."""
    muted: int
    unconfirmed: int
    bands: tuple[BandCount, ...]
    acknowledgments: Acknowledgments
    fates: tuple[FateCount, ...]
    months: tuple[MonthFates, ...]
    """This month and the ones before it that had rows, oldest first."""
    differences: tuple[ListDifference, ...]
    questions: tuple[OpenQuestion, ...]
