# SPDX-License-Identifier: EUPL-1.2
"""Random lists in every layout come back exactly as they were meant."""

import pytest

from pecwatch.italian.addresses import read_address
from pecwatch.italian.fold import fold
from pecwatch.model.listing import ListRow
from tests.generators.lists import LAYOUTS, TrueRow, generate
from tests.lists.written import RULES, message, read, rows, told

SEEDS = range(25)


def said(row: ListRow) -> tuple[object, ...]:
    address = row.address
    return (
        fold(row.surname),
        fold(row.given_name),
        fold(address.street or ""),
        address.civic,
        address.exponent,
        row.date,
        row.status,
        row.postponed_to,
    )


def meant(row: TrueRow) -> tuple[object, ...]:
    street = read_address(row.street, RULES.addresses).street or ""
    return (
        fold(row.surname),
        fold(row.given_name),
        fold(street),
        row.civic,
        row.exponent,
        row.date,
        row.status,
        row.postponed_to,
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lists_are_read_as_meant(layout: str) -> None:
    """Every row with its name, address, day and status, none lost, none invented, everything accounted for."""
    for seed in SEEDS:
        generated = generate(seed, layout)
        reading = read(generated.document, of=message("Comunicazione programmazione interventi"))
        where = f"{layout}, seed {seed}"
        assert sorted(map(said, rows(reading)), key=str) == sorted(map(meant, generated.rows), key=str), where
        assert reading.listing is not None
        assert reading.listing.month == generated.month, where
        assert reading.listing.complete, (where, reading.listing.leftovers, told(reading))
