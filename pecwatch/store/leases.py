# SPDX-License-Identifier: EUPL-1.2
"""Which worker has which office, and until when: one table, one statement to claim, the server's clock for all.

A lease is a word nobody can guess, new at each claim. Every transaction that writes for an office asks under a lock
whether the lease is still its own (`Database.writing`), so a worker that was stopped or cut off while another took its
office over writes nothing more, and without the mark that it writes first it sends nothing more.
"""

import datetime as dt
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, RowMapping, text

from pecwatch.errors import LockHeld
from pecwatch.model.record import record
from pecwatch.store.engine import WRITES
from pecwatch.store.trouble import StoreTrouble, explained

LATE_AFTER = dt.timedelta(minutes=10)
"""How late an office may be before somebody must look: are there workers, and enough of them?"""

STUCK_AFTER = dt.timedelta(hours=1)
"""How long no round of an office may end well though workers get round to it: longer than any round may take."""

PLACE = "database on the server"

FREE = "(leased_until IS NULL OR leased_until < now())"

CLAIM = f"""
WITH wanted AS (
    SELECT id, lease IS NULL AND problem = '' AS is_clean FROM office_work
    WHERE {{wanted}} AND {FREE} ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
UPDATE office_work SET lease = :lease, leased_by = :worker, leased_until = now() + make_interval(secs => :lease_s)
FROM wanted WHERE office_work.id = wanted.id RETURNING office, is_clean
"""  # noqa: S608 - nothing from outside

RENEW = """
UPDATE office_work SET leased_until = now() + make_interval(secs => :lease_s) WHERE office = :office AND lease = :lease
"""

GIVE_BACK = """
UPDATE office_work SET lease = NULL, leased_by = NULL, leased_until = NULL,
    due_at = CASE WHEN :worked THEN now() + make_interval(secs => :due_in_s) ELSE due_at END,
    ended_at = CASE WHEN :worked AND :problem = '' THEN now() ELSE ended_at END,
    problem = CASE WHEN :worked THEN :problem ELSE problem END
WHERE office = :office AND lease = :lease
"""


ALL = """
SELECT office, due_at, CASE WHEN leased_until >= now() THEN leased_by END AS leased_by, ended_at, problem
FROM office_work ORDER BY due_at, office
"""


@record
class Lease:
    """An office that is ours for a while."""

    office: str
    token: str
    is_clean: bool
    """Whoever had it before gave it back after a round that ended well: nothing was left half done."""

    def __repr__(self) -> str:
        return f"Lease({self.office!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The server, and an office on it that is ours."""

    engine: Engine
    lease: Lease
    lease_s: int


