# SPDX-License-Identifier: EUPL-1.2
"""Rapidfuzz: every name of the list with every name of the registry, the best then weighed with their addresses."""

from collections import defaultdict
from collections.abc import Callable

import numpy as np
from rapidfuzz import fuzz, process

from bench.matching_peer_words import Prepared

CANDIDATES = 20
NAME_WEIGHT = 0.6
"""Of 0.4 to 0.8, the best for all three scorers on another seed, 90."""
QUERIES_AT_ONCE = 200
WORKERS = 2

Scorer = Callable[..., float]


def token_sort(prepared: Prepared) -> dict[str, dict[int, float]]:
    """Words in alphabetical order."""
    return weighed(prepared, fuzz.token_sort_ratio)


def token_set(prepared: Prepared) -> dict[str, dict[int, float]]:
    """Words as a set: surplus ones cost nothing."""
    return weighed(prepared, fuzz.token_set_ratio)


def weighted(prepared: Prepared) -> dict[str, dict[int, float]]:
    """The scorer that rapidfuzz proposes when unsure."""
    return weighed(prepared, fuzz.WRatio)


def weighed(prepared: Prepared, scorer: Scorer, name_weight: float = NAME_WEIGHT) -> dict[str, dict[int, float]]:
    """Name and address together, of the rows whose names are nearest."""
    scores: dict[str, dict[int, float]] = defaultdict(dict)
    for place, row, name in nearest(prepared, scorer):
        query = prepared.queries[place]
        score = name_weight * name + (1 - name_weight) * address_score(query.address, prepared.addresses[row])
        scores[query.number][row] = max(score, scores[query.number].get(row, 0.0))
    return scores


def nearest(prepared: Prepared, scorer: Scorer, count: int = CANDIDATES) -> list[tuple[int, int, float]]:
    """For each query the rows with the nearest names: its place, the row, the score from 0 to 1."""
    found = []
    for start in range(0, len(prepared.queries), QUERIES_AT_ONCE):
        names = [query.name for query in prepared.queries[start : start + QUERIES_AT_ONCE]]
        table = process.cdist(names, prepared.names, scorer=scorer, workers=WORKERS, dtype=np.uint8)
        for offset, line in enumerate(table):
            best = np.argpartition(line, -count)[-count:]
            found += [(start + offset, int(row), float(line[row]) / 100) for row in best]
    return found


def address_score(one: str, other: str) -> float:
    """How alike two addresses are, from 0 to 1."""
    return fuzz.token_sort_ratio(one, other) / 100 if one and other else 0.0
