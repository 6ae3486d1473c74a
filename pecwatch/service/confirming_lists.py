# SPDX-License-Identifier: EUPL-1.2
"""What somebody says of the list of a message: written with all that follows, and told to the owners."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.list_said import list_confirmed, list_refused
from pecwatch.alerts.told import Told
from pecwatch.casework import lists_confirmed
from pecwatch.casework.lists_confirmed import Asked
from pecwatch.casework.positions import Decision, Refusal
from pecwatch.model.alert import Alert
from pecwatch.model.news import Changes, HeldChange, HeldEnding, RowChange, RowNews
from pecwatch.model.office import Office
from pecwatch.model.position import Outcome, Position
from pecwatch.model.question import QuestionKind
from pecwatch.service.desk import Desk
from pecwatch.service.posting import circumstances, posted
from pecwatch.service.stepping import note_told
from pecwatch.store import casefile, stories
from pecwatch.store.database import Session
from pecwatch.store.held import held
from pecwatch.store.questions import answer, questions

Say = Callable[[Asked, Decision, Office], Changes | Refusal]


class Compose(Protocol):
    """The mails to the owners of the rows."""

    def __call__(self, told: Sequence[Told], *, event: str, circumstances: Circumstances) -> tuple[Alert, ...]:
        """One for each worker."""


def confirm_list(desk: Desk, session: Session, message_id: int, decision: Decision) -> Changes | Refusal:
    """CONFERMO: positions of the message are confirmed, what it asked for is applied, their owners are told."""
    asked = asked_of(session, message_id)
    return _follow(desk, session, asked, lists_confirmed.confirm_list(asked, decision, desk.office), list_confirmed)


def refuse_list(desk: Desk, session: Session, message_id: int, decision: Decision) -> Changes | Refusal:
    """NON CONFERMO: positions that rest on the message alone are closed, what it asked for is dropped, owners told."""
    asked = asked_of(session, message_id)
    return _follow(desk, session, asked, lists_confirmed.refuse_list(asked, decision, desk.office), list_refused)


def _follow(
    desk: Desk, session: Session, asked: Asked, changes: Changes | Refusal, compose: Compose
) -> Changes | Refusal:
    """Write what was said and tell the owners of it, once for each word."""
    if isinstance(changes, Refusal):
        return changes
    casefile.save_changes(session, changes)
    told = _told(asked, changes)
    if told:
        # Another number after each word, also after two of them in one second.
        number = sum(stories.event_count(session, each.reference) for each in asked.positions)
        alerts = compose(told, event=f"list_said:{asked.message_id}:{number}", circumstances=circumstances(desk))
        note_told(session, desk, posted(session, desk, alerts))
    return changes


def settle_lists(session: Session, now: dt.datetime) -> None:
    """Ask no longer about lists of which nothing is left to be said: another list has, or their rows are closed."""
    for question in questions(session, kind=QuestionKind.LIST):
        waiting = held(session, message_id=int(question.about))
        named = casefile.positions_named_by(session, int(question.about))
        if not waiting and all(each.confirmed or not each.is_open for each in named):
            done = replace(question, answered_at=now, answered_by="pecwatch", answer=HeldEnding.OVERTAKEN.value)
            answer(session, (done,))


def asked_of(session: Session, message_id: int) -> Asked:
    """What the office holds of the list of a message."""
    found = casefile.positions_named_by(session, message_id)
    months = sorted({each.month for each in found if each.outcome is Outcome.NOT_THE_HOUSING_COMPANY})
    return Asked(
        message_id=message_id,
        positions=found,
        held=held(session, message_id=message_id),
        by_word=frozenset(each.reference for each in found if _only_by_word(session, each)),
        standing=tuple(each for month in months for each in casefile.positions(session, month=month)),
    )


def _only_by_word(session: Session, position: Position) -> bool:
    ways = {event.by for event in stories.events(session, position.reference) if event.kind == "confirmed"}
    return bool(ways) and "list" not in ways


def _told(asked: Asked, changes: Changes) -> tuple[Told, ...]:
    """Of what the owners hear: what took effect, what is closed and what is open again; a mark that goes is no news."""
    before = {each.reference: each for each in asked.positions}
    waited = {each.reference: each for each in asked.held}
    return tuple(
        Told(position=after, news=_news(before[after.reference], after, waited.get(after.reference)))
        for after in changes.positions
        if not after.muted and _is_news(before[after.reference], after)
    )


def _is_news(before: Position, after: Position) -> bool:
    return (before.is_open, before.row, before.outcome) != (after.is_open, after.row, after.outcome)


def _news(before: Position, after: Position, waited: HeldChange | None) -> RowNews:
    differences = () if waited is None else lists_confirmed.as_applied(waited.differences)
    return RowNews(row=after.row, match=after.match, change=RowChange.CHANGED, position=before, differences=differences)
