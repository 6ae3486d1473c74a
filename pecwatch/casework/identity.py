# SPDX-License-Identifier: EUPL-1.2
"""Whether two rows of different lists speak of the same household."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from rapidfuzz import fuzz

from pecwatch.casework.lines import name_words
from pecwatch.italian.fold import fold
from pecwatch.model.listing import Address, ListRow

IDENTICAL = 100.0
SAME_NAME = 88.0
"""Likeness (0 to 100) from which two names are one with a slip of the pen: one letter in nine."""
NEARLY_SAME_NAME = 75.0
"""Enough when the dwelling is the same to the flat."""
SAME_STREET = 85.0
SAME_FISCAL_CODE = 200.0
"""Beyond anything names and addresses can reach."""


class Nearness(Enum):
    """How near two addresses are: the likeness of names that is then needed, and what it adds to the score."""

    FLAT = (NEARLY_SAME_NAME, 20.0)
    CIVIC = (SAME_NAME, 10.0)
    """Same building, and one of the two does not say the flat."""
    UNKNOWN = (SAME_NAME, 5.0)
    """One of the two has no address, as in a reminder in prose."""
    OTHER_FLAT = (IDENTICAL, 4.0)
    STREET = (IDENTICAL, 0.0)
    """Same street, another number."""
    ELSEWHERE = (float("inf"), 0.0)


def name_likeness(one: ListRow, other: ListRow) -> float:
    """How alike the names of two rows are, 0 to 100, whatever the order, spacing or reading."""
    return max(_likeness(left, right) for left in _spellings(one) for right in _spellings(other))


def differently_named(one: ListRow, other: ListRow) -> bool:
    """Whether no spelling of one row is a spelling, or an abbreviation, of the other."""
    return not any(
        _likeness(left, right) == IDENTICAL or _abbreviates(left, right) or _abbreviates(right, left)
        for left in _spellings(one)
        for right in _spellings(other)
    )


def same_household(one: ListRow, other: ListRow) -> float:
    """How surely two rows mean the same household, 0 when they do not.

    Homonyms in different streets stay two households: a position too many is read by a person, a
    position overwritten is not.
    """
    if one.fiscal_code is not None and one.fiscal_code == other.fiscal_code:
        return SAME_FISCAL_CODE
    needed, bonus = _nearness(one.address, other.address).value
    likeness = name_likeness(one, other)
    return likeness + bonus if likeness >= needed else 0.0


def resembles(one: ListRow, other: ListRow) -> bool:
    """Whether two rows could be one that was corrected: nearly the same name, or the same building."""
    return same_building(one, other) or name_likeness(one, other) >= NEARLY_SAME_NAME


def same_building(one: ListRow, other: ListRow) -> bool:
    """Whether two rows speak of the same flat, or of the same civic number and of no other flat in it."""
    return _nearness(one.address, other.address) in (Nearness.FLAT, Nearness.CIVIC)


def pair_rows(new: Sequence[ListRow], known: Sequence[ListRow]) -> dict[int, int]:
    """Which known row each new row continues, as positions in the two sequences; likeliest pairs first."""
    compared = ((same_household(new[left], known[right]), left, right) for left, right in _worth_comparing(new, known))
    alike = sorted((pair for pair in compared if pair[0] > 0), key=lambda pair: (-pair[0], *pair[1:]))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, left, right in alike:
        if left not in pairs and right not in taken:
            pairs[left] = right
            taken.add(right)
    return pairs


def _worth_comparing(new: Sequence[ListRow], known: Sequence[ListRow]) -> Iterator[tuple[int, int]]:
    """Pairs that share a mark at all, so that two long lists are not compared row by row.

    A row whose twin stands in the other list word for word is compared with that one only.
    """
    marked: dict[str, set[int]] = defaultdict(set)
    exact: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for right, row in enumerate(known):
        exact[_exact_key(row)].add(right)
        for mark in _marks(row):
            marked[mark].add(right)
    for left, row in enumerate(new):
        alike = exact.get(_exact_key(row)) or {right for mark in _marks(row) for right in marked.get(mark, ())}
        yield from ((left, right) for right in alike)


def _exact_key(row: ListRow) -> tuple[str, ...]:
    address = row.address
    place = (address.street or address.as_written, address.civic or "", address.staircase or "", address.flat or "")
    return (name_words(row), *map(fold, place), row.fiscal_code or "")


def _marks(row: ListRow) -> set[str]:
    words = {word[:4] for spelling in _spellings(row) for word in spelling.split() if len(word) > 1}
    street = fold(row.address.street or row.address.as_written).split()
    places = {f"{street[-1][:4]}/{row.address.civic}"} if street else set()
    return words | places | ({row.fiscal_code} if row.fiscal_code else set())


def _spellings(row: ListRow) -> tuple[str, ...]:
    """Folded names under which the row may stand in another list."""
    others = [(other.surname, row.given_name) for other in row.other_surnames]
    people = [(person.surname, person.given_name) for person in (*row.other_readings, *row.co_tenants)]
    names = [(row.surname, row.given_name), *others, *people]
    return tuple(dict.fromkeys(filter(None, (fold(f"{surname} {given}") for surname, given in names))))


def _likeness(one: str, other: str) -> float:
    if _abbreviates(one, other) or _abbreviates(other, one):
        return SAME_NAME
    return max(fuzz.token_sort_ratio(one, other), fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")))


def _abbreviates(short: str, long: str) -> bool:
    """ROSSI M for ROSSI MARIO."""
    left, right = short.split(), long.split()
    initials = [word for word in left if len(word) == 1]
    whole = [word for word in left if len(word) > 1]
    rest = [word for word in right if word not in whole]
    return (
        bool(initials and whole) and len(left) == len(right) and _all_begin(initials, rest) and set(whole) <= set(right)
    )


def _all_begin(initials: Iterable[str], words: list[str]) -> bool:
    return sorted(initials) == sorted(word[0] for word in words)


def _nearness(one: Address, other: Address) -> Nearness:
    left, right = (fold(address.street or address.as_written) for address in (one, other))
    if not left or not right:
        return Nearness.UNKNOWN
    if one.street is None or other.street is None:
        return Nearness.CIVIC if fuzz.token_set_ratio(left, right) >= SAME_STREET else Nearness.ELSEWHERE
    if fuzz.token_set_ratio(left, right) < SAME_STREET:
        return Nearness.ELSEWHERE
    if one.civic != other.civic and one.civic is not None and other.civic is not None:
        return Nearness.STREET
    if one.flat is None or other.flat is None:
        return Nearness.CIVIC
    return Nearness.FLAT if fold(one.flat) == fold(other.flat) else Nearness.OTHER_FLAT
