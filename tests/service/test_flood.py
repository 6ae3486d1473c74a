# SPDX-License-Identifier: EUPL-1.2
"""However much happens in an hour, nobody is buried, and nothing that presses waits."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import col

from pecwatch.alerts.channels import Delivered, Outcome, OutgoingMail, Refused
from pecwatch.alerts.frame import alert
from pecwatch.alerts.page import Page
from pecwatch.model.alert import Alert, AlertKind, AttachedFile
from pecwatch.model.listing import Status
from pecwatch.model.news import Changes
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Position
from pecwatch.rules.clocks import Flood
from pecwatch.service.desk import Desk
from pecwatch.service.health import status
from pecwatch.service.posting import post
from pecwatch.service.sending import send_due
from pecwatch.service.stepping import note_told
from pecwatch.store import about, casefile, gathered, outbox, steps
from pecwatch.store.records import MailState
from pecwatch.store.tables import StoredMail
from tests.casework.people import position_of, row
from tests.end_to_end.office import at
from tests.service.offices import SmallOffice
from tests.service.weeks import FakeRelay

NOON = at(2025, 10, 24, 12)
"""A Friday: Wednesday 29 is three working days away."""
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
CAP = 3

OFFICE = """
[[office.operator]]
code = "OP01"
name = "Ada Ferlenghi"
email = "op01@comune.example"
[[office.operator]]
code = "OP02"
name = "Ines Morbiducci"
email = "op02@comune.example"
"""


class Flooded:
    """An office in which many things happen at once."""

    def __init__(self, desk: Desk, office: SmallOffice) -> None:
        self.desk, self.office, self.relay = desk, office, FakeRelay(office.clock)
        self.number = 0

    def person(self, code: str) -> OfficePerson:
        found = self.desk.office.person(code)
        assert found is not None
        return found

    def write(self, *days: dt.date | None, kind: AlertKind = AlertKind.ROWS, to: str = "OP01", **more: object) -> str:
        """A mail about rows with these days; its event."""
        self.number += 1
        event = f"message:{self.number}:rows:{to}"
        positions = [self._position(day, place, **more) for place, day in enumerate(days)]
        page = Page(title=f"Avviso numero {self.number}", lead="Per prova.")
        ics = AttachedFile(name="x.ics", media_type="text/calendar; charset=utf-8; method=PUBLISH", content=b"BEGIN")
        written = alert(
            kind,
            self.person(to),
            event,
            f"[pecwatch] Avviso {self.number}",
            page,
            references=tuple(each.reference for each in positions),
            token=f"token{self.number:07}",
            attachments=(ics,),
        )
        self.post(written, *positions)
        return event

    def post(self, written: Alert, *positions: Position) -> None:
        with self.desk.database.writing() as session:
            casefile.save_changes(session, Changes(positions=positions))
            post(session, self.desk, (written,))
            note_told(session, self.desk, (written,))

    def _position(self, day: dt.date | None, place: int, **more: object) -> Position:
        return position_of(row(date=day, **more), f"PW-2025-11-{self.number:03}{place}", message_id=self.number)

    def sent(self, after: dt.timedelta = MINUTE) -> list[EmailMessage]:
        """What leaves then."""
        self.office.clock.now += after
        before = len(self.relay.taken)
        send_due(self.desk, self.relay)
        mails = [message_from_bytes(mail.content, policy=policy.default) for _, mail in self.relay.taken[before:]]
        return [mail for mail in mails if isinstance(mail, EmailMessage)]


@pytest.fixture
def flooded(tmp_path: Path) -> Iterator[Flooded]:
    office = SmallOffice(tmp_path, OFFICE)
    office.clock.now = NOON
    with office.desk() as desk:
        desk.settings.rules = replace(desk.rules, clocks=replace(desk.rules.clocks, flood=Flood(mails_per_hour=CAP)))
        yield Flooded(desk, office)


FAR, THREE_DAYS, FOUR_DAYS = dt.date(2025, 11, 27), dt.date(2025, 10, 29), dt.date(2025, 10, 30)


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@pytest.mark.fault("smtp-storm")
def test_beyond_the_cap_the_rest_of_the_hour_is_one_mail(flooded: Flooded) -> None:
    """Three leave, five wait and come as one that says everything and is answered like each of them."""
    for _ in range(CAP + 5):
        flooded.write(FAR)
    assert len(flooded.sent()) == CAP
    assert status(flooded.desk).unsent_mails == 0, "what is held is not late"
    assert flooded.sent(50 * MINUTE) == []
    flooded.write(FAR)
    (whole,) = flooded.sent(10 * MINUTE)
    assert whole["Subject"] == "[pecwatch] Riepilogo: 6 avvisi, 6 posizioni (PW-2025-11-0040…)"
    for number in range(CAP + 1, CAP + 7):
        assert f"AVVISO NUMERO {number}\n" in text_of(whole).replace("\r\n", "\n")
        assert f">Avviso numero {number}</h2>" in text_of(whole, "html")
    assert text_of(whole, "html").count("<main") == text_of(whole, "html").count("<h1") == 1
    assert [part.get_content_type() for part in whole.iter_attachments()] == ["text/calendar"] * 6
    assert {part.get_param("method") for part in whole.iter_attachments()} == {"PUBLISH"}
    assert flooded.sent(2 * HOUR) == []
    with flooded.desk.database.reading() as session:
        mails = outbox.mails(session)
        assert outbox.unsent_count(session, flooded.desk.clock()) == 0
    assert [mail.state for mail in mails[CAP : CAP + 6]] == [MailState.GATHERED] * 6
    assert all(mail.ended_at is not None for mail in mails)


@pytest.mark.fault("smtp-storm")
@pytest.mark.parametrize(
    ("kind", "days", "more", "waits"),
    [
        pytest.param("rows", (FAR, FOUR_DAYS), {}, True, id="four working days"),
        pytest.param("rows", (FAR, THREE_DAYS), {}, False, id="three working days"),
        pytest.param("steps", (dt.date(2025, 10, 23),), {}, False, id="a day gone by"),
        pytest.param("rows", (None,), {}, False, id="no day"),
        pytest.param("rows", (THREE_DAYS,), {"status": Status.SUSPENDED}, True, id="near, but suspended"),
        pytest.param("answer", (), {}, True, id="an answer confirmed"),
        pytest.param("service", (), {}, False, id="trouble"),
        pytest.param("resolved", (), {}, False, id="end of a trouble"),
        pytest.param("no_list", (), {}, False, id="no list"),
        pytest.param("not_read", (FAR,), {}, False, id="not read"),
        pytest.param("to_confirm", (FAR,), {}, False, id="to be confirmed"),
        pytest.param("weekly_digest", (FAR,), {}, False, id="sign of life"),
        pytest.param("buildings", (FAR,), {}, False, id="leaves the office"),
    ],
)
def test_what_presses_never_waits(
    flooded: Flooded, kind: str, days: tuple[dt.date | None, ...], more: dict[str, object], waits: bool
) -> None:
    """Whatever was written in the hour before, and whatever waits already."""
    for _ in range(CAP + 1):
        flooded.write(FAR)
    flooded.sent()
    flooded.write(*days, kind=AlertKind(kind), **more)
    assert len(flooded.sent()) == (0 if waits else 1)


def test_an_hour_is_counted_for_each_person(flooded: Flooded) -> None:
    """Another person's mails leave, one that waits alone is not called a summary, and an hour later all begins anew."""
    for _ in range(CAP + 1):
        flooded.write(FAR)
    flooded.write(FAR, to="OP02")
    assert {mail["To"].addresses[0].username for mail in flooded.sent()} == {"op01", "op02"}
    (alone,) = flooded.sent(HOUR)
    assert alone["Subject"] == f"[pecwatch] Avviso {CAP + 1}"
    flooded.write(FAR)
    assert len(flooded.sent()) == 1


