# SPDX-License-Identifier: EUPL-1.2
"""Fixtures every test may ask for."""

from tests.servers.fixtures import authority, dovecot, server_certificate, smtp_server

__all__ = ["authority", "dovecot", "server_certificate", "smtp_server"]
