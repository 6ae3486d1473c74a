# SPDX-License-Identifier: EUPL-1.2
"""People who left the registry keep their place in it; operators, buildings and street names stand beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step; there is no way back but the backup."""
    op.add_column("registry_person", sa.Column("left_on", sa.Date(), nullable=True))
    op.create_table(
        "registry_beside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registry_beside"),
    )
    op.create_index("ix_registry_beside_key", "registry_beside", ["office", "kind", "key"])
