# SPDX-License-Identifier: EUPL-1.2
"""An office that a worker keeps open from round to round: what changes meanwhile counts in the next one."""

import datetime as dt
import os
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from pecwatch.cli.main import main
from pecwatch.config import load_config, load_installation
from pecwatch.errors import ExitCode
from pecwatch.model.audit import Deed
from pecwatch.service.importing import import_registry
from pecwatch.service.opening import open_desk
from pecwatch.service.purging import purge
from pecwatch.service.worker import Worker
from pecwatch.store import outbox
from pecwatch.store.audit import trail
from pecwatch.store.database import open_database
from tests.end_to_end.office import MovedClock
from tests.end_to_end.region import Region
from tests.registry.staging import HEADER, ROWS
from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer

OFFICE = "cremona"
A_MONTH = dt.timedelta(days=33)
LETTER = b"From: anagrafe@comune.example\r\nSubject: Orari\r\nMessage-ID: <orari@comune.example>\r\n\r\nBuongiorno.\r\n"


class Warm:
    """A worker in this process that has had its first round."""

    def __init__(self, region: Region, worker: Worker, clock: MovedClock) -> None:
        self.region, self.clock = region, clock
        self._worker = worker

    def round(self) -> object:
        """One more; gives what kept it from ending well."""
        self.region.ask("UPDATE office_work SET due_at = now() RETURNING 1")
        assert self._worker.work_once(threading.Event())
        ((problem,),) = self.region.ask("SELECT problem FROM office_work")
        return problem

    def configured(self) -> int:
        """How often the office's trail says that it goes by something else."""
        database = open_database(self.region.url, office=OFFICE)
        with database.reading() as session:
            found = sum(1 for _ in trail(session, deed=Deed.CONFIGURED))
        database.close()
        return found

    def administrators(self) -> set[str]:
        """Who got mails as one since this was asked last."""
        found = {mail.recipients[0] for mail in self.region.relay.messages}
        self.region.relay.messages.clear()
        return {each for each in found if not each.startswith("coordinatrice@")}

    def subjects(self) -> list[str]:
        """Of the mails that left since this was asked last."""
        found = [message_from_bytes(mail.content, policy=policy.default) for mail in self.region.relay.messages]
        self.region.relay.messages.clear()
        return [str(each["Subject"]) for each in found]


@pytest.fixture
def warm(tmp_path: Path, postgresql: PostgreSQL, dovecot: Dovecot, smtp_server: SmtpServer) -> Iterator[Warm]:
    """An office with an empty mailbox."""
    url, clock = postgresql.create(), MovedClock(dt.datetime.now(dt.UTC))
    region = Region(tmp_path, url, dovecot, smtp_server)
    region.add_office(OFFICE)
    with Worker(load_installation(region.file, {}), clock, {}) as worker:
        found = Warm(region, worker, clock)
        assert worker.work_once(threading.Event())
        yield found
    postgresql.drop(url)


def test_another_master_key_is_taken_up(warm: Warm) -> None:
    """Or the key of the next month would be made for the former one, and its mail open to nobody."""
    command = ["--config", str(warm.region.office_file(OFFICE)), "keys"]
    assert main([*command, "rotate"]) == 0
    warm.clock.now += A_MONTH
    warm.region.deliver(OFFICE, LETTER)
    assert warm.round() == ""
    assert main([*command, "status"]) == 0


