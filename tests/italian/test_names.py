# SPDX-License-Identifier: EUPL-1.2
"""Names of tenants as lists print them."""

import time

import pytest

from pecwatch.italian.name_order import NameOrder
from pecwatch.italian.names import read_names
from pecwatch.rules import load_rules, shipped_rules

WORDS = load_rules(shipped_rules()).names


@pytest.mark.parametrize(
    ("printed", "surname", "given_name"),
    [
        pytest.param("ZUCCHEROLI MIRELLA", "ZUCCHEROLI", "MIRELLA", id="capitals, surname first"),
        pytest.param("Mirella Zuccheroli", "Zuccheroli", "Mirella", id="given name first, known by the table"),
        pytest.param("ZUCCHEROLI Xilofea", "ZUCCHEROLI", "Xilofea", id="capitals are the surname"),
        pytest.param("Xilofea ZUCCHEROLI", "ZUCCHEROLI", "Xilofea", id="capitals behind"),
        pytest.param("Zuccheroli, Mirella", "Zuccheroli", "Mirella", id="comma"),
        pytest.param("DE' FALCHETTI ROSA", "DE' FALCHETTI", "ROSA", id="particle"),
        pytest.param("MONTESILVI DELLA ROCCHETTA ANNA", "MONTESILVI DELLA ROCCHETTA", "ANNA", id="particle inside"),
        pytest.param("BEN SALAHIN KARIM", "BEN SALAHIN", "KARIM", id="Maghreb particle"),
        pytest.param("D'ORSENIGHI Maria Teresa", "D'ORSENIGHI", "Maria Teresa", id="two given names"),
        pytest.param("Garcillano Lopezza Teodorinda", "Garcillano Lopezza", "Teodorinda", id="two surnames"),
        pytest.param("Sig.ra Zuccheroli Mirella", "Zuccheroli", "Mirella", id="title"),
        pytest.param("della Sig.ra ZUCCHEROLI Mirella", "ZUCCHEROLI", "Mirella", id="preposition and title"),
        pytest.param("TUTORE DI ZUCCHEROLI MIRELLA", "ZUCCHEROLI", "MIRELLA", id="whoever acts for her"),
        pytest.param("A.d.S. di ZUCCHEROLI MIRELLA", "ZUCCHEROLI", "MIRELLA", id="whoever supports her"),
        pytest.param("CONIUGI ZUCCHEROLI MIRELLA", "ZUCCHEROLI", "MIRELLA", id="a couple"),
        pytest.param("ZUCCHEROLI M.", "ZUCCHEROLI", "M.", id="initial"),
        pytest.param("FERRABO' NICOLO'", "FERRABO'", "NICOLO'", id="apostrophes kept"),
        pytest.param("ZUCCHEROLI  MIRELLA\n", "ZUCCHEROLI", "MIRELLA", id="spaces folded"),
        pytest.param("MONTESILVI DELLA\nROCCHETTA ANNA", "MONTESILVI DELLA ROCCHETTA", "ANNA", id="wrapped cell"),
        pytest.param("BONETTALI IVANO c/o ZUCCHEROLI", "BONETTALI", "IVANO", id="care of"),
        pytest.param("ZUCCHEROLI (MIRELLA)", "ZUCCHEROLI", "MIRELLA", id="given name in brackets"),
        pytest.param("DE' FALCHETTI [ROSA ANNA]", "DE' FALCHETTI", "ROSA ANNA", id="given names in square brackets"),
        pytest.param("ZUCCHEROLI MIRELLA (ANNA)", "ZUCCHEROLI", "MIRELLA", id="somebody else's in brackets"),
        pytest.param("ZUCCHEROLI (figlio MARIO)", "ZUCCHEROLI", "", id="a son in brackets"),
        pytest.param("ZUCCHEROLI MIRELLA (deceduta)", "ZUCCHEROLI", "MIRELLA", id="remark in brackets"),
        pytest.param("ZUCCHEROLI", "ZUCCHEROLI", "", id="surname alone"),
        pytest.param("FERRABÃ’ NICOLÃ²", "FERRABÒ", "NICOLÒ", id="letters of another encoding"),
        pytest.param("FERRABÃ MIRELLA", "FERRABÀ", "MIRELLA", id="of which one was lost"),
        pytest.param("TÄƒNASESCU MIRELLA", "TĂNASESCU", "MIRELLA", id="Romanian letters of another encoding"),
        pytest.param("ZUCCHEROLI MIRELLA deceduta", "ZUCCHEROLI", "MIRELLA", id="remark behind"),
        pytest.param("ZUCCHEROLI MIRELLA 347 1234567", "ZUCCHEROLI", "MIRELLA", id="telephone"),
        pytest.param("ZUCCHEROLI Mirella n. Borgofinto 03.04.1944", "ZUCCHEROLI", "Mirella", id="n. for born"),
        pytest.param("ZUCCHEROLI MIRELLA alias FERRABO' MIRELLA", "ZUCCHEROLI", "MIRELLA", id="alias"),
        pytest.param("ZUCCHEROLI MIRELLA amm.re di sostegno avv. UGO VERDI", "ZUCCHEROLI", "MIRELLA", id="guardian"),
        pytest.param("ZUCCHEROLI MIRELLA - tutore UGO VERDI", "ZUCCHEROLI", "MIRELLA", id="tutor"),
        pytest.param("ZUCCHEROLI MIRELLA rappr. da UGO VERDI", "ZUCCHEROLI", "MIRELLA", id="represented, shortened"),
        pytest.param("ZUCCHEROLI MIRELLA - AdS avv. UGO VERDI", "ZUCCHEROLI", "MIRELLA", id="guardian, shortened"),
        pytest.param("ZUCCHEROLI MIRELLA c/o ASSOCIAZIONE LUCE", "ZUCCHEROLI", "MIRELLA", id="care of an association"),
        pytest.param("ZUCCHEROLI MIRELLA (tutore COOP. LUCE)", "ZUCCHEROLI", "MIRELLA", id="association in brackets"),
    ],
)
def test_surname_and_given_name_are_told_apart(printed: str, surname: str, given_name: str) -> None:
    """The name comes out as printed, in two."""
    names = read_names(printed, WORDS)
    assert (names.surname, names.given_name) == (surname, given_name)


