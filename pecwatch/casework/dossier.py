# SPDX-License-Identifier: EUPL-1.2
"""A position and its trail as a dossier: with names for who must decide, without anything that tells who it is else."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from pecwatch.casework.knowing import knowing, not_known
from pecwatch.casework.moments import moments_of
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.dossier import Dossier, Household, PersonShown
from pecwatch.model.office import Office
from pecwatch.model.position import Event, Outcome, Position, SeenBefore
from pecwatch.model.trail import AnswerTrace, QuestionTrace, Trail

OMITTED = "…"
"""In place of what only a full dossier shows."""

FOLDER = re.compile(r"\d{4}/\d+")
"""What the number of a folder usually looks like; those of the position are known besides."""

ABOUT_FOLDERS = frozenset({"rejected", "person_confirmed", "undone"})
"""Kinds of events whose details name folders, also some that are no candidates any more."""

STABLE = re.compile(r"[a-z_]+")
"""A word of the program, which tells nothing of a person."""


def dossier_of(
    position: Position,
    trail: Trail,
    office: Office,
    household: Household,
    *,
    full: bool,
    now: dt.datetime,
    later: Iterable[Position] = (),
) -> Dossier:
    """Everything about a position, in order.

    Args:
        household: As far as the reader may know it.
        later: Positions of later lists that were recognised as the same household.
        full: Otherwise folders, words that people wrote, and the names before the @ of senders are left out.
    """
    shown = trail if full else without_identity(trail, position, office)
    return Dossier(
        reference=position.reference,
        month=position.month,
        is_full=full,
        made_at=now,
        household=household,
        execution_on=position.execution_on,
        time=position.row.time,
        status=position.row.status,
        band=position.match.band,
        state=position.state,
        outcome=position.outcome,
        priority=position.priority,
        confirmed=position.confirmed,
        muted=position.muted,
        owner=position.owner,
        also_told=position.also_told,
        opened_at=position.opened_at,
        closed_at=position.closed_at,
        seen_before=position.seen_before,
        seen_after=tuple(
            SeenBefore(
                reference=each.reference,
                month=each.month,
                status=each.row.status,
                postponed_to=each.row.postponed_to,
            )
            for each in later
        ),
        people=_people(shown, position, office, full=full),
        knowing=knowing(shown, position.reference),
        messages=tuple(sorted(shown.messages, key=lambda each: (each.arrived_at, each.message_id))),
        moments=moments_of(shown),
        mails=shown.mails,
        steps=shown.steps,
        answers=shown.answers,
        held=shown.held,
        questions=shown.questions,
        not_known=not_known(position, shown, day_in_rome(now)),
    )


def without_identity(trail: Trail, position: Position, office: Office) -> Trail:
    """A trail that tells what happened and not to whom: no folder, no free words, no person behind a sender."""
    folders = {each.folder for each in position.match.candidates} | set(position.rejected_folders)
    if position.match.household is not None:
        folders.add(position.match.household.id)
    codes = {person.code for person in office.everybody}
    return replace(
        trail,
        messages=tuple(replace(each, sender=_domain(each.sender)) for each in trail.messages),
        events=tuple(_event(each, folders) for each in trail.events),
        answers=tuple(_answer(each, codes) for each in trail.answers),
        questions=tuple(map(_question, trail.questions)),
    )


def _domain(sender: str | None) -> str | None:
    """`…@pec.aler.example`: which office wrote, not who."""
    return None if sender is None else f"{OMITTED}@{sender.rpartition('@')[2]}"


def _event(event: Event, folders: set[str]) -> Event:
    names_folders = event.kind in ABOUT_FOLDERS
    words = [OMITTED if _is_folder(word, folders, names_folders) else word for word in event.detail.split(" ")]
    return replace(event, detail=" ".join(words), reason=OMITTED if event.reason else "")


def _is_folder(word: str, folders: set[str], names_folders: bool) -> bool:
    """Whether a word may be the number of a folder, however the office writes those."""
    if names_folders and word:
        return STABLE.fullmatch(word) is None
    bare = word.strip(",;:.()")
    return bare in folders or FOLDER.fullmatch(bare) is not None


def _answer(answer: AnswerTrace, codes: set[str]) -> AnswerTrace:
    harmless = all(word in codes or word in set(Outcome) or _is_day(word) for word in answer.argument.split())
    return answer if harmless else replace(answer, argument=OMITTED)


def _is_day(word: str) -> bool:
    try:
        dt.date.fromisoformat(word)
    except ValueError:
        return False
    return True


def _question(question: QuestionTrace) -> QuestionTrace:
    if question.answer is None or STABLE.fullmatch(question.answer) is not None:
        return question
    return replace(question, answer=OMITTED)


def _people(trail: Trail, position: Position, office: Office, *, full: bool) -> tuple[PersonShown, ...]:
    """Everybody of the office who has to do with the row, in the order of the office."""
    named = set(_codes(trail, position))
    return tuple(
        PersonShown(code=person.code, role=person.role, name=person.name if full else None)
        for person in office.everybody
        if person.code in named
    )


def _codes(trail: Trail, position: Position) -> Iterable[str]:
    yield from (position.owner, *position.also_told)
    yield from (each.who for each in trail.events)
    yield from (each.who for each in trail.answers)
    yield from (each.recipient_code for each in trail.mails)
    yield from (each.step.recipient for each in trail.steps)
    yield from (word for each in trail.events for word in each.detail.split())
