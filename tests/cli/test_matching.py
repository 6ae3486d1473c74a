# SPDX-License-Identifier: EUPL-1.2
"""Weights learned from what people confirmed: shown, put in force, taken back; beside a running service."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pecwatch.matching import match_rows
from pecwatch.model.decision import Confirmation
from pecwatch.model.match import Match
from pecwatch.model.position import Event
from pecwatch.service.desk import Desk
from pecwatch.store.decisions import keep_confirmation
from pecwatch.store.estimates import kept_estimate
from tests.cli.running import complaint, run
from tests.end_to_end.looking import positions
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases
from tests.matching.confirmed import LOOKS_RIGHT, NOW, pair, pairs
from tests.rules.folders import changed, copied

CERTAIN = "PW-2025-11-003"
MOVED = ("surname.equal", "given_name.equal", "address.different")
NOTHING_NOTED = [pair(number, "") for number in range(900, 903)]


def confirmed(office: SocialServices, found: list[Confirmation]) -> None:
    """Many people have said of many rows whom they mean."""
    event = Event(reference="", at=NOW, kind="person_confirmed", who="OP01", by="cli", detail="")
    with office.desk() as desk, desk.database.writing() as session:
        for number, each in enumerate(found):
            keep_confirmation(session, each, replace(event, reference=f"PW-2026-02-{number:03d}"), f"rejected {number}")


def done(office: SocialServices, *arguments: str, **variables: str) -> str:
    answer = run("matching", *arguments, cwd=office.folder, **variables)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def objects(office: SocialServices, *arguments: str, **variables: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done(office, *arguments, "--json", **variables).splitlines()]


def state(office: SocialServices, **variables: str) -> Any:
    return objects(office, "status", **variables)[0]["in_force"]


def address_weight(desk: Desk) -> float:
    """What the same flat weighs with, now."""
    with desk.database.reading() as session:
        return desk.weighed_with(session).matching.address.flat


@pytest.fixture
def learned(office: SocialServices) -> SocialServices:
    """An office whose people confirmed many who had moved."""
    confirmed(office, pairs(600, *MOVED))
    return office


def test_too_few_confirmations_move_nothing(office: SocialServices) -> None:
    """In plain words; to insist is wrong usage. Pairs kept by an older pecwatch are told and not counted."""
    confirmed(office, [*pairs(29, *LOOKS_RIGHT), *NOTHING_NOTED])
    said = done(office, "estimate")
    assert "too few: 29 confirmed pairs" in said
    assert "not counted: 3 kept by an older pecwatch" in said
    assert objects(office, "estimate")[0]["enough"] is False
    assert "30 are needed" in complaint(run("matching", "estimate", "--confirm", cwd=office.folder))
    assert state(office) == "rules"


def test_an_estimate_shows_before_and_after_and_changes_nothing(learned: SocialServices) -> None:
    """Counts and shares: no name, no folder, no line."""
    whole, *rest = objects(learned, "estimate")
    assert (whole["pairs"], whole["enough"], whole["confirmed"]) == (600, True, False)
    weights = {each["weight"]: each for each in rest if "weight" in each}
    different = weights["address.different"]
    assert (different["seen"], different["of"]) == (600, 600)
    assert different["before"] < different["after"]
    assert weights["address.flat"]["bits"] < 0
    assert [each["band"] for each in rest if "band" in each] == ["certain", "probable", "possible", "none"]
    said = done(learned, "estimate")
    assert "nothing was changed; --confirm" in said
    assert not any(word in said.upper() for word in ("ZUCCHEROLI", "MIRELLA", "ROBINIE", "2019/"))
    with learned.desk() as desk, desk.database.reading() as session:
        assert kept_estimate(session) is None
        assert desk.weighed_with(session) == desk.rules


def test_the_service_weighs_with_what_was_confirmed(learned: SocialServices) -> None:
    """From the next message on, without a restart; after a reset the rules are in force again."""
    learned.install()
    done(learned, "estimate", "--confirm")
    assert state(learned) == "learned"
    learned.by_pec(cases.november_pec(), at(2025, 10, 24, 9, 12))
    learned.poll(at(2025, 10, 24, 9, 12))
    position = positions(learned)[CERTAIN]
    as_learned = address_bits(position.match)
    with learned.desk() as desk:
        (by_rules,) = match_rows((position.row,), desk.registry().index, desk.rules, ("1",))
        assert as_learned < address_bits(by_rules) - 0.9
        assert "the weights of the rules are in force" in done(learned, "reset")
        with desk.database.reading() as session:
            assert desk.weighed_with(session) == desk.rules
    assert "already" in done(learned, "reset")
    assert state(learned) == "rules"


def address_bits(found: Match) -> float:
    return next(each.bits for each in found.candidates[0].evidence if each.code == "address_flat")


def test_it_is_learned_beside_a_running_service(learned: SocialServices) -> None:
    """Who holds the lock weighs with it at once."""
    with learned.desk(exclusive=True) as desk:
        before = address_weight(desk)
        done(learned, "estimate", "--confirm")
        assert address_weight(desk) <= before / 2
        done(learned, "reset")
        assert address_weight(desk) == before


def test_an_estimate_does_not_outlive_its_rules(learned: SocialServices, tmp_path: Path) -> None:
    """Other rules are in force as they stand, and check says that what was learned is not used."""
    done(learned, "estimate", "--confirm")
    rules = copied(tmp_path / "other")
    changed(rules, "matching.toml", "spelling = 0.05 ", "spelling = 0.06 ")
    other = {"PECWATCH_LISTS__RULES": str(rules)}
    assert (state(learned), state(learned, **other)) == ("learned", "rules")
    assert "not used" not in run("check", cwd=learned.folder).stdout
    assert "not used: weights learned from 600" in done(learned, "status", **other)
    checked = run("check", cwd=learned.folder, **other).stdout
    assert "weights learned from 600 confirmed pairs" in checked
    assert "not used, since rules/matching.toml has changed" in checked
    done(learned, "estimate", "--confirm", **other)
    assert (state(learned), state(learned, **other)) == ("rules", "learned")
