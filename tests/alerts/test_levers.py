# SPDX-License-Identifier: EUPL-1.2
"""What is still possible, once the office has approved the words."""

import datetime as dt
from dataclasses import replace

from pecwatch.alerts.steps import compose_steps
from pecwatch.model.listing import Status
from pecwatch.model.step import StepKind
from pecwatch.rules.levers import LeverRules
from pecwatch.rules.loading import load_rule
from tests.alerts.looking.gallery import STAFF, asked
from tests.alerts.stories import circumstances, tell
from tests.casework.people import CERTAIN, OCTOBER, RULES, ZUCCHEROLI, report

SHIPPED = load_rule(RULES / "levers.toml", LeverRules)
APPROVED = replace(SHIPPED, confirmed=True)
HEADING = "CHE COSA È ANCORA POSSIBILE"


def text(levers: LeverRules, **changed: object) -> str:
    story = tell(report((replace(ZUCCHEROLI, **changed),), matches=(CERTAIN,)), levers=levers)  # type: ignore[arg-type]
    return story.one("OP01").text


def test_unapproved_words_are_in_no_mail() -> None:
    """As shipped nothing is told: the office has not read it yet."""
    assert not SHIPPED.confirmed and SHIPPED.lever
    assert HEADING not in text(SHIPPED)


def test_only_what_the_days_left_allow() -> None:
    """Nine working days: a postponement may be asked for, a repayment plan comes too late."""
    said = " ".join(text(APPROVED).split())
    assert HEADING in said
    assert "rinvio, per iscritto e con i motivi (fino a 2 giorni lavorativi prima)." in said
    assert "piano di rientro, con" not in said
    assert "piano di rientro, con" in " ".join(text(APPROVED, date=dt.date(2025, 11, 27)).split())


def test_nothing_where_nothing_presses() -> None:
    """No day, a day gone by, or a happy status: no advice."""
    assert HEADING not in text(APPROVED, date=None)
    assert HEADING not in text(APPROVED, status=Status.SUSPENDED)


def test_steps_have_it_too() -> None:
    """On the day itself only what can still be done on the day."""
    here = circumstances(OCTOBER.replace(day=6, month=11), office=STAFF, levers=APPROVED)
    mail = compose_steps((asked(StepKind.DAY, days_left=0),), event="steps:1", circumstances=here)
    assert "sia presente sul posto" in mail.text and "per iscritto e con i motivi" not in mail.text


def test_every_sample_is_possible() -> None:
    """Each lever is offered with the days of its samples, and not with a day less than it needs."""
    for lever in SHIPPED.lever:
        assert lever.samples
        assert all(lever in SHIPPED.possible(int(days)) for days in lever.samples)
        assert lever not in SHIPPED.possible(lever.at_least_days - 1)
