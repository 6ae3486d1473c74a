# SPDX-License-Identifier: EUPL-1.2
"""The servers of the tests as fixtures: started once and shared, or fresh where they keep state."""

from collections.abc import Iterator

import pytest

from tests.servers.certificates import Authority, ServerCertificate
from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority that signs for every server of the tests."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def server_certificate(authority: Authority) -> ServerCertificate:
    """A good certificate for loopback."""
    return authority.issue()


@pytest.fixture(scope="session")
def dovecot(server_certificate: ServerCertificate) -> Iterator[Dovecot]:
    """A Dovecot for the whole run: add a user of your own, so that no test sees another's mail."""
    with Dovecot(server_certificate) as server:
        yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL for the whole run: make a database of your own, and drop it where there are many."""
    with PostgreSQL() as server:
        yield server


@pytest.fixture
def smtp_server(server_certificate: ServerCertificate) -> Iterator[SmtpServer]:
    """An SMTP server with STARTTLS and login, and nothing received yet."""
    with SmtpServer(server_certificate) as server:
        yield server
