# SPDX-License-Identifier: EUPL-1.2
"""People of the social-services registry, as the office's own software exports them."""

import datetime as dt

from pecwatch.model.listing import Address
from pecwatch.model.record import record


@record
class RegistryPerson:
    """One person of one folder."""

    folder: str
    surname: str
    given_name: str
    other_surname: str | None = None
    """Maiden or married surname."""
    fiscal_code: str | None = None
    birth_date: dt.date | None = None
    sex: str | None = None
    address: Address
    household_id: str | None = None
    relation: str | None = None
    operator: str | None = None
    """Code of the social worker who follows the folder."""
    area: str | None = None
    """Routing code only; never shown in a mail."""
    folder_state: str | None = None
    """As exported: attiva, chiusa, segretariato."""
    updated_on: dt.date | None = None


LEFT = "uscito dall'archivio"
"""State of the folder of whoever stood in an earlier export and no longer does; the office reads it."""


@record
class Alias:
    """A name and an address under which a list meant somebody of the registry, as a person confirmed."""

    folder: str
    surname: str
    given_name: str
    address: Address
    of_surname: str
    of_given_name: str
    """Name in the registry of the person of the folder who is meant."""


@record
class Registry:
    """The registry in force."""

    people: tuple[RegistryPerson, ...]
    """Those who left (`LEFT`) stand behind the others."""
    imported_at: dt.datetime
    dated_on: dt.date
    """The day the data speak of: newest `aggiornato_al`, otherwise the file's own date."""
