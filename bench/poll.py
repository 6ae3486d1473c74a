# SPDX-License-Identifier: EUPL-1.2
"""From IMAP to committed rows: how fast, with how much memory, and what a poll costs that finds nothing.

    .venv/bin/python bench/poll.py --messages 2000

The peer, in the same run on the same mailbox: imaplib, one FETCH of everything, nothing done with it.
"""

import datetime as dt
import imaplib
import json
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.memory import PeakMemory
from bench.messages import messages, now_in_rome
from bench.report import arguments, per_second, show
from pecwatch.service.collecting import Collector
from pecwatch.store import casefile, ledger
from pecwatch.store.records import MessageState
from tests.end_to_end.office import SocialServices
from tests.servers.certificates import Authority, ServerCertificate
from tests.servers.dovecot import Dovecot
from tests.servers.recording import RecordingProxy
from tests.servers.smtp import SmtpServer

Figures = list[tuple[str, str]]
ROUNDS = 20


def main() -> None:
    """Measure, and print the figures."""
    options = arguments(__doc__ or "")
    with tempfile.TemporaryDirectory() as folder:
        certificate = Authority(Path(folder)).issue()
        with Dovecot(certificate) as dovecot, SmtpServer(certificate) as relay:
            home = Path(folder) / "office"
            home.mkdir(mode=0o700)
            office = SocialServices(home, dovecot, relay)
            figures = measure(office, certificate, options.messages)
    show(f"bench/poll.py --messages {options.messages}", figures, keep=options.keep)


def measure(office: SocialServices, certificate: ServerCertificate, count: int) -> Figures:
    """Fill the PEC box, fetch it the plain way, then by pecwatch, then poll it again in vain."""
    now = now_in_rome()
    office.clock.now = now
    office.import_registry()
    office.poll(now)
    total = 0
    for raw in messages(count, now):
        office.by_pec(raw, now)
        total += len(raw)
    plain_s = fetch_plainly(office)
    whole_s, log, memory = run_round(office)
    assert_all_done(office, count)
    collected_s, weighed_s = (seconds_until(log, event) for event in ("received", "weighed"))
    return [
        ("messages", f"{count}, {total / count / 1000:.1f} kB each on average"),
        ("whole round, from the start of the process to its end", per_second(count, whole_s)),
        ("of which into vault and ledger", per_second(count, collected_s)),
        ("of which read, matched, weighed, committed", per_second(count, weighed_s - collected_s)),
        ("peak memory of the service", f"{memory.parent_mib:.0f} MiB resident"),
        ("peak memory together with its readers", f"{memory.together_mib:.0f} MiB proportional"),
        ("peer: imaplib FETCH of the same mailbox", per_second(count, plain_s)),
        ("into vault and ledger / peer", f"{collected_s / plain_s:.1f} times as long"),
        ("whole round / peer", f"{whole_s / plain_s:.1f} times as long"),
        *poll_in_vain(office, certificate),
    ]


def fetch_plainly(office: SocialServices) -> float:
    """Seconds that imaplib takes to log in and get every message."""
    began = time.perf_counter()
    trusted = ssl.create_default_context(cafile=office.dovecot.ca_file)
    with imaplib.IMAP4_SSL(office.dovecot.host, office.dovecot.port, ssl_context=trusted) as connection:
        connection.login(office.pec_user, office.password)
        connection.select(readonly=True)
        connection.uid("FETCH", "1:*", "(UID INTERNALDATE BODY.PEEK[])")
    return time.perf_counter() - began


def run_round(office: SocialServices) -> tuple[float, list[dict[str, str]], PeakMemory]:
    """`pecwatch poll` as people run it: seconds, log, memory."""
    command = [sys.executable, "-m", "pecwatch", "-v", "--log-json", "--config", str(office.file), "poll"]
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log, text=True, start_new_session=True)
        with PeakMemory(process) as memory:
            process.wait()
        whole_s = time.perf_counter() - began
        log.seek(0)
        return whole_s, [json.loads(line) for line in log if line.startswith("{")], memory


def seconds_until(log: list[dict[str, str]], event: str) -> float:
    """From the first line of the log to the last of that event."""
    moments = [dt.datetime.fromisoformat(line["timestamp"]) for line in log if line["event"] == event]
    return (moments[-1] - dt.datetime.fromisoformat(log[0]["timestamp"])).total_seconds()


def assert_all_done(office: SocialServices, count: int) -> None:
    """A measurement of work that was not done would be worth nothing."""
    with office.desk() as desk, desk.database.reading() as session:
        assert ledger.counts(session)[MessageState.DONE] == count
        assert len(casefile.positions(session)) >= count // 20


def poll_in_vain(office: SocialServices, certificate: ServerCertificate) -> Figures:
    """Round trips and time of a poll that finds nothing new, on a new line and on one kept from the round before."""
    with RecordingProxy(office.dovecot.port, certificate) as proxy:
        office.change_mailbox("pec", "port", str(proxy.port))
        with office.desk(exclusive=True) as desk:
            with Collector(desk, desk.list_mailboxes[:1]) as collector:
                collector.collect()
                new = proxy.take_commands()
            proxy.take_commands()
            with Collector(desk, desk.list_mailboxes[:1]) as collector:
                collector.collect()
                proxy.take_commands()
                began = time.perf_counter()
                for _ in range(ROUNDS):
                    collector.collect()
                kept_s = (time.perf_counter() - began) / ROUNDS
                kept = proxy.take_commands()
    return [
        ("empty poll on a new line", f"{len(new)} round trips: {', '.join(new)}"),
        (
            "empty poll on a kept line",
            f"{len(kept) / ROUNDS:.0f} round trips: {', '.join(kept[: len(kept) // ROUNDS])}",
        ),
        ("empty poll on a kept line, time", f"{1000 * kept_s:.1f} ms"),
    ]


if __name__ == "__main__":
    main()
