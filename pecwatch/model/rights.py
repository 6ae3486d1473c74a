# SPDX-License-Identifier: EUPL-1.2
"""What pecwatch holds on one person, for whoever answers her request."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.listing import ClockTime, ListRow, Status
from pecwatch.model.match import Band, Evidence
from pecwatch.model.message import Kind
from pecwatch.model.office import Role
from pecwatch.model.person import RegistryPerson
from pecwatch.model.position import Event, Outcome, PositionState
from pecwatch.model.record import record
from pecwatch.model.step import Told
from pecwatch.model.trail import AnswerTrace, HeldTrace, QuestionTrace


class By(StrEnum):
    """By what a person is looked for."""

    FISCAL_CODE = "fiscal_code"
    FOLDER = "folder"
    POSITION = "position"


@record
class Selector:
    """Whose data somebody asks for."""

    by: By
    value: str


@record
class Restriction:
    """That a position's data may be stored and not otherwise used (article 18 GDPR)."""

    reference: str
    restricted_at: dt.datetime
    restricted_by: str
    lifted_at: dt.datetime | None
    lifted_by: str | None


@record
class RegistryRecord:
    """One person of one import of the registry."""

    row_id: int
    import_id: int
    imported_at: dt.datetime
    dated_on: dt.date
    is_in_force: bool
    left_on: dt.date | None
    person: RegistryPerson


@record
class Considered:
    """That the person was thought of for a row, and why; whose row it was is not hers to know."""

    reference: str
    month: str
    band: Band
    folder: str
    probability: float
    evidence: tuple[Evidence, ...]
    is_rejected: bool
    """A person of the office said «non è la stessa persona»."""


@record
class HeldPosition:
    """A position of the person."""

    reference: str
    month: str
    row: ListRow
    """As shown."""
    received: ListRow | None
    """As it was received, where it was rectified."""
    execution_on: dt.date | None
    time: ClockTime | None
    status: Status
    state: PositionState
    outcome: Outcome | None
    owner: str
    also_told: tuple[str, ...]
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    seen_before: tuple[str, ...]
    candidates: tuple[Considered, ...]
    """The person's own records of the registry; of others, only how many."""
    other_candidates: int
    events: tuple[Event, ...]
    steps: tuple[Told, ...]
    answers: tuple[AnswerTrace, ...]
    held: tuple[HeldTrace, ...]
    questions: tuple[QuestionTrace, ...]


@record
class ReceivedLine:
    """A line of a list as it was received."""

    message_id: int
    month: str | None
    row: ListRow


@record
class HoldingMessage:
    """A message in which the person stands."""

    message_id: int
    message_id_header: str | None
    kind: Kind | None
    sender: str | None
    """The certified or written sender; who of the office answered is told by her code alone."""
    arrived_at: dt.datetime
    parts: tuple[str, ...]
    """Attachment, page and line."""
    other_rows: int
    """Rows of other people in the same message."""
    is_kept: bool
    """Whether its bytes still lie sealed in the vault."""
    kept_month: str
    """The month whose key opens them."""


@record
class MailAbout:
    """A mail of ours about the person."""

    mail_id: int
    smtp_id: str
    """Its Message-ID, by which the log of the relay is searched."""
    kind: str
    subject: str
    recipient: str
    """Address."""
    recipient_code: str
    role: Role | None
    """None for who is not of the office any more, and for tutors."""
    references: tuple[str, ...]
    """The person's; of others, only how many."""
    other_rows: int
    written_at: dt.datetime
    sent_at: dt.datetime | None
    refused_at: dt.datetime | None
    returned_at: dt.datetime | None
    fields: tuple[str, ...] | None
    """Which data of the person stand in it; None when its content is no longer kept."""
    body: str | None
    """Its text, when it speaks of nobody else; otherwise it is left out."""


@record
class KeptDecision:
    """What somebody of the office said of a line and a folder of the person."""

    id: int
    kind: str
    reference: str
    folder: str
    decided_at: dt.datetime
    who: str
    by: str
    undone_at: dt.datetime | None
    alias: str | None
    """Name and address of the line, while a confirmation holds."""


@record
class Copy:
    """A copy of the database in which the data stand too."""

    name: str
    made_at: dt.datetime
    is_last_at: dt.datetime | None
    """When it makes room for a newer one at the latest; None where that cannot be said."""


@record
class PersonRead:
    """That somebody looked at, or handed out, the person's data."""

    at: dt.datetime
    deed: str
    who: str
    about: str
    detail: str


class KeepingRule(StrEnum):
    """From when on, and by which unit, a class of data is kept."""

    RAW = "{} months after arrival"
    CLOSED = "{} months after closing"
    UNMATCHED = "{} months after the day"
    REJECTED = "{} days"
    REGISTRY = "the {} newest imports"


@record
class Keeping:
    """How long a class of data is kept, and the last day of the person's own."""

    what: str
    kind: KeepingRule
    length: int
    """In the unit of the rule."""
    rule: str
    until: dt.date | None
    """None where it depends on what is still to come."""


@record
class PersonExport:
    """Everything that pecwatch holds on one person."""

    asked_by: Selector
    made_at: dt.datetime
    registry: tuple[RegistryRecord, ...]
    positions: tuple[HeldPosition, ...]
    considered: tuple[Considered, ...]
    lines: tuple[ReceivedLine, ...]
    messages: tuple[HoldingMessage, ...]
    mails: tuple[MailAbout, ...]
    decisions: tuple[KeptDecision, ...]
    restrictions: tuple[Restriction, ...]
    reads: tuple[PersonRead, ...]
    keeping: tuple[Keeping, ...]
    copies: tuple[Copy, ...]
    same_name: tuple[str, ...]
    """References of rows that have the name and nothing else in common: a person must look whether they are hers."""


@record
class Recipients:
    """Who received the data of one position or of one message."""

    about: str
    """Reference, or `message:12`."""
    made_at: dt.datetime
    references: tuple[str, ...]
    mails: tuple[MailAbout, ...]
    reads: tuple[PersonRead, ...]
    """Looks through the command line, and exports."""
