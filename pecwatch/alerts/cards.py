# SPDX-License-Identifier: EUPL-1.2
"""One row as its reader may see it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.difference_words import differences_in_words
from pecwatch.alerts.page import Card, Field, Link, Tone
from pecwatch.alerts.sensitive import or_omitted
from pecwatch.alerts.shown import (
    capital,
    clock_time,
    full_name,
    initials,
    long_day,
    month_name,
    up_to_day,
    working_days,
)
from pecwatch.alerts.told import Told
from pecwatch.alerts.words import BAND, ROLE, STATUS, UNCONFIRMED
from pecwatch.model.listing import Status
from pecwatch.model.match import WORTH_KNOWING, Band, Candidate
from pecwatch.model.office import OfficePerson, Role
from pecwatch.model.person import LEFT
from pecwatch.model.position import Position, Priority

REASONS_SHOWN = 3

WHY_YOU = "Perché a lei"
IN_PLACE_OF = "Al posto di"

WORTH_A_LOOK = 0.10
"""Probability from which a candidate stands in the first line; the others are named last, never dropped."""


FOUND = (Band.CERTAIN, Band.PROBABLE)

ENDED = "Già conclusa secondo ALER: verificare come sta il nucleo"
"""A sealed list says executed or released: the position is closed, and its people may need help more than before."""


def row_card(
    told: Told,
    reader: OfficePerson,
    circumstances: Circumstances,
    *,
    in_place_of: str | None = None,
    replies: tuple[Link, ...] = (),
) -> Card:
    """The row as this reader may see it: an operator her own candidates, the desk all by folder and code.

    Args:
        in_place_of: Code of whoever's row has come to the reader, who sees what that one sees.
    """
    position = told.position
    mine = _mine(position, reader, circumstances, in_place_of)
    owner = in_place_of or reader.code
    left = [each for each in mine if each.folder not in position.rejected_folders]
    hers = bool(left) or position.match.band is Band.SAME_DWELLING or position.owner != owner
    if reader.role is Role.OPERATOR and hers:
        fields = _operator_fields(position, mine, circumstances, owns=position.owner == owner)
    else:
        fields = _desk_fields(position)
    if in_place_of is not None:
        fields = [_in_place_of(in_place_of, circumstances), *fields]
    return _card(told, fields, circumstances, replies)


def initials_card(
    position: Position, circumstances: Circumstances, replies: tuple[Link, ...] = (), *, named: bool = True
) -> Card:
    """The row for who may not read whose it is: reference, initials, day and status.

    Args:
        named: Whether not even the initials are left out.
    """
    return Card(
        day=day_in_words(position),
        left=time_left(position, circumstances),
        heading=initials(position.row) if named else position.reference,
        place="Nome e indirizzo li legge chi segue la riga.",
        status=capital(status_in_words(position)),
        tone=tone_of(position, circumstances),
        reference=position.reference,
        marks=() if position.confirmed else (capital(UNCONFIRMED),),
        replies=replies,
    )


def _in_place_of(code: str, circumstances: Circumstances) -> Field:
    return Field(label=IN_PLACE_OF, value=name_of(code, circumstances))


def name_of(code: str, circumstances: Circumstances) -> str:
    """The name of whom a code means; the code itself where the office has nobody of it."""
    person = circumstances.office.person(code)
    return code if person is None else person.name


def folders_in_short(
    position: Position, reader: OfficePerson, circumstances: Circumstances, in_place_of: str | None = None
) -> str:
    """The folders that a reader may see, for a table: her own, or those of everybody with their operator's code."""
    left = _left(position)
    if reader.role is Role.OPERATOR:
        mine = [each for each in _mine(position, reader, circumstances, in_place_of) if each in left]
        return "; ".join(f"cartella {_folder(each)}" for each in mine[:REASONS_SHOWN])
    left = left[:REASONS_SHOWN]
    return "; ".join(f"forse {_folder(each)} ({each.operator or 'senza operatore'})" for each in left)


def _mine(
    position: Position, reader: OfficePerson, circumstances: Circumstances, in_place_of: str | None
) -> list[Candidate]:
    """The candidates of the reader's own folders, struck out ones too."""
    return [
        each
        for each in position.match.candidates
        if (in_place_of is not None and each.operator == in_place_of)
        or _answers_for(reader, each.operator, circumstances)
    ]


def _operator_fields(
    position: Position, mine: list[Candidate], circumstances: Circumstances, *, owns: bool
) -> list[Field]:
    struck = [each.folder for each in mine if each.folder in position.rejected_folders]
    mine = [each for each in mine if each.folder not in position.rejected_folders]
    why = f"{position.owner_reason} ({BAND[position.match.band]})"
    if not owns:
        who = name_of(position.owner, circumstances)
        why = f"è possibile che sia una sua cartella; la riga è in carico a: {who}"
    likely = [each for each in mine if each.probability >= WORTH_A_LOOK] or mine[:1]
    unlikely = [each for each in mine if each not in likely]
    fields = [Field(label="Cartella", value="; ".join(map(_folder, likely)))] if mine else []
    fields.append(Field(label=WHY_YOU, value=why))
    if mine:
        fields.append(Field(label="Somiglianza", value=_reasons(mine[0])))
    if unlikely:
        fields.append(Field(label="Poco probabili", value="; ".join(map(_folder, unlikely))))
    return [*fields, *_struck_out(struck)]