def worker_name() -> str:
    """Who we are, for people: machine and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


@record
class OfficeWork:
    """How the work for one office stands."""

    office: str
    due_at: dt.datetime
    leased_by: str | None
    ended_at: dt.datetime | None
    """When the last round that ended well did."""
    problem: str
    """Code of what kept the last round from it; empty when all is well."""

    def is_late(self, now: dt.datetime) -> bool:
        """Whether no worker has got round to it for too long."""
        return self.leased_by is None and now - self.due_at > LATE_AFTER

    def is_stuck(self, now: dt.datetime) -> bool:
        """Whether workers get round to it and no round ends well, as when each loses its lease or dies."""
        # After a good round it is due when the next is; after any other at once or soon, anew each time.
        since = self.ended_at if self.problem else self.due_at
        return not self.is_late(now) and (since is None or now - since > STUCK_AFTER)


class Leases:
    """The work of all offices on one server.

    Args:
        lease_s: After how long without a word another takes over.
        worker: Who we are, for people: machine and process.
    """

    def __init__(self, engine: Engine, *, lease_s: int, worker: str) -> None:
        self._engine = engine.execution_options(**{WRITES: True})
        self.lease_s = lease_s
        self._worker = worker

    def take_in(self, offices: Sequence[str]) -> None:
        """Enter the offices that are new, due at once."""
        with explained(PLACE), self._engine.begin() as connection:
            known = set(connection.execute(text("SELECT office FROM office_work")).scalars())
            entered = [{"office": office} for office in offices if office not in known]
            if entered:
                insert = "INSERT INTO office_work (office, due_at, problem) VALUES (:office, now(), '')"
                connection.execute(text(f"{insert} ON CONFLICT (office) DO NOTHING"), entered)

    def forget(self, offices: Sequence[str]) -> None:
        """Take offices out that are no longer served, unless somebody is at work for them."""
        with explained(PLACE), self._engine.begin() as connection:
            gone = text(f"DELETE FROM office_work WHERE office = ANY(:offices) AND {FREE}")  # noqa: S608 - nothing from outside
            connection.execute(gone, {"offices": list(offices)})

    def claim(self, offices: Sequence[str]) -> Lease | None:
        """The office of these that is overdue for longest and that nobody has; None when there is none."""
        return self._claimed("due_at <= now() AND office = ANY(:offices)", {"offices": list(offices)})

    def claim_one(self, office: str) -> Lease | None:
        """This office, whether it is due or not; None when somebody has it."""
        return self._claimed("office = :office", {"office": office})

    def renew(self, lease: Lease) -> bool:
        """Go on having it; False when it is not ours any more."""
        with explained(PLACE), self._engine.begin() as connection:
            found = connection.execute(text(RENEW), self._named(lease) | {"lease_s": self.lease_s})
            return found.rowcount == 1

    def give_back(self, lease: Lease, *, worked: bool, due_in_s: float = 0, problem: str = "") -> None:
        """Let others have it; nothing happens when it is not ours any more.

        Args:
            worked: It was a round, and the next is due in so many seconds.
        """
        told = {"worked": worked, "due_in_s": due_in_s, "problem": problem}
        with explained(PLACE), self._engine.begin() as connection:
            connection.execute(text(GIVE_BACK), self._named(lease) | told)

    def all(self) -> tuple[OfficeWork, ...]:
        """How every office stands, the most overdue first."""
        with explained(PLACE), self._engine.begin() as connection:
            rows = connection.execute(text(ALL))
            return tuple(_work(row) for row in rows.mappings())

    @contextmanager
    def held(self, *leases: Lease) -> Iterator[threading.Event]:
        """Renew leases until the block ends; gives what is set when one was lost."""
        lost, over = threading.Event(), threading.Event()
        keeper = threading.Thread(target=self._keep, args=(leases, lost, over), daemon=True)
        keeper.start()
        try:
            yield lost
        finally:
            over.set()
            keeper.join()

    def _keep(self, leases: Sequence[Lease], lost: threading.Event, over: threading.Event) -> None:
        heard_at = time.monotonic()
        while not over.wait(self.lease_s / 4):
            try:
                is_ours = all(map(self.renew, leases))
            except StoreTrouble:
                is_ours = time.monotonic() - heard_at < self.lease_s
            else:
                heard_at = time.monotonic()
            if not is_ours:
                lost.set()
                return

    def _claimed(self, wanted: str, values: dict[str, object]) -> Lease | None:
        token = uuid.uuid4().hex
        given = {"lease": token, "worker": self._worker, "lease_s": self.lease_s}
        with explained(PLACE), self._engine.begin() as connection:
            found = connection.execute(text(CLAIM.format(wanted=wanted)), values | given).one_or_none()
        return None if found is None else Lease(office=found.office, token=token, is_clean=found.is_clean)

    @staticmethod
    def _named(lease: Lease) -> dict[str, object]:
        return {"office": lease.office, "lease": lease.token}


def _work(row: RowMapping) -> OfficeWork:
    """A row with its times in UTC: the server gives them in a zone of its own."""
    ended_at = row["ended_at"]
    return OfficeWork(
        office=row["office"],
        due_at=row["due_at"].astimezone(dt.UTC),
        leased_by=row["leased_by"],
        ended_at=None if ended_at is None else ended_at.astimezone(dt.UTC),
        problem=row["problem"],
    )


@contextmanager
def leased(leases: Leases, office: str) -> Iterator[Lease]:
    """Have one office for oneself while the block lasts, as a command does that must work alone.

    Raises:
        LockHeld: A worker or another command has it.
    """
    leases.take_in([office])
    lease = leases.claim_one(office)
    if lease is None:
        raise LockHeld(f"another pecwatch works for the office {office!r} at this moment: try again")
    try:
        with leases.held(lease):
            yield lease
    except BaseException:
        # What it left half done is the next one's.
        leases.give_back(lease, worked=True, problem="command")
        raise
    leases.give_back(lease, worked=False)


@contextmanager
def all_leased(leases: Leases, offices: Sequence[str]) -> Iterator[tuple[tuple[Lease, ...], threading.Event]]:
    """Have every office for oneself while the block lasts; gives the leases, and what is set when one was lost.

    Raises:
        LockHeld: A worker or another command has one of them.
    """
    leases.take_in(offices)
    ours: list[Lease] = []
    try:
        for office in offices:
            lease = leases.claim_one(office)
            if lease is None:
                raise LockHeld(
                    f"another pecwatch works for the office {office!r} at this moment: stop the workers first"
                )
            ours.append(lease)
        with leases.held(*ours) as lost:
            yield tuple(ours), lost
    finally:
        for lease in ours:
            # What its last worker left half done is still the next one's.
            leases.give_back(lease, worked=not lease.is_clean, problem="" if lease.is_clean else "command")
