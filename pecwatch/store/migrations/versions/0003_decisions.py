# SPDX-License-Identifier: EUPL-1.2
"""What people decide of a line and a folder is listed and can be undone; confirmations are remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TAKE_OVER = """
INSERT INTO decision (office, kind, reference, folder, row_key, decided_at, who, by)
SELECT office, 'rejected',
       COALESCE((SELECT MIN(event.reference) FROM event WHERE event.office = rejection.office
                 AND event.kind = 'rejected' AND event.at = rejection.rejected_at), ''),
       folder, row_key, rejected_at,
       COALESCE((SELECT MIN(event.who) FROM event WHERE event.office = rejection.office
                 AND event.kind = 'rejected' AND event.at = rejection.rejected_at), ''),
       COALESCE((SELECT MIN(event.by) FROM event WHERE event.office = rejection.office
                 AND event.kind = 'rejected' AND event.at = rejection.rejected_at), 'cli')
FROM rejection ORDER BY rejection.id
"""
"""Rejections of before: a decision and its event bear the same moment."""


def upgrade() -> None:
    """Take the step; there is no way back but the backup."""
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_folder", "decision", ["office", "folder"])
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_confirmation_decision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_confirmation"),
    )
    op.create_index("ix_confirmation_decision_id", "confirmation", ["decision_id"])
    op.create_index("ix_confirmation_folder", "confirmation", ["office", "folder"])
    op.execute(TAKE_OVER)
