# SPDX-License-Identifier: EUPL-1.2
"""Whether a message speaks of a mail of ours, and as what: an answer, a machine's answer, a mail that came back.

Only somebody of the office can answer; whoever else names a mail of ours is read like anybody, so that no list
vanishes because of an In-Reply-To. Tokens and Message-IDs of ours can be guessed by nobody.
"""

import datetime as dt
import re
from collections.abc import Iterator
from enum import StrEnum

from pecwatch.italian.fold import fold
from pecwatch.model.message import Message
from pecwatch.model.office import OfficePerson
from pecwatch.model.record import record
from pecwatch.model.reply import Reply
from pecwatch.service.desk import Desk
from pecwatch.store import meant
from pecwatch.store.database import Session
from pecwatch.store.records import OutgoingMail

RETURNED_WITHIN = dt.timedelta(days=7)
"""How long a server tries before it gives a mail back."""

PHOTOGRAPH = 100_000
"""Bytes from which on a picture may be a photographed list; logos of signatures are smaller."""

_BESIDE = re.compile(
    r"message/|text/(?:rfc822-headers|calendar|vcard|x-vcard)|application/(?:pgp|pkcs7|x-pkcs7)-", re.I
)
"""Attachments that hold no list: of reports, invitations, signatures."""
_SUBJECT_TAIL = re.compile(r":\s*(?P<subject>\[pecwatch\].{1,300})$", re.I | re.S)


class Sort(StrEnum):
    """What a message about a mail of ours is."""

    ANSWER = "answer"
    WRONG_SENDER = "wrong_sender"
    """It answers a mail to somebody else."""
    AUTOMATIC = "automatic"
    RETURNED = "returned"


@record
class About:
    """A message about a mail of ours."""

    sort: Sort
    mail: OutgoingMail
    person: OfficePerson | None = None
    """Who answered; None where nobody of the office did."""
    writer: OfficePerson | None = None
    """Somebody of the office who answered a mail that was not for her."""
    is_proven: bool = True
    """Whether it bears a token or Message-ID of ours; anybody can write that a mail to somebody came back."""
    may_hold_list: bool = False
    """It is to be weighed like any other message, too."""


def about(session: Session, desk: Desk, message: Message, reply: Reply) -> About | None:
    """Which mail of ours a message is about; None when it is to be read like any other."""
    sender = (message.sender or "").lower()
    files = _may_hold_list(message, desk)
    own = None if message.message_id is None else meant.mail_with_id(session, message.message_id)
    if own is not None and sender == desk.config.smtp.sender.lower():
        # One of our own mails lies in a box that is polled.
        return About(sort=Sort.AUTOMATIC, mail=own)
    if reply.returned is not None:
        return _returned(session, desk, message, reply, files=files)
    named = tuple(_named(session, message, reply))
    people = tuple(person for person in desk.office.everybody if sender in person.addresses)
    if message.automatic or message.report is not None:
        mail = next(iter(named), None) or _same_subject(session, message, sender, people)
        return None if mail is None else About(sort=Sort.AUTOMATIC, mail=mail, may_hold_list=files)
    return _answer(desk, message, named, people, files=files) if named and not message.is_receipt else None


def _answer(
    desk: Desk, message: Message, named: tuple[OutgoingMail, ...], people: tuple[OfficePerson, ...], *, files: bool
) -> About | None:
    """What somebody wrote about one of our mails: her answer if it was for her."""
    for mail in named:
        person = _addressee(desk, mail, people)
        if person is not None:
            return About(sort=Sort.ANSWER, mail=mail, person=person, may_hold_list=files)
    if message.sender_recognised and not people:
        return None
    writer = next(iter(people), None)
    return About(sort=Sort.WRONG_SENDER, mail=named[0], writer=writer, may_hold_list=files or not people)


def _named(session: Session, message: Message, reply: Reply) -> Iterator[OutgoingMail]:
    """Mails of ours that a message names, the one that it most likely answers first."""
    first, *others = message.in_reply_to or ("",)
    of_subject = [token for token in reply.tokens if f"[pw:{token}]" in (message.subject or "").lower()]
    found: dict[int, OutgoingMail] = {}
    for mail in (
        *(meant.mail_with_token(session, token) for token in of_subject),
        *(meant.mail_with_id(session, each) for each in (first, *reversed(others)) if each),
        *(meant.mail_with_token(session, token) for token in reply.tokens),
    ):
        if mail is not None:
            found.setdefault(mail.id, mail)
    yield from found.values()


def _addressee(desk: Desk, mail: OutgoingMail, people: tuple[OfficePerson, ...]) -> OfficePerson | None:
    """Who of the people at an address the mail was for; also when her address has changed since, or she has several.

    Whoever stands in the office under two codes, as coordinator and as operator, is known by her name.
    """
    by_code = next((person for person in people if person.code == mail.recipient_code), None)
    at_address = next((person for person in people if mail.recipient in person.addresses), None)
    written_to = desk.office.person(mail.recipient_code)
    names = {fold(person.name) for person in people}
    by_name = written_to if written_to is not None and fold(written_to.name) in names else None
    return by_code or at_address or by_name


def _same_subject(
    session: Session, message: Message, sender: str, people: tuple[OfficePerson, ...]
) -> OutgoingMail | None:
    """The mail whose subject an answering machine of the office repeats, when it repeats nothing else."""
    tail = _SUBJECT_TAIL.search(message.subject or "")
    return meant.mail_with_subject(session, sender, tail["subject"].strip()) if people and tail else None


def _returned(session: Session, desk: Desk, message: Message, reply: Reply, *, files: bool) -> About | None:
    """A mail of ours that a server speaks of: by what it gives back, otherwise the last one to that address."""
    returned = reply.returned
    if returned is None:
        return None
    given_back = (
        *(meant.mail_with_id(session, each) for each in (*returned.message_ids, *message.in_reply_to)),
        *(meant.mail_with_token(session, token) for token in reply.tokens),
    )
    for mail in filter(None, given_back):
        return About(sort=Sort.RETURNED, mail=mail, may_hold_list=files)
    known = {person.email.lower() for person in desk.office.everybody}
    since = desk.clock() - RETURNED_WITHIN
    found = (meant.newest_sent_to(session, address, since) for address in returned.recipients if address in known)
    for mail in filter(None, found):
        return About(sort=Sort.RETURNED, mail=mail, may_hold_list=files, is_proven=False)
    return None


def _may_hold_list(message: Message, desk: Desk) -> bool:
    """Whether a message brings files or messages in which a list may stand; a report brings the mail it is about."""
    if message.report is not None:
        return False
    ours = desk.config.smtp.sender.lower()
    files = any(
        not _BESIDE.match(file.type) and (not file.type.startswith("image/") or file.size >= PHOTOGRAPH)
        for file in message.attachments
    )
    return files or any((nested.sender or "").lower() != ours for nested in message.nested)
