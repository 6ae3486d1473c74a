# SPDX-License-Identifier: EUPL-1.2
"""What owners read when a list was confirmed or refused, and when a row has gone to somebody else."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.alerts.list_said import list_confirmed, list_refused
from pecwatch.alerts.moved_on import moved_on
from pecwatch.alerts.said_by_another import said_by_another
from pecwatch.alerts.told import Told
from pecwatch.model.listing import Status
from pecwatch.model.news import Decided, Difference
from pecwatch.model.office import Office
from pecwatch.model.position import Event, Outcome, Position, PositionState, Priority
from tests.alerts.looking.rare import told
from tests.alerts.stories import circumstances
from tests.casework.people import BONETTALI, NOVEMBER, OFFICE, ZUCCHEROLI, position_of, with_operator

ADA = OFFICE.operators[0]
AWAY = ((NOVEMBER.date(), NOVEMBER.date()),)
ONE = position_of(ZUCCHEROLI)
OTHER = position_of(BONETTALI, "PW-2025-11-002", owner="duty_worker")
SUSPENDED = Difference(field="status", before="execute", after="suspended", applied=True)


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
        (file,) = mail.attachments
        assert b"METHOD:CANCEL" in file.content
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


def test_a_confirmed_day_moves_in_the_calendar() -> None:
    """The new day, in her own calendar; a suspended row leaves it."""
    here = circumstances(NOVEMBER)
    moved = Difference(field="date", before="2025-11-06", after="2026-01-14", applied=True)
    later = replace(ONE, row=replace(ZUCCHEROLI, date=dt.date(2026, 1, 14)), cycle=2)
    low = replace(ONE, row=replace(ZUCCHEROLI, status=Status.SUSPENDED), priority=Priority.LOW)
    for after, difference, said in ((later, moved, b"20260114"), (low, SUSPENDED, b"METHOD:CANCEL")):
        (mail,) = list_confirmed((told(ONE, after, difference),), event="list_said:2", circumstances=here)
        (file,) = mail.attachments
        assert said in file.content


def test_several_rows_that_went_are_one_mail() -> None:
    """Each with whoever has it now; each leaves the calendar."""
    two = [position_of(ZUCCHEROLI, f"PW-2025-11-00{number}") for number in (1, 2)]
    decided = [Decided(before=each, after=replace(each, owner="OP02"), events=()) for each in two]
    mail = moved_on(decided, ADA, event="handed:1", circumstances=circumstances(NOVEMBER))
    assert "2 posizioni passate ad altri" in mail.subject
    assert mail.text.count("Ines Morbiducci") == 2
    assert [b"METHOD:CANCEL" in file.content for file in mail.attachments] == [True, True]


def test_an_owner_reads_what_another_one_said() -> None:
    """Who, in which role, of which row; she may answer, and no name of a tenant is needed."""
    closed = replace(ONE, state=PositionState.CLOSED, outcome=Outcome.EXECUTED)
    said = Event(reference=ONE.reference, at=NOVEMBER, kind="outcome", who="coordinator", by="mail", detail="executed")
    decided = Decided(before=ONE, after=closed, events=(said,))
    mail = said_by_another((decided,), ADA, "coordinator", event="said:1", circumstances=circumstances(NOVEMBER))
    text = " ".join(mail.text.split())
    assert "1 posizione chiusa" in mail.subject
    assert "L’ha detto Bruna Caldonazzi (tel. 0372 000001), coordinatrice." in text.replace("\u00a0", " ")
    assert "PW-2025-11-001: esito: eseguito; è chiusa." in text
    assert mail.token and "ESITO …" in text
    assert "ZUCCHEROLI" not in f"{mail.subject} {mail.text}".upper()
    assert [b"METHOD:CANCEL" in file.content for file in mail.attachments] == [True]


def test_who_had_a_row_reads_who_has_it_now() -> None:
    """Two people are not to call one family; no name of theirs is needed for that."""
    decided = Decided(before=ONE, after=replace(ONE, owner="OP02"), events=())
    mail = moved_on((decided,), ADA, event="handed:1", circumstances=circumstances(NOVEMBER))
    assert mail.recipient.code == "OP01"
    assert "Ines Morbiducci" in mail.text
    assert "ZUCCHEROLI" not in f"{mail.subject} {mail.text}".upper()
