# SPDX-License-Identifier: EUPL-1.2
"""An office's time, and a simulated stretch of it, for the tests of clocks and escalation."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pecwatch.casework.clock import WorkingCalendar
from pecwatch.casework.positions import notified
from pecwatch.casework.steps import Look, has_heard, owner_step
from pecwatch.casework.working_time import WorkingTime
from pecwatch.italian.rome import ROME
from pecwatch.model.office import Office
from pecwatch.model.position import Position, PositionState
from pecwatch.model.step import Due, Step, StepKind, Told, Watched
from tests.casework.people import CLOCKS, OFFICE, person

WORK = WorkingTime(calendar=WorkingCalendar(), begin=dt.time(8), end=dt.time(14), zone=ROME)

WITH_SUBSTITUTE = replace(OFFICE, operators=(replace(OFFICE.operators[0], substitute="OP02"), *OFFICE.operators[1:]))
"""OP01 has OP02 as her substitute."""


__all__ = ["WITH_SUBSTITUTE", "WORK", "Silence", "at", "person"]


def at(day: int, hour: int = 8, minute: int = 0, month: int = 11) -> dt.datetime:
    """A moment of autumn 2025 on the office's clock."""
    return dt.datetime(2025, month, day, hour, minute, tzinfo=ROME)


@dataclass
class Silence:
    """One position, and an office whose clock runs; mails leave at once unless `relay` says otherwise."""

    position: Position
    office: Office = WITH_SUBSTITUTE
    told: list[Told] = field(default_factory=list)
    last_word_at: dt.datetime | None = None
    relay: Callable[[Told, dt.datetime], Told] = lambda told, now: replace(told, sent_at=now)

    def list_came(self, now: dt.datetime) -> None:
        """The mail of the list reaches whoever owns the row."""
        watched = watched_of(self.position)
        assert watched is not None
        code = Look(self.office, CLOCKS, WORK, now).chain_of(self.position.owner)[0].person.code
        if not has_heard(code, watched, self.told):
            self._send(owner_step(watched, code), now)

    def look(self, now: dt.datetime) -> Due | None:
        """One tick: what is due is told."""
        watched = watched_of(self.position, last_word_at=self.last_word_at)
        if watched is None:
            return None
        due = Look(self.office, CLOCKS, WORK, now).steps(watched, self.told)
        for step in due.steps:
            self._send(step, now)
        for again in due.again:
            self.told.remove(again)
            self.told.append(self.relay(replace(again, decided_at=now, sent_at=None, undelivered_at=None), now))
        self._retry(now)
        return due

    def run(self, start: dt.datetime, end: dt.datetime) -> list[tuple[str, str, str]]:
        """Tick from look to look; when, which step, to whom, as they were told."""
        before, now = len(self.told), start
        while now <= end:
            due = self.look(now)
            if due is None:
                break
            assert due.look_at > now
            waits = not due.steps and not due.again
            now = min(due.look_at, next_look(self.office, now)) if waits else now + dt.timedelta(minutes=1)
        return [(shown(each.decided_at), each.step.kind.value, each.step.recipient) for each in self.told[before:]]

    def _send(self, step: Step, now: dt.datetime) -> None:
        assert step not in [each.step for each in self.told], f"told twice: {step.kind} {step.recipient}"
        self.told.append(self.relay(Told(step=step, decided_at=now), now))
        if step.kind is StepKind.OWNER and self.told[-1].sent_at is not None:
            changes = notified(self.position, at=now)
            self.position = changes.positions[0] if changes.positions else self.position

    def _retry(self, now: dt.datetime) -> None:
        """Mails that wait are tried again."""
        self.told = [
            each if each.sent_at is not None or each.undelivered_at is not None else self.relay(each, now)
            for each in self.told
        ]


def watched_of(position: Position, *, last_word_at: dt.datetime | None = None) -> Watched | None:
    """What the calendar looks at of a position; None for one that it leaves alone."""
    if position.state is PositionState.CLOSED or position.muted:
        return None
    started_at = position.clock_started_at or position.opened_at
    return Watched(
        reference=position.reference,
        month=position.month,
        owner=position.owner,
        state=position.state,
        priority=position.priority,
        execution_on=position.execution_on,
        cycle=position.cycle,
        started_at=started_at,
        last_word_at=last_word_at or started_at,
    )


def next_look(office: Office, now: dt.datetime) -> dt.datetime:
    """When the service looks at everything again."""
    return Look(office, CLOCKS, WORK, now).latest


def shown(moment: dt.datetime) -> str:
    """`27/10 09:13`, on the office's clock."""
    return f"{moment.astimezone(ROME):%d/%m %H:%M}"
