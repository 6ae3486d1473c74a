# SPDX-License-Identifier: EUPL-1.2
"""Weights estimated again from pairs that people confirmed.

How often the right person looks so (m) is the mean of what the rules say and of what was seen, the rules counting like
`[learning] worth_pairs` pairs: the posterior mean under a Dirichlet prior. Within a field the weights keep the sum they
have in the rules, so only their proportions are learned.

Only what was shown could be confirmed. A right person who looks so unlike the row that nobody saw her among the
candidates is not counted, so what differs is seen too seldom; the rules hold against it, and that is why they count
for so much. Priors are left alone: nobody confirms a stranger.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from math import exp2, isclose

from pecwatch.model.decision import Confirmation
from pecwatch.model.estimate import BandCount, Estimate, EstimatedWeight, SetAside
from pecwatch.model.match import ALIAS, Band, Candidate, Evidence
from pecwatch.rules.learned import SHARES, weights_of
from pecwatch.rules.matching import BandThresholds, LearningRules, MatchingRules

_NEARLY_SURE = 1 - 1e-12


class _Worth(Enum):
    """Whether a confirmed pair teaches something."""

    TEACHES = auto()
    BY_ALIAS = auto()
    WITHOUT_LEVELS = auto()
    BY_PERSON_ALONE = auto()


def estimate(confirmations: Iterable[Confirmation], rules: MatchingRules, weighed_with: MatchingRules) -> Estimate:
    """What the confirmed pairs say of the weights.

    Args:
        confirmations: Those that hold, oldest first.
        rules: The weights of the file, which are learned from: an earlier estimate has the same pairs in it.
        weighed_with: The weights in force, to be compared with.
    """
    pairs = _once_each(confirmations)
    worth = Counter(map(_worth, pairs))
    candidates = [each.candidate for each in pairs if _worth(each) is _Worth.TEACHES]
    found = Estimate(
        pairs=len(candidates),
        least=rules.learning.least_pairs,
        set_aside=SetAside(
            by_alias=worth[_Worth.BY_ALIAS],
            without_levels=worth[_Worth.WITHOUT_LEVELS],
            by_person_alone=worth[_Worth.BY_PERSON_ALONE],
        ),
    )
    if not found.is_enough:
        return found
    weights = _weights(candidates, rules, weighed_with)
    return Estimate(
        pairs=found.pairs,
        least=found.least,
        set_aside=found.set_aside,
        weights=weights,
        bands=_bands(candidates, weights, weighed_with),
    )


def posterior(prior: Mapping[str, float], seen: Mapping[str, int], learning: LearningRules) -> dict[str, float]:
    """The shares of one field, moved from the rules towards what was seen, each within bounds.

    Args:
        prior: The weights of the rules, by level.
        seen: How many pairs looked so, by level.
        learning: How many pairs the rules count for, and how far a weight may move.

    Returns:
        The weights by level; none above 1, since each is a probability.
    """
    whole, of = sum(prior.values()), sum(seen.get(level, 0) for level in prior)
    kept, most = learning.worth_pairs / (learning.worth_pairs + of), 2**learning.most_bits
    moved = {
        level: weight * kept + whole * seen.get(level, 0) / (learning.worth_pairs + of)
        for level, weight in prior.items()
    }
    return {level: min(max(moved[level], weight / most), weight * most, 1.0) for level, weight in prior.items()}


def _once_each(confirmations: Iterable[Confirmation]) -> list[Confirmation]:
    """Each line and person once, however often they were confirmed; the first time that teaches something."""
    found: dict[tuple[str, ...], Confirmation] = {}
    for each in confirmations:
        key = (each.row_key, each.folder, each.alias.of_surname, each.alias.of_given_name)
        if key not in found or _worth(found[key]) is not _Worth.TEACHES:
            found[key] = each
    return list(found.values())


def _worth(confirmation: Confirmation) -> _Worth:
    evidence = confirmation.candidate.evidence
    if not evidence:
        return _Worth.BY_PERSON_ALONE
    if any(each.code == ALIAS for each in evidence):
        return _Worth.BY_ALIAS
    return _Worth.TEACHES if any(each.level for each in evidence) else _Worth.WITHOUT_LEVELS


def _weights(
    candidates: Sequence[Candidate], rules: MatchingRules, weighed_with: MatchingRules
) -> tuple[EstimatedWeight, ...]:
    levels = Counter(each.level for candidate in candidates for each in candidate.evidence)
    found: list[EstimatedWeight] = []
    for field in SHARES:
        in_rules, before = weights_of(rules, field), weights_of(weighed_with, field)
        seen = {level: levels[f"{field}.{level}"] for level in in_rules}
        after = posterior(in_rules, seen, rules.learning)
        found += [
            EstimatedWeight(
                name=f"{field}.{level}",
                seen=seen[level],
                of=sum(seen.values()),
                in_rules=in_rules[level],
                before=before[level],
                after=after[level],
            )
            for level in in_rules
        ]
    return tuple(found)


def _bands(
    candidates: Sequence[Candidate], weights: Sequence[EstimatedWeight], rules: MatchingRules
) -> tuple[BandCount, ...]:
    """How the pairs were banded when they were found, and about how they would be."""
    by_name = {each.name: each for each in weights}
    most = {"surname": rules.surname.bits_at_most, "given_name": rules.given_name.bits_at_most}
    before = Counter(_band(each.probability, rules.bands) for each in candidates)
    after = Counter(
        _band(_moved(each.probability, sum(_shift(said, by_name, most) for said in each.evidence)), rules.bands)
        for each in candidates
    )
    return tuple(
        BandCount(band=band, before=before[band], after=after[band])
        for band in (Band.CERTAIN, Band.PROBABLE, Band.POSSIBLE, Band.NONE)
    )


def _shift(said: Evidence, weights: Mapping[str, EstimatedWeight], most: Mapping[str, float]) -> float:
    """What a reason would weigh more; a name that speaks as loudly as a name may goes on doing so."""
    weight, limit = weights.get(said.level), most.get(said.level.partition(".")[0])
    if weight is None or (limit is not None and isclose(said.bits, limit)):
        return 0.0
    return weight.bits if limit is None else min(weight.bits, limit - said.bits)


def _moved(probability: float, bits: float) -> float:
    """A probability with so many bits more, all other explanations being as likely as before."""
    sure = min(probability, _NEARLY_SURE)
    odds = sure / (1 - sure) * exp2(bits)
    return odds / (1 + odds)


def _band(probability: float, thresholds: BandThresholds) -> Band:
    named = (
        (thresholds.certain, Band.CERTAIN),
        (thresholds.probable, Band.PROBABLE),
        (thresholds.possible, Band.POSSIBLE),
    )
    return next((band for least, band in named if probability >= least), Band.NONE)
