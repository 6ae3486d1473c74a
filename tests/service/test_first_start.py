# SPDX-License-Identifier: EUPL-1.2
"""A box full of old mail: everything is read, only what is still to come disturbs anybody."""

import datetime as dt

from pecwatch.store.records import MessageOutcome
from tests.end_to_end.looking import outcomes, positions, proper_mails, told
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases

HISTORY = [("ced", "history"), ("coordinatrice", "history")]


def test_old_lists_are_history_and_told_in_one_summary(office: SocialServices) -> None:
    """In April nobody is woken for November: one summary for coordinator and administrator, and no more later.

    The administrator also hears that the registry is old.
    """
    office.import_registry()
    for raw, received_at in (
        (cases.november_pec(), at(2025, 10, 24)),
        (cases.november_reminder(), at(2025, 11, 21)),
        (cases.january_blocks(), at(2025, 12, 19)),
        (cases.unrelated(), at(2025, 10, 27)),
    ):
        office.by_pec(raw, received_at)
    office.by_mail(cases.november_copy(), at(2025, 10, 24, 10))
    office.poll(at(2026, 4, 2))
    assert told(office) == [("ced", "history"), ("ced", "service"), ("coordinatrice", "history")]
    assert all(position.muted for position in positions(office).values())
    assert sorted(map(str, outcomes(office))) == ["history"] * 3 + ["not_pertinent", "twin"]
    office.poll(at(2026, 4, 2, 10))
    assert told(office) == []


def test_a_list_with_a_day_still_to_come_alerts(office: SocialServices) -> None:
    """On 20 November the list of October still has rows for the 27th: their owners are told, among old mail."""
    office.import_registry()
    office.by_pec(cases.november_pec(), at(2025, 10, 24))
    office.poll(at(2025, 11, 20))
    kinds = told(office)
    assert ("op04", "rows") in kinds
    assert ("segretariato", "rows") in kinds
    assert not set(kinds) & set(HISTORY)
    assert outcomes(office) == [MessageOutcome.ALERT]


def test_mail_that_comes_after_the_first_start_is_never_history(office: SocialServices) -> None:
    """A list that arrives late, its days already over, is told all the same: somebody must ask what happened."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 12, 1))
    office.poll(at(2025, 12, 1, 9, 5))
    assert ("op01", "rows") in told(office)


def test_each_mailbox_has_a_first_start_of_its_own(office: SocialServices) -> None:
    """The summary waits for a mailbox that cannot be listed yet, and counts what is found there later."""
    office.import_registry()
    office.by_pec(cases.january_blocks(), at(2025, 12, 19))
    office.by_mail(cases.november_copy(), at(2025, 10, 24))
    office.write_secret("ordinaria", "wrong")
    office.poll(at(2026, 4, 2))
    assert not set(told(office)) & set(HISTORY)
    office.write_secret("ordinaria", office.password)
    office.poll(at(2026, 4, 2) + dt.timedelta(minutes=6))
    mails = [mail for mail in proper_mails(office) if "Primo avvio" in mail.subject]
    assert [mail.name for mail in mails] == ["coordinatrice", "ced"]
    assert "2 elenchi passati" in mails[0].subject
