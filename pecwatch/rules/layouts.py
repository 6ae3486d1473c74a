# SPDX-License-Identifier: EUPL-1.2
"""The words of rules/layouts.toml."""

from enum import StrEnum

from pecwatch.rules.loading import rule
from pecwatch.rules.phrases import Samples, Word, Words


class Role(StrEnum):
    """What a column or a label holds."""

    NUMBER = "number"
    SURNAME = "surname"
    GIVEN_NAME = "given_name"
    NAME = "name"
    NAME_AND_ADDRESS = "name_and_address"
    CO_TENANTS = "co_tenants"
    ADDRESS = "address"
    CIVIC = "civic"
    EXPONENT = "exponent"
    STAIRCASE = "staircase"
    FLOOR = "floor"
    FLAT = "flat"
    INSIDE = "inside"
    """Staircase, floor and flat in one cell."""
    MUNICIPALITY = "municipality"
    POSTCODE = "postcode"
    DATE = "date"
    NEW_DATE = "new_date"
    TIME = "time"
    STATUS = "status"
    NOTES = "notes"
    FISCAL_CODE = "fiscal_code"
    BIRTH_DATE = "birth_date"
    OTHER_DATE = "other_date"
    """A day that is not the execution's: of a decree, a contract, a notice."""
    DEBT = "debt"
    EXTRA = "extra"
    """A column no rule knows: kept as it is."""


@rule
class Column:
    """What one kind of column is called."""

    role: Role
    exact: tuple[Word, ...]
    words: tuple[Word, ...]
    samples: Samples = ()

    @property
    def name(self) -> str:
        """What the table is called among the others."""
        return self.role.value


@rule
class Dwelling:
    """Headers that mean the address, or, beside another column with the street, what stands inside the building."""

    headers: frozenset[Word]
    samples: Samples = ()


@rule
class Cells:
    """Texts of cells that stand for something else."""

    cells: frozenset[Word]
    samples: Samples = ()


@rule
class TotalWords:
    """How sums are announced."""

    leads: Words
    sub: Words
    """Sums of a building, a day, a page."""
    counted: Words


@rule
class GroupWords:
    """What leads a line that heads the rows below it."""

    date_leads: Words
    building_leads: Words
    municipality_leads: Words


@rule
class LayoutWords:
    """How lists are laid out."""

    columns: tuple[Column, ...]
    dwelling: Dwelling
    ditto: Cells
    blank: Cells
    totals: TotalWords
    groups: GroupWords
