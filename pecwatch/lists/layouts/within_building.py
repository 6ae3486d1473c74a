# SPDX-License-Identifier: EUPL-1.2
"""Tables under the address of a building: their rows say at most where in it each dwelling is."""

from collections.abc import Sequence

from pecwatch.lists.draft import Item
from pecwatch.lists.headers import roles_of
from pecwatch.lists.layouts.table_rows import Cells
from pecwatch.lists.looks import is_inside_only
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role


def says_only_inside(rows: Sequence[Item], roles: tuple[Role, ...], rules: Rules) -> bool:
    """Whether the column of addresses holds no street, only «sc. A int. 4»: under a header such as «Alloggio»."""
    cells = [item.cells or () for item in rows if roles_of(item.cells or (), rules) is None]
    said = [place for own in cells if (place := Cells(own, roles, rules).of(Role.ADDRESS))]
    return said != [] and all(is_inside_only(place, rules) for place in said)
