# SPDX-License-Identifier: EUPL-1.2
"""The tables. They never leave this room: functions convert them to records at its edge.

Every row carries its office, so that one database can serve many. Records are kept whole as
JSON text, with the few columns beside it that queries need. A change here needs a migration.
"""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary, MetaData, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from pecwatch.store.columns import OutsideText, UtcMoment

NEVER_REUSED = {"sqlite_autoincrement": True}
"""SQLite gives the number of a deleted last row to the next one unless told not to."""


class Stored(SQLModel):
    """What every table has."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )

    id: int | None = Field(default=None, primary_key=True)
    office: str


class StoredMessage(Stored, table=True):
    """The ledger: one row for each message or document ever seen."""

    __tablename__ = "message"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("office", "sha256", name="uq_message_sha256"),
        Index("ix_message_state", "office", "state"),
        Index("ix_message_identifier_key", "office", "identifier_key"),
        NEVER_REUSED,
    )

    sha256: str
    vault_name: str
    size: int = Field(sa_type=BigInteger)
    source: str = Field(sa_type=OutsideText)
    first_seen_at: dt.datetime = Field(sa_type=UtcMoment)
    server_received_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    state: str
    outcome: str | None = None
    way: str | None = None
    kind: str | None = None
    identifier: str | None = Field(default=None, sa_type=OutsideText)
    identifier_key: str | None = None
    sent_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    certified_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    month: str | None = None
    reading: str | None = Field(default=None, sa_type=Text)
    problem_codes: str = ""
    needs_person: bool = False
    attempts: int = 0
    interruptions: int = 0
    next_try_at: dt.datetime = Field(sa_type=UtcMoment)
    last_problem: str | None = None
    ended_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)


class StoredPlace(Stored):
    """A place in a mailbox."""

    mailbox: str
    folder: str = Field(sa_type=OutsideText)
    uidvalidity: int | None = Field(default=None, sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)


class StoredArrival(StoredPlace, table=True):
    """One place in a mailbox where a message of the ledger was found."""

    __tablename__ = "arrival"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("office", "mailbox", "folder", "uidvalidity", "uid", name="uq_arrival_place"),
    )

    message_id: int = Field(foreign_key="message.id", index=True)
    received_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    seen_at: dt.datetime = Field(sa_type=UtcMoment)


class StoredMissed(StoredPlace, table=True):
    """A message that a server listed and did not give whole."""

    __tablename__ = "missed"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("office", "mailbox", "folder", "uidvalidity", "uid", name="uq_missed_place"),
    )

    reason: str
    attempts: int
    first_at: dt.datetime = Field(sa_type=UtcMoment)
    next_try_at: dt.datetime = Field(sa_type=UtcMoment)
    given_up: bool = False


class StoredList(Stored, table=True):
    """A list that the office knows, as casework took it from a message."""

    __tablename__ = "received_list"
    __table_args__: ClassVar[Any] = (Index("ix_received_list_month", "office", "month"),)

    message_id: int = Field(foreign_key="message.id", index=True)
    month: str | None = None
    sent_at: dt.datetime = Field(sa_type=UtcMoment)
    record: str = Field(sa_type=Text)


class StoredPosition(Stored, table=True):
    """A position, whole in `record`."""

    __tablename__ = "position"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("office", "reference", name="uq_position_reference"),
        Index("ix_position_month", "office", "month"),
        Index("ix_position_is_open", "office", "is_open"),
        Index("ix_position_look_at", "office", "is_open", "look_at"),
    )

    reference: str
    month: str
    number: int
    owner: str
    state: str
    is_open: bool
    priority: str
    muted: bool
    confirmed: bool
    execution_on: dt.date | None = None
    message_id: int
    look_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    cycle: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    clock_started_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    closed_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    record: str = Field(sa_type=Text)


class StoredEvent(Stored, table=True):
    """One thing that happened to a position; rows are only ever added."""

    __tablename__ = "event"
    __table_args__: ClassVar[Any] = (Index("ix_event_reference", "office", "reference"), NEVER_REUSED)

    reference: str
    at: dt.datetime = Field(sa_type=UtcMoment)
    kind: str
    who: str
    by: str
    detail: str
    reason: str | None = Field(default=None, sa_type=OutsideText)
    message_id: int | None = None


class StoredStep(Stored, table=True):
    """A step of the calendar that was taken: nobody is told twice of one."""

    __tablename__ = "step"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("office", "reference", "cycle", "kind", "day", "recipient", name="uq_step_step"),
        Index("ix_step_mail_event", "office", "mail_event"),
    )

    reference: str
    cycle: int
    kind: str
    day: str = ""
    """ISO 8601; blank for none, since databases take two missing values for different ones."""
    recipient: str
    mail_event: str
    decided_at: dt.datetime = Field(sa_type=UtcMoment)
    sent_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    undelivered_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)


class StoredHeld(Stored, table=True):
    """A change that a list asked for and was not allowed to make: «da confermare»."""

    __tablename__ = "held_change"
    __table_args__: ClassVar[Any] = (
        Index("ix_held_change_reference", "office", "reference"),
        Index("ix_held_change_message_id", "office", "message_id"),
        NEVER_REUSED,
    )

    reference: str
    message_id: int
    held_at: dt.datetime = Field(sa_type=UtcMoment)
    record: str = Field(sa_type=Text)
    ended_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    ended_as: str | None = None


class StoredQuestion(Stored, table=True):
    """Something only somebody outside pecwatch can say: is this list genuine, why is a row missing, which day?"""

    __tablename__ = "question"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("office", "kind", "about", name="uq_question_about"),
        NEVER_REUSED,
    )

    kind: str
    about: str
    """Reference, month or ledger number."""
    asked_at: dt.datetime = Field(sa_type=UtcMoment)
    answered_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    answered_by: str | None = None
    answer: str | None = None


class StoredAnswer(Stored, table=True):
    """One answer by mail, and what was made of it."""

    __tablename__ = "answer"
    __table_args__: ClassVar[Any] = (Index("ix_answer_message_id", "office", "message_id"), NEVER_REUSED)

    message_id: int = Field(foreign_key="message.id")
    mail_id: int | None = Field(default=None, foreign_key="outbox.id")
    who: str
    verdict: str
    command: str = ""
    speaks_of: str = ""
    argument: str = Field(default="", sa_type=Text)
    answered_at: dt.datetime = Field(sa_type=UtcMoment)


class StoredAlarm(Stored, table=True):
    """A trouble from when it was seen to when it was over; one of a key is open at a time."""

    __tablename__ = "alarm"
    __table_args__: ClassVar[Any] = (UniqueConstraint("office", "open_key", name="uq_alarm_open_key"), NEVER_REUSED)

    key: str
    open_key: str | None = None
    """The key while it is open."""
    kind: str
    facts: str = Field(default="", sa_type=Text)
    opened_at: dt.datetime = Field(sa_type=UtcMoment)
    told_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    times: int = 0
    next_at: dt.datetime = Field(sa_type=UtcMoment)
    good_since: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    closed_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)


class StoredRejection(Stored, table=True):
    """«Non è la stessa persona», for one line and one folder."""

    __tablename__ = "rejection"
    __table_args__: ClassVar[Any] = (UniqueConstraint("office", "row_key", "folder", name="uq_rejection_pair"),)

    row_key: str
    folder: str
    evidence_key: str
    rejected_at: dt.datetime = Field(sa_type=UtcMoment)


class StoredDecision(Stored, table=True):
    """What a person said of one line and one folder, and whether it was taken back: never whose line it was."""

    __tablename__ = "decision"
    __table_args__: ClassVar[Any] = (Index("ix_decision_folder", "office", "folder"), NEVER_REUSED)

    kind: str
    reference: str
    folder: str
    row_key: str
    decided_at: dt.datetime = Field(sa_type=UtcMoment)
    who: str
    by: str
    undone_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    undone_by: str | None = None


class StoredConfirmation(Stored, table=True):
    """The line of a confirmation that holds: personal data of the folder's person, purged with the folder."""

    __tablename__ = "confirmation"
    __table_args__: ClassVar[Any] = (Index("ix_confirmation_folder", "office", "folder"),)

    decision_id: int = Field(foreign_key="decision.id", index=True)
    folder: str
    record: str = Field(sa_type=Text)


