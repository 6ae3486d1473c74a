# SPDX-License-Identifier: EUPL-1.2
"""The streets of a list compared with those of a registry, word by word, all at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from pecwatch.matching.closeness import Ids
from pecwatch.matching.dwellings import Dwellings
from pecwatch.matching.places import CARDINALS, ORDINALS, SAINTS, Place, StreetForm
from pecwatch.matching.proximity import (
    DIFFERENT,
    FLAGS,
    NEARNESSES,
    NUMBERS,
    UNSAID,
    AddressColumns,
    Codes,
    codes_of,
    in_building,
)
from pecwatch.matching.sounds import outline
from pecwatch.model.record import record

_MISSPELT_ONCE_IN = 20
"""Of two streets written alike, one with so many times the dwellings of the other is the other spelled right."""

_SHORTEST_NAMING = 3
"""Letters of a word that can name a street."""

_RUN_INTO = ("VIA", "VIALE", "DELL")
"""What loses the blank or the apostrophe behind it: VIAGARIBALDI, DELLANNONA."""

_SHORTEST_RUN_INTO = 5
"""Letters of the street behind it."""


@record
class _Street:
    """The dwellings of a street and of those that are written alike."""

    dwellings: Ids
    addresses: AddressColumns
    forms: Codes
    """For each dwelling how its street is written, as a StreetForm."""
    households: NDArray[np.int64]
    """In each dwelling."""
    types: frozenset[int]
    """The types under which the registry knows just this name."""


@record
class Around:
    """The dwellings around one address."""

    code_of: Codes
    """How near each dwelling of the registry lies."""
    in_building: Ids
    """The dwellings with the same street and civic number."""
    street_known: bool
    """The registry knows a street of just this name and type: then one that is spelled alike is another street."""
    street_heard: bool
    """The registry knows a street of this name or one written alike."""
    households_at: NDArray[np.float64]
    """Known households at each nearness, the nearest first."""


class Streets:
    """The streets of a list among those of a registry."""

    def __init__(self, wanted: Iterable[str], dwellings: Dwellings, given_names: frozenset[str] = frozenset()) -> None:
        """Compare.

        Args:
            wanted: Folded names of streets, without their types.
            given_names: Those the rules know; stradari put them behind the surname.
        """
        self._dwellings = dwellings
        streets = sorted(set(wanted) - {""})
        self._near = _near_streets(streets, dwellings.streets, given_names) if dwellings.streets else {}
        self._seen: dict[str, _Street] = {}

    def around(self, place: Place) -> Around:
        """The dwellings of a street and of those written alike, and how near each is to one address."""
        dwellings = self._dwellings
        if place.street not in self._seen:
            self._seen[place.street] = self._street(place.street)
        street, printed = self._seen[place.street], dwellings.printed(place)
        codes = codes_of(printed, street.addresses, street.forms)
        code_of = dwellings.elsewhere.copy()
        code_of[street.dwellings] = codes
        namesakes = dwellings.with_numbers(printed)
        namesakes = namesakes[code_of[namesakes] == DIFFERENT]
        code_of[namesakes] = NUMBERS
        counted = np.bincount(codes // FLAGS, weights=street.households, minlength=len(NEARNESSES))
        found: NDArray[np.float64] = counted.astype(np.float64)
        found[NUMBERS // FLAGS] = dwellings.households[namesakes].sum()
        return Around(
            code_of=code_of,
            in_building=street.dwellings[in_building(codes)],
            street_heard=bool(len(street.dwellings)),
            street_known=(place.street, place.street_type) in dwellings.official
            or (bool(street.types) and (printed.street_type == UNSAID or printed.street_type in street.types)),
            households_at=found,
        )

    def _street(self, name: str) -> _Street:
        table = self._dwellings
        number = table.street_number.get(name)
        exact = np.zeros(0, dtype=np.int32) if number is None else table.of_street.of(number)
        alike = self._near.get(name, {})
        others, owners = table.of_street.of_all(np.array(list(alike), dtype=np.int32))
        forms = np.array(
            [StreetForm.SHORT if self._is_misspelt(other, len(exact)) else form for other, form in alike.items()],
            dtype=np.int16,
        )[owners]
        near = np.concatenate([exact, others])
        return _Street(
            dwellings=near,
            addresses=table.addresses.of(near),
            forms=np.concatenate([np.zeros(len(exact), dtype=np.int16), forms]),
            households=table.households[near],
            types=frozenset(table.addresses.street_type[exact].tolist()),
        )

    def _is_misspelt(self, other: int, dwellings: int) -> bool:
        """Whether the registry itself misspells a street here and there, and spells it right where most live."""
        return len(self._dwellings.of_street.of(other)) * _MISSPELT_ONCE_IN <= dwellings


def _near_streets(
    wanted: Sequence[str], known: Sequence[str], given_names: frozenset[str]
) -> dict[str, dict[int, StreetForm]]:
    holding: defaultdict[str, set[int]] = defaultdict(set)
    for place, street in enumerate(known):
        for word in street.split():
            holding[word].add(place)
    words = sorted(word for word in holding if _names(word))
    close = _close_words({word for street in wanted for word in street.split()}, words)
    run_together = _run_together(known)
    found: dict[str, dict[int, StreetForm]] = {}
    for street in wanted:
        places = {place for word in street.split() for other in close.get(word, ()) for place in holding[other]}
        turned = _turned(street, given_names)
        likenesses = {
            place: likeness(street, known[place]) or likeness(turned, _turned(known[place], given_names))
            for place in places
            if known[place] != street
        }
        found[street] = {place: like for place, like in likenesses.items() if like is not None}
        glued = {place for text in _glued(street) for place in run_together.get(text, ())}
        found[street] |= dict.fromkeys(sorted(place for place in glued if known[place] != street), StreetForm.SHORT)
    return found


def _turned(street: str, given_names: frozenset[str]) -> str:
    """VERDI GIUSEPPE as GIUSEPPE VERDI; a street that does not end with a given name as it is."""
    words = street.split()
    behind = len(words) > 1 and words[-1] in given_names and words[0] not in given_names and SAINTS.isdisjoint(words)
    return " ".join([words[-1], *words[:-1]]) if behind else street


def _run_together(streets: Sequence[str]) -> dict[str, list[int]]:
    """The places of streets by their letters alone: MONTEGRAPPA is MONTE GRAPPA, DELLANNONA was dell'Annona."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, street in enumerate(streets):
        for text in _glued(street):
            found[text].append(place)
    return dict(found)


