# SPDX-License-Identifier: EUPL-1.2
"""What a person decides about a position: written at once, and told to whoever now owns it."""

from collections.abc import Callable

from pecwatch.alerts.notices import handed_over
from pecwatch.casework.lines import line_key, pair_key
from pecwatch.casework.positions import Decision, Refusal
from pecwatch.errors import UsageError
from pecwatch.model.decision import Registered
from pecwatch.model.news import Changes
from pecwatch.model.position import Position
from pecwatch.service.desk import Desk
from pecwatch.service.posting import circumstances, post
from pecwatch.store.casefile import position, save_changes
from pecwatch.store.database import Session
from pecwatch.store.decisions import keep_confirmation, keep_rejection
from pecwatch.store.registry import people_of

Decide = Callable[[Position, Decision], Changes | Refusal]


def registered_of(desk: Desk, position: Position, *folders: str) -> Registered:
    """What the registry in force says of the candidates of a position, and of some folders."""
    with desk.database.reading() as session:
        return people_of(session, (*(each.folder for each in position.match.candidates), *folders))


def keep_decisions(session: Session, desk: Desk, changes: Changes) -> None:
    """Remember for later lists what somebody said of a line and a folder."""
    for rejection in changes.rejections:
        row, event = changes.positions[0].row, changes.events[-1]
        keep_rejection(session, rejection, event, line_key(row, desk.secret))
    for confirmation in changes.confirmations:
        row, event = changes.positions[0].row, changes.events[-1]
        keep_confirmation(session, confirmation, event, pair_key(row, confirmation.folder, desk.secret))


def decide_on(desk: Desk, reference: str, decide: Decide, *, who: str | None, by: str) -> Position:
    """Apply a decision; a new owner is written to in the same transaction.

    Args:
        who: Code of the person who decided; None stands for the owner.

    Raises:
        UsageError: There is no such position, or the decision is refused; nothing was changed.
    """
    with desk.database.writing() as session:
        before = position(session, reference)
        if before is None:
            raise UsageError(f"{reference}: no such position; pecwatch positions list shows them")
        decision = Decision(who=who or before.owner, by=by, at=desk.clock())
        changes = apply(session, desk, before, decide, decision)
        if isinstance(changes, Refusal):
            named = changes.reason.startswith(reference)
            raise UsageError(changes.reason if named else f"{reference}: {changes.reason}")
        return changes.positions[0] if changes.positions else before


def apply(session: Session, desk: Desk, before: Position, decide: Decide, decision: Decision) -> Changes | Refusal:
    """Apply a decision within a transaction; a new owner is written to in it, a refusal changes nothing."""
    changes = decide(before, decision)
    if isinstance(changes, Refusal):
        return changes
    save_changes(session, changes)
    keep_decisions(session, desk, changes)
    for after in changes.positions:
        if after.owner not in {before.owner, decision.who}:
            event = f"handed:{after.reference}:{decision.at:%Y%m%dT%H%M%S}"
            mail = handed_over(after, event=event, circumstances=circumstances(desk))
            post(session, desk, () if mail is None else (mail,))
    return changes
