# SPDX-License-Identifier: EUPL-1.2
"""How a line to another machine is protected; the same three words for mailboxes and relays."""

import ipaddress
from enum import StrEnum


class Tls(StrEnum):
    """When encryption begins."""

    IMPLICIT = "implicit"
    """With the first byte."""
    STARTTLS = "starttls"
    """After a command, and nothing is said before it."""
    NONE = "none"
    """Never; allowed towards this machine itself only."""


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself, so that an open line leaves nothing to be read by others."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
