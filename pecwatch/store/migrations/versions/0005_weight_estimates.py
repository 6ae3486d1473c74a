# SPDX-License-Identifier: EUPL-1.2
"""Weights of matching that an office's confirmed pairs ask for are kept beside those of the rules."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step; there is no way back but the backup."""
    op.create_table(
        "weight_estimate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("estimated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_weight_estimate"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_weight_estimate_ended_at", "weight_estimate", ["office", "ended_at"])
