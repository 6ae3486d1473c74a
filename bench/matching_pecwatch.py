# SPDX-License-Identifier: EUPL-1.2
"""How pecwatch is asked: as a program, by its public face alone. The only file here that knows how to start it."""

import csv
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.matching_answers import Answer, parse_answers
from bench.memory import PeakMemory

READ = """
import sys, time
from pathlib import Path
from pecwatch.registry import load_mapping, read_registry
from pecwatch.rules import load_rules, shipped_rules
rules = load_rules(shipped_rules())
mapping = load_mapping(None, rules.registry)
begun = time.perf_counter()
read_registry(Path(sys.argv[1]), mapping, rules)
print(time.perf_counter() - begun)
"""
"""Reads a registry as the service does, and tells how long it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PecwatchRun:
    """What pecwatch answered, and what it cost."""

    answers: Mapping[str, Answer]
    whole_s: float
    one_line_s: float
    """The same with a list of one line: start, reading, index."""
    start_s: float
    """Only to say what it can do."""
    read_s: float | None
    """Reading the registry, in a process of its own; unknown when its functions have changed."""
    peak_mib: float

    @property
    def per_line_s(self) -> float:
        """What one more line costs."""
        return max(0.0, self.whole_s - self.one_line_s) / max(1, len(self.answers) - 1)


def run_pecwatch(program: Path, folder: Path) -> PecwatchRun:
    """Match the list of a folder with its registry."""
    registry, listing = folder / "registry.csv", folder / "list.csv"
    with tempfile.TemporaryDirectory() as name:
        first = Path(name) / "first.csv"
        with listing.open(encoding="utf-8", newline="") as file, first.open("w", encoding="utf-8", newline="") as short:
            csv.writer(short, delimiter=";").writerows(list(csv.reader(file, delimiter=";"))[:2])
        text, whole_s, peak_mib = _matched(program, registry, listing)
        _, one_line_s, _ = _matched(program, registry, first)
    begun = time.perf_counter()
    subprocess.run((program, "match", "--help"), capture_output=True, check=True)
    return PecwatchRun(
        answers=parse_answers(text.splitlines()),
        whole_s=whole_s,
        one_line_s=one_line_s,
        start_s=time.perf_counter() - begun,
        read_s=_reading_s(program, registry),
        peak_mib=peak_mib,
    )


def _matched(program: Path, registry: Path, listing: Path) -> tuple[str, float, float]:
    """The output, the seconds and the MiB of one match."""
    command = (program, "match", "--registry", registry, "--list", listing, "--json")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, text=True)
        with PeakMemory(process) as memory:
            code = process.wait()
        seconds = time.perf_counter() - begun
        output.seek(0)
        if code not in (0, 4):
            raise RuntimeError(f"pecwatch match ended with {code}")
        return output.read(), seconds, memory.parent_mib


def _reading_s(program: Path, registry: Path) -> float | None:
    command = (program.with_name("python"), "-c", READ, registry)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else None


def costs(run: PecwatchRun) -> list[tuple[str, str]]:
    """Figures of time and memory."""
    index_s = None if run.read_s is None else max(0.0, run.one_line_s - run.start_s - run.read_s)
    unknown = "not measured"
    return [
        ("the whole program", f"{run.whole_s:.1f} s"),
        ("start of the program", f"{run.start_s:.1f} s"),
        ("reading the registry", unknown if run.read_s is None else f"{run.read_s:.1f} s"),
        ("index and one line", unknown if index_s is None else f"{index_s:.1f} s"),
        (
            "each line more",
            f"{1000 * run.per_line_s:.1f} ms" + (f", {1 / run.per_line_s:.0f} a second" if run.per_line_s else ""),
        ),
        ("peak resident memory", f"{run.peak_mib:.0f} MiB"),
    ]
