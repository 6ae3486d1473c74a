# SPDX-License-Identifier: EUPL-1.2
"""A long random run: one office on real servers, faults drawn by a seed, then peace, and what it has cost.

    python -m tests.faults.long --seed 7 --minutes 10

The same seed draws the same faults in the same order; how many there are depends on the machine. At the end every
message on the servers must be in the ledger with an outcome, every mail must have left, and nobody may have got one
twice without a word. Exit code 1 otherwise.
"""

import argparse
import datetime as dt
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from pecwatch.store import ledger, outbox
from pecwatch.store.records import MailState
from tests.end_to_end.killed_round import DyingRounds
from tests.end_to_end.office import SocialServices, at
from tests.faults.account import Account
from tests.generators.providers import ARUBA
from tests.generators.samples import cases
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import Proxy
from tests.servers.smtp import Faults, SmtpServer

START = at(2025, 10, 24, 8)
PEACE_ROUNDS = 12
TENANTS = ("ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7", "FALCHETTI GAETANO - Viale dei Gelsi 22/A")
VERBS = ("EHLO", "AUTH", "MAIL", "RCPT", "DATA", "DOT")


class LongRun:
    """An office in which something goes wrong in nearly every round."""

    def __init__(self, seed: int, office: SocialServices, line: Proxy, rounds: DyingRounds) -> None:
        self.random = random.Random(seed)
        self.office, self.line, self.rounds = office, line, rounds
        self.now = START
        self.injected: Counter[str] = Counter()
        self.lists = 0
        self.faults: tuple[Callable[[], None], ...] = (
            self.nothing,
            self.cut_line,
            self.relay_puts_off,
            self.relay_hangs_up,
            self.relay_dies_at_the_dot,
            self.killed,
            self.killed_twice,
            self.locked,
            self.nothing_can_be_written,
            self.clock_jumps,
        )

    def step(self) -> None:
        """Time passes, mail comes perhaps, and a round goes wrong."""
        self.now += dt.timedelta(minutes=self.random.choice((1, 5, 20, 70)))
        self.office.clock.now = self.now
        if self.random.random() < 0.4:
            self._list_arrives()
        fault = self.random.choice(self.faults)
        self.injected[fault.__name__] += 1
        fault()
        self.office.relay.faults, self.line.cut_after = Faults(), None

    def peace(self) -> None:
        """Nothing goes wrong any more: what was put off is caught up with."""
        for _ in range(PEACE_ROUNDS):
            self.now += dt.timedelta(minutes=70)
            self._round()

    def _list_arrives(self) -> None:
        """A list like no other: another day, one tenant or two."""
        self.lists += 1
        day = START + dt.timedelta(days=20 + self.lists)
        rows = "".join(
            f"{number}) {tenant} - {day:%d/%m/%Y} ore 9,30 - SI ESEGUE\n"
            for number, tenant in enumerate(TENANTS[: self.random.randint(1, 2)], 1)
        )
        subject = f"Comunicazione programmazione interventi del {day:%d/%m/%Y}"
        raw = cases.sealed(cases.letter(self.lists, self.now, subject, rows), ARUBA)
        (self.office.by_pec if self.random.random() < 0.7 else self.office.by_mail)(raw, self.now)

    def _round(self, *, deadly: int = 0, full: tuple[int, ...] = (), now: dt.datetime | None = None) -> None:
        self.rounds.begin(self.office.file, now or self.now, deadly=deadly, full=full)
        _, code = self.rounds.end()
        if code not in (0, 1, -signal.SIGKILL):
            raise RuntimeError(f"a round ended with {code}")

    def nothing(self) -> None:
        self._round()

    def cut_line(self) -> None:
        self.line.cut_after = self.random.randint(0, 20_000)
        self._round()

    def relay_puts_off(self) -> None:
        self.office.relay.faults.temporary_failure_at = self.random.choice(VERBS)
        self._round()

    def relay_hangs_up(self) -> None:
        self.office.relay.faults.close_at = self.random.choice(VERBS[:5])
        self._round()

    def relay_dies_at_the_dot(self) -> None:
        self.office.relay.faults.drop_after_dot = True
        self._round()

    def killed(self) -> None:
        self._round(deadly=self.random.randint(1, 40))

    def killed_twice(self) -> None:
        for _ in range(2):
            self._round(deadly=self.random.randint(1, 20))

    def locked(self) -> None:
        with closing(sqlite3.connect(self._database, isolation_level=None, check_same_thread=False)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            release = threading.Timer(self.random.random(), holder.execute, ("COMMIT",))
            release.start()
            self._round()
            release.join()

    def nothing_can_be_written(self) -> None:
        self._round(full=(0,))

    def clock_jumps(self) -> None:
        self._round(now=self.now + self.random.choice((-1, 1)) * dt.timedelta(days=1))

    @property
    def _database(self) -> Path:
        return self.office.folder / "var" / "pecwatch.db"

    def unfinished(self) -> tuple[int, int]:
        """Messages without an outcome, and mails that have not left."""
        with self.office.desk() as desk, desk.database.reading() as session:
            messages = sum(entry.outcome is None for entry in ledger.entries(session))
            return messages, sum(mail.state is not MailState.SENT for mail in outbox.mails(session))


def main() -> int:
    """Run, and print what it has cost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=5)
    asked = parser.parse_args()
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="pecwatch-faults-"))
    certificate = Authority(folder).issue()
    with (
        Dovecot(certificate) as dovecot,
        SmtpServer(certificate) as relay,
        Proxy(dovecot.port) as line,
        DyingRounds() as rounds,
    ):
        (folder / "office").mkdir()
        office = SocialServices(folder / "office", dovecot, relay)
        office.import_registry()
        office.file.write_text(office.file.read_text().replace(f"port = {dovecot.port}", f"port = {line.port}"))
        rounds.round(office.file, START)
        run = LongRun(asked.seed, office, line, rounds)
        while time.monotonic() - began < asked.minutes * 60:
            run.step()
        run.peace()
        return report(run, asked.seed, time.monotonic() - began)


def report(run: LongRun, seed: int, seconds: float) -> int:
    """Print the figures; 1 when something was lost, doubled or left over."""
    cost: dict[str, object] = {}
    with suppress(AssertionError):  # the figures are printed
        Account(lambda key, value: cost.update({key: value})).settle(run.office)
    messages, mails = run.unfinished()
    print(f"seed {seed}: {sum(run.injected.values())} rounds disturbed, {run.lists} lists, {seconds:.0f} s")
    for name, times in sorted(run.injected.items()):
        print(f"  {name:24} {times:5}")
    print(f"injected {sum(run.injected.values()) - run.injected['nothing']}, lost {cost['lost']}, ", end="")
    print(f"doubled unmarked {cost['doubled']}, messages without outcome {messages}, mails not sent {mails}")
    return int(any((cost["lost"], cost["doubled"], messages, mails)))


if __name__ == "__main__":
    sys.exit(main())
