# SPDX-License-Identifier: EUPL-1.2
"""From the documents of a message to what the office is told: the whole stage in one function."""

import datetime as dt
from dataclasses import replace
from itertools import accumulate

from pecwatch.lists import problems as say
from pecwatch.lists.account import account_of
from pecwatch.lists.draft import Explained, PartReading, Taken
from pecwatch.lists.grouping import LIST_TYPE, Grouped, listing_of, lists_of
from pecwatch.lists.letters import letters_apart, read_letter
from pecwatch.lists.links import leads_elsewhere
from pecwatch.lists.month import month_of
from pecwatch.lists.oversights import with_oversights
from pecwatch.lists.parts import read_part
from pecwatch.lists.recognise import Signs, everything, signs_of, spoken
from pecwatch.lists.signs import HOW_TO_REACH, hands_on
from pecwatch.lists.state import Evidence, state_of
from pecwatch.lists.untold import with_untold
from pecwatch.model.document import Document
from pecwatch.model.listing import Listing, Nature, Reading, State
from pecwatch.model.message import Kind, Message, Zone
from pecwatch.model.problem import Problem, Severity
from pecwatch.rules import Rules

_GREETING = (
    "recognition.furniture.openings",
    "recognition.furniture.closings",
    HOW_TO_REACH,
    "program.place_and_day",
    "after_closing",
    "ruler",
    "office",
)
"""Rules by which a line above a forwarded list is no note."""


def read_lists(
    message: Message,
    source: str,
    documents: tuple[Document, ...],
    problems: tuple[Problem, ...],
    rules: Rules,
    *,
    explain: bool = False,
) -> Reading:
    """Read the lists a message holds and say what the message is.

    Pure, and never raises on what a message holds: what is not understood comes back as leftovers and problems.

    Args:
        documents: Everything that could be opened; what stands outside the seal is shown, not read.
        problems: What went wrong before.
        explain: Say of every line what it was taken for.
    """
    inside = tuple(document for document in documents if document.zone is not Zone.OUTSIDE)
    told = [*problems, *(problem for document in documents for problem in document.problems)]
    if any(document.pages for document in documents if document.zone is Zone.OUTSIDE):
        told.append(say.outside_seal())
    lost = any(problem.severity is Severity.LOST for problem in (*problems, *(p for d in inside for p in d.problems)))
    if message.is_receipt:
        unread = () if explain else None
        return Reading(source=source, message=message, state=State.NOT_PERTINENT, problems=_once(told), account=unread)
    by_document = tuple(read_part(document, rules) for document in inside)
    parts = letters_apart(_notes_apart(tuple(part for parts in by_document for part in parts), rules), rules)
    reading = _judged(
        message,
        source,
        parts,
        tuple(told),
        rules,
        lost=lost,
        attached=_attached(message, inside),
        linked=leads_elsewhere(inside, rules),
    )
    if not explain:
        return reading
    ends = tuple(accumulate(len(parts) for parts in by_document))
    shares = (parts[end - len(own) : end] for own, end in zip(by_document, ends, strict=True))
    return replace(reading, account=account_of(tuple(zip(inside, shares, strict=True)), rules))


def _attached(message: Message, inside: tuple[Document, ...]) -> bool:
    return bool(message.attachments or message.nested) or any(not document.is_body for document in inside)


def _once(problems: list[Problem]) -> tuple[Problem, ...]:
    """Each problem once: outside_seal may have been told by whoever opened the envelope."""
    kept: list[Problem] = []
    for problem in problems:
        single = problem.code == "outside_seal" and any(other.code == problem.code for other in kept)
        if problem not in kept and not single:
            kept.append(problem)
    return tuple(kept)


def _notes_apart(parts: tuple[PartReading, ...], rules: Rules) -> tuple[PartReading, ...]:
    """What stands above a forwarded list, and holds no rows itself, is a note."""
    if not any(part.quoted and part.drafts for part in parts) or any(part.drafts and not part.quoted for part in parts):
        return parts
    return tuple(
        part if part.quoted or not part.is_body else replace(part, explained=_as_note(part, rules)) for part in parts
    )


