# SPDX-License-Identifier: EUPL-1.2
"""Mailboxes that fail: the others are read, the administrator knows the same hour, no account gets locked."""

import datetime as dt
import os
import signal
import threading
from collections.abc import Iterator

import pytest

from pecwatch.errors import ExitCode, UsageError, gravest
from pecwatch.mail.batches import BYTES_AT_ONCE, PIECE
from pecwatch.service.collecting import Collector
from pecwatch.service.health import MailboxStatus, status
from pecwatch.service.running import serving
from pecwatch.store import outbox
from tests.end_to_end.killed_round import DyingRounds
from tests.end_to_end.looking import outcomes, told
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases
from tests.servers.certificates import ServerCertificate
from tests.servers.dovecot import reserved_port
from tests.servers.imap import MESSAGE, OK, FakeImap, fetched, sizes
from tests.servers.recording import RecordingProxy
from tests.servers.waiting import wait_for

NOON = at(2025, 10, 24, 12)
MINUTE = dt.timedelta(minutes=1)
ALARM = ("ced", "service")


def health(office: SocialServices, name: str) -> MailboxStatus:
    with office.desk() as desk:
        return next(each for each in status(desk).mailboxes if each.name == name)


@pytest.mark.fault("imap-login-refused")
def test_a_refused_login_is_told_at_once_and_not_repeated_into_a_lock_out(office: SocialServices) -> None:
    """Three tries, spread over two hours, then one a day; told ever less often; the other mailbox is read meanwhile."""
    office.install()
    office.write_secret("ordinaria", "expired")
    tries = {0: 1, 1: 1, 6: 2, 60: 2, 130: 3, 600: 3, 1500: 3, 1600: 4}
    alarms = []
    for minutes, expected in tries.items():
        done = office.poll(NOON + minutes * MINUTE)
        assert health(office, "ordinaria").login_failures == expected, f"after {minutes} minutes"
        assert gravest(done.exit_codes) is ExitCode.MAILBOX
        assert health(office, "pec").failures == 0
        alarms.append(told(office).count(ALARM))
    assert alarms == [1, 0, 0, 1, 0, 1, 0, 0]
    office.by_pec(cases.november_pec(), NOON)
    office.poll(NOON + dt.timedelta(days=1, hours=4))
    assert ("op01", "rows") in told(office)


@pytest.mark.fault("imap-login-refused")
def test_a_service_that_comes_back_by_itself_tries_a_refused_login_once_a_day(office: SocialServices) -> None:
    """Killed by a watchdog every hour it must not lock the account; started by a person it tries at once."""
    office.install()
    office.write_secret("ordinaria", "expired")
    failures = []
    for hours, is_stopped in ((0, False), (1, False), (4, False), (5, False), (6, True), (7, False)):
        office.clock.now = NOON + hours * dt.timedelta(hours=1)
        with serving(office.config, office.clock) as service:
            service.allow_logins()
            before = health(office, "ordinaria").login_failures
            service.drain(threading.Event())
            failures.append(health(office, "ordinaria").login_failures - before)
            if is_stopped:
                service.note_stopped()
    assert failures == [1, 1, 1, 0, 0, 1]


@pytest.mark.fault("imap-login-refused")
def test_another_password_is_tried_at_once(office: SocialServices) -> None:
    """Whoever has put the new password in place does not wait two hours to see whether it is right."""
    office.install()
    office.write_secret("pec", "expired")
    office.poll(NOON)
    office.poll(NOON + 6 * MINUTE)
    office.write_secret("pec", "mistyped")
    office.poll(NOON + 7 * MINUTE)
    assert health(office, "pec").login_failures == 1
    office.poll(NOON + 8 * MINUTE)
    assert health(office, "pec").login_failures == 1
    office.write_secret("pec", office.password)
    office.poll(NOON + 9 * MINUTE)
    assert (health(office, "pec").login_failures, health(office, "pec").failures) == (0, 0)


