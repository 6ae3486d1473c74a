# SPDX-License-Identifier: EUPL-1.2
"""What people say of a position and a folder: yes, this is the person; and taking back what was said."""

from dataclasses import replace

from pecwatch.casework.confirmations import (
    candidate_of,
    confirmation_of,
    confirmed_match,
    is_confirmed,
    rests_on_confirmation,
)
from pecwatch.casework.cycles import UNTAKEN
from pecwatch.casework.ownership import ENOUGH, owner_of
from pecwatch.casework.positions import Decision, Refusal, late, take, written
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.answer import Hindrance
from pecwatch.model.decision import PairKind, Registered
from pecwatch.model.match import Band, Candidate, Match
from pecwatch.model.news import Changes
from pecwatch.model.office import Office
from pecwatch.model.position import Position, PositionState

ALONE = 0.10
"""Probability from which the only candidate of an operator is what she means by taking the row."""


def confirm(
    position: Position, folder: str, decision: Decision, office: Office, registered: Registered, *, key: bytes
) -> Changes | Refusal:
    """Somebody says that the row means a folder: its operator owns the row, unless it is taken already."""
    if not position.is_open:
        return late(position, f"person_confirmed {folder}", decision)
    candidate = candidate_of(position.row, position.match, folder, registered)
    if candidate is None:
        reason = f"{position.reference}: the registry in force has no folder {folder}"
        return Refusal(hindrance=Hindrance.NO_CANDIDATE, reason=reason)
    if is_confirmed(candidate):
        reason = f"{position.reference} is confirmed as {folder} already"
        return Refusal(hindrance=Hindrance.CONFIRMED_ALREADY, reason=reason)
    after = _confirmed(position, candidate, decision)
    if after.state in UNTAKEN:
        after = _owned_anew(after, office, decision)
    noted = written(position, after, "person_confirmed", folder, decision)
    return _with_confirmation(noted, candidate, registered, key)


def take_and_confirm(
    position: Position, decision: Decision, office: Office, registered: Registered, *, key: bytes
) -> Changes:
    """Taking a row; the operator of a candidate, or who stands in for her, thereby says whose row it is."""
    taken = take(position, decision)
    candidate = _of_who_takes(position, decision, office)
    if not taken.positions or candidate is None or is_confirmed(candidate):
        return taken
    after = _confirmed(taken.positions[0], candidate, decision)
    noted = written(taken.positions[0], after, "person_confirmed", candidate.folder, decision)
    both = replace(noted, events=(*taken.events, *noted.events))
    return _with_confirmation(both, candidate, registered, key)


def undo(
    position: Position, kind: PairKind, folder: str, decision: Decision, office: Office, *, fresh: Match
) -> Changes:
    """Take a decision back: the row is what it would be without it; who has taken it keeps it.

    Args:
        fresh: What the registry says of the row, with the decisions that are left.
    """
    after = position
    if kind is PairKind.REJECTED:
        after = replace(after, rejected_folders=tuple(each for each in after.rejected_folders if each != folder))
    elif any(each.folder == folder and rests_on_confirmation(each) for each in after.match.candidates):
        after = replace(after, match=fresh)
    if after.is_open and after.state in UNTAKEN:
        after = _owned_anew(after, office, decision)
    return written(position, after, "undone", f"{kind} {folder}", decision)


def _confirmed(position: Position, candidate: Candidate, decision: Decision) -> Position:
    left = tuple(each for each in position.rejected_folders if each != candidate.folder)
    return replace(position, match=confirmed_match(position.match, candidate, decision.at), rejected_folders=left)


def _owned_anew(position: Position, office: Office, decision: Decision) -> Position:
    """Whose row it is by what is now known; who was told stays told."""
    rejected = frozenset(position.rejected_folders)
    ownership = owner_of(position.match, office, day_in_rome(decision.at), rejected)
    told = dict.fromkeys((*position.also_told, *ownership.also_told))
    state = position.state if ownership.owner == position.owner else PositionState.NEW
    return replace(
        position,
        owner=ownership.owner,
        owner_reason=ownership.reason,
        also_told=tuple(code for code in told if code != ownership.owner),
        state=state,
    )


def _of_who_takes(position: Position, decision: Decision, office: Office) -> Candidate | None:
    """The one candidate whom she can mean: her likely one, or the only one worth a look."""
    if position.match.band is Band.SAME_DWELLING:
        return None
    day = day_in_rome(decision.at)
    mine = [
        each
        for each in position.match.candidates
        if each.folder not in position.rejected_folders
        and each.probability >= ALONE
        and office.answers_for(decision.who, each.operator, day)
    ]
    likely = [each for each in mine if each.probability >= ENOUGH]
    return likely[0] if len(likely) == 1 else (mine[0] if len(mine) == 1 else None)


def _with_confirmation(changes: Changes, candidate: Candidate, registered: Registered, key: bytes) -> Changes:
    """The changes with what is remembered for later lists; nothing is, of somebody the registry no longer holds."""
    row, at = changes.positions[0].row, changes.events[0].at
    confirmation = confirmation_of(row, candidate, registered, key, at)
    return changes if confirmation is None else replace(changes, confirmations=(confirmation,))
