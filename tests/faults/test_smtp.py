# SPDX-License-Identifier: EUPL-1.2
"""A relay at its worst, seen by an office: no alert missing, none twice without a word, and silence is heard."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from pecwatch.cli.main import main
from pecwatch.errors import ExitCode, gravest
from pecwatch.service.health import status
from pecwatch.store import outbox
from pecwatch.store.records import MailState
from tests.end_to_end.answering import bounce
from tests.end_to_end.looking import health, proper_mails, told
from tests.end_to_end.mails import read_mail, take_mails
from tests.end_to_end.office import ADMINISTRATOR, SocialServices, at
from tests.end_to_end.region import wait_for
from tests.faults.account import Account
from tests.generators.samples import cases
from tests.servers.certificates import Authority, ServerCertificate
from tests.servers.smtp import Faults, SmtpServer

NOON = at(2025, 10, 24, 12)
MINUTE = dt.timedelta(minutes=1)
EVERYBODY = ["ced", "coordinatrice", "op01", "op02", "op03", "op04", "segretariato"]


def with_list(office: SocialServices) -> None:
    """An office, and the list of November in its mailbox."""
    office.install()
    office.by_pec(cases.november_pec(), NOON)


def names(office: SocialServices) -> list[str]:
    """Who got a mail since the last look; nobody twice."""
    return sorted({name for name, _ in told(office)})


@contextmanager
def other_relay(office: SocialServices, certificate: ServerCertificate) -> Iterator[SmtpServer]:
    """A second relay, and `[smtp_fallback]` that names it."""
    with SmtpServer(certificate) as other:
        section = office.file.read_text().split("[smtp]\n")[1].split("\n\n")[0]
        fallback = section.replace(str(office.relay.port), str(other.port))
        office.file.write_text(f"{office.file.read_text()}\n[smtp_fallback]\n{fallback}\n")
        yield other


@pytest.mark.fault("smtp-temporary")
@pytest.mark.parametrize("verb", ["EHLO", "RCPT", "DOT"])
def test_put_off_at_any_verb(office: SocialServices, account: Account, verb: str) -> None:
    """Everything waits and shows at once; each mail leaves once, with the first try at which the relay takes it."""
    with_list(office)
    office.relay.faults.temporary_failure_at = verb
    done = office.poll(NOON)
    account.inject()
    assert gravest(done.exit_codes) is ExitCode.UNSENT
    assert (health(office)["exit_code"], health(office)["unsent_mails"]) == (5, done.unsent)
    office.relay.faults = Faults()
    office.poll(NOON + 6 * MINUTE)
    account.settle(office)
    assert names(office) == EVERYBODY
    assert (health(office)["exit_code"], health(office)["unsent_mails"]) == (0, 0)


@pytest.mark.fault("smtp-temporary")
def test_after_two_hours_it_is_told_wherever_it_can_be(
    office: SocialServices, account: Account, server_certificate: ServerCertificate, capfd: pytest.CaptureFixture[str]
) -> None:
    """Tried again after 5, 10, 20, 40 and 67 minutes; by the other relay within 5 minutes of the second hour.

    `status`, health file and journal show it from the first try on.
    """
    with_list(office)
    office.relay.faults.temporary_failure_at = "MAIL"
    tries = []
    with other_relay(office, server_certificate) as other:
        for minutes in (0, 4, 5, 14, 15, 34, 35, 74, 75, 119, 121):
            before = office.relay.sessions
            office.poll(NOON + minutes * MINUTE)
            if office.relay.sessions > before:
                tries.append(minutes)
            with office.desk() as desk:
                found = status(desk)
            assert (found.exit_code, health(office)["exit_code"]) == (ExitCode.UNSENT, 5)
            assert (f"{found.unsent_mails} mails wait to be sent" in found.complaints[0]) is True
            assert (len(other.messages) > 0) is (minutes > 120), minutes
            if minutes == 0:
                assert "unsent" in "".join(capfd.readouterr())
        account.inject(len(tries))
        alarm = read_mail(other.messages[0])
    assert (alarm.recipient, "GUASTO" in alarm.subject) == (ADMINISTRATOR, True)
    assert tries[:5] == [0, 5, 15, 35, 75]
    office.relay.faults = Faults()
    office.poll(NOON + 220 * MINUTE)
    account.settle(office)
    assert {"op01", "op02", "op03", "op04", "segretariato"} <= set(names(office))


@pytest.mark.fault("smtp-permanent", "smtp-partial")
@pytest.mark.parametrize("verb", ["RCPT", "DATA", "DOT"])
def test_refused_for_good(office: SocialServices, account: Account, verb: str) -> None:
    """One person's mail is refused, at whatever verb: the others got theirs, and the administrator reads it at once."""
    with_list(office)
    office.relay.faults.reject_recipients.add("op02@comune.example")
    if verb != "RCPT":
        office.relay.faults.reject_recipients.clear()
        office.relay.faults.permanent_failure_for["op02@comune.example"] = verb
    done = office.poll(NOON)
    account.inject()
    assert gravest(done.exit_codes) is ExitCode.UNSENT
    mails = proper_mails(office)
    assert sorted({mail.name for mail in mails} - {"ced"}) == ["coordinatrice", "op01", "op03", "op04", "segretariato"]
    assert [mail.name for mail in mails if "GUASTO" in mail.subject] == ["ced"]
    account.settle(office)


