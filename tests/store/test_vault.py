# SPDX-License-Identifier: EUPL-1.2
import hashlib
import os
import resource
import signal
import stat
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pecwatch.errors import MailboxError
from pecwatch.store.trouble import StoreDamaged, StoreTrouble
from pecwatch.store.vault import PlainVault, Vault

MESSAGE = (b"a ", b"message")
MEBIBYTE = 1024 * 1024


@pytest.fixture
def vault(tmp_path: Path) -> PlainVault:
    return PlainVault(tmp_path / "var" / "vault")


def files(vault: PlainVault) -> list[Path]:
    return [path for path in vault.folder.rglob("*") if path.is_file()]


def content_of(vault: Vault, name: str) -> bytes:
    return b"".join(vault.pieces(name))


@given(pieces=st.lists(st.binary(max_size=2000), max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_come_back(vault: PlainVault, pieces: list[bytes]) -> None:
    """Every byte, however they were cut, none included; and their digest is told."""
    kept = vault.put(pieces)
    assert content_of(vault, kept.name) == b"".join(pieces)
    assert kept.sha256 == hashlib.sha256(b"".join(pieces)).hexdigest()


def test_the_same_bytes_are_kept_once(vault: PlainVault) -> None:
    """A message found in two mailboxes takes the room of one."""
    assert vault.put(MESSAGE) == vault.put((b"a message",))
    assert len(files(vault)) == 1


def test_many_wait_for_the_disk_together(vault: PlainVault) -> None:
    """None lies in its place before all are safe; then each does, the same bytes once, and nothing half-written."""
    names = [vault.take([bytes([number % 40]) * 1000]).name for number in range(50)]
    assert all(path.name not in names for path in files(vault))
    vault.secure()
    assert sorted(path.name for path in files(vault)) == sorted(set(names))
    assert all(len(content_of(vault, name)) == 1000 for name in names)


def test_a_huge_message_is_never_in_memory(vault: PlainVault) -> None:
    """It goes in and comes out piece by piece, also when it was there before."""
    tracemalloc.start()
    for _ in range(2):
        kept = vault.put(bytes([number]) * MEBIBYTE for number in range(64))
    assert sum(map(len, vault.pieces(kept.name))) == 64 * MEBIBYTE
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * MEBIBYTE


def test_nobody_else_may_read_them(vault: PlainVault) -> None:
    """Files 0600 in folders 0700, whatever the umask."""
    before = os.umask(0)
    try:
        vault.put(MESSAGE)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files(vault)}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (vault.folder, *vault.folder.iterdir())}
    assert (modes, folders) == ({0o600}, {0o700})


def test_changed_bytes_are_not_given_out(vault: PlainVault) -> None:
    """What was changed on the disk is not read as if it had arrived so."""
    name = vault.put(MESSAGE).name
    files(vault)[0].write_bytes(b"another message")
    with pytest.raises(StoreDamaged, match="not what was stored"):
        content_of(vault, name)
    vault.put(MESSAGE)
    assert content_of(vault, name) == b"a message"


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "0" * 63 + "\n"])
def test_a_name_that_is_not_there_is_said(vault: PlainVault, name: str) -> None:
    """Names from a changed ledger lead nowhere else on the disk."""
    with pytest.raises(StoreDamaged):
        content_of(vault, name)


def test_a_message_that_breaks_off_leaves_nothing(vault: PlainVault) -> None:
    """The line is cut after some pieces: what came is no message."""

    def cut() -> Iterator[bytes]:
        yield b"a " * MEBIBYTE
        raise MailboxError("the line broke")

    with pytest.raises(MailboxError):
        vault.put(cut())
    assert files(vault) == []


@pytest.mark.parametrize("pieces", [1, 1000], ids=["at its end", "in the middle"])
def test_a_disk_that_refuses_leaves_nothing(vault: PlainVault, pieces: int) -> None:
    """No half-written message, and one line that says what to check."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(StoreTrouble, match="EFBIG: check free space"):
            vault.put([b"a message" * 200] * pieces)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(vault) == []


def test_a_folder_that_cannot_be_made_is_said(vault: PlainVault) -> None:
    """A file in the way is named."""
    vault.folder.parent.mkdir(parents=True)
    vault.folder.write_text("in the way")
    with pytest.raises(StoreTrouble, match="check free space"):
        vault.put(MESSAGE)


WRITING = """
import sys
from pathlib import Path
from pecwatch.store.vault import PlainVault

def pieces():
    yield b"half a message" * 100_000
    print("half", flush=True)
    sys.stdin.read()

PlainVault(Path(sys.argv[1])).put(pieces())
"""


def test_what_a_killed_process_left_is_removed(vault: PlainVault) -> None:
    """What a living process is writing stays, be it ever so slow; once it was killed its half message goes."""
    name = vault.put(MESSAGE).name
    command = [sys.executable, "-c", WRITING, str(vault.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"half\n"
        assert vault.tidy() == 0
        (partial,) = (path for path in files(vault) if path.name != name)
        writer.send_signal(signal.SIGKILL)
    assert partial.suffix == ".part"
    assert partial.stat().st_size > MEBIBYTE
    assert vault.tidy() == 1
    assert [path.name for path in files(vault)] == [name]
