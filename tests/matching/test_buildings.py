# SPDX-License-Identifier: EUPL-1.2
"""Which building of the table an address of a list means, and when it means none."""

import pytest

from pecwatch.italian.addresses import read_address
from pecwatch.matching.buildings import BuildingFinder
from pecwatch.model.building import Building, Parity
from pecwatch.rules import load_rules, shipped_rules

WORDS = load_rules(shipped_rules()).addresses


def building(street: str, first: int, last: int | None = None, **known: object) -> Building:
    values = {"district": "Zaist", "dwellings": 18, **known}
    return Building(street=street, first=first, last=last or first, **values)  # type: ignore[arg-type]  # free-form


TABLE = (
    building("VIA DELLE ROBINIE", 14),
    building("VIALE DEI GELSI", 2, 20, parity=Parity.EVEN),
    building("VIALE DEI GELSI", 22),
    building("VIALE DEI GELSI", 22, exponent="A"),
    building("VIA GIOSUE CARDUCCI", 5),
    building("LARGO DEI PIOPPI", 3, municipality="BORGO SALICE"),
    building("VIA GIUSEPPE VERDI", 8),
    building("PIAZZA DUOMO", 1, municipality="BORGO SALICE"),
    building("PIAZZA DUOMO", 1, municipality="ROCCAFINTA"),
)
OFFICIAL = (
    "VIA GIUSEPPE VERDI",
    "VIA ANNA VERDI",
    "VIA DELLE ROBINIE",
    "VIA DELLE RUBINIE",
    "VIALE DEI GELSI",
    "VIA DEI GELSI",
    "VIA GIOSUE CARDUCCI",
)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        pytest.param("Via delle Robinie 14 sc. B int. 7", 0, id="plain"),
        pytest.param("VIA ROBINIE, 14", 0, id="without particle"),
        pytest.param("Via delle Robinie 16", None, id="another number"),
        pytest.param("Via delle Robinie", None, id="no number"),
        pytest.param("Via delle Robinie snc", None, id="no civic number"),
        pytest.param("V.le dei Gelsi 10", 1, id="in the range"),
        pytest.param("V.le dei Gelsi 9", None, id="the other side of the street"),
        pytest.param("Via dei Gelsi 10", None, id="another type of street"),
        pytest.param("Viale dei Gelsi 22", 2, id="the number without letter"),
        pytest.param("Viale dei Gelsi 22/A", 3, id="the number with its letter"),
        pytest.param("Viale dei Gelsi 22/B", 2, id="a letter that no line names"),
        pytest.param("Viale dei Gelsi 18/20", 1, id="two numbers of one line"),
        pytest.param("Viale dei Gelsi 20/22", None, id="two numbers of two lines"),
        pytest.param("Viale dei Gelsi 8/40", None, id="numbers too far apart for one building"),
        pytest.param("Via Carducci 5", 4, id="short form"),
        pytest.param("Via G. Carducci 5", 4, id="initial"),
        pytest.param("Via Alfredo Carducci 5", None, id="another Carducci"),
        pytest.param("Largo dei Pioppi 3", 5, id="the list names no town"),
        pytest.param("Largo dei Pioppi 3 - BORGO SALICE", 5, id="the same town"),
        pytest.param("Largo dei Pioppi 3 - CREMONA", None, id="another town"),
        pytest.param("Piazza Duomo 1", None, id="two towns"),
    ],
)
def test_building_of_an_address(written: str, place: int | None) -> None:
    """The one it plainly means; whatever could mean two means none."""
    found = BuildingFinder(TABLE, WORDS).building_of(read_address(written, WORDS))
    assert found == (None if place is None else TABLE[place])


@pytest.mark.parametrize(
    ("written", "place"),
    [
        pytest.param("Viale dei Gellsi 10", 1, id="one official street is spelled like it"),
        pytest.param("Via dei Gelsi 10", None, id="an official street of its own"),
        pytest.param("Via delle Rabinie 14", None, id="two official streets are spelled like it"),
        pytest.param("Via delle Rubinie 14", None, id="an official street one letter away"),
        pytest.param("Via Carducci 5", 4, id="short form of an official street"),
        pytest.param("Via Verdi 8", None, id="short form of two official streets, one of them in the table"),
    ],
)
def test_official_streets_tell_a_slip_from_another_street(written: str, place: int | None) -> None:
    """A misspelt street is found only where the official list leaves no doubt."""
    found = BuildingFinder(TABLE, WORDS, OFFICIAL).building_of(read_address(written, WORDS))
    assert found == (None if place is None else TABLE[place])


def test_a_misspelt_street_without_an_official_list() -> None:
    """It may be another street: none."""
    assert BuildingFinder(TABLE, WORDS).building_of(read_address("Via delle Rubinie 14", WORDS)) is None
