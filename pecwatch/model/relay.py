# SPDX-License-Identifier: EUPL-1.2
"""A server that takes our mail."""

from pathlib import Path

from pecwatch.model.connection import Tls
from pecwatch.model.record import record


@record
class SmtpRelay:
    """How to reach a relay."""

    host: str
    port: int
    tls: Tls = Tls.STARTTLS
    tls_ca_file: Path | None = None
    """None trusts what the system trusts."""
    username: str | None = None
    """None for a relay that knows us by our address."""
    password: str | None = None

    def __repr__(self) -> str:
        return f"SmtpRelay({self.host!r}, {self.port})"
