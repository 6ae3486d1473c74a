# SPDX-License-Identifier: EUPL-1.2
"""Fixtures every test may ask for, and how property tests draw their examples."""

import os

from hypothesis import settings

from tests.end_to_end.fixtures import first_rounds, office
from tests.servers.fixtures import authority, dovecot, server_certificate, smtp_server

__all__ = ["authority", "dovecot", "first_rounds", "office", "server_certificate", "smtp_server"]

# The same code gives the same examples, so that a red run is somebody's change. To look for new ones set
# PECWATCH_TEST_EXPLORE=1; what is found becomes a case in a table. How long one example takes says how busy the machine
# is: what must be quick has a test that counts.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", print_blob=True, deadline=None)
settings.load_profile("explore" if os.environ.get("PECWATCH_TEST_EXPLORE") else "repeatable")
