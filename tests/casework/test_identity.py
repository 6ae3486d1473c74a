# SPDX-License-Identifier: EUPL-1.2
"""Which rows of two lists are one household."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.casework.identity import pair_rows, same_household
from pecwatch.model.listing import Address, ListRow, OtherSurname, PersonName
from tests.casework.people import THREE, ZUCCHEROLI, address, row

NOWHERE = Address(as_written="")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(row("ZUCCHEROLI", "MIRELA"), id="a slip of the pen"),
        pytest.param(row("MIRELLA", "ZUCCHEROLI"), id="reversed"),
        pytest.param(row("ZUCCHE ROLI", "MIRELLA"), id="another spacing"),
        pytest.param(row("Zuccheroli", "M."), id="abbreviated"),
        pytest.param(replace(ZUCCHEROLI, address=NOWHERE), id="a reminder in prose names no address"),
        pytest.param(replace(ZUCCHEROLI, address=address(flat=None)), id="the flat is missing"),
        pytest.param(replace(ZUCCHEROLI, address=address("VIA ROBINIE")), id="the street is shortened"),
        pytest.param(replace(ZUCCHEROLI, address=address(civic="41")), id="two digits swapped"),
        pytest.param(
            row("PANTALEONI", "MIRELLA", other_surnames=(OtherSurname(kind="ved", surname="ZUCCHEROLI"),)),
            id="under the married name",
        ),
        pytest.param(
            row("OKOROMA", "BLESSING", co_tenants=(PersonName(surname="ZUCCHEROLI", given_name="MIRELLA"),)),
            id="as a co-tenant",
        ),
    ],
)
def test_same_household(other: ListRow) -> None:
    """The same row is known again however carelessly it was typed."""
    assert same_household(ZUCCHEROLI, other) > 0
    assert same_household(other, ZUCCHEROLI) > 0


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(row("ZUCCHEROLI", "MIRELLA", address=address("VIALE DEI GELSI", "22")), id="homonym elsewhere"),
        pytest.param(row("BONETTALI", "IVANO"), id="a neighbour in the same flat's line"),
        pytest.param(row("ZUCCHEROLI", "MIRELA", address=address(flat="9")), id="another name in another flat"),
    ],
)
def test_other_household(other: ListRow) -> None:
    """A position too many is read by a person; one overwritten is not."""
    assert same_household(ZUCCHEROLI, other) == 0


def test_fiscal_code_settles_it() -> None:
    """The same codice fiscale is the same person wherever the list says she lives."""
    code = "ZCCMLL70A41X999X"
    here = replace(ZUCCHEROLI, fiscal_code=code)
    there = row("ZUCHEROLI", "M", fiscal_code=code, address=address("VICOLO DELL'ALLORO", "1"))
    assert same_household(here, there) > 0


def test_likeliest_pairs_first() -> None:
    """Of two sisters in one flat each finds herself."""
    mario, maria = row("ARRIGONDI", "MARIO"), row("ARRIGONDI", "MARIA", 2)
    assert pair_rows([maria, mario], [mario, maria]) == {0: 1, 1: 0}


@given(st.permutations(THREE))
def test_order_does_not_matter(shuffled: list[ListRow]) -> None:
    """A list in another order is the same list, row for row."""
    pairs = pair_rows(shuffled, THREE)
    assert all(shuffled[new] == THREE[known] for new, known in pairs.items())
    assert len(pairs) == len(THREE)
