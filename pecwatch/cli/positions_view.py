# SPDX-License-Identifier: EUPL-1.2
"""Positions on a terminal, for whoever may see names."""

from collections.abc import Sequence

from pecwatch.cli.terminal import console, table
from pecwatch.model.position import Event, Position


def show_list(positions: Sequence[Position]) -> None:
    """One line for each."""
    headings = ("reference", "day", "status", "state", "owner", "name", "address", "band", "")
    rows = (
        (
            position.reference,
            position.execution_on or "no day",
            position.row.status,
            position.state if position.outcome is None else f"{position.state}, {position.outcome}",
            position.owner,
            _name(position),
            position.row.address.as_written,
            position.match.band,
            _marks(position),
        )
        for position in positions
    )
    console().print(table(f"{len(positions)} positions", headings, rows))


def show_one(position: Position, events: Sequence[Event]) -> None:
    """Everything about one."""
    row = position.row
    facts = (
        ("name", _name(position)),
        ("address", row.address.as_written),
        ("day", f"{position.execution_on or 'not stated'}{'' if row.time is None else f' {row.time:%H:%M}'}"),
        ("status", row.status),
        ("wording", row.wording),
        ("state", position.state),
        ("outcome", position.outcome),
        ("owner", f"{position.owner} ({position.owner_reason})"),
        ("also told", ", ".join(position.also_told)),
        ("priority", f"{position.priority} {_marks(position)}"),
        ("band", position.match.band),
        ("seen before", "; ".join(f"{each.month} ({each.reference}): {each.status}" for each in position.seen_before)),
    )
    view = console()
    view.print(table(position.reference, ("", ""), facts))
    candidates = (
        (
            each.folder,
            each.operator,
            f"{each.probability:.0%}",
            "rejected" if each.folder in position.rejected_folders else "",
            "; ".join(evidence.text for evidence in each.evidence),
        )
        for each in position.match.candidates
    )
    view.print(table("candidates", ("folder", "operator", "probability", "", "reasons"), candidates))
    story = ((f"{event.at:%Y-%m-%d %H:%M}", event.kind, event.who, event.by, event.detail) for event in events)
    view.print(table("story (UTC)", ("at", "what", "who", "by", "detail"), story))


def _name(position: Position) -> str:
    return f"{position.row.surname} {position.row.given_name}".strip()


def _marks(position: Position) -> str:
    marks = (("muted", position.muted), ("not confirmed", not position.confirmed))
    return ", ".join(text for text, holds in marks if holds)
