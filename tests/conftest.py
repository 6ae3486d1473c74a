# SPDX-License-Identifier: EUPL-1.2
"""Fixtures every test may ask for, and how property tests draw their examples."""

import os

import pytest
from hypothesis import settings

from tests.end_to_end.fixtures import first_rounds, office
from tests.faults.account import account
from tests.servers.fixtures import authority, dovecot, postgresql, server_certificate, smtp_server

__all__ = [
    "account",
    "authority",
    "dovecot",
    "first_rounds",
    "office",
    "postgresql",
    "server_certificate",
    "smtp_server",
]

# The same code gives the same examples, so that a red run is somebody's change. To look for new ones set
# PECWATCH_TEST_EXPLORE=1; what is found becomes a case in a table. How long one example takes says how busy the machine
# is: what must be quick has a test that counts.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", print_blob=True, deadline=None)
settings.load_profile("explore" if os.environ.get("PECWATCH_TEST_EXPLORE") else "repeatable")

LONG = (
    "tests/documents/test_scan.py",
    "tests/faults/test_recovery.py",
    "tests/service/test_trust.py",
    "tests/service/test_picture_bombs.py",
    "tests/service/test_bombs.py",
    "tests/test_readme.py",
    "tests/test_samples.py",
    "tests/test_deploy.py",
    "tests/test_wheel.py",
    "tests/test_formats.py",
    "tests/service/test_answering.py",
    "tests/cli/test_dossier.py",
    "tests/service/test_huge.py",
    "tests/mail/test_abuse.py",
    "tests/cli/test_check.py",
    "tests/store/test_kill.py",
)
"""Files that take longest: a worker takes a whole file at a time, and none of these must be waited for at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first, in their order; all others stay in theirs."""
    places = {file: place for place, file in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONG)))
