# SPDX-License-Identifier: EUPL-1.2
"""The peer that needs nothing: the same words in the name, in any order; the better when the address is the same."""

from collections import defaultdict

from bench.matching_peer_words import Prepared


def exact(prepared: Prepared) -> dict[str, dict[int, float]]:
    """1 for name and address, 0.9 for name and most words of the address, 0.7 for the name alone."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(prepared.names):
        rows[_sorted(name)].append(row)
    scores: dict[str, dict[int, float]] = defaultdict(dict)
    for query in prepared.queries:
        for row in rows[_sorted(query.name)]:
            scores[query.number][row] = max(
                scores[query.number].get(row, 0), _address(query.address, prepared.addresses[row])
            )
    return scores


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))


def _address(one: str, other: str) -> float:
    if one == other:
        return 1.0
    words, others = set(one.split()), set(other.split())
    return 0.9 if len(words & others) * 2 > min(len(words), len(others)) else 0.7
