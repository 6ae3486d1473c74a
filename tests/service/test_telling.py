# SPDX-License-Identifier: EUPL-1.2
"""Mails of the calendar that do not arrive, or cannot be written: told again, and seen."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from pecwatch.alerts.channels import Delivered, OutgoingMail, Refused
from pecwatch.alerts.notices import trial_mail
from pecwatch.casework.positions import take
from pecwatch.errors import ExitCode
from pecwatch.service.alarming import post_alarms
from pecwatch.service.collecting import Collected
from pecwatch.service.deciding import decide_on
from pecwatch.service.health import status
from pecwatch.service.posting import circumstances, post
from pecwatch.service.returning import note_returned
from pecwatch.service.sending import send_due
from pecwatch.store import outbox
from pecwatch.store import steps as store
from pecwatch.store.records import MailState
from tests.casework.clocks import at
from tests.casework.people import BONETTALI, FALCHETTI
from tests.service.weeks import LATE_NOVEMBER, Walk, at_work, refuse_everything

FIRST = "PW-2025-11-001"
EVERYBODY = ("op01", "op02", "coordinatrice", "dirigente")


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    with at_work(tmp_path) as found:
        yield found


def unsound(walk: Walk, until: dt.datetime) -> None:
    """A relay that refuses everything until that moment."""
    walk.relay.answer = refuse_everything
    walk.pass_until(until)
    walk.relay.answer = lambda mail: Delivered()
    walk.relay.taken.clear()


def subject(mail: OutgoingMail) -> str:
    return str(message_from_bytes(mail.content, policy=policy.default)["Subject"])


def text(mail: OutgoingMail) -> str:
    body = message_from_bytes(mail.content, policy=policy.default).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_a_relay_that_refused_the_whole_chain(walk: Walk) -> None:
    """Refused all morning, sound from the afternoon on: at the next opening the chain begins, each with her time."""
    walk.relay.answer = refuse_everything
    walk.list_comes(LATE_NOVEMBER)
    unsound(walk, at(24, 13, month=10))
    walk.pass_until(at(31, 12, month=10))
    assert walk.mails("rows", "steps") == [
        ("27/10 08:00", "op01"),
        ("29/10 08:00", "op02"),
        ("30/10 08:00", "coordinatrice"),
        ("31/10 08:00", "dirigente"),
    ]
    assert "escalated owner to=OP01 again" in walk.story()
    with walk.desk.database.reading() as session:
        chain = [mail for mail in outbox.mails(session) if mail.kind in ("rows", "steps")]
    assert [(mail.recipient_code, mail.state, mail.repeated) for mail in chain] == [
        (code, MailState.SENT, False) for code in ("OP01", "OP02", "coordinator", "director")
    ]


def test_a_relay_that_refuses_for_days_is_tried_at_each_opening(walk: Walk) -> None:
    """No more often: a relay that says no is not asked every minute."""
    tried: list[dt.datetime] = []

    def refuse(mail: OutgoingMail) -> Refused:
        tried.append(walk.office.clock())
        return Refused(code="554", text="no")

    walk.relay.answer = refuse
    walk.list_comes(LATE_NOVEMBER)
    walk.pass_until(at(24, 23, month=10))
    tried.clear()
    walk.pass_until(at(28, 23, month=10))
    assert {moment.astimezone(at(1).tzinfo).hour for moment in tried} == {8, 9}, "a link in each round from 8 on"
    assert len(tried) == 2 * 4


@pytest.mark.parametrize(
    ("taken", "again", "late"),
    [
        pytest.param(False, [("26/11 08:15", name) for name in EVERYBODY], "everybody", id="silent"),
        pytest.param(True, [("26/11 10:00", name) for name in EVERYBODY], "eve", id="taken"),
    ],
)
def test_an_eve_that_was_refused(walk: Walk, taken: bool, again: list[tuple[str, str]], late: str) -> None:
    """The day is tomorrow: it is told again the same morning, not at the next opening."""
    walk.list_comes(LATE_NOVEMBER)
    walk.pass_until(at(26, 7, 45))
    if taken:
        decide_on(walk.desk, FIRST, take, who="OP01", by="cli")
    unsound(walk, at(26, 8))
    assert walk.until(at(26, 16)) == again
    assert [line for line in walk.story() if line.endswith(" again")] == [
        f"milestone eve to={code} day=2025-11-27 again" for code in ("OP01", "OP02", "coordinator", "director") if taken
    ]
    assert walk.until(at(27, 9)) == [("27/11 08:00", "op01")]
    assert any(late in line for line in walk.story())


def test_one_dead_address_of_several(walk: Walk) -> None:
    """The others have heard: it is tried again at the openings, with what is true by then, while it matters."""
    dead = "op02@comune.example"
    walk.relay.answer = lambda mail: Refused(code="550", text="no") if mail.recipient == dead else Delivered()
    walk.list_comes(LATE_NOVEMBER, now=at(25, 7))
    assert ("26/11 08:00", "op02") not in walk.until(at(26, 23))
    walk.relay.answer = lambda mail: Delivered()
    walk.relay.taken.clear()
    walk.pass_until(at(27, 9))
    (mail,) = (mail for _, mail in walk.relay.taken if mail.recipient == dead)
    assert "(OGGI)" in text(mail) and "DOMANI" not in text(mail)


def test_an_address_that_was_corrected(walk: Walk) -> None:
    """Every address of the office was wrong: the lost mail leaves to the right one, written anew."""
    walk.relay.answer = refuse_everything
    walk.list_comes(LATE_NOVEMBER)
    unsound(walk, at(24, 13, month=10))
    office = walk.desk.config.office
    moved = replace(office.operators[0], email="ferlenghi@comune.example")
    walk.desk.config = replace(walk.desk.config, office=replace(office, operators=(moved, *office.operators[1:])))
    assert walk.until(at(27, 12, month=10)) == [("27/10 08:00", "ferlenghi")]
    with walk.desk.database.reading() as session:
        assert all(mail.state is MailState.SENT for mail in outbox.mails(session) if mail.recipient_code == "OP01")


def test_a_mail_that_came_back_is_marked_when_it_leaves_again(walk: Walk) -> None:
    """Perhaps it was read all the same: then its reader knows that it is the same one."""
    walk.list_comes(LATE_NOVEMBER)
    walk.relay.answer = refuse_everything
    with walk.desk.database.writing() as session:
        (mail,) = (mail for mail in outbox.mails(session) if mail.recipient_code == "OP01")
        note_returned(session, walk.desk, mail, 1, is_proven=True)
    unsound(walk, at(24, 13, month=10))
    walk.pass_until(at(27, 8, month=10))
    assert [(mail.recipient, "RIPETIZIONE" in subject(mail)) for _, mail in walk.relay.taken] == [
        ("op01@comune.example", True)
    ]


def test_what_was_decided_since_is_left_out(walk: Walk) -> None:
    """Two rows in one lost mail, and one was taken meanwhile: only the other is told, and counts as told."""
    walk.relay.answer = refuse_everything
    walk.list_comes(BONETTALI, FALCHETTI)
    unsound(walk, at(24, 13, month=10))
    decide_on(walk.desk, FIRST, take, who="duty_worker", by="cli")
    walk.pass_until(at(29, 12, month=10))
    assert walk.mails("rows", "steps") == [("27/10 08:00", "segretariato"), ("29/10 08:00", "coordinatrice")]
    mail = walk.relay.taken[-1][1]
    assert FIRST not in text(mail) and "PW-2025-11-002" in text(mail)
    with walk.desk.database.reading() as session:
        steps = {reference: store.told(session, reference)[1] for reference in (FIRST, "PW-2025-11-002")}
    assert [each.step.kind for each in steps.values()] == ["coordinator", "coordinator"]
    assert [each.sent_at is not None for each in steps.values()] == [False, True]


def looks(walk: Walk) -> list[str]:
    """The alarms' mails of a round, without prefix."""
    walk.relay.taken.clear()
    post_alarms(walk.desk, (Collected(mailbox="pec"),))
    send_due(walk.desk, walk.relay)
    found = [(mail.recipient.partition("@")[0], subject(mail)) for _, mail in walk.relay.taken]
    return [text.removeprefix("[pecwatch] ") for name, text in found if name == "ced" and "avvis" in text]


