# SPDX-License-Identifier: EUPL-1.2
"""Another master key where one opens the keys of many offices: for all of them at once, whatever their state."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pecwatch.cli.main import main
from pecwatch.config import load_config, load_installation, vault_of
from pecwatch.errors import ExitCode
from pecwatch.model.audit import AuditEntry, Deed
from pecwatch.service.calling import calling_uid
from pecwatch.service.desk import wall_clock
from pecwatch.service.opening import open_desk
from pecwatch.service.rotating_for_all import rotate_for_all, shared_keys
from pecwatch.service.worker import Worker
from pecwatch.store.audit import trail
from pecwatch.store.database import open_database
from pecwatch.store.engine import make_engine
from pecwatch.store.key_ring import TRAIL, KeyRing
from pecwatch.store.leases import Leases, leased
from pecwatch.store.master_key import read_master_key
from pecwatch.store.migrate import migrate
from pecwatch.store.rotation import former_key_files
from tests.end_to_end.region import Region
from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer

SERVED, GONE = ("crema", "cremona"), "soncino"
MONTH = "2025-10"
STEPS = 48
"""More moments than a rotation of these keys waits for the disk."""


class Shared(Region):
    """Two offices that are served, one of them with a broken configuration, and one that was given up."""

    def keys(self, *words: str) -> int:
        return main(["--config", str(self.file), "keys", *words])

    def ring(self, code: str) -> KeyRing:
        """As the next start has it."""
        return KeyRing(self.folder / "var" / code / "keys", read_master_key(self.master_key_file))

    def rotations(self, code: str) -> list[AuditEntry]:
        """What the trail of an office says of them."""
        database = open_database(self.url, office=code)
        with database.reading() as session:
            found = list(trail(session, deed=Deed.ROTATED))
        database.close()
        return found

    def secrets(self) -> list[bytes]:
        """The keys of all offices, opened by the master key in its file."""
        return [self.ring(code).get(name) for code in (*SERVED, GONE) for name in (MONTH, TRAIL)]


@pytest.fixture
def region(tmp_path: Path, postgresql: PostgreSQL, dovecot: Dovecot, smtp_server: SmtpServer) -> Iterator[Shared]:
    url = postgresql.create()
    found = Shared(tmp_path, url, dovecot, smtp_server)
    found.share_master_key()
    migrate(open_database(url), wall_clock())
    for code in (*SERVED, GONE):
        found.add_office(code)
        with open_desk(load_config(found.office_file(code), {}), exclusive=True) as desk:
            desk.vault.keys.make(MONTH)
    found.office_file(GONE).unlink()
    yield found
    postgresql.drop(url)


def test_every_office_has_the_new_key_and_none_the_old(region: Shared, capsys: pytest.CaptureFixture[str]) -> None:
    """Also one whose configuration is broken; each trail says who did it, and a worker goes on with the next round."""
    before, old = region.secrets(), read_master_key(region.master_key_file)
    region.office_file("crema").write_text("[[mailbox]]\nname = 7\n", encoding="utf-8")
    capsys.readouterr()
    assert region.keys("rotate") == ExitCode.DONE
    assert f"no longer by {old.fingerprint}" in capsys.readouterr().out
    assert region.secrets() == before
    for code in (*SERVED, GONE):
        assert set(KeyRing(region.ring(code).folder, old).state().closed) >= {MONTH, TRAIL}
        (entry,) = region.rotations(code)
        assert (entry.who, f"from={old.fingerprint} " in entry.detail) == (f"user:{calling_uid()}", True)
    assert main(["--config", str(region.office_file("cremona")), "audit", "verify"]) == ExitCode.DONE

    capsys.readouterr()
    assert region.keys("status", "--json") == ExitCode.DONE
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["office"] for each in shown] == [*SERVED, GONE]
    assert {each["former_key_files"] for each in shown} == {1}
    assert region.keys("rotate", "--finish") == ExitCode.DONE
    assert former_key_files(region.master_key_file) == ()
    with Worker(load_installation(region.file, {}), wall_clock, {}) as worker:
        while worker.work_once(threading.Event()):
            pass
    assert region.ask("SELECT office, problem FROM office_work ORDER BY office")[:2] == [
        ("crema", "configuration"),
        ("cremona", ""),
    ]


def test_nothing_is_changed_while_a_worker_has_an_office(region: Shared, capsys: pytest.CaptureFixture[str]) -> None:
    """It may be making the key of a new month for the old master key; the other offices are given back as they were."""
    engine = make_engine(region.url)
    with leased(Leases(engine, lease_s=30, worker="another"), "cremona"):
        assert region.keys("rotate") == ExitCode.LOCKED
        assert "stop the workers" in capsys.readouterr().err
        assert region.ask("SELECT office FROM office_work WHERE lease IS NOT NULL") == [("cremona",)]
    engine.dispose()
    assert region.master_key_file.read_text(encoding="ascii") == "0" * 64
    assert not list(region.master_key_file.parent.glob("master_key.*"))


def killed_at(region: Shared, step: int) -> bool:
    """Rotate in a process that dies when it waits for the disk for that time; whether it did."""
    child = os.fork()
    if child == 0:
        waits, fsync = 0, os.fsync

        def counted(handle: int) -> None:
            nonlocal waits
            waits += 1
            if waits == step:
                os.kill(os.getpid(), signal.SIGKILL)
            fsync(handle)

        os.fsync = counted
        try:
            installation = load_installation(region.file, {})
            keys = shared_keys(installation, vault_of(installation, {}))
            assert keys is not None
            rotate_for_all(installation, keys, None, clock=wall_clock, who="service")
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_killed_at_any_moment(region: Shared) -> None:
    """The key in its file opens everything of every office after each death, and a new try ends well."""
    before, deaths = region.secrets(), 0
    for step in range(1, STEPS):
        deaths += killed_at(region, step)
        assert region.secrets() == before, step
        # Whoever died has the offices until its leases end.
        region.ask("UPDATE office_work SET leased_until = now() - interval '1 second' RETURNING 1")
    assert 20 < deaths < STEPS - 1
    left = region.ask("SELECT DISTINCT problem FROM office_work WHERE office = ANY('{crema,cremona}')")
    assert left == [("command",)], "whoever comes next looks for mails that the dead one had begun"
    assert region.keys("rotate") == region.keys("rotate", "--finish") == ExitCode.DONE
    assert region.secrets() == before


def test_without_a_shared_key_an_office_is_named(region: Shared, capsys: pytest.CaptureFixture[str]) -> None:
    """Each has its own then; and of a shared one no single office has another."""
    for words in (("rotate",), ("rotate", "--finish")):
        assert main(["--config", str(region.office_file("cremona")), "keys", *words]) == ExitCode.USAGE
        assert "without --office" in capsys.readouterr().err
    region.file.write_text(region.file.read_text(encoding="utf-8").partition("[vault]")[0], encoding="utf-8")
    for words in (("rotate",), ("status",)):
        assert region.keys(*words) == ExitCode.USAGE
        assert "name one with --office" in capsys.readouterr().err
