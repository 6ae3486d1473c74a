# SPDX-License-Identifier: EUPL-1.2
"""The normalised line under which decisions are kept: the same for the second copy and for the reminder."""

import hashlib
import hmac

from pecwatch.italian.fold import fold
from pecwatch.model.decision import Registered
from pecwatch.model.listing import ListRow
from pecwatch.model.match import Candidate
from pecwatch.model.person import RegistryPerson


def hashed(key: bytes, *parts: str) -> str:
    """A keyed hash: whoever lacks the key can neither read nor guess what was hashed."""
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def name_words(row: ListRow) -> str:
    """The words of the name, whatever their order."""
    return " ".join(sorted(fold(f"{row.surname} {row.given_name}").split()))


def place_words(row: ListRow) -> tuple[str, ...]:
    """The dwelling as it was understood, so that «V.le» and «Viale» are one line; as written where it was not."""
    address = row.address
    if address.street is None:
        return (fold(address.as_written),)
    parts = (address.street, address.civic, address.exponent, address.staircase, address.flat, address.municipality)
    return tuple(fold(part or "") for part in parts)


def is_line(row: ListRow) -> bool:
    """Whether a row says enough to be known again: a name, and a dwelling with its number.

    Names in letters that cannot be folded, and «senza fissa dimora», are the same for too many people.
    """
    return bool(name_words(row)) and row.address.street is not None and row.address.civic is not None


def line_key(row: ListRow, key: bytes) -> str:
    """The line as a keyed hash: name and dwelling."""
    return hashed(key, name_words(row), *place_words(row))


def pair_key(row: ListRow, folder: str, key: bytes) -> str:
    """The line and a folder as a keyed hash: of which pair somebody said «non è la stessa persona».

    The dwelling is part of it, so that what is said of one address leaves alone what was said of another.
    """
    return hashed(key, name_words(row), *place_words(row), folder)


def entry_of(candidate: Candidate, registered: Registered) -> RegistryPerson | None:
    """What the registry in force says of a candidate; None when it no longer holds that person."""
    people = registered.get(candidate.folder, ())
    return next((each for each in people if full_name(each) == candidate.name), None)


def full_name(person: RegistryPerson) -> str:
    """The name as candidates bear it."""
    return f"{person.surname} {person.given_name}".strip()
