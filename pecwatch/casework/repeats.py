# SPDX-License-Identifier: EUPL-1.2
"""Steps that are to be told, and those whose mail did not arrive: no step is told twice, a lost mail is written again.

A relay that refuses everything for a morning, or an address that is dead, must not count as somebody who knows.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from pecwatch.casework.working_time import WorkingTime
from pecwatch.model.record import record
from pecwatch.model.step import Step, StepKind, Told

AgainAt = Callable[[Told], dt.datetime]
"""When the lost mail of a step is written again."""


@record
class Telling:
    """What is to be told of a row now."""

    steps: tuple[Step, ...] = ()
    again: tuple[Told, ...] = ()
    """Steps whose mail is to be written again."""
    at: dt.datetime | None = None
    """When something of it is due next, where that is known."""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is due, now or later."""
        return not self.steps and not self.again and self.at is None

    def first(self) -> "Telling":
        """One step of it."""
        return Telling(steps=self.steps[:1], again=() if self.steps else self.again[:1], at=self.at)

    def beside(self, graver: "Telling") -> "Telling":
        """Both, but nothing more to whoever is told the graver with telephone numbers: it says all of it."""
        graver_steps = (*graver.steps, *(each.step for each in graver.again))
        reached = {step.recipient for step in graver_steps if step.kind is StepKind.EVERYBODY}
        moments = [moment for moment in (graver.at, self.at) if moment is not None]
        return Telling(
            steps=(*graver.steps, *(step for step in self.steps if step.recipient not in reached)),
            again=(*graver.again, *(each for each in self.again if each.step.recipient not in reached)),
            at=min(moments, default=None),
        )


def telling(steps: Iterable[Step], told: Sequence[Told], again_at: AgainAt, now: dt.datetime) -> Telling:
    """Which of the steps are new, and which are to be repeated, now or later.

    Args:
        steps: Those that whoever is to know does not know; of what was told among them the mail was lost.
    """
    new: list[Step] = []
    again: list[Told] = []
    later: list[dt.datetime] = []
    for step in steps:
        lost = next((each for each in told if each.step == step), None)
        if lost is None:
            new.append(step)
        elif (moment := again_at(lost)) <= now:
            again.append(lost)
        else:
            later.append(moment)
    return Telling(steps=tuple(new), again=tuple(again), at=min(later, default=None))


def again_at(lost_at: dt.datetime, work: WorkingTime, now: dt.datetime, *, within_hours: int | None) -> dt.datetime:
    """The next opening of the office after a mail was lost; never more often, but where nobody knows of a near day.

    Args:
        within_hours: Working hours after which it is written again all the same; None for the opening only.
    """
    if lost_at > now:
        # Written by a clock that has since been set back.
        return now
    opening = work.next_opening(lost_at)
    return opening if within_hours is None else min(opening, work.add_hours(lost_at, within_hours))
