# SPDX-License-Identifier: EUPL-1.2
"""From a row in the list's own words to a row of the model: names split, address parsed, days dated."""

import datetime as dt
import re
from collections import Counter
from dataclasses import replace

from pecwatch.italian.address_details import Inside
from pecwatch.italian.addresses import labelled_inside, read_address, read_floor, read_inside, with_civic
from pecwatch.italian.dates import find_dates, read_date
from pecwatch.italian.fiscal_code import find_fiscal_codes, is_valid
from pecwatch.italian.fold import fold, squeeze
from pecwatch.italian.name_order import NameOrder
from pecwatch.italian.names import NameReading, read_name_columns, read_names
from pecwatch.italian.times import find_times
from pecwatch.lists.announcing import day_called_off
from pecwatch.lists.draft import Draft
from pecwatch.lists.looks import is_inside_only
from pecwatch.lists.month import ListMonth
from pecwatch.lists.place import place_in_front
from pecwatch.lists.row_days import days_of
from pecwatch.lists.wording import StatusReading, join_lines, read_status
from pecwatch.model.listing import Address, ListRow, PersonName, Status
from pecwatch.model.record import record
from pecwatch.rules import Rules

_INSIDE_ONLY = re.compile(r"(?:scala|interno|piano)\b|(?:sc|int)\b\.?\s*\w|p\.\s?(?=\d)", re.IGNORECASE)


@record
class Finished:
    """A row, and what a person should know of it (codes of problems)."""

    row: ListRow
    doubts: tuple[str, ...] = ()


def finish(
    drafts: tuple[Draft, ...], month: ListMonth, rules: Rules, sent_on: dt.date | None = None
) -> tuple[Finished, ...]:
    """Finish all rows of one part; how most of its names are written helps to read the others.

    Args:
        sent_on: The day the message was sent: days years away from it are not believed.
    """
    habit = _habit(drafts, rules)
    drafts = _in_their_months(drafts)
    return tuple(
        _finish(draft, number, month, rules, habit=habit, sent_on=sent_on) for number, draft in enumerate(drafts, 1)
    )


