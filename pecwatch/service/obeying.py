# SPDX-License-Identifier: EUPL-1.2
"""Doing what somebody asks for by mail, one position after the other, all in the transaction of her answer."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from pecwatch.casework import answer_refusals
from pecwatch.casework.answers import ABOUT_LISTS, Understood
from pecwatch.casework.confirming import take_and_confirm
from pecwatch.casework.handling import close, contacted, plan, postponement_asked
from pecwatch.casework.positions import LATE, Decision, Refusal, pass_to, record_outcome, reject
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.alert import AlertKind
from pecwatch.model.answer import Answered, Command, Verdict
from pecwatch.model.news import Changes
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Outcome, Position
from pecwatch.model.record import record
from pecwatch.service.confirming_lists import confirm_list, refuse_list
from pecwatch.service.deciding import Decide, apply, registered_of
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


def obey(session: Session, desk: Desk, answer: Answer, understood: Understood) -> tuple[Answered, ...]:
    """Do one thing for all positions it is about: what was done, and what could not be done and why."""
    if understood.command in ABOUT_LISTS:
        return (_kept(session, desk, answer, _answer_list(session, desk, answer, understood)),)
    refused: dict[str, list[str]] = {}
    for reference in understood.references:
        refused.setdefault(_obey(session, desk, answer, understood, reference), []).append(reference)
    return tuple(_kept(session, desk, answer, each) for each in _told(understood, refused))


def _told(understood: Understood, refused: dict[str, list[str]]) -> Iterator[Answered]:
    """One answer for what was done, and one for each reason why something was not."""
    argument = "" if understood.command is Command.CLOSE else understood.argument
    for reason, references in sorted(refused.items()):
        yield Answered(
            verdict=Verdict.REFUSED if reason else Verdict.DONE,
            command=understood.command,
            references=tuple(references),
            argument=argument,
            reason=reason,
        )


def _kept(session: Session, desk: Desk, answer: Answer, answered: Answered) -> Answered:
    keep_answer(session, answer.kept(answered, desk.clock()))
    return answered


def _obey(session: Session, desk: Desk, answer: Answer, understood: Understood, reference: str) -> str:
    """Do it for one position; why it cannot be done, blank when it was."""
    before = position(session, reference)
    if before is None:
        return answer_refusals.NO_SUCH_POSITION
    if reference not in answer.mail.references and not outbox.has_told(session, answer.mail.recipient, reference):
        return answer_refusals.NOT_HERS
    if answer_refusals.is_done_already(before, understood, answer.person.code):
        return ""
    decide = _decide(desk, understood)
    if decide is None:
        return answer_refusals.NO_LIST_HERE
    changes = apply(session, desk, before, decide, _decision(desk, answer))
    if isinstance(changes, Refusal):
        return answer_refusals.why_not(before, understood, desk.office, day_in_rome(desk.clock()))
    return answer_refusals.CLOSED if any(event.kind == LATE for event in changes.events) else ""


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
    return record_outcome(position, outcome, decision, postponed_to=postponed_to)


def _close(position: Position, decision: Decision, *, reason: str) -> Changes | Refusal:
    return close(position, reason, decision)


def _answer_list(session: Session, desk: Desk, answer: Answer, understood: Understood) -> Answered:
    """CONFERMO or NON CONFERMO."""
    decide = confirm_list if understood.command is Command.CONFIRM_LIST else refuse_list
    done = Answered(verdict=Verdict.DONE, command=understood.command, references=answer.mail.references)
    if answer.list_id is None:
        return replace(done, verdict=Verdict.REFUSED, reason=answer_refusals.NO_LIST_HERE)
    changes = decide(desk, session, answer.list_id, _decision(desk, answer))
    if isinstance(changes, Refusal):
        return replace(done, verdict=Verdict.REFUSED, reason=answer_refusals.LIST_ANSWERED)
    return done
