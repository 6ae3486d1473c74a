# SPDX-License-Identifier: EUPL-1.2
"""What a mailbox can do to an office: who is told what, and that every message is still alerted once."""

import datetime as dt
import os
import signal
import threading
import time

import pytest

from pecwatch.errors import ExitCode
from pecwatch.service.collecting import Collector
from pecwatch.service.running import run
from pecwatch.store.mailboxes import health
from tests.end_to_end.looking import entries, kinds_of, outcomes, owners, proper_mails, told
from tests.end_to_end.mails import ReadMail
from tests.end_to_end.office import SocialServices, at
from tests.end_to_end.walking import Walk, walking
from tests.faults.account import Account
from tests.faults.boxes import fake, holds, three_letters
from tests.generators.samples import cases
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.imap import OK, FakeImap, fetched

__all__ = ["fake"]

NOON = at(2025, 10, 24, 12)
MONDAY = at(2025, 10, 27, 9)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def words(mails: list[ReadMail]) -> str:
    """What stands in mails, whatever the lines."""
    return " ".join(" ".join(mail.text for mail in mails).split())


def of_kind(office: SocialServices, name: str, kind: str) -> list[ReadMail]:
    """The new mails of a kind to somebody."""
    return [mail for mail in proper_mails(office) if kinds_of(office, [mail]) == [(name, kind)]]


def subjects(mails: list[ReadMail]) -> list[str]:
    return [mail.subject.removeprefix("[pecwatch] ") for mail in mails]


def troubles(walk: Walk, now: dt.datetime) -> list[str]:
    """Subjects of the mails in which a round tells the administrator of troubles."""
    before = len(walk.diary)
    walk.round(now)
    return subjects([mail for (_, name, kind), mail in walk.diary[before:] if (name, kind) == ("ced", "service")])


@pytest.mark.fault("imap-renumbered")
def test_a_mailbox_numbered_anew(office: SocialServices, account: Account) -> None:
    """All is listed again, nobody is told twice, the digest says it once, and what came meanwhile is alerted."""
    office.install()
    office.by_pec(cases.november_pec(), NOON)
    office.poll(NOON)
    account.inject()
    office.dovecot.forget_uids(office.pec_user)
    office.by_pec(cases.january_blocks(), NOON)
    office.poll(NOON + HOUR)
    account.settle(office)
    assert [str(each) for each in outcomes(office)] == ["alert", "alert"]
    told(office)
    office.poll(MONDAY)
    digest = words(of_kind(office, "coordinatrice", "weekly_digest"))
    assert "Cartelle rinumerate dal server, rilette per intero senza ripetere avvisi: 1" in digest


@pytest.mark.fault("imap-expunged")
def test_a_message_that_goes_before_it_is_fetched(office: SocialServices, fake: FakeImap, account: Account) -> None:
    """Still listed, it comes with the next try; listed no more, coordinator and CED hear, and the digest says it."""
    letters = three_letters()
    with walking(office) as walk:
        holds(fake, letters)
        fake.script["BODIES"] = [fetched(1, letters[0]), OK]
        account.inject(2)
        assert troubles(walk, NOON) == []
        holds(fake, letters)
        fake.script["SEARCH"] = [b"* SEARCH 1 2\r\n", OK]
        gone = "GUASTO – dalla casella «ordinaria» sono spariti messaggi non ancora letti"
        assert troubles(walk, NOON + 2 * MINUTE) == [gone]
        assert walk.newest("coordinatrice", "service").subject == f"[pecwatch] {gone}"
        assert troubles(walk, MONDAY) == []
        assert "spariti dalla casella prima di essere letti: 1" in words(
            [walk.newest("coordinatrice", "weekly_digest")]
        )
    assert len(entries(office)) == 2


@pytest.mark.fault("imap-garbage")
def test_a_server_that_talks_nonsense(office: SocialServices, fake: FakeImap, account: Account) -> None:
    """Five conversations in a row: the CED hears of it long before half an hour is over; then all comes."""
    with walking(office) as walk:
        assert troubles(walk, NOON) == []
        holds(fake, three_letters())
        fake.script["NOOP"] = fake.script["EXAMINE"] = [b"\x00\xff {]] garbage\r\n"]
        told_after = [troubles(walk, NOON + 4 * tries * MINUTE) for tries in range(1, 7)]
        account.inject(6)
        alarm = "GUASTO – la casella «ordinaria» non si riesce a leggere (garbled)"
        assert told_after == [[], [], [], [], [alarm], []]
        holds(fake, three_letters())
        assert troubles(walk, NOON + 40 * MINUTE) == []
    assert len(entries(office)) == 3


