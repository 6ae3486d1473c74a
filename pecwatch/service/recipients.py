# SPDX-License-Identifier: EUPL-1.2
"""Who received which data: for a breach, which must be weighed within 72 hours (article 33 GDPR)."""

from collections.abc import Collection
from dataclasses import replace

from pecwatch.casework.lines import full_name
from pecwatch.casework.subject import Subject, known_folder, widened
from pecwatch.errors import UsageError
from pecwatch.model.audit import AuditEntry, Deed
from pecwatch.model.person import RegistryPerson
from pecwatch.model.position import Position
from pecwatch.model.rights import By, Recipients, Selector
from pecwatch.service.desk import Desk
from pecwatch.service.person_export import mails_to, reads_of
from pecwatch.service.person_finding import Found
from pecwatch.store import about, audit, casefile, ledger, stories
from pecwatch.store.database import Session


def recipients_of(desk: Desk, reference: str, *, who: str) -> Recipients:
    """Who received the data of one position.

    Raises:
        UsageError: There is no such position.
    """
    with desk.database.reading() as session:
        found = casefile.position(session, reference)
        if found is None:
            raise UsageError(f"{reference}: no such position; pecwatch positions list --all shows them")
        messages = {each.message_id for each in stories.events(session, reference) if each.message_id is not None}
        result = _recipients(desk, session, (found,), messages, name=reference)
    return _noted(desk, result, who)


def recipients_of_message(desk: Desk, message_id: int, *, who: str) -> Recipients:
    """Who received anything of a message: of all its rows.

    Raises:
        UsageError: There is no such message.
    """
    with desk.database.reading() as session:
        ledger.entry(session, message_id)
        named = casefile.positions_named_by(session, message_id)
        result = _recipients(desk, session, named, {message_id}, name=f"message:{message_id}")
    return _noted(desk, result, who)


def _recipients(
    desk: Desk, session: Session, positions: tuple[Position, ...], messages: Collection[int], *, name: str
) -> Recipients:
    found = Found(
        selector=Selector(by=By.POSITION, value=name),
        subject=widened(Subject(people=_people(session, positions)), positions),
        registry=(),
        own=positions,
        considered=(),
        same_name=(),
    )
    return Recipients(
        about=name,
        made_at=desk.clock(),
        references=found.references,
        mails=tuple(replace(each, body=None) for each in mails_to(session, desk.office, found, sorted(messages))),
        reads=reads_of(session, dict.fromkeys((*found.references, name))),
    )


def _people(session: Session, positions: tuple[Position, ...]) -> tuple[RegistryPerson, ...]:
    """Whom the registry takes for the people of these rows."""
    known = {(each.folder, each.name) for each in map(known_folder, positions) if each is not None}
    records = about.records_of_folders(session, {folder for folder, _ in known})
    found = (each.person for each in records if (each.person.folder, full_name(each.person)) in known)
    return tuple(dict.fromkeys(found))


def _noted(desk: Desk, result: Recipients, who: str) -> Recipients:
    entry = AuditEntry(number=0, at=result.made_at, deed=Deed.READ, who=who, about=result.about, detail="recipients")
    with desk.database.writing() as session:
        audit.write_all_down(session, [entry])
    return result
