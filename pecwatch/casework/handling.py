# SPDX-License-Identifier: EUPL-1.2
"""How far the help has come, and the two ends of a row that only a person can decide: closing it, opening it again."""

from dataclasses import replace

from pecwatch.casework.cycles import UNTAKEN
from pecwatch.casework.ownership import desk_name
from pecwatch.casework.positions import Decision, Refusal, late, owned_by, written
from pecwatch.casework.urgency import ENDING, priority_of
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.answer import Hindrance
from pecwatch.model.listing import ListRow, Status
from pecwatch.model.news import Changes
from pecwatch.model.office import Office
from pecwatch.model.position import Outcome, Position, PositionState, Priority

LONGEST_REASON = 500
"""Characters of a reason that are kept; whoever has more to say writes it into the folder."""


def contacted(position: Position, decision: Decision) -> Changes:
    """The household has been reached."""
    return _come_to(position, PositionState.CONTACTED, decision)


def plan(position: Position, decision: Decision) -> Changes:
    """What will be done for the household is agreed."""
    return _come_to(position, PositionState.PLAN, decision)


def postponement_asked(position: Position, decision: Decision) -> Changes:
    """The housing company was asked to put the execution off; until it does, the day holds."""
    return _come_to(position, PositionState.POSTPONEMENT_ASKED, decision)


def close(position: Position, reason: str, decision: Decision) -> Changes | Refusal:
    """Nothing is left to do for a row of low priority: only a person may say so, and says why.

    Args:
        reason: As written; may hold personal data, so it is kept apart from the words of the story.
    """
    if not position.is_open:
        return late(position, "close", decision)
    if position.priority is not Priority.LOW:
        urgent = f"{position.reference} is urgent: it is closed by its outcome, executed or released, not by a reason"
        return Refusal(hindrance=Hindrance.STILL_URGENT, reason=urgent)
    said = " ".join(reason.split())
    if not said:
        reason = f"{position.reference} is closed only with a reason"
        return Refusal(hindrance=Hindrance.NO_REASON, reason=reason)
    after = replace(position, state=PositionState.CLOSED, outcome=Outcome.CLOSED_BY_PERSON)
    detail = Outcome.CLOSED_BY_PERSON.value
    return written(position, after, "outcome", detail, decision, reason=said[:LONGEST_REASON])


def reopen(position: Position, decision: Decision, office: Office) -> Changes | Refusal:
    """A row was closed by mistake: it asks again as it did before.

    What was closed as over asks by what the lists said last, and where those said it themselves its status is
    unknown, which is as urgent as an execution. Her own row the owner has thereby taken; anybody else's is new for its
    owner, or for the desk when she has left.
    """
    if position.is_open:
        return Refusal(hindrance=Hindrance.OPEN, reason=f"{position.reference} is open")
    row, listed = _as_before(position)
    after = replace(
        position,
        row=row,
        listed=listed,
        outcome=None,
        priority=priority_of(row),
        state=PositionState.TAKEN if decision.who == position.owner else PositionState.NEW,
    )
    if office.person(position.owner) is None:
        desk = office.duty_desk(day_in_rome(decision.at))
        after = owned_by(after, desk.code, f"{position.owner} non è più in servizio: {desk_name(desk)}")
    return written(position, after, "reopened", "" if position.outcome is None else position.outcome.value, decision)


def _as_before(position: Position) -> tuple[ListRow, ListRow | None]:
    """The row as it asks again, and what the lists say where that is something else."""
    if position.row.status not in ENDING:
        return position.row, position.listed
    listed = position.listed or position.row
    if listed.status not in ENDING:
        return listed, None
    return replace(listed, status=Status.UNKNOWN, postponed_to=None), listed


def _come_to(position: Position, state: PositionState, decision: Decision) -> Changes:
    """The newest word on how far it has come; a row that nobody has taken is thereby taken by who says it."""
    if not position.is_open:
        return late(position, state.value, decision)
    after = replace(position, state=state)
    if position.state in UNTAKEN and decision.who != position.owner:
        after = owned_by(after, decision.who, "l'ha presa in carico")
    return written(position, after, state.value, "", decision)
