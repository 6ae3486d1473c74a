# SPDX-License-Identifier: EUPL-1.2
"""Names that the registry has corrected since somebody was meant by them."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from pecwatch.italian.fold import fold
from pecwatch.model.person import RegistryPerson

ALIKE = 85.0
"""Of 100: less is another name, of a brother perhaps."""


def bearer_of(surname: str, given_name: str, people: Iterable[RegistryPerson]) -> RegistryPerson | None:
    """Who of a folder bears a name, else the only one whose name is nearly this; None when nobody or several do."""
    of_folder = tuple(people)
    exactly = next((each for each in of_folder if (each.surname, each.given_name) == (surname, given_name)), None)
    if exactly is not None:
        return exactly
    name = fold(f"{surname} {given_name}")
    alike = [
        each for each in of_folder if fuzz.token_sort_ratio(name, fold(f"{each.surname} {each.given_name}")) >= ALIKE
    ]
    return alike[0] if len(alike) == 1 else None
