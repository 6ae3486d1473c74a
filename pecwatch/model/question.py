# SPDX-License-Identifier: EUPL-1.2
"""What only somebody outside pecwatch can say."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.record import record


class QuestionKind(StrEnum):
    """What is asked."""

    LIST = "list"
    """The coordinator: is this list, are these changes the housing company's? CONFERMO / NON CONFERMO."""
    MISSING_ROW = "missing_row"
    """The housing company: a reminder no longer names a row; does it still hold?"""
    NO_DAY = "no_day"
    """The housing company: on which day is a row to be executed?"""


@record
class Question:
    """One question, about one thing at a time: asked again, it is open again."""

    kind: QuestionKind
    about: str
    """Reference of a position, or ledger number of a message."""
    asked_at: dt.datetime
    answered_at: dt.datetime | None = None
    answered_by: str | None = None
    """Code of a person; `pecwatch` when a later list answered it."""
    answer: str | None = None
    """Stable word: confirmed, refused, present_again, stated, closed."""
