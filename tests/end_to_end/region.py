# SPDX-License-Identifier: EUPL-1.2
"""Offices that share one installation, a real PostgreSQL, a real mail server and a relay; workers as processes."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer

ROOT = Path(__file__).parents[2]

SHARED = """
[offices]
lease_s = {lease_s}
[service]
data_dir = "var"
poll_every_s = {poll_every_s}
[database]
url = "{url}"
[smtp]
host = "{relay.host}"
port = {relay.port}
tls_ca_file = "{relay.ca_file}"
username = "{relay.username}"
password_file = "secrets/smtp"
from = "pecwatch@regione.example"
[lists]
senders = ["decadenze@pec.aler.example", "@aler.example"]
[office]
allowed_domains = ["regione.example"]
system_administrator = {{ name = "CED", email = "ced@regione.example" }}
"""

OWN = """
[[mailbox]]
name = "pec"
host = "{dovecot.host}"
port = {dovecot.port}
tls_ca_file = "{dovecot.ca_file}"
username = "{user}"
password_file = "secrets/pec"
addresses = ["servizisociali@pec.comune.example"]
[office]
allowed_domains = ["{code}.example", "regione.example"]
coordinator = {{ name = "Ilaria Brentegani", email = "coordinatrice@{code}.example" }}
duty_worker = {{ name = "Segretariato sociale", email = "segretariato@{code}.example" }}
"""


class Region:
    """An installation in a folder."""

    password = "rondine-2025"

    def __init__(
        self, folder: Path, url: str, dovecot: Dovecot, relay: SmtpServer, *, lease_s: int = 3, poll_every_s: int = 5
    ) -> None:
        self.folder, self.url, self.dovecot, self.relay = folder, url, dovecot, relay
        self.file = folder / "config.toml"
        (folder / "secrets").mkdir()
        (folder / "offices.d").mkdir()
        for name, password in (("pec", self.password), ("smtp", relay.password)):
            path = folder / "secrets" / name
            path.touch(mode=0o600)
            path.write_text(f"{password}\n", encoding="utf-8")
        shared = SHARED.format(lease_s=lease_s, poll_every_s=poll_every_s, url=url, relay=relay)
        self.file.write_text(shared, encoding="utf-8")

    def office_file(self, code: str) -> Path:
        return self.folder / "offices.d" / f"{code}.toml"

    def user(self, code: str) -> str:
        return f"{code}-{abs(hash(self.folder)) % 100000}@pec.comune.example"

    def add_office(self, code: str) -> None:
        """A new office with an empty mailbox."""
        self.dovecot.add_user(self.user(code), self.password)
        own = OWN.format(dovecot=self.dovecot, user=self.user(code), code=code)
        self.office_file(code).write_text(own, encoding="utf-8")

    @property
    def master_key_file(self) -> Path:
        return self.folder / "secrets" / "master_key"

    def share_master_key(self) -> None:
        """One for all offices, in a file."""
        self.master_key_file.touch(mode=0o600)
        self.master_key_file.write_text("0" * 64, encoding="ascii")
        text = self.file.read_text(encoding="utf-8")
        self.file.write_text(f'{text}[vault]\nmaster_key_file = "secrets/master_key"\n', encoding="utf-8")

    def deliver(self, code: str, raw: bytes) -> None:
        self.dovecot.deliver(self.user(code), raw, received_at=dt.datetime.now(dt.UTC))

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """What the database says of the work of all offices."""
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            return connection.execute(question.encode()).fetchall()

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """A worker, ended at the end however it is by then."""
        command = [sys.executable, "-m", "pecwatch", "--config", str(self.file), "-v", "--log-json", "run", "--worker"]
        log = (self.folder / f"worker-{time.monotonic_ns()}.log").open("wb")
        with (
            log,
            subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
            ) as process,
        ):
            try:
                yield process
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.send_signal(signal.SIGCONT)
                    process.kill()

    def logs(self) -> str:
        """What all workers have said."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("worker-*.log")))


def wait_for(what: Callable[[], object], seconds: float, told: Callable[[], str] = str) -> float:
    """Wait until something is so, and how long it took; fails after so many seconds."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, told()[-3000:]
        time.sleep(0.02)
    return time.monotonic() - began
