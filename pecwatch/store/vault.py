# SPDX-License-Identifier: EUPL-1.2
"""Raw messages, kept sealed before anything else is done with them.

They go in and come out in pieces, so that the largest is never in memory as a whole, and no byte of one is on the disk
in the clear at any moment. A file lies in the folder of the month in which it was kept, and that month has a key.
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from pecwatch.store.durable import sync_folder
from pecwatch.store.key_ring import KeyRing
from pecwatch.store.permissions import make_private_folder
from pecwatch.store.records import Kept
from pecwatch.store.sealed_file import SealBroken, opened, sealed
from pecwatch.store.trouble import StoreDamaged, explained_files

PARTIAL = ".part"
SYNCS_AT_ONCE = 8
"""Files that wait for the disk together: file systems write what several wait for in one go."""

NAME = re.compile(r"\d{4}-\d{2}/[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A message on its way to the disk."""

    file: IO[bytes]
    path: Path
    """Where it is to be."""
    synced: Future[None]
    closing: ExitStack
    """Closes the file, and removes it unless it was moved."""


class Vault:
    """Files of mode 0600, named by month and by the sha256 of what they hold, in folders of mode 0700."""

    def __init__(self, folder: Path, keys: KeyRing, month: Callable[[], str]) -> None:
        """Open a vault, which may not be there yet.

        Args:
            month: The month that what is kept now belongs to, as `2025-11`.
        """
        self.folder = folder
        self.keys = keys
        self._month = month
        self._syncing = ThreadPoolExecutor(SYNCS_AT_ONCE, thread_name_prefix="vault")
        self._taken: list[_Taken] = []

    def put(self, pieces: Iterable[bytes]) -> Kept:
        """Keep the bytes; when it returns they outlive a power cut. The same bytes are kept once.

        Raises:
            StoreTrouble: The disk refuses; nothing was kept.
            StoreDamaged: The key of this month cannot be used; nothing was kept.
            Exception: Whatever the pieces raise while they are taken; nothing was kept.
        """
        kept = self.take(pieces)
        self.secure()
        return kept

    def take(self, pieces: Iterable[bytes]) -> Kept:
        """Keep one of many, as `put` does; it is safe when `secure` has returned, and no sooner may anybody rely on it.

        Many taken before one `secure` wait for the disk together, which costs a fraction of waiting for each.
        """
        month, digest = self._month(), hashlib.sha256()
        key = self.keys.make(month)
        with explained_files(self.folder), ExitStack() as undone:
            make_private_folder(self.folder)
            file = undone.enter_context(_partial_file(self.folder))
            for piece in sealed(_counted(pieces, digest.update), key, lambda: _name(month, digest.hexdigest())):
                file.write(piece)
            sha256 = digest.hexdigest()
            name = self._whole(sha256)
            if name is None:
                name = _name(month, sha256)
                file.flush()
                synced = self._syncing.submit(os.fsync, file.fileno())
                path = self._path(name)
                self._taken.append(_Taken(file=file, path=path, synced=synced, closing=undone.pop_all()))
        return Kept(name=name, sha256=sha256)

    def secure(self) -> None:
        """Make everything taken since the last call outlive a power cut: each is moved to its place once all are safe.

        Raises:
            StoreTrouble: The disk refuses; none of it may be relied on, each must be taken again.
        """
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
            places = {each.path.parent for each in taken}
            folders = places | {place.parent for place in places} | ({self.folder} if taken else set())
            for _ in self._syncing.map(sync_folder, folders):
                pass

    def pieces(self, name: str) -> Iterator[bytes]:
        """Give back the bytes. They are sound only when no piece raised.

        Raises:
            StoreDamaged: They are missing, or not what was put in, which may show at their end.
        """
        path, key = self._path(name), self.keys.get(name.partition("/")[0])
        if not path.is_file():
            raise StoreDamaged(
                f"{self.folder}: message {path.name[:12]} is missing: restore the newest backup of the folder"
            )
        with explained_files(path), path.open("rb") as file:
            try:
                yield from opened(file.read, key, name)
            except SealBroken:
                raise StoreDamaged(
                    f"{path}: not what was stored: keep the file, restore it from the newest backup"
                ) from None

    def is_readable(self, name: str) -> bool:
        """Whether a message is there and opens to its end."""
        try:
            return self._is_whole(name)
        except StoreDamaged:
            return False

    def remove(self, name: str) -> bool:
        """Let go of one message for ever; whether it was there."""
        path = self._path(name)
        with explained_files(path):
            if not path.is_file():
                return False
            path.unlink()
            sync_folder(path.parent)
            return True

    def names(self) -> Iterator[str]:
        """What is kept, in no order."""
        for path in self.folder.glob("*/*/*"):
            name = f"{path.parent.parent.name}/{path.name}"
            if NAME.fullmatch(name):
                yield name

    def destroy_month(self, month: str) -> None:
        """Destroy the key of a month, so that no copy of its mail can be read, and remove its files."""
        self.keys.destroy(month)
        with explained_files(self.folder), suppress(FileNotFoundError):
            shutil.rmtree(self.folder / month)

    def tidy(self) -> int:
        """Remove what processes that died left half-written; returns how many files."""
        return sum(_removed_if_left(path) for path in self.folder.glob(f"*{PARTIAL}"))

    def _whole(self, sha256: str) -> str | None:
        """Under which name the same bytes are kept, whole, in any month."""
        names = (_name(month, sha256) for month in reversed(self.keys.months()))
        return next((name for name in names if self._is_whole(name)), None)

    def _is_whole(self, name: str) -> bool:
        """Whether the file is there and opens to its end; a damaged one is written again from good bytes."""
        if not self._path(name).is_file():
            return False
        try:
            for _ in self.pieces(name):
                pass
        except StoreDamaged:
            return False
        return True

    def _path(self, name: str) -> Path:
        if NAME.fullmatch(name) is None:
            raise StoreDamaged(f"{self.folder}: a name in the ledger is not one of this vault: was it changed?")
        month, _, sha256 = name.partition("/")
        return self.folder / month / sha256[:2] / sha256


def _name(month: str, sha256: str) -> str:
    return f"{month}/{sha256}"


def _counted(pieces: Iterable[bytes], count: Callable[[bytes], object]) -> Iterator[bytes]:
    for piece in pieces:
        count(piece)
        yield piece


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


def _removed_if_left(partial: Path) -> bool:
    """Remove a half-written file that no living process holds locked; whether it was one."""
    with explained_files(partial), partial.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        partial.unlink(missing_ok=True)
        return True
