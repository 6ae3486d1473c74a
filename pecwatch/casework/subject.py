# SPDX-License-Identifier: EUPL-1.2
"""Which rows, positions and records are one person's, and of which nobody can say."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from enum import StrEnum

from pecwatch.casework.identity import same_building, same_household
from pecwatch.casework.lines import full_name, hashed, name_words
from pecwatch.italian.fold import fold
from pecwatch.model.listing import ListRow, PersonName, Status, Where
from pecwatch.model.match import Band, Candidate
from pecwatch.model.person import RegistryPerson
from pecwatch.model.position import Position, SeenBefore
from pecwatch.model.record import record

FOUND = (Band.CERTAIN, Band.PROBABLE)
"""Bands in which the best candidate is taken for the person of the row."""


ERASED = "[cancellato]"
"""What stands in the place of what was erased."""


class Bond(StrEnum):
    """What a position is to a person."""

    OWN = "own"
    CONSIDERED = "considered"
    """She was a candidate for it."""
    SAME_NAME = "same_name"
    """The same name elsewhere, or one nearly the same in her flat: a person has to look."""


@record
class Subject:
    """One person, or the household of one folder, as far as pecwatch can tell."""

    people: tuple[RegistryPerson, ...] = ()
    rows: tuple[ListRow, ...] = ()
    """Lines that are known to be hers."""
    references: frozenset[str] = frozenset()
    """Positions that are known to be hers."""
    fiscal_code: str | None = None

    @property
    def lines(self) -> tuple[ListRow, ...]:
        """Her lines, and her records as a list would have them."""
        return (*self.rows, *map(as_row, self.people))

    @property
    def folders(self) -> frozenset[str]:
        """Numbers of her folders."""
        return frozenset(each.folder for each in self.people)

    @property
    def names(self) -> frozenset[str]:
        """Her names, folded, their words sorted."""
        return frozenset(name_words(row) for row in self.lines) - {""}

    @property
    def surnames(self) -> frozenset[str]:
        """Her surnames, folded."""
        return frozenset(fold(row.surname) for row in self.lines) - {""}

    @property
    def fiscal_codes(self) -> frozenset[str]:
        """Her codici fiscali."""
        found = (self.fiscal_code, *(row.fiscal_code for row in self.lines))
        return frozenset(each.upper() for each in found if each)


def as_row(person: RegistryPerson) -> ListRow:
    """A person of the registry as a list would name her."""
    return ListRow(
        row=0,
        surname=person.surname,
        given_name=person.given_name,
        address=person.address,
        status=Status.UNKNOWN,
        wording="",
        birth_date=person.birth_date,
        fiscal_code=person.fiscal_code,
        where=Where(part="", page=0, line=0),
    )


def bond(position: Position, subject: Subject) -> Bond | None:
    """What a position is to the person; None where it is nothing to her."""
    if position.reference in subject.references or any(
        seen.reference in subject.references for seen in _seen(position)
    ):
        return Bond.OWN
    hers = candidates_of(position, subject)
    struck = set(position.rejected_folders)
    best = position.match.candidates[:1]
    if best and best[0] in hers and best[0].folder not in struck and position.match.band in FOUND:
        return Bond.OWN
    if any(is_line_of(row, subject) for row in _lines(position)) and not (struck & subject.folders):
        return Bond.OWN
    if hers:
        return Bond.CONSIDERED
    return Bond.SAME_NAME if any(_is_like(row, subject) for row in _lines(position)) else None


def _is_like(row: ListRow, subject: Subject) -> bool:
    return name_words(row) in subject.names or any(same_household(row, known) > 0 for known in subject.lines)


def candidates_of(position: Position, subject: Subject) -> tuple[Candidate, ...]:
    """The person among the candidates of a position: another one of the same folder is not she."""
    names = {full_name(each) for each in subject.people}
    return tuple(
        each
        for each in position.match.candidates
        if each.folder in subject.folders and (not each.name or each.name in names)
    )


def is_line_of(row: ListRow, subject: Subject) -> bool:
    """Whether a line of a list is hers: by her codice fiscale, or by name and dwelling together."""
    if row.surname == ERASED:
        return False
    if row.fiscal_code is not None and row.fiscal_code.upper() in subject.fiscal_codes:
        return True
    return any(_is_same_person(row, known) for known in subject.lines)


def _is_same_person(row: ListRow, known: ListRow) -> bool:
    """The same name word for word in the same building, and nothing that says otherwise.

    A relative in the same flat is named nearly alike: whoever is only like her is shown for a person to look at.
    """
    pairs = ((row.fiscal_code, known.fiscal_code), (row.birth_date, known.birth_date))
    if any(one is not None and other is not None and one != other for one, other in pairs):
        return False
    return name_words(row) == name_words(known) and same_building(row, known)


def widened(subject: Subject, positions: Iterable[Position]) -> Subject:
    """The person with the lines of some positions of hers, and with the earlier positions that those name."""
    found = tuple(positions)
    rows = tuple(dict.fromkeys((*subject.rows, *(row for each in found for row in _lines(each)))))
    named = {seen.reference for each in found for seen in _seen(each)}
    return replace(subject, rows=rows, references=subject.references | {each.reference for each in found} | named)


def known_folder(position: Position) -> Candidate | None:
    """The candidate that is taken for the person of a position."""
    best = position.match.candidates[:1]
    sure = best and position.match.band in FOUND and best[0].folder not in position.rejected_folders
    return best[0] if sure else None


def erased_key(row: ListRow, key: bytes) -> str:
    """A line that was erased, as a keyed hash of its name: another reading may understand its address otherwise."""
    return hashed(key, "erased", name_words(row))


def letter_key(name: PersonName, key: bytes) -> str:
    """Somebody a letter is about, as the same hash."""
    return hashed(key, "erased", person_words(name))


def person_words(name: PersonName) -> str:
    """The words of a name, folded and sorted."""
    return " ".join(sorted(fold(f"{name.surname} {name.given_name}").split()))


def unmistakable(rows: Collection[ListRow], others: Iterable[ListRow]) -> tuple[ListRow, ...]:
    """The lines whose name no other line of the same message bears."""
    taken = set(map(name_words, others))
    return tuple(row for row in rows if name_words(row) not in taken)


def _lines(position: Position) -> tuple[ListRow, ...]:
    """What the position says of her; nothing once it was erased, or all who were erased would be one."""
    rows = (position.row, position.listed, position.received)
    return tuple(dict.fromkeys(row for row in rows if row is not None and row.surname != ERASED))


def _seen(position: Position) -> tuple[SeenBefore, ...]:
    return position.seen_before
