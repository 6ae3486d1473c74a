# SPDX-License-Identifier: EUPL-1.2
"""Who left the registry, and who only changed folder, name or address."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.model.listing import Address
from pecwatch.model.person import RegistryPerson
from pecwatch.registry import Comparison, Difference

MIRELLA = RegistryPerson(
    folder="1",
    surname="ZUCCHEROLI",
    given_name="MIRELLA",
    fiscal_code="ZCCMLL60D43X999I",
    birth_date=dt.date(1960, 4, 3),
    address=Address(as_written="Via Gelsi 3", street="VIA GELSI", civic="3"),
)
IVANO = replace(MIRELLA, given_name="IVANO", fiscal_code=None, birth_date=None)
TWIN = replace(MIRELLA, given_name="ROSA", fiscal_code=None)


def compared(
    new: tuple[RegistryPerson, ...], before: tuple[RegistryPerson, ...]
) -> tuple[Difference, tuple[RegistryPerson, ...]]:
    comparison = Comparison(new)
    gone = tuple(comparison.gone(before))
    return comparison.difference(len(gone)), gone


@pytest.mark.parametrize(
    ("before", "now", "difference"),
    [
        pytest.param(MIRELLA, MIRELLA, (0, 0, 0), id="the same"),
        pytest.param(MIRELLA, replace(MIRELLA, surname="Zuccheroli"), (0, 0, 0), id="other letters"),
        pytest.param(MIRELLA, replace(MIRELLA, folder="2", fiscal_code=None), (0, 0, 0), id="another folder"),
        pytest.param(MIRELLA, replace(MIRELLA, surname="BONETTALI", fiscal_code=None), (0, 0, 0), id="married"),
        pytest.param(MIRELLA, replace(MIRELLA, folder="2", surname="BONETTALI"), (0, 0, 0), id="the code shows her"),
        pytest.param(MIRELLA, replace(MIRELLA, address=Address(as_written="Via Robinie 1")), (0, 0, 1), id="moved"),
        pytest.param(MIRELLA, IVANO, (1, 1, 0), id="somebody else in the folder"),
        pytest.param(MIRELLA, TWIN, (1, 1, 0), id="her twin alone"),
        pytest.param(IVANO, replace(IVANO, folder="2"), (1, 1, 0), id="nothing but a name in another folder"),
    ],
)
def test_who_left(before: RegistryPerson, now: RegistryPerson, difference: tuple[int, int, int]) -> None:
    """Nobody leaves by a correction; who has nothing to be known by stays findable where she was."""
    found, gone = compared((now,), (before,))
    assert (found.added, found.gone, found.moved) == difference
    assert gone == ((before,) if difference[1] else ())


def test_a_household_changes() -> None:
    """One leaves, one comes, one stays."""
    difference, gone = compared((MIRELLA, TWIN), (MIRELLA, IVANO))
    assert (difference, gone) == (Difference(added=1, gone=1, moved=0), (IVANO,))
