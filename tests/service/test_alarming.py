# SPDX-License-Identifier: EUPL-1.2
"""Silence is heard: who is told of what, when, how often, and that it is over."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from pecwatch.errors import ExitCode
from pecwatch.model.news import Changes
from pecwatch.service.alarming import post_alarms
from pecwatch.service.collecting import Collected
from pecwatch.service.desk import Desk
from pecwatch.service.first_start import end_first_listing
from pecwatch.service.health import status
from pecwatch.store import casefile, mailboxes, outbox
from pecwatch.store.arrivals import record_not_fetched
from pecwatch.store.database import Session
from pecwatch.store.ledger import record_delivery, record_reading
from pecwatch.store.notes import note
from pecwatch.store.records import MailState
from pecwatch.store.steps import look_again
from tests.end_to_end.office import at
from tests.service.offices import SmallOffice
from tests.store.values import delivery, event, kept_of, not_fetched, position, reading, received_list

NOON = at(2025, 10, 24, 12)
"""A Friday."""
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
PEC = (Collected(mailbox="pec"),)

Seen = tuple[str, str]
"""Name of the recipient, and subject without prefix."""


LISTENING_SINCE = at(2025, 6, 2, 8)


class Office(SmallOffice):
    """A small office in which one looks for troubles at a moment."""

    def __init__(self, folder: Path, more: str = "") -> None:
        super().__init__(folder, more)
        self.clock.now = NOON
        self.text = ""
        """Of the mails that were taken last, one behind the other and without line breaks."""
        with self.noting() as (_, session):
            end_first_listing(session, "pec", LISTENING_SINCE)

    def look(self, moment: dt.datetime | None = None) -> list[Seen]:
        """Whom pecwatch writes to at that moment, and about what."""
        self.clock.now = moment or self.clock.now
        with self.desk() as desk:
            told = post_alarms(desk, PEC)
        seen = self.take()
        assert len(seen) == told
        return seen

    def take(self) -> list[Seen]:
        """The mails since the last call; they are taken to have left."""
        with self.noting() as (desk, session):
            found = [mail for mail in outbox.mails(session) if mail.state is MailState.PENDING]
            for mail in found:
                outbox.mark_dot(session, mail.id)
                outbox.mark_sent(session, mail.id, desk.clock())
        self.text = "".join(_text(mail.content) for mail in found)
        return sorted((mail.recipient.partition("@")[0], mail.subject.removeprefix("[pecwatch] ")) for mail in found)

    @contextmanager
    def noting(self) -> Iterator[tuple[Desk, Session]]:
        """A transaction in which something happens to the office."""
        with self.desk() as desk, desk.database.writing() as session:
            yield desk, session

    def poll_fails(self, code: str = "timeout") -> None:
        """The newest poll of the mailbox failed."""
        with self.noting() as (desk, session):
            mailboxes.record_poll_failure(session, "pec", code, desk.clock())

    def poll_works(self) -> None:
        """The newest poll of the mailbox ended well."""
        with self.noting() as (desk, session):
            mailboxes.record_poll(session, "pec", desk.clock())

    def list_comes(self, month: str, day: str, *, confirmed: bool = True, opens: bool = True) -> None:
        """A list of that month was sent on that day."""
        with self.noting() as (_, session):
            found = delivery(content=f"{month} {day}".encode())
            moment = dt.datetime.fromisoformat(f"{day}T09:12").replace(tzinfo=dt.UTC)
            message_id = record_delivery(session, found, kept_of(found), moment).entry.id
            casefile.save_lists(session, message_id, [received_list(message_id, month, moment)])
            if opens:
                opened = position(month=month, confirmed=confirmed, message_id=message_id)
                casefile.save_changes(session, Changes(positions=(opened,)))
                look_again(session, {opened.reference: moment.replace(year=2030)})
            else:
                record_reading(session, message_id, reading())


def _text(content: bytes) -> str:
    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


@pytest.fixture
def small(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.mark.fault("imap-silent")
def test_a_mailbox_that_is_down(small: Office) -> None:
    """Half an hour: the administrator; four working hours: the coordinator; over: both, once it has been good twice."""
    small.poll_works()
    story = []
    for minutes in (10, 20, 31, 60, 92, 120, 121, 200):
        small.clock.now = NOON + minutes * MINUTE
        small.poll_fails()
        story.append([name for name, _ in small.look()])
    assert story == [[], [], ["ced"], [], ["ced"], [], [], []]
    monday = at(2025, 10, 27, 9, 59)
    small.clock.now = monday
    small.poll_fails()
    assert [name for name, _ in small.look()] == ["ced"], "told again; the office was open for 3 hours and 59 minutes"
    small.clock.now = monday + MINUTE
    small.poll_fails()
    assert small.look() == [("coordinatrice", "GUASTO – da ore la casella «pec» non viene letta")]
    small.clock.now = monday + 2 * MINUTE
    small.poll_works()
    assert small.look() == []
    assert small.look(monday + 11 * MINUTE) == []
    ended = small.look(monday + 12 * MINUTE)
    assert sorted(ended) == [
        ("ced", "RISOLTO – la casella «pec» si legge di nuovo"),
        (
            "coordinatrice",
            "RISOLTO – la casella «pec» si legge di nuovo, e ciò che è arrivato nel frattempo viene letto",
        ),
    ]
    assert small.look(monday + DAY) == []


def test_what_passed_while_the_service_was_down_is_told_to_nobody(small: Office) -> None:
    """Only what still holds is told: three days without a poll, and now it works."""
    small.poll_works()
    small.clock.now = NOON + 3 * DAY
    small.poll_works()
    assert small.look() == []


def test_a_clock_that_was_set_back_hides_nothing(small: Office) -> None:
    """The last success lies in the future now; a mailbox that fails is told all the same."""
    small.clock.now = NOON + 400 * DAY
    small.poll_works()
    small.clock.now = NOON
    small.poll_fails()
    assert [name for name, _ in small.look()] == ["ced"]


def test_a_refused_login_is_one_trouble(small: Office) -> None:
    """Told the same hour, and not besides as a mailbox that cannot be read, whatever fails after it."""
    small.poll_works()
    with small.noting() as (desk, session):
        mailboxes.record_login_refused(session, "pec", desk.clock())
    assert small.look() == [("ced", "GUASTO – la casella «pec» rifiuta l'accesso")]
    with small.noting() as (_, session):
        mailboxes.allow_login(session, "pec")
    small.clock.now = NOON + 45 * MINUTE
    small.poll_fails()
    assert small.look() == []
    small.poll_works()
    assert [small.look(NOON + minutes * MINUTE) for minutes in (46, 56)] == [
        [],
        [("ced", "RISOLTO – la casella «pec» accetta di nuovo l'accesso")],
    ]


def test_troubles_of_one_moment_are_one_mail(small: Office) -> None:
    """A full disk and a full mailbox: one mail, one subject, each with its remedy."""
    small.poll_fails("disk")
    with small.noting() as (desk, session):
        note(session, "quota:pec", "91", desk.clock())
    (mail,) = small.look()
    assert mail[0] == "ced"
    assert mail[1] == "GUASTO – 2 problemi: il disco non accetta altri messaggi …"
    assert "è quasi piena (91 per cento)" in small.text
    assert "il disco non accetta altri messaggi" in small.text


@pytest.mark.fault("imap-quota")
def test_a_mailbox_that_fills_up(small: Office) -> None:
    """Above 80 percent the administrator hears of it, and once more when there is room again."""
    story = []
    for hours, percent in enumerate(("80", "81", "97", "40", "40")):
        with small.noting() as (desk, session):
            note(session, "quota:pec", percent, desk.clock())
        story.append([subject for _, subject in small.look(NOON + hours * HOUR)])
    full, room = (
        "ATTENZIONE – la casella «pec» è quasi piena (81 per cento)",
        "RISOLTO – la casella «pec» ha di nuovo spazio",
    )
    assert story == [[], [full], [], [], [room]]


def test_a_password_that_grows_old(tmp_path: Path) -> None:
    """Ten days before the provider ends it; another one in place begins to age anew, and none is kept."""
    office = Office(tmp_path)
    file = tmp_path / "config.toml"
    file.write_text(file.read_text().replace("[smtp]", "password_max_age_days = 90\n[smtp]", 1))
    assert office.look() == []
    assert office.look(NOON + 79 * DAY) == []
    assert office.look(NOON + 80 * DAY) == [("ced", "ATTENZIONE – la password della casella «pec» va cambiata")]
    assert "vale fino a giovedì 22 gennaio 2026" in office.text
    assert office.look(NOON + 80 * DAY + HOUR) == []
    office.password = "tortora-2026"
    assert office.look(NOON + 81 * DAY) == []
    changed = ("ced", "RISOLTO – la password della casella «pec» è stata cambiata")
    assert office.look(NOON + 81 * DAY + 10 * MINUTE) == [changed]
    assert b"tortora" not in b"".join(path.read_bytes() for path in (tmp_path / "var").glob("pecwatch.db*"))


@pytest.mark.fault("imap-not-whole")
def test_messages_that_a_server_withholds(small: Office) -> None:
    """Coordinator and administrator hear of it after three tries, and both that it is over."""
    for minutes in (0, 2, 8):
        small.clock.now = NOON + minutes * MINUTE
        with small.noting() as (desk, session):
            record_not_fetched(session, not_fetched(7), desk.clock())
    assert [name for name, _ in small.look()] == ["ced", "coordinatrice"]
    assert small.look(NOON + 20 * MINUTE) == []


def test_what_vanished_unread_is_told_once(small: Office) -> None:
    """Nothing ends it: nobody will ever know what it was."""
    with small.desk() as desk:
        post_alarms(desk, [Collected(mailbox="pec", gone=2)])
    assert [name for name, _ in small.take()] == ["ced", "coordinatrice"]
    assert small.look(NOON + DAY) == []


def test_mails_that_do_not_leave(small: Office) -> None:
    """After two hours, once, since the alarm itself has to wait; over when all have left."""
    small.poll_fails("disk")
    with small.desk() as desk:
        post_alarms(desk, PEC)
    for hours in (2, 3, 4, 30):
        small.clock.now = NOON + hours * HOUR + MINUTE
        with small.desk() as desk:
            post_alarms(desk, PEC)
    waiting = small.take()
    assert waiting == [
        ("ced", "GUASTO – gli avvisi non partono da più di due ore"),
        ("ced", "GUASTO – il disco non accetta altri messaggi"),
    ], "a relay that is down gets no mail an hour to keep"


def test_somebody_whose_mails_come_back(small: Office) -> None:
    """Once for a person, however many were refused; over when she gets mail again. The administrator's own: another."""
    post_to(small, "coordinator", MailState.FAILED)
    assert small.look() == [("ced", "GUASTO – un avviso è stato respinto o è tornato indietro")]
    assert "A chi ha il codice coordinator: 1 avviso non è arrivato (risposta 550)" in small.text
    post_to(small, "coordinator", MailState.FAILED)
    assert small.look(NOON + 5 * MINUTE) == []
    post_to(small, "coordinator", MailState.SENT)
    assert small.look(NOON + 6 * MINUTE) == []
    post_to(small, "system_administrator", MailState.FAILED)
    told = small.look(NOON + 16 * MINUTE)
    assert told == [
        ("ced", "RISOLTO – gli avvisi arrivano di nuovo a chi non li riceveva"),
        ("coordinatrice", "GUASTO – un avviso è stato respinto o è tornato indietro"),
    ]


