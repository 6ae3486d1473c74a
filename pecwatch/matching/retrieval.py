# SPDX-License-Identifier: EUPL-1.2
"""A quick look at everybody of the registry whom tenants may be; many rows at once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pecwatch.matching.closeness import Ids
from pecwatch.matching.evidence import Scales
from pecwatch.matching.index import NOBODY, RegistryIndex, day_number
from pecwatch.matching.names import Bits, NameScale
from pecwatch.matching.neighbours import Neighbours
from pecwatch.matching.readings import NameReading, Party
from pecwatch.matching.tokens import Words
from pecwatch.model.record import record

_NO_REASON = -2.5
"""Bits of a surname; less is no reason to think of somebody, unless he lives there."""

_MANY = 300
"""Namesakes of a tenant; of fewer each is weighed."""

_CELLS = 1_000_000
"""Of a table of printed names against registered ones that is filled at a time: 8 MB."""


@record
class Glance:
    """People worth a thought for one tenant, and what name and address say of each in bits."""

    people: Ids
    """Numbers, rising."""
    in_building: Ids
    """Places of those who live in the building of the row."""
    scores: Bits
    readings: NDArray[np.int64]
    """Which reading of the printed name fits each best."""
    surnames: Bits
    """Of the surname alone, in that reading."""
    as_printed: Bits
    """Of the surname alone, in the best of the readings that are not turned round."""


def glances(parties: Iterable[tuple[Party, Neighbours]], scales: Scales) -> Iterator[Glance]:
    """For each tenant everybody who shares a surname, the building, the date or the code."""
    size = max(8, _CELLS // (3 * len(scales.surnames.table) + 1))
    waiting = iter(parties)
    while several := list(islice(waiting, size)):
        yield from _Several([party for party, _ in several], [around for _, around in several], scales).glances()


class _Several:
    """Some tenants at once: pairs of a tenant and a person, sorted by both."""

    def __init__(self, parties: Sequence[Party], around: Sequence[Neighbours], scales: Scales) -> None:
        self._parties, self._around, self._scales = parties, around, scales
        index = scales.index
        found = [_namesakes(parties, around, scales)]
        inside = [neighbours.in_building for neighbours in around]
        found.append(_owned(inside))
        found.append(_owned([np.concatenate([_NOBODY, *exactly(party, index)]) for party in parties]))
        count = len(index.people) + 1
        keys = np.unique(np.concatenate([owners.astype(np.int64) * count + people for owners, people in found]))
        owner, person = np.divmod(keys, count)
        self._owner = owner
        self._people: Ids = person.astype(np.int32)
        self._ends = np.searchsorted(owner, np.arange(len(parties) + 1))
        owners, people = _owned(inside)
        self._inside = np.searchsorted(keys, owners.astype(np.int64) * count + people)
        self._inside_ends = np.cumsum([0, *map(len, inside)])
        households = owners.astype(np.int64) * count + index.household_of[people]
        self._household = np.unique(households, return_inverse=True)[1]

    def glances(self) -> Iterator[Glance]:
        """The pairs weighed, tenant by tenant."""
        best = np.full(len(self._people), -np.inf)
        readings = np.zeros(len(self._people), dtype=np.int64)
        surnames, as_printed = best.copy(), best.copy()
        readings_of_all = [one for party in self._parties for one in party.readings]
        borne = [words for party in self._parties for words in party.other_surnames]
        of_surname = _Table(self._scales.surnames, [*(one.surname for one in readings_of_all), *borne])
        of_given = _Table(self._scales.given_names, [one.given_name for one in readings_of_all])
        given = self._scales.index.given_name_of[self._people]
        for slot in range(max((len(party.readings) for party in self._parties), default=0)):
            read = [party.readings[slot] if slot < len(party.readings) else None for party in self._parties]
            bits = self._of_surname(read, of_surname)
            rows = self._rows(of_given, [None if one is None else one.given_name for one in read])
            weights = np.array([-np.inf if one is None else log2(one.weight) for one in read])
            names: Bits = bits + of_given.bits(rows, given) + weights[self._owner]
            better = names > best
            best, readings = np.where(better, names, best), np.where(better, slot, readings)
            surnames = np.where(better, bits, surnames)
            plain = np.array([one is not None and not one.swapped for one in read])[self._owner]
            as_printed = np.where(plain & (bits > as_printed), bits, as_printed)
        unread = np.array([not party.readings for party in self._parties])[self._owner]
        best = np.where(unread, 0.0, best)
        for number, around in enumerate(self._around):
            here = slice(self._ends[number], self._ends[number + 1])
            people = self._people[here]
            inside = self._inside[self._inside_ends[number] : self._inside_ends[number + 1]] - self._ends[number]
            yield Glance(
                people=people,
                in_building=inside.astype(np.int32),
                scores=best[here] + around.bits(people),
                readings=readings[here],
                surnames=surnames[here],
                as_printed=as_printed[here],
            )

    def _rows(self, table: "_Table", printed: Sequence[Words | None]) -> NDArray[np.int64]:
        """The row of the table for each pair."""
        return np.array([table.row(words) for words in printed])[self._owner]

    def _of_surname(self, read: Sequence[NameReading | None], table: "_Table") -> Bits:
        """As `surname_answer` weighs it, and the household's surname too."""
        index, weights = self._scales.index, self._scales.weights.surname
        own, other = index.surname_of[self._people], index.other_surname_of[self._people]
        rows = self._rows(table, [None if one is None else one.surname for one in read])
        plainly = table.bits(rows, own)
        crossed = np.where(other == NOBODY, -np.inf, table.bits(rows, other)) if (other != NOBODY).any() else None
        second = np.zeros(len(own))
        for slot in range(max((len(party.other_surnames) for party in self._parties), default=0)):
            borne = [one.other_surnames[slot] if slot < len(one.other_surnames) else None for one in self._parties]
            rows = self._rows(table, borne)
            told = np.array([words is not None for words in borne])[self._owner]
            of_other = np.where(other == NOBODY, -np.inf, table.bits(rows, other))
            through = np.where(told, np.maximum(table.bits(rows, own), of_other), -np.inf)
            crossed = through if crossed is None else np.maximum(crossed, through)
            second = np.where(told & (other != own), np.maximum(second, of_other), second)
        bits = plainly
        if crossed is not None:
            also = np.where(plainly > self._scales.surnames.different, np.minimum(second, weights.also_other_bits), 0.0)
            bits = np.maximum(plainly + also, crossed + log2(weights.through_other))
        if len(self._inside):
            of_household = np.full(self._household.max() + 1, -np.inf)
            np.maximum.at(of_household, self._household, bits[self._inside])
            through = of_household[self._household] + log2(weights.through_household)
            bits[self._inside] = np.maximum(bits[self._inside], through)
        return bits