@pytest.mark.parametrize("outcome", [Delivered(), Refused(code="550", text="no")])
def test_time_begins_when_the_summary_has_left(flooded: Flooded, outcome: Outcome) -> None:
    """Whoever was told of rows by a gathered mail has her time from then on; where it is refused the next is told."""
    events = [flooded.write(FAR) for _ in range(CAP + 2)]

    def answer(mail: OutgoingMail) -> Outcome:
        return outcome

    flooded.sent()
    flooded.relay.answer = answer
    flooded.sent(HOUR)
    with flooded.desk.database.reading() as session:
        (told,) = steps.told(session, f"PW-2025-11-{len(events):03}0")
    moment = flooded.office.clock.now
    expected = (moment, None) if isinstance(outcome, Delivered) else (None, moment)
    assert (told.sent_at, told.undelivered_at) == expected


def test_somebody_who_left_meanwhile_gets_her_mails_as_they_are(flooded: Flooded) -> None:
    """Nothing is lost with the person."""
    for _ in range(CAP + 2):
        flooded.write(FAR)
    flooded.sent()
    config = flooded.desk.config
    flooded.desk.config = replace(config, office=replace(config.office, operators=config.office.operators[1:]))
    assert [mail["Subject"] for mail in flooded.sent(HOUR)] == [f"[pecwatch] Avviso {CAP + each}" for each in (1, 2)]


