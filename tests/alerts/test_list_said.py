# SPDX-License-Identifier: EUPL-1.2
"""What owners read when a list was confirmed or refused, and when a row has gone to somebody else."""

from dataclasses import replace

import pytest

from pecwatch.alerts.list_said import list_confirmed, list_refused
from pecwatch.alerts.moved_on import moved_on
from pecwatch.alerts.told import Told
from pecwatch.model.listing import Status
from pecwatch.model.news import Difference, RowChange, RowNews
from pecwatch.model.office import Office
from pecwatch.model.position import Outcome, Position, PositionState
from tests.alerts.stories import circumstances
from tests.casework.people import BONETTALI, NOVEMBER, OFFICE, ZUCCHEROLI, position_of, with_operator

AWAY = ((NOVEMBER.date(), NOVEMBER.date()),)
ONE = position_of(ZUCCHEROLI)
OTHER = position_of(BONETTALI, "PW-2025-11-002", owner="duty_worker")
SUSPENDED = Difference(field="status", before="execute", after="suspended", applied=True)


def told(before: Position, after: Position, *differences: Difference) -> Told:
    news = RowNews(row=after.row, match=after.match, change=RowChange.CHANGED, position=before, differences=differences)
    return Told(position=after, news=news)


def refused(position: Position) -> Told:
    closed = replace(position, state=PositionState.CLOSED, outcome=Outcome.NOT_THE_HOUSING_COMPANY)
    return told(position, closed)


def test_each_worker_reads_of_her_own_rows() -> None:
    """One mail each; a refused list needs no name."""
    mails = list_refused((refused(ONE), refused(OTHER)), event="list_said:2", circumstances=circumstances(NOVEMBER))
    assert {(mail.recipient.code, mail.references) for mail in mails} == {
        ("OP01", ("PW-2025-11-001",)), ("duty_worker", ("PW-2025-11-002",))
    }  # fmt: skip
    for mail in mails:
        text = f"{mail.subject} {mail.text} {mail.html}".upper()
        assert "ZUCCHEROLI" not in text and "BONETTALI" not in text
        assert "1 POSIZIONE CHIUSA" in text
    assert len({mail.event for mail in mails}) == 2


@pytest.mark.parametrize(
    ("office", "reader"),
    [
        pytest.param(OFFICE, "OP01", id="the owner"),
        pytest.param(with_operator("OP01", absences=AWAY, substitute="OP02"), "OP02", id="her substitute"),
    ],
)
def test_what_took_effect_is_shown_with_both_values(office: Office, reader: str) -> None:
    """Whose row it is sees it whole; the subject says nothing of anybody."""
    after = replace(ONE, row=replace(ZUCCHEROLI, status=Status.SUSPENDED))
    here = circumstances(NOVEMBER, office=office)
    (mail,) = list_confirmed((told(ONE, after, SUSPENDED),), event="list_said:2", circumstances=here)
    assert mail.recipient.code == reader
    assert "prima «si esegue», ora «sospeso»" in " ".join(mail.text.split())
    assert "ZUCCHEROLI" in mail.text.upper() and "ZUCCHEROLI" not in mail.subject.upper()


def test_who_had_a_row_reads_who_has_it_now() -> None:
    """Two people are not to call one family; no name of theirs is needed for that."""
    mail = moved_on(ONE, replace(ONE, owner="OP02"), event="handed:1", circumstances=circumstances(NOVEMBER))
    assert mail.recipient.code == "OP01"
    assert "Ines Morbiducci" in mail.text
    assert "ZUCCHEROLI" not in f"{mail.subject} {mail.text}".upper()
