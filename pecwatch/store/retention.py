# SPDX-License-Identifier: EUPL-1.2
"""What of the database has had its time; the same look tells and does."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Select, func

from pecwatch.model.match import Band
from pecwatch.model.record import record
from pecwatch.model.retention import Retention
from pecwatch.store.database import Session
from pecwatch.store.ledger import UNFINISHED
from pecwatch.store.outbox import UNSENT
from pecwatch.store.registry import LEAVING, SUPERSEDED, replaced_at
from pecwatch.store.retention_queries import TABLES, json_of, of, portions, positions_of, rows, values
from pecwatch.store.rights import restricted

UNKNOWN = (Band.NONE, Band.POSSIBLE)
"""Whom the registry does not know, or hardly."""


@record
class DueRows:
    """Numbers of the rows that have had their time."""

    references: tuple[str, ...] = ()
    raw: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()
    mails: tuple[int, ...] = ()
    candidates: tuple[tuple[str, str], ...] = ()
    """Reference and folder."""
    confirmations: tuple[int, ...] = ()
    decisions: tuple[int, ...] = ()
    rejections: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    registry_people: tuple[int, ...] = ()
    """The others of these registries."""
    registries: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()
    alarms: tuple[int, ...] = ()
    questions: tuple[int, ...] = ()

    def first(self, most: int) -> "DueRows":
        """So many of them, in the order in which they may go: nothing is left that speaks of a row that is gone."""
        left, some = most, {}
        for field in fields(self):
            some[field.name] = getattr(self, field.name)[:left]
            left -= len(some[field.name])
        return DueRows(**some)


def due_rows(session: Session, retention: Retention, now: dt.datetime) -> DueRows:
    """Everything that need not be kept any more; nothing that is open, unsent or waited for."""
    # A person who has asked that her data be kept is not to find them gone.
    asked_for = restricted(session)
    kept = _spoken_of(session, _is_unsent()) | asked_for
    references = tuple(each for each in _due_positions(session, retention, now) if each not in kept)
    needed = _needed_messages(session, asked_for)
    living = frozenset(values(session, of(session, "position", "reference"))) - set(references)
    left_before = months_before(now, retention.left_months)
    left, registries = _due_people(session, left_before.date()), _due_registries(session, left_before)
    confirmations, decisions, rejections = _of_unknown_folders(session, left, registries, living)
    troubles = months_before(now, retention.troubles_months)
    return DueRows(
        references=references,
        raw=_due_raw(session, months_before(now, retention.raw_months), needed),
        texts=_due_texts(session, months_before(now, retention.texts_months), needed),
        mails=_due_mails(session, months_before(now, retention.texts_months), asked_for, references),
        candidates=_due_candidates(session, now - dt.timedelta(days=retention.rejected_days), living),
        confirmations=confirmations,
        decisions=decisions,
        rejections=rejections,
        left=left,
        registry_people=_people_of(session, registries, frozenset(left)),
        registries=registries,
        answers=_due_answers(session, months_before(now, retention.closed_months), living),
        alarms=values(session, of(session, "alarm", "id").where(TABLES["alarm"].c.closed_at < troubles)),
        questions=_due_questions(session, troubles, living),
    )


def months_before(now: dt.datetime, months: int) -> dt.datetime:
    """The same moment so many months earlier; of a month that is shorter, its 28th day."""
    count = now.year * 12 + now.month - 1 - months
    return now.replace(year=count // 12, month=count % 12 + 1, day=min(now.day, 28))


def _due_positions(session: Session, retention: Retention, now: dt.datetime) -> tuple[str, ...]:
    """Closed ones, and those that nobody was ever to be told of: their time runs from their day."""
    position, decision = TABLES["position"].c, TABLES["decision"].c
    closed, unknown = (months_before(now, each) for each in (retention.closed_months, retention.unmatched_months))
    confirmed = frozenset(
        values(
            session,
            of(session, "decision", "reference").where(decision.kind == "confirmed", decision.undone_at.is_(None)),
        )
    )
    query = of(session, "position", "reference", "is_open", "month", "execution_on", "closed_at", "clock_started_at")
    query = query.add_columns(json_of(session, "position")["match"]["band"].as_string())
    query = query.where((position.is_open.is_(False)) | (position.muted.is_(True)))
    found = []
    for reference, is_open, month, day, closed_at, started_at, band in rows(session, query.order_by(position.id)):
        ended_at = closed_at or started_at
        is_unknown = band in UNKNOWN and reference not in confirmed
        of_day = day or _end_of(month)
        if is_open:
            is_due = of_day < (unknown if is_unknown else closed).date()
        else:
            is_due = ended_at is not None and (ended_at < closed or (is_unknown and of_day < unknown.date()))
        if is_due:
            found.append(reference)
    return tuple(found)


def _end_of(month: str) -> dt.date:
    year, number = map(int, month.split("-"))
    return dt.date(year + number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)


def _needed_messages(session: Session, asked_for: frozenset[str]) -> frozenset[int]:
    """Messages that somebody still has to open or of which an open row, one to be kept, a change or question speaks."""
    message, position, event = TABLES["message"].c, TABLES["position"].c, TABLES["event"].c
    held, question = TABLES["held_change"].c, TABLES["question"].c
    is_open = (position.is_open.is_(True) & position.muted.is_(False)) | position.reference.in_(asked_for)
    references = of(session, "position", "reference").where(is_open)
    queries: tuple[Select[Any], ...] = (
        of(session, "message", "id").where(message.state.in_(UNFINISHED) | message.needs_person.is_(True)),
        of(session, "position", "message_id").where(is_open),
        of(session, "event", "message_id")
        .where(event.reference.in_(references), event.message_id.is_not(None))
        .distinct(),
        of(session, "held_change", "message_id").where(held.ended_at.is_(None)),
    )
    asked = values(session, of(session, "question", "about").where(question.answered_at.is_(None)))
    return frozenset(each for query in queries for each in values(session, query)) | {
        int(about) for about in asked if about.isdecimal()
    }


def _due_raw(session: Session, before: dt.datetime, needed: frozenset[int]) -> tuple[int, ...]:
    message = TABLES["message"].c
    query = of(session, "message", "id").where(message.first_seen_at < before, message.vault_name != "")
    return tuple(each for each in values(session, query) if each not in needed)


def _due_texts(session: Session, before: dt.datetime, needed: frozenset[int]) -> tuple[int, ...]:
    """A list of a month to come is not old, whenever it came."""
    message = TABLES["message"].c
    query = of(session, "message", "id").where(
        message.first_seen_at < before,
        message.reading.is_not(None) | (message.source != ""),
        message.month.is_(None) | (message.month < f"{before:%Y-%m}"),
    )
    return tuple(each for each in values(session, query) if each not in needed)


def _is_unsent() -> ColumnElement[bool]:
    return TABLES["outbox"].c.state.in_(UNSENT)


def _due_mails(
    session: Session, before: dt.datetime, asked_for: frozenset[str], references: Sequence[str]
) -> tuple[int, ...]:
    """Mails that have ended, unless they speak of an open row that stays: one that got lost may have to leave again."""
    mail, position = TABLES["outbox"].c, TABLES["position"].c
    still_open = frozenset(values(session, of(session, "position", "reference").where(position.is_open.is_(True))))
    kept = (still_open - set(references)) | asked_for
    query = of(session, "outbox", "id", "speaks_of").where(
        ~_is_unsent(), func.coalesce(mail.ended_at, mail.created_at) < before, func.length(mail.content) > 0
    )
    return tuple(number for number, names in rows(session, query) if kept.isdisjoint(names.split()))


def _due_candidates(session: Session, before: dt.datetime, living: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Rejected long ago and still written in the row."""
    decision = TABLES["decision"].c
    query = of(session, "decision", "reference", "folder").where(
        decision.kind == "rejected", decision.decided_at < before, decision.undone_at.is_(None)
    )
    pairs = [(reference, folder) for reference, folder in rows(session, query.distinct()) if reference in living]
    proposed = {
        reference: {each.folder for each in found.match.candidates}
        for reference, found in positions_of(session, dict.fromkeys(reference for reference, _ in pairs))
    }
    return tuple(pair for pair in pairs if pair[1] in proposed.get(pair[0], ()))


