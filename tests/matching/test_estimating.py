# SPDX-License-Identifier: EUPL-1.2
"""What an office's confirmed pairs say of the weights, and what they must not say."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.matching import build_index, match_rows
from pecwatch.matching.estimating import estimate, posterior
from pecwatch.model.decision import Confirmation
from pecwatch.model.estimate import Estimate, EstimatedWeight, SetAside
from pecwatch.model.person import RegistryPerson
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.rules.learned import SHARES, weights_of, with_weights
from tests.generators.rows import row_of
from tests.matching.confirmed import FOUND_BY_ALIAS, LOOKS_RIGHT, pair, pairs
from tests.matching.test_match_rows import named, person

RULES = load_rules(shipped_rules())
WEIGHTS = RULES.matching


def estimated(confirmations: list[Confirmation]) -> Estimate:
    return estimate(confirmations, WEIGHTS, WEIGHTS)


def weight(found: Estimate, name: str) -> EstimatedWeight:
    return next(each for each in found.weights if each.name == name)


def found_by_alias(confirmation: Confirmation) -> Confirmation:
    candidate = confirmation.candidate
    return replace(confirmation, candidate=replace(candidate, evidence=(*candidate.evidence, FOUND_BY_ALIAS)))


def test_weights_move_towards_what_was_confirmed() -> None:
    """Who moves often makes another address speak less against a person, and the same flat less for her."""
    moved = pairs(40, "surname.equal", "address.different", first=100)
    found = estimated([*pairs(20, *LOOKS_RIGHT), *moved])
    flat, different = weight(found, "address.flat"), weight(found, "address.different")
    assert (flat.seen, different.seen, different.of) == (20, 40, 60)
    assert flat.after < flat.before == WEIGHTS.address.flat
    assert different.after > different.before == WEIGHTS.address.different
    assert flat.bits < 0 < different.bits


def test_few_move_little_and_many_move_much() -> None:
    """Thirty pairs are hardly a reason to weigh otherwise; a thousand are, by a bit."""
    few, many = (
        weight(estimated(pairs(count, "address.different")), "address.different").after for count in (30, 1000)
    )
    assert WEIGHTS.address.different < few < 0.3
    assert few < many == pytest.approx(2 * WEIGHTS.address.different)


def test_a_field_that_was_not_compared_stays() -> None:
    """Lists without days of birth say nothing of days of birth."""
    found = estimated(pairs(50, *LOOKS_RIGHT))
    assert [each.name for each in found.weights if each.is_changed and each.of == 0] == []
    assert not weight(found, "birth_date.equal").is_changed


@pytest.mark.parametrize(
    ("spoilt", "set_aside"),
    [
        pytest.param(found_by_alias, SetAside(by_alias=30), id="found by an alias: agrees with itself"),
        pytest.param(
            lambda each: replace(each, candidate=pair(1, "").candidate),
            SetAside(without_levels=30),
            id="kept before levels were noted",
        ),
        pytest.param(
            lambda each: replace(each, candidate=pair(1).candidate),
            SetAside(by_person_alone=30),
            id="found by a person alone",
        ),
    ],
)
def test_pairs_that_teach_nothing_are_told(spoilt: Callable[[Confirmation], Confirmation], set_aside: SetAside) -> None:
    """They are counted apart, and move no weight."""
    clean = pairs(30, "surname.near", first=100)
    alone, mixed = estimated(clean), estimated([*map(spoilt, pairs(30, *LOOKS_RIGHT)), *clean])
    assert (mixed.pairs, mixed.set_aside) == (30, set_aside)
    assert mixed.weights == alone.weights


def test_a_line_counts_once() -> None:
    """The copy and the reminder of a line are no second witness; a later look by an alias does not undo the first."""
    first = pairs(29, *LOOKS_RIGHT)
    found = estimated([*first, *first, *map(found_by_alias, first)])
    assert (found.pairs, found.is_enough, found.weights, found.set_aside) == (29, False, (), SetAside())


def test_a_line_counts_once_whichever_look_came_first() -> None:
    """What teaches nothing does not keep out what does."""
    first = pairs(29, *LOOKS_RIGHT)
    found = estimated([*map(found_by_alias, first), *first])
    assert (found.pairs, found.set_aside) == (29, SetAside())


def test_bands_are_told_before_and_after() -> None:
    """Pairs that look as is confirmed ever again are found more surely, and none is lost."""
    found = estimated(pairs(400, "surname.near", "address.different", probability=0.5))
    assert [(each.band, each.before, each.after) for each in found.bands] == [
        ("certain", 0, 0),
        ("probable", 0, 400),
        ("possible", 400, 0),
        ("none", 0, 0),
    ]


def test_an_earlier_estimate_is_not_learned_from() -> None:
    """The same pairs, estimated again with their own estimate in force, change nothing more."""
    confirmed = pairs(60, "surname.near", "address.flat")
    first = estimated(confirmed)
    in_force = with_weights(WEIGHTS, {each.name: each.after for each in first.weights})
    again = estimate(confirmed, WEIGHTS, in_force)
    assert [each.name for each in again.weights if each.is_changed] == []
    assert [each.after for each in again.weights] == [each.after for each in first.weights]


@given(
    field=st.sampled_from(sorted(SHARES)),
    counts=st.lists(st.integers(min_value=0, max_value=5000), min_size=8, max_size=8),
    worth_pairs=st.integers(min_value=1, max_value=2000),
)
def test_an_estimate_lies_between_rules_and_what_was_seen(field: str, counts: list[int], worth_pairs: int) -> None:
    """Whatever was confirmed: never beyond either, never above 1, and never a bit away from the rules."""
    prior = weights_of(WEIGHTS, field)
    seen = dict(zip(prior, counts, strict=False))
    learning = replace(WEIGHTS.learning, worth_pairs=worth_pairs, most_bits=1.0)
    after, whole, of = posterior(prior, seen, learning), sum(prior.values()), sum(seen.values())
    for level, value in after.items():
        share = whole * seen[level] / of if of else prior[level]
        low, high = sorted((prior[level], share))
        assert min(low, 1.0) - 1e-9 <= value <= min(high, 1.0) + 1e-9
        assert prior[level] / 2 - 1e-9 <= value <= prior[level] * 2 + 1e-9


MIRELLA = person("ZUCCHEROLI, MIRELLA", "Via delle Robinie 14 int. 7", folder="z", fiscal_code="ZCCMLL60D43D150Z")
WITHOUT_FLAT = person("ZUCCHEROLI, MIRELLA", "Via delle Robinie 14", folder="z")


def levels(name: str, address: str, known: RegistryPerson) -> set[str]:
    """What is noted of the one person of a registry."""
    index = build_index((known,), RULES)
    (found,) = match_rows((row_of(name, address, RULES),), index, RULES, ("1",))
    return {each.level for each in found.candidates[0].evidence} - {""}


@pytest.mark.parametrize(
    ("name", "address", "known", "noted"),
    [
        pytest.param("ZUCCHEROLI MIRELLA", "Via delle Robinie 14 int. 7", MIRELLA, set(LOOKS_RIGHT), id="all equal"),
        pytest.param(
            "ZUCHEROLI MIRELLA",
            "Via dei Gelsi 2 int. 1",
            MIRELLA,
            {"surname.near", "given_name.equal", "address.different"},
            id="a slip, and moved",
        ),
        pytest.param(
            "ZUCCHEROLI M.",
            "Via delle Robinie 14",
            MIRELLA,
            {"surname.equal", "given_name.initial"},
            id="an initial, and no flat in the list",
        ),
        pytest.param(
            "ZUCCHEROLI MIRELLA",
            "Via dei Gelsi 2 int. 1",
            WITHOUT_FLAT,
            {"surname.equal", "given_name.equal"},
            id="no flat in the registry: not every level could be seen",
        ),
        pytest.param(
            "ZUCCHEROLI BONETTALI MIRELLA",
            "Via delle Robinie 14 int. 8",
            MIRELLA,
            {"surname.equal", "given_name.equal", "address.other_flat"},
            id="one surname more stands beside",
        ),
    ],
)
def test_evidence_notes_what_is_seen(name: str, address: str, known: RegistryPerson, noted: set[str]) -> None:
    """Only where every weight of a field could have been seen; an initial is noted and learned by nobody."""
    assert levels(name, address, known) == noted


def test_an_alias_is_told_from_the_registry() -> None:
    """Else a line that was confirmed would teach that names agree perfectly."""
    known = person("BONETTALI, IVANO", "Largo dei Pioppi 3 int. 12", folder="bonettali")
    alias = named("BONNETT", "JOHNNY", "Via dei Castagni 77 int. 3")
    row = row_of("BONNETT JOHNNY", "Via dei Castagni 77 int. 3", RULES)
    (found,) = match_rows((row,), build_index((known,), RULES, aliases=(alias,)), RULES, ("1",))
    confirmed = replace(pair(1), candidate=found.candidates[0])
    assert estimated([confirmed]).set_aside == SetAside(by_alias=1)


def test_weights_of_the_rules_all_have_a_name() -> None:
    """Every learned weight is one of the file, and laying it over the file changes it and nothing else."""
    after = with_weights(WEIGHTS, {"given_name.near": 0.5})
    assert after == replace(WEIGHTS, given_name=replace(WEIGHTS.given_name, near=0.5))
    assert all(value > 0 for field in SHARES for value in weights_of(WEIGHTS, field).values())