def test_a_row_whose_mail_cannot_be_written(walk: Walk) -> None:
    """The others of its reader are told in one mail; after an hour the administrator hears of it, and of its end."""
    walk.list_comes(LATE_NOVEMBER, BONETTALI, FALCHETTI)
    walk.poison("step", "NEW.reference = 'PW-2025-11-002'")
    walk.until(at(28, 12, month=10))
    with walk.desk.database.reading() as session:
        told = [mail for mail in outbox.mails(session) if mail.kind == "steps"]
    assert [mail.references for mail in told if mail.recipient_code == "coordinator"] == [("PW-2025-11-003",)]
    found = status(walk.desk)
    assert (found.overdue_steps, found.exit_code) == (1, ExitCode.UNHEALTHY)
    assert looks(walk) == ["GUASTO – di 1 posizione non si riesce a scrivere l'avviso dovuto"]
    walk.heal()
    walk.tick(at(28, 12, 15, month=10))
    assert [name for _, name in walk.steps()] == ["coordinatrice"]
    assert looks(walk) == []
    walk.tick(at(28, 12, 30, month=10))
    assert looks(walk) == ["RISOLTO – gli avvisi dovuti sono di nuovo scritti tutti"]
    assert status(walk.desk).overdue_steps == 0


def test_a_test_mail_whose_sender_died_leaves_in_a_later_round(walk: Walk) -> None:
    """It is sent beside the service, so a young one is left alone; for ever it would keep the nightly purge away."""
    walk.office.clock.now = at(24, 10, month=10)
    with walk.desk.database.writing() as session:
        trial = trial_mail(
            walk.desk.office.system_administrator, event="test:1", circumstances=circumstances(walk.desk)
        )
        post(session, walk.desk, (trial,))
    with walk.desk.database.writing() as session:
        outbox.mark_dot(session, outbox.mails(session, "test:1")[0].id)
    for minutes, taken in ((5, []), (40, ["ced"]), (41, ["ced"])):
        walk.tick(at(24, 10, minutes, month=10))
        assert [mail.recipient.partition("@")[0] for _, mail in walk.relay.taken] == taken
    assert "RIPETIZIONE" in subject(walk.relay.taken[0][1])
