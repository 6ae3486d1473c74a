# SPDX-License-Identifier: EUPL-1.2
"""Steps from every earlier form of the database to today's; `migrate.py` takes them."""
