# SPDX-License-Identifier: EUPL-1.2
"""The table of buildings: which civic numbers lie in which district, and which tutor visits them."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.italian.addresses import compose_address
from pecwatch.italian.fold import fold
from pecwatch.model.building import Building, Parity, may_be_written_to
from pecwatch.model.listing import Address
from pecwatch.model.record import record
from pecwatch.registry.beside import named_rows
from pecwatch.registry.staged import Oddity, RowWarning
from pecwatch.rules import Rules
from pecwatch.rules.addresses import AddressWords

MANDATORY = ("via", "quartiere", "alloggi", "email")

_CIVIC = re.compile(r"(?:N |NR |NUM )?(\d{1,4})(?: ?([A-Z]+))?")
_MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII)
"""One plain address: the cell leaves the office as it stands, so nothing may stand around it, and no relay takes an
accent in it."""

_DWELLINGS = re.compile(r"[0-9]{1,5}")
_RANGE = re.compile(r"(?:DA |DAL )?(\d{1,4}) (?:AL? )?(\d{1,4})")
_ENTRANCES = re.compile(r"\d{1,4}(?: \d{1,4})+")


@record
class StagedBuildings:
    """The buildings of a table, and what is odd in it."""

    buildings: tuple[Building, ...]
    warnings: tuple[RowWarning, ...]


@record
class Civics:
    """The civic numbers of one line."""

    first: int
    last: int
    exponent: str | None = None
    side: Parity = Parity.BOTH
    """Of entrances such as 36/38, which lie beside each other; a column for the side goes before it."""


def read_buildings(path: Path, rules: Rules, allowed: tuple[str, ...] | None) -> StagedBuildings:
    """Read a table of buildings; a line that cannot be used is left out and told.

    Args:
        allowed: Of [notices] tutor_addresses; None while no notices are sent, and then nobody is missed there.

    Raises:
        UsageError: A mandatory column is missing, or no building is in it.
    """
    found: dict[int, Building] = {}
    warnings: list[RowWarning] = []
    streets: dict[str, list[int]] = {}
    for number, cells in named_rows(path, rules.registry.buildings, MANDATORY):
        read = _building(number, cells, rules)
        if isinstance(read, RowWarning):
            warnings.append(read)
            continue
        near = streets.setdefault(_street_key(read.street, rules.addresses), [])
        taken = next((line for line in near if _same_place(found[line], read)), None)
        if taken is not None:
            warnings.extend(_overlapping(taken, number))
            continue
        warnings.extend(_gaps(number, cells, read, allowed))
        near.append(number)
        found[number] = read
    if not found:
        raise UsageError(f"{path}: no building in it; write street, civic numbers and district in each line")
    return StagedBuildings(
        buildings=tuple(found.values()), warnings=tuple(sorted(warnings, key=lambda warning: warning.row))
    )


def _building(number: int, cells: Mapping[str, str], rules: Rules) -> Building | RowWarning:
    """The building of a line, or why it is left out."""
    if "via" not in cells or "quartiere" not in cells:
        column = "via" if "via" not in cells else "quartiere"
        return _told(number, column, Oddity.BLANK, "no street or no district: left out")
    number_behind = re.sub(r"\D.*", "", cells.get("dal", ""))  # «Strada Provinciale 26» is no civic number 26
    town = cells.get("comune", "")
    address = compose_address(rules.addresses, street=cells["via"], civic=number_behind, municipality=town)
    civics = civics_of(cells.get("dal", ""), cells.get("al", ""), address, rules.addresses)
    if address.street is None:
        return _told(number, "via", Oddity.UNREADABLE, "not a street: left out")
    if civics is None:
        is_blank = "dal" not in cells and address.civic is None
        text = "no civic number: left out" if is_blank else "not a civic number, nor a range of them: left out"
        return _told(number, "dal", Oddity.BLANK if is_blank else Oddity.UNREADABLE, text)
    parity = _parity(cells["parita"], rules.registry.parities) if "parita" in cells else civics.side
    if parity is None:
        return _told(number, "parita", Oddity.UNREADABLE, "neither odd nor even nor both: left out")
    dwellings, email = cells.get("alloggi", ""), cells.get("email", "").lower()
    building = Building(
        street=address.street,
        municipality=address.municipality,
        first=civics.first,
        last=civics.last,
        parity=parity,
        exponent=civics.exponent,
        district=cells["quartiere"],
        dwellings=int(dwellings) if _DWELLINGS.fullmatch(dwellings) else None,
        tutor_name=cells.get("tutor", ""),
        tutor_email=email if _MAIL.fullmatch(email) else None,
        tutor_phone=cells.get("telefono"),
        contact_name=cells.get("contatto"),
        contact_phone=cells.get("telefono_contatto"),
    )
    if not any(map(building.holds, range(building.first, building.last + 1))):
        return _told(number, "parita", Oddity.CONTRADICTION, "no civic number of the range is on that side: left out")
    return building


def civics_of(first: str, last: str, address: Address, words: AddressWords) -> Civics | None:
    """The civic numbers of a line: from and to, a range in one cell («10-20», «36/38/40»), or behind the street.

    A letter belongs to a single number only; «9/3» is a flat, not a range that runs backwards.
    """
    if not first:
        first = f"{address.civic or ''} {address.exponent or ''}"
    begin, end = fold(first), fold(last)
    entrances = [int(number) for number in begin.split()] if _ENTRANCES.fullmatch(begin) and not end else []
    if entrances and {after - before for before, after in pairwise(entrances)} == {2}:
        side = Parity.ODD if entrances[0] % 2 else Parity.EVEN
        return Civics(first=entrances[0], last=entrances[-1], side=side)
    both = _RANGE.fullmatch(begin)
    if both is not None and not end:
        begin, end = both[1], both[2]
    one, other = _CIVIC.fullmatch(begin), _CIVIC.fullmatch(end or begin)
    if one is None or other is None or int(one[1]) > int(other[1]) or int(one[1]) == 0:
        return None
    if one[2] != other[2] or (one[2] is not None and int(one[1]) != int(other[1])):
        return None
    if one[2] is not None and len(one[2]) > 1 and one[2] not in words.exponents:
        return None
    return Civics(first=int(one[1]), last=int(other[1]), exponent=one[2])


def _parity(cell: str, parities: Mapping[Parity, tuple[str, ...]]) -> Parity | None:
    folded = fold(cell)
    return next((parity for parity, words in parities.items() if folded in words), None)


def _street_key(street: str, words: AddressWords) -> str:
    """A street without particles: «VIA ROBINIE» and «VIA DELLE ROBINIE» are one."""
    return " ".join(word for word in fold(street).split() if word not in words.particles)


def _same_place(one: Building, other: Building) -> bool:
    elsewhere = one.municipality is not None and other.municipality not in (None, one.municipality)
    return not elsewhere and one.overlaps(other)


def _overlapping(first: int, second: int) -> Iterator[RowWarning]:
    kept = f"shares civic numbers with line {second}: this line counts for them"
    yield RowWarning(row=first, column="dal", oddity=Oddity.DUPLICATE, text=kept)
    yield _told(second, "dal", Oddity.DUPLICATE, f"shares civic numbers with line {first}: left out")


def _gaps(
    number: int, cells: Mapping[str, str], building: Building, allowed: tuple[str, ...] | None
) -> Iterator[RowWarning]:
    """What a line lacks for a notice to leave: it stays in the table, and no notice does."""
    if building.dwellings is None:
        oddity = Oddity.UNREADABLE if "alloggi" in cells else Oddity.BLANK
        yield _told(number, "alloggi", oddity, "no number of dwellings: no notice leaves for it")
    if building.tutor_email is None:
        oddity = Oddity.UNREADABLE if "email" in cells else Oddity.BLANK
        yield _told(number, "email", oddity, "no address of a tutor: no notice leaves for it")
    elif allowed is not None and not may_be_written_to(building.tutor_email, allowed):
        text = "not in [notices] tutor_addresses: no notice leaves for it"
        yield _told(number, "email", Oddity.UNREADABLE, text)


def _told(number: int, column: str, oddity: Oddity, text: str) -> RowWarning:
    return RowWarning(row=number, column=column, oddity=oddity, text=text)
