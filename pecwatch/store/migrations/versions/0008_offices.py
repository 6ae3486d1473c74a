# SPDX-License-Identifier: EUPL-1.2
"""Which worker has which office; from here on PostgreSQL shows an office its own rows alone (`store/isolation.py`)."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step; there is no way back but the backup."""
    op.create_table(
        "office_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_office_work"),
        sa.UniqueConstraint("office", name="uq_office_work_office"),
    )
    op.create_index("ix_office_work_due_at", "office_work", ["due_at"])
