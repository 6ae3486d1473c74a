# SPDX-License-Identifier: EUPL-1.2
"""What people decide about a position: each decision is a change to write, or a refusal with its reason."""

import datetime as dt
from dataclasses import replace

from pecwatch.casework.confirmations import without_confirmation
from pecwatch.casework.ownership import desk_name
from pecwatch.casework.rejections import rejection_of
from pecwatch.casework.urgency import priority_of
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.decision import Registered
from pecwatch.model.listing import Status
from pecwatch.model.match import Candidate
from pecwatch.model.news import Changes
from pecwatch.model.office import Office, Role
from pecwatch.model.position import Event, Outcome, Position, PositionState
from pecwatch.model.record import record

UNTAKEN = frozenset({PositionState.NEW, PositionState.NOTIFIED})

MAY_OWN = frozenset({Role.OPERATOR, Role.DUTY_WORKER, Role.COORDINATOR})

CLOSING = frozenset({Outcome.EXECUTED, Outcome.RELEASED, Outcome.NOT_THE_HOUSING_COMPANY})


@record
class Decision:
    """Who decided, by which way and when."""

    who: str
    """Code of the person."""
    by: str
    """mail or cli."""
    at: dt.datetime
    message_id: int | None = None
    """Ledger number of the answer, when it came by mail."""


@record
class Refusal:
    """Why a decision was not written."""

    reason: str
    """English, without personal data: what stands against it."""


def notified(position: Position, *, at: dt.datetime) -> Changes:
    """The owner's mail has left."""
    if position.state is not PositionState.NEW:
        return Changes()
    told = Decision(who="pecwatch", by="mail", at=at)
    return written(replace(position, state=PositionState.NOTIFIED), "notified", position.owner, told)


def take(position: Position, decision: Decision) -> Changes | Refusal:
    """Somebody takes care of it; whoever takes it owns it."""
    if not position.is_open:
        return closed(position)
    if position.state not in UNTAKEN:
        return Refusal(reason=f"{position.reference} is already taken by {position.owner}; use pass to hand it over")
    taken = replace(position, state=PositionState.TAKEN)
    if decision.who != position.owner:
        taken = _owned_by(taken, decision.who, "l'ha presa in carico")
    return written(taken, "taken", "", decision)


def pass_to(position: Position, to: str, decision: Decision, office: Office) -> Changes | Refusal:
    """Hand the position to somebody else, who is told."""
    person = office.person(to)
    if not position.is_open:
        return closed(position)
    if person is None:
        return Refusal(reason=f"nobody in the office has the code {to}; see [[office.operator]] in the configuration")
    if person.role not in MAY_OWN:
        return Refusal(reason=f"{to} does not see whole rows and can own no position")
    if to == position.owner:
        return Refusal(reason=f"{position.reference} already belongs to {to}")
    if person.is_absent_on(day_in_rome(decision.at)):
        return Refusal(reason=f"{to} is absent today; pass it to somebody who is there")
    passed = _owned_by(replace(position, state=PositionState.NEW), to, f"passata da {decision.who}")
    return written(passed, "passed", f"{position.owner} -> {to}", decision)


def reject(
    position: Position,
    decision: Decision,
    office: Office,
    *,
    key: bytes,
    folder: str | None = None,
    registered: Registered | None = None,
) -> Changes | Refusal:
    """«Non è la stessa persona»: the candidates are struck out and the duty worker owns the row.

    Args:
        key: Of the office, for the hash under which the decision outlives the candidate.
        folder: The candidate meant; without it those of the owner's folders, else the best one.
        registered: The registry in force: the decision holds while it says the same of the candidate.
    """
    if not position.is_open:
        return closed(position)
    struck = _meant(position, folder)
    if not struck:
        return Refusal(reason=f"{position.reference} has no such candidate left to strike out")
    desk = office.duty_desk(day_in_rome(decision.at))
    after = replace(
        position,
        match=without_confirmation(position.match, {each.folder for each in struck}),
        rejected_folders=(*position.rejected_folders, *(candidate.folder for candidate in struck)),
        also_told=tuple(code for code in position.also_told if code not in {each.operator for each in struck}),
    )
    if desk.code != position.owner:
        reason = f"per {decision.who} non è la persona della cartella: {desk_name(desk)}"
        after = _owned_by(replace(after, state=PositionState.NEW), desk.code, reason)
    folders = " ".join(candidate.folder for candidate in struck)
    rejections = tuple(rejection_of(position.row, each, key, registered) for each in struck)
    return replace(written(after, "rejected", folders, decision), rejections=rejections)


def record_outcome(
    position: Position, outcome: Outcome, decision: Decision, *, postponed_to: dt.date | None = None
) -> Changes | Refusal:
    """What became of the execution.

    Executed and released close the position. Postponed to a date keeps it open and restarts the clock;
    postponed without a date, suspended and not executed keep it open at low priority.
    """
    if not position.is_open:
        return closed(position)
    if postponed_to is not None and outcome is not Outcome.POSTPONED:
        return Refusal(reason=f"only postponed takes a date, {outcome} does not")
    if postponed_to is not None and postponed_to < day_in_rome(decision.at):
        return Refusal(reason=f"{postponed_to} is over; a postponement names a day still to come")
    closes = outcome in CLOSING
    row = position.row
    if outcome is not Outcome.NOT_THE_HOUSING_COMPANY:
        row = replace(row, status=Status(outcome.value), postponed_to=postponed_to)
    after = replace(
        position,
        row=row,
        outcome=outcome,
        priority=priority_of(row),
        state=PositionState.CLOSED if closes else position.state,
    )
    detail = outcome.value if postponed_to is None else f"{outcome.value} {postponed_to}"
    return written(after, "outcome", detail, decision)


def _meant(position: Position, folder: str | None) -> list[Candidate]:
    left = [each for each in position.match.candidates if each.folder not in position.rejected_folders]
    if folder is not None:
        return [each for each in left if each.folder == folder]
    return [each for each in left if each.operator == position.owner] or left[:1]


def _owned_by(position: Position, code: str, reason: str) -> Position:
    others = tuple(other for other in position.also_told if other != code)
    return replace(position, owner=code, owner_reason=reason, also_told=others)


def closed(position: Position) -> Refusal:
    """Why nothing is decided about a closed position."""
    outcome = "" if position.outcome is None else f" ({position.outcome})"
    return Refusal(reason=f"{position.reference} is closed{outcome}; a closed position does not change")


def written(position: Position, kind: str, detail: str, decision: Decision) -> Changes:
    """A changed position and the entry in its story."""
    event = Event(
        reference=position.reference,
        at=decision.at,
        kind=kind,
        who=decision.who,
        by=decision.by,
        detail=detail,
        message_id=decision.message_id,
    )
    return Changes(positions=(position,), events=(event,))
