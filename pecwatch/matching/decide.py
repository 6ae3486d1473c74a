# SPDX-License-Identifier: EUPL-1.2
"""From weights to probabilities and a band: each known person, an unknown cohabitant, a stranger."""

from collections.abc import Mapping, Sequence
from math import log2

import numpy as np
from numpy.typing import NDArray

from pecwatch.matching.closeness import Ids
from pecwatch.matching.names import Bits
from pecwatch.model.match import Band, Candidate, HouseholdMatch
from pecwatch.model.record import record
from pecwatch.rules.matching import BandThresholds, MatchingRules


@record
class Prior:
    """What a row is before it is read, as weights."""

    known: float
    """Each person of the registry."""
    unknown: float
    """An unknown member of each household."""
    stranger: float


def prior_of(rules: MatchingRules, reference: float) -> Prior:
    """Spread the priors of the rules.

    Args:
        reference: How many people that of a known person is spread over.
    """
    return Prior(
        known=rules.prior.known_person / reference,
        unknown=rules.prior.unknown_cohabitant * rules.people_per_household / reference,
        stranger=rules.prior.stranger,
    )


@record
class Building:
    """The known people of the building of a row."""

    places: Ids
    """Where they stand among the people worth a thought."""
    households: Ids
    """Number of the household of each."""
    cohabitants: Mapping[int, float]
    """For each household, the bits that speak for a member whom the registry does not name."""


@record
class Posterior:
    """Probabilities that, with that of a stranger, add up to 1."""

    people: Bits
    """Of each person worth a thought; folders of one human being bear the same."""
    households: Mapping[int, float]
    """For each household of the building, that the row means a member of it, known or not."""


def posterior(scores: Bits, twins: Mapping[int, Ids], building: Building, prior: Prior) -> Posterior:
    """Weigh all explanations of a row against each other.

    Args:
        scores: Bits of each person worth a thought.
        twins: Places of the people who are one human being, by a number of theirs; they count once.
    """
    weights = prior.known * np.exp2(scores)
    for places in twins.values():
        weights[places] = weights[places].max()
    counted = weights.copy()
    for places in twins.values():
        counted[places[1:]] = 0.0
    unknowns = {household: prior.unknown * 2.0**bits for household, bits in building.cohabitants.items()}
    everything = prior.stranger + float(counted.sum()) + sum(unknowns.values())
    found = {household: weight / everything for household, weight in unknowns.items()}
    for household, weight in zip(building.households.tolist(), counted[building.places].tolist(), strict=True):
        found[household] += weight / everything
    return Posterior(people=weights / everything, households=found)


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


def cohabitant_bits(
    households: Ids, addresses: Bits, other_flat: NDArray[np.bool_], surnames: Bits, rules: MatchingRules
) -> Mapping[int, float]:
    """For each household of a building, what speaks for a member whom the registry does not name.

    Args:
        households: Of each known person of the building.
        addresses: Bits of each one's dwelling.
        other_flat: Whether the row tells another flat than each one's: relatives live door to door.
        surnames: Bits of each one's surname, as far as it agrees with the row's.
    """
    same = rules.cohabitant.same_surname
    bits = addresses + np.maximum(log2(1 - same), log2(same) + surnames)
    bits = np.where(other_flat, bits + log2(rules.cohabitant.other_flat), bits)
    found: dict[int, float] = {}
    for household, speaks in zip(households.tolist(), bits.tolist(), strict=True):
        found[household] = max(speaks, found.get(household, speaks))
    return found
