# SPDX-License-Identifier: EUPL-1.2
"""Whose a line is: a relative in the same flat and a namesake in the same street are somebody else."""

import datetime as dt

import pytest

from pecwatch.casework.subject import Subject, is_line_of
from pecwatch.model.listing import ListRow
from pecwatch.model.match import Band
from tests.casework.people import address, candidate, match, row

HER_CODE, ANOTHER_CODE = "RSSMRA80A41X999U", "RSSMRA50A01X999K"
HERS = row("ROSSI", "MARIA", fiscal_code=HER_CODE, birth_date=dt.date(1980, 1, 1))
HER = Subject(rows=(HERS,))


@pytest.mark.parametrize(
    ("line", "is_hers"),
    [
        pytest.param(row("ROSSI", "MARIA"), True, id="name and flat"),
        pytest.param(row("Rossi", "Maria", birth_date=dt.date(1980, 1, 1)), True, id="and day of birth"),
        pytest.param(row("ROSI", "MARYA", fiscal_code=HER_CODE), True, id="her code under another name"),
        pytest.param(row("ROSSI", "MARIO"), False, id="a relative, named nearly alike"),
        pytest.param(row("ROSSI", "MARIA", birth_date=dt.date(1950, 1, 1)), False, id="another day of birth"),
        pytest.param(row("ROSSI", "MARIA", fiscal_code=ANOTHER_CODE), False, id="another code"),
        pytest.param(row("ROSSI", "MARIA", address=address(civic="99")), False, id="another number in the street"),
        pytest.param(row("ROSSI", "MARIA", address=address("", None, None)), False, id="a name without an address"),
    ],
)
def test_whose_a_line_is(line: ListRow, *, is_hers: bool) -> None:
    """What is hers is handed out to her, and erased at her wish: a doubt is shown to a person instead."""
    assert is_line_of(line, HER) is is_hers


def test_whoever_comes_next_was_not_found() -> None:
    """With the best candidate gone a row is no surer of the second than before."""
    first, second = candidate("2019/A", 0.9), candidate("2019/B", 0.02)
    found = match(Band.CERTAIN, first, second)
    assert found.with_candidates((second,)).band is Band.POSSIBLE
    assert found.with_candidates((first,)).band is Band.CERTAIN
