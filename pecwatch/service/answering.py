# SPDX-License-Identifier: EUPL-1.2
"""Answers to mails of ours: understood, done, confirmed; what answers us is not weighed as a list.

All that an answer leads to is one transaction, and is done once, however often the message is weighed.
"""

import datetime as dt
from dataclasses import replace

import structlog

from pecwatch.alerts.answering import compose_answer
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.notices import service_alarm
from pecwatch.casework.answer_details import Unclear
from pecwatch.casework.answers import Offered, Understood, understand
from pecwatch.italian.rome import ROME, day_in_rome
from pecwatch.model.alert import Alert
from pecwatch.model.answer import Answered, Command, Hindrance, Verdict
from pecwatch.model.listing import Listing, Reading, State
from pecwatch.model.news import Decided
from pecwatch.model.office import OfficePerson
from pecwatch.model.problem import Severity
from pecwatch.model.record import record
from pecwatch.model.reply import Reply
from pecwatch.service.answered_mail import About, Sort, about
from pecwatch.service.auditing import note_read
from pecwatch.service.desk import Desk
from pecwatch.service.obeying import Answer, Obeyed, asked_list, obey
from pecwatch.service.posting import circumstances, post
from pecwatch.service.returning import note_returned
from pecwatch.store import ledger
from pecwatch.store.answers import answers_of, count_answers, count_same, keep_answer
from pecwatch.store.database import Session
from pecwatch.store.records import KeptAnswer, LedgerEntry, MessageOutcome

log = structlog.get_logger()

SAME_A_DAY = 3
"""Mails to one person in one day that say the same: «non capita», the same refusal, the same thing done again."""

ANSWERED_A_DAY = 20
"""Answers of one person that are confirmed in one day."""

_ASKED_AGAIN = (Verdict.NOT_UNDERSTOOD, Verdict.QUOTED_ONLY)
_OF_PEOPLE = (*_ASKED_AGAIN, Verdict.DONE, Verdict.REFUSED)
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
            note_read(session, entry.id, kept, desk.clock())
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
        told = _of_nobody(session, desk, entry, reading, found)
    log.info("answer", message=entry.id, verdicts=[str(each.answered.verdict) for each in told])
    where = circumstances(desk)
    mails = [
        compose_answer(
            each.answered,
            each.recipient,
            event=each.event,
            circumstances=where,
            in_reply_to=reading.message.message_id,
            decided=each.decided,
        )
        for each in told
        if each.recipient is not None
    ]
    if found.person is not None and any(each.recipient is None for each in told):
        mails.append(_of_silence(desk, found.person, where))
    return post(session, desk, mails)


@record
class _Told:
    """What became of a message, and who is written to about it."""

    answered: Answered
    event: str = ""
    recipient: OfficePerson | None = None
    decided: tuple[Decided, ...] = ()


def _of_nobody(session: Session, desk: Desk, entry: LedgerEntry, reading: Reading, found: About) -> tuple[_Told, ...]:
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
        return (_to_coordinator(desk, answered, found), *_to_writer(found))
    if verdict is Verdict.RETURNED:
        # Whoever stands above is told by the calendar, the administrator by the alarm about refused mail.
        note_returned(session, desk, found.mail, entry.id, is_proven=found.is_proven)
    return (_Told(answered=answered),)


def _to_coordinator(desk: Desk, answered: Answered, found: About) -> _Told:
    """Once for each mail of ours: a forger must not fill the coordinator's box."""
    coordinator = desk.office.acting(desk.office.coordinator, day_in_rome(desk.clock())) or desk.office.coordinator
    return _Told(answered=answered, event=f"wrong_sender:{found.mail.id}", recipient=coordinator)


def _to_writer(found: About) -> tuple[_Told, ...]:
    """Whoever of the office answered what was for another one is told so, once for each mail of ours."""
    if found.writer is None:
        return ()
    refused = Answered(verdict=Verdict.REFUSED, hindrance=Hindrance.FOR_ANOTHER)
    return (_Told(answered=refused, event=f"for_another:{found.mail.id}", recipient=found.writer),)


def _answered(session: Session, desk: Desk, reading: Reading, answer: Answer) -> tuple[_Told, ...]:
    """Understand an answer and do it: what is written back to who gave it."""
    understood = _understood(desk, reading, answer)
    if isinstance(understood, Unclear):
        asked = _asked_again(reading, answer, understood)
        keep_answer(session, answer.kept(asked, desk.clock()))
        done: tuple[Obeyed, ...] = (Obeyed(answered=asked),)
    else:
        done = _last_words(tuple(each for one in understood for each in obey(session, desk, answer, one)))
    return tuple(
        _Told(
            answered=each.answered,
            event=f"answer:{answer.message_id}:{number}" if number else f"answer:{answer.message_id}",
            recipient=answer.person if _is_told(session, desk, answer, each.answered) else None,
            decided=each.decided,
        )
        for number, each in enumerate(done)
    )


def _is_told(session: Session, desk: Desk, answer: Answer, answered: Answered) -> bool:
    """Whether somebody has not been written to too often today: two machines must not do so for ever."""
    now, who = desk.clock(), answer.person.code
    midnight = dt.datetime.combine(day_in_rome(now), dt.time(), tzinfo=ROME)
    if count_answers(session, who, _OF_PEOPLE, midnight) > ANSWERED_A_DAY:
        return False
    if answered.verdict in _ASKED_AGAIN:
        return count_answers(session, who, _ASKED_AGAIN, midnight) <= SAME_A_DAY
    return count_same(session, answer.kept(answered, now), midnight) <= SAME_A_DAY


def _of_silence(desk: Desk, person: OfficePerson, where: Circumstances) -> Alert:
    """To the administrator, once for a person and day: she is answered no more, and perhaps a machine writes there."""
    return service_alarm(
        desk.office.system_administrator,
        event=f"answers_silenced:{person.code}:{where.today}",
        what="qualcuno manda a pecwatch troppe risposte",
        remedy=f"Da chi ha il codice {person.code} oggi arrivano risposte sempre uguali, o che pecwatch non capisce: "
        "forse scrive un risponditore automatico. Guardi la sua casella. Ciò che si capisce viene eseguito, ma per "
        "oggi a quelle risposte pecwatch non risponde più.",
        circumstances=where,
        hides_lists=False,
    )


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


def _last_words(done: tuple[Obeyed, ...]) -> tuple[Obeyed, ...]:
    """Of «prendo in carico, ho contattato la famiglia» the second part tells both."""
    told: list[Obeyed] = []
    before: tuple[Decided, ...] = ()
    for number, each in enumerate(done):
        answered = each.answered
        is_told_below = answered.command is Command.TAKE and any(
            (answered.verdict, answered.references) == (later.answered.verdict, later.answered.references)
            for later in done[number + 1 :]
        )
        if is_told_below:
            before = (*before, *each.decided)
        else:
            told.append(replace(each, decided=(*before, *each.decided)))
            before = ()
    return tuple(told)


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
