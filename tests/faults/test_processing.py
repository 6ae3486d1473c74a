# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong between the mailbox and the relay, on this machine itself."""

import datetime as dt
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from pecwatch.cli.main import main
from pecwatch.errors import ExitCode
from pecwatch.service.upgrading import TRIED_BY
from pecwatch.store import ledger
from pecwatch.store.backup import back_up
from pecwatch.store.migrate import newest_version
from pecwatch.store.notes import note
from pecwatch.store.records import MessageState
from tests.end_to_end.dump import dump
from tests.end_to_end.looking import entries, positions, proper_mails, told
from tests.end_to_end.mails import take_mails
from tests.end_to_end.office import SocialServices, at
from tests.faults.account import Account
from tests.generators.samples import cases
from tests.servers.refusing import refuse, refuse_no_more

ROOT = Path(__file__).parents[2]
NOON = at(2025, 10, 24, 12)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


def database(office: SocialServices) -> Path:
    return office.folder / "var" / "pecwatch.db"


@pytest.fixture
def november(office: SocialServices) -> SocialServices:
    """An office that knows the list of November and has told everybody."""
    office.install()
    office.by_pec(cases.november_pec(), NOON)
    office.poll(NOON)
    assert len(told(office)) == 7
    return office


@pytest.mark.sqlite
@pytest.mark.fault("database-locked")
def test_a_database_that_another_program_holds(office: SocialServices, account: Account) -> None:
    """It is waited for; the round ends as if nothing had been."""
    office.install()
    office.by_pec(cases.november_pec(), NOON)
    holder = sqlite3.connect(database(office), isolation_level=None, check_same_thread=False)
    with closing(holder):
        holder.execute("BEGIN IMMEDIATE")
        account.inject()
        threading.Timer(1.5, holder.execute, ("COMMIT",)).start()
        began = time.monotonic()
        office.poll(NOON)
        assert time.monotonic() - began > 1
    account.settle(office)
    assert len(told(office)) == 7


@pytest.mark.sqlite
@pytest.mark.fault("database-corrupt")
@pytest.mark.parametrize("with_copy", [True, False])
def test_a_damaged_database(november: SocialServices, account: Account, with_copy: bool) -> None:
    """Set aside, the last good copy in its place, everything listed again: what was told since says that it may repeat.

    Whoever looks after the machine is told, and the coordinator, since what people decided after the copy is gone.
    """
    if with_copy:
        with november.desk() as desk:
            assert back_up(desk.database, NOON, reason="daily")
    november.by_pec(cases.january_blocks(), NOON + MINUTE)
    november.poll(NOON + 10 * MINUTE)
    whole, first = dump(november), take_mails(november.relay)
    damage(database(november))
    account.inject()
    november.poll(NOON + 20 * MINUTE)
    account.settle(november)
    mails = take_mails(november.relay)
    assert all(mail.is_repetition for mail in mails)
    again = {(mail.name, mail.subject.removeprefix("[POSSIBILE RIPETIZIONE] ")) for mail in mails}
    assert {(mail.name, mail.subject) for mail in first if mail.name != "ced"} <= again
    assert {name for name, subject in again if "banca dati" in subject} == {"ced", "coordinatrice"}
    assert len(list((november.folder / "var").glob("pecwatch.db.damaged-*"))) == 1
    assert dump(november)["message"] == whole["message"] if with_copy else len(positions(november)) > 7
    if with_copy:
        assert dump(november)["position"] == whole["position"]
        assert not [subject for _, subject in again if "novembre" in subject.lower()], "the copy knows that list"
    november.poll(NOON + 40 * MINUTE)
    assert [mail for mail in take_mails(november.relay) if mail.is_repetition] == []


def damage(file: Path) -> None:
    """What a bad disk leaves of a database."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    file.write_bytes(content)


@pytest.mark.sqlite
@pytest.mark.fault("database-corrupt")
def test_killed_while_it_is_restored(november: SocialServices, account: Account) -> None:
    """Died after the damaged file was moved away and before the copy was in its place: the next start goes on."""
    with november.desk() as desk:
        copy = back_up(desk.database, NOON, reason="daily")
    before = dump(november)
    assert copy is not None
    shutil.copy(copy, database(november).with_name("pecwatch.db.restoring"))
    database(november).rename(database(november).with_name("pecwatch.db.damaged-20251024T101000Z"))
    account.inject()
    november.poll(NOON + 20 * MINUTE)
    assert dump(november)["position"] == before["position"]
    assert {mail.name for mail in take_mails(november.relay) if "banca dati" in mail.subject} == {
        "ced",
        "coordinatrice",
    }
    account.settle(november)


@pytest.mark.sqlite
@pytest.mark.fault("database-missing")
def test_a_database_that_is_gone(november: SocialServices, account: Account) -> None:
    """The mailbox was known: that is a loss, not a first start. Everybody reads that it may be a repetition."""
    for file in database(november).parent.glob("pecwatch.db*"):
        file.unlink()
    account.inject()
    november.poll(NOON + 20 * MINUTE)
    account.settle(november)
    mails = take_mails(november.relay)
    assert mails
    assert all(mail.is_repetition for mail in mails)
    assert {mail.name for mail in mails if "banca dati" in mail.subject} == {"ced", "coordinatrice"}
    assert {"segretariato"} <= {mail.name for mail in mails}, "nothing waits for an answer"
    november.poll(NOON + 40 * MINUTE)
    assert [mail for mail in take_mails(november.relay) if mail.is_repetition] == []


@pytest.mark.fault("clock-jumps")
@pytest.mark.parametrize(
    "moments",
    [
        pytest.param([NOON, NOON + DAY, NOON + 5 * MINUTE, NOON + 10 * MINUTE], id="a day ahead and back"),
        pytest.param([NOON, NOON - DAY, NOON + 5 * MINUTE, NOON + 10 * MINUTE], id="a day back"),
        pytest.param(
            [at(2025, 10, 26, 1, 59), at(2025, 10, 26, 2, 30), at(2025, 10, 26, 3, 1)], id="end of summer time"
        ),
        pytest.param([at(2026, 3, 29, 1, 59), at(2026, 3, 29, 3, 0), at(2026, 3, 29, 3, 30)], id="summer time begins"),
    ],
)
def test_the_clock_jumps(office: SocialServices, account: Account, moments: list[dt.datetime]) -> None:
    """Nothing is told twice, nothing is skipped, and each day has one digest."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 10, 23, 12))
    for moment in moments:
        office.poll(moment)
        account.inject()
    account.settle(office)
    mails = proper_mails(office)
    rows = sorted(mail.name for mail in mails if "prendere in carico" in mail.subject)
    assert rows == sorted(set(rows))
    assert {"op01", "op02", "op03", "op04"} <= set(rows)
    daily = [mail.subject for mail in mails if mail.name == "ced" and "tutto regolare" in mail.subject]
    assert len(daily) == len(set(daily))


