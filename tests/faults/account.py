# SPDX-License-Identifier: EUPL-1.2
"""What a fault has cost: messages lost, mails doubled without a word; the figures of `make faults`."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pecwatch.store import ledger
from tests.end_to_end.mails import read_mail
from tests.end_to_end.office import SocialServices

Record = Callable[[str, object], None]


@dataclass(slots=True)
class Account:
    """Counts for one test; what it is told stands in the summary."""

    record: Record
    injected: int = 0

    def inject(self, times: int = 1) -> None:
        """A fault was made, so often."""
        self.injected += times
        self.record("injected", times)

    def settle(self, office: SocialServices) -> None:
        """Count what the office has lost and what reached somebody twice unmarked; both must be nothing."""
        lost, doubled = _lost(office), _doubled(office)
        self.record("lost", lost)
        self.record("doubled", doubled)
        assert (lost, doubled) == (0, 0)


def _lost(office: SocialServices) -> int:
    """Messages on the servers that no row of the ledger accounts for."""
    with office.desk() as desk, desk.database.reading() as session:
        known = {entry.sha256 for entry in ledger.entries(session)}
    return sum(hashlib.sha256(mail.content).hexdigest() not in known for box in office.mailboxes() for mail in box)


def _doubled(office: SocialServices) -> int:
    """Mails that somebody got more than once without the warning that it may be a repetition."""
    mails = map(read_mail, office.relay.messages)
    unmarked = Counter((mail.name, mail.message_id) for mail in mails if not mail.is_repetition)
    return sum(times - 1 for times in unmarked.values())


@pytest.fixture
def account(record_property: Record) -> Account:
    """The account of one test."""
    return Account(record_property)
