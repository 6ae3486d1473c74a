# SPDX-License-Identifier: EUPL-1.2
"""Which of our mails is meant: by the token, Message-ID, address or subject that an answer or a bounce repeats."""

import datetime as dt

from sqlmodel import col

from pecwatch.store.columns import storable
from pecwatch.store.database import Session
from pecwatch.store.outbox import mail_of, mail_rows
from pecwatch.store.records import MailState, OutgoingMail
from pecwatch.store.tables import StoredMail


def mail_with_token(session: Session, token: str) -> OutgoingMail | None:
    """The mail that bears a token; blank ones are borne by none."""
    row = session.exec(mail_rows(session).where(StoredMail.token == storable(token))).first() if token else None
    return None if row is None else mail_of(row)


def mail_with_id(session: Session, message_id_header: str) -> OutgoingMail | None:
    """The mail that left under a Message-ID."""
    row = session.exec(mail_rows(session).where(StoredMail.message_id_header == storable(message_id_header))).first()
    return None if row is None else mail_of(row)


def newest_sent_to(session: Session, address: str, since: dt.datetime) -> OutgoingMail | None:
    """The last mail that a relay took for an address."""
    query = mail_rows(session).where(
        StoredMail.recipient == address.lower(),
        StoredMail.state == MailState.SENT,
        col(StoredMail.ended_at) >= since,
    )
    row = session.exec(query.order_by(col(StoredMail.ended_at).desc(), col(StoredMail.id).desc())).first()
    return None if row is None else mail_of(row)


def mail_with_subject(session: Session, address: str, subject: str) -> OutgoingMail | None:
    """The last mail to an address under a subject, for answering machines that repeat nothing else."""
    query = mail_rows(session).where(StoredMail.recipient == address.lower(), StoredMail.subject == storable(subject))
    row = session.exec(query.order_by(col(StoredMail.id).desc())).first()
    return None if row is None else mail_of(row)