def post_to(office: Office, code: str, state: MailState) -> None:
    """A mail to somebody that the relay has taken or refused."""
    address = {"coordinator": "coordinatrice", "system_administrator": "ced"}[code] + "@comune.example"
    with office.noting() as (desk, session):
        number = len(outbox.mails(session))
        outbox.enqueue(
            session,
            event=f"message:{number}",
            recipient=address,
            recipient_code=code,
            kind="rows",
            subject="Novembre 2025",
            content=b"",
            message_id_header=f"<{number}@comune.example>",
            now=desk.clock(),
        )
        mail = outbox.mails(session)[-1]
        outbox.mark_dot(session, mail.id)
        mark = outbox.mark_sent if state is MailState.SENT else outbox.mark_failed
        mark(session, mail.id, desk.clock(), "550" if state is MailState.FAILED else None)


EXPECTED_ON_24 = '[lists]\nexpected_by = 24\nsenders = ["decadenze@pec.aler.example"]'
TUESDAY = at(2025, 11, 25, 8)
MISSING = ("coordinatrice", "Dicembre 2025: nessun elenco arrivato")


def test_the_list_never_comes(tmp_path: Path) -> None:
    """Expected by Monday 24: asked for on Tuesday morning, then less and less often, and not said to be settled."""
    office = Office(tmp_path, EXPECTED_ON_24)
    office.list_comes("2025-11", "2025-10-24")
    assert [office.look(moment) for moment in (at(2025, 11, 24, 23), TUESDAY - MINUTE)] == [[], []]
    assert office.look(TUESDAY) == [MISSING]
    for words in (
        "era atteso entro lunedì 24 novembre 2025",
        "non vuol dire che non ci siano sfratti",
        "TESTO PRONTO PER ALER",
        "non risulta arrivata la comunicazione degli interventi fissati per dicembre 2025",
    ):
        assert words in office.text
    days = [
        day for day in range(1, 37) if any("Dicembre" in subject for _, subject in office.look(TUESDAY + day * DAY))
    ]
    assert days == [1, 4, 11, 18, 25, 32]
    assert office.look(at(2026, 1, 1, 9)) == []
    (closed,) = (seen for seen in office.look(at(2026, 1, 1, 10)) if "dicembre" in seen[1])
    assert closed == (
        "coordinatrice",
        "CHIUSO – l'elenco di dicembre 2025 non è arrivato e non lo chiederemo più: lo verifichi con ALER",
    )


