# SPDX-License-Identifier: EUPL-1.2
"""Copies of an SQLite database, made while it is in use; a server's backups are the server's.

Copies hold personal data: mode 0600, in the folder `backups` beside the database, and few of them.
"""

import datetime as dt
import os
import re
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.store.at_rest import at_rest, remove_left
from pecwatch.store.cipher import JOURNALS
from pecwatch.store.database import Database
from pecwatch.store.engine import at_rest_engine, copy_sqlite, quick_check
from pecwatch.store.permissions import make_private_folder
from pecwatch.store.trouble import StoreDamaged, StoreTrouble, explained, explained_files

FOLDER = "backups"
KEPT = 7

COMPANIONS = ("", *JOURNALS, "-shm")
"""Endings of the files that together are one SQLite database."""

SET_ASIDE = ".damaged-"
STAMP = "%Y%m%dT%H%M%SZ"


def back_up(database: Database, now: dt.datetime, *, reason: str) -> Path | None:
    """Copy the database; all but the seven newest copies are removed.

    Args:
        now: Stands in the name, so that copies sort by age.
        reason: Stands in the name, as `before-0002`.

    Returns:
        The copy, None on a server.

    Raises:
        StoreTrouble: The copy could not be made.
    """
    if database.file is None:
        return None
    target = database.file.parent / FOLDER / f"{database.file.stem}-{_stamp(now)}-{reason}.db"
    with explained(f"backup {target}"):
        copy_sqlite(database.file, target, database.key)
    for old in backups(database.file)[KEPT:]:
        old.unlink()
    return target


def backups(file: Path) -> tuple[Path, ...]:
    """The copies of a database, newest first."""
    return tuple(sorted((file.parent / FOLDER).glob(f"{file.stem}-*.db"), reverse=True))


def made_at(copy: Path) -> dt.datetime | None:
    """When a copy was made, or a damaged database set aside, by its name."""
    found = re.search(r"-(\d{8}T\d{6}Z)(?:-|$)", copy.name)
    return None if found is None else dt.datetime.strptime(found[1], STAMP).replace(tzinfo=dt.UTC)


def remove_all(file: Path) -> int:
    """Remove every copy of a database, and what was set aside as damaged: it can still be read; how many there were.

    Of what was set aside an empty file stays: by its name the next start knows that mails may be repeated.
    """
    copies, names = (*backups(file), *_parts_set_aside(file)), all_set_aside(file)
    for copy in copies:
        with explained_files(copy):
            if copy.name in names:
                os.truncate(copy, 0)
            else:
                copy.unlink()
    return len(copies)


def aged_copies(file: Path, before: dt.datetime) -> tuple[Path, ...]:
    """Copies of a database and damaged ones that were made before a moment, and what a copying that died has left.

    To be called by whoever makes copies, or beside: only the half-written are not told from those being written.
    """
    copies = (*backups(file), *_parts_set_aside(file))
    dated = ((copy, re.search(r"\d{8}T\d{6}Z", copy.name.removeprefix(file.stem))) for copy in copies)
    left = (path for path in (file.parent / FOLDER).glob("*.part*") if _is_older(path, before))
    return (*(copy for copy, stamp in dated if stamp is not None and stamp[0] < _stamp(before)), *left)


def _is_older(path: Path, before: dt.datetime) -> bool:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC) < before


def restore(file: Path, now: dt.datetime, key: bytes | None = None) -> Path | None:
    """Put the newest sound copy in the place of a damaged database, which is set aside.

    To be called under the exclusive lock, with the database closed. What came after the copy is
    fetched again from the mailboxes: the hashes of the messages prevent a second alert only for what the copy knows.

    Args:
        key: Of a sealed one: where it opens no copy either, it is the key that is wrong, and nothing is changed.

    Returns:
        The copy that is now in force; None when there was none, and then pecwatch starts anew.

    Raises:
        UsageError: The key opens nothing.
    """
    sound = next((copy for copy in backups(file) if _is_prepared(file, copy, key)), None)
    if sound is None and key is not None:
        raise UsageError(
            f"{file}: opens with the key of [database] no more than any copy of it does: name the right key; "
            "if it is the right one, move the file away"
        )
    _set_aside(file, now)
    finish_restoring(file, now)
    return sound


def _is_prepared(file: Path, copy: Path, key: bytes | None) -> bool:
    with at_rest(copy, file.parent) as whole:
        if not is_sound(whole, key):
            return False
        with explained(f"backup {copy}"):
            copy_sqlite(whole, _prepared(file), key, at_rest=True)
        return True


def put_in_place(file: Path, copy: Path, now: dt.datetime, key: bytes | None = None) -> None:
    """Put a copy that a person chose in the place of the database, which is set aside.

    To be called under the exclusive lock, with the database closed. Where there is no database a name is left all the
    same: by it the next start knows that mails may be repeated.

    Args:
        copy: As `at_rest` gives it.

    Raises:
        StoreTrouble: It could not be done.
    """
    if not file.exists():
        with explained_files(file):
            make_private_folder(file.parent)
            _aside(file, now).touch(mode=0o600)
    with explained(f"backup {copy}"):
        copy_sqlite(copy, _prepared(file), key, at_rest=True)
    finish_restoring(file, now)


def finish_restoring(file: Path, now: dt.datetime) -> None:
    """Go on with a restoring that died on the way; nothing happens when there is none."""
    remove_left(file.parent)
    prepared = _prepared(file)
    if prepared.exists():
        _set_aside(file, now)
        with explained_files(file):
            prepared.replace(file)


def all_set_aside(file: Path) -> frozenset[str]:
    """Names of the damaged databases that were set aside and still lie there."""
    names = (found.name for found in _parts_set_aside(file))
    return frozenset(name for name in names if name.endswith("Z"))


def _parts_set_aside(file: Path) -> tuple[Path, ...]:
    """With what lay beside them."""
    return tuple(file.parent.glob(f"{file.name}{SET_ASIDE}*"))


def _prepared(file: Path) -> Path:
    """Where a sound copy waits until the damaged database is out of its place."""
    return file.with_name(file.name + ".restoring")


def _set_aside(file: Path, now: dt.datetime) -> None:
    with explained_files(file):
        aside = _aside(file, now)
        for ending in COMPANIONS:
            part = file.with_name(file.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))


def _aside(file: Path, now: dt.datetime) -> Path:
    """A name that nothing has: the second loss within a second is one of its own, and writes over nothing."""
    taken = _parts_set_aside(file)
    while any(part.name.startswith(f"{file.name}{SET_ASIDE}{_stamp(now)}") for part in taken):
        now += dt.timedelta(seconds=1)
    return file.with_name(f"{file.name}{SET_ASIDE}{_stamp(now)}")


def is_sound(copy: Path, key: bytes | None = None) -> bool:
    """Whether a copy, as `at_rest` gives it, can be relied on."""
    engine = at_rest_engine(copy, key)
    try:
        with explained(f"backup {copy}"):
            return quick_check(engine)
    except (StoreDamaged, StoreTrouble):
        return False
    finally:
        engine.dispose()


def _stamp(now: dt.datetime) -> str:
    return f"{now.astimezone(dt.UTC):{STAMP}}"
