# SPDX-License-Identifier: EUPL-1.2
"""A round when something goes wrong: mails wait or are given up aloud, one bad message hurts nobody else."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable

import pytest

from pecwatch.errors import ExitCode, LockHeld, UsageError, gravest
from pecwatch.store import ledger
from pecwatch.store.records import LedgerEntry, MessageState
from tests.end_to_end.looking import entries, owners, positions, proper_mails, told
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases
from tests.servers.certificates import ServerCertificate
from tests.servers.refusing import refuse, refuse_no_more
from tests.servers.smtp import Faults, SmtpServer

NOON = at(2025, 10, 24, 12)
MINUTE = dt.timedelta(minutes=1)
ROWS = [("op01", "rows"), ("op02", "rows"), ("op03", "rows"), ("op04", "rows"), ("segretariato", "rows")]


def rows_told(office: SocialServices) -> list[tuple[str, str]]:
    return [each for each in told(office) if each[1] == "rows"]


def refuse_login(faults: Faults) -> None:
    faults.refuse_auth = True


def put_off(faults: Faults) -> None:
    faults.temporary_failure_at = "RCPT"


def hang_up(faults: Faults) -> None:
    faults.close_at = "EHLO"


@pytest.mark.parametrize("fault", [refuse_login, put_off, hang_up])
def test_a_relay_that_is_down_keeps_the_mails_waiting(office: SocialServices, fault: Callable[[Faults], None]) -> None:
    """Exit code 5; the positions are open all the same, and every mail leaves once when the relay is back."""
    office.install()
    office.by_pec(cases.november_pec(), NOON)
    fault(office.relay.faults)
    done = office.poll(NOON)
    assert (gravest(done.exit_codes), done.unsent, len(positions(office))) == (ExitCode.UNSENT, 7, 7)
    assert office.relay.sessions <= 4, "a relay that is down is not asked for every mail"
    assert told(office) == []
    office.relay.faults = Faults()
    office.poll(NOON + MINUTE)
    assert told(office) == []
    done = office.poll(NOON + 10 * MINUTE)
    assert done.exit_codes == {ExitCode.DONE}
    assert rows_told(office) == ROWS


def test_a_refused_recipient_is_told_to_the_administrator(office: SocialServices) -> None:
    """An address that the relay will never take fails for good, the others get theirs, and somebody is told at once.

    The row of whoever cannot be reached goes to the next of the chain in the next round.
    """
    office.install()
    office.by_pec(cases.november_pec(), NOON)
    office.relay.faults.reject_recipients.add("op02@comune.example")
    done = office.poll(NOON)
    assert gravest(done.exit_codes) is ExitCode.UNSENT
    mails = proper_mails(office)
    assert sorted(mail.name for mail in mails if "GUASTO" in mail.subject) == ["ced"]
    assert sorted(mail.name for mail in mails if "prendere in carico" in mail.subject) == ["op01", "op03", "op04"]
    office.poll(NOON + 10 * MINUTE)
    assert told(office) == [("coordinatrice", "steps")]
    office.poll(NOON + 20 * MINUTE)
    assert told(office) == []


@pytest.mark.fault("smtp-temporary")
def test_after_two_hours_the_other_relay_raises_the_alarm(
    office: SocialServices, server_certificate: ServerCertificate
) -> None:
    """Nobody would hear of a dead relay through the dead relay."""
    office.install()
    office.by_pec(cases.november_pec(), NOON)
    office.relay.faults.close_at = "EHLO"
    with SmtpServer(server_certificate) as other:
        section = office.file.read_text().split("[smtp]\n")[1].split("\n\n")[0]
        fallback = section.replace(str(office.relay.port), str(other.port))
        office.file.write_text(f"{office.file.read_text()}\n[smtp_fallback]\n{fallback}\n")
        office.poll(NOON)
        office.poll(NOON + 100 * MINUTE)
        assert other.messages == []
        office.poll(NOON + 125 * MINUTE)
        office.poll(NOON + 130 * MINUTE)
        assert [mail.recipients for mail in other.messages] == [("ced@comune.example",)]


def poison(office: SocialServices) -> None:
    """See to it that the positions of November cannot be written."""
    with office.desk() as desk, desk.database.writing() as session:
        refuse(session, "position", "NEW.month = '2025-11'")


@pytest.fixture
def quarantined(office: SocialServices) -> LedgerEntry:
    """The list of November, given up because of a cause that has been mended since, and put back by a person."""
    office.install()
    poison(office)
    office.by_pec(cases.november_pec(), NOON)
    for minutes in (0, 2, 8):
        office.poll(NOON + minutes * MINUTE)
    told(office)
    with office.desk() as desk, desk.database.writing() as session:
        refuse_no_more(session, "position")
        (entry,) = ledger.failed(session)
        return ledger.retry(session, entry.id, office.clock())


@pytest.mark.fault("poison-message")
def test_a_poison_message_is_left_to_a_person(office: SocialServices) -> None:
    """Three tries, then coordinator and administrator are told to open it; the list beside it is alerted at once."""
    office.install()
    poison(office)
    office.by_pec(cases.november_pec(), NOON)
    office.by_pec(cases.january_blocks(), NOON + MINUTE)
    rounds = []
    for minutes in (0, 2, 8, 20):
        done = office.poll(NOON + minutes * MINUTE)
        rounds.append((done.failed, done.quarantined, [each for each in told(office) if each[1] == "service"]))
    alarms = [("ced", "service"), ("coordinatrice", "service")]
    assert rounds == [(1, 0, []), (1, 0, []), (1, 1, alarms), (0, 0, [])]
    assert [entry.state for entry in entries(office)] == [MessageState.QUARANTINED, MessageState.DONE]
    assert {reference[:10] for reference in owners(office)} == {"PW-2026-01"}


def test_a_message_retried_by_a_person_is_alerted(office: SocialServices, quarantined: LedgerEntry) -> None:
    """What was quarantined is weighed like new once the cause is mended."""
    office.poll(NOON + 30 * MINUTE)
    assert rows_told(office) == ROWS
    assert entries(office)[0].id == quarantined.id


def test_a_damaged_copy_fails_aloud(office: SocialServices, quarantined: LedgerEntry) -> None:
    """The file of a message that waits is changed on the disk: it is given up, and never read as something else."""
    name = quarantined.vault_name
    month, _, sha256 = name.partition("/")
    (office.folder / "var" / "mail" / month / sha256[:2] / sha256).write_bytes(cases.january_blocks())
    for minutes in (30, 32, 38):
        office.poll(NOON + minutes * MINUTE)
    assert rows_told(office) == []
    assert [entry.state for entry in entries(office)] == [MessageState.QUARANTINED]


@pytest.mark.fault("nobody-read")
def test_a_key_that_cannot_be_used_holds_up_nothing_else(office: SocialServices) -> None:
    """New mail stays in its mailbox and the administrator hears of it; what is known already is told."""
    office.install()
    office.by_pec(cases.november_pec(), NOON)
    office.relay.faults.temporary_failure_at = "RCPT"
    office.poll(NOON)
    key = office.folder / "var" / "keys" / "2025-10"
    sound = key.read_bytes()
    key.write_text("damaged\n")
    office.relay.faults = Faults()
    office.by_pec(cases.january_blocks(), NOON)
    done = office.poll(NOON + 10 * MINUTE)
    assert gravest(done.exit_codes) is ExitCode.MAILBOX
    heard = told(office)
    assert {each for each in heard if each[1] == "rows"} == set(ROWS)
    assert ("ced", "service") in heard
    key.write_bytes(sound)
    office.poll(NOON + 30 * MINUTE)
    assert len(entries(office)) == 2


def test_keys_that_are_gone_are_not_replaced(office: SocialServices) -> None:
    """With new ones nothing of before would open, and nobody would miss the old ones: no start, and what to do."""
    office.install()
    office.by_pec(cases.november_pec(), NOON)
    office.poll(NOON)
    keys = office.folder / "var" / "keys"
    keys.rename(office.folder / "chiavi")
    with pytest.raises(UsageError, match="put the folder back from its backup"):
        office.poll(NOON + MINUTE)
    assert not keys.exists()
    (office.folder / "chiavi").rename(keys)
    office.poll(NOON + 2 * MINUTE)


def test_what_needs_a_person_shows_in_the_exit_code(office: SocialServices) -> None:
    """A list read only in part alerts its rows, tells the coordinator, and ends the command with 4."""
    office.install()
    office.by_pec(cases.may_with_a_riddle(), at(2026, 4, 22))
    done = office.poll(at(2026, 4, 22, 10))
    assert gravest(done.exit_codes) is ExitCode.NEEDS_PERSON
    kinds = told(office)
    assert ("coordinatrice", "not_read") in kinds
    assert ("op02", "rows") in kinds


@pytest.mark.fault("two-services")
def test_a_second_instance_stays_out(office: SocialServices) -> None:
    """Two would send everything twice: the second gets LockHeld, on the command line exit code 75."""
    office.install()
    with office.desk(exclusive=True):
        with pytest.raises(LockHeld):
            office.poll()
        command = [sys.executable, "-m", "pecwatch", "--config", str(office.file), "poll"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == ExitCode.LOCKED
        assert len(done.stderr.splitlines()) == 1
