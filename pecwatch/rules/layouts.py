# SPDX-License-Identifier: EUPL-1.2
"""The words of rules/layouts.toml."""

from enum import StrEnum

from pecwatch.model.listing import Status
from pecwatch.rules.loading import rule
from pecwatch.rules.phrases import Phrase, Samples, Word, Words


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
    OFFICER = "officer"
    """Whoever has to do with the execution and does not live there: lawyer, bailiff, clerk, locksmith."""
    CODE = "code"
    """Numbers by which offices know a tenant, a contract, a case or a telephone."""
    COUNT = "count"
    """How many people live there, and what else is counted of them."""
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
class SuccessiveWords:
    """Which access of several a header speaks of."""

    first: Words
    later: Words


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
class GroupStatus:
    """What heads rows of one status, said of several: «SOSPESI», «Non si eseguono»."""

    status: Status
    phrases: tuple[Phrase, ...]
    samples: Samples = ()

    @property
    def name(self) -> str:
        """What the table is called among the others."""
        return self.status.value


@rule
class GroupWords:
    """What leads a line that heads the rows below it."""

    date_leads: Words
    building_leads: Words
    building_nouns: Words
    """What begins the name of a building, and no municipality's."""
    municipality_leads: Words
    place_leads: Words
    """What leads a place before an address: «Fraz.», «Quartiere»; no name of a tenant begins with it."""
    statuses: tuple[GroupStatus, ...]
    of_the_list: Words
    """A status of the list itself, which heads no rows: «Aggiornato al 28/01/2026»."""
    status_beside: Words
    """What may stand beside a status in such a heading: «INTERVENTI», «DEL MESE DI»."""


@rule
class LayoutWords:
    """How lists are laid out."""

    columns: tuple[Column, ...]
    acts: Words
    """What the execution is called: beside another word of a header it only says of what («Luogo di esecuzione»)."""
    successive: SuccessiveWords
    dwelling: Dwelling
    ditto: Cells
    blank: Cells
    totals: TotalWords
    groups: GroupWords