@pytest.mark.fault("smtp-storm")
def test_a_storm_leaves_in_mails_that_can_be_looked_through(flooded: Flooded) -> None:
    """Hundreds of mails become several of at most twenty-five."""
    page = Page(title="Avviso", lead="Per prova.")
    with flooded.desk.database.writing() as session:
        person = flooded.person("OP01")
        storm = [alert(AlertKind.REMINDER, person, f"message:{number}", "[pecwatch] x", page) for number in range(63)]
        post(session, flooded.desk, storm)
    flooded.sent()
    subjects = [mail["Subject"].split(",")[0] for mail in flooded.sent(HOUR)]
    assert subjects == [f"[pecwatch] Riepilogo: {number} avvisi" for number in (25, 25, 10)]


def test_a_mail_that_cannot_be_put_among_others_keeps_nobody_back(flooded: Flooded) -> None:
    """Those of its hour leave by themselves, and everybody else's as well."""
    events = [flooded.write(FAR) for _ in range(CAP + 2)]
    for _ in range(CAP + 2):
        flooded.write(FAR, to="OP02")
    flooded.sent()
    with flooded.desk.database.writing() as session:
        spoilt = StoredMail.event == events[CAP]
        session.execute(update(StoredMail).where(spoilt).values(content=b"Content-Type: application/pdf\r\n\r\nx"))
    subjects = [str(mail["Subject"]) for mail in flooded.sent(HOUR)]
    assert sum("Riepilogo" in subject for subject in subjects) == 1
    assert len(subjects) == 3


def test_a_mail_that_another_process_sends_is_left_to_it(flooded: Flooded) -> None:
    """`test-alert` beside the service takes a mail of the batch: the others leave, and nothing is called broken."""
    first, second = (flooded.write(FAR) for _ in range(2))

    def answer(mail: OutgoingMail) -> Outcome:
        with flooded.desk.database.writing() as session:
            (other,) = outbox.mails(session, second)
            outbox.mark_dot(session, other.id)
        return Delivered()

    flooded.relay.answer = answer
    assert len(flooded.sent()) == 1
    with flooded.desk.database.reading() as session:
        states = [mail.state for event in (first, second) for mail in outbox.mails(session, event)]
    assert states == [MailState.SENT, MailState.DOT]


def test_mails_to_another_address_of_hers_are_no_part_of_it(flooded: Flooded) -> None:
    """Her address was changed within the hour: each summary tells of what was written to its own."""
    events = [flooded.write(FAR) for _ in range(CAP + 4)]
    flooded.sent()
    with flooded.desk.database.writing() as session:
        session.execute(
            update(StoredMail).where(col(StoredMail.id).in_([5, 7])).values(recipient="nuova@comune.example")
        )
    assert len(flooded.sent(HOUR)) == 2
    with flooded.desk.database.reading() as session:
        told = {code: gathered.events_told_by(session, f"summary:OP01:{code}") for code in ("4-6", "5-7")}
    assert told == {"4-6": (events[3], events[5]), "5-7": (events[4], events[6])}


def test_what_stands_in_a_summary_is_found_there_and_nothing_else(flooded: Flooded) -> None:
    """A mail about a message that names nobody by reference, gathered with one about another person's row."""
    for _ in range(CAP):
        flooded.write(FAR)
    flooded.write(kind=AlertKind.ANSWER)
    flooded.write(FAR)
    flooded.write(FAR, to="OP02")
    flooded.sent()
    flooded.sent(HOUR)
    with flooded.desk.database.reading() as session:
        mails = outbox.mails(session)
        (whole,) = [mail.id for mail in mails if mail.event.startswith("summary:")]
        found = {
            number: [mail.id for mail in about.mails_about(session, (), (number,))] for number in (CAP + 1, CAP + 2)
        }
        by_reference = [mail.id for mail in about.mails_about(session, ("PW-2025-11-0050",), ())]
    assert found == {CAP + 1: [CAP + 1, whole], CAP + 2: []}
    assert by_reference == [CAP + 2, whole]
