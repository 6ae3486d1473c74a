# SPDX-License-Identifier: EUPL-1.2
"""Who calls a command, and what the office lets them do: accounts of the machine, and the rights they carry."""

from collections.abc import Mapping
from enum import StrEnum

from pecwatch.model.record import record

GROUP = "@"
"""Stands before the name of a group."""


class Access(StrEnum):
    """What somebody at the terminal may do; a person may have several of them."""

    ADMINISTRATOR = "administrator"
    """Health and counts, and keeping the service alive; no tenant's name."""
    OPERATOR = "operator"
    """The rows of her own code."""
    COORDINATOR = "coordinator"
    """Everything about cases."""
    AUDITOR = "auditor"
    """The trail."""


@record
class Account:
    """An account of the machine, as the system knows it."""

    uid: int
    name: str
    """Blank where the system has no name for the number."""
    groups: frozenset[str] = frozenset()


@record
class Caller:
    """Who calls a command, and what is hers."""

    uid: int
    access: frozenset[Access] = frozenset(Access)
    codes: frozenset[str] = frozenset()
    """Codes of the office that an operator has."""
    right: Access | None = None
    """The one she uses; None where no table of roles limits her, or where she has none that would do."""

    @property
    def known_as(self) -> str:
        """How the trail calls her: by code or right, and the number of the account; never its name."""
        if self.right is None:
            return f"user:{self.uid}"
        return f"{'+'.join(sorted(self.codes)) if self.is_confined else self.right}:{self.uid}"

    @property
    def is_confined(self) -> bool:
        """Whether only the rows of her codes are hers."""
        return self.right is Access.OPERATOR


@record
class Roles:
    """`[roles]`: which accounts and groups have which rights."""

    holders: Mapping[Access, frozenset[str]]
    """Names of accounts, and of groups with `@` before them."""
    operators: Mapping[str, str]
    """The code of the office behind each of those that hold a code."""

    def caller(self, account: Account, *, keeps_service: bool) -> Caller:
        """What an account may do: all that its name and its groups stand for, together.

        Args:
            keeps_service: It is root or the service's own, and nobody's login stands behind it: units run as these.
        """
        names = {account.name.lstrip(GROUP), *(GROUP + group for group in account.groups)} - {""}
        access = {right for right, holders in self.holders.items() if holders & names}
        codes = frozenset(code for name, code in self.operators.items() if name in names)
        if codes:
            access.add(Access.OPERATOR)
        if keeps_service and not access:
            access.add(Access.ADMINISTRATOR)
        return Caller(uid=account.uid, access=frozenset(access), codes=codes)
