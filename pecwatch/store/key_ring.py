# SPDX-License-Identifier: EUPL-1.2
"""The keys, each in its own file, wrapped by the master key: one for the mail of each month, and a few more.

They lie apart from what they open, and belong in no backup of it: whoever destroys the key of a month has destroyed the
mail of that month in every copy.
"""

import base64
import datetime as dt
import hashlib
import hmac
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import gettempprefix

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pecwatch.model.record import record
from pecwatch.store.durable import sync_folder, write_first, write_over
from pecwatch.store.trouble import StoreDamaged, explained_files

KEY_BYTES = 32
NONCE_BYTES = 12
MONTH = re.compile(r"\d{4}-\d{2}")

DECISIONS, TRAIL = "decisions", "trail"
"""Keys that are no month's: of the hashes of what people decided, and of the chain of the trail."""

DOOMED = "doomed-"
"""Begins the name of a key file that is being destroyed."""

LEFT_AFTER = dt.timedelta(hours=1)

NAME = re.compile(rf"{MONTH.pattern}|{DECISIONS}|{TRAIL}")


class MasterKey:
    """The key that wraps all others; its bytes are shown to nobody."""

    def __init__(self, secret: bytes) -> None:
        """Take 32 bytes.

        Raises:
            ValueError: There are more or fewer.
        """
        if len(secret) != KEY_BYTES:
            raise ValueError(f"a master key has {KEY_BYTES} bytes")
        self._secret = secret

    def __repr__(self) -> str:
        return f"MasterKey({self.fingerprint})"

    @property
    def fingerprint(self) -> str:
        """By which its wrappings are told from those of another; says nothing of the key."""
        return hmac.digest(self._secret, b"pecwatch fingerprint", hashlib.sha256).hex()[:16]

    def wrap(self, key: bytes, name: str) -> bytes:
        """A key that can be read with this one only, and under its own name only."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self._secret).encrypt(nonce, key, name.encode())

    def unwrap(self, wrapped: bytes, name: str) -> bytes:
        """The key as it was before.

        Raises:
            InvalidTag: Wrapped by another key, under another name, or changed since.
        """
        return AESGCM(self._secret).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], name.encode())


@record
class Wrapping:
    """A key as one master key has wrapped it."""

    fingerprint: str
    wrapped: bytes


@record
class KeyRingState:
    """What may be said of the keys; no secret."""

    fingerprint: str
    """Of the master key in use."""
    months: tuple[str, ...]
    keys: int
    """Those of the months and the others."""
    shared: tuple[str, ...]
    """Keys that another master key opens as well."""
    closed: tuple[str, ...]
    """Keys that this master key does not open."""


class KeyRing:
    """Keys in a folder: a file of mode 0600 for each, with a line for each master key that opens it."""

    def __init__(self, folder: Path, master: MasterKey) -> None:
        self.folder = folder
        self.master = master
        self._opened: dict[str, bytes] = {}

    def names(self) -> tuple[str, ...]:
        """The keys that are there, sorted."""
        with explained_files(self.folder):
            return tuple(sorted(path.name for path in self.folder.glob("*") if NAME.fullmatch(path.name)))

    def months(self) -> tuple[str, ...]:
        """The months whose mail can be read, oldest first."""
        return tuple(name for name in self.names() if MONTH.fullmatch(name))

    def make(self, name: str) -> bytes:
        """A key, made when it is not there yet; of two processes that make it the first wins.

        Raises:
            StoreDamaged: There is one that this master key does not open.
            StoreTrouble: The disk refuses.
        """
        if name not in self._opened and not (self.folder / name).exists():
            self.take_over(name, secrets.token_bytes(KEY_BYTES))
        return self.get(name)

    def get(self, name: str) -> bytes:
        """A key that is there.

        Raises:
            StoreDamaged: It was destroyed or lost, or belongs to another master key.
        """
        if name not in self._opened:
            self._opened[name] = self._read(name)
        return self._opened[name]

    def take_over(self, name: str, key: bytes) -> None:
        """Wrap a key that exists already; nothing happens when one of that name is there."""
        fresh = Wrapping(fingerprint=self.master.fingerprint, wrapped=self.master.wrap(key, name))
        write_first(self.folder / name, _as_lines([fresh]))

    def destroy(self, name: str) -> None:
        """Make all that was sealed with a key unreadable for ever, in every backup too."""
        self._opened.pop(name, None)
        path = self.folder / name
        with explained_files(path):
            if path.exists():
                # A death on the way must leave no key file that is half one, and `tidy` goes on with it.
                doomed = path.rename(path.with_name(f"{DOOMED}{name}"))
                _shred(doomed)
                sync_folder(self.folder)

    def tidy(self, now: dt.datetime) -> int:
        """Remove what processes that died left: keys half destroyed, key files half written; returns how many."""
        with explained_files(self.folder):
            doomed = list(self.folder.glob(f"{DOOMED}*"))
            # A file that is younger may be somebody's who is writing it.
            old = (now - LEFT_AFTER).timestamp()
            left = [path for path in self.folder.glob(f"{gettempprefix()}*") if path.stat().st_mtime < old]
            for path in (*doomed, *left):
                _shred(path)
        return len(doomed) + len(left)

    def add_master(self, other: MasterKey) -> int:
        """Let another master key open every key as well; returns how many there are."""
        for name in self.names():
            kept = [each for each in self._wrappings(name) if each.fingerprint != other.fingerprint]
            fresh = Wrapping(fingerprint=other.fingerprint, wrapped=other.wrap(self.get(name), name))
            write_over(self.folder / name, _as_lines([*kept, fresh]))
        return len(self.names())

    def drop_other_masters(self) -> int:
        """Let no other master key open anything that this one opens; returns how many keys another could open."""
        changed = 0
        for name in self.names():
            try:
                self._read(name)
            except StoreDamaged:
                continue  # whoever needs that key is told; the others are good
            wrappings = self._wrappings(name)
            own = [each for each in wrappings if each.fingerprint == self.master.fingerprint]
            if len(own) < len(wrappings):
                write_over(self.folder / name, _as_lines(own))
                changed += 1
        return changed

    def state(self) -> KeyRingState:
        """Whom the keys belong to."""
        closed, shared = [], []
        for name in self.names():
            try:
                self._read(name)
            except StoreDamaged:
                closed.append(name)
            else:
                if len(self._wrappings(name)) > 1:
                    shared.append(name)
        return KeyRingState(
            fingerprint=self.master.fingerprint,
            months=self.months(),
            keys=len(self.names()),
            shared=tuple(shared),
            closed=tuple(closed),
        )

    def _read(self, name: str) -> bytes:
        wrappings = self._wrappings(name)
        for each in wrappings:
            if each.fingerprint == self.master.fingerprint:
                with suppress(InvalidTag):
                    return self.master.unwrap(each.wrapped, name)
        known = ", ".join(each.fingerprint for each in wrappings) or "nothing"
        raise StoreDamaged(
            f"{self.folder / name}: wrapped by {known}, not by the master key {self.master.fingerprint}: "
            "put the right master key in its place, or restore the file"
        )

    def _wrappings(self, name: str) -> list[Wrapping]:
        path = self.folder / name
        if not NAME.fullmatch(name) or not path.is_file():
            raise StoreDamaged(f"{path}: this key was destroyed or is lost: what it has sealed cannot be read")
        try:
            with explained_files(path):
                lines = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
            return [Wrapping(fingerprint=each, wrapped=base64.b64decode(text, validate=True)) for each, text in lines]
        except ValueError:
            raise StoreDamaged(f"{path}: not a key file of pecwatch: restore it") from None


def _shred(path: Path) -> None:
    """Remove a file, overwritten first: a disk may keep the old block all the same, which is why keys are wrapped."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _as_lines(wrappings: list[Wrapping]) -> bytes:
    return b"".join(b"%s %s\n" % (each.fingerprint.encode(), base64.b64encode(each.wrapped)) for each in wrappings)
