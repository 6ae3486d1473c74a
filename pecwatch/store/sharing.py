# SPDX-License-Identifier: EUPL-1.2
"""What is equal among the people of a registry, kept once: read back from JSON, everybody has her own copy of all."""

from dataclasses import fields, replace
from typing import Any

from pecwatch.model.listing import Address
from pecwatch.model.person import RegistryPerson

_OWN = ("fiscal_code",)
"""Not worth remembering: nobody shares it."""

_SHARED = tuple(field.name for field in fields(RegistryPerson) if field.name not in (*_OWN, "address"))


class Sharing:
    """Gives people back with the texts, days and dwellings that others have already."""

    def __init__(self) -> None:
        self._values: dict[Any, Any] = {}
        self._addresses: dict[Address, Address] = {}

    def person(self, person: RegistryPerson) -> RegistryPerson:
        """An equal person who shares what she can."""
        known = self._addresses.get(person.address)
        if known is None:
            parts = {field.name: self._value(getattr(person.address, field.name)) for field in fields(Address)}
            known = Address(**parts)
            self._addresses[known] = known
        shared = {name: self._value(getattr(person, name)) for name in _SHARED}
        return replace(person, address=known, **shared)

    def _value(self, value: Any) -> Any:
        return self._values.setdefault(value, value)
