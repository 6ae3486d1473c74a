# SPDX-License-Identifier: EUPL-1.2
"""A row that nobody answers, from its list to its outcome, through outbox and relay: each step once, on its day."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pecwatch.alerts.channels import Delivered, Outcome, OutgoingMail, Postponed, Refused
from pecwatch.casework.positions import pass_to, take
from pecwatch.model.listing import ListRow
from pecwatch.model.mailbox import Delivery
from pecwatch.model.position import PositionState
from pecwatch.service import stepping
from pecwatch.service.deciding import decide_on
from pecwatch.service.desk import Desk
from pecwatch.service.first_start import end_first_listing
from pecwatch.service.importing import import_registry
from pecwatch.service.sending import send_due
from pecwatch.service.stepping import note_undelivered, post_steps
from pecwatch.service.weighing import weigh
from pecwatch.store import casefile, ledger, outbox
from pecwatch.store import steps as store
from pecwatch.store.notes import note
from tests.casework.clocks import at, shown
from tests.casework.people import BONETTALI, FALCHETTI, report, row
from tests.registry.staging import HEADER, ROWS
from tests.service.offices import SmallOffice

AWAY = 'absences = [["2025-10-01", "2025-12-31"]]'

OFFICE = """
[[office.operator]]
code = "OP01"
name = "Ada Ferlenghi"
email = "op01@comune.example"
phone = "0372 000011"
substitute = "OP02"
{away}
[[office.operator]]
code = "OP02"
name = "Ines Morbiducci"
email = "op02@comune.example"
{away}
[office.director]
name = "Olimpia Verzeletti"
email = "dirigente@comune.example"
{away}
[office.duty_worker]
name = "Segretariato sociale"
email = "segretariato@comune.example"
{away}
"""

LIST_AT = at(24, 9, 13, month=10)
LATE_NOVEMBER = row(date=dt.date(2025, 11, 27))
FIRST_WEEK = row(date=dt.date(2025, 11, 6))

Story = list[tuple[str, str]]
"""When, and to whom."""


class FakeRelay:
    """Takes every mail, unless told otherwise, and keeps to whom and when."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self.clock = clock
        self.taken: list[tuple[dt.datetime, OutgoingMail]] = []
        self.answer: Callable[[OutgoingMail], Outcome] = lambda mail: Delivered()

    def send(self, mail: OutgoingMail, before_dot: Callable[[], None]) -> Outcome:
        before_dot()
        outcome = self.answer(mail)
        if isinstance(outcome, Delivered):
            self.taken.append((self.clock(), mail))
        return outcome

    def close(self) -> None:
        pass


class Walk:
    """An office, its relay, and time that passes; by night nothing is looked at, to save time."""

    def __init__(self, desk: Desk, office: SmallOffice) -> None:
        self.desk, self.office = desk, office
        self.relay = FakeRelay(office.clock)

    def list_comes(self, *rows: ListRow, now: dt.datetime = LIST_AT) -> None:
        """A list is weighed, and whatever follows is done in the same round."""
        self.office.clock.now = now
        content = repr((rows, now)).encode()
        with self.desk.database.writing() as session:
            kept = self.desk.vault.put((content,))
            found = Delivery(
                mailbox="pec",
                folder="INBOX",
                uidvalidity=1,
                uid=int(now.timestamp()) % 2**31,
                received_at=now,
                size=len(content),
                pieces=(content,),
            )
            entry = ledger.record_delivery(session, found, kept, now).entry
        weigh(self.desk, entry, report(rows).reading)
        self.tick(now)

    def tick(self, now: dt.datetime) -> None:
        """One round."""
        self.office.clock.now = now
        post_steps(self.desk)
        send_due(self.desk, self.relay)

    def until(self, end: dt.datetime) -> Story:
        """Let time pass, and tell who got a mail of the calendar when."""
        self.relay.taken.clear()
        now = self.office.clock.now
        while now < end:
            now = min(now + dt.timedelta(minutes=(15 if now.minute < 15 else 60) - now.minute), end)
            if now.hour in range(7, 18):
                self.tick(now)
        return self.steps()

    def steps(self) -> Story:
        return [
            (shown(at), mail.recipient.partition("@")[0]) for at, mail in self.relay.taken if "-steps" in mail.label
        ]

    def story(self, reference: str = "PW-2025-11-001") -> list[str]:
        with self.desk.database.reading() as session:
            return [f"{each.kind} {each.detail}".strip() for each in casefile.events(session, reference)]


