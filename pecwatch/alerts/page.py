# SPDX-License-Identifier: EUPL-1.2
"""A mail's content before it is laid out: one shape, so that HTML and text always say the same."""

from enum import StrEnum

from pecwatch.model.record import record


class Tone(StrEnum):
    """How something should strike the eye; words always say it too."""

    DANGER = "danger"
    WARNING = "warning"
    SUCCESS = "success"
    CALM = "calm"


@record
class Banner:
    """A sentence that must not be overlooked."""

    tone: Tone
    label: str
    """One or two words that say without colour what the colour says."""
    text: str


@record
class Field:
    """One fact of a card."""

    label: str
    value: str
    struck: bool = False
    """Shown crossed out; the label says it in words."""


@record
class Card:
    """One row of a list, as its worker needs it."""

    day: str
    """When, in words."""
    left: str
    """How long there is, in words."""
    heading: str
    place: str
    status: str
    tone: Tone
    reference: str
    marks: tuple[str, ...] = ()
    """What is new, or doubtful, about the row."""
    fields: tuple[Field, ...] = ()


@record
class Table:
    """A few short columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first cell of each row is its heading."""


@record
class Section:
    """Something under a heading of its own."""

    heading: str
    intro: str = ""
    cards: tuple[Card, ...] = ()
    bullets: tuple[str, ...] = ()
    table: Table | None = None


@record
class Page:
    """A whole mail."""

    title: str
    lead: str
    now: str = ""
    """What to do first, in one sentence."""
    banners: tuple[Banner, ...] = ()
    sections: tuple[Section, ...] = ()
    steps: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