class _Table:
    """Printed names against registered ones, a row for each."""

    def __init__(self, scale: NameScale, printed: Iterable[Words]) -> None:
        words = {one.parts: one for one in printed if one.parts}
        self._numbers = {parts: row for row, parts in enumerate(words, 1)}
        agreeing = [scale.agreeing(one) for one in words.values()]
        self._bits: Bits = np.full((len(words) + 1, len(scale.table) + 1), scale.different)
        self._bits[0] = 0.0
        self._bits[:, NOBODY] = 0.0
        owners, names = _owned([found.names for found in agreeing])
        self._bits[owners + 1, names] = np.concatenate([np.zeros(0), *(found.bits for found in agreeing)])

    def row(self, printed: Words | None) -> int:
        """The row of a printed name; that of a blank one, which says nothing, is all 0."""
        return 0 if printed is None else self._numbers.get(printed.parts, 0)

    def bits(self, rows: NDArray[np.int64], names: Ids) -> Bits:
        """The bits of pairs of a printed and a registered name; 0 where the registry gives none."""
        bits: Bits = self._bits[rows, names]
        return bits


_NOBODY: Ids = np.zeros(0, dtype=np.int32)


def _owned(people: Sequence[Ids]) -> tuple[Ids, Ids]:
    """Everybody in one array, and whose each is."""
    owners = np.repeat(np.arange(len(people), dtype=np.int32), [len(one) for one in people])
    return owners, np.concatenate([_NOBODY, *people])


def _namesakes(parties: Sequence[Party], around: Sequence[Neighbours], scales: Scales) -> tuple[Ids, Ids]:
    """Pairs of a tenant and somebody whose surname is like one of the tenant's."""
    return _owned([_namesakes_of(*pair, scales) for pair in zip(parties, around, strict=True)])


def _namesakes_of(party: Party, neighbours: Neighbours, scales: Scales) -> Ids:
    printed = {one.parts: one for one in (*(one.surname for one in party.readings), *party.other_surnames)}
    agreeing = [scales.surnames.agreeing(words) for parts, words in printed.items() if parts]
    names = np.concatenate([_NOBODY, *(found.names[found.bits > _NO_REASON] for found in agreeing)])
    people: Ids = np.concatenate([bearers.of_all(names)[0] for bearers in scales.surnames.table.bearers])
    if len(people) < _MANY:
        return people
    # Of thousands of namesakes those whose given name and address are both others are hopeless. Where one side tells
    # no address they are not: so many of them together weigh enough to be missed in the probabilities of the others.
    promising = _given_names(party, scales)[scales.index.given_name_of[people]]
    return people[promising | neighbours.may_be_near(people)]


def _given_names(party: Party, scales: Scales) -> NDArray[np.bool_]:
    """Which given names agree with one of the tenant's; the last stands for none, which contradicts nothing."""
    agrees = np.zeros(len(scales.given_names.table) + 1, dtype=np.bool_)
    agrees[NOBODY] = True
    for given_name in {one.given_name.parts: one.given_name for one in party.readings}.values():
        if given_name.parts:
            agrees[scales.given_names.agreeing(given_name).names] = True
        else:
            agrees[:] = True
    return agrees


def exactly(party: Party, index: RegistryIndex) -> list[Ids]:
    """The people who have the tenant's codice fiscale or day of birth."""
    found: list[Ids] = []
    if party.fiscal_code:
        found.append(_equal(index.code_of, index.by_code, party.fiscal_code.encode("ascii", "replace")))
    if party.birth_date is not None:
        found.append(_equal(index.born_on, index.by_birth, day_number(party.birth_date)))
    return found


def _equal(column: NDArray[Any], order: NDArray[np.int64], value: bytes | int) -> Ids:
    """The places of a column that hold a value, looked up through the order of its values."""
    wanted = np.array([value], dtype=column.dtype)
    first, last = (np.searchsorted(column, wanted, side=side, sorter=order)[0] for side in ("left", "right"))
    return order[first:last].astype(np.int32)
