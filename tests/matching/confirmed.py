# SPDX-License-Identifier: EUPL-1.2
"""Pairs that people confirmed, said by what was seen of them."""

import datetime as dt

from pecwatch.model.decision import Confirmation
from pecwatch.model.listing import Address
from pecwatch.model.match import ALIAS, Candidate, Evidence
from pecwatch.model.person import Alias

NOW = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
LOOKS_RIGHT = ("surname.equal", "given_name.equal", "address.flat")


def pair(number: int, *levels: str, probability: float = 0.9, bits: float = 3.0) -> Confirmation:
    """A row that means a folder, each with a number of its own; a blank level is one that nobody noted."""
    evidence = [
        Evidence(code=level.partition(".")[0] or "surname", bits=bits, text="", level=level) for level in levels
    ]
    alias = Alias(
        folder=f"2019/{number:05d}",
        surname="ZUCCHEROLI",
        given_name="MIRELLA",
        address=Address(as_written="Via delle Robinie 14"),
        of_surname="Zuccheroli",
        of_given_name="Mirella",
    )
    found = Candidate(folder=alias.folder, probability=probability, evidence=tuple(evidence))
    return Confirmation(row_key=f"line {number}", alias=alias, candidate=found, confirmed_at=NOW)


def pairs(count: int, *levels: str, first: int = 1, probability: float = 0.9) -> list[Confirmation]:
    """So many pairs that look alike."""
    return [pair(number, *levels, probability=probability) for number in range(first, first + count)]


FOUND_BY_ALIAS = Evidence(code=ALIAS, bits=0.0, text="")
