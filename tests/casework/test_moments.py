# SPDX-License-Identifier: EUPL-1.2
"""One line of time out of everything that was written down."""

import datetime as dt
from collections import Counter

import pytest

from pecwatch.casework.moments import moments_of
from pecwatch.model.dossier import Happening, Timepiece
from pecwatch.model.message import ProtocolEntry
from pecwatch.model.trail import MailTrace, Trail
from tests.papers.records import TRAIL, at, clocks, event, mail, trace


def test_nothing_is_left_out() -> None:
    """Each event, answer, step and mail once; each message once for each clock that speaks of it."""
    counts = Counter(each.happening for each in moments_of(TRAIL))
    assert counts == {
        Happening.DATED: 2,
        Happening.CERTIFIED: 2,
        Happening.RECEIVED: 3,
        Happening.SEEN: 3,
        Happening.REGISTERED: 1,
        Happening.EVENT: len(TRAIL.events),
        Happening.ANSWER: len(TRAIL.answers),
        Happening.STEP: len(TRAIL.steps),
        Happening.HELD_ENDED: 1,
        Happening.ASKED: 1,
        Happening.MAIL_SENT: 3,
        Happening.MAIL_REFUSED: 1,
        Happening.MAIL_RETURNED: 1,
        Happening.MAIL_WRITTEN: 1,
    }


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        pytest.param(mail(1, "OP01", at(11, 1)), [Happening.MAIL_SENT], id="sent"),
        pytest.param(mail(1, "OP01", at(11, 1), sent_at=None), [Happening.MAIL_WRITTEN], id="waiting"),
        pytest.param(
            mail(1, "OP01", at(11, 1), sent_at=None, refused_at=at(11, 2)), [Happening.MAIL_REFUSED], id="refused"
        ),
        pytest.param(
            mail(1, "OP01", at(11, 1), returned_at=at(11, 2)),
            [Happening.MAIL_SENT, Happening.MAIL_RETURNED],
            id="sent and come back",
        ),
    ],
)
def test_a_mail_counts_when_it_left(sent: MailTrace, told: list[Happening]) -> None:
    """Not when it was written: what waits has told nobody."""
    assert [each.happening for each in moments_of(Trail(mails=(sent,)))] == told


def test_a_day_without_hour_comes_at_the_end_of_its_day() -> None:
    """The protocol may have been given at any hour: before it stands what surely was there."""
    entry = ProtocolEntry(number="1", date=dt.date(2025, 10, 24))
    message = trace(1, clocks=clocks(at(10, 24, 9, 13), protocol=entry))
    later = event("taken", at(10, 24, 13), "OP01", "cli")
    found = moments_of(Trail(messages=(message,), events=(later,)))
    assert [each.clock for each in found] == [Timepiece.PECWATCH, Timepiece.PECWATCH, Timepiece.PROTOCOL]


def test_a_day_in_italy() -> None:
    """Half past ten at night in UTC is the next day here."""
    (found,) = moments_of(Trail(events=(event("opened", dt.datetime(2025, 10, 23, 22, 30, tzinfo=dt.UTC)),)))
    assert found.on == dt.date(2025, 10, 24)


def test_a_change_that_no_event_tells_is_told_by_what_was_held() -> None:
    """Both stores say it; it is said once."""
    assert [each.happening for each in moments_of(Trail(held=TRAIL.held))] == [Happening.HELD, Happening.HELD_ENDED]
