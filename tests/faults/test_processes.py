# SPDX-License-Identifier: EUPL-1.2
"""The service as a process: two of them, and one that hangs."""

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pecwatch.cli.main import main
from pecwatch.errors import ExitCode
from tests.end_to_end.looking import health
from tests.end_to_end.mails import take_mails
from tests.end_to_end.office import SocialServices
from tests.faults.account import Account
from tests.generators.providers import ARUBA
from tests.generators.samples import cases
from tests.servers.waiting import wait_for

ROOT = Path(__file__).parents[2]


@contextmanager
def service(office: SocialServices, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`pecwatch run` as a process."""
    command = [sys.executable, "-m", "pecwatch", "-v", "--config", str(office.file), "run"]
    log = office.folder / "service.log"
    with log.open("w") as written:
        running = subprocess.Popen(command, cwd=ROOT, stderr=written, text=True, env={**os.environ, **environment})
    try:
        yield running
    finally:
        running.kill()
        running.wait()


@pytest.mark.fault("two-services")
def test_two_started_together(office: SocialServices, account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    """One works, the other ends with 75 and says who; killed, the first leaves nothing in the way."""
    office.import_registry()
    with service(office) as first:
        wait_for((office.folder / "var" / "health.json").exists)
        account.inject()
        assert main(["--config", str(office.file), "run"]) == ExitCode.LOCKED
        assert str(first.pid) in capsys.readouterr().err
        first.kill()
        first.wait()
        assert main(["--config", str(office.file), "poll"]) in (ExitCode.DONE, ExitCode.UNSENT)
    account.settle(office)


@pytest.mark.fault("service-hangs")
def test_a_round_that_hangs_is_ended_and_counted(office: SocialServices, account: Account) -> None:
    """A relay that never says its last word: the deadline ends the round, the same process begins anew and says so.

    The watchdog of systemd is fed by rounds that ended well, and by nothing else.
    """
    office.import_registry()
    office.file.write_text(
        office.file.read_text().replace("poll_every_s = 5", "poll_every_s = 5\nround_deadline_s = 5")
    )
    assert main(["--config", str(office.file), "poll"]) == ExitCode.DONE
    day = dt.datetime.now(dt.UTC) + dt.timedelta(days=10)
    text = f"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7 - {day:%d/%m/%Y} ore 9,30 - SI ESEGUE\n"
    subject = f"Comunicazione programmazione interventi del {day:%d/%m/%Y}"
    office.by_pec(cases.sealed(cases.letter(1, dt.datetime.now(dt.UTC), subject, text), ARUBA))
    office.relay.faults.delay_s = {"DOT": 3600.0}
    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    line.bind(str(office.folder / "notify"))
    line.settimeout(120)
    with closing(line), service(office, NOTIFY_SOCKET=str(office.folder / "notify")) as running:
        assert line.recv(100) == b"READY=1"
        assert line.recv(100) == b"READY=1", "begun anew, without a round that ended"
        account.inject()
        office.relay.faults.delay_s = {}
        assert line.recv(100) == b"WATCHDOG=1"
        assert health(office)["rounds_hung"] >= 1
        assert health(office)["process"] == running.pid
        wait_for(lambda: office.relay.received_by("op01@comune.example"))
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == ExitCode.DONE
    assert "round_hangs" in (office.folder / "service.log").read_text()
    account.settle(office)
    mails = take_mails(office.relay)
    assert {mail.name for mail in mails if "un giro di lettura non finiva" in mail.subject} == {"ced"}
