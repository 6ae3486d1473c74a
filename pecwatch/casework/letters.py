# SPDX-License-Identifier: EUPL-1.2
"""Letters of an earlier phase on the timeline of the household they are about.

A letter gives names and no dwelling, so it is bound only where one household alone can be meant; it opens, owns and
delays nothing.
"""

from collections.abc import Sequence

from pecwatch.casework.identity import same_household
from pecwatch.model.listing import Address, Letter, ListRow, PersonName, Status, Where
from pecwatch.model.news import KnownLetter
from pecwatch.model.position import Position

NOWHERE = Where(part="", page=0, line=0)


def positions_of(letter: Letter, positions: Sequence[Position]) -> tuple[Position, ...]:
    """The positions of the household that each person of a letter belongs to; none where it may be one of several."""
    found: dict[str, Position] = {}
    for person in letter.persons:
        meant = [each for each in positions if _may_be(person, each.row)]
        if meant and all(same_household(meant[0].row, other.row) for other in meant[1:]):
            found |= {each.reference: each for each in meant}
    return tuple(found.values())


def letters_about(row: ListRow, letters: Sequence[KnownLetter], others: Sequence[ListRow]) -> tuple[KnownLetter, ...]:
    """The letters about the household of a row, oldest first.

    Args:
        others: Rows of the same list and known ones: a name that also fits another household is bound to none.
    """
    about = [
        each
        for each in letters
        if any(_may_be(person, row) and not _fits_another(person, row, others) for person in each.letter.persons)
    ]
    return tuple(sorted(about, key=lambda each: (each.sent_at, each.message_id)))


def _fits_another(person: PersonName, row: ListRow, others: Sequence[ListRow]) -> bool:
    return any(_may_be(person, other) and not same_household(row, other) for other in others)


def _may_be(person: PersonName, row: ListRow) -> bool:
    """Whether a name alone leads to a row, by the rule for rows without address."""
    if not person.surname or not person.given_name:
        return False
    named = ListRow(
        row=1,
        surname=person.surname,
        given_name=person.given_name,
        address=Address(as_written=""),
        status=Status.UNKNOWN,
        wording="",
        where=NOWHERE,
    )
    return same_household(named, row) > 0
