# SPDX-License-Identifier: EUPL-1.2
"""Names that the registry has corrected since somebody was meant by them."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from pecwatch.italian.fold import fold
from pecwatch.model.person import RegistryPerson

SURNAMES_ALIKE = 85.0
"""Of 100."""
GIVEN_NAMES_ALIKE = 90.0
"""Of 100: a folder often holds a whole family, so less is another name, of a brother perhaps."""


def bearer_of(surname: str, given_name: str, people: Iterable[RegistryPerson]) -> RegistryPerson | None:
    """Who of a folder bears a name, else the only one whose name is nearly this; None when nobody or several do."""
    of_folder = tuple(people)
    exactly = next((each for each in of_folder if (each.surname, each.given_name) == (surname, given_name)), None)
    if exactly is not None:
        return exactly
    alike = [each for each in of_folder if _is_corrected(surname, given_name, each)]
    return alike[0] if len(alike) == 1 else None


def _is_corrected(surname: str, given_name: str, person: RegistryPerson) -> bool:
    """Whether a name is this person's but for spelling, or the same words parted otherwise.

    A long surname alone makes a whole family alike, so the given name must be like by itself.
    """
    if _words(surname, given_name) == _words(person.surname, person.given_name):
        return True
    given, registered = _letters(given_name), _letters(person.given_name)
    return (
        fuzz.ratio(_letters(surname), _letters(person.surname)) >= SURNAMES_ALIKE
        and (given == registered or fuzz.ratio(given, registered) >= GIVEN_NAMES_ALIKE)
        and not _other_ending(given, registered)
    )


def _letters(name: str) -> str:
    return fold(name).replace(" ", "")


def _words(surname: str, given_name: str) -> list[str]:
    return sorted(fold(f"{surname} {given_name}").split())


def _other_ending(one: str, other: str) -> bool:
    """ALESSANDRO and ALESSANDRA are brother and sister."""
    return one != other and one[:-1] == other[:-1]
