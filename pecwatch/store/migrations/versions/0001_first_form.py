# SPDX-License-Identifier: EUPL-1.2
"""The first form: ledger, case file, outbox, registry, health and notes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step; there is no way back but the backup."""
    _ledger()
    _places()
    _case_file()
    _story()
    _outbox()
    _registry()
    _service()


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _long_text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _count(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _big_count(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _table(name: str, *content: sa.schema.SchemaItem, numbers_reused: bool = True) -> None:
    """A table with the columns that all of them have."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        _text("office"),
        *content,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=not numbers_reused,
    )


def _ledger() -> None:
    _table(
        "message",
        _text("sha256"),
        _text("vault_name"),
        _big_count("size"),
        _long_text("source"),
        _moment("first_seen_at"),
        _moment("server_received_at", nullable=True),
        _text("state"),
        _text("outcome", nullable=True),
        _text("way", nullable=True),
        _text("kind", nullable=True),
        _long_text("identifier", nullable=True),
        _text("identifier_key", nullable=True),
        _moment("sent_at", nullable=True),
        _moment("certified_at", nullable=True),
        _text("month", nullable=True),
        _long_text("reading", nullable=True),
        _text("problem_codes"),
        _flag("needs_person"),
        _count("attempts"),
        _count("interruptions"),
        _moment("next_try_at"),
        _text("last_problem", nullable=True),
        _moment("ended_at", nullable=True),
        sa.UniqueConstraint("office", "sha256", name="uq_message_sha256"),
        numbers_reused=False,
    )
    op.create_index("ix_message_state", "message", ["office", "state"])
    op.create_index("ix_message_identifier_key", "message", ["office", "identifier_key"])


def _places() -> None:
    _table(
        "arrival",
        _count("message_id"),
        _text("mailbox"),
        _long_text("folder"),
        _big_count("uidvalidity", nullable=True),
        _big_count("uid"),
        _moment("received_at", nullable=True),
        _moment("seen_at"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_arrival_message_id"),
        sa.UniqueConstraint("office", "mailbox", "folder", "uidvalidity", "uid", name="uq_arrival_place"),
    )
    op.create_index("ix_arrival_message_id", "arrival", ["message_id"])
    _table(
        "missed",
        _text("mailbox"),
        _long_text("folder"),
        _big_count("uidvalidity", nullable=True),
        _big_count("uid"),
        _text("reason"),
        _count("attempts"),
        _moment("first_at"),
        _moment("next_try_at"),
        _flag("given_up"),
        sa.UniqueConstraint("office", "mailbox", "folder", "uidvalidity", "uid", name="uq_missed_place"),
    )


def _case_file() -> None:
    _table(
        "received_list",
        _count("message_id"),
        _text("month", nullable=True),
        _moment("sent_at"),
        _long_text("record"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_received_list_message_id"),
    )
    op.create_index("ix_received_list_message_id", "received_list", ["message_id"])
    op.create_index("ix_received_list_month", "received_list", ["office", "month"])
    _table(
        "position",
        _text("reference"),
        _text("month"),
        _count("number"),
        _text("owner"),
        _text("state"),
        _flag("is_open"),
        _text("priority"),
        _flag("muted"),
        _flag("confirmed"),
        sa.Column("execution_on", sa.Date(), nullable=True),
        _count("message_id"),
        _long_text("record"),
        sa.UniqueConstraint("office", "reference", name="uq_position_reference"),
    )
    op.create_index("ix_position_month", "position", ["office", "month"])
    op.create_index("ix_position_is_open", "position", ["office", "is_open"])


def _story() -> None:
    _table(
        "event",
        _text("reference"),
        _moment("at"),
        _text("kind"),
        _text("who"),
        _text("by"),
        _text("detail"),
        _count("message_id", nullable=True),
        numbers_reused=False,
    )
    op.create_index("ix_event_reference", "event", ["office", "reference"])
    _table(
        "rejection",
        _text("row_key"),
        _text("folder"),
        _text("evidence_key"),
        _moment("rejected_at"),
        sa.UniqueConstraint("office", "row_key", "folder", name="uq_rejection_pair"),
    )
    _table(
        "counter",
        _text("month"),
        _count("last_number"),
        sa.UniqueConstraint("office", "month", name="uq_counter_month"),
    )


def _outbox() -> None:
    _table(
        "outbox",
        _text("event"),
        _text("recipient"),
        _text("kind"),
        _text("subject"),
        _text("speaks_of"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _text("message_id_header"),
        _text("state"),
        _count("attempts"),
        _count("unanswered"),
        _flag("repeated"),
        _moment("created_at"),
        _moment("next_try_at"),
        _moment("ended_at", nullable=True),
        _text("last_reply", nullable=True),
        sa.UniqueConstraint("office", "event", "recipient", name="uq_outbox_mail"),
        numbers_reused=False,
    )
    op.create_index("ix_outbox_state", "outbox", ["office", "state"])


def _registry() -> None:
    _table(
        "registry_import",
        _text("state"),
        _count("people"),
        sa.Column("dated_on", sa.Date(), nullable=False),
        _moment("imported_at"),
        _text("file_sha256"),
        numbers_reused=False,
    )
    op.create_index("ix_registry_import_state", "registry_import", ["office", "state"])
    _table(
        "registry_person",
        _count("import_id"),
        _text("folder"),
        _long_text("record"),
        sa.ForeignKeyConstraint(["import_id"], ["registry_import.id"], name="fk_registry_person_import_id"),
    )
    op.create_index("ix_registry_person_import_id", "registry_person", ["import_id"])
    op.create_index("ix_registry_person_folder", "registry_person", ["office", "folder"])


def _service() -> None:
    _table(
        "mailbox_health",
        _text("mailbox"),
        _moment("succeeded_at", nullable=True),
        _moment("failed_at", nullable=True),
        _count("failures"),
        _count("login_failures"),
        _text("last_problem", nullable=True),
        sa.UniqueConstraint("office", "mailbox", name="uq_mailbox_health_mailbox"),
    )
    _table(
        "note",
        _text("key"),
        _text("value"),
        _moment("noted_at"),
        sa.UniqueConstraint("office", "key", name="uq_note_key"),
    )
