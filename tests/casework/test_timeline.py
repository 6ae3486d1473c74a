# SPDX-License-Identifier: EUPL-1.2
"""A household that stands in the lists of several months has one story."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.timeline import household, timeline
from pecwatch.model.listing import Status
from pecwatch.model.position import Event, Position, SeenBefore
from tests.casework.people import BONETTALI, OCTOBER, ZUCCHEROLI, address, position_of

IN_SEPTEMBER = position_of(replace(ZUCCHEROLI, status=Status.POSTPONED), "PW-2025-09-004")
IN_NOVEMBER = position_of(ZUCCHEROLI, "PW-2025-11-001")
SEEN = SeenBefore(reference="PW-2025-10-002", month="2025-10", status=Status.SUSPENDED)


def event(reference: str, kind: str, days: int) -> Event:
    return Event(reference=reference, at=OCTOBER + dt.timedelta(days=days), kind=kind, who="pecwatch", by="list")


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        pytest.param(IN_SEPTEMBER, True, id="the same line"),
        pytest.param(replace(IN_SEPTEMBER, row=replace(ZUCCHEROLI, surname="ZUCHEROLI")), True, id="a slip of the pen"),
        pytest.param(position_of(BONETTALI, "PW-2025-10-002"), False, id="somebody else"),
        pytest.param(
            position_of(replace(ZUCCHEROLI, address=address("VIA DEI TIGLI", "1")), "PW-2025-10-002"), False,
            id="a namesake elsewhere",
        ),
    ],
)  # fmt: skip
def test_who_is_the_same_household(other: Position, is_same: bool) -> None:
    """By the rule by which a list's rows are recognised, from either side."""
    for one, another in ((IN_NOVEMBER, other), (other, IN_NOVEMBER)):
        assert (another in household(one, (IN_NOVEMBER, other))) is is_same


def test_what_was_recognised_once_stays_recognised() -> None:
    """A name that was corrected since does not tear the story apart."""
    renamed = position_of(replace(BONETTALI, status=Status.SUSPENDED), "PW-2025-10-002")
    now = replace(IN_NOVEMBER, seen_before=(SEEN,))
    assert household(now, (now, renamed)) == (renamed, now)
    assert household(renamed, (now, renamed)) == (renamed, now)


def test_one_story_in_one_order() -> None:
    """What happened to one row stands between what happened to the other."""
    events = {
        "PW-2025-09-004": (event("PW-2025-09-004", "opened", -40), event("PW-2025-09-004", "outcome", 3)),
        "PW-2025-11-001": (event("PW-2025-11-001", "letter", 0), event("PW-2025-11-001", "opened", 0)),
        "PW-2025-11-002": (event("PW-2025-11-002", "opened", 1),),
    }
    others = (IN_SEPTEMBER, IN_NOVEMBER, position_of(BONETTALI, "PW-2025-11-002"))
    told = [(each.position.reference, each.event.kind) for each in timeline(IN_NOVEMBER, others, events)]
    assert told == [
        ("PW-2025-09-004", "opened"), ("PW-2025-11-001", "letter"), ("PW-2025-11-001", "opened"),
        ("PW-2025-09-004", "outcome"),
    ]  # fmt: skip
