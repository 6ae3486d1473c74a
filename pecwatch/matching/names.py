# SPDX-License-Identifier: EUPL-1.2
"""A printed surname or given name weighed against a registered one."""

from collections.abc import Sequence
from math import log2, prod

from pecwatch.matching.closeness import Closeness, Level
from pecwatch.matching.tokens import Words
from pecwatch.model.record import record
from pecwatch.rules.matching import NameWeights

_SMOOTHING = 0.5
"""Added to each count: a word that nobody bears is rare, not impossible."""


@record
class Comparison:
    """How a name agrees, and what that is worth."""

    bits: float
    level: Level | None
    """The worst word that agrees; None when nothing does."""
    bearers: int = 0
    """People of the registry whose name agrees as much."""
    partly: bool = False
    """A word of one side has no counterpart."""


def share(count: int, reference: float) -> float:
    """The share of people whom a count stands for."""
    return min(1.0, (count + _SMOOTHING) / reference)


def word_bits(levels: Sequence[Level], bearers: int, weights: NameWeights, reference: float) -> float:
    """What words that agree at these levels say, when so many people's agree at least as closely."""
    common = max(share(bearers, reference), weights.initial_share if Level.INITIAL in levels else 0.0)
    return min(log2(prod(weight_of(level, weights) for level in levels) / common), weights.bits_at_most)


def compare(
    row: Words, person: Words, closeness: Closeness, weights: NameWeights, reference: float
) -> Comparison | None:
    """Weigh a name; None where either side is blank, which says nothing."""
    if not row.parts or not person.parts:
        return None
    if len(row.parts) == len(person.parts) == 1:
        level = closeness.level(row.whole, person.whole)
        weighed = _weigh([row.whole], [level], closeness, weights, reference)
        return _different(weights) if weighed is None else weighed
    by_parts = _by_parts(row, person, closeness, weights, reference)
    whole = _weigh([row.whole], [closeness.level(row.whole, person.whole)], closeness, weights, reference)
    return by_parts if whole is None or by_parts.bits >= whole.bits else whole


def _by_parts(row: Words, person: Words, closeness: Closeness, weights: NameWeights, reference: float) -> Comparison:
    pairs = _pairs(row.parts, person.parts, closeness)
    words = [word for word, _, _ in pairs]
    weighed = _weigh(words, [level for _, _, level in pairs], closeness, weights, reference)
    if weighed is None:
        return _different(weights)
    row_has_more, person_has_more = len(row.parts) > len(pairs), len(person.parts) > len(pairs)
    if not row_has_more and not person_has_more:
        return weighed
    if row_has_more and person_has_more:
        missing = weights.both_more
    else:
        firsts_agree = any(pair[:2] == (row.parts[0], person.parts[0]) for pair in pairs)
        missing = weights.one_more if firsts_agree else weights.first_missing
    return Comparison(bits=weighed.bits + log2(missing), level=weighed.level, bearers=weighed.bearers, partly=True)


def _different(weights: NameWeights) -> Comparison:
    return Comparison(bits=log2(weights.different), level=None)


def _pairs(row: tuple[str, ...], person: tuple[str, ...], closeness: Closeness) -> list[tuple[str, str, Level]]:
    """Words that resemble each other, the closest pairs first, each word once."""
    possible = sorted(
        (level, word, other) for word in row for other in person if (level := closeness.level(word, other)) is not None
    )
    pairs: list[tuple[str, str, Level]] = []
    for level, word, other in possible:
        if all(word != taken and other != given for taken, given, _ in pairs):
            pairs.append((word, other, level))
    return pairs


def _weigh(
    words: list[str], levels: list[Level | None], closeness: Closeness, weights: NameWeights, reference: float
) -> Comparison | None:
    """Words that agree at these levels, against the people who bear all of them at least as closely."""
    reached = [level for level in levels if level is not None]
    if not reached or len(reached) < len(levels):
        return None
    bearers = frozenset.intersection(
        *(closeness.bearers(word, level) for word, level in zip(words, reached, strict=True))
    )
    bits = word_bits(reached, len(bearers), weights, reference)
    return Comparison(
        bits=max(bits, log2(weights.different)),
        level=max(reached),
        bearers=len(bearers),
    )


def weight_of(level: Level, weights: NameWeights) -> float:
    """How often the right person's word looks so."""
    return {
        Level.EQUAL: weights.equal,
        Level.NEAR: weights.near,
        Level.PREFIX: weights.prefix,
        Level.FAR: weights.far,
        Level.INITIAL: weights.initial,
    }[level]
