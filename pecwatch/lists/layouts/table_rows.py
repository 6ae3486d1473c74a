# SPDX-License-Identifier: EUPL-1.2
"""One row of a table, its columns known, made a draft."""

import datetime as dt
import re
from dataclasses import replace

from pecwatch.italian.addresses import municipalities_of
from pecwatch.italian.dates import find_dates, read_written_date
from pecwatch.italian.fold import fold, squeeze
from pecwatch.italian.name_order import is_given_name
from pecwatch.italian.times import find_times, read_time
from pecwatch.lists.draft import Draft, Item
from pecwatch.lists.ends import Front, peel_last, strip_number
from pecwatch.lists.entry import Entry, read_entry
from pecwatch.lists.looks import is_blank, is_ditto, looks_like_name
from pecwatch.lists.signs import building_heading
from pecwatch.lists.status_heading import status_heading
from pecwatch.lists.wording import join_lines, read_status
from pecwatch.model.listing import Status
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

NAMED = frozenset({Role.NAME, Role.SURNAME, Role.NAME_AND_ADDRESS})
"""Roles of which a table of rows has at least one."""

KEPT = (Role.EXTRA, Role.OTHER_DATE, Role.OFFICER, Role.CODE, Role.COUNT)
"""Roles of columns that are kept as they are, beside what a row says."""

_PERSONS = NAMED | {Role.GIVEN_NAME, Role.CO_TENANTS}
_LONE = re.compile(r"[^\W\d_]{4}\n[^\W\d_](?![^\W\d_])")
"""One letter that a column left alone on a line: «LOREDAN|A»."""
_SHORT_END = 3

_IDEM = re.compile(r"\s*(?:idem|ibidem|c\.s\.|come sopra|stess[oa] (?:indirizzo|stabile|via))[\s,;–-]*", re.IGNORECASE)


class Cells:
    """The cells of one row, asked for by what their columns hold."""

    def __init__(self, texts: tuple[str, ...], roles: tuple[Role, ...], rules: Rules) -> None:
        self.texts = texts
        self.roles = roles
        self._rules = rules
        self._breaks = any(role in _PERSONS and _LONE.search(cell) for role, cell in zip(roles, texts, strict=False))
        """Whether a narrow column of names breaks words of this row in the middle."""

    def of(self, *roles: Role) -> str:
        """Text of the first column with one of the roles, of days the last; empty when blank or absent."""
        filled = [
            (column, role)
            for column, (role, cell) in enumerate(zip(self.roles, self.texts, strict=False))
            if role in roles and not is_blank(cell, self._rules)
        ]
        if not filled:
            return ""
        column, role = filled[-1] if Role.DATE in roles else filled[0]
        return _whole_words(self.texts[column].strip(), role, self._rules, breaks=self._breaks)

    @property
    def time(self) -> str:
        """The hour; of several accesses that of the last one with a day, which stands behind it."""
        if self.roles.count(Role.DATE) < 2:
            return self.of(Role.TIME)
        days = [column for column, role in enumerate(self.roles[: len(self.texts)]) if role is Role.DATE]
        last = max((column for column in days if not is_blank(self.texts[column], self._rules)), default=0)
        end = min((column for column in days if column > last), default=len(self.roles))
        return Cells(self.texts[last:end], self.roles[last:end], self._rules).of(Role.TIME)

    def all(self, role: Role) -> tuple[str, ...]:
        """Texts of every column with a role, blank ones left out."""
        pairs = zip(self.roles, self.texts, strict=False)
        return tuple(cell for own, cell in pairs if own is role and not is_blank(cell, self._rules))

    @property
    def wording(self) -> str:
        """Status first, then notes, whatever order the columns stand in."""
        roles = (Role.STATUS, Role.NOTES)
        cells = [_whole_wording(cell, role, self._rules) for role in roles for cell in self.all(role)]
        texts = [join_lines(cell).strip(" -–—") for cell in cells]
        return " - ".join(dict.fromkeys(texts))

    @property
    def is_contradictory(self) -> bool:
        """Whether one column of statuses announces the execution, and another calls it off or says it is over."""
        said = {read_status(cell, self._rules.wording).status for cell in self.all(Role.STATUS)}
        announced = {Status.EXECUTE, Status.TO_CONFIRM}
        return not said.isdisjoint(announced) and not said <= {*announced, Status.UNKNOWN}

    @property
    def has_name(self) -> bool:
        """Whether somebody is named, perhaps by «idem»; an address alone names nobody."""
        if any(
            role in NAMED and is_ditto(cell, self._rules) for role, cell in zip(self.roles, self.texts, strict=False)
        ):
            return True
        named = self.of(*NAMED, Role.GIVEN_NAME)
        return re.search(r"[^\W\d_]{2}", named) is not None and building_heading(named, self._rules) is None

    @property
    def place(self) -> str:
        """Where, also when the column of the names says it."""
        named = self.of(*NAMED)
        return self.of(Role.ADDRESS) or (named if named and read_entry(named, self._rules).address else "")


