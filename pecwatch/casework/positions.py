# SPDX-License-Identifier: EUPL-1.2
"""What people decide about a position: each decision is a change to write, or a refusal with its reason.

The last word wins and every word is kept: somebody who takes a row that another has taken takes it over, an outcome
may be corrected, and what is said of a closed position stands in its story without effect.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from pecwatch.casework.confirmations import without_confirmation
from pecwatch.casework.cycles import UNTAKEN, after_change
from pecwatch.casework.ownership import desk_name
from pecwatch.casework.rejections import rejection_of
from pecwatch.casework.urgency import priority_of
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.answer import Hindrance
from pecwatch.model.decision import Registered
from pecwatch.model.listing import Status
from pecwatch.model.match import Candidate
from pecwatch.model.news import Changes
from pecwatch.model.office import Office, Role
from pecwatch.model.position import Event, Outcome, Position, PositionState
from pecwatch.model.record import record
from pecwatch.model.striking import standing, struck_by

MAY_OWN = frozenset({Role.OPERATOR, Role.DUTY_WORKER, Role.COORDINATOR})

CLOSING = frozenset({Outcome.EXECUTED, Outcome.RELEASED, Outcome.NOT_THE_HOUSING_COMPANY, Outcome.CLOSED_BY_PERSON})

REPORTED = frozenset({each for each in Outcome if each.value in set(Status)})
"""Outcomes that somebody reports of an execution; the others are decided otherwise."""

LATE = "late"
"""Kind of the event of a word about a position that is closed already."""


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

    hindrance: Hindrance
    reason: str
    """English, without personal data: what stands against it, for the terminal."""


def notified(position: Position, *, at: dt.datetime) -> Changes:
    """The owner's mail has left."""
    if position.state is not PositionState.NEW:
        return Changes()
    told = Decision(who="pecwatch", by="mail", at=at)
    return written(position, replace(position, state=PositionState.NOTIFIED), "notified", position.owner, told)


def take(position: Position, decision: Decision) -> Changes:
    """Somebody takes care of it; whoever takes it owns it, also when another has taken it before."""
    if not position.is_open:
        return late(position, "taken", decision)
    state = PositionState.TAKEN if position.state in UNTAKEN else position.state
    taken = replace(position, state=state)
    if decision.who == position.owner:
        return written(position, taken, "taken", "", decision)
    taken = owned_by(taken, decision.who, "l'ha presa in carico")
    detail = "" if position.state in UNTAKEN else f"{position.owner} -> {decision.who}"
    return written(position, taken, "taken", detail, decision)


def pass_to(position: Position, to: str, decision: Decision, office: Office) -> Changes | Refusal:
    """Hand the position to somebody else, who is told."""
    person = office.person(to)
    if not position.is_open:
        return late(position, "passed", decision)
    if person is None:
        reason = f"nobody in the office has the code {to}; see [[office.operator]] in the configuration"
        return Refusal(hindrance=Hindrance.NOBODY_THERE, reason=reason)
    if person.role not in MAY_OWN:
        reason = f"{to} does not see whole rows and can own no position"
        return Refusal(hindrance=Hindrance.MAY_NOT_OWN, reason=reason)
    if to == position.owner:
        return Refusal(hindrance=Hindrance.OWNS_ALREADY, reason=f"{position.reference} already belongs to {to}")
    if person.is_absent_on(day_in_rome(decision.at)):
        reason = f"{to} is absent today; pass it to somebody who is there"
        return Refusal(hindrance=Hindrance.ABSENT, reason=reason)
    passed = owned_by(replace(position, state=PositionState.NEW), to, f"passata da {_called(decision.who, office)}")
    return written(position, passed, "passed", f"{position.owner} -> {to}", decision)


def reject(
    position: Position,
    decision: Decision,
    office: Office,
    *,
    key: bytes,
    folder: str | None = None,
    registered: Registered | None = None,
) -> Changes | Refusal:
    """«Non è la stessa persona»: the candidates of whoever says it are struck out, and she hears of the row no more.

    The row goes to the duty worker only when its owner says it, or who stands in for her: of a co-tenant's folder
    another worker knows nothing about the owner's.

    Args:
        key: Of the office, for the hash under which the decision outlives the candidate.
        folder: The candidate meant; without it those of her own folders and of whom she stands in for, and for the
            owner without any the best one.
        registered: The registry in force: the decision holds while it says the same of the candidate.
    """
    if not position.is_open:
        return late(position, "rejected", decision)
    day = day_in_rome(decision.at)
    struck = struck_by(position, decision.who, office, day) if folder is None else standing(position, folder)
    if not struck:
        reason = f"{position.reference} has no such candidate left to strike out"
        return Refusal(hindrance=Hindrance.NO_CANDIDATE, reason=reason)
    after = replace(
        position,
        match=without_confirmation(position.match, {each.folder for each in struck}),
        rejected_folders=(*position.rejected_folders, *(candidate.folder for candidate in struck)),
    )
    after = replace(after, also_told=_still_told(after, struck, decision.who))
    desk = office.duty_desk(day)
    if office.answers_for(decision.who, position.owner, day) and desk.code != position.owner:
        reason = f"per {_called(decision.who, office)} non è la persona della cartella: {desk_name(desk)}"
        after = owned_by(replace(after, state=PositionState.NEW), desk.code, reason)
    folders = " ".join(candidate.folder for candidate in struck)
    rejections = tuple(rejection_of(position.row, each, key, registered) for each in struck)
    return replace(written(position, after, "rejected", folders, decision), rejections=rejections)