def _desk_fields(position: Position) -> list[Field]:
    first = "Forse" if position.match.band not in FOUND else "Trovata"
    candidates = [
        Field(
            label=first if index == 0 else "Oppure",
            value=f"cartella {_folder(each)}, {each.operator or 'senza operatore'}: {_reasons(each)}",
        )
        for index, each in enumerate(_left(position))
    ]
    why = Field(label=WHY_YOU, value=position.owner_reason)
    return [why, *candidates, *_struck_out(position.rejected_folders)]


def _struck_out(folders: Sequence[str]) -> list[Field]:
    """Folders of which somebody said «non è la stessa persona»: still to be seen, and nobody is led to them."""
    return [Field(label="Escluse", value=", ".join(folders), struck=True)] if folders else []


def _reasons(candidate: Candidate) -> str:
    """Why a candidate was found, the heaviest reasons first, and what should be known whatever it weighs."""
    weighed = [reason for reason in candidate.evidence if reason.code not in WORTH_KNOWING][:REASONS_SHOWN]
    known = [reason for reason in candidate.evidence if reason.code in WORTH_KNOWING]
    return "; ".join(reason.text for reason in (*weighed, *known)) or "nome e indirizzo simili"


def time_left(position: Position, circumstances: Circumstances) -> str:
    """How long there is, in words."""
    day = position.execution_on
    if day is None:
        return ""
    if day < circumstances.today:
        return "giorno già passato"
    if day == circumstances.today:
        return "OGGI"
    left = circumstances.working_days_left(day)
    return f"tra {working_days(left)}" if left else "prima del prossimo giorno lavorativo"


def day_in_words(position: Position) -> str:
    """The day and hour, or that the list gives none."""
    day, row = position.execution_on, position.row
    if day is None:
        return "giorno non indicato nell'elenco"
    hour = f", ore {clock_time(row.time)}" if row.time is not None and row.postponed_to is None else ""
    return f"{long_day(day)}{hour}"


def owner_word(code: str, circumstances: Circumstances) -> str:
    """Whose a row is, in a word: an operator's code, or the name of the desk."""
    person = circumstances.office.person(code)
    return code if person is None else ROLE.get(person.role, code)


def status_in_words(position: Position) -> str:
    """The status, with the new day of a postponement."""
    return _status(position.row.status, position.row.postponed_to)


def seen_in_words(position: Position) -> tuple[str, ...]:
    """`già nell'elenco di ottobre 2025 (PW-2025-10-003): rinviato`: no name in it."""
    return tuple(
        f"già nell'elenco di {month_name(each.month)} ({each.reference}): {_status(each.status, each.postponed_to)}"
        for each in position.seen_before
    )


def _status(status: Status, new_day: dt.date | None) -> str:
    words = STATUS[status]
    if status is not Status.POSTPONED:
        return words
    return f"{words} senza nuovo giorno" if new_day is None else f"{words} {up_to_day(new_day)}"


def _card(told: Told, fields: Iterable[Field], circumstances: Circumstances, replies: tuple[Link, ...]) -> Card:
    position = told.position
    row = position.row
    tenants = "; ".join(f"{tenant.surname} {tenant.given_name}".strip() for tenant in row.co_tenants)
    wording = Field(label="Nell'elenco", value=or_omitted(row.wording, circumstances.privacy) if row.wording else "–")
    return Card(
        day=day_in_words(position),
        left=time_left(position, circumstances),
        heading=full_name(row),
        place=row.address.as_written or "indirizzo non indicato",
        status=capital(status_in_words(position)),
        tone=tone_of(position, circumstances),
        reference=position.reference,
        marks=marks_of(told),
        replies=replies,
        fields=(*([Field(label="Con", value=tenants)] if tenants else []), *fields, wording),
    )


def marks_of(told: Told) -> tuple[str, ...]:
    """What is new or doubtful about a row."""
    doubtful = () if told.position.confirmed else (capital(UNCONFIRMED),)
    seen = map(capital, seen_in_words(told.position)) if told.is_new else ()
    ended = (ENDED,) if told.is_ended else ()
    return (*doubtful, *seen, *ended, *differences_in_words(told.differences))


def tone_of(position: Position, circumstances: Circumstances) -> Tone:
    """How loudly a row should strike the eye."""
    if position.priority is Priority.LOW:
        return Tone.SUCCESS
    if not position.is_open:
        return Tone.CALM
    return Tone.DANGER if circumstances.is_near(position) or position.execution_on is None else Tone.WARNING


def _left(position: Position) -> list[Candidate]:
    return [each for each in position.match.candidates if each.folder not in position.rejected_folders]


def _answers_for(reader: OfficePerson, code: str | None, circumstances: Circumstances) -> bool:
    """Whether a folder is the reader's, or that of somebody she stands in for."""
    if code == reader.code:
        return True
    operator = None if code is None else circumstances.office.person(code)
    return operator is not None and circumstances.office.acting(operator, circumstances.today) == reader


def _folder(candidate: Candidate) -> str:
    told = candidate.folder_state if candidate.folder_state in ("chiusa", LEFT) else None
    return candidate.folder if told is None else f"{candidate.folder} ({told})"