_FIGURES = frozenset({
    Role.DATE, Role.NEW_DATE, Role.TIME, Role.CIVIC, Role.FISCAL_CODE, Role.BIRTH_DATE, Role.NUMBER, Role.FLAT,
    Role.INSIDE,
})  # fmt: skip
"""Columns of figures, which a narrow column breaks in the middle."""


def _whole_words(cell: str, role: Role, rules: Rules, *, breaks: bool) -> str:
    """A cell whose narrow column broke words in the middle, with the words whole again: «09/10/202|5», «SALVATO|RE»."""
    if "\n" not in cell:
        return cell
    if role in _FIGURES:
        return re.sub(r"(?<=[\d/.:])\n(?=[\d/.:])(?!\d{1,2}[.:,]\d\d\s*$)", "", cell)
    if role is Role.MUNICIPALITY:
        whole = cell.replace("\n", "")
        return whole if fold(whole) in municipalities_of(rules.addresses) else cell
    if role in _PERSONS:
        return re.sub(r"([^\W\d_]+)\n([^\W\d_]+)", lambda found: _joint(found[1], found[2], rules, breaks=breaks), cell)
    return cell


_SHORT_WORDING = 60
_BROKEN_YEAR = re.compile(r"(?<!\d)(\d{1,2}[/.]\d{1,2}[/.](?:2|20|20\d))\n(\d{1,3})(?!\d)")


def _whole_wording(cell: str, role: Role, rules: Rules) -> str:
    """A wording with the days and statuses whole that a narrow column broke: «AL 14/01/202|6», «DA CONFERMA|RE»."""
    whole = _BROKEN_YEAR.sub(lambda found: found[0].replace("\n", "") if _is_year(found) else found[0], cell)
    if "\n" not in whole or role is not Role.STATUS or len(whole) > _SHORT_WORDING:
        return whole
    if read_status(join_lines(whole), rules.wording).status is not Status.UNKNOWN:
        return whole
    places = [found.start() + 1 for found in re.finditer(r"[^\W\d_]\n[^\W\d_]", whole)]
    mended = (whole[:at] + whole[at + 1 :] for at in places)
    known = (text for text in mended if read_status(join_lines(text), rules.wording).status is not Status.UNKNOWN)
    return next(known, whole)


def _is_year(found: re.Match[str]) -> bool:
    return len(re.split(r"[/.]", found[1])[-1] + found[2]) == len("2026")


def _joint(above: str, below: str, rules: Rules, *, breaks: bool) -> str:
    """Two ends of lines: one word when only together they are a given name, or when one letter is left alone.

    Args:
        breaks: Another name of the row was broken: then a short end is none of its own either («EVANGELI|STA»).
    """
    names = rules.names
    lone = len(below) == 1 and below.isupper() == above.isupper() and below not in "eE"
    apart = is_given_name(below, names) or fold(above) in names.particles or fold(below) in names.particles
    whole = is_given_name(above + below, names) and not is_given_name(above, names)
    short = breaks and len(below) <= _SHORT_END and len(above) > len(below) and below.isupper() == above.isupper()
    joined = (lone and len(above) > 3) or ((whole or short) and not apart)
    return above + below if joined else f"{above}\n{below}"


