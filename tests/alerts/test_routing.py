# SPDX-License-Identifier: EUPL-1.2
"""Who is written to when the people of the office come and go."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.alerts.notices import handed_over
from pecwatch.model.listing import Nature
from pecwatch.model.match import Band
from pecwatch.model.news import Known
from pecwatch.model.office import Office
from tests.alerts.stories import circumstances, tell
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
from tests.casework.weighed import ORDINARY

LEFT_SINCE = ((dt.date(2025, 11, 10), dt.date(2025, 12, 5)),)
OWN = position_of(ZUCCHEROLI, owner="OP01")
SHARED = replace(OWN, owner="duty_worker", also_told=("OP01",))


@pytest.mark.parametrize(
    ("office", "told"),
    [
        pytest.param(OFFICE, "OP01", id="she is there"),
        pytest.param(with_operator("OP01", absences=LEFT_SINCE, substitute="OP02"), "OP02", id="on leave since"),
        pytest.param(with_operator("OP01", absences=LEFT_SINCE), "duty_worker", id="on leave, nobody stands in"),
        pytest.param(replace(OFFICE, operators=OFFICE.operators[1:]), "duty_worker", id="left"),
    ],
)
def test_a_reminder_reaches_whoever_acts_today(office: Office, told: str) -> None:
    """The row was hers when it came; today's mail goes to somebody who reads it, and shows the whole row."""
    reminder = report((ZUCCHEROLI,), msg=ORDINARY, nature=Nature.REMINDER, matches=(CERTAIN,))
    story = tell(reminder, Known(positions=(OWN,)), message_id=2, now=NOVEMBER, office=office)
    readers = {alert.recipient.code for alert in story.alerts} - {"coordinator"}
    assert readers == {told}
    assert "ZUCCHEROLI" in story.one(told).text.upper()
    handed = handed_over(OWN, event="handed:1", circumstances=circumstances(NOVEMBER, office=office))
    assert handed.recipient.code == told


@pytest.mark.parametrize(
    ("office", "told"),
    [
        pytest.param(OFFICE, {"duty_worker", "OP01"}, id="she is there"),
        pytest.param(
            with_operator("OP01", absences=LEFT_SINCE, substitute="OP02"), {"duty_worker", "OP02"}, id="substitute"
        ),
        pytest.param(with_operator("OP01", absences=LEFT_SINCE), {"duty_worker"}, id="nobody stands in: the owner"),
        pytest.param(
            with_operator("OP01", absences=LEFT_SINCE, substitute="duty_worker"), {"duty_worker"},
            id="the owner stands in: one mail",
        ),
    ],
)  # fmt: skip
def test_who_is_told_besides_is_stood_in_for_too(office: Office, told: set[str]) -> None:
    """A possible folder of somebody on leave is looked at by her substitute."""
    found = match(Band.POSSIBLE, candidate("1", 0.35, "OP01"))
    reminder = report((ZUCCHEROLI,), msg=ORDINARY, nature=Nature.REMINDER, matches=(found,))
    known = Known(positions=(replace(SHARED, match=found),))
    story = tell(reminder, known, message_id=2, now=NOVEMBER, office=office)
    assert {alert.recipient.code for alert in story.alerts} - {"coordinator"} == told


def test_a_substitute_reads_why_the_row_comes_to_her() -> None:
    """And sees the folder of whom she stands in for."""
    office = with_operator("OP01", absences=LEFT_SINCE, substitute="OP02")
    handed = handed_over(OWN, event="handed:1", circumstances=circumstances(NOVEMBER, office=office))
    text = " ".join(handed.text.split())
    assert "Al posto di: Ada Ferlenghi" in text
    assert "2019/00871" in text
