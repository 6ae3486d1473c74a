# SPDX-License-Identifier: EUPL-1.2
"""Another master key for all keys. Died on the way, it is begun again and ends as one that was not disturbed."""

from pathlib import Path

from pecwatch.config import Config
from pecwatch.errors import UsageError
from pecwatch.model.audit import Deed
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.opening import MASTER_KEY
from pecwatch.store.audit import write_down
from pecwatch.store.key_ring import KeyRing, MasterKey
from pecwatch.store.rotation import former_key_files, next_master_key, put_next_in_force
from pecwatch.store.trouble import explained_files


@record
class Rotation:
    """What was changed."""

    keys: int
    before: str
    """Fingerprint of the master key that was in use."""
    after: str
    kept: Path | None
    """Where the old key is; None where somebody else keeps it."""


def key_file(config: Config) -> Path | None:
    """The file of the master key in use; None when a credential or the environment gives it."""
    if config.vault.master_key is None:
        return config.service.data_dir / MASTER_KEY
    return config.vault.master_key_file


def rotate(desk: Desk, given: MasterKey | None) -> Rotation:
    """Wrap every key by another master key, and by no other any more. To be called under the exclusive lock.

    Args:
        given: The new key where no file holds the one in use; whoever gives it puts it in its place.

    Raises:
        UsageError: The new key must be given and is not, or the other way round, or is the one in use.
        StoreDamaged: A key does not open; nothing is lost.
        StoreTrouble: The disk refuses; the old key opens everything as before, or the new one does.
    """
    keys, file, now = desk.vault.keys, key_file(desk.config), desk.clock()
    if desk.config.tenant is not None and desk.config.vault.master_key is not None:
        raise UsageError(
            "the master key of [vault] opens the keys of all offices: another one for a single office would lock the "
            "others out; without [vault] each office has its own, made in its data folder"
        )
    if file is not None and given is not None:
        raise UsageError(f"{file}: holds the master key, and the new one is made there: give none")
    if file is not None:
        given = next_master_key(file)
    if given is None:
        raise UsageError("the master key comes from a credential or the environment: give the new one in a file")
    new = given
    if new.fingerprint == keys.master.fingerprint:
        raise UsageError("the new master key is the one in use: give another")
    count = keys.add_master(new)
    with desk.database.writing() as session:
        told = f"from={keys.master.fingerprint} to={new.fingerprint} keys={count}"
        write_down(session, Deed.ROTATED, at=now, detail=told)
    kept = None if file is None else put_next_in_force(file, keys.master, now)
    KeyRing(keys.folder, new).drop_other_masters()
    return Rotation(keys=count, before=keys.master.fingerprint, after=new.fingerprint, kept=kept)


def finish(desk: Desk) -> int:
    """Let no former master key open anything, and remove their files; returns how many files there were.

    Raises:
        UsageError: A key is opened by a former one only: a process that had not heard of the rotation has made it.
    """
    desk.vault.keys.drop_other_masters()
    if closed := desk.vault.keys.state().closed:
        raise UsageError(
            f"keys {', '.join(closed)}: the master key in use does not open them, a former one may: no file was removed"
        )
    file = key_file(desk.config)
    former = () if file is None else former_key_files(file)
    for path in former:
        with explained_files(path):
            path.unlink()
    return len(former)
