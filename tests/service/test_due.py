# SPDX-License-Identifier: EUPL-1.2
"""Mails that leave by the calendar: once, also late, also with nothing to say."""

import pytest

from tests.end_to_end.looking import proper_mails, told
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases

WEEKLY, DAILY = ("coordinatrice", "weekly_digest"), ("ced", "daily_counts")
OLD_REGISTRY = ("ced", "service")
"""Of 20 October: three weeks later it is told to be old."""


@pytest.mark.parametrize(
    ("polled", "expected"),
    [
        pytest.param([at(2025, 10, 27, 7, 29)], [[DAILY]], id="before: yesterday's counts, late"),
        pytest.param(
            [at(2025, 10, 27, 7, 59), at(2025, 10, 27, 8), at(2025, 10, 27, 8, 1), at(2025, 10, 28, 7, 0)],
            [[DAILY], [WEEKLY], [], []],
            id="Monday at eight, once, on the day after summer time ended",
        ),
        pytest.param([at(2025, 10, 29, 18)], [[DAILY, WEEKLY]], id="late: the service was off on Monday"),
        pytest.param([at(2025, 11, 12, 9)], [[DAILY, OLD_REGISTRY, WEEKLY]], id="two Mondays missed: only the newest"),
        pytest.param([at(2025, 10, 23, 11), at(2025, 10, 24, 7)], [[], []], id="nothing is due on the first day"),
    ],
)
def test_when_digests_leave(
    office: SocialServices, polled: list[object], expected: list[list[tuple[str, str]]]
) -> None:
    """Their absence is an alarm, so they leave with nothing to say as well, and never twice."""
    office.install()
    seen = []
    for moment in polled:
        office.poll(moment)  # type: ignore[arg-type]  # moments of the table
        seen.append(told(office))
    assert seen == expected


@pytest.mark.fault("service-dead")
def test_an_empty_week_says_so(office: SocialServices) -> None:
    """Nothing came: the coordinator reads exactly that."""
    office.install()
    office.poll(at(2025, 10, 27, 8))
    (weekly,) = (mail for mail in proper_mails(office) if mail.name == "coordinatrice")
    assert "0 posizioni aperte" in weekly.subject


def test_counts_tell_what_came(office: SocialServices) -> None:
    """The administrator reads numbers: one list of seven rows, one mail that was none of ours, nothing broken."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 10, 24, 9, 12))
    office.by_pec(cases.unrelated(), at(2025, 10, 24, 9, 30))
    office.poll(at(2025, 10, 24, 10))
    told(office)
    office.poll(at(2025, 10, 25, 7, 30))
    (daily,) = proper_mails(office)
    assert daily.name == "ced"
    assert "1 elenco, 7 righe, tutto regolare" in daily.subject
    assert "Messaggi esaminati: 2" in daily.text
    assert "Avvisi partiti: 7; in attesa: 0; respinti: 0" in daily.text


def test_unanswered_rows_are_in_the_weekly_digest(office: SocialServices) -> None:
    """Who has not answered stands in it by reference and initials, never by name."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 10, 24, 9, 12))
    office.poll(at(2025, 10, 24, 10))
    told(office)
    office.poll(at(2025, 10, 27, 8))
    (weekly,) = (mail for mail in proper_mails(office) if mail.name == "coordinatrice")
    assert "7 posizioni aperte, 6 senza risposta" in weekly.subject
    assert "PW-2025-11-006" in weekly.text
    assert "tramontelli" not in weekly.text.lower()
