# SPDX-License-Identifier: EUPL-1.2
"""The words of rules/layouts.toml."""

from enum import StrEnum

from pecwatch.rules.loading import rule


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
    exact: tuple[str, ...]
    words: tuple[str, ...]


@rule
class Dwelling:
    """Headers that mean the address, or, beside another column with the street, what stands inside the building."""

    headers: frozenset[str]


@rule
class Cells:
    """Texts of cells that stand for something else."""

    cells: frozenset[str]


@rule
class TotalWords:
    """How sums are announced."""

    words: tuple[str, ...]
    sub: frozenset[str]
    counted: frozenset[str]


@rule
class GroupWords:
    """What leads a line that heads the rows below it."""

    date_leads: tuple[str, ...]
    building_leads: tuple[str, ...]
    municipality_leads: tuple[str, ...]


@rule
class LayoutWords:
    """How lists are laid out."""

    columns: tuple[Column, ...]
    dwelling: Dwelling
    ditto: Cells
    blank: Cells
    totals: TotalWords
    groups: GroupWords