@pytest.mark.parametrize(
    ("printed", "kind", "other"),
    [
        ("DE' FALCHETTI ROSA ved. MONTESILVI", "ved", "MONTESILVI"),
        ("ZUCCHEROLI in BONETTALI MIRELLA", "in", "BONETTALI"),
        ("ZUCCHEROLI MIRELLA coniugata BONETTALI", "coniugata", "BONETTALI"),
        ("ZUCCHEROLI MIRELLA (ved. BONETTALI)", "ved", "BONETTALI"),
    ],
)
def test_married_surnames_stand_apart(printed: str, kind: str, other: str) -> None:
    """A surname borne through marriage is no part of the name."""
    names = read_names(printed, WORDS)
    assert [(found.kind, found.surname) for found in names.other_surnames] == [(kind, other)]
    assert other not in f"{names.surname} {names.given_name}"


@pytest.mark.parametrize(
    ("printed", "others"),
    [
        ("BONETTALI IVANO / ZUCCHEROLI MIRELLA", [("ZUCCHEROLI", "MIRELLA")]),
        ("BONETTALI IVANO e ZUCCHEROLI MIRELLA", [("ZUCCHEROLI", "MIRELLA")]),
        ("BONETTALI IVANO + ZUCCHEROLI MIRELLA", [("ZUCCHEROLI", "MIRELLA")]),
        ("BONETTALI IVANO\nZUCCHEROLI MIRELLA", [("ZUCCHEROLI", "MIRELLA")]),
        ("BONETTALI IVANO E MIRELLA", [("BONETTALI", "MIRELLA")]),
        ("BONETTALI IVANO e DAL\nPIERRELLI ANNA", [("DAL PIERRELLI", "ANNA")]),
        ("BONETTALI IVANO / ZUCCHEROLI\nMIRELLA ANNA", [("ZUCCHEROLI", "MIRELLA ANNA")]),
        ("BONETTALI\nIVANO / ZUCCHEROLI\nMIRELLA ANNA", [("ZUCCHEROLI", "MIRELLA ANNA")]),
        ("Sig.ri BONETTALI IVANO e ZUCCHEROLI ANNA", [("ZUCCHEROLI", "ANNA")]),
        ("BONETTALI IVANO\nBONETTALI XILOFEA", [("BONETTALI", "XILOFEA")]),
        ("BONETTALI IVANO\nZUCCHEROLI ADA", [("ZUCCHEROLI", "ADA")]),
        ("BONETTALI IVANO (conduttore) ZUCCHEROLI ANNA (occupante)", [("ZUCCHEROLI", "ANNA")]),
        ("BONETTALI IVANO e moglie ZUCCHEROLI ANNA", [("ZUCCHEROLI", "ANNA")]),
        ("BONETTALI IVANO, ZUCCHEROLI ANNA e figli minori", [("ZUCCHEROLI", "ANNA")]),
        ("BONETTALI IVANO e famiglia", []),
        ("BONETTALI IVANO + 3", []),
        ("BONETTALI IVANO E C.", []),
        ("BONETTALI IVANO ed altri", []),
    ],
)
def test_co_tenants_are_each_named(printed: str, others: list[tuple[str, str]]) -> None:
    """Nobody of a shared tenancy is lost; a surname written once serves both."""
    names = read_names(printed, WORDS)
    assert (names.surname, names.given_name) == ("BONETTALI", "IVANO")
    assert [(person.surname, person.given_name) for person in names.co_tenants] == others