def test_the_list_comes_late(tmp_path: Path) -> None:
    """Ten minutes after it is here the coordinator reads that nobody needs to be asked any more."""
    office = Office(tmp_path, EXPECTED_ON_24)
    office.list_comes("2025-11", "2025-10-24")
    office.look(TUESDAY)
    office.list_comes("2025-12", "2025-11-25")
    assert office.look(TUESDAY + HOUR) == []
    came = ("coordinatrice", "RISOLTO – l'elenco di dicembre 2025 è arrivato")
    assert office.look(TUESDAY + HOUR + 10 * MINUTE) == [came]


def test_a_doubtful_list_does_not_end_the_asking(tmp_path: Path) -> None:
    """Anybody could send one: until it is confirmed the coordinator is asked to ask."""
    office = Office(tmp_path, EXPECTED_ON_24)
    office.list_comes("2025-11", "2025-10-24")
    office.list_comes("2025-12", "2025-11-20", confirmed=False)
    assert office.look(TUESDAY) == [("coordinatrice", "Dicembre 2025: elenco arrivato solo in forma non confermata")]
    assert "Risponda CONFERMO o NON CONFERMO" in office.text
    assert "di cui non possiamo verificare il mittente" in office.text
    office.list_comes("2025-12", "2025-11-20", confirmed=True)
    office.look(TUESDAY + HOUR)
    assert [name for name, _ in office.look(TUESDAY + 2 * HOUR)] == ["coordinatrice"]


