# SPDX-License-Identifier: EUPL-1.2
"""Run by alembic: takes the steps on the connection, and in the transaction, that `migrate.py` opened."""

from alembic import context

from pecwatch.store.tables import Stored

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Stored.metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
)
context.run_migrations()
