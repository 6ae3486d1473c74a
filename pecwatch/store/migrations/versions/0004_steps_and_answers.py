# SPDX-License-Identifier: EUPL-1.2
"""Who was told by the calendar, what people answered, what lists may not change, and troubles that begin and end."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CLOSED = """
UPDATE position SET closed_at = (SELECT MAX(event.at) FROM event WHERE event.office = position.office
                                 AND event.reference = position.reference AND event.kind = 'outcome')
WHERE NOT is_open
"""
"""Positions that were closed before: since their outcome was recorded."""

STARTED = """
UPDATE position SET clock_started_at = (SELECT MIN(event.at) FROM event WHERE event.office = position.office
                                        AND event.reference = position.reference)
"""
"""The clocks of positions that are there already: since their story began."""


def upgrade() -> None:
    """Take the step; there is no way back but the backup."""
    op.add_column("position", sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("position", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("position", sa.Column("cycle", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("position", sa.Column("clock_started_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_position_look_at", "position", ["office", "is_open", "look_at"])
    op.execute(CLOSED)
    op.execute(STARTED)
    op.add_column("event", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("recipient_code", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("token", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_outbox_token", "outbox", ["office", "token"])
    op.create_index("ix_outbox_message_id_header", "outbox", ["office", "message_id_header"])
    op.create_table(
        "step",
        *_first_columns(),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("mail_event", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undelivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("office", "reference", "cycle", "kind", "day", "recipient", name="uq_step_step"),
        sa.PrimaryKeyConstraint("id", name="pk_step"),
    )
    op.create_index("ix_step_mail_event", "step", ["office", "mail_event"])
    op.create_table(
        "held_change",
        *_first_columns(),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_held_change"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_held_change_reference", "held_change", ["office", "reference"])
    op.create_index("ix_held_change_message_id", "held_change", ["office", "message_id"])
    op.create_table(
        "question",
        *_first_columns(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.UniqueConstraint("office", "kind", "about", name="uq_question_about"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "answer",
        *_first_columns(),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("speaks_of", sa.String(), nullable=False),
        sa.Column("argument", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_answer_message_id"),
        sa.ForeignKeyConstraint(["mail_id"], ["outbox.id"], name="fk_answer_mail_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answer_message_id", "answer", ["office", "message_id"])
    op.create_table(
        "alarm",
        *_first_columns(),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("open_key", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("office", "open_key", name="uq_alarm_open_key"),
        sa.PrimaryKeyConstraint("id", name="pk_alarm"),
        sqlite_autoincrement=True,
    )


def _first_columns() -> tuple[sa.Column[int], sa.Column[str]]:
    return sa.Column("id", sa.Integer(), nullable=False), sa.Column("office", sa.String(), nullable=False)