@pytest.fixture
def walk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Walk]:
    """An office that has been at work since the day before; the parameter is what else holds for each of its people."""
    away = getattr(request, "param", "")
    office = SmallOffice(tmp_path, OFFICE.format(away=away))
    if away:
        file = tmp_path / "config.toml"
        coordinator = 'email = "coordinatrice@comune.example"'
        file.write_text(file.read_text().replace(coordinator, f"{coordinator}, {away}"), encoding="utf-8")
    office.clock.now = at(23, 10, month=10)
    (tmp_path / "r.csv").write_text("\n".join((HEADER, *ROWS)), encoding="utf-8")
    with office.desk() as desk:
        import_registry(desk, tmp_path / "r.csv", None, confirmed=True)
        with desk.database.writing() as session:
            end_first_listing(session, "pec", office.clock())
        yield Walk(desk, office)


END = [
    ("25/11 08:00", "op01"),
    *(("26/11 08:00", name) for name in ("op01", "op02", "coordinatrice", "dirigente")),
    ("27/11 08:00", "op01"),
    ("27/11 16:00", "op01"),
    ("28/11 08:00", "op01"),
    ("01/12 08:00", "coordinatrice"),
]


def test_nobody_answers(walk: Walk) -> None:
    """From 24 October to 1 December: each mail on its day, nobody twice, and all of it in the story of the row."""
    walk.list_comes(LATE_NOVEMBER)
    assert walk.until(at(2, 12, month=12)) == [
        ("28/10 09:15", "op02"),
        ("29/10 09:15", "coordinatrice"),
        ("30/10 09:15", "dirigente"),
        ("12/11 08:00", "op01"),
        *END,
    ]
    assert walk.story() == [
        "opened band=certain owner=OP01",
        "notified OP01",
        "escalated substitute to=OP02",
        "escalated coordinator to=coordinator",
        "escalated director to=director",
        "milestone ten_days to=OP01 day=2025-11-27",
        "milestone two_days to=OP01 day=2025-11-27",
        *(f"milestone eve to={code} day=2025-11-27" for code in ("OP01", "OP02", "coordinator", "director")),
        "milestone day to=OP01 day=2025-11-27",
        "milestone outcome to=OP01 day=2025-11-27",
        "milestone outcome_again to=OP01 day=2025-11-27",
        "milestone outcome_again to=coordinator day=2025-11-27",
    ]


def test_one_mail_to_a_person_whatever_is_due(walk: Walk) -> None:
    """Two rows that climb at the same hour are one mail, and it says no name in its subject."""
    walk.list_comes(LATE_NOVEMBER, BONETTALI, FALCHETTI)
    walk.until(at(28, 13, month=10))
    with walk.desk.database.reading() as session:
        mails = [mail for mail in outbox.mails(session) if mail.kind == "steps"]
    assert sorted((mail.recipient_code, mail.references) for mail in mails) == [
        ("OP02", ("PW-2025-11-001",)),
        ("coordinator", ("PW-2025-11-002", "PW-2025-11-003")),
    ]
    assert not any(word in mail.subject.upper() for mail in mails for word in ("ZUCCHEROLI", "BONETTALI", "FALCHETTI"))


