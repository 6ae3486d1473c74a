# SPDX-License-Identifier: EUPL-1.2
"""Matching on rows that are written badly, against people who are mostly somebody else."""

import random
import time

from pecwatch.matching import build_index, match_rows
from pecwatch.model.match import Band
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.registry import invent
from tests.generators.rows import written

RULES = load_rules(shipped_rules())
SURE = (Band.CERTAIN, Band.PROBABLE)


def test_badly_written_rows_find_their_people() -> None:
    """Of 300 rows, two thirds known people: proposals are right, and the right one is nearly always among the five."""
    chance = random.Random(7)
    people = invent(4000, RULES.addresses, seed=3)
    known, strangers = people[:3000], people[3000:]
    meant = [*chance.sample(known, 200), *(None for _ in range(100))]
    subjects = [*(person for person in meant if person), *chance.sample(strangers, 100)]
    rows = tuple(written(person, RULES, chance, number=n) for n, person in enumerate(subjects, 1))
    index = build_index(known, RULES)
    matches = match_rows(rows, index, RULES, tuple(str(row.row) for row in rows))
    proposed = [match.candidates[0].name if match.band in SURE else None for match in matches]
    names = [f"{person.surname} {person.given_name}" if person else None for person in meant]
    right = sum(name is not None and name == ours for name, ours in zip(names, proposed, strict=True))
    made = sum(name is not None for name in proposed)
    among = sum(
        any(candidate.name == name for candidate in match.candidates)
        for name, match in zip(names, matches, strict=True)
        if name is not None
    )
    assert 2 * right / (made + 200) >= 0.93
    assert among >= 196


def test_large_registry_is_quick() -> None:
    """Ten thousand people are indexed and a hundred rows matched within seconds, on any machine that runs tests."""
    people = invent(10_000, RULES.addresses, seed=5)
    chance = random.Random(5)
    rows = tuple(written(p, RULES, chance, number=n) for n, p in enumerate(chance.sample(people, 100), 1))
    started = time.perf_counter()
    index = build_index(people, RULES)
    indexed = time.perf_counter()
    match_rows(rows, index, RULES, tuple(str(row.row) for row in rows))
    matched = time.perf_counter()
    assert indexed - started < 6
    assert matched - indexed < 3
