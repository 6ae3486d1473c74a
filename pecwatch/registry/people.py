# SPDX-License-Identifier: EUPL-1.2
"""From the cells of one row to the people it names, with a warning for each oddity and nobody lost."""

import datetime as dt
import re
from collections.abc import Mapping

from pecwatch.italian.addresses import compose_address
from pecwatch.italian.fiscal_code import is_valid, tidy
from pecwatch.italian.fold import fold, squeeze
from pecwatch.model.listing import Address
from pecwatch.model.person import RegistryPerson
from pecwatch.model.record import record
from pecwatch.registry.staged import RowWarning
from pecwatch.rules.addresses import AddressWords

_DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d")
_FLOAT = re.compile(r"(\d+)[.,]0+")
_MEMBER_PARTED_BY = re.compile(r"[;|\n]+")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")


@record
class ReadRow:
    """The people of one row, and what was odd."""

    people: tuple[RegistryPerson, ...] = ()
    warnings: tuple[RowWarning, ...] = ()
    unreadable: RowWarning | None = None


@record
class RowCells:
    """The cells of one row under our names of the columns."""

    row: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell, blanks folded; numbers that a spreadsheet turned to `14.0` are whole again."""
        cell = squeeze(self.cells.get(column, ""))
        whole = _FLOAT.fullmatch(cell)
        return whole[1] if whole else cell

    def optional(self, column: str) -> str | None:
        """The cell, or None when it is blank."""
        return self.text(column) or None

    def warning(self, column: str, text: str) -> RowWarning:
        """A warning about one cell of this row."""
        return RowWarning(row=self.row, column=column, text=text)


def read_person_row(cells: RowCells, words: AddressWords, date_format: str | None) -> ReadRow:
    """The person of a row, and the members of the household that stand in one cell."""
    for column in ("cartella", "cognome"):
        if not cells.text(column):
            return ReadRow(unreadable=cells.warning(column, "blank: nobody can be found by this row"))
    warnings: list[RowWarning] = []
    if not cells.text("nome"):
        warnings.append(cells.warning("nome", "blank"))
    address = _address(cells, words)
    if address.street is None:
        warnings.append(cells.warning("indirizzo", "no street could be read"))
    person = RegistryPerson(
        folder=cells.text("cartella"),
        surname=cells.text("cognome"),
        given_name=cells.text("nome"),
        other_surname=cells.optional("altro_cognome"),
        fiscal_code=_fiscal_code(cells, warnings),
        birth_date=_date(cells, "data_nascita", date_format, warnings),
        sex=cells.optional("sesso"),
        address=address,
        household_id=cells.optional("numero_famiglia"),
        relation=cells.optional("relazione"),
        operator=cells.optional("operatore"),
        area=cells.optional("area"),
        folder_state=cells.optional("stato"),
        updated_on=_date(cells, "aggiornato_al", date_format, warnings),
    )
    return ReadRow(people=(person, *_members(cells, person, date_format)), warnings=tuple(warnings))


def _address(cells: RowCells, words: AddressWords) -> Address:
    exponent = cells.text("esponente")
    return compose_address(
        words,
        street=cells.text("indirizzo"),
        civic=cells.text("civico") + (f"/{exponent}" if exponent else ""),
        staircase=cells.text("scala"),
        floor=cells.text("piano"),
        flat=cells.text("interno"),
        municipality=cells.text("comune"),
    )


def _fiscal_code(cells: RowCells, warnings: list[RowWarning]) -> str | None:
    code = tidy(cells.text("cf"))
    if code and not is_valid(code):
        warnings.append(cells.warning("cf", "not a valid codice fiscale; not used for matching"))
        return None
    return code or None


def _date(cells: RowCells, column: str, date_format: str | None, warnings: list[RowWarning]) -> dt.date | None:
    text = cells.text(column)
    if not text:
        return None
    day = parse_day(text, date_format)
    if day is None:
        warnings.append(cells.warning(column, "not a date; left out"))
    return day


def parse_day(text: str, date_format: str | None = None) -> dt.date | None:
    """A day as exports print it, also with a time of midnight after it."""
    day = re.split(r"[ T](?=\d{1,2}:)", text.strip())[0]
    for known in _DATE_FORMATS if date_format is None else (date_format,):
        try:
            return dt.datetime.strptime(day, known).date()  # noqa: DTZ007  # a calendar day has no time zone
        except ValueError:
            continue
    return None


def _members(cells: RowCells, holder: RegistryPerson, date_format: str | None) -> tuple[RegistryPerson, ...]:
    """The household written in one cell: `COGNOME NOME (figlio, 03/04/1990); …`, surname first."""
    found = []
    for member in _MEMBER_PARTED_BY.split(cells.cells.get("componenti", "")):
        surname, _, given_name = squeeze(_IN_BRACKETS.sub(" ", member)).partition(" ")
        if not given_name or fold(f"{surname} {given_name}") == fold(f"{holder.surname} {holder.given_name}"):
            continue
        said = [said.strip() for bracket in _IN_BRACKETS.findall(member) for said in bracket.split(",")]
        days = [day for day in (parse_day(text, date_format) for text in said) if day is not None]
        found.append(
            RegistryPerson(
                folder=holder.folder,
                surname=surname,
                given_name=given_name,
                birth_date=days[0] if days else None,
                address=holder.address,
                household_id=holder.household_id,
                relation=next((text for text in said if parse_day(text, date_format) is None), None),
                operator=holder.operator,
                area=holder.area,
                folder_state=holder.folder_state,
                updated_on=holder.updated_on,
            )
        )
    return tuple(found)
