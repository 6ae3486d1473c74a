# SPDX-License-Identifier: EUPL-1.2
"""The file of the master key while another takes its place: at no moment does it hold a key that opens nothing."""

import datetime as dt
import secrets
from contextlib import suppress
from pathlib import Path

from pecwatch.store.durable import sync_folder, write_first
from pecwatch.store.key_ring import KEY_BYTES, MasterKey
from pecwatch.store.master_key import read_master_key
from pecwatch.store.trouble import explained_files

NEXT, BEFORE = ".next", ".before-"
"""Endings of the key that is to come, and of those that were."""


def next_master_key(file: Path) -> MasterKey:
    """The key that is to come, beside the one in use; a rotation that died has left the one it made.

    Raises:
        UsageError: The file beside it cannot be used.
        StoreTrouble: It cannot be made.
    """
    path = file.with_name(file.name + NEXT)
    write_first(path, f"{secrets.token_hex(KEY_BYTES)}\n".encode())
    return read_master_key(path)


def put_next_in_force(file: Path, before: MasterKey, now: dt.datetime) -> Path:
    """Let the next key take the place of the one in use, once it opens everything; gives where the old one is now."""
    kept = file.with_name(f"{file.name}{BEFORE}{now.astimezone(dt.UTC):%Y%m%d}-{before.fingerprint}")
    with explained_files(file):
        # There it is when a rotation of the same day died here.
        with suppress(FileExistsError):
            kept.hardlink_to(file)
        sync_folder(file.parent)
        file.with_name(file.name + NEXT).replace(file)
        sync_folder(file.parent)
    return kept


def former_key_files(file: Path) -> tuple[Path, ...]:
    """Files of master keys that were in use, oldest first."""
    with explained_files(file):
        return tuple(sorted(file.parent.glob(f"{file.name}{BEFORE}*")))
