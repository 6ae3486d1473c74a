# SPDX-License-Identifier: EUPL-1.2
"""Another master key, whatever moment the machine chooses to die."""

import datetime as dt
import os
import signal
from pathlib import Path

import pytest

from pecwatch.service.opening import MASTER_KEY
from pecwatch.store.key_ring import DECISIONS, KeyRing
from pecwatch.store.master_key import master_key_in
from pecwatch.store.rotation import former_key_files
from tests.service.offices import SmallOffice

MONTHS = ("2025-10", "2025-11")
STEPS = 25
"""More moments than a rotation waits for the disk: the last ones are not reached, and it ends undisturbed."""


def rotate_in(office: SmallOffice) -> None:
    from pecwatch.service.rotating import rotate  # noqa: PLC0415 - also in a child

    with office.desk() as desk:
        rotate(desk, None)


def killed_at(office: SmallOffice, step: int) -> bool:
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
            rotate_in(office)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def ring(office: SmallOffice) -> KeyRing:
    """The keys as the next start has them."""
    keys = office.folder / "var" / "keys"
    return KeyRing(keys, master_key_in(office.folder / "var" / MASTER_KEY, opens=keys))


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """The key in its file opens everything after each death, a start costs nothing, and a new try ends well."""
    office = SmallOffice(tmp_path)
    with office.desk() as desk:
        names = (*MONTHS, DECISIONS)
        secrets = [desk.vault.keys.make(name) for name in names]
    deaths = 0
    for step in range(1, STEPS):
        old = ring(office).master
        deaths += killed_at(office, step)
        assert [ring(office).get(name) for name in names] == secrets, step
        if step % 4 == 0:
            with office.desk() as desk:
                assert [desk.vault.keys.get(name) for name in names] == secrets, step
        rotate_in(office)
        assert [ring(office).get(name) for name in names] == secrets, step
        state = KeyRing(office.folder / "var" / "keys", old).state()
        assert set(state.closed) >= set(names), "the old key opens nothing any more"
    assert 10 < deaths < STEPS - 1
    assert former_key_files(tmp_path / "var" / MASTER_KEY)


def test_what_a_death_left_among_the_keys_is_tidied(tmp_path: Path) -> None:
    """A key half destroyed goes on to be destroyed; a young file may be somebody's who is writing it."""
    office = SmallOffice(tmp_path)
    with office.desk() as desk:
        desk.vault.keys.make("2025-10")
    keys = tmp_path / "var" / "keys"
    (keys / "2025-10").rename(keys / "doomed-2025-10")
    for name, age in (("tmpold", dt.timedelta(hours=2)), ("tmpyoung", dt.timedelta())):
        (keys / name).write_bytes(b"x")
        moment = (office.clock() - age).timestamp()
        os.utime(keys / name, (moment, moment))
    with office.desk():
        assert {path.name for path in keys.iterdir()} >= {"tmpyoung"}
        assert not {path.name for path in keys.iterdir()} & {"tmpold", "doomed-2025-10", "2025-10"}


@pytest.mark.parametrize("content", [b"", b"0011223344556677 ????\n"])
def test_a_damaged_key_file_keeps_the_old_master_key(tmp_path: Path, content: bytes) -> None:
    """What does not open now would never open again: a person decides first."""
    office = SmallOffice(tmp_path)
    with office.desk() as desk:
        secret = desk.vault.keys.make("2025-10")
    (tmp_path / "var" / "keys" / "2025-11").write_bytes(content)
    with pytest.raises(Exception, match="restore"):
        rotate_in(office)
    assert ring(office).get("2025-10") == secret
    assert not former_key_files(tmp_path / "var" / MASTER_KEY)
