# SPDX-License-Identifier: EUPL-1.2
"""What `pecwatch check` says of `[roles]`."""

import grp
import pwd
from collections.abc import Iterator

from pecwatch.config import Config
from pecwatch.model.access import GROUP, Roles
from pecwatch.model.office import OfficePerson


def remarks_on_roles(config: Config, imported: tuple[OfficePerson, ...]) -> Iterator[str]:
    """What somebody should look at: a table that is missing, accounts and codes that nobody has."""
    roles = config.roles
    if roles is None:
        yield "[roles]: no such table, so whoever can open the data may call every command"
        return
    yield from (f"[roles] {name}: this machine has no such {_kind(name)}" for name in _unknown(roles))
    office = config.office.with_imported(imported)
    for name, code in sorted(roles.operators.items()):
        if office.person(code) is None:
            yield f"[roles] operator {name}: nobody in the office has the code {code}"


def _unknown(roles: Roles) -> list[str]:
    names = set(roles.operators).union(*roles.holders.values())
    return sorted(name for name in names if not _is_known(name))


def _kind(name: str) -> str:
    return "group" if name.startswith(GROUP) else "account"


def _is_known(name: str) -> bool:
    try:
        grp.getgrnam(name.removeprefix(GROUP)) if name.startswith(GROUP) else pwd.getpwnam(name)
    except KeyError:
        return False
    return True
