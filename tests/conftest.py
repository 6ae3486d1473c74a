# SPDX-License-Identifier: EUPL-1.2
"""Fixtures every test may ask for."""

from tests.end_to_end.fixtures import office
from tests.servers.fixtures import authority, dovecot, server_certificate, smtp_server

__all__ = ["authority", "dovecot", "office", "server_certificate", "smtp_server"]
