# SPDX-License-Identifier: EUPL-1.2
"""What each stage takes of the way from bytes to matched rows, in this process and in the sandbox.

    .venv/bin/python bench/pipeline.py --messages 2000

The peer, in the same run on the same messages: mail-parser's plain parse.
"""

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

import mailparser

from bench.messages import messages, now_in_rome
from bench.report import arguments, per_second, show
from pecwatch.documents import Piece, Read
from pecwatch.examining import examine
from pecwatch.matching import RegistryIndex, build_index
from pecwatch.model.listing import Reading, State
from pecwatch.model.message import Correspondents, RawMessage
from pecwatch.reading import Gathered, Opened, StepFailed, Steps, read_in_steps
from pecwatch.reading.own_steps import OwnSteps
from pecwatch.registry import load_mapping, read_registry
from pecwatch.rules import Rules, load_rules, shipped_rules
from pecwatch.seals.anchors import NO_ANCHORS
from pecwatch.service.sandbox import Sandbox
from tests.generators.samples.post import ALER, OFFICE
from tests.generators.samples.registry import registry_csv

T = TypeVar("T")

US = Correspondents(senders=(ALER,), addresses=(OFFICE,))


class Stopwatch:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def time(self, stage: str, work: Callable[[], T]) -> T:
        """Do the work and add its time to the stage's."""
        began = time.perf_counter()
        try:
            return work()
        finally:
            self.seconds[stage] += time.perf_counter() - began


class TimedSteps:
    """The steps of one message, each on the watch."""

    def __init__(self, steps: Steps, watch: Stopwatch) -> None:
        self._steps = steps
        self._watch = watch

    def open(self) -> Opened | StepFailed:
        """Open the envelope."""
        return self._watch.time("envelope", self._steps.open)

    def document(self, piece: Piece) -> Read | StepFailed:
        """Read one piece."""
        return self._watch.time("documents", lambda: self._steps.document(piece))

    def lists(self, gathered: Gathered) -> Reading | StepFailed:
        """Read the lists."""
        return self._watch.time("lists", lambda: self._steps.lists(gathered))


def main() -> None:
    """Measure, and print the figures."""
    options = arguments(__doc__ or "")
    raws = [
        RawMessage(source=str(number), content=raw)
        for number, raw in enumerate(messages(options.messages, now_in_rome()))
    ]
    rules = load_rules(shipped_rules())
    watch = Stopwatch()
    for raw in raws:
        watch.time("mail-parser", partial(parse_plainly, raw))
    index = registry_index(rules)
    for raw in raws:
        reading = read_in_steps(raw.source, TimedSteps(OwnSteps(raw, rules, US, NO_ANCHORS), watch))
        watch.time("matching", partial(examine, reading, index, rules))
    readings = watch.time("sandbox", lambda: read_in_sandbox(raws, rules))
    show(f"bench/pipeline.py --messages {options.messages}", figures(readings, watch), keep=options.keep)


def parse_plainly(raw: RawMessage) -> int:
    """What the peer makes of a message, its attachments decoded."""
    return len(mailparser.parse_from_bytes(raw.content).attachments)


def registry_index(rules: Rules) -> RegistryIndex:
    """The 300 invented people, ready for matching."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "registry.csv"
        file.write_bytes(registry_csv())
        staged = read_registry(file, load_mapping(None, rules.registry), rules)
    return build_index(staged.people, rules)


def read_in_sandbox(raws: list[RawMessage], rules: Rules) -> list[Reading]:
    """Every message in a child of its own, one child for each core at a time, as the service does it."""
    with Sandbox(rules, US) as sandbox, ThreadPoolExecutor(os.cpu_count()) as readers:
        return list(readers.map(sandbox.read, raws))


def figures(readings: list[Reading], watch: Stopwatch) -> list[tuple[str, str]]:
    """The table: each stage by itself, the whole, the sandbox, and the peer."""
    count, seconds = len(readings), watch.seconds
    stages = ("envelope", "documents", "lists", "matching")
    whole = sum(seconds[stage] for stage in stages)
    lists = sum(reading.state is State.LIST for reading in readings)
    rows = sum(len(reading.listing.rows) for reading in readings if reading.listing is not None)
    return [
        ("messages", f"{count}, {lists} lists with {rows} rows"),
        *((stage, per_second(count, seconds[stage])) for stage in stages),
        ("all stages in one process", per_second(count, whole)),
        ("reading in the sandbox, a child for each message", per_second(count, seconds["sandbox"])),
        ("peer: mail-parser", per_second(count, seconds["mail-parser"])),
        ("envelope / peer", f"{seconds['envelope'] / seconds['mail-parser']:.2f} times as long"),
        ("all stages / peer", f"{whole / seconds['mail-parser']:.2f} times as long"),
    ]


if __name__ == "__main__":
    main()
