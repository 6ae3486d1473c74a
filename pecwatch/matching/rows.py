# SPDX-License-Identifier: EUPL-1.2
"""A list matched with the registry, row by row, after one comparison of all its words."""

from collections.abc import Iterator, Sequence
from itertools import islice, tee

import numpy as np

from pecwatch.italian.name_order import given_names_of
from pecwatch.matching.closeness import Ids
from pecwatch.matching.decide import Building, Prior, band_of, cohabitant_bits, posterior, prior_of
from pecwatch.matching.evidence import ReadAs, Scales, total, weigh
from pecwatch.matching.index import RegistryIndex
from pecwatch.matching.names import NameScale
from pecwatch.matching.neighbours import AddressScale, Neighbours
from pecwatch.matching.places import street_words
from pecwatch.matching.readings import Party, parties_of
from pecwatch.matching.retrieval import Glance, exactly, glances
from pecwatch.matching.streets import Streets
from pecwatch.model.listing import ListRow
from pecwatch.model.match import Candidate, Evidence, HouseholdMatch, Match
from pecwatch.model.person import LEFT
from pecwatch.model.record import record
from pecwatch.rules import Rules

_EXACT = 40
"""People of the tenant's day of birth or code who are weighed in full; thousands share a day put for an unknown one."""

_CLOSED = ("chius", "archiv", "cess", "conclus", "dimess", "deced", "termin")
"""How registries begin to say that a folder is followed no more."""

_SHOWN_HOUSEHOLD = 0.01
"""A household less likely than this is not worth naming."""


@record
class _Answer:
    """What the registry says of one tenant."""

    candidates: tuple[tuple[int, Candidate], ...]
    """With the identity of each."""
    households: tuple[HouseholdMatch, ...]


@record
class _Desk:
    """Everything that serves a whole list."""

    index: RegistryIndex
    scales: Scales
    streets: Streets
    addresses: AddressScale
    prior: Prior


def match_rows(
    rows: tuple[ListRow, ...], index: RegistryIndex, rules: Rules, ids: tuple[str, ...]
) -> tuple[Match, ...]:
    """Say for each row whom of the registry it may mean, how surely, and why.

    Args:
        ids: How each row is called in the answer, in the order of the rows.
    """
    streets, weights = street_words(rules.addresses), rules.matching
    parties = [parties_of(row, rules.names.particles, streets, weights.reading) for row in rows]
    desk = _desk([party for row in parties for party in row], index, rules)
    answers = _answers(parties, desk)
    return tuple(
        _match(row, tuple(islice(answers, len(tenants))), row_id, desk)
        for row, tenants, row_id in zip(rows, parties, ids, strict=True)
    )


def _answers(parties: Sequence[tuple[Party, ...]], desk: _Desk) -> Iterator[_Answer]:
    """What the registry says of each tenant of each row."""
    tenants = [(party, len(row) > 1) for row in parties for party in row]
    around = ((party, Neighbours(party.place, desk.streets, desk.index, desk.addresses)) for party, _ in tenants)
    looked, weighed = tee(around)
    for (party, is_several), seen, (_, neighbours) in zip(tenants, glances(looked, desk.scales), weighed, strict=True):
        yield _answer(party, seen, neighbours, desk, name_party=is_several)


def _desk(parties: Sequence[Party], index: RegistryIndex, rules: Rules) -> _Desk:
    """Compare all words of the list with all words of the registry, once."""
    readings = [reading for party in parties for reading in party.readings]
    surnames = {token for reading in readings for token in reading.surname.tokens}
    surnames |= {token for party in parties for other in party.other_surnames for token in other.tokens}
    given_names = {token for reading in readings for token in reading.given_name.tokens}
    weights = rules.matching
    scales = Scales(
        index=index,
        surnames=NameScale(surnames, index.surnames, weights.surname, index.reference),
        given_names=NameScale(given_names, index.given_names, weights.given_name, index.reference),
        weights=weights,
    )
    wanted = (party.place.street for party in parties)
    streets = Streets(wanted, index.dwellings, given_names_of(rules.names))
    return _Desk(
        index=index,
        scales=scales,
        streets=streets,
        addresses=AddressScale(weights, index.reference),
        prior=prior_of(weights, index.reference),
    )


def _match(row: ListRow, answers: tuple[_Answer, ...], row_id: str, desk: _Desk) -> Match:
    weights = desk.scales.weights
    best: dict[tuple[int, str], tuple[int, Candidate]] = {}
    for identity, candidate in (found for answer in answers for found in answer.candidates):
        known = best.setdefault((identity, candidate.folder), (identity, candidate))
        if candidate.probability > known[1].probability:
            best[identity, candidate.folder] = (identity, candidate)
    ranked = _of_every_tenant([candidate for _, candidate in best.values()], weights.candidates)
    households = sorted((h for answer in answers for h in answer.households), key=lambda h: (-h.probability, h.id))
    household = households[0] if households and households[0].probability >= _SHOWN_HOUSEHOLD else None
    return Match(
        id=row_id,
        name=row.name_as_written or f"{row.surname} {row.given_name}".strip(),
        address=row.address.as_written,
        band=band_of(ranked, household, weights.bands),
        candidates=tuple(ranked),
        household=household,
    )


