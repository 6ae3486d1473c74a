# SPDX-License-Identifier: EUPL-1.2
"""From the cells of a row to the people it names, with a warning for each oddity and nobody lost."""

import datetime as dt
import re
from dataclasses import replace

from pecwatch.italian.address_columns import AddressColumns
from pecwatch.italian.fiscal_code import is_valid, tidy
from pecwatch.italian.fold import fold
from pecwatch.model.listing import Address
from pecwatch.model.person import RegistryPerson
from pecwatch.registry.cells import Days
from pecwatch.registry.contradictions import contradicted_by
from pecwatch.registry.household import no_numbers, number_of, read_members
from pecwatch.registry.mapping import Header
from pecwatch.registry.naming import Named, NameReader
from pecwatch.registry.picking import CellPicker, Cells
from pecwatch.registry.staged import Oddity, RowWarning
from pecwatch.registry.table import Row
from pecwatch.rules.addresses import AddressWords

_FIGURE = re.compile(r"\d")
_SPOILT_CIVIC = re.compile(r"\d{4}-(\d\d)-(\d\d)")


class PeopleReader:
    """Gathers the people of one export.

    What is equal is kept once: texts, days, and the dwelling of those who live together. So a registry of a million
    people fits into memory, and the same cell is not read a million times.
    """

    def __init__(self, header: Header, words: AddressWords, names: NameReader, date_format: str | None) -> None:
        self.warnings: list[RowWarning] = []
        self.unreadable: list[RowWarning] = []
        self.remarks: list[str] = []
        self.newest: dt.date | None = None
        """The last day on which a row was brought up to date."""
        self._header = header
        self._picker = CellPicker(header)
        self._names = names
        self._date_format = date_format
        self._addresses = AddressColumns(words)
        self._people: list[RegistryPerson] = []
        self._members: list[RegistryPerson] = []
        self._born: dict[int, dt.date | None] = {}
        """Who was read already, by a hash of folder and name, and the birth date."""
        self._days = Days(date_format)

    def people(self) -> tuple[RegistryPerson, ...]:
        """Everybody: the rows' own people first, then those whom only the cell of a household names."""
        found = self._people
        for member in self._members:
            key = _key(member)
            if key not in self._born:
                self._born[key] = member.birth_date
                found.append(member)
        return self._in_true_households(found)

    def _in_true_households(self, people: list[RegistryPerson]) -> tuple[RegistryPerson, ...]:
        wrong = no_numbers(people)
        if not wrong:
            return tuple(people)
        self.remarks.append(f"{len(wrong)} household numbers belong to people of too many dwellings; not used")
        return tuple(replace(each, household_id=None) if each.household_id in wrong else each for each in people)

    def add(self, row: Row) -> None:
        """Read one row."""
        if len(row.cells) > self._header.width and "".join(row.cells[self._header.width :]).strip():
            self._leave_out(row, "", Oddity.SHIFTED, "more cells than columns: an unquoted delimiter?")
            return
        cells = self._picker.cells(row)
        if not cells.cartella:
            self._leave_out(row, "cartella", Oddity.BLANK, "blank: nobody can be found by this row")
            return
        named = self._names.read(cells)
        if not named.surname:
            self._leave_out(row, named.column, Oddity.BLANK, "no surname: nobody can be found by this row")
            return
        self._add_person(row, cells, named)

    def _leave_out(self, row: Row, column: str, oddity: Oddity, text: str) -> None:
        self.unreadable.append(RowWarning(row=row.number, column=column, oddity=oddity, text=text))

    def _warn(self, row: Row, column: str, oddity: Oddity, text: str) -> None:
        self.warnings.append(RowWarning(row=row.number, column=column, oddity=oddity, text=text))

    def _add_person(self, row: Row, cells: Cells, named: Named) -> None:
        if named.lacks_given_name or not named.given_name:
            self._warn(row, "nome", Oddity.BLANK, "blank")
        address = self._address(row, cells)
        if address.street is None:
            self._warn(row, "indirizzo", Oddity.UNREADABLE, "no street could be read")
        elif address.civic is None and _FIGURE.search(cells.civico) is not None:
            self._warn(row, "civico", Oddity.UNREADABLE, "no number could be read")
        born_on, updated_on = self._days[cells.data_nascita], self._days[cells.aggiornato_al]
        if born_on is None and cells.data_nascita:
            self._warn(row, "data_nascita", Oddity.UNREADABLE, "not a date; left out")
        if updated_on is None and cells.aggiornato_al:
            self._warn(row, "aggiornato_al", Oddity.UNREADABLE, "not a date; left out")
        person = RegistryPerson(
            folder=cells.cartella,
            surname=named.surname,
            given_name=named.given_name,
            other_surname=named.other_surname,
            fiscal_code=self._fiscal_code(row, cells),
            birth_date=born_on,
            sex=cells.sesso or None,
            address=address,
            household_id=number_of(cells.numero_famiglia),
            relation=cells.relazione or None,
            operator=cells.operatore or None,
            area=cells.area or None,
            folder_state=cells.stato or None,
            updated_on=updated_on,
        )
        self._judge(row, person)
        self._people.append(person)
        for tenant in named.co_tenants:
            self._members.append(_beside(person, tenant.surname, tenant.given_name))
        if cells.componenti:
            self._members.extend(read_members(cells.componenti, person, self._date_format, self._names.words))

    def _judge(self, row: Row, person: RegistryPerson) -> None:
        if person.updated_on is not None and (self.newest is None or person.updated_on > self.newest):
            self.newest = person.updated_on
        if person.fiscal_code is not None:
            otherwise = contradicted_by(person.fiscal_code, person)
            if otherwise:
                self._warn(row, "cf", Oddity.CONTRADICTION, f"says otherwise than the row: {', '.join(otherwise)}")
        key = _key(person)
        if key not in self._born:
            self._born[key] = person.birth_date
        elif self._born[key] is None or person.birth_date in (None, self._born[key]):
            self._warn(row, "cartella", Oddity.DUPLICATE, "the same person stands twice in this folder")

    def _address(self, row: Row, cells: Cells) -> Address:
        street, civic = cells.indirizzo, cells.civico
        spoilt = _SPOILT_CIVIC.fullmatch(civic)
        if spoilt is not None:
            civic = f"{int(spoilt[2])}/{int(spoilt[1])}"
            self._warn(row, "civico", Oddity.UNREADABLE, "a spreadsheet made a day of a number such as 3/12")
        street_type, exponent = cells.tipo_via, cells.esponente
        if street_type and street and not fold(street).startswith(fold(street_type)):
            street = f"{street_type} {street}"
        if exponent:
            civic = f"{civic}/{exponent}"
        inside = cells.scala, cells.piano, cells.interno
        return self._addresses.read(street, (civic, *inside, cells.comune))

    def _fiscal_code(self, row: Row, cells: Cells) -> str | None:
        code = tidy(cells.cf)
        if not code:
            return None
        if not is_valid(code):
            self._warn(row, "cf", Oddity.UNREADABLE, "not a valid codice fiscale; not used for matching")
            return None
        return code


def _key(person: RegistryPerson) -> int:
    """A hash is enough: it only decides about a warning, and about naming a member of a household twice."""
    return hash((person.folder, fold(person.surname), fold(person.given_name)))


def _beside(person: RegistryPerson, surname: str, given_name: str) -> RegistryPerson:
    """Somebody whom the same cell names: all that is known is the name and where she lives."""
    return RegistryPerson(
        folder=person.folder,
        surname=surname,
        given_name=given_name,
        address=person.address,
        household_id=person.household_id,
        operator=person.operator,
        area=person.area,
        folder_state=person.folder_state,
        updated_on=person.updated_on,
    )