def test_the_master_key_of_all_is_not_replaced_for_one(
    warm: Warm, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The keys of the other offices would be opened by nothing any more."""
    key = (warm.region.folder / "var" / OFFICE / "master.key").read_text(encoding="ascii").strip()
    monkeypatch.setenv("PECWATCH_VAULT__MASTER_KEY", key)
    assert main(["--config", str(warm.region.office_file(OFFICE)), "keys", "rotate"]) == ExitCode.USAGE
    assert "opens the keys of all offices" in capsys.readouterr().err


def test_another_password_is_taken_up(warm: Warm) -> None:
    """That of a relay too, which no login at the mailbox refuses."""
    warm.subjects()
    warm.region.relay.password = "airone-2026"  # type: ignore[misc]  # this server's alone
    (warm.region.folder / "secrets" / "smtp").write_text("airone-2026\n", encoding="utf-8")
    warm.clock.now += A_MONTH
    assert warm.round() == ""
    assert warm.subjects(), "the counts of the day are due"


@pytest.mark.parametrize("changed", ["the office's file", "a password"])
def test_what_changes_while_an_office_is_opened_is_taken_up(warm: Warm, changed: str) -> None:
    """A password that comes through a pipe holds the opening up until the files have changed."""
    folder, former = warm.region.folder, warm.region.relay.password
    (folder / "secrets" / "new").touch(mode=0o600)
    (folder / "secrets" / "smtp").unlink()
    os.mkfifo(folder / "secrets" / "smtp", 0o600)

    def change() -> None:
        with (folder / "secrets" / "smtp").open("w", encoding="utf-8") as pipe:
            if changed == "a password":
                warm.region.relay.password = "airone-2026"  # type: ignore[misc]  # this server's alone
            else:
                with warm.region.office_file(OFFICE).open("a", encoding="utf-8") as own:
                    own.write('system_administrator = { name = "CED", email = "ced@cremona.example" }\n')
            (folder / "secrets" / "new").write_text(warm.region.relay.password, encoding="utf-8")
            (folder / "secrets" / "new").replace(folder / "secrets" / "smtp")
            pipe.write(former)

    threading.Thread(target=change, daemon=True).start()
    warm.round()
    warm.administrators()
    warm.clock.now += A_MONTH
    assert warm.round() == ""
    assert warm.administrators() == {"ced@regione.example" if changed == "a password" else "ced@cremona.example"}


def test_what_the_installation_says_by_now_is_taken_up(warm: Warm) -> None:
    """For all its offices; while it is broken the last good one stays, and another lease waits for a start."""
    warm.administrators()
    written = warm.region.file.read_text(encoding="utf-8")
    changed = written.replace("ced@regione", "sistemi@regione").replace("lease_s = 3", "lease_s = 4")
    for text, administrator, logged in (
        ("[offices", "ced", "installation_broken"),
        (changed, "sistemi", "restart_needed"),
    ):
        warm.region.file.write_text(text, encoding="utf-8")
        warm.clock.now += A_MONTH
        with capture_logs() as logs:
            assert warm.round() == ""
        assert warm.administrators() == {f"{administrator}@regione.example"}
        assert logged in [each["event"] for each in logs]
    assert warm.configured() == 3, "what all share is a part of what each goes by, broken or not"


@pytest.mark.parametrize(
    ("age_s", "written"), [pytest.param(0, False, id="it is new"), pytest.param(400, True, id="it has grown old")]
)
def test_the_health_files_of_many_are_written_less_often(warm: Warm, age_s: int, written: bool) -> None:
    """What they say is asked of the database, for each office anew."""
    file = warm.region.folder / "var" / OFFICE / "health.json"
    moment = time.time() - age_s
    os.utime(file, (moment, moment))
    before = file.stat().st_mtime_ns
    warm.round()
    assert (file.stat().st_mtime_ns != before) is written


@pytest.mark.parametrize(
    ("left", "marked"),
    [
        pytest.param("lease = 'x', leased_until = now() - interval '1 second'", True, id="its worker died"),
        pytest.param("problem = 'round'", True, id="its round failed"),
        pytest.param("problem = ''", False, id="somebody else is sending it"),
    ],
)
def test_a_mail_at_the_final_dot(warm: Warm, left: str, marked: bool) -> None:
    """Whoever takes over from a worker that died sends it again, marked; after a good round it is not its own."""
    leave_at_the_dot(warm)
    warm.subjects()
    warm.region.ask(f"UPDATE office_work SET {left} RETURNING 1")
    warm.round()
    assert [each for each in warm.subjects() if "di prova" in each] == ["[POSSIBILE RIPETIZIONE] di prova"] * marked


def leave_at_the_dot(warm: Warm) -> None:
    """As whoever is ended in the middle of sending does."""
    database, now = open_database(warm.region.url, office=OFFICE), warm.clock()
    content = b"Subject: di prova\r\nMessage-ID: <prova@regione.example>\r\n\r\nx\r\n"
    with database.writing() as session:
        outbox.enqueue(
            session,
            event="prova",
            recipient=f"coordinatrice@{OFFICE}.example",
            kind="rows",
            subject="di prova",
            content=content,
            message_id_header="<prova@regione.example>",
            now=now,
        )
        (mail,) = outbox.mails(session, "prova")
        outbox.mark_dot(session, mail.id)
    database.close()


def test_whom_another_worker_has_purged_is_looked_for_no_more(warm: Warm) -> None:
    """The index of a warm office holds people who have left: it is built again once they are gone."""
    config = load_config(warm.region.office_file(OFFICE), {})
    export = warm.region.folder / "export.csv"
    with (
        open_desk(config, exclusive=False, clock=warm.clock) as desk,
        open_desk(config, exclusive=False, clock=warm.clock) as beside,
    ):
        for rows in (ROWS, ROWS[:1], ROWS[:1]):
            export.write_text("\n".join((HEADER, *rows)), encoding="utf-8")
            import_registry(desk, export, None, confirmed=True)
            warm.clock.now += dt.timedelta(days=1)
        before = desk.registry()
        warm.clock.now += 30 * A_MONTH
        assert purge(beside).people_who_left == 2, "of the registry in force, and of the one before"
        assert desk.registry() is not before
        assert desk.registry() is desk.registry()
