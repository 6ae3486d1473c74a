# SPDX-License-Identifier: EUPL-1.2
"""Who owns a row."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.ownership import acting_for, owner_of
from pecwatch.model.listing import Nature
from pecwatch.model.match import Band, HouseholdMatch, Match
from pecwatch.model.news import Known
from pecwatch.model.office import Office
from pecwatch.model.position import PositionState
from tests.casework.people import (
    CERTAIN,
    NOVEMBER,
    OFFICE,
    ZUCCHEROLI,
    candidate,
    match,
    position_of,
    report,
    with_operator,
)
from tests.casework.weighed import TRUSTED, arrives

TODAY = dt.date(2025, 10, 24)
AWAY = ((dt.date(2025, 10, 20), dt.date(2025, 10, 31)),)

DWELLING = match(Band.SAME_DWELLING, household=HouseholdMatch(id="H0417", probability=0.9, operator="OP02"))
TOGETHER = match(Band.POSSIBLE, candidate("1", 0.35, "OP02"), candidate("2", 0.30, "OP03"))
TOO_LITTLE = match(Band.POSSIBLE, candidate("1", 0.35, "OP02"), candidate("2", 0.20, "OP03"))
ONE_OPERATOR = match(Band.POSSIBLE, candidate("1", 0.35, "OP02"), candidate("2", 0.30, "OP02"))
CO_TENANTS = match(
    Band.CERTAIN,
    candidate("1", 0.98, "OP01", party="ZUCCHEROLI"),
    candidate("2", 0.90, "OP02", party="OKOROMA"),
    candidate("3", 0.05, "OP03", party="ZUCCHEROLI"),
)


@pytest.mark.parametrize(
    ("found", "owner", "also_told"),
    [
        pytest.param(CERTAIN, "OP01", (), id="certain: the folder's operator"),
        pytest.param(match(Band.PROBABLE, candidate("1", 0.7, "OP02")), "OP02", (), id="probable: the same"),
        pytest.param(DWELLING, "OP02", (), id="same dwelling: the household's operator"),
        pytest.param(match(Band.POSSIBLE, candidate("1", 0.4)), "duty_worker", (), id="possible: the duty worker"),
        pytest.param(match(), "duty_worker", (), id="none: the duty worker"),
        pytest.param(TOGETHER, "duty_worker", ("OP02", "OP03"), id="several operators together 0.60"),
        pytest.param(TOO_LITTLE, "duty_worker", (), id="together too little"),
        pytest.param(ONE_OPERATOR, "duty_worker", (), id="one operator only"),
        pytest.param(CO_TENANTS, "OP01", ("OP02",), id="co-tenants: the best owns, the other is told"),
        pytest.param(match(Band.CERTAIN, candidate("1", 0.9, "OP77")), "duty_worker", (), id="operator gone"),
        pytest.param(match(Band.CERTAIN, candidate("1", 0.9, None)), "duty_worker", (), id="operator unknown"),
    ],
)
def test_owner(found: Match, owner: str, also_told: tuple[str, ...]) -> None:
    """Every row has an owner, as the office agreed."""
    ownership = owner_of(found, OFFICE, TODAY)
    assert (ownership.owner, ownership.also_told) == (owner, also_told)
    assert ownership.reason


@pytest.mark.parametrize(
    ("office", "owner"),
    [
        pytest.param(with_operator("OP01", absences=AWAY, substitute="OP02"), "OP02", id="absent: the substitute"),
        pytest.param(with_operator("OP01", absences=AWAY), "duty_worker", id="absent without substitute"),
        pytest.param(with_operator("OP01", absences=AWAY, substitute="OP99"), "duty_worker", id="substitute unknown"),
        pytest.param(
            replace(with_operator("OP01", absences=AWAY), duty_worker=None), "coordinator", id="and no duty worker"
        ),
    ],
)
def test_absent_operator(office: Office, owner: str) -> None:
    """Substitute, then duty worker; the coordinator only when there is no duty worker."""
    assert owner_of(CERTAIN, office, TODAY).owner == owner


def test_absent_substitute_is_no_substitute() -> None:
    """A row does not wait for somebody on holiday."""
    office = with_operator("OP01", absences=AWAY, substitute="OP02")
    away = tuple(replace(each, absences=AWAY) if each.code == "OP02" else each for each in office.operators)
    assert owner_of(CERTAIN, replace(office, operators=away), TODAY).owner == "duty_worker"


def test_rejected_candidate_goes_to_the_duty_worker() -> None:
    """«Non è la stessa persona» leaves the row to who looks for unknown people."""
    assert owner_of(CERTAIN, OFFICE, TODAY, frozenset({"2019/00871"})).owner == "duty_worker"


def test_hardly_anybody_is_told_of_nobody() -> None:
    """An operator whose candidate is below «possible» learns no name, though all of them together make a find."""
    found = match(Band.POSSIBLE, candidate("1", 0.35, "OP02"), candidate("2", 0.28, "OP03"), candidate("3", 0.05))
    assert owner_of(found, OFFICE, TODAY).also_told == ("OP02", "OP03")


@pytest.mark.parametrize(
    ("owner", "office", "acting"),
    [
        pytest.param("OP01", OFFICE, "OP01", id="she is there"),
        pytest.param("OP01", with_operator("OP01", absences=AWAY, substitute="OP02"), "OP02", id="her substitute"),
        pytest.param("OP01", with_operator("OP01", absences=AWAY), "duty_worker", id="no substitute: the desk"),
        pytest.param("OP77", OFFICE, "duty_worker", id="she has left: the desk"),
        pytest.param(
            "OP77", replace(OFFICE, duty_worker=None), "coordinator", id="no desk either: the coordinator"
        ),
    ],
)  # fmt: skip
def test_who_is_written_to_today(owner: str, office: Office, acting: str) -> None:
    """Whoever owned a row when it came: today's mail reaches somebody who is there."""
    assert acting_for(position_of(ZUCCHEROLI, owner=owner), office, TODAY).code == acting


def test_a_row_whose_owner_left_moves_with_the_next_list() -> None:
    """The desk owns it from then on, and the story says why."""
    orphan = position_of(ZUCCHEROLI, owner="OP77", state=PositionState.TAKEN)
    changes = arrives(report((ZUCCHEROLI,), msg=TRUSTED, nature=Nature.REMINDER), Known(positions=(orphan,)), number=2,
                      now=NOVEMBER)[1]  # fmt: skip
    after = changes.positions[0]
    assert (after.owner, after.state, after.cycle) == ("duty_worker", PositionState.NEW, 2)
    assert ("owner_gone", "OP77 -> duty_worker") in {(event.kind, event.detail) for event in changes.events}
