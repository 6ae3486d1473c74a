# SPDX-License-Identifier: EUPL-1.2
"""Doing what somebody asks for by mail, one position after the other, all in the transaction of her answer."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pecwatch.casework.answers import ABOUT_LISTS, Understood
from pecwatch.casework.confirming import take_and_confirm
from pecwatch.casework.cycles import UNTAKEN
from pecwatch.casework.handling import close, contacted, plan, postponement_asked
from pecwatch.casework.lists_confirmed import not_reopened
from pecwatch.casework.positions import LATE, Decision, Refusal, pass_to, record_outcome, reject
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.alert import AlertKind
from pecwatch.model.answer import Answered, Command, Hindrance, Verdict
from pecwatch.model.news import Changes, Decided
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Outcome, Position
from pecwatch.model.record import record
from pecwatch.service.confirming_lists import confirm_list, refuse_list
from pecwatch.service.deciding import Decide, registered_of, settle, tell
from pecwatch.service.desk import Desk
from pecwatch.store import outbox
from pecwatch.store.answers import answers_of, keep_answer
from pecwatch.store.casefile import position
from pecwatch.store.database import Session
from pecwatch.store.records import KeptAnswer, OutgoingMail

BY_MAIL = "mail"

PROGRESS: Mapping[Command, Decide] = {
    Command.CONTACTED: contacted,
    Command.PLAN: plan,
    Command.POSTPONEMENT_ASKED: postponement_asked,
}
"""Words on how far a position has come."""

_ASKING = re.compile(r"message:(\d+)(?::\d+)?:to_confirm")
_ANSWERING = re.compile(r"answer:(\d+)")
_LONGEST_TALK = 10
"""Mails back to the one that asked to confirm a list."""


@record
class Answer:
    """Who answered which mail, in which message."""

    message_id: int
    """Ledger number."""
    mail: OutgoingMail
    person: OfficePerson
    list_id: int | None
    """Ledger number of the list that the mail asks to confirm."""

    def kept(self, answered: Answered, at: dt.datetime) -> KeptAnswer:
        """What is kept of it: never a word as it was written."""
        return KeptAnswer(
            message_id=self.message_id,
            mail_id=self.mail.id,
            who=self.person.code,
            verdict=answered.verdict,
            command=answered.command,
            references=answered.references,
            argument=answered.argument,
            answered_at=at,
        )


def asked_list(session: Session, mail: OutgoingMail) -> int | None:
    """Ledger number of the list that a mail asks to confirm, also after «non abbiamo capito»; None for other mails."""
    for _ in range(_LONGEST_TALK):
        if mail.kind == AlertKind.TO_CONFIRM and (asking := _ASKING.match(mail.event)) is not None:
            return int(asking[1])
        answering = _ANSWERING.match(mail.event)
        before = () if answering is None else answers_of(session, int(answering[1]))
        earlier = None if not before or before[0].mail_id is None else outbox.mail(session, before[0].mail_id)
        if earlier is None:
            return None
        mail = earlier
    return None


@record
class Obeyed:
    """What was told to do, with the positions that it changed."""

    answered: Answered
    decided: tuple[Decided, ...] = ()


def obey(session: Session, desk: Desk, answer: Answer, understood: Understood) -> tuple[Obeyed, ...]:
    """Do one thing for all positions it is about: what was done, and what could not be done and why.

    Whom it concerns hears of it in one mail, however many positions it is about.
    """
    if understood.command in ABOUT_LISTS:
        return (_kept(session, desk, answer, Obeyed(answered=_answer_list(session, desk, answer, understood))),)
    decided: list[Decided] = []
    hindered: dict[Hindrance | None, list[str]] = {}
    for reference in understood.references:
        outcome = _obey(session, desk, answer, understood, reference)
        if isinstance(outcome, Decided):
            decided.append(outcome)
        hindered.setdefault(_hindrance(outcome), []).append(reference)
    tell(session, desk, decided, _decision(desk, answer))
    return tuple(_kept(session, desk, answer, each) for each in _told(understood, hindered, tuple(decided)))


def _hindrance(outcome: Decided | Hindrance | None) -> Hindrance | None:
    if isinstance(outcome, Decided):
        return Hindrance.CLOSED if any(event.kind == LATE for event in outcome.events) else None
    return outcome


def _told(
    understood: Understood, hindered: Mapping[Hindrance | None, Sequence[str]], decided: tuple[Decided, ...]
) -> Iterator[Obeyed]:
    """One answer for what was done, and one for each reason why something was not."""
    argument = "" if understood.command is Command.CLOSE else understood.argument
    for hindrance, references in sorted(hindered.items(), key=lambda each: each[0] or ""):
        answered = Answered(
            verdict=Verdict.DONE if hindrance is None else Verdict.REFUSED,
            command=understood.command,
            references=tuple(references),
            argument=argument,
            hindrance=hindrance,
        )
        yield Obeyed(answered=answered, decided=decided if hindrance is None else ())


def _kept(session: Session, desk: Desk, answer: Answer, obeyed: Obeyed) -> Obeyed:
    keep_answer(session, answer.kept(obeyed.answered, desk.clock()))
    return obeyed


def _obey(
    session: Session, desk: Desk, answer: Answer, understood: Understood, reference: str
) -> Decided | Hindrance | None:
    """Do it for one position; what stands against it, or None where it holds already."""
    before = position(session, reference)
    if before is None:
        return Hindrance.NO_SUCH_POSITION
    if reference not in answer.mail.references and not outbox.has_told(session, answer.mail.recipient, reference):
        return Hindrance.NOT_HERS
    if _is_done_already(before, understood, answer.person.code):
        return None
    decide = _decide(desk, understood)
    if decide is None:
        return Hindrance.NO_LIST_HERE
    decided = settle(session, desk, before, decide, _decision(desk, answer))
    return decided.hindrance if isinstance(decided, Refusal) else decided


def _is_done_already(position: Position, understood: Understood, who: str) -> bool:
    """Whether somebody only repeats what holds: taking her own row again."""
    is_hers = position.is_open and position.owner == who
    return understood.command is Command.TAKE and is_hers and position.state not in UNTAKEN


def _decision(desk: Desk, answer: Answer) -> Decision:
    return Decision(who=answer.person.code, by=BY_MAIL, at=desk.clock(), message_id=answer.message_id)


def _decide(desk: Desk, understood: Understood) -> Decide | None:
    """The decision that a command stands for; None for one that is about a list."""
    match understood.command:
        case Command.TAKE:
            return partial(_take, desk=desk)
        case Command.NOT_THE_PERSON:
            return partial(_reject, desk=desk)
        case Command.HAND_ON:
            return partial(_pass, desk=desk, to=understood.argument)
        case Command.OUTCOME:
            outcome, _, day = understood.argument.partition(" ")
            postponed_to = dt.date.fromisoformat(day) if day else None
            return partial(_record, outcome=Outcome(outcome), postponed_to=postponed_to)
        case Command.CLOSE:
            return partial(_close, reason=understood.argument)
        case _:
            return PROGRESS.get(understood.command)


def _take(position: Position, decision: Decision, *, desk: Desk) -> Changes | Refusal:
    return take_and_confirm(position, decision, desk.office, registered_of(desk, position), key=desk.secret)


def _reject(position: Position, decision: Decision, *, desk: Desk) -> Changes | Refusal:
    registered = registered_of(desk, position)
    return reject(position, decision, desk.office, key=desk.secret, registered=registered)


def _pass(position: Position, decision: Decision, *, desk: Desk, to: str) -> Changes | Refusal:
    return pass_to(position, to, decision, desk.office)


def _record(
    position: Position, decision: Decision, *, outcome: Outcome, postponed_to: dt.date | None
) -> Changes | Refusal:
    day = position.execution_on
    if position.is_open and outcome is Outcome.EXECUTED and day is not None and day > day_in_rome(decision.at):
        # A slip of the pen or a sentence misunderstood would make the row silent up to its day.
        reason = f"its day, {day}, is still to come; record it with pecwatch positions outcome if it is so"
        return Refusal(hindrance=Hindrance.DAY_TO_COME, reason=reason)
    return record_outcome(position, outcome, decision, postponed_to=postponed_to)


def _close(position: Position, decision: Decision, *, reason: str) -> Changes | Refusal:
    return close(position, reason, decision)


def _answer_list(session: Session, desk: Desk, answer: Answer, understood: Understood) -> Answered:
    """CONFERMO or NON CONFERMO."""
    decide = confirm_list if understood.command is Command.CONFIRM_LIST else refuse_list
    done = Answered(verdict=Verdict.DONE, command=understood.command, references=answer.mail.references)
    if answer.list_id is None:
        return replace(done, verdict=Verdict.REFUSED, hindrance=Hindrance.NO_LIST_HERE)
    changes = decide(desk, session, answer.list_id, _decision(desk, answer))
    if isinstance(changes, Refusal):
        return replace(done, verdict=Verdict.REFUSED, hindrance=changes.hindrance)
    return replace(done, argument=" ".join(not_reopened(changes)))
