# SPDX-License-Identifier: EUPL-1.2
"""From IMAP to committed rows: how fast, with how much memory, and what a poll costs that finds nothing.

    .venv/bin/python -m bench.poll --messages 2000 --peers DIR

The peer, in the same run on the same server: parsedmarc, from a mailbox of messages as long to its files. DIR is the
environment in which it is installed. How the fetching alone compares is measured by `bench/fetch.py`.
"""

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.memory import PeakMemory
from bench.messages import messages, now_in_rome
from bench.poll_peer import HOW_TO_GET, rows_of_parsedmarc
from bench.report import add_arguments, per_second, show
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
    parser = add_arguments(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--peers", type=Path, nargs="*", default=[], help="environments with peers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        certificate = Authority(Path(folder)).issue()
        with Dovecot(certificate) as dovecot, SmtpServer(certificate) as relay:
            home = Path(folder) / "office"
            home.mkdir(mode=0o700)
            office = SocialServices(home, dovecot, relay)
            figures = measure(office, certificate, options.messages, options.peers)
    show(f"bench/poll.py --messages {options.messages}", figures, keep=options.keep)


def measure(office: SocialServices, certificate: ServerCertificate, count: int, peers: list[Path]) -> Figures:
    """Fill the PEC box, poll it, let the peer do the same, then poll it again in vain."""
    now = now_in_rome()
    office.clock.now = now
    office.import_registry()
    office.poll(now)
    total = 0
    for raw in messages(count, now):
        office.by_pec(raw, now)
        total += len(raw)
    whole_s, log, memory = run_round(office)
    assert_all_done(office, count)
    peer_s = rows_of_parsedmarc(office.dovecot, count, total // count, peers)
    collected_s, weighed_s = (seconds_until(log, event) for event in ("received", "weighed"))
    return [
        ("messages", f"{count}, {total / count / 1000:.1f} kB each on average"),
        ("whole round, from the start of the process to its end", per_second(count, whole_s)),
        ("of which into vault and ledger", per_second(count, collected_s)),
        ("of which read, matched, weighed, committed", per_second(count, weighed_s - collected_s)),
        ("peak memory of the service", f"{memory.parent_mib:.0f} MiB resident"),
        ("peak memory together with its readers", f"{memory.together_mib:.0f} MiB proportional"),
        *beside_peer(count, whole_s, peer_s),
        *poll_in_vain(office, certificate),
    ]


def beside_peer(count: int, whole_s: float, peer_s: float | None) -> Figures:
    """How the peer did, or how to get it."""
    if peer_s is None:
        return [("peer: parsedmarc", f"missing and left out: {HOW_TO_GET}")]
    return [
        ("peer: parsedmarc, from the mailbox to its files", per_second(count, peer_s)),
        ("whole round / peer", f"{whole_s / peer_s:.2f} times as long"),
    ]


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
