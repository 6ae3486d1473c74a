# SPDX-License-Identifier: EUPL-1.2
"""What a person decides about a position: written at once, and told to whoever now owns it."""

from collections.abc import Callable, Iterator

from pecwatch.alerts.moved_on import moved_on
from pecwatch.alerts.notices import handed_over
from pecwatch.casework.lines import line_key, pair_key
from pecwatch.casework.positions import Decision, Refusal
from pecwatch.errors import UsageError
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.alert import Alert
from pecwatch.model.decision import Registered
from pecwatch.model.news import Changes
from pecwatch.model.position import Position
from pecwatch.service.desk import Desk
from pecwatch.service.posting import circumstances, handing_event, posted
from pecwatch.service.stepping import note_told
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
        if not after.muted:
            event = handing_event(session, after.reference)
            note_told(session, desk, posted(session, desk, _mails(desk, before, after, decision, event)))
    return changes


def _mails(desk: Desk, before: Position, after: Position, decision: Decision, event: str) -> Iterator[Alert]:
    """What a decision is told to those who did not take it: the new owner, and whoever owned the row before."""
    if _is_news_to_owner(before, after, decision.who):
        yield handed_over(after, event=event, circumstances=circumstances(desk))
    day = day_in_rome(decision.at)
    if after.owner != before.owner and not desk.office.answers_for(decision.who, before.owner, day):
        told = moved_on(before, after, event=event, circumstances=circumstances(desk))
        if told.recipient.code not in {after.owner, decision.who}:
            yield told


def _is_news_to_owner(before: Position, after: Position, who: str) -> bool:
    """Whether a row has come to somebody, or has come back to her, by another one's word."""
    handed_over = after.owner != before.owner or (after.is_open and not before.is_open)
    return handed_over and after.owner != who and after.is_open