@pytest.mark.fault("imap-silent")
@pytest.mark.fault("imap-login-refused")
def test_a_server_out_of_order_uses_up_no_try(office: SocialServices, fake: FakeImap, account: Account) -> None:
    """[UNAVAILABLE] is no word about the password: tried again after seconds, told after half an hour as any outage."""
    with walking(office) as walk:
        assert troubles(walk, NOON) == []
        fake.script |= {"NOOP": [None], "LOGIN": [b"TAG NO [UNAVAILABLE] later\r\n"]}
        told_after = [troubles(walk, NOON + minutes * MINUTE) for minutes in (1, 12, 24, 36)]
        account.inject(4)
        assert told_after == [[], [], [], ["GUASTO – la casella «ordinaria» non si riesce a leggere (unavailable)"]]
        assert len([line for line in fake.commands if line.startswith("LOGIN")]) == 6, "one try each time"


@pytest.mark.fault("imap-login-refused")
def test_a_new_password_under_a_running_service(office: SocialServices, account: Account) -> None:
    """Whoever corrects the file need not restart anything: the next round uses it."""
    office.write_secret("ordinaria", "scaduta")
    office.clock.now = NOON
    with office.desk(exclusive=True) as desk, Collector(desk, desk.polled_mailboxes) as collector:
        account.inject()
        assert [each.failure is not None for each in collector.collect()] == [False, True]
        office.clock.now += MINUTE
        assert [each.rests for each in collector.collect()] == [False, True]
        office.write_secret("ordinaria", office.password)
        assert [(each.rests, each.failure) for each in collector.collect()] == [(False, None)] * 2


@pytest.mark.fault("imap-login-refused")
def test_a_restart_tries_a_refused_login_again(office: SocialServices, fake: FakeImap, account: Account) -> None:
    """Whoever restarts the service has done something about it; `run` does not wait for hours."""
    fake.script["LOGIN"] = [b"TAG NO [AUTHENTICATIONFAILED] no\r\n"]
    account.inject()
    office.poll(NOON)
    office.clock.now = NOON + MINUTE

    def tries() -> int:
        return sum(line.startswith("LOGIN") for line in fake.commands)

    def stop_when_tried() -> None:
        give_up_at = time.monotonic() + 60
        while tries() < 2 and time.monotonic() < give_up_at:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    assert tries() == 1
    watcher = threading.Thread(target=stop_when_tried)
    watcher.start()
    run(office.config, office.clock)
    watcher.join()
    assert tries() == 2


@pytest.mark.fault("imap-certificate")
@pytest.mark.parametrize(
    ("days", "subject"),
    [
        pytest.param(-1, "GUASTO – la casella «pec» non si riesce a leggere (certificate_refused)", id="expired"),
        pytest.param(
            20, "ATTENZIONE – sta per scadere il certificato del server della casella «pec»", id="ends in 20 days"
        ),
        pytest.param(22, None, id="ends in 22 days"),
    ],
)
def test_a_certificate_at_its_end(
    office: SocialServices, authority: Authority, account: Account, days: int, subject: str | None
) -> None:
    """Past it no password leaves and the CED hears at once; before it is warned of; mail comes as long as it may."""
    office.clock.now = dt.datetime.now(dt.UTC)
    office.change_mailbox("ordinaria", "tls", "none")
    office.change_mailbox("ordinaria", "port", str(office.dovecot.starttls_port))
    with Dovecot(authority.issue(f"ends{days}", lasts=dt.timedelta(days=days, minutes=5))) as server:
        server.add_user(office.pec_user, office.password)
        office.change_mailbox("pec", "port", str(server.port))
        account.inject()
        office.poll()
    assert subjects(of_kind(office, "ced", "service")) == ([] if subject is None else [subject])
    with office.desk() as desk, desk.database.reading() as session:
        assert (health(session, "pec").failures, health(session, "ordinaria").failures) == (int(days < 0), 0)


