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
class Link:
    """A prepared reply: a tap opens a mail that is written already."""

    words: str
    """As it is read; with … where something is left to be filled in."""
    href: str
    """`mailto:`, nothing else."""
    about: str = ""
    """Reference of the position, for who hears the page."""


@record
class Answering:
    """How the whole mail may be answered, for programs that open no prepared reply too."""

    intro: str
    """How to answer by hand; begins with a small letter."""
    words: tuple[str, ...]
    """What may be written, each a line that could be copied."""
    mark: str
    """Token by which an answer is known, as `[pw:k7m2q9xab4c5]`."""
    links: tuple[Link, ...] = ()
    """Prepared replies about everything in the mail."""


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
    replies: tuple[Link, ...] = ()


@record
class Sheet:
    """A table as a spreadsheet wants it: as many columns as there are facts."""

    name: str
    """Of the file."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@record
class Table:
    """A few short columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first cell of each row is its heading."""
    replies: tuple[tuple[Link, ...], ...] = ()
    """Prepared replies of each row; none at all where the table asks for nothing."""
    sheet: Sheet | None = None
    """What stands in the file beside the mail when the table is too long; None for the table as it is."""


@record
class Section:
    """Something under a heading of its own."""

    heading: str
    intro: str = ""
    cards: tuple[Card, ...] = ()
    bullets: tuple[str, ...] = ()
    letter: tuple[str, ...] = ()
    """A text that is ready to be sent on, paragraph by paragraph."""
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
    answering: Answering | None = None
    footer: tuple[str, ...] = ()

    @property
    def has_links(self) -> bool:
        """Whether there is a prepared reply to tap."""
        whole = self.answering is not None and bool(self.answering.links)
        cards = any(card.replies for section in self.sections for card in section.cards)
        return whole or cards or any(section.table is not None and section.table.replies for section in self.sections)