@pytest.mark.fault("clock-jumps")
def test_a_clock_set_back_keeps_no_mail_waiting(office: SocialServices, account: Account) -> None:
    """A mail put off by a clock that was a day ahead is not kept until tomorrow."""
    office.install()
    office.by_pec(cases.november_pec(), NOON)
    office.relay.faults.temporary_failure_at = "MAIL"
    office.poll(NOON + DAY)
    account.inject()
    office.relay.faults.temporary_failure_at = None
    office.poll(NOON)
    assert len([each for each in told(office) if each[1] == "rows"]) == 5
    account.settle(office)


@pytest.mark.fault("reprocess-beside")
def test_old_mail_is_read_again_beside_the_service(
    november: SocialServices, account: Account, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lock is held by the service; nobody hears of what is read again, and the service goes on."""
    old = tmp_path / "old.eml"
    old.write_bytes(cases.january_blocks())
    with november.desk(exclusive=True):
        assert main(["--config", str(november.file), "reprocess", str(old)]) in (ExitCode.DONE, ExitCode.NEEDS_PERSON)
    account.inject()
    assert capsys.readouterr().out
    november.poll(NOON + 10 * MINUTE)
    assert told(november) == []
    assert any(each.muted for each in positions(november).values())
    account.settle(november)


@pytest.mark.fault("service-dead")
def test_their_absence_tells(office: SocialServices) -> None:
    """Nothing came and nothing happened: the daily mail and the Monday digest leave all the same."""
    office.install()
    office.poll(at(2025, 10, 27, 8))
    assert told(office) == [("ced", "daily_counts"), ("coordinatrice", "weekly_digest")]
    office.poll(at(2025, 10, 28, 8))
    assert told(office) == [("ced", "daily_counts")]


@pytest.mark.fault("upgrade")
def test_what_had_failed_is_tried_again_after_an_upgrade(office: SocialServices, account: Account) -> None:
    """A list that the older version could not weigh is told by the newer one; what a person has done stays done."""
    office.install()
    with office.desk() as desk, desk.database.writing() as session:
        refuse(session, "position")
    office.by_pec(cases.november_pec(), NOON)
    office.by_pec(cases.january_blocks(), NOON)
    office.by_pec(cases.july_locked(), NOON)
    for minutes in (0, 2, 8):
        office.poll(NOON + minutes * MINUTE)
    assert [entry.state for entry in entries(office)] == [MessageState.QUARANTINED] * 2 + [MessageState.DONE]
    assert ("coordinatrice", "not_read") in told(office)
    with office.desk() as desk, desk.database.writing() as session:
        refuse_no_more(session, "position")
        ledger.mark_handled(session, entries(office)[1].id)
    office.poll(NOON + 10 * MINUTE)
    assert told(office) == [], "the same version does not try again by itself"
    with office.desk() as desk, desk.database.writing() as session:
        note(session, TRIED_BY, "0.0.9", desk.clock())
    account.inject()
    office.poll(NOON + 20 * MINUTE)
    kinds = {kind for _, kind in told(office)}
    assert "rows" in kinds
    assert not kinds & {"not_read", "service"}, "nobody is told again of what still cannot be read"
    states = [entry.state for entry in entries(office)]
    assert states == [MessageState.DONE, MessageState.QUARANTINED, MessageState.DONE]
    account.settle(office)


@pytest.mark.sqlite
@pytest.mark.fault("downgrade")
def test_a_newer_database_is_refused_in_words(
    november: SocialServices, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command says so in one line with exit code 2, and the file is as it was."""
    with closing(sqlite3.connect(database(november))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    account.inject()
    for command in ("poll", "run", "status"):
        assert main(["--config", str(november.file), command]) == ExitCode.USAGE
        (line,) = capsys.readouterr().err.splitlines()
        assert "newer pecwatch" in line
    with closing(sqlite3.connect(database(november))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (newest_version(),))
    assert len(positions(november)) == 7


def test_the_health_file_holds_no_name(november: SocialServices) -> None:
    """Numbers and codes: whoever watches the machine need not know whom pecwatch writes about."""
    text = (november.folder / "var" / "health.json").read_text(encoding="utf-8")
    assert not [word for word in ("comune.example", "Zuccheroli", "ZUCCHEROLI", "Quintarelli", "OP01") if word in text]
