# SPDX-License-Identifier: EUPL-1.2
"""Workers that share offices: whatever happens to one, nothing is lost, and nothing goes twice without its mark."""

import datetime as dt
import json
import signal
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from bench.messages import messages
from pecwatch.cli.main import main
from tests.end_to_end.region import Region, wait_for
from tests.generators.letters import ROME
from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import ReceivedMail, SmtpServer

LEASE_S = 3
PATIENCE_S = 100
"""For what a worker does in a few seconds: machines are busy with other things, and only a failure takes so long."""

REPEATED = "[POSSIBILE RIPETIZIONE]"


@pytest.fixture
def region(tmp_path: Path, postgresql: PostgreSQL, dovecot: Dovecot, smtp_server: SmtpServer) -> Iterator[Region]:
    """An installation with one office, in whose mailbox a list lies."""
    url = postgresql.create()
    region = Region(tmp_path, url, dovecot, smtp_server, lease_s=LEASE_S)
    region.add_office("cremona")
    region.deliver("cremona", a_list())
    yield region
    postgresql.drop(url)


def a_list() -> bytes:
    """A list of the next month, in the body of a message."""
    return next(iter(messages(1, dt.datetime.now(ROME))))


def told(region: Region, code: str) -> Counter[tuple[str, bytes]]:
    """Who of an office got which mail, and how often."""
    found = (mail for mail in region.relay.messages if mail.recipients[0].endswith(f"@{code}.example"))
    return Counter((mail.recipients[0], identity(mail)) for mail in found)


def identity(mail: ReceivedMail) -> bytes:
    return next(line for line in mail.content.splitlines() if line.lower().startswith(b"message-id:"))


def is_marked(mail: ReceivedMail) -> bool:
    return REPEATED in str(message_from_bytes(mail.content, policy=policy.default)["Subject"])


def everybody_of(region: Region, code: str) -> bool:
    return {who for who, _ in told(region, code)} >= {f"coordinatrice@{code}.example", f"segretariato@{code}.example"}


def is_idle(region: Region) -> bool:
    return region.ask("SELECT count(*) FROM office_work WHERE lease IS NOT NULL OR ended_at IS NULL") == [(0,)]


def test_a_killed_worker_is_replaced(region: Region) -> None:
    """`kill -9` while a mail is on its way: the other worker tells everybody, once, when the lease is over."""
    region.relay.faults.delay_s["DATA"] = 30
    with region.worker() as first:
        wait_for(lambda: region.relay.sessions, PATIENCE_S, region.logs)
        region.add_office("soncino")
        with region.worker():
            region.deliver("soncino", a_list())
            wait_for(lambda: len(region.ask("SELECT 1 FROM office_work")) == 2, PATIENCE_S, region.logs)
            first.kill()
            region.relay.faults.delay_s.clear()
            wait_for(lambda: everybody_of(region, "cremona"), PATIENCE_S, region.logs)
            wait_for(lambda: everybody_of(region, "soncino") and is_idle(region), PATIENCE_S, region.logs)
    assert set(told(region, "cremona").values()) == {1}
    assert not any(map(is_marked, region.relay.messages))
    assert not {who for who, _ in told(region, "cremona")} & {who for who, _ in told(region, "soncino")}


def test_a_mail_that_may_have_arrived_comes_again_with_its_mark(region: Region) -> None:
    """Killed between the final dot and the answer to it: nobody can know, so the copy says what it may be."""
    region.relay.faults.delay_s["DOT"] = 2
    with region.worker() as first:
        wait_for(lambda: region.relay.messages, PATIENCE_S, region.logs)
        first.kill()
        region.relay.faults.delay_s.clear()
    with region.worker():
        wait_for(lambda: everybody_of(region, "cremona") and is_idle(region), PATIENCE_S, region.logs)
    twice = [who for who, count in told(region, "cremona").items() if count > 1]
    copies = [mail for mail in region.relay.messages if (mail.recipients[0], identity(mail)) in twice]
    assert len(copies) - len(twice) == sum(map(is_marked, copies))


def test_a_stopped_worker_sends_nothing_once_it_was_replaced(region: Region) -> None:
    """It wakes up in the middle of a mail, finds that another has its office, and writes and sends nothing more."""
    region.relay.faults.delay_s["DATA"] = 2
    with region.worker() as first:
        wait_for(lambda: region.relay.sessions, PATIENCE_S, region.logs)
        first.send_signal(signal.SIGSTOP)
        region.relay.faults.delay_s.clear()
        with region.worker():
            wait_for(lambda: everybody_of(region, "cremona") and is_idle(region), PATIENCE_S, region.logs)
            first.send_signal(signal.SIGCONT)
            wait_for(lambda: '"lease_lost"' in region.logs(), PATIENCE_S, region.logs)
    assert set(told(region, "cremona").values()) == {1}
    assert not any(map(is_marked, region.relay.messages))


def test_a_broken_office_is_told_and_holds_nobody_up(region: Region, capsys: pytest.CaptureFixture[str]) -> None:
    """The others get their mail; `offices` says which one needs a person, and ends with 6."""
    region.office_file("abbadia").write_text("[[mailbox", encoding="utf-8")
    with region.worker():
        wait_for(lambda: everybody_of(region, "cremona"), PATIENCE_S, region.logs)
        wait_for(
            lambda: region.ask("SELECT 1 FROM office_work WHERE problem = 'configuration'"), PATIENCE_S, region.logs
        )
    assert main(["--config", str(region.file), "offices", "--json"]) == 6
    found = {each["office"]: each for each in map(json.loads, capsys.readouterr().out.splitlines())}
    assert found["abbadia"]["problem"] == "configuration"
    assert found["cremona"]["problem"] == ""
