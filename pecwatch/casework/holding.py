# SPDX-License-Identifier: EUPL-1.2
"""What a list leaves to be said by somebody else: changes that wait for a yes, and questions to the housing company."""

import datetime as dt
from collections.abc import Sequence

from pecwatch.model.news import HeldChange, HeldEnd, HeldEnding, News, NewsKind
from pecwatch.model.position import Position, Priority
from pecwatch.model.question import Question, QuestionKind
from pecwatch.model.record import record

PECWATCH = "pecwatch"


@record
class Outstanding:
    """What is kept beside the positions."""

    held: tuple[HeldChange, ...] = ()
    ended: tuple[HeldEnd, ...] = ()
    asked: tuple[Question, ...] = ()
    answered: tuple[Question, ...] = ()


def outstanding(
    news: News, after: Sequence[Position], confirmed: bool, message_id: int, now: dt.datetime
) -> Outstanding:
    """What waits once a list has been weighed, and what waits no longer.

    Args:
        after: The positions as they are now, in the order of what is told.
        confirmed: Whether nobody has to say that the list itself is genuine.
    """
    told = list(zip(news.told, after, strict=True))
    held = tuple(
        HeldChange(reference=position.reference, message_id=message_id, row=row.row, differences=waiting, held_at=now)
        for row, position in told
        if position.is_open and (waiting := tuple(each for each in row.differences if not each.applied))
    )
    ended = tuple(
        HeldEnd(reference=row.position.reference, how=HeldEnding.OVERTAKEN, at=now)
        for row in (*news.rows, *news.left_out)
        if row.position is not None and news.bar is None
    )
    doubtful = not confirmed and news.kind is not NewsKind.TWIN and any(not each.confirmed for each in after)
    named = {row.position.reference for row in news.rows if row.position is not None}
    spoken_of = [] if news.kind is NewsKind.TWIN else [each for each in after if each.reference in named]
    lists = (_asked(QuestionKind.LIST, str(message_id), now),) if held or doubtful else ()
    return Outstanding(
        held=held,
        ended=ended,
        asked=(*lists, *(_asked(kind, position.reference, now) for kind, position in _open_points(news, after))),
        answered=tuple(
            _answered(kind, each.reference, answer, now) for each in spoken_of for kind, answer in _settled_points(each)
        ),
    )


def _open_points(news: News, after: Sequence[Position]) -> list[tuple[QuestionKind, Position]]:
    absent = {row.position.reference for row in news.absent if row.position is not None}
    missing = [(QuestionKind.MISSING_ROW, each) for each in after if each.reference in absent]
    opened = [position for row, position in zip(news.told, after, strict=True) if row.position is None]
    undated = [each for each in opened if each.is_open and each.execution_on is None]
    return [*missing, *((QuestionKind.NO_DAY, each) for each in undated if each.priority is Priority.URGENT)]


def _settled_points(position: Position) -> list[tuple[QuestionKind, str]]:
    """Questions to the housing company that a list answers by naming a row, whether or not they were asked."""
    dated = [(QuestionKind.NO_DAY, "stated")] if position.execution_on is not None else []
    return [(QuestionKind.MISSING_ROW, "present_again"), *dated]


def _asked(kind: QuestionKind, about: str, now: dt.datetime) -> Question:
    return Question(kind=kind, about=about, asked_at=now)


def _answered(kind: QuestionKind, about: str, answer: str, now: dt.datetime) -> Question:
    return Question(kind=kind, about=about, asked_at=now, answered_at=now, answered_by=PECWATCH, answer=answer)