@pytest.mark.fault("smtp-after-dot")
def test_the_line_dies_after_the_dot(office: SocialServices, account: Account) -> None:
    """Nobody knows whether it was taken: it comes once more, says so, and is the same mail to every mail program."""
    with_list(office)
    office.relay.faults.drop_after_dot = True
    office.poll(NOON)
    first = [read_mail(mail) for mail in office.relay.messages]
    account.inject(len(first))
    office.relay.faults = Faults()
    office.poll(NOON + 6 * MINUTE)
    account.settle(office)
    mails = take_mails(office.relay)
    again = [mail for mail in mails if mail.is_repetition]
    assert sorted(mail.message_id for mail in again) == sorted(mail.message_id for mail in first)
    assert len(first) < len(EVERYBODY), "a relay that dies at every dot is not asked for every mail"
    assert sorted({mail.name for mail in mails}) == EVERYBODY


@pytest.mark.fault("smtp-before-dot")
def test_the_line_dies_before_the_dot(office: SocialServices, account: Account) -> None:
    """The relay cannot have it: nothing says that it may be a repetition."""
    with_list(office)
    office.relay.faults.close_at = "DATA"
    office.poll(NOON)
    account.inject()
    assert not office.relay.messages
    office.relay.faults = Faults()
    office.poll(NOON + 6 * MINUTE)
    account.settle(office)
    assert names(office) == EVERYBODY


@pytest.mark.fault("smtp-bounce")
def test_taken_and_returned_later(office: SocialServices, account: Account) -> None:
    """The row goes on to the next person of the chain as soon as the mail is back."""
    with_list(office)
    office.poll(NOON)
    (raw,) = office.relay.received_by("op02@comune.example")
    (mail,) = (each for each in proper_mails(office) if each.name == "op02")
    office.by_mail(bounce(mail, raw), NOON + 10 * MINUTE)
    account.inject()
    office.poll(NOON + 10 * MINUTE)
    assert ("coordinatrice", "steps") in told(office)
    account.settle(office)


@pytest.mark.fault("smtp-down")
def test_down_for_two_days(office: SocialServices, account: Account) -> None:
    """Nothing is dropped, the nearest rows leave first, and what is due meanwhile does not leave in heaps."""
    with_list(office)
    office.relay.faults.close_at = "EHLO"
    for hours in (0, 1, 3, 20, 30, 46):
        office.poll(NOON + hours * 60 * MINUTE)
        account.inject()
    with office.desk() as desk, desk.database.reading() as session:
        waiting = [mail.message_id_header for mail in outbox.mails(session) if mail.state is MailState.PENDING]
    office.relay.faults = Faults()
    office.poll(NOON + 50 * 60 * MINUTE)
    account.settle(office)
    mails = take_mails(office.relay)
    left = [mail.message_id for mail in mails][: len(waiting)]
    assert (left[:2], sorted(left)) == (waiting[:2], sorted(waiting))
    assert max([mail.name for mail in mails].count(name) for name in ("op01", "op02", "op03", "op04")) <= 2


