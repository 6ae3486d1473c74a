# SPDX-License-Identifier: EUPL-1.2
"""What earlier versions kept unsealed, sealed at the first start of this one."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import col, select

from pecwatch.store.database import Database
from pecwatch.store.durable import sync_folder
from pecwatch.store.key_ring import KeyRing
from pecwatch.store.sealed_file import PIECE
from pecwatch.store.tables import StoredMessage
from pecwatch.store.trouble import StoreDamaged, explained_files
from pecwatch.store.vault import Vault


def seal_open_mail(database: Database, vault: Vault) -> int:
    """Seal every message that lies open; what is interrupted goes on at the next start.

    A file that is missing or is not what was stored stays as it is: whoever reads that message is told.

    Returns:
        How many were sealed.

    Raises:
        StoreTrouble: The disk refuses.
    """
    with database.reading() as session:
        names = session.exec(
            select(StoredMessage.vault_name)
            .where(StoredMessage.office == session.office, col(StoredMessage.vault_name).not_like("%/%"))
            .where(col(StoredMessage.vault_name) != "")
            .distinct()
        ).all()
    sealed = sum(_sealed(database, vault, name) for name in names)
    for path in vault.folder.glob("[0-9a-f][0-9a-f]/*"):
        _remove_sealed(database, vault, path)
    return sealed


def _remove_sealed(database: Database, vault: Vault, path: Path) -> None:
    """Remove an open file whose bytes are sealed: a process died before it did, or they are in no ledger yet."""
    with database.reading() as session:
        same = select(StoredMessage).where(StoredMessage.office == session.office, StoredMessage.sha256 == path.name)
        row = session.exec(same).first()
    if row is not None and "/" not in row.vault_name:
        # Its bytes are not what they were: whoever reads it is told.
        return
    if row is None:
        try:
            vault.put(_pieces(path, path.name))
        except StoreDamaged:
            return
    with explained_files(path):
        path.unlink()
        sync_folder(path.parent)


def take_over_key(keys: KeyRing, name: str, path: Path) -> None:
    """Wrap a key that lies open in a file, and remove the file."""
    if path.exists():
        with explained_files(path):
            keys.take_over(name, path.read_bytes())
            path.unlink()


def _sealed(database: Database, vault: Vault, name: str) -> bool:
    path = vault.folder / name[:2] / name
    try:
        kept = vault.put(_pieces(path, name))
    except StoreDamaged:
        return False
    with database.writing() as session:
        rows = select(StoredMessage).where(StoredMessage.office == session.office, StoredMessage.vault_name == name)
        for row in session.exec(rows):
            row.vault_name = kept.name
    with explained_files(path):
        path.unlink()
        sync_folder(path.parent)
    return True


def _pieces(path: Path, name: str) -> Iterator[bytes]:
    digest = hashlib.sha256()
    if path.is_file():
        with explained_files(path), path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                yield piece
    if digest.hexdigest() != name:
        raise StoreDamaged(f"{path}: not what was stored: keep the file, restore it from the newest backup")
