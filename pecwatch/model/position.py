# SPDX-License-Identifier: EUPL-1.2
"""A position: one household, one planned execution, one person of the office who owns it."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.listing import ListRow, Nature, Status
from pecwatch.model.match import Match
from pecwatch.model.record import record


class PositionState(StrEnum):
    """How far a position has come."""

    NEW = "new"
    NOTIFIED = "notified"
    TAKEN = "taken"
    CONTACTED = "contacted"
    PLAN = "plan"
    POSTPONEMENT_ASKED = "postponement_asked"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What became of the planned execution."""

    EXECUTED = "executed"
    RELEASED = "released"
    POSTPONED = "postponed"
    SUSPENDED = "suspended"
    NOT_EXECUTED = "not_executed"
    NOT_THE_HOUSING_COMPANY = "not_the_housing_company"
    """Somebody answered NON CONFERMO to a list of doubtful origin."""
    CLOSED_BY_PERSON = "closed_by_person"
    """A row of low priority, of which somebody says with a reason that nothing is left to do."""


class Way(StrEnum):
    """By which way a list reached the office."""

    PEC = "pec"
    ORDINARY = "ordinary"
    FORWARD = "forward"
    """Attached to, or quoted in, a message of somebody else."""
    DOCUMENT = "document"
    """A file handed to the command line."""


class Priority(StrEnum):
    """How loudly a position asks."""

    URGENT = "urgent"
    """execute, to_confirm, unknown; executed too, while only a list says so that may not close it."""
    LOW = "low"
    """not_executed, suspended, postponed without a date, released; whatever a list has closed."""


@record
class SeenBefore:
    """The same household in an earlier list, as it stood when the new row came."""

    reference: str
    month: str
    status: Status
    postponed_to: dt.date | None = None


@record
class Position:
    """One row the office must not forget."""

    reference: str
    """`PW-2025-11-004`: list month and running number; never reused."""
    month: str
    row: ListRow
    """The row as last accepted; what a doubtful list would change is not in it."""
    listed: ListRow | None = None
    """The row as the lists last had it, where somebody of the office says otherwise; None where they agree."""
    received: ListRow | None = None
    """The row as it was received, where somebody rectified whose it is; None where nobody did. Later lists are read
    against it."""
    match: Match
    owner: str
    """Code of the person of the office who owns it."""
    owner_reason: str
    """Italian: why that person."""
    also_told: tuple[str, ...] = ()
    """Codes of operators who get the row with their own candidate."""
    state: PositionState = PositionState.NEW
    outcome: Outcome | None = None
    priority: Priority
    confirmed: bool
    """False while the list comes from a sender outside the allow-list or with a broken seal."""
    muted: bool = False
    """Recorded without alert and without clock (old mail read again, history)."""
    opened_at: dt.datetime
    message_id: int
    """Ledger number of the message that opened it."""
    last_message_id: int
    """Ledger number of the last message that spoke of it."""
    absent_from: int | None = None
    """Ledger number of the reminder that no longer names it; None while the last one did. It stays open."""
    rejected_folders: tuple[str, ...] = ()
    """Candidates of whom a person said «non è la stessa persona»."""
    cycle: int = 1
    """How often the chain of escalation has begun: another owner, another day, a person's word begin it anew."""
    clock_started_at: dt.datetime | None = None
    """When the running chain began; None for when the position opened."""
    closed_at: dt.datetime | None = None
    """From when its retention counts."""
    seen_before: tuple[SeenBefore, ...] = ()
    """The household in lists of earlier months, the newest first; also when the registry does not know it."""

    @property
    def execution_on(self) -> dt.date | None:
        """The day the clock looks at: the new date of a postponed row, otherwise the planned one."""
        return self.row.postponed_to or self.row.date

    @property
    def as_lists_name_it(self) -> ListRow:
        """The row under the name and address that the lists use, also where these are wrong."""
        return self.received or self.row

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something, or at least to remember it."""
        return self.state is not PositionState.CLOSED


@record
class Event:
    """One thing that happened to a position; events are only ever added."""

    reference: str
    at: dt.datetime
    kind: str
    """Stable word: opened, notified, confirmed_by_reminder, changed, held, taken, passed, rejected, outcome, late …"""
    who: str
    """Code of the person, or `pecwatch`."""
    by: str
    """The way: mail, cli, list."""
    detail: str = ""
    """Field names, days, codes; never a name or an address."""
    reason: str = ""
    """What a person wrote about it; may hold personal data, so it is never logged, and goes with the position."""
    message_id: int | None = None


@record
class ReceivedList:
    """A list the office already knows."""

    message_id: int
    """Ledger number."""
    way: Way
    identifier: str | None
    """The PEC `identificativo`."""
    sent_at: dt.datetime
    """Certified time, otherwise the Date header, otherwise the server's time; aware."""
    month: str | None
    nature: Nature
    rows: tuple[ListRow, ...]


@record
class Rejection:
    """«Non è la stessa persona»: the pair is not proposed again until there is new evidence."""

    row_key: str
    folder: str
    evidence_key: str
    """Hash of what was known of the row and the folder; another value is new evidence."""
