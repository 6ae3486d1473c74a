# SPDX-License-Identifier: EUPL-1.2
"""Matches for a person at a terminal."""

from collections.abc import Iterator

from pecwatch.cli.terminal import console, table
from pecwatch.model.match import Evidence, Match

SHOWN_EVIDENCE = 4


def show(matches: tuple[Match, ...]) -> None:
    """Print who each row may mean, how surely, and why."""
    headings = ("row", "tenant", "address", "band", "folder", "probability", "why")
    rows = (line for match in matches for line in _lines(match))
    console().print(table(f"{len(matches)} rows", headings, rows))


def _lines(match: Match) -> Iterator[tuple[object, ...]]:
    """One line per candidate; a row that nobody matches has a line too."""
    head: tuple[object, ...] = (match.id, match.name, match.address, match.band.value)
    if match.household is not None:
        yield (*head, "household", f"{match.household.probability:.3f}", match.household.id)
        head = ("", "", "", "")
    for candidate in match.candidates:
        yield (*head, candidate.folder, f"{candidate.probability:.3f}", _why(candidate.evidence))
        head = ("", "", "", "")
    if head[0]:
        yield (*head, "", "", "")


def _why(evidence: tuple[Evidence, ...]) -> str:
    return "; ".join(f"{piece.text} ({piece.bits:+.1f})" for piece in evidence[:SHOWN_EVIDENCE])
