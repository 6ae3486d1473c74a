# SPDX-License-Identifier: EUPL-1.2
"""How long each class of data is kept, and what of it has had its time."""

from dataclasses import asdict, fields

from pecwatch.model.record import record


@record
class Retention:
    """The times of `[retention]`, as the data protection officer has set them."""

    raw_months: int = 12
    """Sealed copies of messages, from when they were first seen."""
    texts_months: int = 6
    """What was read of messages, and the text of mails that have left: both name people whom nobody knows, too."""
    closed_months: int = 24
    """Rows with their story, from their closing."""
    unmatched_months: int = 6
    """Closed rows of people whom the registry does not know, from their day."""
    rejected_days: int = 90
    """Candidates of whom somebody said «non è la stessa persona»."""
    left_months: int = 24
    """People whom the registry has no longer, from when they left it; the import before, from when it was replaced."""
    troubles_months: int = 12
    """Alarms that are over, questions and answers of which no row is left."""
    backups_days: int = 7
    """Copies of the database, and damaged ones that were set aside."""


@record
class Purged:
    """How much of each class has had its time, or was let go of."""

    raw_messages: int = 0
    texts_of_messages: int = 0
    rows: int = 0
    texts_of_mails: int = 0
    rejected_candidates: int = 0
    confirmed_lines: int = 0
    decisions: int = 0
    people_who_left: int = 0
    registry_people: int = 0
    registries: int = 0
    answers: int = 0
    troubles: int = 0
    copies: int = 0

    def __add__(self, more: "Purged") -> "Purged":
        """Two that were let go of one after the other, as one."""
        return Purged(**{each.name: getattr(self, each.name) + getattr(more, each.name) for each in fields(self)})

    @property
    def is_nothing(self) -> bool:
        """Whether everything may still be kept."""
        return self == Purged()

    @property
    def count(self) -> int:
        """Of all classes together."""
        return sum(asdict(self).values())

    @property
    def in_words(self) -> str:
        """As the audit trail has it: names of classes and counts."""
        return " ".join(f"{name}={count}" for name, count in asdict(self).items() if count)

    @classmethod
    def told(cls, words: str) -> "Purged":
        """What an entry of the audit trail says; a class that is not there any more is not counted."""
        known = {each.name for each in fields(cls)}
        pairs = (word.partition("=") for word in words.split())
        return cls(**{name: int(count) for name, _, count in pairs if name in known})
