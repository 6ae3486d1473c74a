# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch reconcile` and `failed`: every message that a server lists is accounted for, and what is not is named."""

import datetime as dt
import json
from typing import Any

import pytest

from pecwatch.service.collecting import Collector
from tests.cli.calling import Called, call
from tests.end_to_end.looking import entries, told
from tests.end_to_end.office import SocialServices, at
from tests.end_to_end.walking import walking
from tests.faults.boxes import fake, holds, three_letters
from tests.generators.samples import cases
from tests.servers.imap import OK, FakeImap, sizes

__all__ = ["fake"]

NOON = at(2025, 10, 24, 12)
MINUTE = dt.timedelta(minutes=1)
Capture = pytest.CaptureFixture[str]


def reconciled(done: Called) -> dict[str, dict[str, Any]]:
    """What is said of each mailbox."""
    return {found["mailbox"]: found for found in map(json.loads, done.out.splitlines())}


def counts(found: dict[str, Any]) -> dict[str, int]:
    """The counts of a folder that are not zero."""
    return {key: value for key, value in found.items() if isinstance(value, int) and value and key != "uidvalidity"}


@pytest.mark.fault("imap-not-whole")
def test_the_story_of_a_message_that_is_not_given(office: SocialServices, fake: FakeImap, capfd: Capture) -> None:
    """Unknown, asked for, given up, asked for again, settled: `reconcile` and `failed` say so beside the service."""
    letters, file = three_letters(), office.file
    with walking(office) as walk:
        holds(fake, letters)
        fake.script["SIZES"] = [sizes(uid1=len(letters[0]), uid2=4000, uid3=len(letters[2])), OK]
        walk.round(NOON)
        office.by_pec(cases.unrelated(), NOON)
        before = len(fake.commands)
        done = call(capfd, file, "reconcile", "--json")
        found = reconciled(done)
        assert (done.code, counts(found["pec"])) == (4, {"listed": 1, "unknown": 1})
        assert counts(found["ordinaria"]) == {"listed": 3, "settled": 2, "not_fetched": 1}
        assert [each["standing"] for each in found["ordinaria"]["messages"]] == ["settled", "not_fetched", "settled"]
        assert [each["outcome"] for each in found["ordinaria"]["messages"]] == ["not_pertinent", None, "not_pertinent"]
        said = [line.split(" ")[0] for line in fake.commands[before:]]
        assert said == ["CAPABILITY", "LOGIN", "EXAMINE", "UID", "LOGOUT"], "it only looks"

        walk.round(NOON + 2 * MINUTE)
        walk.round(NOON + 8 * MINUTE)
        listed = call(capfd, file, "failed", "list")
        assert (listed.code, listed.out.split("\t")[0]) == (4, "ordinaria/INBOX/2")
        shown = call(capfd, file, "reconcile")
        assert (shown.code, shown.err) == (4, "")
        assert "ordinaria/INBOX/2: the server does not give it: open it in the mailbox" in shown.out

        assert "not among the failed" in call(capfd, file, "failed", "retry", "ordinaria/INBOX/9").err
        assert call(capfd, file, "failed", "retry", "ordinaria/INBOX/2").code == 0
        holds(fake, letters)
        walk.round(NOON + 9 * MINUTE)
        assert call(capfd, file, "failed", "list").code == 0
        done = call(capfd, file, "reconcile", "--json")
        assert (done.code, counts(reconciled(done)["ordinaria"])) == (0, {"listed": 3, "settled": 3})
    assert len(entries(office)) == 4


def test_what_people_moved_is_gone_and_no_trouble(office: SocialServices, capfd: Capture) -> None:
    """What a person must open is code 4; what she has dealt with, or moved, is not."""
    uid = office.by_pec(cases.unrelated(), NOON)
    office.by_pec(cases.july_locked(), NOON)
    office.poll(NOON)
    colleague = office.dovecot.connection(office.pec_user)
    colleague.select("INBOX")
    colleague.uid("STORE", str(uid), "+FLAGS", "\\Deleted")
    colleague.expunge()
    done = call(capfd, office.file, "reconcile", "--json")
    assert (done.code, counts(reconciled(done)["pec"])) == (4, {"listed": 1, "needs_person": 1, "gone": 1})
    number = str(next(each.id for each in entries(office) if each.problem_codes))
    assert call(capfd, office.file, "failed", "export", number, str(office.folder)).code == 0
    assert (office.folder / f"message-{number}.eml").read_bytes() == cases.july_locked()
    assert call(capfd, office.file, "failed", "export", number, str(office.folder)).code == 2, "it is there already"
    assert call(capfd, office.file, "failed", "done", number).code == 0
    assert call(capfd, office.file, "reconcile").code == 0


@pytest.mark.fault("imap-login-refused", "imap-folder-missing")
def test_a_mailbox_that_cannot_be_looked_into(office: SocialServices, fake: FakeImap, capfd: Capture) -> None:
    """Code 3, the other mailbox is shown; a folder that is missing by its likes; a refused login is not tried again."""
    fake.script["LOGIN"] = [b"TAG NO [AUTHENTICATIONFAILED] no\r\n"]
    office.change_mailbox("pec", "folders", '["Elenchi ALER", "INBOX"]')
    office.dovecot.connection(office.pec_user).create('"Elenchi ALER 2025"')
    office.poll(dt.datetime.now(dt.UTC))
    tries = len([line for line in fake.commands if line.startswith("LOGIN")])
    done = call(capfd, office.file, "reconcile")
    assert done.code == 3
    assert "there is a folder Elenchi ALER 2025: is it meant by Elenchi ALER?" in done.err
    assert "another try may lock the account" in done.err
    assert "INBOX" in done.out
    assert len([line for line in fake.commands if line.startswith("LOGIN")]) == tries


def test_a_message_whose_bytes_are_lost_is_fetched_again(office: SocialServices, capfd: Capture) -> None:
    """`failed retry` asks the server for it: the vault had it, and its file is gone."""
    office.install()
    office.by_pec(cases.november_pec(), NOON)
    with office.desk() as desk, Collector(desk, desk.polled_mailboxes) as collector:
        collector.collect()
        (entry,) = entries(office)
        desk.vault.remove(entry.vault_name)
    for minutes in (0, 2, 8):
        office.poll(NOON + minutes * MINUTE)
    told(office)
    assert call(capfd, office.file, "failed", "list").out.startswith(f"{entry.id}\t")
    assert call(capfd, office.file, "failed", "retry", str(entry.id)).code == 0
    office.poll(NOON + 9 * MINUTE)
    assert ("op01", "rows") in told(office)
    assert call(capfd, office.file, "failed", "list").code == 0
    assert len(entries(office)) == 1