@pytest.mark.parametrize(
    "printed",
    ["eredi di BONETTALI IVANO", "EREDI BONETTALI IVANO", "eredi del sig. BONETTALI IVANO", "BONETTALI IVANO - eredi"],
)
def test_heirs_bear_the_name_of_whom_they_follow(printed: str) -> None:
    """«eredi di X» is X's row, marked."""
    names = read_names(printed, WORDS)
    assert names.heirs
    assert (names.surname, names.given_name) == ("BONETTALI", "IVANO")
    assert names.co_tenants == ()


@pytest.mark.parametrize(
    "printed",
    [
        "GARDENIA S.R.L.",
        "BAR GARDENIA S.N.C. DI BONETTALI I. & C.",
        "Coop. Gardenia a r.l.",
        "ASSOCIAZIONE LA GARDENIA",
    ],
)
def test_a_company_is_no_person(printed: str) -> None:
    """Its whole name stands where the surname does, and nobody is with it."""
    names = read_names(printed, WORDS)
    assert (names.surname, names.given_name, names.co_tenants) == (printed, "", ())


def test_an_ambiguous_name_keeps_its_other_reading() -> None:
    """Matching tries both when two given names stand side by side."""
    names = read_names("ROSA ROSARIO", WORDS)
    assert ("ROSARIO", "ROSA") in [(other.surname, other.given_name) for other in names.other_readings]


def test_the_habit_of_the_list_decides_where_a_name_does_not_tell() -> None:
    """A name without a known given name follows the order of the rows around it."""
    names = read_names("Okechukwu Bonettali", WORDS, NameOrder.GIVEN_FIRST)
    assert (names.surname, names.given_name) == ("Bonettali", "Okechukwu")


def test_thousands_of_brackets_take_no_longer_than_as_many_words() -> None:
    """Each is looked at once, though one may part two people."""
    begun = time.process_time()
    read_names("[ ] si " * 4000, WORDS)
    assert time.process_time() - begun < 3
