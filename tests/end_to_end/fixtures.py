# SPDX-License-Identifier: EUPL-1.2
"""An office to poll, as a fixture."""

from pathlib import Path

import pytest

from tests.end_to_end.office import SocialServices
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer


@pytest.fixture
def office(tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer) -> SocialServices:
    """An office with pecwatch configured, empty mailboxes, and no round done yet."""
    return SocialServices(tmp_path, dovecot, smtp_server)