class StoredErasure(Stored, table=True):
    """A line of a message that was erased: the message, read again, must not bring it back."""

    __tablename__ = "erasure"
    __table_args__: ClassVar[Any] = (UniqueConstraint("office", "message_id", "line_key", name="uq_erasure_line"),)

    message_id: int
    line_key: str
    erased_at: dt.datetime = Field(sa_type=UtcMoment)


class StoredRestriction(Stored, table=True):
    """A position whose data may be stored and, while no execution is to come, not otherwise used."""

    __tablename__ = "restriction"
    __table_args__: ClassVar[Any] = (Index("ix_restriction_reference", "office", "reference"), NEVER_REUSED)

    reference: str
    restricted_at: dt.datetime = Field(sa_type=UtcMoment)
    restricted_by: str
    lifted_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    lifted_by: str | None = None


class StoredEstimate(Stored, table=True):
    """Weights of matching that were estimated from confirmed pairs: counts and shares, never whose."""

    __tablename__ = "weight_estimate"
    __table_args__: ClassVar[Any] = (Index("ix_weight_estimate_ended_at", "office", "ended_at"), NEVER_REUSED)

    estimated_at: dt.datetime = Field(sa_type=UtcMoment)
    record: str = Field(sa_type=Text)
    ended_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)


class StoredCounter(Stored, table=True):
    """The last running number given in a month: kept apart, so that no number comes back after a purge."""

    __tablename__ = "counter"
    __table_args__: ClassVar[Any] = (UniqueConstraint("office", "month", name="uq_counter_month"),)

    month: str
    last_number: int


