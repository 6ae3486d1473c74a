# SPDX-License-Identifier: EUPL-1.2
"""Other ways to match a list with a registry, side by side with pecwatch; none is needed to run it.

Every peer gets the same tidied words: small letters without accents, titles and «ved. X» left out, co-tenants as
queries of their own, street types in full, words such as «sc.» and «int.» left out. It gives scores for rows of the
registry; here they become answers. What a peer has to learn or to weigh comes from another seed, never from the truth.
"""

import importlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bench.matching_answers import Answer
from bench.matching_peer_words import Prepared, Row, prepare, read_rows

Scores = Mapping[str, Mapping[int, float]]
"""Of each line, the score of some rows of the registry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One way to match."""

    name: str
    needs: str
    """The package it uses; empty for none."""
    module: str
    function: str
    most_rows: int
    """The largest registry at which it still ends in minutes."""
    learns: bool = False
    """Whether it wants lines with truth, of another seed."""

    @property
    def installed(self) -> bool:
        """Whether its package is here."""
        return not self.needs or find_spec(self.needs) is not None

    def load(self) -> Callable[[Prepared], Scores]:
        """Its function; its package is imported only now."""
        return getattr(importlib.import_module(f"bench.{self.module}"), self.function)  # type: ignore[no-any-return]


PEERS = (
    Peer(name="exact", needs="", module="matching_peer_exact", function="exact", most_rows=10**9),
    Peer(
        name="rapidfuzz token_sort_ratio",
        needs="rapidfuzz",
        module="matching_peer_fuzzy",
        function="token_sort",
        most_rows=10**6,
    ),
    Peer(
        name="rapidfuzz token_set_ratio",
        needs="rapidfuzz",
        module="matching_peer_fuzzy",
        function="token_set",
        most_rows=10**5 * 2,
    ),
    Peer(
        name="rapidfuzz WRatio", needs="rapidfuzz", module="matching_peer_fuzzy", function="weighted", most_rows=20_000
    ),
    Peer(
        name="recordlinkage, logistic",
        needs="recordlinkage",
        module="matching_peer_linkage",
        function="linkage",
        most_rows=20_000,
        learns=True,
    ),
    Peer(name="Splink on DuckDB", needs="splink", module="matching_peer_splink", function="splink", most_rows=10**6),
    Peer(
        name="nomenklatura logic-v2",
        needs="nomenklatura",
        module="matching_peer_logic",
        function="logic",
        most_rows=20_000,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a peer answered, and how long it took from tidied words to scores."""

    answers: Mapping[str, Answer]
    seconds: float


def run_peer(peer: Peer, folder: Path, learn_from: Path | None) -> Run:
    """Match `list.csv` with `registry.csv` of a folder; another folder, with its truth, may be learnt from."""
    prepared = prepare(folder, learn_from)
    match = peer.load()
    begun = time.perf_counter()
    scores = match(prepared)
    seconds = time.perf_counter() - begun
    return Run(answers=to_answers(scores, read_rows(folder / "registry.csv")), seconds=seconds)


def to_answers(scores: Scores, rows: list[Row]) -> dict[str, Answer]:
    """The five best folders of each line, and the household of the best."""
    return {number: _answer(found, rows) for number, found in scores.items()}


def _answer(found: Mapping[int, float], rows: list[Row]) -> Answer:
    best: dict[str, float] = {}
    household: tuple[str, float] | None = None
    for row, score in sorted(found.items(), key=lambda pair: -pair[1]):
        best.setdefault(rows[row]["cartella"], score)
        household = household or (rows[row]["numero_famiglia"] or rows[row]["cartella"], score)
    return Answer(candidates=tuple(best.items())[:5], household=household)
