# SPDX-License-Identifier: EUPL-1.2
"""Rounds that end in time, whatever has piled up."""

import threading

import pytest

from pecwatch.service import intake
from pecwatch.service.collecting import Collector
from pecwatch.service.first_start import listening_since
from pecwatch.service.pacing import Pace
from tests.end_to_end.looking import entries
from tests.end_to_end.office import SocialServices
from tests.generators.samples import cases


def test_a_poll_whose_time_is_up_leaves_the_rest(office: SocialServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The batch under way is safe, the next poll takes the others, and until then it is still the first listing."""
    monkeypatch.setattr(intake, "MESSAGES_AT_ONCE", 1)
    for raw in (cases.unrelated(), cases.april_empty(), cases.december_lines()):
        office.by_pec(raw)
    with office.desk(exclusive=True) as desk, Collector(desk, desk.polled_mailboxes) as collector:
        pec, ordinary = collector.collect(Pace(threading.Event(), 0))
        assert (pec.new, pec.was_read, ordinary.new) == (1, False, 0)
        with desk.database.reading() as session:
            assert listening_since(session, desk.polled_mailboxes[:1]) is None
        pec, _ = collector.collect(Pace(threading.Event(), 60))
        assert (pec.new, pec.was_read) == (2, True)
        with desk.database.reading() as session:
            assert listening_since(session, desk.polled_mailboxes[:1]) is not None
    assert len(entries(office)) == 3


def test_whoever_stops_the_service_stops_every_part() -> None:
    """Time or signal, whichever comes first."""
    stopping = threading.Event()
    pace = Pace(stopping, 60)
    assert (pace.is_set(), pace.is_over) == (False, False)
    stopping.set()
    assert (pace.is_set(), pace.is_over) == (True, False)
    assert Pace(threading.Event(), 0).is_set()