def test_whoever_takes_it_ends_the_climb(walk: Walk) -> None:
    """Beside the running service somebody takes the row: no link more, and the milestones all the same."""
    walk.list_comes(LATE_NOVEMBER)
    walk.until(at(28, 10, month=10))
    decide_on(walk.desk, "PW-2025-11-001", take, who="OP02", by="cli")
    assert walk.until(at(25, 9)) == [("12/11 08:00", "op02"), ("25/11 08:00", "op02")]


def test_the_new_owner_has_her_own_time(walk: Walk) -> None:
    """The mail of the hand-over is her first step: the calendar does not tell her a second time."""
    walk.list_comes(LATE_NOVEMBER)
    decide_on(
        walk.desk,
        "PW-2025-11-001",
        lambda position, decision: pass_to(position, "OP02", decision, walk.desk.office),
        who="OP01",
        by="cli",
    )
    assert walk.until(at(28, 10, month=10)) == [("28/10 09:15", "coordinatrice")]


def test_a_service_that_was_down(walk: Walk) -> None:
    """From the list to 3 November: one mail to each of those whose turn it is, and each has her time."""
    walk.list_comes(LATE_NOVEMBER)
    walk.office.clock.now = at(3, 8, 59)
    assert walk.until(at(5, 12)) == [
        ("03/11 09:00", "op02"),
        ("04/11 09:00", "coordinatrice"),
        ("05/11 09:00", "dirigente"),
    ]


def test_a_relay_that_is_down(walk: Walk) -> None:
    """The alert waits from Friday to Tuesday; nobody's time runs, and nobody is told that somebody is silent."""
    walk.relay.answer = lambda mail: Postponed(code="451", text="not now")
    walk.list_comes(LATE_NOVEMBER)
    assert walk.until(at(28, 9, month=10)) == []
    walk.relay.answer = lambda mail: Delivered()
    # The mail was put off again and again: it leaves with its next try, at most 67 minutes later.
    assert [day for day, _ in walk.until(at(30, 13, month=10))] == ["30/10 10:00"]


@pytest.mark.parametrize("how", ["refused", "returned"])
def test_an_address_that_takes_no_mail(walk: Walk, how: str) -> None:
    """Refused by the relay or come back: the next is told in the next round, not after two days."""
    if how == "refused":
        gone = "op01@comune.example"
        walk.relay.answer = lambda mail: Refused(code="550", text="no") if mail.recipient == gone else Delivered()
    walk.list_comes(LATE_NOVEMBER)
    if how == "returned":
        with walk.desk.database.writing() as session:
            (mail,) = (mail for mail in outbox.mails(session) if mail.recipient_code == "OP01")
            note_undelivered(session, mail.event, mail.recipient_code, walk.desk.clock())
    assert walk.until(at(24, 13, month=10)) == [("24/10 09:15", "op02")]


@pytest.mark.parametrize("walk", [AWAY], indirect=True)
def test_everybody_is_absent(walk: Walk) -> None:
    """Nobody is there: the row is the coordinator's, for want of anybody else, and climbs all the same."""
    walk.list_comes(FIRST_WEEK)
    assert walk.until(at(5, 9)) == [
        ("27/10 09:15", "dirigente"),
        ("04/11 08:00", "coordinatrice"),
        *(("05/11 08:00", name) for name in ("coordinatrice", "dirigente")),
    ]


def test_a_day_gone_by(walk: Walk) -> None:
    """A list that comes too late: in the same round everybody is told, the owner by the list itself."""
    walk.list_comes(FIRST_WEEK, now=at(7, 9))
    assert walk.steps() == [("07/11 09:00", name) for name in ("op02", "coordinatrice", "dirigente")]
    with walk.desk.database.reading() as session:
        (position,) = casefile.positions(session)
    assert position.state is PositionState.NOTIFIED


