# SPDX-License-Identifier: EUPL-1.2
"""From a TOML file to a checked record, with errors that say what to mend."""

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, dataclass_transform

from pydantic import ConfigDict, TypeAdapter, ValidationError

from pecwatch.errors import UsageError
from pecwatch.model.record import record

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def rule(cls: type[T]) -> type[T]:
    """Make a class a record that refuses unknown keys: a misspelt rule must not be a silent one."""
    cls.__pydantic_config__ = ConfigDict(extra="forbid", hide_input_in_errors=True)  # type: ignore[attr-defined]
    made = record(cls)
    # Tables are loaded once and shared: what is worked out from them is remembered by the table itself, and hashing
    # hundreds of words at every look-up would cost more than the work that it saves.
    made.__hash__ = object.__hash__  # type: ignore[method-assign]
    return made


def complaints(error: ValidationError, content: dict[str, Any]) -> tuple[str, ...]:
    """One line for each thing wrong: where, and what was expected.

    Args:
        content: What the file holds.
    """
    return tuple(
        f"{_place(detail['loc'], content)}: {_in_words(detail['type'], detail['msg'])}"
        for detail in error.errors(include_input=False, include_url=False)
    )


_NAMING = ("role", "status", "type", "about")
"""Keys by which one of several tables of the same heading is known."""


def _place(steps: tuple[int | str, ...], content: Any) -> str:
    """`columns[4 civic].exact[2]`: names as in the file, tables and texts counted from 1."""
    place = ""
    for step in steps:
        try:
            content = content[step]
        except (LookupError, TypeError):
            content = None
        named = next((f" {content[key]}" for key in _NAMING if key in content), "") if isinstance(content, dict) else ""
        place += f"[{step + 1}{named}]" if isinstance(step, int) else f".{step}"
    return place.removeprefix(".")


def _in_words(code: str, message: str) -> str:
    if code in ("extra_forbidden", "unexpected_keyword_argument"):
        return "unknown key; correct its spelling or delete it"
    if code in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return "missing; add it"
    plain = message.removeprefix("Value error, ")
    return plain[0].lower() + plain[1:]


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        UsageError: It is missing, unreadable or not TOML.
    """
    with _explained(path):
        return tomllib.loads(path.read_text(encoding="utf-8"))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Say which file cannot be read, and what to mend."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); restore it or correct the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not valid TOML ({error}); correct that line") from error


def load_rule(path: Path, cls: type[T]) -> T:
    """Read one rules file as the record that describes it.

    Raises:
        UsageError: The file is missing or something in it is wrong; the text names every place, each on a line.
    """
    kind: Any = cls
    with _explained(path):
        text = path.read_text(encoding="utf-8")
        try:
            value: T = _understood(text, kind)
        except ValidationError as error:
            told = complaints(error, tomllib.loads(text))
            raise UsageError("\n".join(f"{path}: {complaint}" for complaint in told)) from error
        return value


@lru_cache(maxsize=64)
def _understood(text: str, cls: Any) -> Any:
    """What a file with this text says: one that is read again and has not changed is not understood again."""
    return taken_as(cls, tomllib.loads(text))


def taken_as(cls: type[T], content: dict[str, Any]) -> T:
    """What a file holds as the record that describes it, nothing taken for what it is not: «true» is no number.

    Read as JSON, where pydantic can be strict and still take a list for a tuple and a text for one of a closed set.

    Raises:
        pydantic.ValidationError: Something in it is wrong.
    """
    value: T = TypeAdapter(cls).validate_json(json.dumps(content, default=_as_text), strict=True)
    return value


def _as_text(value: object) -> str:
    """Days and times as JSON writes them; TOML holds nothing else that JSON does not."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise TypeError(type(value).__name__)
