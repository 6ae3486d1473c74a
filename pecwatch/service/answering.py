# SPDX-License-Identifier: EUPL-1.2
"""Answers to mails of ours: understood, done, confirmed; what answers us is not weighed as a list.

All that an answer leads to is one transaction, and is done once, however often the message is weighed.
"""

import datetime as dt
from dataclasses import replace

import structlog

from pecwatch.alerts.answering import compose_answer
from pecwatch.casework.answer_details import Unclear
from pecwatch.casework.answers import Offered, Understood, understand
from pecwatch.italian.rome import ROME, day_in_rome
from pecwatch.model.answer import Answered, Command, Verdict
from pecwatch.model.listing import Listing, Reading, State
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Position
from pecwatch.model.problem import Severity
from pecwatch.model.record import record
from pecwatch.model.reply import Reply
from pecwatch.service.answered_mail import About, Sort, about
from pecwatch.service.desk import Desk
from pecwatch.service.obeying import Answer, asked_list, obey
from pecwatch.service.posting import circumstances, post
from pecwatch.service.returning import note_returned
from pecwatch.store import casefile, ledger
from pecwatch.store.answers import answers_of, count_answers, keep_answer
from pecwatch.store.database import Session
from pecwatch.store.records import KeptAnswer, LedgerEntry, MessageOutcome

log = structlog.get_logger()

ASKED_AGAIN_A_DAY = 3
"""Mails «non capita» to one person in one day: two machines must not write to each other for ever."""

_ASKED_AGAIN = (Verdict.NOT_UNDERSTOOD, Verdict.QUOTED_ONLY)
_BODY = "body"


@record
class Taken:
    """What is left of a message once it was looked at as an answer."""

    reading: Reading
    """What is to be weighed: without what was looked at here."""
    outcome: MessageOutcome | None = None
    """What the message was; None when it is to be weighed."""
    mails: int = 0


def take_answer(desk: Desk, entry: LedgerEntry, reading: Reading, *, is_live: bool) -> Taken:
    """Look whether a message answers a mail of ours, and do what it asks for, in one transaction.

    Args:
        is_live: It has just arrived; of one that is read again nothing is done, and it is no list either.
    """
    reply, plain = reading.reply or Reply(), replace(reading, reply=None)
    with desk.database.reading() as session:
        found = about(session, desk, reading.message, reply)
    if found is None:
        return Taken(reading=plain)
    outcome = None if found.may_hold_list else _OUTCOMES[found.sort]
    with desk.database.writing() as session:
        is_new = is_live and not answers_of(session, entry.id)
        mails = _follow(session, desk, entry, reading, found) if is_new else 0
        if outcome is not None:
            kept = Reading(source=reading.source, message=reading.message, state=State.NOT_PERTINENT)
            ledger.record_reading(session, entry.id, kept)
            ledger.record_outcome(session, entry.id, outcome, way=None, now=desk.clock())
    if outcome is None and found.sort is not Sort.WRONG_SENDER:
        # The words of somebody in the office are an answer, and the files that she sends may be a list.
        plain = without_body(plain)
    return Taken(reading=plain, outcome=outcome, mails=mails)


_OUTCOMES = {
    Sort.ANSWER: MessageOutcome.ANSWER,
    Sort.WRONG_SENDER: MessageOutcome.ANSWER,
    Sort.AUTOMATIC: MessageOutcome.AUTOMATIC,
    Sort.RETURNED: MessageOutcome.RETURNED,
}


def _follow(session: Session, desk: Desk, entry: LedgerEntry, reading: Reading, found: About) -> int:
    """Do what follows from a message about a mail of ours; how many mails were written."""
    if found.person is not None:
        answer = Answer(
            message_id=entry.id, mail=found.mail, person=found.person, list_id=asked_list(session, found.mail)
        )
        told = _answered(session, desk, reading, answer)
    else:
        told = (_of_nobody(session, desk, entry, reading, found),)
    log.info("answer", message=entry.id, verdicts=[str(each.answered.verdict) for each in told])
    where = circumstances(desk)
    mails = [
        compose_answer(
            each.answered,
            each.recipient,
            event=each.event,
            circumstances=where,
            in_reply_to=reading.message.message_id,
            positions=each.positions,
        )
        for each in told
        if each.recipient is not None
    ]
    return post(session, desk, mails)


@record
class _Told:
    """What became of a message, and who is written to about it."""

    answered: Answered
    event: str = ""
    recipient: OfficePerson | None = None
    positions: tuple[Position, ...] = ()


