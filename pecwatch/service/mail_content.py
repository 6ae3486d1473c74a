# SPDX-License-Identifier: EUPL-1.2
"""Which data of a person stand in a mail that was written: looked for in the mail itself, not guessed from its kind."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage

from pecwatch.casework.subject import Subject
from pecwatch.italian.fold import fold


def text_of(content: bytes) -> str:
    """The text of a mail as its recipient reads it; blank when nothing is kept."""
    body = _mail(content).get_body(("plain",)) if content else None
    return "" if body is None else str(body.get_content())


def fields_in(content: bytes, subject: Subject) -> tuple[str, ...] | None:
    """Which data of the person a mail holds, in its texts and attached tables; None when it is no longer kept."""
    if not content:
        return None
    held = f" {fold(' '.join(_texts(_mail(content))))} "

    def stands(text: str | None) -> bool:
        return bool(text) and f" {fold(text or '')} " in held

    found = {
        "name": any(all(f" {word} " in held for word in name.split()) for name in subject.names),
        "address": any(stands(row.address.as_written) for row in subject.rows),
        "wording": any(row.wording and stands(row.wording) for row in subject.rows),
        "birth_date": any(row.birth_date and stands(f"{row.birth_date:%d/%m/%Y}") for row in subject.rows),
        "fiscal_code": any(map(stands, subject.fiscal_codes)),
        "folder": any(map(stands, subject.folders)),
        "reference": any(map(stands, subject.references)),
    }
    return tuple(field for field, is_held in found.items() if is_held)


def _mail(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def _texts(mail: EmailMessage) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            yield str(part.get_content())
