# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a configuration, one line each: where, what, and what to do about it."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from pecwatch.config.environment import NAMED_BY, variable_of
from pecwatch.errors import UsageError

Keys = tuple[str | int, ...]
"""The way to a value, as `("smtp", "port")` or `("mailbox", 0, "host")`."""

REMEDIES = {
    "string_type": "must be a text; write it between quotes",
    "int_type": "must be a whole number; write it without quotes",
    "bool_type": "must be true or false; write it without quotes",
    "path_type": "must be a path; write it between quotes",
    "tuple_type": 'must be a list; write it as ["…"]',
    "model_type": 'must be a table; write it as { key = "…" } or under a heading of its own',
    "missing": "missing; add it",
}


class Complaints:
    """Collects everything that is wrong, so that a person mends it in one go."""

    def __init__(self, file: Path | None, sections: dict[str, Any], environment: Mapping[str, str]) -> None:
        self._file = file
        self._sections = sections
        self._environment = environment
        self._lines: list[str] = []

    def add(self, keys: Keys, text: str) -> None:
        """Note one thing: where it stands, what is wrong and what to do."""
        self._lines.append(f"{self._origin(keys)}: {_place(keys)}: {text}")

    def add_all(self, keys: Keys, error: ValidationError, shape: type[BaseModel]) -> None:
        """Note everything that is wrong in the shape of one section."""
        for detail in error.errors(include_input=False, include_url=False):
            inner = detail["loc"]
            self.add((*keys, *inner), _in_words(detail["type"], detail["msg"], inner, shape))

    def raise_if_any(self) -> None:
        """Stop when anything was noted.

        Raises:
            UsageError: One line for each thing.
        """
        if self._lines:
            raise UsageError("\n".join(dict.fromkeys(self._lines)))

    def _origin(self, keys: Keys) -> str:
        """The variable of the environment that states the value, else the file."""
        variable = variable_of(_names(self._sections, keys))
        if variable in self._environment or self._file is None:
            return f"environment variable {variable}"
        return str(self._file)


def _names(value: Any, keys: Keys) -> tuple[str, ...]:
    """The keys, with each place in a list replaced by the name that stands there: `mailbox`, `pec`, `host`."""
    names: list[str] = []
    for key in keys:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            value = None
        name = value.get(NAMED_BY.get(names[-1])) if isinstance(key, int) and isinstance(value, dict) else None
        names.append(str(key if name is None else name))
    return tuple(names)


def _place(keys: Keys) -> str:
    """`[smtp] port`, `[[mailbox]] 2 host`, `[office] coordinator.email`, `[[office.operator]] 1 email`."""
    shortest = 2 if keys[:2] == ("office", "operator") else 1
    depth = next((depth for depth, key in enumerate(keys) if isinstance(key, int)), shortest)
    heading = ".".join(str(key) for key in keys[:depth])
    rest = ".".join(str(key) for key in keys[depth:])
    if keys[0] == "mailbox" or keys[:2] == ("office", "operator"):
        number, _, key = rest.partition(".")
        nth = f" {int(number) + 1}" if number.isdecimal() else ""
        return f"[[{heading}]]{nth} {key}".rstrip()
    return f"[{keys[0]}] {'.'.join(str(key) for key in keys[1:])}".rstrip()


def _in_words(code: str, message: str, keys: Keys, shape: type[BaseModel]) -> str:
    if code == "extra_forbidden":
        return unknown(str(keys[-1]), _known_keys(keys, shape))
    if code in ("literal_error", "enum"):
        return message.replace("Input should be", "must be") + "; correct it"
    return REMEDIES.get(code, message[:1].lower() + message[1:].replace("nput should", "t should"))


def unknown(key: str, known: tuple[str, ...]) -> str:
    """What to say of a key that does not exist."""
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f'unknown key; did you mean "{near[0]}"?' if near else f"unknown key; delete it (known: {', '.join(known)})"


def _known_keys(keys: Keys, shape: type[BaseModel]) -> tuple[str, ...]:
    """The keys of the table in which the last of these stands."""
    for key in keys[:-1]:
        shape = _shape_under(shape, key)
    return tuple(field.alias or name for name, field in shape.model_fields.items())


def _shape_under(shape: type[BaseModel], key: str | int) -> type[BaseModel]:
    if isinstance(key, int):
        return shape
    annotation = shape.model_fields[key].annotation
    classes = (inner for inner in (annotation, *get_args(annotation)) if isinstance(inner, type))
    return next((inner for inner in classes if issubclass(inner, BaseModel)), shape)
