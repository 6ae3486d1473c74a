# SPDX-License-Identifier: EUPL-1.2
"""The one place where a dossier is opened, whoever asks for it and in whatever form she gets it."""

from collections.abc import Iterator

import structlog

from pecwatch.alerts.sensitive import or_omitted
from pecwatch.alerts.shown import full_name, initials
from pecwatch.casework.dossier import dossier_of
from pecwatch.errors import UsageError
from pecwatch.model.dossier import Dossier, Household
from pecwatch.model.position import Event, Position
from pecwatch.model.trail import AnswerTrace, HeldTrace, Trail
from pecwatch.rules.privacy import PrivacyRules
from pecwatch.service.desk import Desk
from pecwatch.store import casefile, stories, trail
from pecwatch.store.database import Session

log = structlog.get_logger()


def open_dossier(desk: Desk, reference: str, *, full: bool) -> Dossier:
    """Everything about one position.

    Args:
        full: With name, address and whatever else tells who it is; for whoever must decide. Otherwise initials.

    Raises:
        UsageError: There is no such position.
    """
    with desk.database.reading() as session:
        found = casefile.position(session, reference)
        if found is None:
            raise UsageError(f"{reference}: no such position; pecwatch positions list --all shows them")
        written, later = _trail(session, found), trail.seen_in(session, reference)
    log.info("dossier_opened", reference=reference, full=full)
    household = _household(found, desk.rules.privacy, full=full)
    return dossier_of(found, written, desk.office, household, full=full, now=desk.clock(), later=later)


def _trail(session: Session, position: Position) -> Trail:
    reference = position.reference
    events = stories.events(session, reference)
    held = trail.held_traces(session, reference=reference)
    answers = trail.answer_traces(session, reference)
    spoke = {position.message_id, position.last_message_id, *_numbers(events, held)}
    about = (reference, position.month, *map(str, sorted(spoke)))
    return Trail(
        messages=trail.message_traces(session, spoke | {each.message_id for each in answers}),
        events=events,
        mails=trail.mail_traces(session, reference, spoke),
        steps=trail.step_traces(session, reference),
        answers=answers,
        held=held,
        questions=trail.question_traces(session, about),
    )


def _numbers(*sources: tuple[Event, ...] | tuple[HeldTrace, ...] | tuple[AnswerTrace, ...]) -> Iterator[int]:
    """Ledger numbers of the messages that somebody notes as the source of something."""
    return (each.message_id for source in sources for each in source if each.message_id is not None)


def _household(position: Position, privacy: PrivacyRules, *, full: bool) -> Household:
    row = position.row
    if not full:
        tenants = tuple(
            "".join(f"{word[0].upper()}." for word in (each.surname, each.given_name) if word)
            for each in row.co_tenants
        )
        return Household(name=initials(row), co_tenants=tenants)
    return Household(
        name=full_name(row),
        co_tenants=tuple(f"{each.surname} {each.given_name}".strip() for each in row.co_tenants),
        address=row.address.as_written,
        birth_date=row.birth_date,
        fiscal_code=row.fiscal_code,
        wording=or_omitted(row.wording, privacy),
        folders=tuple(
            each.folder for each in position.match.candidates if each.folder not in position.rejected_folders
        ),
    )
