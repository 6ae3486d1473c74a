# SPDX-License-Identifier: EUPL-1.2
"""${message}."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import pecwatch.store.columns

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step; there is no way back but the backup."""
    ${upgrades if upgrades else "pass"}