@pytest.mark.fault("imap-folder-missing")
def test_a_folder_that_was_renamed(office: SocialServices, account: Account) -> None:
    """The CED is told at once, with how many are called alike; what lies in the other folder is alerted."""
    office.install()
    office.change_mailbox("pec", "folders", '["Elenchi ALER", "INBOX"]')
    office.dovecot.connection(office.pec_user).create('"Elenchi ALER 2025"')
    account.inject()
    office.by_pec(cases.november_pec(), NOON)
    done = office.poll(NOON)
    assert done.exit_codes >= {ExitCode.MAILBOX}
    mails = proper_mails(office)
    (mail,) = (each for each in mails if kinds_of(office, [each]) == [("ced", "service")])
    assert "un'altra ha un nome simile" in words([mail])
    assert ("op01", "rows") in kinds_of(office, mails)


@pytest.mark.fault("imap-quota")
def test_a_mailbox_that_is_full(office: SocialServices, fake: FakeImap, account: Account) -> None:
    """Full by the word of its server: the CED hears of it at once."""
    fake.script["LOGIN"] = [b"TAG OK [OVERQUOTA] logged in, but full\r\n"]
    account.inject()
    office.poll(NOON)
    assert subjects(of_kind(office, "ced", "service")) == [
        "ATTENZIONE – la casella «ordinaria» è quasi piena (100 per cento)"
    ]


@pytest.mark.fault("imap-read-by-people")
def test_a_mailbox_in_which_people_work(office: SocialServices, account: Account) -> None:
    """Read, moved to a folder that is watched too, moved or deleted later: alerted once, and none is lost."""
    office.install()
    office.change_mailbox("pec", "folders", '["INBOX", "Lavorati"]')
    colleague = office.dovecot.connection(office.pec_user)
    colleague.create("Lavorati")
    account.inject(3)
    uid = office.by_pec(cases.november_pec(), NOON, flags=("\\Seen",))
    colleague.select("INBOX")
    colleague.uid("MOVE", str(uid), "Lavorati")
    uid = office.by_pec(cases.january_blocks(), NOON)
    office.poll(NOON)
    assert [str(each) for each in outcomes(office)] == ["alert", "alert"]
    told(office)
    colleague.select("INBOX")
    colleague.uid("MOVE", str(uid), "Lavorati")
    colleague.select("Lavorati")
    colleague.uid("STORE", "1", "+FLAGS", "\\Deleted")
    colleague.expunge()
    office.poll(NOON + MINUTE)
    assert (told(office), len(entries(office))) == ([], 2)
    account.settle(office)


@pytest.mark.fault("imap-odd-clock")
def test_a_server_whose_clock_is_ahead(office: SocialServices, account: Account) -> None:
    """The list is alerted as one that came now, not in a month; the counts of the day tell of the clock."""
    office.install()
    account.inject()
    office.by_pec(cases.november_pec(), NOON + 30 * DAY)
    office.poll(NOON)
    assert ("op01", "rows") in told(office)
    assert [entry.server_received_at for entry in entries(office)] == [None]
    office.poll(NOON + DAY)
    assert "orologio del server da controllare): 1" in words(of_kind(office, "ced", "daily_counts"))
    account.settle(office)


@pytest.mark.fault("imap-nine-days")
def test_nine_days_without_a_server(office: SocialServices, account: Account) -> None:
    """Four messages waited: read in the order of their coming, told in few mails, the nearest day first."""
    office.install()
    account.inject()
    office.by_pec(cases.january_blocks(), at(2025, 10, 28))
    office.by_pec(cases.november_pec(), at(2025, 10, 29))
    office.by_mail(cases.november_copy(), at(2025, 10, 29, 10))
    office.by_pec(cases.unrelated(), at(2025, 10, 30))
    now = at(2025, 11, 5, 9)
    office.poll(now)
    account.settle(office)
    mails = proper_mails(office)
    assert sorted(str(each) for each in outcomes(office)) == ["alert", "alert", "not_pertinent", "twin"]
    assert len(owners(office)) > 7
    rows = [mail for mail in mails if kinds_of(office, [mail])[0][1] == "rows"]
    november = ["PW-2025-11" in mail.text for mail in rows]
    assert november == sorted(november, reverse=True), "what is for tomorrow leaves before what is for January"
    per_person = [sum(mail.name == name for mail in mails) for name in {mail.name for mail in rows}]
    assert max(per_person) <= 4
