# SPDX-License-Identifier: EUPL-1.2
"""A list matched with the registry, row by row, after one comparison of all its words."""

from collections.abc import Sequence

from pecwatch.matching.closeness import Closeness
from pecwatch.matching.decide import Posterior, Weighed, band_of, cohabitant_bits, posterior
from pecwatch.matching.evidence import Scales, surname_answer, total, weigh
from pecwatch.matching.index import RegistryIndex
from pecwatch.matching.neighbours import Neighbours
from pecwatch.matching.places import Streets, street_words
from pecwatch.matching.readings import Party, parties_of
from pecwatch.matching.retrieval import Retrieval
from pecwatch.model.listing import ListRow
from pecwatch.model.match import Candidate, HouseholdMatch, Match
from pecwatch.model.record import record
from pecwatch.rules import Rules

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
    retrieval: Retrieval


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
    return tuple(_match(row, tenants, row_id, desk) for row, tenants, row_id in zip(rows, parties, ids, strict=True))


def _desk(parties: Sequence[Party], index: RegistryIndex, rules: Rules) -> _Desk:
    """Compare all words of the list with all words of the registry, once."""
    readings = [reading for party in parties for reading in party.readings]
    surnames = {token for reading in readings for token in (*reading.surname.tokens, reading.surname.whole)}
    surnames |= {token for party in parties for other in party.other_surnames for token in (*other.tokens, other.whole)}
    given_names = {token for reading in readings for token in (*reading.given_name.tokens, reading.given_name.whole)}
    spellings = rules.matching.spelling.alike
    scales = Scales(
        surnames=Closeness(surnames, index.surnames, spellings),
        given_names=Closeness(given_names, index.given_names, spellings),
        weights=rules.matching,
        reference=index.reference,
    )
    streets = Streets((party.place.street for party in parties), index.streets)
    return _Desk(index=index, scales=scales, streets=streets, retrieval=Retrieval(index, scales))


def _match(row: ListRow, parties: tuple[Party, ...], row_id: str, desk: _Desk) -> Match:
    weights = desk.scales.weights
    answers = [_answer(party, desk, name_party=len(parties) > 1) for party in parties]
    best: dict[tuple[int, str], tuple[int, Candidate]] = {}
    for identity, candidate in (found for answer in answers for found in answer.candidates):
        known = best.setdefault((identity, candidate.folder), (identity, candidate))
        if candidate.probability > known[1].probability:
            best[identity, candidate.folder] = (identity, candidate)
    ranked = sorted((candidate for _, candidate in best.values()), key=_rank)[: weights.candidates]
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


def _rank(candidate: Candidate) -> tuple[float, bool, str, str]:
    """Likeliest first; of two folders of one person the open one."""
    closed = (candidate.folder_state or "").casefold().startswith("chius")
    return (-candidate.probability, closed, candidate.folder, candidate.name)


def _answer(party: Party, desk: _Desk, *, name_party: bool) -> _Answer:
    neighbours = Neighbours(party.place, desk.streets, desk.index, desk.scales.weights)
    people = [_weighed(number, party, neighbours, desk) for number in desk.retrieval.candidates(party, neighbours)]
    cohabitants = _cohabitants(party, neighbours, desk)
    chances = posterior(people, cohabitants, desk.scales.weights, desk.scales.reference)
    return _Answer(
        candidates=tuple(
            (one.identity, _candidate(one, chances, party.name if name_party else "", desk)) for one in people
        ),
        households=tuple(
            HouseholdMatch(id=household, probability=chance, operator=_operator(household, desk.index))
            for household, chance in chances.households.items()
            if household in cohabitants
        ),
    )


def _weighed(number: int, party: Party, neighbours: Neighbours, desk: _Desk) -> Weighed:
    one = desk.index.people[number]
    evidence = weigh(party, one, neighbours, desk.scales)
    return Weighed(
        number=number, identity=one.identity, household=one.household, score=total(evidence), evidence=evidence
    )


def _cohabitants(party: Party, neighbours: Neighbours, desk: _Desk) -> dict[str, float]:
    """For each household of the building, what speaks for a member whom the registry does not name."""
    found: dict[str, float] = {}
    for number in sorted(neighbours.in_building):
        one = desk.index.people[number]
        address = neighbours.bits(number, one)
        answers = [
            surname_answer(reading, party, one, desk.scales) for reading in party.readings if not reading.swapped
        ]
        agreeing = [a.comparison.bits for a in answers if a is not None and a.comparison.level is not None]
        bits = cohabitant_bits(address, max(agreeing, default=None), desk.scales.weights)
        found[one.household] = max(bits, found.get(one.household, bits))
    return found


def _candidate(one: Weighed, chances: Posterior, party: str, desk: _Desk) -> Candidate:
    person = desk.index.people[one.number].person
    return Candidate(
        folder=person.folder,
        probability=chances.identities[one.identity],
        evidence=one.evidence,
        operator=person.operator,
        name=f"{person.surname} {person.given_name}".strip(),
        household_id=person.household_id,
        party=party,
        folder_state=person.folder_state,
    )


def _operator(household: str, index: RegistryIndex) -> str | None:
    """Whoever follows the household: the operator of an open folder, else of any."""
    people = [index.people[number].person for number in index.households[household]]
    followed = [person for person in people if person.operator]
    still_open = [p for p in followed if not (p.folder_state or "").casefold().startswith("chius")]
    return next((person.operator for person in (*still_open, *followed)), None)
