# SPDX-License-Identifier: EUPL-1.2
"""An office to poll, as a fixture."""

from pathlib import Path

import pytest

from tests.end_to_end.installing import FirstRounds
from tests.end_to_end.office import SocialServices
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer


@pytest.fixture(scope="session")
def first_rounds(dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> FirstRounds:
    """What first rounds left: each is played once for offices that are alike."""
    return FirstRounds(dovecot, tmp_path_factory.mktemp("first-rounds"))


@pytest.fixture
def office(tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer, first_rounds: FirstRounds) -> SocialServices:
    """An office with pecwatch configured, empty mailboxes, and no round done yet."""
    return SocialServices(tmp_path, dovecot, smtp_server, first_rounds)
