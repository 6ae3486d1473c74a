# SPDX-License-Identifier: EUPL-1.2
"""From weights to probabilities and a band: each known person, an unknown cohabitant, a stranger."""

from collections.abc import Mapping, Sequence
from math import log2

from pecwatch.model.match import Band, Candidate, Evidence, HouseholdMatch
from pecwatch.model.record import record
from pecwatch.rules.matching import BandThresholds, MatchingRules


@record
class Weighed:
    """One person, with everything that speaks for and against."""

    number: int
    identity: int
    household: str
    score: float
    """Sum of the bits of the evidence."""
    evidence: tuple[Evidence, ...]


@record
class Posterior:
    """Probabilities that, with that of a stranger, add up to 1."""

    identities: Mapping[int, float]
    households: Mapping[str, float]
    """That the row means a member of the household, known or not."""


def posterior(
    people: Sequence[Weighed], cohabitants: Mapping[str, float], rules: MatchingRules, reference: float
) -> Posterior:
    """Weigh all explanations of a row against each other.

    Args:
        cohabitants: For each known household near the address, the bits that speak for a member the
            registry does not name.
        reference: How many people the prior of a known person is spread over.
    """
    known = rules.prior.known_person / reference
    unknown = rules.prior.unknown_cohabitant * rules.people_per_household / reference
    scores: dict[int, float] = {}
    for one in people:
        scores[one.identity] = max(one.score, scores.get(one.identity, one.score))
    identities = {identity: known * 2.0**score for identity, score in scores.items()}
    unknowns = {household: unknown * 2.0**bits for household, bits in cohabitants.items()}
    everything = rules.prior.stranger + sum(identities.values()) + sum(unknowns.values())
    households = {household: weight / everything for household, weight in unknowns.items()}
    for household, identity in sorted({(one.household, one.identity) for one in people}):
        households[household] = households.get(household, 0.0) + identities[identity] / everything
    return Posterior(
        identities={identity: weight / everything for identity, weight in identities.items()}, households=households
    )


def band_of(candidates: Sequence[Candidate], household: HouseholdMatch | None, thresholds: BandThresholds) -> Band:
    """The name of a match; a known dwelling goes before a merely possible person."""
    best = candidates[0].probability if candidates else 0.0
    if best >= thresholds.certain:
        return Band.CERTAIN
    if best >= thresholds.probable:
        return Band.PROBABLE
    if household is not None and household.probability >= thresholds.same_dwelling:
        return Band.SAME_DWELLING
    return Band.POSSIBLE if best >= thresholds.possible else Band.NONE


def cohabitant_bits(address: float, surname: float | None, rules: MatchingRules) -> float:
    """What speaks for an unknown member of a household.

    Args:
        address: Bits of the dwelling.
        surname: Bits of the best surname of a known member that agrees, None when none does.
    """
    same = rules.cohabitant.same_surname
    return address + max(log2(1 - same), float("-inf") if surname is None else log2(same) + surname)