def _of_every_tenant(candidates: Sequence[Candidate], most: int) -> list[Candidate]:
    """The likeliest candidates, best first; the best of each tenant before the second of another."""
    ranked = sorted(candidates, key=_rank)
    first: dict[str, Candidate] = {}
    for candidate in ranked:
        first.setdefault(candidate.party, candidate)
    others = [candidate for candidate in ranked if candidate is not first[candidate.party]]
    return sorted([*first.values(), *others][:most], key=_rank)


def _rank(candidate: Candidate) -> tuple[float, bool, str, str]:
    """Likeliest first; of two folders of one person the open one."""
    return (-candidate.probability, _is_closed(candidate.folder_state), candidate.folder, candidate.name)


def _answer(party: Party, seen: Glance, neighbours: Neighbours, desk: _Desk, *, name_party: bool) -> _Answer:
    index, weights = desk.index, desk.scales.weights
    best = np.argsort(-seen.scores, kind="stable")[: weights.candidates].tolist()
    if exact := exactly(party, index):
        places = np.searchsorted(seen.people, np.concatenate(exact))
        promising = places[np.argsort(-seen.scores[places], kind="stable")[:_EXACT]]
        best = list(dict.fromkeys([*best, *promising.tolist()]))
    reasons = {place: _reasons(place, seen, party, neighbours, desk) for place in best}
    scores = seen.scores.copy()
    scores[best] = [total(evidence) for evidence in reasons.values()]
    building = _building(seen, neighbours, desk)
    chances = posterior(scores, _twins(seen.people, index), building, desk.prior)
    shown = sorted(best, key=lambda place: (-chances.people[place], place))[: weights.candidates]
    party_name = party.name if name_party else ""
    return _Answer(
        candidates=tuple(
            (
                int(index.identity_of[seen.people[place]]),
                _candidate(int(seen.people[place]), float(chances.people[place]), reasons[place], party_name, index),
            )
            for place in shown
        ),
        households=tuple(
            HouseholdMatch(id=index.households[household], probability=chance, operator=_operator(household, index))
            for household, chance in chances.households.items()
            if chance >= _SHOWN_HOUSEHOLD
        ),
    )


def _building(seen: Glance, neighbours: Neighbours, desk: _Desk) -> Building:
    people = neighbours.in_building
    households = desk.index.household_of[people]
    surnames = seen.as_printed[seen.in_building]
    addresses, other_flat = neighbours.bits(people), neighbours.in_other_flat
    cohabitants = cohabitant_bits(households, addresses, other_flat, surnames, desk.scales.weights)
    return Building(places=seen.in_building, households=households, cohabitants=cohabitants)


def _twins(people: Ids, index: RegistryIndex) -> dict[int, Ids]:
    """Where among some people those stand who are one human being, by its number."""
    places = np.flatnonzero(index.has_twin[people])
    identities = index.identity_of[people[places]]
    order = np.argsort(identities, kind="stable")
    ranked = identities[order]
    again = np.unique(ranked[1:][ranked[1:] == ranked[:-1]])
    return {identity: places[identities == identity].astype(np.int32) for identity in again.tolist()}


def _reasons(place: int, seen: Glance, party: Party, neighbours: Neighbours, desk: _Desk) -> tuple[Evidence, ...]:
    read = None
    if party.readings:
        reading = party.readings[int(seen.readings[place])]
        read = ReadAs(reading=reading, surname_bits=float(seen.surnames[place]))
    return weigh(party, read, int(seen.people[place]), neighbours, desk.scales)


def _candidate(
    number: int, probability: float, evidence: tuple[Evidence, ...], party: str, index: RegistryIndex
) -> Candidate:
    person = index.people[number if number < index.registered else index.registered_as[number - index.registered]]
    return Candidate(
        folder=person.folder,
        probability=probability,
        evidence=evidence,
        operator=person.operator,
        name=f"{person.surname} {person.given_name}".strip(),
        household_id=person.household_id,
        party=party,
        folder_state=person.folder_state,
    )


def _is_closed(state: str | None) -> bool:
    """Whether a folder is closed, or its person has left the registry."""
    return (state or "").casefold().startswith(_CLOSED) or state == LEFT


def _operator(household: int, index: RegistryIndex) -> str | None:
    """Whoever follows the household: the operator of an open folder, else of any."""
    people = [index.people[number] for number in index.members.of(household).tolist()]
    followed = [person for person in people if person.operator]
    still_open = [person for person in followed if not _is_closed(person.folder_state)]
    return next((person.operator for person in (*still_open, *followed)), None)