HABIT = (("2025-08", "2025-07-25"), ("2025-09", "2025-08-25"), ("2025-10", "2025-09-24"), ("2025-11", "2025-10-24"))


def test_learned_from_the_months_before(small: Office) -> None:
    """Without a configured day three months are enough to miss the next one."""
    for month, day in HABIT:
        small.list_comes(month, day)
    assert small.look(at(2025, 11, 26, 14)) == []
    assert small.look(at(2025, 11, 27, 8)) == [MISSING]


def test_a_reminder_is_missed_where_two_months_had_one(small: Office) -> None:
    """And only while rows are open whose day is still to come."""
    for month, day in HABIT:
        small.list_comes(month, day)
    small.list_comes("2025-09", "2025-09-18", opens=False)
    assert small.look(at(2025, 11, 26, 8)) == [], "one month is no habit"
    small.list_comes("2025-10", "2025-10-20", opens=False)
    assert small.look(at(2025, 11, 25, 14)) == []
    (told,) = small.look(at(2025, 11, 26, 8))
    assert told == ("coordinatrice", "Novembre 2025: nessun sollecito arrivato")
    assert "1 posizione resta aperta" in small.text
    small.list_comes("2025-11", "2025-11-24", opens=False)
    small.look(at(2025, 11, 26, 9))
    came = ("coordinatrice", "RISOLTO – il sollecito di novembre 2025 è arrivato")
    assert small.look(at(2025, 11, 26, 10)) == [came]


def test_alarms_and_overdue_steps_show_in_status(small: Office) -> None:
    """Open alarms are listed; a calendar that stands still is unhealthy, exit code 6."""
    small.list_comes("2025-11", "2025-10-24")
    small.poll_works()
    with small.noting() as (desk, session):
        note(session, "quota:pec", "95", desk.clock())
    small.look()
    with small.desk() as desk:
        before = status(desk)
        with desk.database.writing() as session:
            session.connection().exec_driver_sql("UPDATE position SET look_at = '2025-10-20 08:00:00.000000'")
        after = status(desk)
    assert [(alarm.kind, alarm.about, alarm.times) for alarm in before.alarms] == [("quota", "pec", 1)]
    assert any("quota" in warning for warning in before.warnings)
    assert (before.overdue_steps, after.overdue_steps) == (0, 1)
    assert [text for text in after.complaints if text not in before.complaints] == [
        "of 1 positions something is due and nobody was told: is the service running? if it is, look for steps_failed "
        "and step_failed in its log"
    ]
    assert after.exit_code is ExitCode.UNHEALTHY


def test_a_position_that_no_round_looks_at_is_overdue(small: Office) -> None:
    """One without a moment is to be looked at by the next round: it counts once nothing has happened for an hour."""

    def overdue() -> int:
        with small.desk() as desk:
            return status(desk).overdue_steps

    small.list_comes("2025-11", "2025-10-24")
    with small.noting() as (_, session):
        session.connection().exec_driver_sql("UPDATE position SET look_at = NULL")
    assert overdue() == 1
    with small.noting() as (desk, session):
        casefile.save_changes(session, Changes(events=(event("PW-2025-11-001", at=desk.clock()),)))
    assert overdue() == 0
    small.clock.now += HOUR + MINUTE
    assert overdue() == 1


def test_what_was_due_before_pecwatch_came_is_not_missed(tmp_path: Path) -> None:
    """A list may have come and been cleared away before anybody looked for it."""
    office = Office(tmp_path, EXPECTED_ON_24)
    with office.noting() as (_, session):
        note(session, "first_listing:pec", "ended", at(2025, 11, 25, 8))
    assert office.look(TUESDAY) == []
