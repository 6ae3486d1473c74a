# SPDX-License-Identifier: EUPL-1.2
"""Everything that happened to a position in one line of time, each entry with the clock that says it."""

import datetime as dt
from collections.abc import Iterator

from pecwatch.italian.rome import day_in_rome
from pecwatch.model.dossier import Happening, Moment, Timepiece
from pecwatch.model.position import Event
from pecwatch.model.trail import MailTrace, MessageTrace, Trail


def moments_of(trail: Trail) -> tuple[Moment, ...]:
    """Every entry in order; what a clock gives without an hour stands at the end of its day."""
    answers = {each.message_id for each in trail.answers}
    moments = [
        *(moment for each in trail.messages if each.message_id not in answers for moment in _of_message(each)),
        *_answers(trail),
        *map(_of_event, trail.events),
        *_held(trail),
        *_questions(trail),
        *_steps(trail),
        *(moment for each in trail.mails for moment in _of_mail(each)),
    ]
    return tuple(sorted(moments, key=_place))


def _place(moment: Moment) -> tuple[dt.date, bool, dt.datetime]:
    return moment.on, moment.at is None, moment.at or dt.datetime.min.replace(tzinfo=dt.UTC)


def _of_message(trace: MessageTrace) -> Iterator[Moment]:
    """One entry for each clock that speaks of a message."""
    clocks, number = trace.clocks, trace.message_id
    timed = (
        (clocks.header_at, Timepiece.SENDER, Happening.DATED),
        (clocks.certified_at, Timepiece.PROVIDER, Happening.CERTIFIED),
        (clocks.server_at, Timepiece.SERVER, Happening.RECEIVED),
        (clocks.seen_at, Timepiece.PECWATCH, Happening.SEEN),
    )
    for at, clock, happening in timed:
        if at is not None:
            yield Moment(on=day_in_rome(at), at=at, clock=clock, happening=happening, message_id=number)
    if clocks.protocol is not None and clocks.protocol.date is not None:
        yield Moment(
            on=clocks.protocol.date,
            at=None,
            clock=Timepiece.PROTOCOL,
            happening=Happening.REGISTERED,
            detail=clocks.protocol.number,
            message_id=number,
        )


def _noted(at: dt.datetime, happening: Happening, word: str, **known: object) -> Moment:
    """An entry by the clock of pecwatch."""
    return Moment(on=day_in_rome(at), at=at, clock=Timepiece.PECWATCH, happening=happening, word=word, **known)  # type: ignore[arg-type]  # fields of Moment


def _of_event(event: Event) -> Moment:
    return _noted(
        event.at,
        Happening.EVENT,
        event.kind,
        who=event.who,
        by=event.by,
        detail=event.detail,
        reason=event.reason,
        message_id=event.message_id,
    )


def _answers(trail: Trail) -> Iterator[Moment]:
    for each in trail.answers:
        detail = " ".join(filter(None, (each.command, each.argument)))
        yield _noted(
            each.answered_at,
            Happening.ANSWER,
            each.verdict,
            who=each.who,
            by="mail",
            detail=detail,
            message_id=each.message_id,
        )


def _held(trail: Trail) -> Iterator[Moment]:
    """That a change was held stands among the events, too, where it was noted there."""
    told = {event.message_id for event in trail.events if event.kind == "held"}
    for each in trail.held:
        fields = ", ".join(each.fields)
        if each.message_id not in told:
            yield _noted(each.held_at, Happening.HELD, "held", detail=fields, message_id=each.message_id)
        if each.ended_at is not None:
            yield _noted(
                each.ended_at, Happening.HELD_ENDED, each.ended_as or "", detail=fields, message_id=each.message_id
            )


def _questions(trail: Trail) -> Iterator[Moment]:
    for each in trail.questions:
        yield _noted(each.asked_at, Happening.ASKED, each.kind, detail=each.about)
        if each.answered_at is not None:
            yield _noted(
                each.answered_at,
                Happening.QUESTION_ENDED,
                each.kind,
                who=each.answered_by or "",
                detail=each.answer or "",
            )


def _steps(trail: Trail) -> Iterator[Moment]:
    for told in trail.steps:
        day = "" if told.step.day is None else str(told.step.day)
        yield _noted(told.decided_at, Happening.STEP, told.step.kind, who=told.step.recipient, detail=day)


def _of_mail(mail: MailTrace) -> Iterator[Moment]:
    known = {"who": mail.recipient_code, "by": "mail", "mail_id": mail.mail_id}
    if mail.sent_at is None and mail.refused_at is None:
        yield _noted(mail.written_at, Happening.MAIL_WRITTEN, mail.kind, **known)
    for at, happening in (
        (mail.sent_at, Happening.MAIL_SENT),
        (mail.refused_at, Happening.MAIL_REFUSED),
        (mail.returned_at, Happening.MAIL_RETURNED),
    ):
        if at is not None:
            yield _noted(at, happening, mail.kind, **known)