def draft_of_cells(cells: Cells, lines: list[Item], rules: Rules) -> Draft | None:
    """The row that cells tell, or None when nobody is named in it.

    Args:
        lines: The rows of the table it was printed in: several when it goes over a page break.
    """
    name, address, beside = _name_and_address(cells, rules)
    number, name = strip_number(name)
    named = looks_like_name(name or cells.of(Role.SURNAME, Role.GIVEN_NAME), rules, lower=True)
    wording = " - ".join(filter(None, (cells.wording, beside.wording if beside is not None else "")))
    if not fold(f"{name}{cells.of(Role.SURNAME, Role.GIVEN_NAME)}"):  # in other letters than ours
        return None
    if not (address or wording) and (not named or status_heading(name, rules) is not None):
        return None
    idem = _IDEM.match(address)
    own = draft_without_name(cells, lines)
    last = Front(rest=wording) if own.date is not None else peel_last(wording)
    return replace(
        own,
        printed_number=own.printed_number or number,
        name=name,
        surname=cells.of(Role.SURNAME),
        given_name=cells.of(Role.GIVEN_NAME),
        co_tenants=_listed(cells.of(Role.CO_TENANTS)),
        address=join_lines(address[idem.end() :] if idem else address),
        ditto=idem is not None,
        date=own.date or (beside.date if beside is not None else None) or last.date,
        time=own.time or (beside.time if beside is not None else None) or last.time,
        wording=last.rest,
        birth=own.birth or (beside.birth if beside is not None else ""),
    )


def draft_without_name(cells: Cells, lines: list[Item]) -> Draft:
    """What the columns say that hold one thing each; names, addresses and wordings may share a cell."""
    date, time, new_date = cells.of(Role.DATE), cells.time, cells.of(Role.NEW_DATE)
    return Draft(
        where=lines[0].where,
        text="\n".join(_shown(item, cells.roles) for item in lines),
        printed_number=re.sub(r"[^\w/]", "", cells.of(Role.NUMBER)) or None,
        name="",
        civic=squeeze(cells.of(Role.CIVIC)),
        exponent=squeeze(cells.of(Role.EXPONENT)),
        staircase=squeeze(cells.of(Role.STAIRCASE)),
        floor=squeeze(cells.of(Role.FLOOR)),
        flat=squeeze(cells.of(Role.FLAT)),
        inside=squeeze(cells.of(Role.INSIDE)),
        municipality=squeeze(cells.of(Role.MUNICIPALITY)),
        date=read_written_date(date) if date else None,
        time=read_time(time) if time else _time_in(date),
        new_date=read_written_date(new_date) if new_date else None,
        birth=cells.of(Role.BIRTH_DATE),
        fiscal_code=cells.of(Role.FISCAL_CODE),
        contradictory=cells.is_contradictory,
        extra=tuple(squeeze(cell) for role in KEPT for cell in cells.all(role)),
    )


def _name_and_address(cells: Cells, rules: Rules) -> tuple[str, str, Entry | None]:
    """Name and address, also where they share a cell; then all that the cell says."""
    name, address = cells.of(Role.NAME), cells.of(Role.ADDRESS)
    both = cells.of(Role.NAME_AND_ADDRESS)
    if not both and name and (Role.ADDRESS not in cells.roles or fold(name) == fold(address)):
        both, address = name, ""
    if both and (entry := read_entry(both, rules)).address:
        return entry.name, entry.address, entry
    entry = read_entry(name, rules)
    if entry.address and not entry.unsure_address and looks_like_name(entry.name, rules, lower=True):
        return entry.name, address or entry.address, entry  # the name's cell says where
    return name or both, address, None


def _listed(names: str) -> str:
    """Whole names parted by commas, as where several people are listed: «VERDI ADA, ROSSI UGO», not «VERDI, ADA»."""
    parts = [part.strip() for part in re.split(r"[,;]", names) if part.strip()]
    return " / ".join(parts) if len(parts) > 1 and all(len(part.split()) > 1 for part in parts) else names


def _shown(item: Item, roles: tuple[Role, ...]) -> str:
    """The row as printed, without what is owed."""
    cells = zip(roles, item.cells or (), strict=False)
    return "\t".join(squeeze(cell) for role, cell in cells if role is not Role.DEBT)


def _time_in(date: str) -> dt.time | None:
    """The time that stands beside the day in one cell: «06/11/2025 ore 9,30», «gio 6/11 9,30»."""
    times = find_times(date)
    if times:
        return times[0].time
    days = find_dates(date)
    rest = date[days[0].end :].strip(" ,;-–—\n") if len(days) == 1 else ""
    return read_time(rest) if re.match(r"\d{1,2}[.,:]\d\d", rest) else None
