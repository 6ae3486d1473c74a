# SPDX-License-Identifier: EUPL-1.2
"""When did we know? The question a council asks afterwards, answered by every clock; and what nobody can say."""

import datetime as dt
from collections.abc import Iterable, Iterator

from pecwatch.casework.acknowledging import first_acknowledgment, first_word
from pecwatch.casework.fates import fate_of
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.dossier import Knowing, Missing, NotKnown
from pecwatch.model.message import Trust
from pecwatch.model.monthly import Fate
from pecwatch.model.position import Position
from pecwatch.model.trail import Clocks, MessageTrace, Trail


def knowing(trail: Trail, reference: str) -> Knowing | None:
    """By every clock when the first message about a row came, who was told first, who spoke first.

    Returns:
        None when no message is left that spoke of it.
    """
    spoke = _speaking(trail)
    if not spoke:
        return None
    first = min(spoke, key=lambda each: each.arrived_at)
    told = [(mail.sent_at, mail.recipient_code) for mail in trail.mails if reference in mail.references]
    sent = [(at, code) for at, code in told if at is not None]
    told_at, told_code = min(sent, key=lambda each: each[0]) if sent else (None, "")
    said, taken = first_word(trail.events), first_acknowledgment(trail.events)
    return Knowing(
        message_id=first.message_id,
        clocks=first.clocks,
        days_differ=len(set(days(first.clocks))) > 1,
        told_at=told_at,
        told=told_code,
        answered_at=None if said is None else said.at,
        answered="" if said is None else said.who,
        acknowledged_at=None if taken is None else taken.at,
        acknowledged="" if taken is None else taken.who,
    )


def days(clocks: Clocks) -> Iterator[dt.date]:
    """The day that each of the four clocks names, in Italy; pecwatch's own is not one of them."""
    for at in (clocks.certified_at, clocks.server_at, clocks.header_at):
        if at is not None:
            yield day_in_rome(at)
    if clocks.protocol is not None and clocks.protocol.date is not None:
        yield clocks.protocol.date


def not_known(position: Position, trail: Trail, today: dt.date) -> tuple[NotKnown, ...]:
    """Everything that a dossier has to leave open, so that nobody takes silence for an answer."""
    return (*_of_messages(_speaking(trail)), *(NotKnown(what=what) for what in _of_position(position, trail, today)))


def _speaking(trail: Trail) -> list[MessageTrace]:
    """The messages that spoke of the row; an answer to one of our mails is none of them."""
    answers = {each.message_id for each in trail.answers}
    return [each for each in trail.messages if each.message_id not in answers]


def _of_messages(messages: Iterable[MessageTrace]) -> Iterator[NotKnown]:
    for each in messages:
        clocks = each.clocks
        lacks = (
            (Missing.MESSAGE_GONE, each.state is None),
            (Missing.NO_CERTIFIED_TIME, clocks.certified_at is None),
            (Missing.CERTIFIED_NOT_VERIFIED, clocks.certified_at is not None and each.trust is not Trust.VERIFIED),
            (Missing.NO_SERVER_TIME, clocks.server_at is None),
            (Missing.NO_PROTOCOL, clocks.protocol is None),
        )
        for what, holds in lacks:
            if holds:
                yield NotKnown(what=what, message_id=each.message_id)


def _of_position(position: Position, trail: Trail, today: dt.date) -> Iterator[Missing]:
    day = position.execution_on
    told = any(mail.sent_at is not None and position.reference in mail.references for mail in trail.mails)
    gone_by = position.is_open and day is not None and day < today and fate_of(position) is Fate.OPEN
    lacks = (
        (Missing.NO_DAY, day is None),
        (Missing.UNCONFIRMED, not position.confirmed),
        (Missing.MUTED, position.muted),
        (Missing.NOBODY_TOLD, not told),
        (Missing.NO_ANSWER, first_word(trail.events) is None),
        (Missing.HELD_OPEN, any(each.ended_at is None for each in trail.held)),
        (Missing.QUESTION_OPEN, any(each.answered_at is None for each in trail.questions)),
        (Missing.NO_OUTCOME, gone_by),
    )
    return (what for what, holds in lacks if holds)
