# SPDX-License-Identifier: EUPL-1.2
"""Address fields that are written by the rules: most are, and reading them takes no library."""

import re

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++"
_LABEL = r"[A-Za-z0-9-]++"
_ADDRESS = rf"{_ATOM}(?:\.{_ATOM})*+@{_LABEL}(?:\.{_LABEL})++"
_NAME = r'(?:"[^"\\]*+"[ \t]*+|(?:[A-Za-z0-9-]++[ \t]++)++)?'
_MAILBOX = re.compile(rf"[ \t]*+(?:{_NAME}<({_ADDRESS})>|({_ADDRESS}))[ \t]*+(?:,(?=.)|\Z)")
"""RFC 5322 section 3.4, without comments, groups, routes, escapes and encoded names."""


def plain_addresses(field: str) -> tuple[str, ...] | None:
    """The addresses of a field, in order; None when it takes more to read it."""
    addresses: list[str] = []
    position = 0
    while position < len(field):
        mailbox = _MAILBOX.match(field, position)
        if mailbox is None:
            return None
        addresses.append(mailbox.group(1) or mailbox.group(2))
        position = mailbox.end()
    return tuple(addresses)