def _as_note(part: PartReading, rules: Rules) -> tuple[Explained, ...]:
    return tuple(
        told
        if (told.rule.startswith(_GREETING) and len(told.item.text.split()) <= 6) or hands_on(told.item.text, rules)
        else replace(told, taken=Taken.NOTE, rule="note")
        for told in part.explained
    )


def _judged(
    message: Message,
    source: str,
    parts: tuple[PartReading, ...],
    told: tuple[Problem, ...],
    rules: Rules,
    *,
    lost: bool,
    attached: bool,
    linked: bool,
) -> Reading:
    signs = signs_of(message, parts, rules)
    counted = with_oversights(with_untold(parts, rules), rules)
    groups = lists_of(counted, message.subject or "", _sent_on(message), rules)
    missing = signs.announced and not attached and message.kind is not Kind.DOCUMENT
    letter = read_letter(signs.letter, message, everything(parts), rules) if signs.letter else None
    evidence = Evidence(
        message=message,
        signs=signs,
        rows=groups[0].rows if groups else (),
        lost=lost,
        attachment_missing=missing or linked,
        persons=letter is not None and letter.persons != (),
    )
    state = state_of(evidence)
    found = list(told)
    listing: Listing | None = None
    others: tuple[Listing, ...] = ()
    if state is State.LIST:
        listing, others = _lists(groups, signs, counted, found, lost=lost or missing or linked)
    elif state is State.EMPTY_LIST:
        listing = _empty(message, parts)
    if missing and state in (State.LIST, State.UNREADABLE):
        found.append(say.missing_attachment(Severity.LOST))
    if linked and state in (State.LIST, State.UNREADABLE):
        found.append(say.behind_link())
    if state is State.UNREADABLE and not (lost or missing or linked):
        found.append(say.no_rows(Severity.LOST))
    if state is State.NOT_PERTINENT and message.sender_recognised:
        found.append(say.no_rows(Severity.NOTE))
    if state in (State.LIST, State.EMPTY_LIST, State.UNREADABLE) and not _known_sender(message):
        found.append(say.sender_not_recognised())
    if state is State.LIST and any(one.taken is Taken.NOTE for part in parts for one in part.explained):
        found.append(say.note_to_verify())
    return Reading(
        source=source,
        message=message,
        state=state,
        listing=listing,
        other_lists=others,
        letter=letter if state is State.LETTER else None,
        problems=_once(found),
    )


def _known_sender(message: Message) -> bool:
    return message.sender_recognised or message.kind is Kind.DOCUMENT


def _sent_on(message: Message) -> dt.date | None:
    moment = message.certified_at or message.sent_at
    return moment.date() if moment is not None else None


def _lists(
    groups: tuple[Grouped, ...], signs: Signs, parts: tuple[PartReading, ...], found: list[Problem], *, lost: bool
) -> tuple[Listing, tuple[Listing, ...]]:
    """The newest list, accounted for over all parts that no other list claims, and the others."""
    claimed = {id(read.part) for group in groups[1:] for read in group.parts}
    own = tuple(part for part in parts if id(part) not in claimed)
    listing, told = listing_of(groups[0], signs.nature, own, lost=lost)
    found.extend(told)
    others: list[Listing] = []
    for group in groups[1:]:
        other, said = listing_of(group, Nature.ANNOUNCEMENT, tuple(read.part for read in group.parts), lost=lost)
        others.append(other)
        found.extend(said)
    return listing, tuple(others)


def _empty(message: Message, parts: tuple[PartReading, ...]) -> Listing:
    """A declared empty list."""
    titles = [title for part in parts for title in part.titles] + [spoken(parts)]
    month = month_of(message.subject or "", titles, (), _sent_on(message))
    return Listing(
        type=LIST_TYPE,
        nature=Nature.EMPTY,
        month=str(month) or None,
        declared_rows=0,
        complete=True,
        rows=(),
    )
