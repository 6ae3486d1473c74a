# SPDX-License-Identifier: EUPL-1.2
import hashlib
import os
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
from pecwatch.store.vault import Vault
from tests.faults.full_disk import no_file_beyond
from tests.store.values import vault_in

MESSAGE = (b"a ", b"message")
MEBIBYTE = 1024 * 1024
ROOT = Path(__file__).parents[2]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return vault_in(tmp_path / "var")


def files(vault: Vault) -> list[Path]:
    return [path for path in vault.folder.rglob("*") if path.is_file()]


def content_of(vault: Vault, name: str) -> bytes:
    return b"".join(vault.pieces(name))


@given(pieces=st.lists(st.binary(max_size=2000), max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_come_back(vault: Vault, pieces: list[bytes]) -> None:
    """Every byte, however they were cut, none included; and their digest is told."""
    kept = vault.put(pieces)
    assert content_of(vault, kept.name) == b"".join(pieces)
    assert kept.sha256 == hashlib.sha256(b"".join(pieces)).hexdigest()


def test_the_same_bytes_are_kept_once(vault: Vault) -> None:
    """A message found in two mailboxes takes the room of one."""
    assert vault.put(MESSAGE) == vault.put((b"a message",))
    assert len(files(vault)) == 1


def test_many_wait_for_the_disk_together(vault: Vault) -> None:
    """None lies in its place before all are safe; then each does, the same bytes once, and nothing half-written."""
    names = [vault.take([bytes([number % 40]) * 1000]).name for number in range(50)]
    assert not list(vault.names())
    vault.secure()
    assert sorted(vault.names()) == sorted(set(names))
    assert len(files(vault)) == 40
    assert all(len(content_of(vault, name)) == 1000 for name in names)


def test_a_huge_message_is_never_in_memory(vault: Vault) -> None:
    """It goes in and comes out piece by piece, also when it was there before."""
    tracemalloc.start()
    for _ in range(2):
        kept = vault.put(bytes([number]) * MEBIBYTE for number in range(64))
    assert sum(map(len, vault.pieces(kept.name))) == 64 * MEBIBYTE
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MEBIBYTE


def test_nobody_else_may_read_them(vault: Vault) -> None:
    """Files 0600 in folders 0700, whatever the umask."""
    before = os.umask(0)
    try:
        vault.put(MESSAGE)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files(vault)}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (vault.folder, *vault.folder.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


@pytest.mark.parametrize("place", [0, 10, 25, -1], ids=["magic", "salt", "text", "seal"])
def test_changed_bytes_are_not_given_out(vault: Vault, place: int) -> None:
    """What was changed on the disk is not read as if it had arrived so."""
    name = vault.put(MESSAGE).name
    (file,) = files(vault)
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    with pytest.raises(StoreDamaged, match="not what was stored"):
        content_of(vault, name)
    vault.put(MESSAGE)
    assert content_of(vault, name) == b"a message"


@pytest.mark.parametrize(
    "name", ["2025-10/" + "0" * 64, "../../etc/passwd", "", "2025-10/" + "0" * 63 + "\n", "0" * 64]
)
def test_a_name_that_is_not_there_is_said(vault: Vault, name: str) -> None:
    """Names from a changed ledger lead nowhere else on the disk."""
    with pytest.raises(StoreDamaged):
        content_of(vault, name)


def test_a_message_that_breaks_off_leaves_nothing(vault: Vault) -> None:
    """The line is cut after some pieces: what came is no message."""

    def cut() -> Iterator[bytes]:
        yield b"a " * MEBIBYTE
        raise MailboxError("the line broke")

    with pytest.raises(MailboxError):
        vault.put(cut())
    assert files(vault) == []


@pytest.mark.parametrize("pieces", [1, 1000], ids=["at its end", "in the middle"])
def test_a_disk_that_refuses_leaves_nothing(vault: Vault, pieces: int) -> None:
    """No half-written message, and one line that says what to check."""
    with no_file_beyond(1000), pytest.raises(StoreTrouble, match="EFBIG: check free space"):
        vault.put([b"a message" * 200] * pieces)
    assert files(vault) == []


def test_a_folder_that_cannot_be_made_is_said(vault: Vault) -> None:
    """A file in the way is named."""
    vault.folder.parent.mkdir(parents=True)
    vault.folder.write_text("in the way")
    with pytest.raises(StoreTrouble, match="check free space"):
        vault.put(MESSAGE)


WRITING = """
import sys
from pathlib import Path
from tests.faults.full_disk import no_file_beyond
from tests.store.values import vault_in

def pieces():
    yield b"half a message" * 100_000
    print("half", flush=True)
    sys.stdin.read()

vault_in(Path(sys.argv[1])).put(pieces())
"""


def test_what_a_killed_process_left_is_removed(vault: Vault) -> None:
    """What a living process is writing stays, be it ever so slow; once it was killed its half message goes."""
    name = vault.put(MESSAGE).name
    command = [sys.executable, "-c", WRITING, str(vault.folder.parent)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"half\n"
        assert vault.tidy() == 0
        (partial,) = (path for path in files(vault) if path.name != Path(name).name)
        writer.send_signal(signal.SIGKILL)
    assert partial.suffix == ".part"
    assert partial.stat().st_size > MEBIBYTE
    assert vault.tidy() == 1
    assert list(vault.names()) == [name]


def test_nothing_lies_open(vault: Vault) -> None:
    """Neither a word of the message nor anything that repeats shows on the disk."""
    vault.put([b"Zuccheroli Mirella " * 100_000])
    (content,) = (file.read_bytes() for file in files(vault))
    assert b"Zuccheroli" not in content
    assert len({content[at : at + 16] for at in range(4, len(content) - 16, 16)}) == (len(content) - 5) // 16


SIZES = [0, 1, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1, 3 * MEBIBYTE]


@pytest.mark.parametrize("size", SIZES)
def test_cut_and_lengthened_files_are_not_whole(vault: Vault, size: int) -> None:
    """Wherever a file was cut, and whatever was written behind it."""
    name = vault.put([bytes(size)]).name
    assert content_of(vault, name) == bytes(size)
    (file,) = files(vault)
    whole = file.read_bytes()
    for content in (whole[:-1], whole[: 20 + MEBIBYTE + 16] if size > MEBIBYTE else whole[:10], whole + b"x", b""):
        file.write_bytes(content)
        with pytest.raises(StoreDamaged, match="not what was stored"):
            content_of(vault, name)


def test_a_file_cannot_stand_for_another(vault: Vault) -> None:
    """Whoever puts one sealed message in the place of another is found out."""
    names = [vault.put([text]).name for text in (b"one", b"two")]
    paths = [vault.folder / name[:7] / name[8:10] / name[8:] for name in names]
    paths[0].write_bytes(paths[1].read_bytes())
    with pytest.raises(StoreDamaged, match="not what was stored"):
        content_of(vault, names[0])


def test_a_month_ends_with_its_key(tmp_path: Path) -> None:
    """Once the key of a month is destroyed no copy of its mail opens; other months do, and the month may begin anew."""
    october, november = vault_in(tmp_path), vault_in(tmp_path, "2025-11")
    gone, stays = october.put([b"october"]), november.put([b"november"])
    (backup,) = (file.read_bytes() for file in files(october) if file.name == gone.sha256)
    november.destroy_month("2025-10")
    path = october.folder / "2025-10" / gone.sha256[:2] / gone.sha256
    assert not path.exists()
    path.parent.mkdir(parents=True)
    path.write_bytes(backup)
    with pytest.raises(StoreDamaged, match="destroyed or is lost"):
        content_of(vault_in(tmp_path), gone.name)
    assert content_of(vault_in(tmp_path), stays.name) == b"november"
    assert content_of(vault_in(tmp_path), vault_in(tmp_path).put([b"october"]).name) == b"october"


def test_kept_in_an_earlier_month_is_kept(tmp_path: Path) -> None:
    """The same mail by another way a month later takes no room of its own."""
    first = vault_in(tmp_path).put(MESSAGE)
    assert vault_in(tmp_path, "2025-11").put(MESSAGE) == first


def test_removed_is_gone(vault: Vault) -> None:
    """One message goes for ever; its neighbours stay."""
    gone, stays = vault.put([b"one"]).name, vault.put([b"two"]).name
    assert (vault.remove(gone), vault.remove(gone)) == (True, False)
    assert list(vault.names()) == [stays]
