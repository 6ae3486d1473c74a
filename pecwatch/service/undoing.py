# SPDX-License-Identifier: EUPL-1.2
"""Taking back what somebody said of a line and a folder, in every row that relied on it."""

from pecwatch.alerts.notices import handed_over
from pecwatch.casework.confirmations import as_confirmed, is_confirmed
from pecwatch.casework.confirming import undo
from pecwatch.casework.lines import line_key, pair_key
from pecwatch.casework.positions import Decision
from pecwatch.errors import UsageError
from pecwatch.matching import RegistryIndex, match_rows
from pecwatch.model.decision import PairDecision, PairKind
from pecwatch.model.match import ALIAS, Match
from pecwatch.model.position import Position
from pecwatch.service.deciding import note_caller
from pecwatch.service.desk import Desk
from pecwatch.service.posting import circumstances, handing_event, posted
from pecwatch.service.stepping import note_told
from pecwatch.store import casefile, decisions
from pecwatch.store.database import Session
from pecwatch.store.registry import people_of


def undo_decision(
    desk: Desk, decision_id: int, *, who: str | None, by: str, caller: str
) -> tuple[PairDecision, tuple[Position, ...]]:
    """Take a decision back; rows that nobody has taken go to whom they would have gone without it.

    Args:
        who: Code of who takes it back; None stands for who decided.
        caller: Whose account does it, as the trail calls her.

    Returns:
        The decision, and the positions that changed.

    Raises:
        UsageError: There is no such decision, or it does not hold any more; nothing was changed.
    """
    now, where = desk.clock(), circumstances(desk)
    with desk.database.writing() as session:
        said = decisions.decision(session, decision_id)
        if said is None:
            raise UsageError(f"decision {decision_id}: no such number; pecwatch decisions list shows them")
        if said.undone_at is not None:
            raise UsageError(f"decision {decision_id} does not hold any more: it was taken back or replaced by a later")
        relying = [each for each in casefile.positions(session, open_only=False) if _relies(each, said, desk)]
        index = _index_without(session, desk, said) if relying else None
        who = who or said.who
        taken_back = Decision(who=who, by=by, at=now)
        changed: list[Position] = []
        for before in relying:
            fresh = before.match if index is None else _fresh(session, desk, before, said, index)
            changes = undo(before, said.kind, said.folder, taken_back, desk.office, fresh=fresh)
            casefile.save_changes(session, changes)
            after = changes.positions[0]
            changed.append(after)
            if after.owner not in {before.owner, who} and not after.muted:
                mail = handed_over(after, event=handing_event(session, after.reference), circumstances=where)
                note_told(session, desk, posted(session, desk, (mail,)))
        note_caller(session, said.reference, taken_back, caller)
        decisions.take_back(session, decision_id, who=who, now=now)
    return said, tuple(changed)


def _relies(position: Position, said: PairDecision, desk: Desk) -> bool:
    """Whether a row shows the decision: the one on which it was taken, one of the same line, one found by its alias."""
    if said.kind is PairKind.REJECTED:
        shows = said.folder in position.rejected_folders
        key = pair_key(position.row, said.folder, desk.secret)
    else:
        shown = [each for each in position.match.candidates if each.folder == said.folder]
        if any(reason.code == ALIAS for each in shown for reason in each.evidence):
            return True
        shows = any(map(is_confirmed, shown))
        key = line_key(position.row, desk.secret)
    return shows and (position.reference == said.reference or key == said.row_key)


def _index_without(session: Session, desk: Desk, said: PairDecision) -> RegistryIndex | None:
    """The index as it is without a confirmation; None for a rejection, which is not in it."""
    if said.kind is PairKind.REJECTED:
        return None
    left = decisions.confirmations_without(session, said.id)
    return desk.indexed(session, tuple(dict.fromkeys(each.alias for each in left)))


def _fresh(session: Session, desk: Desk, position: Position, said: PairDecision, index: RegistryIndex) -> Match:
    """What the registry says of the row, with the confirmations that are left."""
    (match,) = match_rows((position.row,), index, desk.weighed_with(session), (position.match.id,))
    left = decisions.confirmations_without(session, said.id)
    registered = people_of(session, {each.folder for each in left})
    return as_confirmed(position.row, match, left, registered, desk.secret)
