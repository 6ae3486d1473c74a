# SPDX-License-Identifier: EUPL-1.2
"""Weights of matching, from rules/matching.toml, where each is explained."""

from pecwatch.rules.loading import rule


@rule
class BandThresholds:
    """From which probability a match bears which name."""

    certain: float
    probable: float
    possible: float
    same_dwelling: float


@rule
class Prior:
    """What a row is before it is read; the three add up to 1."""

    known_person: float
    unknown_cohabitant: float
    stranger: float


@rule
class ReadingWeights:
    """How likely each way of reading a printed name is the right one."""

    as_read: float
    other: float
    swapped: float


@rule
class GivenNameWeights:
    """How often the right person's given name looks so."""

    bits_at_most: float
    equal: float
    spelling: float
    near: float
    prefix: float
    far: float
    initial: float
    dim: float
    initial_share: float
    different: float
    one_more: float
    first_missing: float
    both_more: float


@rule
class SurnameWeights:
    """How often the right person's surname looks so."""

    bits_at_most: float
    equal: float
    spelling: float
    near: float
    prefix: float
    far: float
    initial: float
    dim: float
    initial_share: float
    different: float
    one_more: float
    first_missing: float
    both_more: float
    through_other: float
    through_household: float
    also_other_bits: float


NameWeights = SurnameWeights | GivenNameWeights


@rule
class AddressWeights:
    """How often the right person's address looks so."""

    flat: float
    whole: float
    civic: float
    other_flat: float
    street: float
    other_civic: float
    different: float
    same_flat_near_civic: float
    near_civic: float
    numbers: float
    short_street: float
    near_street: float
    like_street: float
    exponent_missing: float
    least_street_share: float


@rule
class ElsewhereShares:
    """How much rarer strangers are in a known dwelling than its people's share says."""

    flat: float
    staircase_missing: float
    whole: float
    other: float


@rule
class ExactWeights:
    """A date or code: how often it looks so for the right person, and for anybody else."""

    equal: float
    near: float
    different: float
    equal_share: float
    near_share: float


@rule
class CohabitantWeights:
    """People of a known household whom the registry does not name."""

    same_surname: float
    other_flat: float


@rule
class LearningRules:
    """How slowly confirmed pairs move the weights."""

    worth_pairs: int
    least_pairs: int
    most_bits: float


@rule
class MatchingRules:
    """Everything matching weighs with."""

    reference_people: int
    people_per_household: float
    candidates: int
    bands: BandThresholds
    prior: Prior
    reading: ReadingWeights
    surname: SurnameWeights
    given_name: GivenNameWeights
    address: AddressWeights
    elsewhere: ElsewhereShares
    birth_date: ExactWeights
    fiscal_code: ExactWeights
    cohabitant: CohabitantWeights
    learning: LearningRules
