# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch run --worker`: one of any number of identical workers that share the offices of an installation.

A worker claims the office that is overdue for longest, runs the round that `run` runs, and gives the office back.
Everything else is the office's own: its folder, its rows, its mailboxes, its troubles.
"""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import structlog

from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.config import Config, Installation, load_installation, office_codes
from pecwatch.errors import LeaseLost, PecwatchError, UsageError
from pecwatch.logs import place_of
from pecwatch.service.collecting import Collector
from pecwatch.service.desk import Clock, Desk, wall_clock
from pecwatch.service.following import Followed, Stamped
from pecwatch.service.opening import MASTER_KEY, open_desk
from pecwatch.service.rules_shelf import RulesShelf
from pecwatch.service.running import Service
from pecwatch.service.scheduler import run_until_stopped
from pecwatch.service.supervisor import READY, ROUND_ENDED, STOPPING, tell_supervisor
from pecwatch.service.watching import start_over
from pecwatch.store.database import open_database
from pecwatch.store.engine import make_engine
from pecwatch.store.leases import Held, Lease, Leases, OfficeWork, worker_name
from pecwatch.store.migrate import migrate, require_current
from pecwatch.store.outbox import recover
from pecwatch.store.trouble import StoreTrouble

log = structlog.get_logger()

WARM = 16
"""Offices that a worker keeps open, with registry and mailbox connections; so its memory has a bound."""

LOOK_AROUND_S = 30
"""How often a worker looks for offices that are new or gone."""

HEALTH_EVERY_S = 300
"""How old the health file of an office may become while its rounds end well: it takes a sixth of a quiet round."""

IDLE_S = 1
"""How long it waits when nothing is due."""

AFTER_FAILURE_S = 300
"""When an office whose configuration or round is broken is tried again, at the earliest."""


def run_worker(given: Path | None, clock: Clock = wall_clock, environment: Mapping[str, str] = os.environ) -> None:
    """Work for the offices of an installation until SIGTERM or SIGINT.

    Raises:
        UsageError: The installation's configuration does not allow to start.
        StoreTrouble: The server cannot be reached, or its tables cannot be brought up to date.
    """
    installation = load_installation(given, environment)
    stopping = threading.Event()
    with ExitStack() as closing:
        worker = closing.enter_context(Worker(installation, clock, environment))
        tell_supervisor(READY)
        run_until_stopped(lambda: worker.work(stopping), every_s=IDLE_S, stopping=stopping, meanwhile=worker.look)
        tell_supervisor(STOPPING)


def prepare(installation: Installation, clock: Clock = wall_clock) -> None:
    """Bring the tables of an installation up to date; several that do it at once take turns."""
    engine = make_engine(installation.database.url)
    try:
        migrate(open_database(installation.database.url, engine=engine), clock())
    finally:
        engine.dispose()


def offices_of(installation: Installation) -> tuple[OfficeWork, ...]:
    """How the work for every office stands.

    Raises:
        UsageError: The tables are not those of this version.
    """
    engine = make_engine(installation.database.url)
    try:
        require_current(open_database(installation.database.url, engine=engine), of_many=True)
        leases = Leases(engine, lease_s=installation.lease_s, worker=worker_name())
        leases.take_in(installation.offices)
        return tuple(each for each in leases.all() if each.office in installation.offices)
    finally:
        engine.dispose()


def is_served(config: Config) -> bool:
    """Whether workers get round to an office of many.

    Raises:
        StoreTrouble: The server cannot be reached.
    """
    if config.tenant is None:
        raise ValueError("an office that has an installation for itself has a lock, and no worker")
    engine = make_engine(config.database.url)
    try:
        leases = Leases(engine, lease_s=config.tenant.lease_s, worker=worker_name())
        found = next((each for each in leases.all() if each.office == config.tenant.code), None)
    finally:
        engine.dispose()
    return found is not None and not found.is_late(wall_clock())


class Worker:
    """Rounds for one office after the other."""

    def __init__(self, installation: Installation, clock: Clock, environment: Mapping[str, str] = os.environ) -> None:
        self._configuration, self._clock = Followed(installation, environment), clock
        self._engine = make_engine(installation.database.url)
        self._leases = Leases(self._engine, lease_s=installation.lease_s, worker=worker_name())
        self._codes: tuple[str, ...] = ()
        self._looked_at: float | None = None
        self._open: OrderedDict[str, _OpenOffice] = OrderedDict()
        self._rules = RulesShelf()
        self._current: Service | None = None

    def __enter__(self) -> "Worker":
        """Bring the tables up to date."""
        prepare(self._configuration.installation, self._clock)
        return self

    def __exit__(self, *_: object) -> None:
        while self._open:
            self._open.popitem()[1].close()
        self._engine.dispose()

    def work(self, stopping: threading.Event) -> None:
        """Rounds, for as long as an office is due."""
        while not stopping.is_set() and self.work_once(stopping):
            pass
        tell_supervisor(ROUND_ENDED)

    def work_once(self, stopping: threading.Event) -> bool:
        """One round for the office that is overdue for longest; False when none is due."""
        self._look_around()
        lease = self._leases.claim(self._codes)
        if lease is None:
            return False
        due_in_s, problem = float(AFTER_FAILURE_S), "round"
        try:
            with self._leases.held(lease) as lost:
                due_in_s, problem = self._round(lease, _Either(stopping, lost))
        finally:
            self._current = None
            if problem:
                self._let_go(lease.office)
            self._leases.give_back(lease, worked=True, due_in_s=due_in_s, problem=problem)
        return True

    def look(self) -> None:
        """For the thread that waits: end a round that hangs."""
        current = self._current
        if current is not None:
            current.watch.look()

    def _round(self, lease: Lease, ending: threading.Event) -> tuple[float, str]:
        """When the next is due, and the code of what went wrong; one office's trouble is never another's."""
        try:
            office = self._opened(lease)
            self._current = office.service
            done = office.service.round(ending)
        except UsageError as error:
            log.error("office_broken", office=lease.office, remedy="see pecwatch check --office", lines=_lines(error))
            return AFTER_FAILURE_S, "configuration"
        except LeaseLost:
            log.warning("lease_lost", office=lease.office)
            return 0, "lease_lost"
        except StoreTrouble as error:
            log.error("round_failed", office=lease.office, reason=str(error))
            return self._configuration.installation.service.poll_every_s, "database"
        except PecwatchError as error:
            log.error("round_failed", office=lease.office, reason=str(error))
            return AFTER_FAILURE_S, "round"
        except Exception as error:  # noqa: BLE001 - a defect over one office must not stop the others
            log.error("round_failed", office=lease.office, error=place_of(error))
            return AFTER_FAILURE_S, "round"
        # What is left comes at once, but after all who are overdue by then.
        return (office.desk.config.service.poll_every_s if done.is_all else 0), ""

    def _opened(self, lease: Lease) -> "_OpenOffice":
        """The office, warm from the last time where it is unchanged."""
        self._configuration.take_up()
        office = self._open.get(lease.office)
        if office is not None and office.is_as_it_was():
            self._open.move_to_end(lease.office)
            office.begin(lease)
            return office
        self._let_go(lease.office)
        config, read = self._configuration.office(lease.office)
        held = Held(engine=self._engine, lease=lease, lease_s=self._leases.lease_s)
        office = _OpenOffice(config, read, held, self._clock, self._rules)
        self._open[lease.office] = office
        if len(self._open) > WARM:
            # Offices come in turn, so of those before this one the newest is needed again last.
            self._let_go(list(self._open)[-2])
        return office

    def _let_go(self, code: str) -> None:
        office = self._open.pop(code, None)
        if office is not None:
            office.close()

    def _look_around(self) -> None:
        """Take in the offices that are new, forget those that are gone."""
        now = time.monotonic()
        if self._looked_at is not None and now - self._looked_at < LOOK_AROUND_S:
            return
        self._looked_at = now
        codes = office_codes(self._configuration.installation.file)
        gone = set(self._codes) - set(codes)
        self._leases.take_in(codes)
        if gone:
            self._leases.forget(sorted(gone))
        for code in gone:
            self._let_go(code)
        self._codes = codes


class _OpenOffice:
    """An office with everything that its rounds need."""

    def __init__(self, config: Config, read: tuple[Stamped, ...], held: Held, clock: Clock, rules: RulesShelf) -> None:
        with ExitStack() as closing:
            self.desk: Desk = closing.enter_context(
                open_desk(config, exclusive=True, clock=clock, held=held, load=rules.load)
            )
            collector = closing.enter_context(Collector(self.desk, self.desk.polled_mailboxes))
            channel = closing.enter_context(SmtpChannel(config.smtp.relay))
            self.service = Service(self.desk, collector, channel, start_over=start_over, health_every_s=HEALTH_EVERY_S)
            self._closing = closing.pop_all()
        # Pecwatch's own key may have been made just now; while we have the lease nobody makes another.
        self._read = (*read, Stamped([config.service.data_dir / MASTER_KEY]))

    def is_as_it_was(self) -> bool:
        """Whether its configuration, passwords and master key are those that were read."""
        return not any(each.has_changed() for each in self._read)

    def begin(self, lease: Lease) -> None:
        """Go on under another lease: whoever had the office in between may have died over a mail."""
        self.desk.database.go_by(lease)
        if lease.is_clean:
            return
        with self.desk.database.writing() as session:
            repeated = recover(session, self.desk.clock())
        if repeated:
            log.warning("mails_to_repeat", count=repeated)

    def close(self) -> None:
        self._closing.close()


class _Either(threading.Event):
    """Set as soon as one of two is."""

    def __init__(self, one: threading.Event, other: threading.Event) -> None:
        super().__init__()
        self._both = (one, other)

    def is_set(self) -> bool:
        return any(each.is_set() for each in self._both)


def _lines(error: UsageError) -> int:
    """How much is wrong: the text may quote what an office wrote."""
    return len(str(error).splitlines())
