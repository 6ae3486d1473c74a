# SPDX-License-Identifier: EUPL-1.2
"""Raw messages, kept before anything else is done with them.

They go in and come out in pieces, so that the largest is never in memory as a whole. `PlainVault` writes them as they
came: readable by the owner of the folder and by nobody else, but not encrypted at rest.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Protocol

from pecwatch.store.permissions import make_private_folder
from pecwatch.store.records import Kept
from pecwatch.store.trouble import StoreDamaged, explained_files

PARTIAL = ".part"
PIECE = 1024 * 1024
SYNCS_AT_ONCE = 8
"""Files that wait for the disk together: file systems write what several wait for in one go."""


class Vault(Protocol):
    """Where raw messages are kept."""

    def put(self, pieces: Iterable[bytes]) -> Kept:
        """Keep the bytes; when it returns they outlive a power cut. The same bytes are kept once.

        Raises:
            StoreTrouble: The disk refuses; nothing was kept.
            Exception: Whatever the pieces raise while they are taken; nothing was kept.
        """
        ...

    def take(self, pieces: Iterable[bytes]) -> Kept:
        """Keep one of many, as `put` does; it is safe when `secure` has returned, and no sooner may anybody rely on it.

        Many taken before one `secure` wait for the disk together, which costs a fraction of waiting for each.
        """
        ...

    def secure(self) -> None:
        """Make everything taken since the last call outlive a power cut.

        Raises:
            StoreTrouble: The disk refuses; none of it may be relied on, each must be taken again.
        """
        ...

    def pieces(self, name: str) -> Iterator[bytes]:
        """Give back the bytes. They are sound only when no piece raised.

        Raises:
            StoreDamaged: They are missing, or not what was put in, which may show at their end.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A message on its way to the disk."""

    file: IO[bytes]
    path: Path
    """Where it is to be."""
    synced: Future[None]
    closing: ExitStack
    """Closes the file, and removes it unless it was moved."""


class PlainVault:
    """Files of mode 0600, named by the sha256 of what they hold, in sub-folders of mode 0700."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._syncing = ThreadPoolExecutor(SYNCS_AT_ONCE, thread_name_prefix="vault")
        self._taken: list[_Taken] = []

    def put(self, pieces: Iterable[bytes]) -> Kept:
        """See `Vault.put`."""
        kept = self.take(pieces)
        self.secure()
        return kept

    def take(self, pieces: Iterable[bytes]) -> Kept:
        """See `Vault.take`: written beside its place, and its way to the disk begun."""
        with explained_files(self.folder), ExitStack() as undone:
            make_private_folder(self.folder)
            file = undone.enter_context(_partial_file(self.folder))
            name = _written(pieces, file)
            path = self._path(name)
            if not _holds(path, name):
                file.flush()
                synced = self._syncing.submit(os.fsync, file.fileno())
                self._taken.append(_Taken(file=file, path=path, synced=synced, closing=undone.pop_all()))
        return Kept(name=name, sha256=name)

    def secure(self) -> None:
        """See `Vault.secure`: when all are on the disk each is moved to its place, then the folders are synced."""
        taken, self._taken = self._taken, []
        with explained_files(self.folder), ExitStack() as closing:
            for each in taken:
                closing.enter_context(each.closing)
            wait([each.synced for each in taken])
            for each in taken:
                each.synced.result()
            for each in taken:
                make_private_folder(each.path.parent)
                Path(each.file.name).replace(each.path)
            folders = {each.path.parent for each in taken} | ({self.folder} if taken else set())
            for _ in self._syncing.map(_sync_folder, folders):
                pass

    def pieces(self, name: str) -> Iterator[bytes]:
        """See `Vault.pieces`."""
        path = self._path(name)
        if not path.is_file():
            raise StoreDamaged(
                f"{self.folder}: message {name[:12]} is missing: restore the newest backup of the folder"
            )
        digest = hashlib.sha256()
        for piece in _read(path):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != name:
            raise StoreDamaged(f"{path}: not what was stored: keep the file, restore it from the newest backup")

    def tidy(self) -> int:
        """Remove what processes that died left half-written; returns how many files."""
        return sum(_removed_if_left(path) for path in self.folder.glob(f"*{PARTIAL}"))

    def _path(self, name: str) -> Path:
        if re.fullmatch(r"[0-9a-f]{64}", name) is None:
            raise StoreDamaged(f"{self.folder}: a name in the ledger is not one of this vault: was it changed?")
        return self.folder / name[:2] / name


@contextmanager
def _partial_file(folder: Path) -> Iterator[IO[bytes]]:
    """A file to write a message into, gone at the end unless it was moved; locked while somebody writes it."""
    # Its mode is 0600 whatever the umask.
    with NamedTemporaryFile(suffix=PARTIAL, dir=folder, delete=False) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)


def _written(pieces: Iterable[bytes], file: IO[bytes]) -> str:
    """Write all of it; the name it gets."""
    digest = hashlib.sha256()
    for piece in pieces:
        file.write(piece)
        digest.update(piece)
    return digest.hexdigest()


def _holds(path: Path, name: str) -> bool:
    """Whether the file is there and whole; a damaged one is written again from good bytes."""
    if not path.is_file():
        return False
    with explained_files(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == name


def _read(path: Path) -> Iterator[bytes]:
    with explained_files(path), path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _sync_folder(folder: Path) -> None:
    """Make a new name in the folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _removed_if_left(partial: Path) -> bool:
    """Remove a half-written file that no living process holds locked; whether it was one."""
    with explained_files(partial), partial.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        partial.unlink(missing_ok=True)
        return True
