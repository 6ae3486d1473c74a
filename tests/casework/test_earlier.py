# SPDX-License-Identifier: EUPL-1.2
"""A household of an earlier month's list is told on the new row, also when the registry does not know it."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.earlier import seen_before
from pecwatch.model.listing import ListRow, Status
from pecwatch.model.news import Known
from pecwatch.model.position import PositionState
from tests.alerts.stories import tell
from tests.casework.people import BONETTALI, ZUCCHEROLI, address, match, position_of, report

POSTPONED = replace(ZUCCHEROLI, status=Status.POSTPONED, postponed_to=None)
IN_OCTOBER = position_of(POSTPONED, "PW-2025-10-003", match=match(), state=PositionState.CLOSED)


@pytest.mark.parametrize(
    ("row", "is_seen"),
    [
        pytest.param(ZUCCHEROLI, True, id="the same household"),
        pytest.param(replace(ZUCCHEROLI, surname="ZUCHEROLI"), True, id="a slip of the pen"),
        pytest.param(replace(ZUCCHEROLI, address=address("VIA DEI TIGLI", "1")), False, id="a namesake elsewhere"),
        pytest.param(BONETTALI, False, id="somebody else"),
    ],
)
def test_who_was_seen_before(row: ListRow, is_seen: bool) -> None:
    """The same rule by which a reminder's rows are recognised."""
    (seen,) = seen_before([row], [IN_OCTOBER])
    assert [each.reference for each in seen] == (["PW-2025-10-003"] if is_seen else [])


def test_each_month_is_told_the_newest_first() -> None:
    """A household that comes back every month is a story of its own."""
    months = ("2025-07", "2025-09", "2025-08", "2025-06")
    (seen,) = seen_before([ZUCCHEROLI], [position_of(POSTPONED, f"PW-{month}-001") for month in months])
    assert [each.month for each in seen] == ["2025-09", "2025-08", "2025-07"]


def test_an_unknown_household_is_told_with_its_story() -> None:
    """Who looks for the family learns that the office had it before; nobody else's row says so."""
    alerts = tell(report((ZUCCHEROLI, BONETTALI)), known=Known(before=(IN_OCTOBER,))).alerts
    told = "ià nell'elenco di ottobre 2025 (PW-2025-10-003): rinviato"
    texts = {alert.recipient.code: " ".join(alert.text.split()) for alert in alerts}
    assert {code: text.count(told) for code, text in texts.items()} == {"duty_worker": 1, "coordinator": 1}
    assert "Zuccheroli" not in texts["coordinator"].title()


def test_what_was_seen_opens_and_owns_as_always() -> None:
    """It only tells: rows, owners and urgency are those of an office without memory."""
    rows = (ZUCCHEROLI, replace(BONETTALI, date=dt.date(2025, 11, 20)))
    with_memory, without = (tell(report(rows), known=known).alerts for known in (Known(before=(IN_OCTOBER,)), Known()))
    assert [(each.recipient, each.kind, each.subject, each.references) for each in with_memory] == [
        (each.recipient, each.kind, each.subject, each.references) for each in without
    ]
