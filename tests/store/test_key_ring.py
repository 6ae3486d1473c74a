# SPDX-License-Identifier: EUPL-1.2
"""The keys: wrapped by the master key, replaced without a moment in which nothing opens, destroyed for good."""

import stat
from pathlib import Path

import pytest

from pecwatch.errors import UsageError
from pecwatch.store.key_ring import DECISIONS, KeyRing, MasterKey
from pecwatch.store.master_key import master_key, master_key_in
from pecwatch.store.trouble import StoreDamaged

OLD, NEW = MasterKey(bytes(32)), MasterKey(bytes([1] * 32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_made_once(folder: Path) -> None:
    """Whoever asks again, and whichever process, gets the same key; each name has its own."""
    keys = [KeyRing(folder, OLD).make("2025-10") for _ in range(2)]
    assert keys[0] == keys[1] != KeyRing(folder, OLD).make("2025-11")
    assert KeyRing(folder, OLD).months() == ("2025-10", "2025-11")


def test_wrapped(folder: Path) -> None:
    """What lies on the disk is not the key, nobody else may read it, and another master key opens nothing."""
    key = KeyRing(folder, OLD).make("2025-10")
    assert key not in (folder / "2025-10").read_bytes()
    assert stat.S_IMODE((folder / "2025-10").stat().st_mode) == 0o600
    with pytest.raises(StoreDamaged, match=f"not by the master key {NEW.fingerprint}"):
        KeyRing(folder, NEW).make("2025-10")


def test_a_key_has_its_name(folder: Path) -> None:
    """A key file that was copied to another month does not open there."""
    KeyRing(folder, OLD).make("2025-10")
    (folder / "2025-11").write_bytes((folder / "2025-10").read_bytes())
    with pytest.raises(StoreDamaged):
        KeyRing(folder, OLD).get("2025-11")


def test_a_new_master_key(folder: Path) -> None:
    """Both open everything until the new one is in use; then the old one opens nothing."""
    before = [KeyRing(folder, OLD).make(name) for name in ("2025-10", DECISIONS)]
    assert KeyRing(folder, OLD).add_master(NEW) == 2
    for master in (OLD, NEW):
        assert [KeyRing(folder, master).get(name) for name in ("2025-10", DECISIONS)] == before
    assert (KeyRing(folder, NEW).drop_other_masters(), KeyRing(folder, NEW).drop_other_masters()) == (2, 0)
    assert KeyRing(folder, NEW).get(DECISIONS) == before[1]
    with pytest.raises(StoreDamaged):
        KeyRing(folder, OLD).get(DECISIONS)


def test_a_foreign_master_key_drops_nothing(folder: Path) -> None:
    """A wrong key in the configuration must not cost the right one its wrappings."""
    key = KeyRing(folder, OLD).make("2025-10")
    assert KeyRing(folder, NEW).drop_other_masters() == 0
    assert KeyRing(folder, OLD).get("2025-10") == key


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe", b"a b c\n", b"0011223344556677 ????\n"])
def test_a_damaged_key_file_is_said(folder: Path, content: bytes) -> None:
    """One line with what to do."""
    KeyRing(folder, OLD).make("2025-10")
    (folder / "2025-10").write_bytes(content)
    with pytest.raises(StoreDamaged, match="restore"):
        KeyRing(folder, OLD).get("2025-10")


def test_destroyed(folder: Path) -> None:
    """It is gone for this process and for others; destroying nothing is no fault."""
    ring = KeyRing(folder, OLD)
    ring.make("2025-10")
    ring.destroy("2025-10")
    ring.destroy("2025-10")
    with pytest.raises(StoreDamaged, match="destroyed or is lost"):
        ring.get("2025-10")


def test_master_key_of_a_file(tmp_path: Path) -> None:
    """Made when missing, the same ever after, refused when others may read it."""
    path = tmp_path / "master.key"
    assert (
        master_key_in(path, opens=tmp_path / "keys").fingerprint
        == master_key_in(path, opens=tmp_path / "keys").fingerprint
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(UsageError, match="chmod 600"):
        master_key_in(path, opens=tmp_path / "keys")


def test_a_master_key_that_is_lost_is_not_replaced(tmp_path: Path) -> None:
    """With another one nothing would open, and the lost one might never be missed."""
    path, keys = tmp_path / "master.key", tmp_path / "keys"
    KeyRing(keys, master_key_in(path, opens=keys)).make("2025-10")
    path.unlink()
    with pytest.raises(UsageError, match="another master key has wrapped"):
        master_key_in(path, opens=keys)
    assert not path.exists()


@pytest.mark.parametrize("text", ["", "secret", "00" * 31, "0x" + "00" * 31, "zz" * 32])
def test_what_is_no_master_key(text: str) -> None:
    """Said without repeating it: it may be a secret all the same."""
    with pytest.raises(UsageError, match="64 hexadecimal digits") as refusal:
        master_key(text, "master.key")
    assert not text or text not in str(refusal.value)


def test_the_key_is_not_shown() -> None:
    """Not by printing it, as a traceback or a log might."""
    assert "00" * 32 not in repr(OLD)
    assert bytes(32).hex() not in f"{OLD}"