def record_outcome(
    position: Position, outcome: Outcome, decision: Decision, *, postponed_to: dt.date | None = None
) -> Changes | Refusal:
    """What became of the execution.

    Executed and released close the position. Postponed to a date keeps it open and restarts the clock;
    postponed without a date, suspended and not executed keep it open at low priority. Of a closed position a person
    may correct the outcome: it is open again when the new one does not close.
    """
    if outcome not in REPORTED:
        reason = f"{outcome} is not what becomes of an execution"
        return Refusal(hindrance=Hindrance.NOT_AN_OUTCOME, reason=reason)
    if postponed_to is not None and outcome is not Outcome.POSTPONED:
        reason = f"only postponed takes a date, {outcome} does not"
        return Refusal(hindrance=Hindrance.NOT_AN_OUTCOME, reason=reason)
    if postponed_to is not None and postponed_to < day_in_rome(decision.at):
        reason = f"{postponed_to} is over; a postponement names a day still to come"
        return Refusal(hindrance=Hindrance.DAY_OVER, reason=reason)
    said = outcome.value if postponed_to is None else f"{outcome.value} {postponed_to}"
    row = replace(position.row, status=Status(outcome.value), postponed_to=postponed_to)
    after = replace(
        position,
        row=row,
        listed=position.listed or position.row,
        outcome=outcome,
        priority=priority_of(row),
        state=PositionState.CLOSED if outcome in CLOSING else _open_state(position, decision),
    )
    if position.is_open:
        return written(position, after, "outcome", said, decision)
    if position.outcome is outcome:
        return late(position, said, decision)
    return written(position, after, "corrected", f"{position.outcome or '-'} -> {said}", decision)


def late(position: Position, word: str, decision: Decision) -> Changes:
    """A word about a position that is closed: it stands in the story and has no effect.

    Args:
        word: What it would have done: kind of the event, or the outcome.
    """
    return Changes(events=(event_of(position, LATE, word, decision),))


def is_late(changes: Changes) -> bool:
    """Whether a decision came when the position was closed already."""
    return any(event.kind == LATE for event in changes.events)


def owned_by(position: Position, code: str, reason: str) -> Position:
    """The position in other hands."""
    others = tuple(other for other in position.also_told if other != code)
    return replace(position, owner=code, owner_reason=reason, also_told=others)


def written(
    before: Position, after: Position, kind: str, detail: str, decision: Decision, *, reason: str = ""
) -> Changes:
    """A changed position with its clocks, and the entry in its story."""
    event = replace(event_of(before, kind, detail, decision), reason=reason)
    return Changes(positions=(after_change(before, after, decision.at),), events=(event,))


def event_of(position: Position, kind: str, detail: str, decision: Decision) -> Event:
    """What somebody did to a position, for its story."""
    return Event(
        reference=position.reference,
        at=decision.at,
        kind=kind,
        who=decision.who,
        by=decision.by,
        detail=detail,
        message_id=decision.message_id,
    )


def _open_state(position: Position, decision: Decision) -> PositionState:
    """How far an open position has come; one that opens again is taken by its owner's own word, and new for others."""
    if position.is_open:
        return position.state
    return PositionState.TAKEN if decision.who == position.owner else PositionState.NEW


def _called(who: str, office: Office) -> str:
    """A colleague by her name; the code of whoever is not in the office any more."""
    person = office.person(who)
    return who if person is None else person.name


def _still_told(position: Position, struck: Sequence[Candidate], who: str) -> tuple[str, ...]:
    """Who is told besides: not who said no, nor an operator of whose candidates none is left."""
    left = {each.operator for each in position.match.candidates if each.folder not in position.rejected_folders}
    gone = {each.operator for each in struck if each.operator not in left}
    return tuple(code for code in position.also_told if code not in gone and (code != who or code in left))
