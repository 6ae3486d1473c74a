# SPDX-License-Identifier: EUPL-1.2
"""What a message adds to what the office knows."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.decision import Confirmation
from pecwatch.model.listing import Letter, ListRow, Reading
from pecwatch.model.match import Match
from pecwatch.model.position import Event, Position, ReceivedList, Rejection
from pecwatch.model.question import Question
from pecwatch.model.record import record


@record
class Report:
    """A reading with the answer of the registry for each of its rows."""

    reading: Reading
    matches: tuple[Match, ...]
    """One for each row of the list, in its order."""


class NewsKind(StrEnum):
    """What a message is to an office that has read all earlier ones."""

    FIRST_LIST = "first_list"
    TWIN = "twin"
    """The same list by another way, within 72 hours: noted, nobody is told again."""
    REMINDER = "reminder"
    CORRECTION = "correction"
    """Integration, correction or replacement of an earlier list."""
    EMPTY_LIST = "empty_list"
    UNREADABLE = "unreadable"
    LETTER = "letter"
    HISTORY = "history"
    """An old list found at the first start: recorded, nobody is alerted row by row."""
    NOT_PERTINENT = "not_pertinent"


class RowChange(StrEnum):
    """What a row is to the office."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


class Bar(StrEnum):
    """Why a list may not lower urgency, move a date later, replace or annul: what it asks is kept «da confermare»."""

    NOT_VERIFIED = "not_verified"
    """No seal, or one that could not be verified."""
    NOT_RECOGNISED = "sender_not_recognised"
    RELAYED = "relayed"
    """The housing company's own message stands inside; the seal outside is that of whoever passed it on."""
    NOT_CERTIFIED = "not_certified"
    """Sealed, but without a readable `identificativo` or time: it could be an old PEC sent again."""
    REPLAYED = "replayed_identifier"
    LONG_AGO = "certified_long_ago"
    FOR_OTHERS = "not_addressed_to_us"
    OVERTAKEN = "overtaken"
    """A list that was sent later is known already."""
    OLDER_IN_MESSAGE = "older_in_message"
    """A newer list stands in the same message: this one may be quoted."""


@record
class Difference:
    """One field in which a row differs from what the office knew."""

    field: str
    """date, time, status, postponed_to, name, address, fiscal_code, birth_date; `annulled` for a row left out of
    a list that replaces an earlier one, `missing` for one that a reminder no longer names."""
    before: str | None
    """None also for an end (executed, released) that no list has said yet that may close a position."""
    after: str | None
    applied: bool
    """False when a list that may not lower urgency tries to: «da confermare»."""


@record
class RowNews:
    """One row, compared with the position it belongs to."""

    row: ListRow
    match: Match
    change: RowChange
    position: Position | None
    """The position as known before this message; None for a new row."""
    differences: tuple[Difference, ...] = ()


@record
class News:
    """A message compared with everything known."""

    kind: NewsKind
    reason: str
    """English, without personal data: why it was taken for that."""
    month: str | None = None
    """`2025-11`: the list's own month, else that of most of its days, else that of its arrival."""
    earlier: ReceivedList | None = None
    """The list of which it is a twin, a reminder or a correction."""
    rows: tuple[RowNews, ...] = ()
    missing: tuple[Position, ...] = ()
    """Open positions of the earlier list that a reminder or correction no longer names: still open."""
    left_out: tuple[RowNews, ...] = ()
    """Open positions that an «annulla e sostituisce» does not name: annulled, or «da confermare» where it may not."""
    absent: tuple[RowNews, ...] = ()
    """Those of the missing that were named until now and whose day is still to come: their owners are told."""
    bar: Bar | None = None
    """Why the list may not lower; None for one that may."""

    @property
    def told(self) -> tuple[RowNews, ...]:
        """Every row of which there is something to say, in the order of the changes: named, left out, absent."""
        return (*self.rows, *self.left_out, *self.absent)


@record
class HeldChange:
    """What a list asked for and may not do by itself: «da confermare»."""

    reference: str
    message_id: int
    """Ledger number of the list's message."""
    row: ListRow
    """As that list states it."""
    differences: tuple[Difference, ...]
    """Those that have no effect yet."""
    held_at: dt.datetime


class HeldEnding(StrEnum):
    """Why a held change waits no longer."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"
    """A list that may has spoken of the row since."""
    CLOSED = "closed"


@record
class HeldEnd:
    """Held changes of a position that wait no longer."""

    reference: str
    how: HeldEnding
    at: dt.datetime
    message_id: int | None = None
    """Only what that message asked for; None for everything held of the position."""


@record
class KnownLetter:
    """A letter of an earlier phase that the office has received."""

    message_id: int
    sent_at: dt.datetime
    letter: Letter


@record
class Changes:
    """What the news does to the office's positions: written in one transaction."""

    positions: tuple[Position, ...] = ()
    """New and changed positions, whole."""
    events: tuple[Event, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    """New decisions that a row and a folder are not the same person."""
    confirmations: tuple[Confirmation, ...] = ()
    """New decisions that they are."""
    held: tuple[HeldChange, ...] = ()
    ended: tuple[HeldEnd, ...] = ()
    """What was held before and waits no longer."""
    asked: tuple[Question, ...] = ()
    answered: tuple[Question, ...] = ()


@record
class Decided:
    """A position before and after what somebody said of it."""

    before: Position
    after: Position
    """The same as before where the word came too late."""
    events: tuple[Event, ...]


@record
class Known:
    """What the office knows before a message is weighed."""

    lists: tuple[ReceivedList, ...] = ()
    """Lists of the same or a neighbouring month, oldest first."""
    positions: tuple[Position, ...] = ()
    """Positions, open or closed, of those months and every open one."""
    rejections: tuple[Rejection, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    before: tuple[Position, ...] = ()
    """Positions of all earlier months, to tell that a household was seen before."""
    letters: tuple[KnownLetter, ...] = ()
    """Letters of an earlier phase about anybody."""
    settled: frozenset[str] = frozenset()
    """References of positions that somebody closed after the message was sent: it does not ask for them again."""
    first_start: bool = False
    """True while the mail that was in the boxes before pecwatch came is being read."""