def _in_their_months(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Days without a month get the one named above them, where the part names several: one alone is its title's."""
    if len({draft.month for draft in drafts} - {None}) < 2:
        return drafts
    return tuple(
        replace(draft, date=replace(draft.date, month=draft.month.month, year=draft.month.year))
        if draft.date is not None and draft.date.month is None and draft.month is not None
        else draft
        for draft in drafts
    )


def _habit(drafts: tuple[Draft, ...], rules: Rules) -> NameOrder | None:
    """The order of names in a list, when at least two tell it and hardly any contradicts."""
    told = Counter(
        order for draft in drafts if draft.name and (order := read_names(draft.name, rules.names).order) is not None
    )
    if not told:
        return None
    order, count = told.most_common(1)[0]
    return order if count >= 2 and (told.total() - count) * 3 <= count else None


def _finish(
    draft: Draft, number: int, month: ListMonth, rules: Rules, *, habit: NameOrder | None, sent_on: dt.date | None
) -> Finished:
    names = _names(draft, habit, rules)
    status = status_of(draft, rules)
    if draft.contradictory:
        status = replace(status, status=Status.UNKNOWN)
    if draft.date is None:
        draft = replace(draft, date=day_called_off(draft.wording, rules))
    days = days_of(draft, status, month, sent_on)
    codes = find_fiscal_codes(draft.fiscal_code)
    code = codes[0] if codes else (re.sub(r"\W", "", draft.fiscal_code).upper() or None)
    doubts = [
        *days.doubts,
        *(["civic_is_day"] if _is_day(draft.civic) else []),
        *(["fiscal_code_invalid"] if code is not None and not is_valid(code) else []),
    ]
    row = ListRow(
        row=number,
        printed_number=draft.printed_number,
        surname=names.surname,
        given_name=names.given_name,
        other_surnames=names.other_surnames,
        heirs=names.heirs,
        co_tenants=names.co_tenants,
        name_as_written=squeeze(draft.name or f"{draft.surname} {draft.given_name}"),
        other_readings=names.other_readings,
        address=_address(draft, rules),
        date=days.date,
        time=draft.time or _time(status),
        status=days.status,
        postponed_to=days.postponed_to,
        wording=join_lines(draft.wording),
        birth_date=read_date(draft.birth) if draft.birth else None,
        fiscal_code=code,
        extra=draft.extra,
        text=draft.text,
        where=draft.where,
    )
    return Finished(row=row, doubts=tuple(doubts))


def status_of(draft: Draft, rules: Rules) -> StatusReading:
    """What a row says will happen, or the heading above it where the row says nothing."""
    own = read_status(draft.wording, rules.wording)
    return own if draft.group is None else draft.group.for_row(own)


def _is_day(civic: str) -> bool:
    """Whether a workbook made a day of a civic number: «12/11» becomes the 12th of November."""
    return (
        re.fullmatch(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:\s.*)?", civic.strip()) is not None and find_dates(civic) != ()
    )


def _time(status: StatusReading) -> dt.time | None:
    times = find_times(status.headline) if status.date is not None else ()
    return times[0].time if times else None


def _names(draft: Draft, habit: NameOrder | None, rules: Rules) -> NameReading:
    """Names from their columns, or from the one cell they share."""
    if draft.surname or (draft.given_name and not draft.name):
        names = _from_columns(draft, rules)
    else:
        names = read_names(draft.name, rules.names, habit)
    if not draft.co_tenants:
        return names
    others = read_names(draft.co_tenants, rules.names, habit)
    beside = (PersonName(surname=others.surname or names.surname, given_name=others.given_name), *others.co_tenants)
    return replace(names, co_tenants=(*names.co_tenants, *beside))


def _from_columns(draft: Draft, rules: Rules) -> NameReading:
    """Surname and given name stand apart: only married surnames, heirs and titles have still to be told."""
    surname = _particles_joined(draft.surname, rules)
    surnames = _lines_or_one(surname, draft.given_name)
    given = _lines_or_one(draft.given_name, surname)
    read = [
        read_name_columns(surname, name, rules.names) if name and surname else read_names(surname or name, rules.names)
        for surname, name in zip(surnames, given, strict=True)
    ]
    plain = [
        replace(one, surname=one.surname or one.given_name, given_name=one.given_name if one.surname else "")
        if not name
        else one
        for one, name in zip(read, given, strict=True)
    ]
    others = tuple(PersonName(surname=one.surname, given_name=one.given_name) for one in plain[1:])
    return replace(plain[0], co_tenants=(*plain[0].co_tenants, *others), other_readings=())


def _particles_joined(surname: str, rules: Rules) -> str:
    """Lines of which one ends with a particle are one surname, whatever the column broke: «DE'⏎FALCHETTI»."""
    lines = surname.split("\n")
    ends = [" " if fold(line.split()[-1] if line.split() else "") in rules.names.particles else "\n" for line in lines]
    return "".join(line + end for line, end in zip(lines, ends, strict=True)).strip()


def _lines_or_one(text: str, beside: str) -> list[str]:
    """The names of a cell: several when both cells hold as many, parted by a line break or a stroke."""
    parts = [part.strip() for part in re.split(r"\n|/|;|\s+e\s+|\+", text) if part.strip()]
    others = [part.strip() for part in re.split(r"\n|/|;|\s+e\s+|\+", beside) if part.strip()]
    return parts if len(parts) == len(others) and len(parts) > 1 else [squeeze(text)]


def _address(draft: Draft, rules: Rules) -> Address:
    """The address as one text, and taken apart; what has a column of its own goes before what the text says."""
    read = read_address(draft.address, rules.addresses)
    stated = read.municipality or place_in_front(draft.address, rules)
    civic = draft.civic if fold(draft.civic) not in ("", "0") else ""
    text = draft.address.strip(" ,;-–")
    if draft.exponent and civic and fold(draft.exponent) not in fold(civic).split():
        civic += f"/{draft.exponent}" if len(draft.exponent) == 1 else f" {draft.exponent}"
    if civic and read.civic is None:
        text = with_civic(text, civic, rules.addresses)
    elif draft.exponent and fold(draft.exponent) not in fold(text).split():
        text += f"/{draft.exponent}" if len(draft.exponent) == 1 else f" {draft.exponent}"
    inside = _inside(draft, rules)
    for label, part in (("sc.", draft.staircase), ("p.", draft.floor), ("int.", draft.flat), ("", draft.inside)):
        if part:
            text += f" {_labelled(label, part)}"
    if draft.municipality and fold(draft.municipality) not in fold(text):
        text += f" - {draft.municipality}"
    text = text.strip()
    if _INSIDE_ONLY.match(text) or is_inside_only(text, rules):
        read = replace(read, street=None, civic=None, exponent=None, flat=read.flat or read.civic)
    elif text != draft.address:
        read = read_address(text, rules.addresses)
    return replace(
        read,
        as_written=squeeze(text),
        staircase=inside.staircase or read.staircase,
        floor=inside.floor or read.floor,
        flat=inside.flat or read.flat,
        municipality=_municipality(draft.municipality) or stated or read.municipality,
    )


def _inside(draft: Draft, rules: Rules) -> Inside:
    """What columns of their own say of the place in the building; a cell may say more than its header."""
    words = rules.addresses
    said = [read_inside(draft.inside, words)] if draft.inside else []
    for cell, bare in (
        (draft.staircase, Inside(staircase=_bare(draft.staircase), end=0)),
        (draft.floor, Inside(floor=read_floor(draft.floor, words), end=0)),
        (draft.flat, Inside(flat=_bare(draft.flat), end=0)),
    ):
        if cell:
            said.append(labelled_inside(cell, words) or bare)
    return Inside(
        staircase=next((one.staircase for one in said if one.staircase), None),
        floor=next((one.floor for one in said if one.floor), None),
        flat=next((one.flat for one in said if one.flat), None),
        end=0,
    )


def _labelled(label: str, part: str) -> str:
    named = not label or len(part.split()) > 1 or re.match(r"(?:sc|int|p|app|all)\w*\.", part, re.IGNORECASE)
    return part if named else f"{label} {part}"


def _bare(part: str) -> str | None:
    """«int. 7», «7» as «7»."""
    plain = re.sub(r"^(?:sc(?:ala)?|int(?:erno)?|n)\b\.?\s*", "", part.strip(), flags=re.IGNORECASE).strip(" .-–/")
    return plain or None


def _municipality(text: str) -> str | None:
    plain = re.sub(r"\([^)]*\)|\b\d{5}\b", " ", text)
    return squeeze(plain).strip(" ,-–").upper() or None