class StoredMail(Stored, table=True):
    """The outbox: one mail to one recipient about one event."""

    __tablename__ = "outbox"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("office", "event", "recipient", name="uq_outbox_mail"),
        Index("ix_outbox_state", "office", "state"),
        Index("ix_outbox_token", "office", "token"),
        Index("ix_outbox_message_id_header", "office", "message_id_header"),
        NEVER_REUSED,
    )

    event: str
    recipient: str
    recipient_code: str | None = None
    kind: str
    subject: str
    speaks_of: str = ""
    token: str | None = None
    content: bytes = Field(sa_type=LargeBinary)
    message_id_header: str
    state: str
    attempts: int = 0
    unanswered: int = 0
    repeated: bool = False
    created_at: dt.datetime = Field(sa_type=UtcMoment)
    next_try_at: dt.datetime = Field(sa_type=UtcMoment)
    ended_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    last_reply: str | None = None
    returned_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)


class StoredImport(Stored, table=True):
    """One accepted import of the registry."""

    __tablename__ = "registry_import"
    __table_args__: ClassVar[Any] = (Index("ix_registry_import_state", "office", "state"), NEVER_REUSED)

    state: str
    people: int
    dated_on: dt.date
    imported_at: dt.datetime = Field(sa_type=UtcMoment)
    file_sha256: str


class StoredPerson(Stored, table=True):
    """One person of one import of the registry."""

    __tablename__ = "registry_person"
    __table_args__: ClassVar[Any] = (Index("ix_registry_person_folder", "office", "folder"),)

    import_id: int = Field(foreign_key="registry_import.id", index=True)
    folder: str
    record: str = Field(sa_type=Text)
    left_on: dt.date | None = None


class StoredBeside(Stored, table=True):
    """One operator, building or street that was imported beside the registry."""

    __tablename__ = "registry_beside"
    __table_args__: ClassVar[Any] = (Index("ix_registry_beside_key", "office", "kind", "key"),)

    kind: str
    key: str
    record: str = Field(sa_type=Text)


class StoredHealth(Stored, table=True):
    """How the last polls of one mailbox went."""

    __tablename__ = "mailbox_health"
    __table_args__: ClassVar[Any] = (UniqueConstraint("office", "mailbox", name="uq_mailbox_health_mailbox"),)

    mailbox: str
    succeeded_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    failed_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    failures: int = 0
    login_failures: int = 0
    last_problem: str | None = None


class StoredNote(Stored, table=True):
    """A short fact that the service must remember between rounds."""

    __tablename__ = "note"
    __table_args__: ClassVar[Any] = (UniqueConstraint("office", "key", name="uq_note_key"),)

    key: str
    value: str
    noted_at: dt.datetime = Field(sa_type=UtcMoment)


class StoredAudit(Stored, table=True):
    """One link of the audit trail."""

    __tablename__ = "audit"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("office", "number", name="uq_audit_number"),
        Index("ix_audit_about", "office", "about"),
        NEVER_REUSED,
    )

    number: int
    at: dt.datetime = Field(sa_type=UtcMoment)
    deed: str
    who: str
    about: str
    detail: str
    seal: str


class StoredWork(Stored, table=True):
    """Which worker has which office, and when it is due; open to all workers, so that they find what to do."""

    __tablename__ = "office_work"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("office", name="uq_office_work_office"),
        Index("ix_office_work_due_at", "due_at"),
    )

    due_at: dt.datetime = Field(sa_type=UtcMoment)
    lease: str | None = None
    leased_by: str | None = None
    leased_until: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    ended_at: dt.datetime | None = Field(default=None, sa_type=UtcMoment)
    problem: str = ""
