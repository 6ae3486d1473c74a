# SPDX-License-Identifier: EUPL-1.2
"""CONFERMO / NON CONFERMO: what somebody says of a list of doubtful origin, and of changes that were held."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from pecwatch.casework.cycles import after_change
from pecwatch.casework.differences import in_story, merge
from pecwatch.casework.identity import same_household
from pecwatch.casework.positions import Decision, Refusal, event_of
from pecwatch.casework.urgency import ENDING, priority_of
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.answer import Hindrance
from pecwatch.model.listing import ListRow, Status
from pecwatch.model.news import Changes, Difference, HeldChange, HeldEnd, HeldEnding
from pecwatch.model.office import Office, Role
from pecwatch.model.position import Event, Outcome, Position, PositionState
from pecwatch.model.question import Question, QuestionKind
from pecwatch.model.record import record

MAY_SAY = frozenset({Role.COORDINATOR, Role.DIRECTOR})
"""Who says whether a list is genuine, or whoever stands in for one of them."""

NOT_REOPENED = "not_reopened"
"""Kind of the event: the household stands in another open position of the month, whose reference is its detail."""


@record
class Asked:
    """What the office holds of the list of one message."""

    message_id: int
    positions: tuple[Position, ...]
    """Those in whose story the message stands, open or closed."""
    held: tuple[HeldChange, ...]
    """What it asked for and still waits."""
    by_word: frozenset[str]
    """References of positions that only a person's word has confirmed, no other list."""
    standing: tuple[Position, ...] = ()
    """Other open positions of the same months."""


def confirm_list(asked: Asked, decision: Decision, office: Office) -> Changes | Refusal:
    """The list is genuine: its positions lose their mark, what it asked for takes effect.

    Positions that were closed because somebody had said that it was not are open again: the last word wins. Where the
    household has been given another position of the same month since, that one is enough.
    """
    refused = _refused(asked, decision, office)
    if refused is not None:
        return refused
    held = {each.reference: each for each in asked.held}
    done = [_confirmed(each, held.get(each.reference), asked.standing, decision) for each in asked.positions]
    return _said(asked, done, HeldEnding.CONFIRMED, decision)


def refuse_list(asked: Asked, decision: Decision, office: Office) -> Changes | Refusal:
    """The list is not the housing company's: positions that rest on it alone are closed, what it asked for is dropped.

    A position that another list has opened or confirmed stays as it is: an alarm too many costs a telephone call.
    """
    refused = _refused(asked, decision, office)
    if refused is not None:
        return refused
    held = {each.reference: each for each in asked.held}
    done = [_disowned(each, held.get(each.reference), asked, decision) for each in asked.positions]
    return _said(asked, done, HeldEnding.REFUSED, decision)


def _refused(asked: Asked, decision: Decision, office: Office) -> Refusal | None:
    """Why nobody, or not this person, can say anything of a list."""
    if not asked.positions and not asked.held:
        reason = f"message {asked.message_id} has opened or named no position"
        return Refusal(hindrance=Hindrance.NOTHING_ASKED, reason=reason)
    day = day_in_rome(decision.at)
    people = [person for person in office.everybody if person.role in MAY_SAY]
    if not any(office.answers_for(decision.who, person.code, day) for person in people):
        reason = f"{decision.who} may not say it: the coordinator does, who stands in for her, a director"
        return Refusal(hindrance=Hindrance.MAY_NOT_SAY, reason=reason)
    return None


Done = tuple[Position, tuple[Event, ...]]


def not_reopened(changes: Changes) -> tuple[str, ...]:
    """References of the positions that stay closed although their list was confirmed."""
    return tuple(event.reference for event in changes.events if event.kind == NOT_REOPENED)


def _confirmed(before: Position, held: HeldChange | None, standing: tuple[Position, ...], decision: Decision) -> Done:
    events: list[Event] = []
    after = before
    other = next((each for each in standing if _is_same(each, before)), None)
    if before.outcome is Outcome.NOT_THE_HOUSING_COMPANY and other is not None:
        return before, (event_of(before, NOT_REOPENED, other.reference, decision),)
    if before.outcome is Outcome.NOT_THE_HOUSING_COMPANY:
        after = replace(after, state=PositionState.NEW, outcome=None)
        events.append(event_of(after, "reopened", Outcome.NOT_THE_HOUSING_COMPANY.value, decision))
    if after.is_open and not after.confirmed:
        after = replace(after, confirmed=True)
        events.append(event_of(after, "confirmed", "", decision))
    if after.is_open and held is not None:
        after = _applied(after, held, day_in_rome(decision.at))
        events.extend(event_of(after, "changed", in_story(each), decision) for each in held.differences)
        if not after.is_open:
            events.append(event_of(after, "outcome", str(after.outcome), decision))
    return after_change(before, after, decision.at), tuple(events)


def _is_same(one: Position, other: Position) -> bool:
    is_another = one.reference != other.reference
    is_told = one.is_open and not one.muted
    return is_another and is_told and one.month == other.month and same_household(one.row, other.row) > 0


def _applied(position: Position, held: HeldChange, today: dt.date) -> Position:
    """The position with what was held, as if a list that may had said it."""
    if any(each.field == "annulled" for each in held.differences):
        row = replace(position.row, status=Status.NOT_EXECUTED, postponed_to=None)
        return replace(position, row=row, listed=None, outcome=Outcome.NOT_EXECUTED, priority=priority_of(row))
    row = merge(held.row, position.row, as_applied(held.differences), today=today)
    after = replace(position, row=row, priority=priority_of(row))
    if any(each.field == "status" for each in held.differences):
        after = replace(after, listed=None, outcome=None)
    return _ended(after, row)


def _ended(position: Position, row: ListRow) -> Position:
    outcome = ENDING.get(row.status)
    return position if outcome is None else replace(position, state=PositionState.CLOSED, outcome=outcome)


def as_applied(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """The differences as they are once somebody has said yes."""
    return tuple(replace(each, applied=True) for each in differences)


def _disowned(before: Position, held: HeldChange | None, asked: Asked, decision: Decision) -> Done:
    rests_on_it = before.message_id == asked.message_id
    in_doubt = not before.confirmed or before.reference in asked.by_word
    if before.is_open and rests_on_it and in_doubt:
        outcome = Outcome.NOT_THE_HOUSING_COMPANY
        after = replace(before, state=PositionState.CLOSED, outcome=outcome, confirmed=False)
        return after_change(before, after, decision.at), (event_of(after, "outcome", outcome.value, decision),)
    if held is None:
        return before, ()
    return before, tuple(event_of(before, "refused", in_story(each), decision) for each in held.differences)


def _said(asked: Asked, done: list[Done], how: HeldEnding, decision: Decision) -> Changes:
    changed = [(after, events) for after, events in done if events]
    return Changes(
        positions=tuple(after for after, _ in changed),
        events=tuple(event for _, events in changed for event in events),
        ended=tuple(
            HeldEnd(reference=each.reference, how=how, at=decision.at, message_id=asked.message_id)
            for each in asked.held
        ),
        answered=(
            Question(
                kind=QuestionKind.LIST,
                about=str(asked.message_id),
                asked_at=decision.at,
                answered_at=decision.at,
                answered_by=decision.who,
                answer=how.value,
            ),
        ),
    )
