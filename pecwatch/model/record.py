# SPDX-License-Identifier: EUPL-1.2
"""How every record of pecwatch is declared, and how it travels as JSON."""

from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

from pydantic import TypeAdapter

T = TypeVar("T")

_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class a frozen value with named fields: equal by content, safe to share."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


def _adapter(cls: Any) -> TypeAdapter[Any]:
    """The reader and writer of one kind of record, built once: building costs milliseconds."""
    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


def prepare(*kinds: type) -> None:
    """Build the readers and writers of some records now, so that processes forked later have them."""
    for kind in kinds:
        _adapter(kind)


def to_json(value: object) -> bytes:
    """Write a record as JSON; what `from_json` reads back to an equal record."""
    return _adapter(type(value)).dump_json(value, by_alias=True)


def from_json(cls: type[T], content: bytes | str) -> T:
    """Read a record from JSON.

    Raises:
        pydantic.ValidationError: The JSON is not such a record (its message holds the input,
            so whoever logs it must drop the values).
    """
    value: T = _adapter(cls).validate_json(content)
    return value
