# SPDX-License-Identifier: EUPL-1.2
"""Who is told one after the other: a row per line of the table of substitutes and absences."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.chain import chain
from pecwatch.model.office import Office
from tests.casework.clocks import WITH_SUBSTITUTE, person

TODAY = dt.date(2025, 11, 3)
AWAY = ((TODAY, TODAY + dt.timedelta(days=4)),)

Named = list[tuple[str, str]]


def with_away(office: Office, *codes: str) -> Office:
    """The office with some people absent."""

    def changed(each: object) -> object:
        return replace(each, absences=AWAY) if getattr(each, "code", None) in codes else each  # type: ignore[type-var]

    return replace(
        office,
        coordinator=changed(office.coordinator),
        duty_worker=changed(office.duty_worker),
        director=changed(office.director),
        operators=tuple(map(changed, office.operators)),
    )


FULL: Named = [("owner", "OP01"), ("substitute", "OP02"), ("coordinator", "coordinator"), ("director", "director")]

STAND_IN = replace(WITH_SUBSTITUTE, coordinator=replace(WITH_SUBSTITUTE.coordinator, substitute="OP03"), director=None)


@pytest.mark.parametrize(
    ("office", "owner", "links"),
    [
        pytest.param(WITH_SUBSTITUTE, "OP01", FULL, id="everybody is there"),
        pytest.param(
            WITH_SUBSTITUTE,
            "OP03",
            [("owner", "OP03"), ("coordinator", "coordinator"), ("director", "director")],
            id="no substitute",
        ),
        pytest.param(
            with_away(WITH_SUBSTITUTE, "OP01"),
            "OP01",
            [("owner", "OP02"), ("coordinator", "coordinator"), ("director", "director")],
            id="owner away: her substitute stands in, and is told once",
        ),
        pytest.param(
            with_away(WITH_SUBSTITUTE, "OP02"),
            "OP01",
            [("owner", "OP01"), ("coordinator", "coordinator"), ("director", "director")],
            id="substitute away: passed over",
        ),
        pytest.param(
            with_away(WITH_SUBSTITUTE, "OP01", "OP02"),
            "OP01",
            [("owner", "duty_worker"), ("coordinator", "coordinator"), ("director", "director")],
            id="both away: the duty worker",
        ),
        pytest.param(
            WITH_SUBSTITUTE,
            "GONE",
            [("owner", "duty_worker"), ("coordinator", "coordinator"), ("director", "director")],
            id="an owner who has left: the duty worker",
        ),
        pytest.param(
            with_away(WITH_SUBSTITUTE, "coordinator"),
            "OP01",
            [("owner", "OP01"), ("substitute", "OP02"), ("director", "director")],
            id="coordinator away without stand-in",
        ),
        pytest.param(
            with_away(STAND_IN, "coordinator"),
            "OP01",
            [("owner", "OP01"), ("substitute", "OP02"), ("coordinator", "OP03")],
            id="coordinator away with stand-in, no director",
        ),
        pytest.param(
            replace(WITH_SUBSTITUTE, duty_worker=None),
            "GONE",
            [("owner", "coordinator"), ("director", "director")],
            id="no duty worker: the coordinator owns it, and is no second link",
        ),
        pytest.param(
            with_away(WITH_SUBSTITUTE, "OP01", "OP02", "duty_worker", "coordinator", "director"),
            "OP01",
            [("owner", "coordinator"), ("owner", "OP01"), ("substitute", "OP02"), ("director", "director")],
            id="nobody is there: all of them, somebody may read at home",
        ),
    ],
)
def test_links(office: Office, owner: str, links: Named) -> None:
    """Whoever is missing falls away, nobody stands twice, and the chain is never empty."""
    assert [(link.kind.value, link.person.code) for link in chain(owner, office, TODAY)] == links


def test_whoever_stands_in_says_for_whom() -> None:
    """The mail must say why it reaches her."""
    away = with_away(STAND_IN, "OP01", "coordinator")
    stand_ins = {link.person.code: link.acting_for and link.acting_for.code for link in chain("OP01", away, TODAY)}
    assert stand_ins == {"OP02": "OP01", "OP03": "coordinator"}


def test_a_coordinator_who_follows_rows_herself_is_one_person() -> None:
    """Her own row does not climb to her a second time under her other code."""
    boss = person("OP09", email=WITH_SUBSTITUTE.coordinator.email.upper())
    office = replace(WITH_SUBSTITUTE, operators=(*WITH_SUBSTITUTE.operators, boss))
    assert [link.person.code for link in chain("OP09", office, TODAY)] == ["OP09", "director"]