def _of_nobody(session: Session, desk: Desk, entry: LedgerEntry, reading: Reading, found: About) -> _Told:
    """What nobody of the office answered: a machine, somebody else, a mail server."""
    returned = None if reading.reply is None else reading.reply.returned
    verdict = Verdict.AUTOMATIC
    if found.sort is Sort.WRONG_SENDER:
        verdict = Verdict.WRONG_SENDER
    elif found.sort is Sort.RETURNED and returned is not None and returned.is_final:
        verdict = Verdict.RETURNED
    answered = Answered(verdict=verdict, references=found.mail.references)
    keep_answer(
        session,
        KeptAnswer(
            message_id=entry.id,
            mail_id=found.mail.id,
            who=found.mail.recipient_code,
            verdict=verdict,
            references=found.mail.references,
            answered_at=desk.clock(),
        ),
    )
    if verdict is Verdict.WRONG_SENDER:
        # Once for each mail of ours: a forger must not fill the coordinator's box.
        coordinator = desk.office.acting(desk.office.coordinator, day_in_rome(desk.clock())) or desk.office.coordinator
        return _Told(answered=answered, event=f"wrong_sender:{found.mail.id}", recipient=coordinator)
    if verdict is Verdict.RETURNED:
        # Whoever stands above is told by the calendar, the administrator by the alarm about refused mail.
        note_returned(session, desk, found.mail, entry.id)
    return _Told(answered=answered)


def _answered(session: Session, desk: Desk, reading: Reading, answer: Answer) -> tuple[_Told, ...]:
    """Understand an answer and do it: what is written back to who gave it."""
    understood = _understood(desk, reading, answer)
    if isinstance(understood, Unclear):
        asked = _asked_again(reading, answer, understood)
        is_told = _may_ask_again(session, desk, answer)
        keep_answer(session, answer.kept(asked, desk.clock()))
        return (
            _Told(answered=asked, event=f"answer:{answer.message_id}", recipient=answer.person if is_told else None),
        )
    done = _last_words(tuple(each for one in understood for each in obey(session, desk, answer, one)))
    return tuple(
        _Told(
            answered=each,
            event=f"answer:{answer.message_id}:{number}" if number else f"answer:{answer.message_id}",
            recipient=answer.person,
            positions=_ended(session, each),
        )
        for number, each in enumerate(done)
    )


def _ended(session: Session, answered: Answered) -> tuple[Position, ...]:
    """The positions whose entries in a calendar are to change."""
    if answered.verdict is not Verdict.DONE or answered.command not in (Command.OUTCOME, Command.CLOSE):
        return ()
    found = (casefile.position(session, reference) for reference in answered.references)
    return tuple(each for each in found if each is not None)


def _understood(desk: Desk, reading: Reading, answer: Answer) -> tuple[Understood, ...] | Unclear:
    reply = reading.reply or Reply()
    return understand(
        reply.own_text,
        reading.message.subject or "",
        Offered(references=answer.mail.references, asks_about_list=answer.list_id is not None),
        office=desk.office,
        rules=desk.rules.answers,
        today=day_in_rome(desk.clock()),
    )


def _asked_again(reading: Reading, answer: Answer, unclear: Unclear) -> Answered:
    """What is told of an answer that is not understood; its command says only which answers were possible."""
    is_empty = reading.reply is not None and not reading.reply.own_text
    return Answered(
        verdict=Verdict.QUOTED_ONLY if is_empty else Verdict.NOT_UNDERSTOOD,
        command=None if answer.list_id is None else Command.CONFIRM_LIST,
        references=answer.mail.references,
        reason="" if is_empty else unclear.reason,
    )


def _may_ask_again(session: Session, desk: Desk, answer: Answer) -> bool:
    """Whether somebody has not been told «non abbiamo capito» too often today."""
    midnight = dt.datetime.combine(day_in_rome(desk.clock()), dt.time(), tzinfo=ROME)
    return count_answers(session, answer.person.code, _ASKED_AGAIN, midnight) < ASKED_AGAIN_A_DAY


def _last_words(told: tuple[Answered, ...]) -> tuple[Answered, ...]:
    """Of «prendo in carico, ho contattato la famiglia» the second part tells both."""
    return tuple(
        each
        for number, each in enumerate(told)
        if each.command is not Command.TAKE
        or not any(
            each.verdict is later.verdict and each.references == later.references for later in told[number + 1 :]
        )
    )


def without_body(reading: Reading) -> Reading:
    """The reading of the files alone: the body of an answer quotes our own mail."""
    listings = tuple(
        _of_files(each) for each in (*(() if reading.listing is None else (reading.listing,)), *reading.other_lists)
    )
    left = tuple(each for each in listings if each.rows)
    problems = tuple(problem for problem in reading.problems if problem.part not in (None, _BODY))
    state = reading.state
    if not left:
        is_lost = any(problem.severity is Severity.LOST for problem in problems)
        state = State.UNREADABLE if is_lost else State.NOT_PERTINENT
    return replace(
        reading,
        state=state,
        listing=left[0] if left else None,
        other_lists=left[1:],
        letter=None if state is State.NOT_PERTINENT else reading.letter,
        problems=problems,
    )


def _of_files(listing: Listing) -> Listing:
    return replace(
        listing,
        rows=tuple(row for row in listing.rows if row.where.part != _BODY),
        leftovers=tuple(each for each in listing.leftovers if each.where.part != _BODY),
    )
