# SPDX-License-Identifier: EUPL-1.2
"""What the housing company still has to say about a month: what was asked, and what ought to be."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from pecwatch.casework.fates import fate_of
from pecwatch.casework.monthly import Stories
from pecwatch.model.monthly import Doubt, Fate, MonthsList, OpenQuestion
from pecwatch.model.position import Position
from pecwatch.model.record import record
from pecwatch.model.trail import HeldTrace, QuestionTrace

BY_WORD: dict[str, Doubt] = {
    "missing": Doubt.MISSING_ROW,
    "missing_row": Doubt.MISSING_ROW,
    "no_list": Doubt.NO_LIST,
    "no_day": Doubt.NO_DAY,
    "no_date": Doubt.NO_DAY,
    "held": Doubt.HELD,
    "changes": Doubt.HELD,
    "list": Doubt.UNCONFIRMED_LIST,
    "unconfirmed_list": Doubt.UNCONFIRMED_LIST,
    "no_outcome": Doubt.NO_OUTCOME,
}
"""Kinds of questions that were written down, and the doubt that each is about."""

NAMED_AGAIN = frozenset({"present_again", "confirmed_by_reminder", "changed"})


@record
class Asked:
    """One thing to ask, before those of a kind are put together."""

    doubt: Doubt
    about: str
    word: str = ""
    asked_at: dt.datetime | None = None


def open_questions(
    positions: Iterable[Position],
    stories: Stories,
    *,
    lists: Sequence[MonthsList],
    held: Iterable[HeldTrace],
    questions: Iterable[QuestionTrace],
    month: str,
    today: dt.date,
) -> tuple[OpenQuestion, ...]:
    """Everything that is open, those of one kind together, in the order of `Doubt`."""
    still_open = [position for position in positions if position.is_open and not position.muted]
    found = [
        *([] if lists else [Asked(doubt=Doubt.NO_LIST, about=month)]),
        *(_of_question(each) for each in questions if each.answered_at is None),
        *(each for position in still_open for each in _of_position(position, stories, today)),
        *(Asked(doubt=Doubt.HELD, about=each.reference) for each in held if each.ended_at is None),
        *(
            Asked(doubt=Doubt.READ_IN_PART, about=str(each.trace.message_id))
            for each in lists
            if each.trace.complete is False
        ),
    ]
    keys = sorted({(each.doubt, each.word) for each in found}, key=lambda key: (list(Doubt).index(key[0]), key[1]))
    return tuple(_together(key, [each for each in found if (each.doubt, each.word) == key]) for key in keys)


def _of_question(question: QuestionTrace) -> Asked:
    doubt = BY_WORD.get(question.kind, Doubt.OTHER)
    word = question.kind if doubt is Doubt.OTHER else ""
    return Asked(doubt=doubt, about=question.about, word=word, asked_at=question.asked_at)


def _of_position(position: Position, stories: Stories, today: dt.date) -> Iterator[Asked]:
    day = position.execution_on
    pending = fate_of(position) is Fate.OPEN
    doubts = (
        (Doubt.NO_DAY, pending and day is None),
        (Doubt.MISSING_ROW, _is_missing(position, stories)),
        (Doubt.NO_OUTCOME, pending and day is not None and day < today),
    )
    yield from (Asked(doubt=doubt, about=position.reference) for doubt, holds in doubts if holds)
    if not position.confirmed:
        yield Asked(doubt=Doubt.UNCONFIRMED_LIST, about=str(position.message_id))


def _is_missing(position: Position, stories: Stories) -> bool:
    """Whether the last list that might have named the row did not."""
    told = [event.kind for event in stories.get(position.reference, ()) if event.kind in {"missing", *NAMED_AGAIN}]
    return bool(told) and told[-1] == "missing"


def _together(key: tuple[Doubt, str], asked: list[Asked]) -> OpenQuestion:
    moments = [each.asked_at for each in asked if each.asked_at is not None]
    about = sorted({each.about for each in asked}, key=lambda name: (not name.isdigit(), name.zfill(9)))
    return OpenQuestion(doubt=key[0], word=key[1], about=tuple(about), asked_at=min(moments, default=None))
