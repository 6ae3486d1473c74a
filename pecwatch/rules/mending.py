# SPDX-License-Identifier: EUPL-1.2
"""Rules with mistakes made usable, so that `check` can go on and name every mistake at once."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pecwatch.errors import UsageError
from pecwatch.rules import FILES, Rules, shipped_rules
from pecwatch.rules.loading import complaints, load_rule, read_toml, taken_as


def read_mended(folder: Path) -> tuple[Rules | None, tuple[str, ...]]:
    """The rules of a folder without what is wrong in them, and a line for everything that is.

    A file that cannot be mended is replaced by the one that came with the program. For proving only: nothing may be
    read by rules that are not as the office wrote them.
    """
    read: dict[str, Any] = {}
    wrong: list[str] = []
    for name, (file, kind) in FILES.items():
        value, told = _mended(folder / file, kind)
        wrong.extend(told)
        read[name] = value if value is not None else _stand_in(file, kind)
    complete = all(value is not None for value in read.values())
    return Rules(folder=folder, **read) if complete else None, tuple(wrong)


def _stand_in(file: str, kind: type) -> Any:
    try:
        return load_rule(shipped_rules() / file, kind)
    except UsageError:
        return None


def _mended(path: Path, kind: type) -> tuple[Any, tuple[str, ...]]:
    """The record of a file, None when even its rest cannot be used, and what is wrong with it."""
    try:
        content = read_toml(path)
    except UsageError as error:
        return None, (str(error),)
    try:
        return taken_as(kind, content), ()
    except ValidationError as error:
        told = tuple(f"{path}: {complaint}" for complaint in complaints(error, content))
        places = [detail["loc"] for detail in error.errors(include_url=False, include_context=False)]
    for place in sorted(places, key=lambda place: [str(step).rjust(6, "0") for step in place], reverse=True):
        _take_out(content, place)
    try:
        return taken_as(kind, content), told
    except ValidationError:
        return None, told


def _take_out(content: Any, place: tuple[int | str, ...]) -> None:
    """Take a key or an element out; later elements of one list must go before earlier ones."""
    for step in place[:-1]:
        try:
            content = content[step]
        except (LookupError, TypeError):
            return
    if isinstance(content, dict):
        content.pop(place[-1], None)
    elif isinstance(content, list) and isinstance(place[-1], int) and place[-1] < len(content):
        del content[place[-1]]
