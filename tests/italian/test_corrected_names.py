# SPDX-License-Identifier: EUPL-1.2
"""A name that the registry has corrected, and a relative of the same folder."""

import pytest

from pecwatch.italian.corrected_names import bearer_of
from pecwatch.model.listing import Address
from pecwatch.model.person import RegistryPerson


def person(name: str) -> RegistryPerson:
    surname, given_name = name.split(",")
    return RegistryPerson(folder="7", surname=surname, given_name=given_name, address=Address(as_written=""))


@pytest.mark.parametrize(
    ("meant", "registered"),
    [
        pytest.param("ZUCHEROLI,MIRELA", "Zuccheroli,Mirella", id="doubled letters"),
        pytest.param("BONETALI,IVANO", "BONETTALI,IVANO", id="surname alone"),
        pytest.param("D'AMICO,NICOLO'", "DAMICO,NICCOLÒ", id="apostrophes"),
        pytest.param("GEMELLINI,MARIO", "MARIO,GEMELLINI", id="the wrong way round"),
        pytest.param("DE,FALCHETTI ANNA", "DE FALCHETTI,ANNA", id="parted otherwise"),
        pytest.param("OKOROMA,", "OKOROMMA,", id="no given name"),
    ],
)
def test_a_corrected_name(meant: str, registered: str) -> None:
    """The same person, so what was confirmed of her holds."""
    surname, given_name = meant.split(",")
    assert bearer_of(surname, given_name, [person(registered)]) is not None


@pytest.mark.parametrize(
    ("meant", "left"),
    [
        pytest.param("ZUCCHEROLI,ANNA", "ZUCCHEROLI,IVAN", id="a long surname makes a family alike"),
        pytest.param("ZUCCHEROLI,LUCA", "ZUCCHEROLI,LUISA", id="names with letters in common"),
        pytest.param("ZUCCHEROLI,LUCA", "ZUCCHEROLI,LUCIA", id="one letter between short names"),
        pytest.param("GEMELLINI,MARCO", "GEMELLINI,MARIO", id="twins"),
        pytest.param("GEMELLINI,MARIO", "GEMELLINI,MARIA", id="sister"),
        pytest.param("GEMELLINI,ALESSANDRO", "GEMELLINI,ALESSANDRA", id="sister with a long name"),
        pytest.param("GEMELLINI,MASSIMILIANO", "GEMELLINI,MASSIMILIANA", id="sister with a longer name"),
        pytest.param("ZUCCHEROLI,MIRELLA", "BONETTALI,MIRELLA", id="another surname"),
    ],
)
def test_a_relative_who_is_left_in_the_folder(meant: str, left: str) -> None:
    """Nobody inherits what was confirmed of a relative: he would be told of as certain."""
    surname, given_name = meant.split(",")
    assert bearer_of(surname, given_name, [person(left)]) is None
