# SPDX-License-Identifier: EUPL-1.2
"""What is said of a trouble at this look: told, told again, over, or nothing; never by a timer."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from pecwatch.model.alarm import Alarm, Condition
from pecwatch.model.record import record
from pecwatch.rules.alarms import AlarmRules


@record
class Judged:
    """What is to be said, and what is only to be remembered; every alarm as it is after this look."""

    tell: tuple[Alarm, ...] = ()
    """New ones."""
    repeat: tuple[Alarm, ...] = ()
    """Those that last and were told long enough ago."""
    close: tuple[Alarm, ...] = ()
    """Those that are over."""
    keep: tuple[Alarm, ...] = ()
    """Those of which nothing is said, although something about them has changed."""


def judge(
    conditions: Collection[Condition], open_alarms: Collection[Alarm], now: dt.datetime, rules: AlarmRules
) -> Judged:
    """Compare what is wrong now with what people know of.

    A service that was down tells only what still holds, once; a clock that was set back starts the pauses again
    from now, so that neither a flood nor a silence comes of it.
    """
    present = {condition.key: condition for condition in conditions}
    known = {alarm.key for alarm in open_alarms}
    repeat: list[Alarm] = []
    close: list[Alarm] = []
    keep: list[Alarm] = []
    for alarm in open_alarms:
        condition = present.get(alarm.key)
        after = _gone(alarm, now) if condition is None else _lasting(alarm, condition, now, rules)
        if condition is None and _is_over(after, now, rules):
            close.append(replace(after, closed_at=now))
        elif condition is not None and after.next_at <= now:
            (keep if after.mail_waits else repeat).append(_told_later(after, now, rules))
        elif after != alarm:
            keep.append(after)
    return Judged(
        tell=tuple(_opened(condition, now, rules) for key, condition in present.items() if key not in known),
        repeat=tuple(repeat),
        close=tuple(close),
        keep=tuple(keep),
    )


def _opened(condition: Condition, now: dt.datetime, rules: AlarmRules) -> Alarm:
    pause = rules.pause(condition.kind, 1)
    return Alarm(condition=condition, opened_at=now, told_at=now, next_at=now + pause)


def _told_later(alarm: Alarm, now: dt.datetime, rules: AlarmRules) -> Alarm:
    """Told once more; or put off for as long, when even the mail before has not left yet."""
    kind = alarm.condition.kind
    if alarm.mail_waits:
        return replace(alarm, next_at=now + rules.pause(kind, alarm.times))
    times = alarm.times + 1
    return replace(alarm, times=times, told_at=now, next_at=now + rules.pause(kind, times))


def _lasting(alarm: Alarm, condition: Condition, now: dt.datetime, rules: AlarmRules) -> Alarm:
    """The trouble is there, perhaps again, and perhaps for another reason."""
    next_at = min(alarm.next_at, now + rules.pause(condition.kind, alarm.times))
    return replace(alarm, condition=condition, good_since=None, next_at=next_at)


def _gone(alarm: Alarm, now: dt.datetime) -> Alarm:
    """The trouble is not there; a moment still to come was written by a clock that has since been set back."""
    since = now if alarm.good_since is None else min(alarm.good_since, now)
    return replace(alarm, good_since=since)


def _is_over(alarm: Alarm, now: dt.datetime, rules: AlarmRules) -> bool:
    return alarm.good_since is not None and now - alarm.good_since >= rules.good_for