@pytest.mark.fault("imap-login-refused")
def test_a_mailbox_that_is_mended_is_read_again(office: SocialServices) -> None:
    """With the right password in place the next try clears everything, and the mail that waited is alerted."""
    office.install()
    office.write_secret("pec", "expired")
    office.by_pec(cases.november_pec(), NOON)
    office.poll(NOON)
    assert told(office) == [("ced", "daily_counts"), ALARM, ("coordinatrice", "service")]
    office.write_secret("pec", office.password)
    office.poll(NOON + 6 * MINUTE)
    assert health(office, "pec").login_failures == 0
    assert ("op01", "rows") in told(office)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param("folders", '["Elenchi"]', id="a folder that does not exist"),
        pytest.param("port", None, id="nobody answers, for longer than half an hour"),
        pytest.param("host", "localhost.", id="a certificate for another name"),
    ],
)
def test_one_mailbox_down_does_not_hold_up_the_other(office: SocialServices, key: str, value: str | None) -> None:
    """The ordinary box is read although the PEC box, polled before it, fails; the administrator hears of it once."""
    office.install()
    office.by_mail(cases.november_copy(), NOON)
    with reserved_port() as closed:
        office.change_mailbox("pec", key, value or str(closed))
        done = office.poll(NOON)
        kinds = told(office)
        office.poll(NOON + 20 * MINUTE)
    assert gravest(done.exit_codes) is ExitCode.MAILBOX
    assert ("op01", "rows") in kinds
    assert [kinds.count(ALARM), told(office).count(ALARM)] == [1, 0]


@pytest.mark.fault("imap-silent")
def test_a_short_outage_is_not_worth_a_mail(office: SocialServices) -> None:
    """A server that is away for some minutes is asked again, and nobody is told."""
    office.install()
    office.poll(NOON)
    told(office)
    with reserved_port() as closed:
        office.change_mailbox("pec", "port", str(closed))
        office.poll(NOON + 10 * MINUTE)
        assert (health(office, "pec").failures, told(office)) == (1, [])
        office.poll(NOON + 35 * MINUTE)
        assert (health(office, "pec").failures, told(office)) == (2, [ALARM])


def test_a_certificate_file_that_is_none_is_told_before_anything_starts(office: SocialServices) -> None:
    """A wrong configuration is no failure of the server: one line, exit code 2."""
    office.install()
    office.change_mailbox("pec", "tls_ca_file", "registry.csv")
    with pytest.raises(UsageError, match=r"registry\.csv"):
        office.poll(NOON)


def test_a_certificate_file_spoilt_under_a_running_service(office: SocialServices) -> None:
    """The other mailbox is read, and the administrator hears of it."""
    office.install()
    spoilt = office.folder / "ca.pem"
    spoilt.write_bytes(office.dovecot.ca_file.read_bytes())
    office.change_mailbox("pec", "tls_ca_file", spoilt.name)
    with office.desk(exclusive=True) as desk, Collector(desk, desk.list_mailboxes) as collector:
        spoilt.write_bytes(b"")
        pec, ordinary = collector.collect()
    assert pec.failure is not None
    assert (pec.failure.code, ordinary.failure) == ("misconfigured", None)


@pytest.mark.fault("imap-not-whole")
def test_what_a_server_lists_and_does_not_give_is_told(office: SocialServices) -> None:
    """After three tries coordinator and administrator are asked to look into the mailbox; the rest is read."""
    office.install()
    with FakeImap() as server:
        account = server.account()
        office.change_mailbox("ordinaria", "host", account.host)
        office.change_mailbox("ordinaria", "port", str(account.port))
        office.change_mailbox("ordinaria", "tls", "none")
        server.script["SIZES"] = [sizes(uid1=len(MESSAGE), uid2=4000, uid3=len(MESSAGE)), OK]
        alarms = []
        for minutes in (0, 2, 8, 9):
            office.poll(NOON + minutes * MINUTE)
            alarms.append([each for each in told(office) if each[1] == "service"])
    assert alarms == [[], [], [("ced", "service"), ("coordinatrice", "service")], []]
    assert len(outcomes(office)) == 1


