# SPDX-License-Identifier: EUPL-1.2
"""What the environment states instead of the file: `PECWATCH_<SECTION>__<KEY>`.

Written out here since libraries take a password such as `00123` or `1e5` for a number on the way.
"""

import re
from collections.abc import Mapping
from typing import Any

from pecwatch.config.values import EnvironmentText

PREFIX = "PECWATCH_"
BETWEEN = "__"

NAMED_BY = {"mailbox": "name", "operator": "code"}
"""Lists of tables, and the key by whose value the environment picks one of them."""


def overridden(sections: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """The file's sections with what the environment states put in their place.

    `PECWATCH_MAILBOX__PEC__HOST` means the mailbox named `pec` (signs other than letters and digits
    are written `_`); one that the file does not have is added.
    """
    result: dict[str, Any] = _copy(sections)
    for name, value in sorted(environment.items()):
        if name.startswith(PREFIX) and BETWEEN in name:
            *way, key = name.removeprefix(PREFIX).lower().split(BETWEEN)
            _put(result, way, key, EnvironmentText(value))
    return result


def variable_of(keys: tuple[str, ...]) -> str:
    """The name of the variable that overrides a key."""
    return PREFIX + BETWEEN.join(_spelled(key) for key in keys)


def _put(table: dict[str, Any], way: list[str], key: str, value: EnvironmentText) -> None:
    if not way:
        table[key] = value
        return
    step, *rest = way
    if step in NAMED_BY and rest:
        items = table.setdefault(step, [])
        if isinstance(items, list):
            _put(_named(items, NAMED_BY[step], rest[0]), rest[1:], key, value)
        return
    inner = table.setdefault(step, {})
    if isinstance(inner, dict):
        _put(inner, rest, key, value)


def _named(items: list[Any], key: str, name: str) -> dict[str, Any]:
    for item in items:
        if isinstance(item, dict) and _spelled(str(item.get(key, ""))) == _spelled(name):
            found: dict[str, Any] = item
            return found
    items.append({key: name})
    added: dict[str, Any] = items[-1]
    return added


def _spelled(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", name.upper())


def _copy(value: Any) -> Any:
    """A copy of tables and lists; the values in them are not copied."""
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value