@pytest.mark.fault("smtp-secrets")
@pytest.mark.parametrize("how", ["certificate", "login", "stripped"])
def test_neither_password_nor_mail_leave_in_the_clear(
    office: SocialServices, account: Account, authority: Authority, server_certificate: ServerCertificate, how: str
) -> None:
    """A relay that is not the one, that wants another login, or whose STARTTLS was taken away: red, and told."""
    with_list(office)
    elsewhere = authority.issue("relay.elsewhere", hosts=("relay.elsewhere.example",))
    certificate = elsewhere if how == "certificate" else server_certificate
    with SmtpServer(certificate, tls="none" if how == "stripped" else "starttls") as wrong:
        wrong.faults.refuse_auth = how == "login"
        right = office.file.read_text()
        office.file.write_text(right.replace(f"port = {office.relay.port}", f"port = {wrong.port}"))
        done = office.poll(NOON)
        account.inject()
        assert (gravest(done.exit_codes), wrong.messages) == (ExitCode.UNSENT, [])
        assert (health(office)["exit_code"], health(office)["unsent_mails"]) == (5, done.unsent)
        with office.desk() as desk, desk.database.reading() as session:
            replies = {mail.last_reply for mail in outbox.mails(session)}
        assert replies == {"login_refused"} if how == "login" else replies == {"tls_failed"}
    office.file.write_text(right)
    office.poll(NOON + 6 * MINUTE)
    account.settle(office)
    assert names(office) == EVERYBODY


@pytest.mark.fault("smtp-temporary")
def test_a_slow_final_dot_is_waited_for(office: SocialServices, account: Account) -> None:
    """Giving up early makes repetitions: a relay that thinks before its last answer is waited for."""
    with_list(office)
    office.relay.faults.delay_s = {"DOT": 0.5}
    office.poll(NOON)
    account.inject()
    account.settle(office)
    assert names(office) == EVERYBODY


@pytest.mark.fault("smtp-recipients")
@pytest.mark.parametrize("wrong", ["", "coordinatrice", "coordinatrice@elsewhere.example", "a b@comune.example"])
def test_nobody_to_write_to(office: SocialServices, capsys: pytest.CaptureFixture[str], wrong: str) -> None:
    """An address that is missing or cannot be is a refusal to start that names the key, not a mail that never comes."""
    text = office.file.read_text()
    office.file.write_text(text.replace("coordinatrice@comune.example", wrong))
    assert main(["--config", str(office.file), "poll"]) == ExitCode.USAGE
    assert "[office] coordinator" in capsys.readouterr().err
    assert not office.relay.sessions


@pytest.mark.fault("smtp-recipients")
def test_a_test_mail_goes_the_whole_way(office: SocialServices) -> None:
    """Through outbox and relay, as an alert does."""
    assert main(["--config", str(office.file), "test-alert"]) == ExitCode.DONE
    assert [mail.recipient for mail in proper_mails(office)] == [ADMINISTRATOR]
    office.relay.faults.refuse_auth = True
    assert main(["--config", str(office.file), "test-alert"]) == ExitCode.UNSENT


@pytest.mark.fault("smtp-recipients")
@pytest.mark.parametrize(("reply", "code"), [(None, ExitCode.DONE), ("451", ExitCode.UNSENT), ("554", ExitCode.UNSENT)])
def test_a_test_mail_that_the_service_sends_first(
    office: SocialServices, capsys: pytest.CaptureFixture[str], reply: str | None, code: ExitCode
) -> None:
    """The service takes the mail while the command still logs in: what became of it there is what is said."""
    office.relay.faults.delay_s = {"AUTH": 2}
    with ThreadPoolExecutor() as beside, office.desk() as service:
        command = beside.submit(main, ["--config", str(office.file), "test-alert"])
        wait_for(lambda: office.relay.sessions, 20)
        with service.database.writing() as session:
            (mail,) = outbox.mails(session)
            outbox.mark_dot(session, mail.id)
        with pytest.raises(TimeoutError):
            command.result(timeout=4)
        with service.database.writing() as session:
            if reply is None:
                outbox.mark_sent(session, mail.id, service.clock())
            elif reply == "451":
                outbox.postpone(session, mail.id, service.clock(), reply)
            else:
                outbox.mark_failed(session, mail.id, service.clock(), reply)
        assert command.result() == code
    assert not office.relay.messages
    said = capsys.readouterr()
    assert f"did not leave: {reply}" in said.err if reply else "accepted by the relay" in said.out
