# SPDX-License-Identifier: EUPL-1.2
"""Notices to tutors, in the transaction of the message that causes them; nothing unless [notices] turns them on."""

import hashlib
from collections import Counter
from collections.abc import Iterable

import structlog

from pecwatch.alerts.buildings import tutor_alert
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.casework.buildings import DROPPED, TOLD, Decided, Terms, spoken_of, told_days, tutor_notices
from pecwatch.matching.buildings import BuildingFinder
from pecwatch.model.message import Message
from pecwatch.model.news import Changes, News
from pecwatch.model.position import Position
from pecwatch.service.desk import Desk
from pecwatch.service.posting import post
from pecwatch.store import casefile, stories
from pecwatch.store.beside import imported_buildings, street_names
from pecwatch.store.database import Session

log = structlog.get_logger()


def tell_tutors(
    session: Session,
    desk: Desk,
    weighed: Iterable[tuple[News, Changes]],
    *,
    message: Message,
    message_id: int,
    circumstances: Circumstances,
) -> int:
    """Put the notices of one message in the outbox, and into the story of its positions that they were told.

    Args:
        weighed: Every list of the message, its changes written already.

    Returns:
        How many mails are new.
    """
    spoken = spoken_of(weighed) if desk.config.notices.buildings else ()
    if not spoken:
        return 0
    told = told_days(stories.events_of(session, (TOLD, DROPPED)))
    finder = BuildingFinder(imported_buildings(session), desk.rules.addresses, street_names(session))
    decided = tutor_notices(
        spoken,
        _standing(session, told),
        told,
        message=message,
        message_id=message_id,
        building_of=finder.building_of,
        terms=Terms(allowed=desk.config.notices.tutor_addresses, fewest_dwellings=desk.rules.privacy.fewest_dwellings),
        now=desk.clock(),
    )
    casefile.save_changes(session, Changes(events=decided.events))
    # What is told once and taken back may be told again when the message is read again: each content is an event.
    alerts = (
        tutor_alert(each, event=_event(message_id, each), circumstances=circumstances) for each in decided.notices
    )
    written = post(session, desk, alerts)
    _log(message_id, decided, written)
    return written


def _event(message_id: int, notice: object) -> str:
    return f"message:{message_id}:buildings:{hashlib.sha256(repr(notice).encode()).hexdigest()[:16]}"


def _standing(session: Session, told: Iterable[str]) -> tuple[Position, ...]:
    """Every open position, and those closed since of which a tutor was told."""
    still_open = casefile.positions(session)
    known = {each.reference for each in still_open}
    closed = (casefile.position(session, reference) for reference in told if reference not in known)
    return (*still_open, *(each for each in closed if each is not None))


def _log(message_id: int, decided: Decided, written: int) -> None:
    reasons = Counter(str(each.reason) for each in decided.unsaid)
    log.info("tutors", message=message_id, mails=written, bar=decided.bar, untold=dict(sorted(reasons.items())))
