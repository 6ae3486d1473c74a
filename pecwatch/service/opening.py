# SPDX-License-Identifier: EUPL-1.2
"""Opening an office: the lock, keys and vault, the database brought up to date or taken from its newest copy."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import structlog

from pecwatch.config import Config
from pecwatch.errors import UsageError
from pecwatch.italian.rome import ROME
from pecwatch.model.audit import Deed
from pecwatch.rules import Rules, load_rules
from pecwatch.service.desk import GENERATION, Clock, Desk, wall_clock
from pecwatch.service.settings import Settings
from pecwatch.service.upgrading import TRIED_BY, try_again_after_upgrade
from pecwatch.store.audit import SERVICE, write_down
from pecwatch.store.audit_head import forget_head
from pecwatch.store.backup import all_set_aside, finish_restoring, restore
from pecwatch.store.database import Database, open_database
from pecwatch.store.engine import database_file, make_engine
from pecwatch.store.key_ring import DECISIONS, TRAIL, KeyRing
from pecwatch.store.leases import Held, Leases, leased, worker_name
from pecwatch.store.lock import exclusive_lock
from pecwatch.store.mailboxes import all_health
from pecwatch.store.marker import forget_restorer, is_in_use, mark_in_use, restorer
from pecwatch.store.master_key import master_key, master_key_in
from pecwatch.store.migrate import migrate, require_current, schema_version
from pecwatch.store.notes import note, noted
from pecwatch.store.open_mail import seal_open_mail, take_over_key
from pecwatch.store.outbox import recover
from pecwatch.store.permissions import check_private, make_private_folder
from pecwatch.store.trouble import StoreDamaged
from pecwatch.store.vault import Vault

log = structlog.get_logger()

DATABASE_LOST = "database_lost"
"""Note left when the database was gone although pecwatch had worked here, or an older copy took its place."""

LOST, RESTORED = "to be told", "restored"
"""What the note says: nothing was left, or a copy."""

MAY_REPEAT = "may_repeat"
"""Note that stands until the mailboxes were caught up with: whatever leaves may have been told before."""

SET_ASIDE = "set_aside"
"""Note of the damaged database whose loss is known."""

MAIL, KEYS, MASTER_KEY = "mail", "keys", "master.key"
"""Names in the data folder: sealed mail, the keys that open it, and the key that opens those."""

OLD_KEY_FILE = "decisions.key"


@contextmanager
def open_desk(
    config: Config,
    *,
    exclusive: bool,
    clock: Clock = wall_clock,
    held: Held | None = None,
    load: Callable[[Path], Rules] = load_rules,
) -> Iterator[Desk]:
    """Open everything, and close it at the end.

    Args:
        exclusive: Hold the lock that only one process may have, and bring the database up to date;
            without it an empty database is made ready, and an older one refused.
        held: What a worker holds already, of one office of many.
        load: Reads a folder of rules; a worker reads those of all offices once.

    Raises:
        UsageError: Rules, permissions or database do not allow to start.
        LockHeld: Another pecwatch works here.
    """
    data_dir = config.service.data_dir
    make_private_folder(data_dir)
    settings = Settings(config, load)
    with ExitStack() as closing:
        if exclusive and held is None:
            held = closing.enter_context(_alone(config, clock))
        vault = open_vault(config, clock)
        key = vault.keys.make(TRAIL)
        database = _open(config, key, clock(), held, exclusive=exclusive)
        closing.callback(database.close)
        check_private(path for path in (data_dir, database.file) if path is not None)
        if exclusive:
            _prepare(database, vault, config, clock())
            settings.keep()
        elif schema_version(database) is None and not is_in_use(data_dir):
            with _alone(config, clock):
                migrate(database, clock())
        else:
            require_current(database, of_many=config.tenant is not None)
        yield Desk(config=config, settings=settings, database=database, vault=vault, clock=clock, closing=closing)


@contextmanager
def _alone(config: Config, clock: Clock) -> Iterator[Held | None]:
    """Be the only one at work for an office: by a lock, or among many offices by a lease, as workers have it."""
    tenant, url = config.tenant, config.database.url
    if tenant is None:
        with exclusive_lock(config.service.data_dir, url):
            yield None
        return
    engine = make_engine(url)
    try:
        migrate(open_database(url, office=tenant.code, engine=engine), clock())
        leases = Leases(engine, lease_s=tenant.lease_s, worker=worker_name())
        with leased(leases, tenant.code) as lease:
            yield Held(engine=engine, lease=lease, lease_s=tenant.lease_s)
    finally:
        engine.dispose()


def _open(config: Config, trail_key: bytes, now: dt.datetime, held: Held | None, *, exclusive: bool) -> Database:
    """Open the database; a damaged file that nobody else uses is set aside, the newest sound copy takes its place."""
    url, key = config.database.url, config.database.key
    if config.tenant is not None:
        return open_database(url, office=config.tenant.code, trail_key=trail_key, held=held)
    file = database_file(url)
    if file is None or not exclusive:
        return open_database(url, trail_key=trail_key, key=key)
    finish_restoring(file, now)
    try:
        return open_database(url, trail_key=trail_key, key=key)
    except StoreDamaged:
        copy = restore(file, now, key)
        log.error("database_damaged", restored="nothing" if copy is None else copy.name)
        return open_database(url, trail_key=trail_key, key=key)


def open_vault(config: Config, clock: Clock) -> Vault:
    """The vault of an installation, with the master key of its configuration or the one in its data folder.

    Raises:
        UsageError: The master key cannot be used, or others may read it, or the keys that it opens are gone.
        StoreTrouble: It cannot be read or made.
    """
    data_dir, given = config.service.data_dir, config.vault.master_key
    master = (
        master_key_in(data_dir / MASTER_KEY, opens=data_dir / KEYS)
        if given is None
        else master_key(given, "[vault] master_key")
    )
    keys = KeyRing(data_dir / KEYS, master)
    vault = Vault(data_dir / MAIL, keys, lambda: f"{clock().astimezone(ROME):%Y-%m}")
    if not keys.names() and any(vault.names()):
        raise UsageError(
            f"{keys.folder}: no key is there, and {vault.folder} holds sealed mail: put the folder back from its "
            f"backup; if it is lost for good, move {vault.folder} aside, since nothing in it opens any more"
        )
    return vault


def _prepare(database: Database, vault: Vault, config: Config, now: dt.datetime) -> None:
    """Bring the tables up to date and take over what a process that died had begun."""
    # Before anybody beside may make a key of that name.
    take_over_key(vault.keys, DECISIONS, config.service.data_dir / OLD_KEY_FILE)
    migrate(database, now)
    aside = frozenset() if database.file is None else all_set_aside(database.file)
    vault.tidy()
    vault.keys.tidy(now)
    seal_open_mail(database, vault)
    with database.writing() as session:
        repeated = recover(session, now)
        known = noted(session, SET_ASIDE)
        # Told by what the database holds, not by who made its tables: that process may have died right after.
        is_new = noted(session, TRIED_BY) is None and not all_health(session)
        is_lost = is_new and is_in_use(config.service.data_dir)
        is_restored = not aside <= set("" if known is None else known.value.split())
        if is_lost or is_restored:
            note(session, DATABASE_LOST, LOST if is_lost else RESTORED, now)
            note(session, MAY_REPEAT, "", now)
            note(session, GENERATION, now.isoformat(), now)
            note(session, SET_ASIDE, " ".join(sorted(aside)), now)
            who = restorer(config.service.data_dir) or SERVICE
            write_down(session, Deed.RESTORED, at=now, who=who, detail=LOST if is_lost else RESTORED)
            # What it said of an end that is gone would be found missing for ever.
            forget_head(config.service.data_dir)
        try_again_after_upgrade(session, now)
    # Only now: a start that dies before this must find the loss again.
    mark_in_use(config.service.data_dir)
    forget_restorer(config.service.data_dir)
    if is_lost or is_restored:
        log.error("database_lost", remedy="mails sent from now on may repeat earlier ones")
    if repeated:
        log.warning("mails_to_repeat", count=repeated)
