# SPDX-License-Identifier: EUPL-1.2
"""Another master key where one opens the keys of many offices: for all of them at once, the workers being stopped.

Their configurations are not asked: keys are files in the data folder, and an office whose file is broken or gone has
some, too. Died on the way, it is begun again and ends as one that was not disturbed.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pecwatch.config import Installation, VaultConfig
from pecwatch.config.offices import CODE
from pecwatch.errors import LeaseLost
from pecwatch.model.audit import Deed
from pecwatch.model.record import record
from pecwatch.service.desk import Clock
from pecwatch.service.opening import KEYS
from pecwatch.service.rotating import Rotation, finish_rings, in_words, next_key
from pecwatch.store.audit import write_down
from pecwatch.store.database import open_database
from pecwatch.store.engine import make_engine
from pecwatch.store.key_ring import TRAIL, KeyRing, MasterKey
from pecwatch.store.leases import Held, Leases, all_leased, worker_name
from pecwatch.store.master_key import master_key
from pecwatch.store.migrate import require_current
from pecwatch.store.rotation import put_next_in_force
from pecwatch.store.trouble import explained_files


@record
class SharedKeys:
    """The keys of all offices, and the master key that they have in common."""

    master: MasterKey
    file: Path | None
    """Where it stands; None where a credential or the environment gives it."""
    rings: Mapping[str, KeyRing]
    """By the code of the office, also of those that are no longer served."""


def shared_keys(installation: Installation, vault: VaultConfig) -> SharedKeys | None:
    """The keys of an installation; None where each office has a master key of its own."""
    if vault.master_key is None:
        return None
    master, data_dir = master_key(vault.master_key, "[vault] master_key"), installation.service.data_dir
    with explained_files(data_dir):
        folders = sorted(data_dir.glob(f"*/{KEYS}"))
    rings = {each.parent.name: KeyRing(each, master) for each in folders if CODE.fullmatch(each.parent.name)}
    return SharedKeys(master=master, file=vault.master_key_file, rings=rings)


def rotate_for_all(
    installation: Installation, keys: SharedKeys, given: MasterKey | None, *, clock: Clock, who: str
) -> Rotation:
    """Wrap every key of every office by another master key, and by no other any more.

    Args:
        given: The new key where no file holds the one in use; whoever gives it puts it in its place.
        who: Stands in the trail of each office.

    Raises:
        UsageError: The new key must be given and is not, or the other way round, or is the one in use.
        LockHeld: A worker has an office.
        StoreDamaged: A key does not open; nothing is lost.
        StoreTrouble: Disk or server refuse; the old key opens everything as before, or the new one does.
    """
    with _all_to_itself(installation) as (held, lost):
        new, now = next_key(keys.file, given, keys.master), clock()
        counts = {office: ring.add_master(new) for office, ring in keys.rings.items()}
        for office, ring in keys.rings.items():
            if TRAIL not in ring.names():
                continue  # nothing was ever written down for it
            told = in_words(keys.master, new, counts[office])
            url, trail_key = installation.database.url, ring.get(TRAIL)
            database = open_database(url, office=office, trail_key=trail_key, held=held.get(office))
            try:
                with database.writing() as session:
                    write_down(session, Deed.ROTATED, at=now, who=who, detail=told)
            finally:
                database.close()
        if lost.is_set():
            raise LeaseLost("a worker has taken an office over: stop the workers, and begin again")
        kept = None if keys.file is None else put_next_in_force(keys.file, keys.master, now)
        for ring in keys.rings.values():
            KeyRing(ring.folder, new).drop_other_masters()
    return Rotation(keys=sum(counts.values()), before=keys.master.fingerprint, after=new.fingerprint, kept=kept)


def finish_for_all(installation: Installation, keys: SharedKeys) -> int:
    """Let no former master key open anything of any office, and remove their files; returns how many there were.

    Raises:
        UsageError: A key is opened by a former one only.
        LockHeld: A worker has an office.
    """
    with _all_to_itself(installation):
        return finish_rings(keys.rings.values(), keys.file)


@contextmanager
def _all_to_itself(installation: Installation) -> Iterator[tuple[Mapping[str, Held], threading.Event]]:
    """The leases of all offices that are served, and what is set when one was lost."""
    engine, lease_s = make_engine(installation.database.url), installation.lease_s
    try:
        require_current(open_database(installation.database.url, engine=engine), of_many=True)
        leases = Leases(engine, lease_s=lease_s, worker=worker_name())
        with all_leased(leases, installation.offices) as (ours, lost):
            yield {each.office: Held(engine=engine, lease=each, lease_s=lease_s) for each in ours}, lost
    finally:
        engine.dispose()
