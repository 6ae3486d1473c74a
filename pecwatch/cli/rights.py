# SPDX-License-Identifier: EUPL-1.2
"""Which right each command needs, where the configuration has a table of roles; a command without a line is refused."""

from collections.abc import Mapping

from pecwatch.model.access import Access

ADMINISTRATOR, OPERATOR, COORDINATOR, AUDITOR = (
    frozenset({right}) for right in (Access.ADMINISTRATOR, Access.OPERATOR, Access.COORDINATOR, Access.AUDITOR)
)
EVERY_ROLE = frozenset(Access)

FREE: Mapping[str, frozenset[Access]] = {
    "init": ADMINISTRATOR,
    "demo": EVERY_ROLE,
    "parse": COORDINATOR,
    "match": COORDINATOR,
    "registry map": COORDINATOR | ADMINISTRATOR,
}
"""They open nothing of the office, only files that the caller can read: free, unless rights of another account would
open those files."""

NEEDED: Mapping[str, frozenset[Access]] = {
    **FREE,
    # The service and its health: counts, codes and numbers.
    "run": ADMINISTRATOR,
    "poll": ADMINISTRATOR,
    "purge": ADMINISTRATOR,
    "status": EVERY_ROLE,
    "offices": ADMINISTRATOR,
    "check": ADMINISTRATOR,
    "reconcile": ADMINISTRATOR | COORDINATOR,
    "restore": ADMINISTRATOR,
    "test-alert": ADMINISTRATOR,
    "registry import": ADMINISTRATOR | COORDINATOR,
    "registry rollback": ADMINISTRATOR | COORDINATOR,
    "registry status": ADMINISTRATOR | COORDINATOR,
    "failed list": ADMINISTRATOR | COORDINATOR,
    "failed retry": ADMINISTRATOR | COORDINATOR,
    "failed retry-mail": ADMINISTRATOR | COORDINATOR,
    "matching estimate": ADMINISTRATOR | COORDINATOR,
    "matching reset": ADMINISTRATOR | COORDINATOR,
    "matching status": ADMINISTRATOR | COORDINATOR,
    # Rows and people.
    "positions list": OPERATOR | COORDINATOR,
    "positions show": OPERATOR | COORDINATOR,
    "positions take": OPERATOR | COORDINATOR,
    "positions reject": OPERATOR | COORDINATOR,
    "positions confirm": OPERATOR | COORDINATOR,
    "positions pass": OPERATOR | COORDINATOR,
    "positions outcome": OPERATOR | COORDINATOR,
    "positions contacted": OPERATOR | COORDINATOR,
    "positions plan": OPERATOR | COORDINATOR,
    "positions postponement-asked": OPERATOR | COORDINATOR,
    "positions close": OPERATOR | COORDINATOR,
    "positions reopen": OPERATOR | COORDINATOR,
    "positions confirm-list": COORDINATOR,
    "positions refuse-list": COORDINATOR,
    "dossier": OPERATOR | COORDINATOR,
    "decisions list": COORDINATOR,
    "decisions undo": COORDINATOR,
    "failed done": COORDINATOR,
    "failed export": COORDINATOR,
    "digest": COORDINATOR,
    "report": COORDINATOR,
    "reprocess": COORDINATOR,
    # The trail.
    "audit list": AUDITOR,
    "audit verify": AUDITOR | ADMINISTRATOR,
    "keys status": ADMINISTRATOR,
    "keys rotate": ADMINISTRATOR,
    "keys encrypt-database": ADMINISTRATOR,
    # Rights of the person.
    "person export": COORDINATOR,
    "person erase": COORDINATOR,
    "person rectify": COORDINATOR,
    "person restrict": COORDINATOR,
    "person unrestrict": COORDINATOR,
}
"""By the words of the command. Rows of another one are refused to an operator by the commands themselves."""
