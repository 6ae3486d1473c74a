# SPDX-License-Identifier: EUPL-1.2
"""Raw messages, kept before anything else is done with them.

`PlainVault` writes them as they came: readable by the owner of the folder and by nobody else, but not
encrypted at rest.
"""

import hashlib
import os
import re
import tempfile
import time
from pathlib import Path
from typing import Protocol

from pecwatch.store.permissions import make_private_folder
from pecwatch.store.trouble import StoreDamaged, explained_files

PARTIAL = ".part"
STALE_AFTER_S = 3600
"""Age after which a half-written file was certainly left by a process that died."""


class Vault(Protocol):
    """Where raw messages are kept."""

    def put(self, content: bytes) -> str:
        """Keep the bytes; when it returns they outlive a power cut. The same bytes are kept once.

        Returns:
            The name under which `get` gives them back.

        Raises:
            StoreTrouble: The disk refuses; nothing was kept.
        """
        ...

    def get(self, name: str) -> bytes:
        """Give back the bytes.

        Raises:
            StoreDamaged: They are missing, or not what was put in.
        """
        ...


class PlainVault:
    """Files of mode 0600, named by the sha256 of what they hold, in sub-folders of mode 0700."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """See `Vault.put`: written beside its place, synced, then moved there in one step."""
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        if not _holds(path, name):
            make_private_folder(path.parent)
            with explained_files(self.folder):
                _write_safely(path, content)
        return name

    def get(self, name: str) -> bytes:
        """See `Vault.get`."""
        path = self._path(name)
        if not path.is_file():
            raise StoreDamaged(
                f"{self.folder}: message {name[:12]} is missing: restore the newest backup of the folder"
            )
        with explained_files(path):
            content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != name:
            raise StoreDamaged(f"{path}: not what was stored: keep the file, restore it from the newest backup")
        return content

    def tidy(self) -> int:
        """Remove what processes that died left half-written; returns how many files."""
        stale = [
            path for path in self.folder.glob(f"*/*{PARTIAL}") if time.time() - path.stat().st_mtime > STALE_AFTER_S
        ]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def _path(self, name: str) -> Path:
        if re.fullmatch(r"[0-9a-f]{64}", name) is None:
            raise StoreDamaged(f"{self.folder}: a name in the ledger is not one of this vault: was it changed?")
        return self.folder / name[:2] / name


def _holds(path: Path, name: str) -> bool:
    """Whether the file is there and whole; a damaged one is written again from good bytes."""
    with explained_files(path):
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == name


def _write_safely(path: Path, content: bytes) -> None:
    # mkstemp makes the file with mode 0600 whatever the umask.
    handle, partial = tempfile.mkstemp(suffix=PARTIAL, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Make a new name in the folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
