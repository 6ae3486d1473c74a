# SPDX-License-Identifier: EUPL-1.2
"""Mails that have waited for others of their hour leave as one."""

from collections.abc import Iterable, Iterator
from itertools import groupby

import structlog

from pecwatch.alerts.summary import Gathered, summary
from pecwatch.logs import place_of
from pecwatch.service.desk import Desk
from pecwatch.service.posting import post
from pecwatch.store import gathered as store
from pecwatch.store.database import Session
from pecwatch.store.records import OutgoingMail

log = structlog.get_logger()

TOGETHER = 25
"""Mails in one: more are not looked through."""

LARGEST = 5_000_000
"""Bytes of the mails in one; relays refuse what is much larger."""


def post_summaries(desk: Desk) -> int:
    """Gather what has waited long enough, and what waits for the same people; one transaction for each of them.

    Returns:
        How many mails wait no longer.
    """
    with desk.database.reading() as session:
        due = store.addresses_due(session, desk.clock())
    return sum(_gather(desk, recipient) for recipient in due)


def _gather(desk: Desk, recipient: str) -> int:
    with desk.database.writing() as session:
        held = store.held(session, recipient)
        for code, mails in groupby(held, key=lambda mail: mail.recipient_code):
            for some in _portions(mails):
                try:
                    with session.begin_nested():
                        _send_as_one(session, desk, code, some)
                except Exception as error:
                    if not session.is_whole():
                        raise
                    # One that cannot be put among others must keep nobody's mails back.
                    log.error("not_gathered", first=some[0].id, error=place_of(error))
                    store.let_go(session, some, desk.clock())
    return len(held)


def _send_as_one(session: Session, desk: Desk, code: str, mails: tuple[OutgoingMail, ...]) -> None:
    person = desk.office.person(code)
    # What may be a repetition says so itself, which a mail around it would not.
    if person is None or len(mails) == 1 or any(each.repeated for each in mails):
        store.let_go(session, mails, desk.clock())
        return
    event = store.gather(session, mails)
    gathered = [Gathered(subject=each.subject, references=each.references, content=each.content) for each in mails]
    post(session, desk, (summary(gathered, person, event=event),))


def _portions(mails: Iterable[OutgoingMail]) -> Iterator[tuple[OutgoingMail, ...]]:
    """The mails in their order, as many at a time as go into one."""
    some: list[OutgoingMail] = []
    size = 0
    for mail in mails:
        if some and (len(some) == TOGETHER or size + len(mail.content) > LARGEST):
            yield tuple(some)
            some, size = [], 0
        some.append(mail)
        size += len(mail.content)
    if some:
        yield tuple(some)
