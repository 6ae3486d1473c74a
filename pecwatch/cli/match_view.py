# SPDX-License-Identifier: EUPL-1.2
"""Matches for a person at a terminal."""

from collections.abc import Iterator

from pecwatch.cli.terminal import cell, console, table
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


def explain(matches: tuple[Match, ...]) -> None:
    """Print for each row every candidate with every reason, in bits that add up to the score."""
    out = console()
    for match in matches:
        out.print(cell(f"{match.id}  {match.name}  {match.address}"), style="bold", soft_wrap=True)
        for line in _reasons(match):
            out.print(cell(f"    {line}"), soft_wrap=True)


def _reasons(match: Match) -> Iterator[str]:
    yield f"band {match.band.value}"
    if match.household is not None:
        yield f"household {match.household.id}, probability {match.household.probability:.3f}"
    for candidate in match.candidates:
        tenant = f" as {candidate.party}" if candidate.party else ""
        state = f", {candidate.folder_state}" if candidate.folder_state else ""
        yield f"folder {candidate.folder} ({candidate.name}{state}){tenant}, probability {candidate.probability:.3f}"
        for piece in candidate.evidence:
            yield f"  {piece.bits:+6.1f}  {piece.text}"
        yield f"  {sum(piece.bits for piece in candidate.evidence):+6.1f}  score"
