# SPDX-License-Identifier: EUPL-1.2
"""What people said of lines and folders: listed, held, taken back."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import delete
from sqlmodel import col, select

from pecwatch.model.decision import Confirmation, PairDecision, PairKind
from pecwatch.model.person import Alias
from pecwatch.model.position import Event, Rejection
from pecwatch.store.database import Session
from pecwatch.store.stored import from_text, number, to_text
from pecwatch.store.tables import StoredConfirmation, StoredDecision, StoredRejection

SUPERSEDED = "pecwatch"
"""Who takes a decision back when a later one on the same pair takes its place."""


def keep_rejection(session: Session, rejection: Rejection, event: Event, line: str) -> None:
    """Keep a «non è la stessa persona» with who said it; what was said of the pair before no longer holds.

    Args:
        line: Key under which the same pair may have been confirmed before.
    """
    _supersede(session, event, rejection.folder, (rejection.row_key, line))
    save_rejection(session, rejection, event.at)
    _keep(session, PairKind.REJECTED, rejection.folder, rejection.row_key, event)


def save_rejection(session: Session, rejection: Rejection, now: dt.datetime) -> None:
    """Keep that a person said «non è la stessa persona»; a later word on the same pair replaces an earlier one."""
    query = select(StoredRejection).where(
        StoredRejection.office == session.office,
        StoredRejection.row_key == rejection.row_key,
        StoredRejection.folder == rejection.folder,
    )
    earlier = session.exec(query).one_or_none()
    if earlier is not None:
        earlier.evidence_key = rejection.evidence_key
        earlier.rejected_at = now
        return
    session.add(
        StoredRejection(
            office=session.office,
            row_key=rejection.row_key,
            folder=rejection.folder,
            evidence_key=rejection.evidence_key,
            rejected_at=now,
        )
    )


def rejections(session: Session) -> tuple[Rejection, ...]:
    """Every «non è la stessa persona» still kept."""
    query = select(StoredRejection).where(StoredRejection.office == session.office).order_by(col(StoredRejection.id))
    return tuple(
        Rejection(row_key=row.row_key, folder=row.folder, evidence_key=row.evidence_key) for row in session.exec(query)
    )


def keep_confirmation(session: Session, confirmation: Confirmation, event: Event, rejected_as: str) -> None:
    """Keep that a line means a folder.

    Args:
        rejected_as: Key under which the same pair may have been rejected before.
    """
    _supersede(session, event, confirmation.folder, (confirmation.row_key, rejected_as))
    row = _keep(session, PairKind.CONFIRMED, confirmation.folder, confirmation.row_key, event)
    session.add(
        StoredConfirmation(
            office=session.office,
            decision_id=number(row.id),
            folder=confirmation.folder,
            record=to_text(confirmation),
        )
    )
    session.flush()


def confirmations(session: Session) -> tuple[Confirmation, ...]:
    """Every confirmation that holds, oldest first."""
    query = (
        select(StoredConfirmation)
        .where(StoredConfirmation.office == session.office)
        .order_by(col(StoredConfirmation.id))
    )
    return tuple(_confirmation(row) for row in session.exec(query))


def aliases(session: Session) -> tuple[Alias, ...]:
    """Under which names and addresses lists have meant people of the registry, each once."""
    return tuple(dict.fromkeys(each.alias for each in confirmations(session)))


def holding(session: Session) -> tuple[int, ...]:
    """Numbers of the confirmations that hold: others say that the aliases have changed."""
    query = select(StoredConfirmation.id).where(StoredConfirmation.office == session.office)
    return tuple(sorted(map(number, session.exec(query))))


def decisions(session: Session, *, undone: bool = False) -> tuple[PairDecision, ...]:
    """Decisions, oldest first.

    Args:
        undone: Those that were taken back, too.
    """
    query = select(StoredDecision).where(StoredDecision.office == session.office).order_by(col(StoredDecision.id))
    if not undone:
        query = query.where(col(StoredDecision.undone_at).is_(None))
    return tuple(map(_decision, session.exec(query)))


def decision(session: Session, decision_id: int) -> PairDecision | None:
    """One decision, whether it holds or not."""
    row = _row(session, decision_id)
    return None if row is None else _decision(row)


def take_back(session: Session, decision_id: int, *, who: str, now: dt.datetime) -> None:
    """Let a decision hold no longer; that it was taken stays in the list, the line of a confirmation does not."""
    row = _row(session, decision_id)
    if row is not None and row.undone_at is None:
        _end(session, (row,), who, now)


def confirmations_without(session: Session, decision_id: int) -> tuple[Confirmation, ...]:
    """Every confirmation that holds, but for one."""
    query = (
        select(StoredConfirmation)
        .where(StoredConfirmation.office == session.office, StoredConfirmation.decision_id != decision_id)
        .order_by(col(StoredConfirmation.id))
    )
    return tuple(map(_confirmation, session.exec(query)))


def _row(session: Session, decision_id: int) -> StoredDecision | None:
    query = select(StoredDecision).where(StoredDecision.office == session.office, StoredDecision.id == decision_id)
    return session.exec(query).one_or_none()


def _keep(session: Session, kind: PairKind, folder: str, row_key: str, event: Event) -> StoredDecision:
    row = StoredDecision(
        office=session.office,
        kind=kind,
        reference=event.reference,
        folder=folder,
        row_key=row_key,
        decided_at=event.at,
        who=event.who,
        by=event.by,
    )
    session.add(row)
    session.flush()
    return row


def _supersede(session: Session, event: Event, folder: str, row_keys: tuple[str, ...]) -> None:
    """End what was said before of the same position or line and the folder."""
    query = select(StoredDecision).where(
        StoredDecision.office == session.office,
        StoredDecision.folder == folder,
        col(StoredDecision.undone_at).is_(None),
        (col(StoredDecision.reference) == event.reference) | col(StoredDecision.row_key).in_(row_keys),
    )
    _end(session, session.exec(query).all(), SUPERSEDED, event.at)


def _end(session: Session, rows: Iterable[StoredDecision], who: str, now: dt.datetime) -> None:
    for row in rows:
        row.undone_at, row.undone_by = now, who
        session.add(row)
        if row.kind == PairKind.REJECTED:
            session.execute(
                delete(StoredRejection).where(
                    col(StoredRejection.office) == session.office,
                    col(StoredRejection.row_key) == row.row_key,
                    col(StoredRejection.folder) == row.folder,
                )
            )
        else:
            session.execute(delete(StoredConfirmation).where(col(StoredConfirmation.decision_id) == row.id))
    session.flush()


def _confirmation(row: StoredConfirmation) -> Confirmation:
    return from_text(Confirmation, row.record, f"confirmation {row.id}")


def _decision(row: StoredDecision) -> PairDecision:
    return PairDecision(
        id=number(row.id),
        kind=PairKind(row.kind),
        reference=row.reference,
        folder=row.folder,
        row_key=row.row_key,
        decided_at=row.decided_at,
        who=row.who,
        by=row.by,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
