# SPDX-License-Identifier: EUPL-1.2
"""Who is meant by a codice fiscale, a folder or a position, and where she stands."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pecwatch.casework.erasing import rows_of
from pecwatch.casework.lines import full_name
from pecwatch.casework.subject import Bond, Subject, bond, is_line_of, known_folder, person_words, widened
from pecwatch.errors import UsageError
from pecwatch.italian.fiscal_code import tidy
from pecwatch.model.listing import ListRow, Reading
from pecwatch.model.person import RegistryPerson
from pecwatch.model.position import Position
from pecwatch.model.record import record
from pecwatch.model.rights import By, RegistryRecord, Selector
from pecwatch.store import about, casefile
from pecwatch.store.database import Session

NOTHING = (
    "nothing is held under that {what}; try the others of --fiscal-code, --folder and --position: pecwatch positions "
    "list --all shows the references"
)


@record
class Found:
    """One person and where she stands."""

    selector: Selector
    subject: Subject
    registry: tuple[RegistryRecord, ...]
    own: tuple[Position, ...]
    considered: tuple[Position, ...]
    same_name: tuple[Position, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """Positions of hers."""
        return tuple(each.reference for each in self.own)

    def is_named_among(self, references: Iterable[str]) -> bool:
        """Whether any of some references is hers; one mail may gather what was written about several people."""
        return not set(references).isdisjoint(self.references)


def find_person(session: Session, selector: Selector) -> Found:
    """Look through registry and case file.

    Raises:
        UsageError: Nothing is held.
    """
    registry, subject = _begun(session, selector)
    bonds = _bonds(session, subject)
    own = tuple(each for each, how in bonds if how is Bond.OWN)
    # What is known of her grows with her positions: another spelling, an earlier month.
    while (wider := widened(subject, own)) != subject:
        subject, bonds = wider, _bonds(session, wider)
        own = tuple(each for each, how in bonds if how is Bond.OWN)
    if not registry and not own:
        raise UsageError(NOTHING.format(what=selector.by.replace("_", " ")))
    return Found(
        selector=selector,
        subject=subject,
        registry=registry,
        own=own,
        considered=tuple(each for each, how in bonds if how is Bond.CONSIDERED),
        same_name=tuple(each for each, how in bonds if how is Bond.SAME_NAME),
    )


def her_lines(session: Session, subject: Subject) -> Iterator[tuple[int, Reading, tuple[ListRow, ...]]]:
    """Every message in which lines of hers, or a letter to her, stand."""
    for message_id, reading in about.all_readings(session, may_name(subject)):
        rows = tuple(row for row in rows_of(reading) if is_line_of(row, subject))
        if rows or names_in_letter(reading, subject):
            yield message_id, reading, rows


def names_in_letter(reading: Reading, subject: Subject) -> bool:
    """Whether a letter of an earlier phase is about her."""
    persons = () if reading.letter is None else reading.letter.persons
    return any(person_words(each) in subject.names for each in persons)


def may_name(subject: Subject) -> Callable[[str], bool]:
    """A cheap look at a text: whether the beginning of any word of her name, or a codice fiscale, stands in it."""
    written = (f"{each.surname} {each.given_name}".upper() for each in subject.lines)
    words = {word[:3] for name in (*subject.names, *written) for word in name.split() if len(word) > 1}
    marks = (*words, *subject.fiscal_codes)

    def may(text: str) -> bool:
        capitals = text.upper()
        return any(mark in capitals for mark in marks)

    return may


def _begun(session: Session, selector: Selector) -> tuple[tuple[RegistryRecord, ...], Subject]:
    match selector.by:
        case By.FISCAL_CODE:
            code = tidy(selector.value)
            registry = about.records_of_code(session, code)
            return registry, Subject(people=_people(registry), fiscal_code=code)
        case By.FOLDER:
            registry = about.records_of_folders(session, (selector.value,))
            return registry, Subject(people=_people(registry))
        case By.POSITION:
            found = casefile.position(session, selector.value)
            if found is None:
                raise UsageError(f"{selector.value}: no such position; pecwatch positions list --all shows them")
            subject = widened(Subject(), (found,))
            candidate = known_folder(found)
            if candidate is None:
                return (), subject
            records = about.records_of_folders(session, (candidate.folder,))
            hers = tuple(each for each in records if full_name(each.person) == candidate.name)
            return hers, replace(subject, people=_people(hers))


def _people(registry: tuple[RegistryRecord, ...]) -> tuple[RegistryPerson, ...]:
    return tuple(dict.fromkeys(each.person for each in registry))


def _bonds(session: Session, subject: Subject) -> list[tuple[Position, Bond]]:
    weighed = ((each, bond(each, subject)) for each in about.all_positions(session))
    return [(each, how) for each, how in weighed if how is not None]
