# SPDX-License-Identifier: EUPL-1.2
"""Correcting whose row it is (article 16 GDPR), and restricting what is done with it (article 18)."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import structlog

from pecwatch.casework.positions import Decision, written
from pecwatch.casework.subject import ERASED
from pecwatch.errors import UsageError
from pecwatch.italian.addresses import read_address
from pecwatch.italian.fiscal_code import is_valid, tidy
from pecwatch.matching import match_rows
from pecwatch.model.listing import ListRow
from pecwatch.model.news import Changes
from pecwatch.model.position import Event, Position
from pecwatch.model.record import record
from pecwatch.model.rights import Selector
from pecwatch.service.deciding import note_caller
from pecwatch.service.desk import Desk
from pecwatch.service.person_finding import find_person
from pecwatch.store import casefile, rights
from pecwatch.store.steps import look_at_once

log = structlog.get_logger()

PROVISIONAL = re.compile(r"\d{11}")
"""The code, of figures alone, of whoever has no final one yet."""


@record
class Rectification:
    """What is right; None leaves a field as it is."""

    surname: str | None = None
    given_name: str | None = None
    address: str | None = None
    birth_date: dt.date | None = None
    fiscal_code: str | None = None


def rectify(desk: Desk, reference: str, right: Rectification, *, who: str, caller: str = "") -> Position:
    """Put right whose row it is, and match it anew; who owns it stays, since only a person hands a row on.

    The row as it was received stays beside it: it is evidence, and later lists are read against it.

    Args:
        who: Code of who decides.
        caller: Whose account wrote it down, as the trail calls her; blank where nobody did.

    Raises:
        UsageError: There is no such position, nothing is to be corrected, what is said is blank or no codice fiscale,
            or its data were erased.
    """
    _require_sound(right)
    with desk.database.reading() as session:
        before = casefile.position(session, reference)
        rules = desk.weighed_with(session)
    if before is None:
        raise UsageError(f"{reference}: no such position; pecwatch positions list --all shows them")
    if before.row.surname == ERASED:
        raise UsageError(f"{reference}: its data were erased; there is nothing to correct")
    row, fields = _righted(before.row, right, desk)
    if not fields:
        raise UsageError("say what is right: --surname, --name, --address, --birth-date, --fiscal-code")
    (match,) = match_rows((row,), desk.registry().index, rules, (before.match.id,))
    after = replace(before, row=row, received=before.as_lists_name_it, match=match)
    decision = Decision(who=who, by="cli", at=desk.clock())
    with desk.database.writing() as session:
        casefile.save_changes(session, written(before, after, "rectified", " ".join(fields), decision))
        if caller:
            note_caller(session, reference, decision, caller)
    log.info("position_rectified", reference=reference, fields=len(fields))
    return after


def restrict(desk: Desk, selector: Selector, *, who: str, lift: bool = False, caller: str = "") -> tuple[str, ...]:
    """Restrict what is done with the person's positions, or lift that; the registry is the source's matter.

    Args:
        who: Code of who decides.
        lift: Take the restriction back.
        caller: Whose account wrote it down, as the trail calls her; blank where nobody did.

    Returns:
        The positions that changed.

    Raises:
        UsageError: Nothing is held.
    """
    now = desk.clock()
    with desk.database.writing() as session:
        references = find_person(session, selector).references
        turn = rights.lift if lift else rights.restrict
        changed = turn(session, references, who=who, now=now)
        kind = "unrestricted" if lift else "restricted"
        events = tuple(Event(reference=each, at=now, kind=kind, who=who, by="cli") for each in changed)
        casefile.save_changes(session, Changes(events=events))
        if caller:
            for each in changed:
                note_caller(session, each, Decision(who=who, by="cli", at=now), caller)
        look_at_once(session, changed)
    return changed


def _require_sound(right: Rectification) -> None:
    """A row that nobody's name stands on would go by unseen."""
    for option, text in (("--surname", right.surname), ("--name", right.given_name), ("--address", right.address)):
        if text is not None and not text.strip():
            raise UsageError(f"{option}: blank: say what is right; pecwatch person erase takes a person out")
    code = right.fiscal_code
    if code is not None and not is_valid(code) and PROVISIONAL.fullmatch(tidy(code)) is None:
        raise UsageError("--fiscal-code: not a codice fiscale: compare each of its characters")


def _righted(row: ListRow, right: Rectification, desk: Desk) -> tuple[ListRow, tuple[str, ...]]:
    """The row as it is right, and the fields that changed."""
    fields = tuple(_fields(row, right))
    if "name" in fields:
        surname, given_name = right.surname or row.surname, right.given_name or row.given_name
        name = f"{surname} {given_name}".strip()
        row = replace(row, surname=surname, given_name=given_name, name_as_written=name, other_readings=())
    if "address" in fields and right.address is not None:
        row = replace(row, address=read_address(right.address, desk.rules.addresses))
    if "birth_date" in fields:
        row = replace(row, birth_date=right.birth_date)
    if "fiscal_code" in fields and right.fiscal_code is not None:
        row = replace(row, fiscal_code=tidy(right.fiscal_code))
    return row, fields


def _fields(row: ListRow, right: Rectification) -> Iterator[str]:
    if any(new not in (None, old) for new, old in ((right.surname, row.surname), (right.given_name, row.given_name))):
        yield "name"
    if right.address not in (None, row.address.as_written):
        yield "address"
    if right.birth_date not in (None, row.birth_date):
        yield "birth_date"
    if right.fiscal_code is not None and tidy(right.fiscal_code) != row.fiscal_code:
        yield "fiscal_code"
