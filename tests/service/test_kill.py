# SPDX-License-Identifier: EUPL-1.2
"""`kill -9` at any point of a round, and a start afterwards: the end is that of an undisturbed round."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.looking import EndState, end_state
from tests.end_to_end.mails import ReadMail, take_mails
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import ReceivedMail, SmtpServer

ROOT = Path(__file__).parent.parent.parent
NOW = at(2025, 10, 24, 10)

KILLED_AT = [
    pytest.param("os.rename", 1, id="bytes half in the vault"),
    *(pytest.param("commit", number, id=f"before commit {number}") for number in (*range(2, 10), 11, 12, 13, 20)),
]
"""Commits of the round, in order: what was left at the last start; the deliveries of one mailbox and how its poll
went, twice; before and after the weighing of the list, and of its copy; then before and after each final dot."""


Told = tuple[str, str]
"""Recipient and subject of a mail."""


class DeadlyRelay(list[ReceivedMail]):
    """What a relay has taken; it kills the sender at the n-th mail, after the dot and before its own answer."""

    def __init__(self, deadly: int) -> None:
        super().__init__()
        self.deadly = deadly
        self.sender: subprocess.Popen[str] | None = None

    def append(self, mail: ReceivedMail) -> None:
        super().append(mail)
        if len(self) == self.deadly and self.sender is not None:
            os.kill(self.sender.pid, signal.SIGKILL)


def start_round(office: SocialServices, what: str = "nothing", count: int = 1) -> subprocess.Popen[str]:
    moment = NOW.astimezone(dt.UTC).isoformat()
    command = [sys.executable, "-m", "tests.end_to_end.killed_round", str(office.file), moment, what, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def deliver(office: SocialServices) -> None:
    """The list and its copy, both waiting for one round."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 10, 24, 9, 12))
    office.by_mail(cases.november_copy(), at(2025, 10, 24, 9, 52))


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot, server_certificate: object
) -> tuple[EndState, set[Told]]:
    """How a round ends that nobody kills, and what was received by whom."""
    with SmtpServer(server_certificate) as relay:  # type: ignore[arg-type]  # the fixture's own type
        office = SocialServices(tmp_path_factory.mktemp("undisturbed"), dovecot, relay)
        deliver(office)
        office.poll(NOW)
        return end_state(office), {as_told(mail) for mail in take_mails(relay)}


def as_told(mail: ReadMail) -> Told:
    """Recipient and subject, without the warning that it may have come before."""
    return mail.name, mail.subject.removeprefix("[POSSIBILE RIPETIZIONE] ")


def assert_as_undisturbed(office: SocialServices, undisturbed: tuple[EndState, set[Told]]) -> None:
    """The same end state; nobody was left out, and nobody was told twice without a word of warning."""
    end, told = undisturbed
    assert end_state(office) == end
    mails = take_mails(office.relay)
    unmarked = [as_told(mail) for mail in mails if not mail.is_repetition]
    assert len(unmarked) == len(set(unmarked))
    assert {as_told(mail) for mail in mails} == told
    assert sum(mail.is_repetition for mail in mails) <= 1


@pytest.mark.fault("killed")
@pytest.mark.parametrize(("what", "count"), KILLED_AT)
def test_killed_and_started_again(
    office: SocialServices, undisturbed: tuple[EndState, set[Told]], what: str, count: int
) -> None:
    """Messages, positions, owners, states, events and alerts are the same, wherever the round was cut off."""
    deliver(office)
    assert start_round(office, what, count).wait(timeout=60) == -signal.SIGKILL
    office.poll(NOW)
    assert_as_undisturbed(office, undisturbed)


@pytest.mark.parametrize("mail", [1, 4])
def test_killed_while_the_relay_answers(
    office: SocialServices, undisturbed: tuple[EndState, set[Told]], mail: int
) -> None:
    """Nobody heard the relay say that it took the mail: it comes once more, marked, under the same Message-ID."""
    deliver(office)
    taken = office.relay.messages = DeadlyRelay(mail)
    taken.sender = start_round(office)
    assert taken.sender.wait(timeout=60) == -signal.SIGKILL
    office.poll(NOW)
    mails = take_mails(office.relay)
    (repeated,) = (each for each in mails if each.is_repetition)
    assert [each.name for each in mails if each.message_id == repeated.message_id] == [repeated.name] * 2
    assert {as_told(each) for each in mails} == undisturbed[1]
    assert end_state(office) == undisturbed[0]
