# SPDX-License-Identifier: EUPL-1.2
"""Which weights of rules/matching.toml an office may learn, and those it has learned laid over the file."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pecwatch.model.estimate import KeptEstimate
from pecwatch.model.record import to_json
from pecwatch.rules.matching import MatchingRules

SHARES: Mapping[str, tuple[str, ...]] = {
    "surname": ("equal", "spelling", "near", "prefix", "far", "initial", "dim", "different"),
    "given_name": ("equal", "spelling", "near", "prefix", "far", "dim", "different"),
    "address": (
        "flat",
        "other_flat",
        "same_flat_near_civic",
        "near_civic",
        "other_civic",
        "numbers",
        "different",
    ),
    "birth_date": ("equal", "near", "different"),
    "fiscal_code": ("equal", "near", "different"),
}
"""For each field the weights of which every pair that is compared in it shows exactly one: shares of one whole.

The others are none, and stay as they are: `given_name.initial` speaks only of rows that print an initial;
`address.whole`, `civic` and `street` only of addresses that lack a number; `one_more`, `first_missing`, `both_more`,
`through_other`, `through_household`, `short_street`, `near_street`, `like_street` and `exponent_missing` are multiplied
with one of these; shares of strangers (`[elsewhere]`, `initial_share` and the like), priors and readings are no m.
"""


def weights_of(rules: MatchingRules, field: str) -> dict[str, float]:
    """The weights of a field that can be learned, by level."""
    return {level: float(getattr(getattr(rules, field), level)) for level in SHARES[field]}


def with_weights(rules: MatchingRules, weights: Mapping[str, float]) -> MatchingRules:
    """The rules with other weights, by name: `surname.equal`."""
    fields: dict[str, Any] = {}
    for field, levels in SHARES.items():
        learned = {level: weights[f"{field}.{level}"] for level in levels if f"{field}.{level}" in weights}
        if learned:
            fields[field] = replace(getattr(rules, field), **learned)
    return replace(rules, **fields)


def fingerprint(rules: MatchingRules) -> str:
    """The same for the same weights and thresholds, whatever the comments of the file."""
    return hashlib.sha256(to_json(rules)).hexdigest()


def holds(kept: KeptEstimate, rules: MatchingRules) -> bool:
    """Whether an estimate was made with just these rules; under others its counts would be added to other weights."""
    return kept.fingerprint == fingerprint(rules)


def in_force(rules: MatchingRules, kept: KeptEstimate | None) -> MatchingRules:
    """What matching weighs with: the rules, and what the office has learned laid over them if it still holds."""
    if kept is None or not holds(kept, rules):
        return rules
    return with_weights(rules, {each.name: each.after for each in kept.weights})