def _glued(street: str) -> set[str]:
    """A street without its blanks, and without what may have run into its first word."""
    text = "MILLE" if street == "1000" else street.replace(" ", "")
    bare = (text.removeprefix(lead) for lead in _RUN_INTO)
    return {text, *(name for name in bare if len(name) >= _SHORTEST_RUN_INTO)}


def _close_words(wanted: Iterable[str], known: Sequence[str]) -> dict[str, list[str]]:
    naming = sorted(word for word in wanted if _names(word))
    if not naming or not known:
        return {}
    outlines: defaultdict[str, list[str]] = defaultdict(list)
    for word in known:
        outlines[outline(word)].append(word)
    found = {word: list(outlines.get(outline(word), ())) for word in naming}
    slips, known_slips = (np.array([_slips(word) for word in words], dtype=np.uint8) for words in (naming, known))
    most = int(max(slips.max(), known_slips.max()))
    distances = cdist(naming, known, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)
    for row, place in np.argwhere(distances <= np.minimum(slips[:, None], known_slips)).tolist():
        found[naming[row]].append(known[place])
    return found


@lru_cache(maxsize=65_536)
def likeness(street: str, other: str) -> StreetForm | None:
    """Whether two streets may be one: each word of the shorter stands in the longer, the word that names it too."""
    fewer, more = sorted((street.split(), other.split()), key=len)
    left = list(more)
    slipped = False
    named = False
    for word in sorted(fewer, key=len, reverse=True):
        best = min(left, key=lambda candidate: _cost(word, candidate))
        cost = _cost(word, best)
        if cost > _SLIPPED:
            return None
        left.remove(best)
        slipped |= cost == _SLIPPED
        named |= cost != _SHORTENED
    if not named or not any(map(_names, fewer)):
        return None
    if fewer[-1] != more[-1] and not slipped and more[-1] in left and not _may_be_left_out(more[-1], fewer):
        return None  # VIA GIUSEPPE is no short form of VIA GIUSEPPE VERDI
    return StreetForm.SLIP if slipped else StreetForm.SHORT


def _names(word: str) -> bool:
    """Whether a word can name a street: no initial, and no saint; a day or a pope's number can."""
    return len(word) >= _SHORTEST_NAMING or word.isdigit()


def _may_be_left_out(last: str, others: Sequence[str]) -> bool:
    """An initial behind the name (VERDI G), and the number of a king or pope behind two words that name him."""
    if last.isdigit():
        return sum(word not in SAINTS for word in others) > 1
    return len(last) == 1


_EQUAL, _SHORTENED, _SLIPPED, _UNLIKE = range(4)


def _cost(word: str, other: str) -> int:
    if word == other:
        return _EQUAL
    if {word, other} <= SAINTS:
        return _SHORTENED
    shorter, longer = sorted((word, other), key=len)
    if longer.startswith(shorter) and len(shorter) < _SHORTEST_NAMING and not shorter.isdigit():
        return _SHORTENED
    if shorter.isdigit() or longer.isdigit():
        return _SHORTENED if shorter in (ORDINALS.get(longer), CARDINALS.get(longer)) else _UNLIKE
    if OSA.distance(word, other, score_cutoff=3) <= _slips(shorter) or outline(word) == outline(other):
        return _SLIPPED
    return _SHORTENED if longer.startswith(shorter) else _UNLIKE  # GEN and GENERALE, GIUS and GIUSEPPE


def _slips(word: str) -> int:
    """How many letters of a word may differ."""
    return sum(len(word) >= letters for letters in (4, 7, 11))
