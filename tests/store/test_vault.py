# SPDX-License-Identifier: EUPL-1.2
import os
import resource
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pecwatch.store.trouble import StoreDamaged, StoreTrouble
from pecwatch.store.vault import PlainVault, Vault


@pytest.fixture
def vault(tmp_path: Path) -> PlainVault:
    return PlainVault(tmp_path / "var" / "vault")


def files(vault: PlainVault) -> list[Path]:
    return [path for path in vault.folder.rglob("*") if path.is_file()]


@given(content=st.binary(max_size=2000))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_come_back(vault: PlainVault, content: bytes) -> None:
    """Every byte, in any order, none included."""
    any_vault: Vault = vault
    assert any_vault.get(any_vault.put(content)) == content


def test_the_same_bytes_are_kept_once(vault: PlainVault) -> None:
    """A message found in two mailboxes takes the room of one."""
    assert vault.put(b"a message") == vault.put(b"a message")
    assert len(files(vault)) == 1


def test_nobody_else_may_read_them(vault: PlainVault) -> None:
    """Files 0600 in folders 0700, whatever the umask."""
    before = os.umask(0)
    try:
        vault.put(b"a message")
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files(vault)}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (vault.folder, *vault.folder.iterdir())}
    assert (modes, folders) == ({0o600}, {0o700})


def test_changed_bytes_are_not_given_out(vault: PlainVault) -> None:
    """What was changed on the disk is not read as if it had arrived so."""
    name = vault.put(b"a message")
    files(vault)[0].write_bytes(b"another message")
    with pytest.raises(StoreDamaged, match="not what was stored"):
        vault.get(name)
    vault.put(b"a message")
    assert vault.get(name) == b"a message"


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "0" * 63 + "\n"])
def test_a_name_that_is_not_there_is_said(vault: PlainVault, name: str) -> None:
    """Names from a changed ledger lead nowhere else on the disk."""
    with pytest.raises(StoreDamaged):
        vault.get(name)


def test_a_disk_that_refuses_leaves_nothing(vault: PlainVault) -> None:
    """No half-written message, and one line that says what to check."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(StoreTrouble, match="EFBIG: check free space"):
            vault.put(b"a message" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(vault) == []


def test_a_folder_that_cannot_be_made_is_said(vault: PlainVault) -> None:
    """A file in the way is named."""
    vault.folder.parent.mkdir(parents=True)
    vault.folder.write_text("in the way")
    with pytest.raises(StoreTrouble, match="check free space"):
        vault.put(b"a message")


def test_what_a_dead_process_left_is_removed(vault: PlainVault) -> None:
    """Half-written files go once nobody can be writing them any more; messages stay."""
    name = vault.put(b"a message")
    fresh, stale = (files(vault)[0].with_name(name) for name in ("fresh.part", "stale.part"))
    fresh.touch()
    stale.touch()
    os.utime(stale, (0, 0))
    assert vault.tidy() == 1
    assert {path.name for path in files(vault)} == {name, "fresh.part"}