def _due_people(session: Session, before: dt.date) -> tuple[int, ...]:
    return values(session, of(session, "registry_person", "id").where(TABLES["registry_person"].c.left_on < before))


def _due_registries(session: Session, before: dt.datetime) -> tuple[int, ...]:
    """The import that is kept for a change of mind: whoever stood only there has left when the other one came."""
    kept = TABLES["registry_import"].c
    since = replaced_at(session)
    states = (LEAVING, SUPERSEDED) if since is not None and since < before else (LEAVING,)
    return values(session, of(session, "registry_import", "id").where(kept.state.in_(states)))


def _people_of(session: Session, registries: Sequence[int], left: frozenset[int]) -> tuple[int, ...]:
    query = of(session, "registry_person", "id").where(TABLES["registry_person"].c.import_id.in_(registries))
    return tuple(number for number in values(session, query) if number not in left) if registries else ()


def _of_unknown_folders(
    session: Session, left: Sequence[int], registries: Sequence[int], living: frozenset[str]
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Lines, decisions and rejections about folders that no kept registry has any more, nor a kept row speaks of."""
    said = rows(session, of(session, "decision", "id", "folder", "reference"))
    lines = rows(session, of(session, "confirmation", "id", "folder", "decision_id"))
    struck = rows(session, of(session, "rejection", "id", "folder"))
    known = _known_folders(session, {folder for _, folder, *_ in (*said, *lines, *struck)}, frozenset(left), registries)
    confirmations = tuple(number for number, folder, _ in lines if folder not in known)
    kept_by_line = {decision_id for _, folder, decision_id in lines if folder in known}
    spoken_of = {folder for _, folder, reference in said if reference in living}
    decisions = tuple(
        number
        for number, folder, reference in said
        if folder not in known and reference not in living and number not in kept_by_line
    )
    rejections = tuple(number for number, folder in struck if folder not in known | spoken_of)
    return confirmations, decisions, rejections


def _known_folders(
    session: Session, folders: Iterable[str], left: frozenset[int], registries: Sequence[int]
) -> frozenset[str]:
    """Those of some folders that a kept registry has, not counting who is let go of now."""
    person = TABLES["registry_person"].c
    found: set[str] = set()
    for some in portions(sorted(folders)):
        kept = person.folder.in_(some), person.import_id.not_in(registries)
        query = of(session, "registry_person", "id", "folder").where(*kept)
        found |= {folder for number, folder in rows(session, query) if number not in left}
    return frozenset(found)


def _due_answers(session: Session, before: dt.datetime, living: frozenset[str]) -> tuple[int, ...]:
    query = of(session, "answer", "id", "speaks_of").where(TABLES["answer"].c.answered_at < before)
    return tuple(number for number, names in rows(session, query) if living.isdisjoint(names.split()))


def _due_questions(session: Session, before: dt.datetime, living: frozenset[str]) -> tuple[int, ...]:
    query = of(session, "question", "id", "about").where(TABLES["question"].c.answered_at < before)
    return tuple(number for number, about in rows(session, query) if about not in living)


def _spoken_of(session: Session, which: ColumnElement[bool]) -> frozenset[str]:
    names = values(session, of(session, "outbox", "speaks_of").where(which))
    return frozenset(reference for each in names for reference in each.split())
