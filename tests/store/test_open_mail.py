# SPDX-License-Identifier: EUPL-1.2
"""What an earlier version kept open is sealed, once and without losing a message."""

import hashlib
from pathlib import Path

from pecwatch.store import ledger
from pecwatch.store.database import Database
from pecwatch.store.key_ring import DECISIONS
from pecwatch.store.open_mail import seal_open_mail, take_over_key
from pecwatch.store.records import Kept
from tests.store.values import NOW, delivery, vault_in

CONTENTS = (b"one", b"two" * 700_000, b"lost", b"changed")


def kept_open(database: Database, folder: Path) -> None:
    """Four messages as earlier versions kept them: two are whole, one file is gone, one is not what it was."""
    for uid, content in enumerate(CONTENTS, start=1):
        name = hashlib.sha256(content).hexdigest()
        path = folder / "mail" / name[:2] / name
        if content != b"lost":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"?" if content == b"changed" else content)
        with database.writing() as session:
            ledger.record_delivery(session, delivery(uid, content), Kept(name=name, sha256=name), NOW)


def test_open_mail_is_sealed(sqlite: Database, tmp_path: Path) -> None:
    """Nothing readable stays of the whole ones; the others stay as they are; a second start does nothing."""
    kept_open(sqlite, tmp_path)
    vault = vault_in(tmp_path)
    assert (seal_open_mail(sqlite, vault), seal_open_mail(sqlite, vault)) == (2, 0)
    with sqlite.reading() as session:
        names = [entry.vault_name for entry in ledger.entries(session)]
    assert [b"".join(vault.pieces(name)) for name in names[:2]] == list(CONTENTS[:2])
    left = [path.read_bytes() for path in vault.folder.glob("??/*")]
    assert left == [b"?"]


def test_what_a_dying_process_left_open_is_sealed_and_removed(sqlite: Database, tmp_path: Path) -> None:
    """One whose bytes are sealed already, and one that no ledger knows; a damaged one is left to a person."""
    kept_open(sqlite, tmp_path)
    vault = vault_in(tmp_path)
    seal_open_mail(sqlite, vault)
    for content in (CONTENTS[0], b"in no ledger"):
        name = hashlib.sha256(content).hexdigest()
        path = vault.folder / name[:2] / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    before = set(vault.names())
    assert seal_open_mail(sqlite, vault) == 0
    assert [path.read_bytes() for path in vault.folder.glob("??/*")] == [b"?"]
    (new,) = set(vault.names()) - before
    assert b"".join(vault.pieces(new)) == b"in no ledger"


def test_a_key_that_lay_open_is_wrapped(tmp_path: Path) -> None:
    """It is the same key afterwards, since hashes made with it are kept; the open file is gone."""
    path, keys = tmp_path / "decisions.key", vault_in(tmp_path).keys
    path.write_bytes(bytes(range(32)))
    for _ in range(2):
        take_over_key(keys, DECISIONS, path)
    assert keys.get(DECISIONS) == bytes(range(32))
    assert not path.exists()