@pytest.mark.fault("imap-huge")
def test_a_large_message_over_which_the_process_dies_is_given_up(office: SocialServices) -> None:
    """Three deaths in the middle of it: a person is asked to look, and the others are read at once."""
    office.import_registry()
    with FakeImap() as server, DyingRounds() as rounds:
        account = server.account()
        office.change_mailbox("ordinaria", "host", account.host)
        office.change_mailbox("ordinaria", "port", str(account.port))
        office.change_mailbox("ordinaria", "tls", "none")
        server.script["SIZES"] = [sizes(uid1=len(MESSAGE), uid2=2 * BYTES_AT_ONCE, uid3=len(MESSAGE)), OK]
        for uid in (1, 3):
            server.script[f"BODIES {uid}"] = [fetched(uid), OK]
        server.script["BODIES 1,3"] = [fetched(1), fetched(3), OK]
        server.script[f"BODIES 2<0.{PIECE}>"] = [fetched(2, b"x" * PIECE), OK]
        server.script[f"BODIES 2<{PIECE}.{PIECE}>"] = [3600.0]
        second_piece = f"<{PIECE}.{PIECE}>"
        for deaths, minutes in enumerate((0, 3, 10)):
            process = rounds.begin(office.file, NOON + minutes * MINUTE)
            wait_for(lambda deaths=deaths: sum(second_piece in each for each in server.commands) > deaths)
            os.kill(process, signal.SIGKILL)
            assert rounds.end()[1] == -signal.SIGKILL
            assert len(outcomes(office)) == 1, "the two small ones, of the same bytes, are safe"
            assert ("coordinatrice", "service") not in told(office)
            office.poll(NOON + (minutes + 1) * MINUTE)
        assert ("coordinatrice", "service") in told(office)
        assert health(office, "ordinaria").failures == 0


def test_an_empty_poll_costs_few_round_trips(office: SocialServices, server_certificate: ServerCertificate) -> None:
    """Servers count commands: three for a line kept from the round before, four when it is new."""
    office.install()
    office.by_pec(cases.november_pec())
    with RecordingProxy(office.dovecot.port, server_certificate) as proxy:
        office.change_mailbox("pec", "port", str(proxy.port))
        with office.desk(exclusive=True) as desk:
            with Collector(desk, desk.list_mailboxes[:1]) as collector:
                assert [each.new for each in collector.collect()] == [1]
                proxy.take_commands()
                assert [each.new for each in collector.collect()] == [0]
                assert proxy.take_commands() == ["NOOP", "EXAMINE", "UID SEARCH"]
            proxy.take_commands()
            with Collector(desk, desk.list_mailboxes[:1]) as collector:
                assert [each.failure for each in collector.collect()] == [None]
            assert proxy.take_commands() == ["LOGIN", "EXAMINE", "UID SEARCH", "LOGOUT"]


def test_what_waits_leaves_before_a_mailbox_is_asked(office: SocialServices) -> None:
    """A server that takes long to answer keeps no alert back."""
    office.install()
    with office.desk() as desk, desk.database.writing() as session:
        outbox.enqueue(
            session,
            event="trial",
            recipient="op01@comune.example",
            kind="service",
            subject="[pecwatch] Prova",
            content=b"Subject: [pecwatch] Prova\r\n\r\nProva.\r\n",
            message_id_header="<prova@comune.example>",
            now=office.clock.now,
        )
    had_left: list[bool] = []

    class LoggedIn:
        def __iter__(self) -> Iterator[bytes]:
            had_left.append(bool(office.relay.received_by("op01@comune.example")))
            yield OK

    with FakeImap() as server:
        account = server.account()
        for key, value in (("host", account.host), ("port", str(account.port)), ("tls", "none")):
            office.change_mailbox("ordinaria", key, value)
        server.script["LOGIN"] = LoggedIn()
        office.poll()
    assert had_left == [True]
