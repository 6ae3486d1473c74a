# SPDX-License-Identifier: EUPL-1.2
"""Pecwatch and its peers over the same folder, side by side."""

import csv
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from bench.matching_answers import KNOWN, Answer, Truth, read_truths
from bench.matching_figures import best, in_top_five, paired, per_household, per_line, per_person, recall_at, share
from bench.matching_pecwatch import costs, run_pecwatch
from bench.matching_peers import PEERS, Peer, run_peer
from bench.matching_report import percent, table

HEADER = (
    "matcher",
    "F1 per line",
    "precision",
    "recall",
    "recall at 95 %",
    "F1 persons",
    "F1 households",
    "best right",
    "first five",
    "time",
)


def compare(folder: Path, *, learn_from: Path | None, program: Path | None, only: str) -> str:
    """A table with a row for each that could run, and a remark for each that could not."""
    truths = read_truths(folder / "truth.csv")
    rows, remarks = [], []
    if program is not None:
        run = run_pecwatch(program, folder)
        rows.append(_row("pecwatch", truths, run.answers, f"{run.whole_s:.1f} s, all"))
        remarks.append(table(("pecwatch", "value"), costs(run)))
    people = _count(folder / "registry.csv")
    for peer in PEERS:
        if only not in peer.name:
            continue
        remark = _obstacle(peer, people, learn_from)
        if remark is not None:
            remarks.append(f"{peer.name}: {remark}.")
            continue
        done = run_peer(peer, folder, learn_from)
        rows.append(_row(peer.name, truths, done.answers, f"{done.seconds:.1f} s"))
    title = f"## {people} people, {len(truths)} lines"
    return "\n\n".join((title, table(HEADER, rows), *remarks)) + "\n"


def _obstacle(peer: Peer, people: int, learn_from: Path | None) -> str | None:
    """Why a peer is left out."""
    if not peer.installed:
        return f"left out, {peer.needs} is not installed (bench/requirements.txt)"
    if people > peer.most_rows:
        return f"left out, it would not end in reasonable time over {people} people"
    if peer.learns and learn_from is None:
        return "left out, it wants a folder to learn from (--learn-from)"
    return None


def _row(name: str, truths: Mapping[str, Truth], answers: Mapping[str, Answer], time: str) -> tuple[str, ...]:
    pairs = paired(truths, answers)
    lines = per_line(pairs)
    top = best(lines)
    first = share(
        pairs, _known, lambda truth, answer: bool(answer.candidates) and answer.candidates[0][0] in truth.folders
    )
    return (
        name,
        f"{top.f1:.4f}",
        f"{top.precision:.4f}",
        f"{top.recall:.4f}",
        f"{recall_at(lines, 0.95):.4f}",
        f"{best(per_person(pairs)).f1:.4f}",
        f"{best(per_household(pairs)).f1:.4f}",
        percent(*first),
        percent(*share(pairs, _known, in_top_five)),
        time,
    )


def _known(truth: Truth, _: Answer) -> bool:
    return truth.case == KNOWN


def _count(registry: Path) -> int:
    with registry.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file, delimiter=";")) - 1


def shortened(folder: Path, lines: int, into: Path) -> Path:
    """The same registry with the first lines of the list only."""
    (into / "registry.csv").symlink_to((folder / "registry.csv").resolve())
    for name in ("list.csv", "truth.csv"):
        with (folder / name).open(encoding="utf-8") as file:
            (into / name).write_text("".join(islice(file, lines + 1)), encoding="utf-8")
    return into
