# SPDX-License-Identifier: EUPL-1.2
"""An office whose one round is disturbed again and again, and how it ends when nobody disturbs it."""

import datetime as dt
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.end_to_end.dump import Dump, dump
from tests.end_to_end.killed_round import DyingRounds
from tests.end_to_end.mails import ReadMail, take_mails
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases
from tests.servers.certificates import ServerCertificate
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import ReceivedMail, SmtpServer

NOW = at(2025, 10, 24, 10)
LATER = at(2025, 10, 24, 10, 15)
"""When whatever was put off by a fault is tried again."""

DISK_ALARM = "nella cartella dei dati"

Told = tuple[str, str]
"""Recipient and subject of a mail."""


class DeadlyRelay(list[ReceivedMail]):
    """What a relay has taken; it kills the sender at the n-th mail, after the dot and before its own answer."""

    def __init__(self, deadly: int) -> None:
        super().__init__()
        self.deadly = deadly
        self.sender = 0

    def append(self, mail: ReceivedMail) -> None:
        super().append(mail)
        if len(self) == self.deadly:
            os.kill(self.sender, signal.SIGKILL)


@dataclass(slots=True)
class Killing:
    """An office before its round, as often as it is wanted: the list and its copy wait in its mailboxes."""

    office: SocialServices
    rounds: DyingRounds
    before: Path
    steps: int = 0
    """Of the undisturbed round."""
    end: Dump = field(default_factory=dict)
    told: frozenset[Told] = frozenset()

    def again(self) -> None:
        """Put the data folder back to what it was before the round."""
        data = self.office.folder / "var"
        shutil.rmtree(data)
        shutil.copytree(self.before, data)
        self.office.clock.now = NOW
        self.office.relay.messages = []

    def round(self, deadly: int = 0, *, now: dt.datetime = NOW) -> int:
        """A round; how many steps it took."""
        return self.rounds.round(self.office.file, now, deadly)

    def assert_as_undisturbed(self) -> list[ReadMail]:
        """The same dump; nobody was left out, nobody was told twice without a word; a further round changes nothing."""
        self._assert_same()
        mails = [mail for mail in take_mails(self.office.relay) if DISK_ALARM not in mail.subject]
        unmarked = [as_told(mail) for mail in mails if not mail.is_repetition]
        assert len(unmarked) == len(set(unmarked))
        assert {as_told(mail) for mail in mails} == self.told
        return mails

    def _assert_same(self) -> None:
        found = dump(self.office)
        differences = {table: sorted({*found[table]} ^ {*self.end[table]}) for table in found}
        if found != self.end:
            raise AssertionError({table: lines for table, lines in differences.items() if lines} or "the same twice")

    def assert_nothing_more(self) -> None:
        """A third round changes nothing and tells nobody."""
        self.round(now=LATER)
        self._assert_same()
        assert take_mails(self.office.relay) == []


def as_told(mail: ReadMail) -> Told:
    """Recipient and subject, without the warning that it may have come before."""
    return mail.name, mail.subject.removeprefix("[POSSIBILE RIPETIZIONE] ")


@pytest.fixture(scope="module")
def killing(
    tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot, server_certificate: ServerCertificate
) -> Iterator[Killing]:
    """The office, and how its round ends when nobody kills it."""
    with SmtpServer(server_certificate) as relay, DyingRounds() as rounds:
        office = SocialServices(tmp_path_factory.mktemp("killed"), dovecot, relay)
        office.import_registry()
        rounds.round(office.file, office.clock.now)
        office.by_pec(cases.november_pec(), at(2025, 10, 24, 9, 12))
        office.by_mail(cases.november_copy(), at(2025, 10, 24, 9, 52))
        shutil.copytree(office.folder / "var", office.folder / "before")
        killing = Killing(office, rounds, office.folder / "before")
        killing.again()
        killing.steps = killing.round()
        killing.end = dump(office)
        killing.told = frozenset(map(as_told, take_mails(relay)))
        assert killing.steps > 20
        assert len(killing.told) == 7
        yield killing
