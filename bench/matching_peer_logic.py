# SPDX-License-Identifier: EUPL-1.2
"""Nomenklatura's logic-v2, which compares names as sanctions lists do, over the nearest names by rapidfuzz."""

import logging
from collections import defaultdict

from followthemoney import EntityProxy, model
from nomenklatura.matching.logic_v2.model import LogicV2
from rapidfuzz import fuzz

from bench.matching_peer_fuzzy import address_score, nearest
from bench.matching_peer_words import Prepared

CANDIDATES = 15
NAME_WEIGHT = 0.6
"""As for the scorers of rapidfuzz."""


def logic(prepared: Prepared, name_weight: float = NAME_WEIGHT) -> dict[str, dict[int, float]]:
    """Its score of the names, weighed with the address as for the others: by itself the name decides alone."""
    logging.disable(logging.WARNING)
    config = LogicV2.default_config()
    people = {}
    scores: dict[str, dict[int, float]] = defaultdict(dict)
    for place, row, _ in nearest(prepared, fuzz.token_set_ratio, CANDIDATES):
        query = prepared.queries[place]
        if row not in people:
            people[row] = _person(f"r{row}", prepared.names[row])
        name = LogicV2.compare(_person(f"q{place}", query.name), people[row], config).score
        score = name_weight * name + (1 - name_weight) * address_score(query.address, prepared.addresses[row])
        scores[query.number][row] = max(score, scores[query.number].get(row, 0.0))
    return scores


def _person(name_id: str, name: str) -> EntityProxy:
    return model.get_proxy({"id": name_id, "schema": "Person", "properties": {"name": [name.title()]}})
