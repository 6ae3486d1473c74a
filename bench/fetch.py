# SPDX-License-Identifier: EUPL-1.2
"""Fetching side by side: pecwatch against mbsync and getmail6, from one Dovecot, over TLS, near and far.

    .venv/bin/python -m bench.fetch --messages 2000 --peers DIR

DIR is the environment in which getmail6 is installed. A peer that is missing is named and left out.
"""

import argparse
import datetime as dt
import resource
import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from bench.delay import DelayingProxy
from bench.fetch_peers import Box, Getmail, Mbsync, Pecwatch, Peer, installed
from bench.memory import PeakMemory, run_to_its_end
from bench.messages import messages, now_in_rome
from bench.report import add_arguments, show
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.recording import RecordingProxy

Figures = list[tuple[str, str]]
USER, PASSWORD = "pec@pec.comune.example", "rondine-2025"
ROUND_TRIPS_MS = (0, 20)
NEW = 5


def main() -> None:
    """Measure, and print the figures."""
    parser = add_arguments(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--repeat", type=int, default=5, help="how often everything is fetched (default: 5)")
    parser.add_argument("--peers", type=Path, nargs="*", default=[], help="environments with peers")
    options = parser.parse_args()
    peers = list(installed([Pecwatch(), Mbsync(), Getmail(options.peers)]))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        certificate = Authority(Path(folder)).issue()
        with Dovecot(certificate) as dovecot, RecordingProxy(dovecot.port, certificate) as recorder:
            dovecot.add_user(USER, PASSWORD)
            size = deliver(dovecot, messages(options.messages, now_in_rome()))
            figures = [("messages", f"{options.messages}, {size / options.messages / 1000:.1f} kB each on average")]
            measurement = Measurement(dovecot, Path(folder), peers)
            for round_trip_ms in ROUND_TRIPS_MS:
                figures += measurement.fetch_all(options.messages, options.repeat, round_trip_ms)
            deliver(dovecot, messages(NEW, now_in_rome() + dt.timedelta(days=1)))
            figures += measurement.fetch_new(options.messages + NEW, recorder)
    title = f"bench/fetch.py --messages {options.messages} --repeat {options.repeat}"
    show(title, figures, keep=options.keep)


def deliver(dovecot: Dovecot, raws: Iterable[bytes]) -> int:
    """Put messages into the box; how many bytes they are together."""
    return sum(len(raw) for raw in raws if dovecot.deliver(USER, raw))


class Measurement:
    """The programs on one mailbox; each fetches into a folder of its own."""

    def __init__(self, dovecot: Dovecot, folder: Path, peers: list[Peer]) -> None:
        self._dovecot = dovecot
        self._folder = folder
        self._peers = peers
        self._homes: dict[str, Path] = {}

    def fetch_all(self, count: int, repeat: int, round_trip_ms: int) -> Figures:
        """The whole mailbox into an empty folder, in turns, so that a busy minute hits everybody."""
        seconds: dict[str, list[float]] = {peer.name: [] for peer in self._peers}
        processor_s: dict[str, list[float]] = {peer.name: [] for peer in self._peers}
        memory: dict[str, float] = {}
        with DelayingProxy(self._dovecot.port, round_trip_ms / 1000) as proxy:
            port = proxy.port if round_trip_ms else self._dovecot.port
            for _ in range(repeat):
                for peer in self._peers:
                    self._homes[peer.name] = Path(tempfile.mkdtemp(dir=self._folder))
                    used_s = _processor_s()
                    taken_s, peak = self._run(peer, port, count)
                    processor_s[peer.name].append(_processor_s() - used_s)
                    seconds[peer.name].append(taken_s)
                    memory[peer.name] = max(memory.get(peer.name, 0), peak.parent_mib)
        ours = statistics.median(seconds[Pecwatch.name])
        return [
            (
                f"round trip {round_trip_ms} ms: {name}",
                f"{statistics.median(taken):.2f} s (from {min(taken):.2f} to {max(taken):.2f}), "
                f"{statistics.median(processor_s[name]):.2f} s of processor, "
                f"{count / statistics.median(taken):.0f} messages/s, {memory[name]:.0f} MiB; "
                f"pecwatch takes {ours / statistics.median(taken):.2f} times as long",
            )
            for name, taken in seconds.items()
        ]

    def fetch_new(self, count: int, recorder: RecordingProxy) -> Figures:
        """What has come since, by those who know the rest: commands and bytes, TLS taken off."""
        figures = []
        for peer in self._peers:
            recorder.take_commands(), recorder.take_bytes()
            taken_s, _ = self._run(peer, recorder.port, count)
            commands, came = recorder.take_commands(), recorder.take_bytes()
            figures.append(
                (
                    f"{NEW} new: {peer.name}",
                    f"{len(commands)} commands ({', '.join(commands)}), {came} bytes, {taken_s:.2f} s",
                )
            )
        return figures

    def _run(self, peer: Peer, port: int, count: int) -> tuple[float, PeakMemory]:
        """Fetch; a measurement of work that was not done would be worth nothing."""
        home = self._homes[peer.name]
        command = peer.prepare(home, Box(dovecot=self._dovecot, user=USER, password=PASSWORD, port=port))
        began = time.perf_counter()
        memory = run_to_its_end(command)
        taken_s = time.perf_counter() - began
        if peer.has(home) != count:
            raise RuntimeError(f"{peer.name} has {peer.has(home)} of {count} messages")
        return taken_s, memory


def _processor_s() -> float:
    """Of all programs that were run and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
