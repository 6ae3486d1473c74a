# SPDX-License-Identifier: EUPL-1.2
"""What is told when something is silent or broken, to whom and how often: rules/alarms.toml."""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, Field

from pecwatch.model.alarm import AlarmKind, Level
from pecwatch.model.office import Role
from pecwatch.rules.loading import rule

Positive = Annotated[int, Field(ge=1)]
Pauses = Annotated[tuple[Positive, ...], Field(min_length=1)]


@rule
class Repeating:
    """Hours between one telling and the next; the last pause repeats."""

    urgent: Pauses
    calm: Pauses


@rule
class Ending:
    """When a trouble counts as over."""

    good_for_min: Positive
    """Minutes between two looks at which it was gone."""


@rule
class MailboxSilence:
    """How long a mailbox may go unread."""

    not_read_for_min: Positive
    garbled_after: Positive
    """Conversations in a row that made no sense."""
    silent_for_working_h: Positive
    """Hours in which the office is open."""


@rule
class PasswordAge:
    """How long before its end a password is to be changed."""

    warn_before_days: Positive


@rule
class CertificateAge:
    """How long before its end a server's certificate is to be renewed, in days."""

    warn_before_days: Positive


@rule
class QuotaLimit:
    """How full a mailbox may be."""

    full_at_percent: Annotated[int, Field(ge=1, le=100)]


@rule
class UnsentLimit:
    """How long a mail may wait."""

    overdue_h: Positive


@rule
class ExpectedLists:
    """What is learned from the months before."""

    learned_from_months: Positive
    grace_working_days: Annotated[int, Field(ge=0)]
    reminder_after_months: Positive


def _has_fixed_place(role: Role) -> Role:
    if role is Role.OPERATOR:
        raise ValueError("operators are not told of troubles; name a role that one person has")
    return role


@rule
class AlarmRoute:
    """Who is told of one kind of trouble."""

    kind: AlarmKind
    tells: Annotated[tuple[Annotated[Role, AfterValidator(_has_fixed_place)], ...], Field(min_length=1)]
    level: Level


def _every_kind_once(routes: tuple[AlarmRoute, ...]) -> tuple[AlarmRoute, ...]:
    kinds = [route.kind for route in routes]
    odd = sorted({kind for kind in AlarmKind if kinds.count(kind) != 1})
    if odd:
        raise ValueError(f"must stand there exactly once, or nobody hears of it: {', '.join(odd)}")
    return routes


@rule
class AlarmRules:
    """The whole of rules/alarms.toml."""

    repeat_after_h: Repeating
    ending: Ending
    mailbox: MailboxSilence
    password: PasswordAge
    certificate: CertificateAge
    quota: QuotaLimit
    unsent: UnsentLimit
    lists: ExpectedLists
    alarm: Annotated[tuple[AlarmRoute, ...], AfterValidator(_every_kind_once)]

    def route(self, kind: AlarmKind) -> AlarmRoute:
        """Who is told of that kind of trouble."""
        return next(route for route in self.alarm if route.kind is kind)

    def pause(self, kind: AlarmKind, times: int) -> dt.timedelta:
        """How long a trouble that was told so many times is not told again."""
        pauses = self.repeat_after_h.urgent if self.route(kind).level is Level.URGENT else self.repeat_after_h.calm
        return dt.timedelta(hours=pauses[min(times, len(pauses)) - 1])

    @property
    def good_for(self) -> dt.timedelta:
        """How long a trouble must have been gone to be over."""
        return dt.timedelta(minutes=self.ending.good_for_min)
