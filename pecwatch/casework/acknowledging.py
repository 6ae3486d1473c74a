# SPDX-License-Identifier: EUPL-1.2
"""Which entries of a story are words of people, and which of them mean that somebody has the row in hand."""

from collections.abc import Iterable

from pecwatch.model.position import Event

BY_PEOPLE = frozenset({"mail", "cli"})
"""Ways by which people speak; `pecwatch` itself notes by mail that its own mail left."""

PROGRAM = "pecwatch"

IN_HAND = frozenset({"taken", "contacted", "plan", "postponement_asked", "outcome", "corrected", "closed"})
"""Kinds of events after which somebody works on the row, or has. Handing it on and «non è la stessa persona» are
answers, and leave the row to somebody who has not spoken yet."""


def is_said(event: Event) -> bool:
    """Whether a person of the office said it, rather than a list or the program."""
    return event.who != PROGRAM and event.by in BY_PEOPLE


def first_word(events: Iterable[Event]) -> Event | None:
    """The first thing a person said about a position."""
    return min(filter(is_said, events), key=lambda event: event.at, default=None)


def first_acknowledgment(events: Iterable[Event]) -> Event | None:
    """When somebody first took a position in hand."""
    return first_word(event for event in events if event.kind in IN_HAND)