def test_the_list_again_resets_nothing(walk: Walk) -> None:
    """A reminder each morning, from whomever, does not keep the row from climbing."""
    walk.list_comes(LATE_NOVEMBER)
    story: Story = []
    for day in (27, 28, 29):
        walk.list_comes(LATE_NOVEMBER, now=at(day, 8, 30, month=10))
        story += walk.until(at(day, 23, month=10))
    assert story == [("28/10 09:15", "op02"), ("29/10 09:15", "coordinatrice")]


def test_a_clock_that_was_set_back(walk: Walk) -> None:
    """A round a year ahead, by a wrong clock, does not silence the rows for a year."""
    walk.list_comes(LATE_NOVEMBER)
    decide_on(walk.desk, "PW-2025-11-001", take, who="OP01", by="cli")
    walk.tick(at(1, 9, month=7))
    with walk.desk.database.writing() as session:
        store.look_again(session, {"PW-2025-11-001": at(24, 9, month=10).replace(year=2026)})
        note(session, stepping.EVERYTHING, "2026-10-24T07:00:00+00:00 whatever", walk.desk.clock())
    walk.office.clock.now = at(12, 7)
    assert walk.until(at(12, 9)) == [("12/11 08:00", "op01")]


def test_an_absence_that_is_entered_counts_in_the_next_round(walk: Walk) -> None:
    """The configuration says that the owner is away: whoever stands in for her is told at once."""
    walk.list_comes(LATE_NOVEMBER)
    absent = replace(walk.desk.config.office.operators[0], absences=((dt.date(2025, 10, 24), dt.date(2025, 10, 31)),))
    office = replace(walk.desk.config.office, operators=(absent, *walk.desk.config.office.operators[1:]))
    walk.desk.config = replace(walk.desk.config, office=office)
    assert walk.until(at(24, 12, month=10)) == [("24/10 09:15", "op02")]


def test_a_row_without_a_day_is_asked_about(walk: Walk) -> None:
    """Which day is it for? The question stands from the first look until a list says it."""

    def questions() -> list[tuple[str, str, bool]]:
        with walk.desk.database.reading() as session:
            found = session.connection().exec_driver_sql("SELECT kind, about, answered_at FROM question").all()
        return [(kind, about, answered_at is not None) for kind, about, answered_at in found]

    walk.list_comes(row(date=None))
    assert questions() == [("no_day", "PW-2025-11-001", False)]
    walk.list_comes(row(date=dt.date(2025, 11, 3)), now=at(29, 9, month=10))
    walk.tick(at(30, 9, month=10))
    assert questions() == [("no_day", "PW-2025-11-001", True)]


def test_a_defect_in_one_mail_keeps_nobody_else_from_theirs(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail of one person cannot be written: the others leave, and hers does as soon as it can."""
    whole = stepping.compose_steps
    broken = True

    def compose(asked: object, **around: object) -> object:
        if broken and asked[0].recipient.code == "coordinator":  # type: ignore[index]
            raise KeyError("a defect")
        return whole(asked, **around)  # type: ignore[arg-type]

    monkeypatch.setattr(stepping, "compose_steps", compose)
    walk.list_comes(FIRST_WEEK, now=at(6, 9))
    assert walk.steps() == [("06/11 09:00", name) for name in ("op02", "dirigente")]
    broken = False
    assert walk.until(at(6, 9, 15)) == [("06/11 09:15", "coordinatrice")]


def test_a_decision_taken_meanwhile_counts(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the mail somebody takes the row: no mail says that she is silent."""
    walk.list_comes(LATE_NOVEMBER)
    whole = stepping.circumstances

    def taken_meanwhile(desk: Desk) -> object:
        decide_on(desk, "PW-2025-11-001", take, who="OP01", by="cli")
        return whole(desk)

    walk.until(at(28, 9, month=10))
    monkeypatch.setattr(stepping, "circumstances", taken_meanwhile)
    walk.tick(at(28, 9, 15, month=10))
    monkeypatch.undo()
    assert walk.until(at(31, 9, month=10)) == []
