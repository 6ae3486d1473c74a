# SPDX-License-Identifier: EUPL-1.2
"""What an office knows and what its people were told, in a form that tests compare."""

import json
from collections import Counter
from typing import Any

from pecwatch.model.position import Position
from pecwatch.store import casefile, ledger
from pecwatch.store.records import LedgerEntry, MessageOutcome
from tests.end_to_end.mails import ReadMail, kinds, personal_words, take_mails
from tests.end_to_end.office import ADMINISTRATOR, SocialServices

NAMES = (
    *("Zuccheroli", "Bonettali", "Falchetti", "Okoroma", "Persichelli", "Tramontelli", "Carpentelli", "Sorgentini"),
    *("Mirella", "Ivano", "Gaetano", "Olindo", "Palmira", "Robinie", "Pioppi", "Gelsi", "Giuncheto", "Acquafredda"),
)
"""Words of the lists that must never stand in a subject, nor in anything the administrator reads."""


def positions(office: SocialServices) -> dict[str, Position]:
    """Every position, open or closed, by its reference."""
    with office.desk() as desk, desk.database.reading() as session:
        found = casefile.positions(session, open_only=False)
    return {each.reference: each for each in sorted(found, key=lambda each: each.reference)}


def owners(office: SocialServices) -> dict[str, str]:
    """Who owns each position."""
    return {reference: each.owner for reference, each in positions(office).items()}


def entries(office: SocialServices) -> tuple[LedgerEntry, ...]:
    """The ledger, in the order of arrival."""
    with office.desk() as desk, desk.database.reading() as session:
        return ledger.entries(session)


def outcomes(office: SocialServices) -> list[MessageOutcome | None]:
    """What each message led to."""
    return [entry.outcome for entry in entries(office)]


def told(office: SocialServices) -> list[tuple[str, str]]:
    """Who got which kind of mail since the last look."""
    return kinds_of(office, proper_mails(office))


def proper_mails(office: SocialServices) -> list[ReadMail]:
    """The mails since the last look: each came once, and says no more than it may."""
    mails = take_mails(office.relay)
    assert [mail.subject for mail in mails if personal_words(mail.subject, NAMES)] == []
    for_administrator = [f"{mail.text} {mail.html}" for mail in mails if mail.recipient == ADMINISTRATOR]
    assert [text for text in for_administrator if personal_words(text, NAMES)] == []
    assert [times for times in Counter(mail.message_id for mail in mails).values() if times > 1] == []
    assert not any(mail.is_repetition for mail in mails)
    return mails


def kinds_of(office: SocialServices, mails: list[ReadMail]) -> list[tuple[str, str]]:
    """Recipient and kind of each mail, sorted."""
    with office.desk() as desk:
        return kinds(desk, mails)


def health(office: SocialServices) -> dict[str, Any]:
    """What `health.json` says."""
    return dict(json.loads((office.folder / "var" / "health.json").read_text(encoding="utf-8")))
