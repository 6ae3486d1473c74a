# SPDX-License-Identifier: EUPL-1.2
"""Under which keys it is noted what a mailbox's server said last."""


def quota_key(mailbox: str) -> str:
    """How full it is."""
    return f"quota:{mailbox}"


def certificate_key(mailbox: str) -> str:
    """Until when the certificate of its server is valid."""
    return f"certificate:{mailbox}"


def similar_key(mailbox: str) -> str:
    """How many folders have a name like that of a missing one."""
    return f"similar_folders:{mailbox}"


def refused_key(mailbox: str) -> str:
    """Which login was refused, as a keyed hash."""
    return f"login_refused:{mailbox}"
