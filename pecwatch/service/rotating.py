# SPDX-License-Identifier: EUPL-1.2
"""Another master key for all keys. Died on the way, it is begun again and ends as one that was not disturbed."""

from collections.abc import Iterable
from pathlib import Path

from pecwatch.config import Config
from pecwatch.errors import UsageError
from pecwatch.model.audit import Deed
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.opening import MASTER_KEY
from pecwatch.store.audit import SERVICE, write_down
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


def rotate(desk: Desk, given: MasterKey | None, *, who: str = SERVICE) -> Rotation:
    """Wrap every key by another master key, and by no other any more. To be called under the exclusive lock.

    Args:
        given: The new key where no file holds the one in use; whoever gives it puts it in its place.
        who: Stands in the trail.

    Raises:
        UsageError: The new key must be given and is not, or the other way round, or is the one in use.
        StoreDamaged: A key does not open; nothing is lost.
        StoreTrouble: The disk refuses; the old key opens everything as before, or the new one does.
    """
    keys, file, now = desk.vault.keys, key_file(desk.config), desk.clock()
    if desk.config.tenant is not None and desk.config.vault.master_key is not None:
        raise UsageError(
            "the master key of [vault] opens the keys of all offices: another one for a single office would lock the "
            "others out: rotate it for all at once, without --office"
        )
    new = next_key(file, given, keys.master)
    count = keys.add_master(new)
    with desk.database.writing() as session:
        write_down(session, Deed.ROTATED, at=now, who=who, detail=in_words(keys.master, new, count))
    kept = None if file is None else put_next_in_force(file, keys.master, now)
    KeyRing(keys.folder, new).drop_other_masters()
    return Rotation(keys=count, before=keys.master.fingerprint, after=new.fingerprint, kept=kept)


def finish(desk: Desk) -> int:
    """Let no former master key open anything, and remove their files; returns how many files there were.

    Raises:
        UsageError: A key is opened by a former one only: a process that had not heard of the rotation has made it.
    """
    if desk.config.tenant is not None and desk.config.vault.master_key is not None:
        raise UsageError("the master key of [vault] opens the keys of all offices: finish for all, without --office")
    return finish_rings([desk.vault.keys], key_file(desk.config))


def finish_rings(rings: Iterable[KeyRing], file: Path | None) -> int:
    """The same for keys that have one master key in common, in that file."""
    for ring in rings:
        ring.drop_other_masters()
        if closed := ring.state().closed:
            raise UsageError(
                f"{ring.folder}: keys {', '.join(closed)}: the master key in use does not open them, a former one may: "
                "no file was removed"
            )
    former = () if file is None else former_key_files(file)
    for path in former:
        with explained_files(path):
            path.unlink()
    return len(former)


def next_key(file: Path | None, given: MasterKey | None, before: MasterKey) -> MasterKey:
    """The key that is to come: made beside the file of the one in use, or given where there is none.

    Raises:
        UsageError: It must be given and is not, or the other way round, or is the one in use.
    """
    if file is not None and given is not None:
        raise UsageError(f"{file}: holds the master key, and the new one is made there: give none")
    if file is not None:
        given = next_master_key(file)
    if given is None:
        raise UsageError("the master key comes from a credential or the environment: give the new one in a file")
    if given.fingerprint == before.fingerprint:
        raise UsageError("the new master key is the one in use: give another")
    return given


def in_words(before: MasterKey, after: MasterKey, keys: int) -> str:
    """What the trail says of a rotation."""
    return f"from={before.fingerprint} to={after.fingerprint} keys={keys}"
