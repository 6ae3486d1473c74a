# SPDX-License-Identifier: EUPL-1.2
"""What is not as it should be at this moment, gathered from what the rounds have written down."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from pecwatch.model.alarm import Alarm, AlarmKind, Condition
from pecwatch.model.mailbox import MailboxAccount
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.mailbox_notes import certificate_key, quota_key, similar_key
from pecwatch.service.missing_lists import missing_lists
from pecwatch.service.passwords import first_seen_at
from pecwatch.store import outbox
from pecwatch.store.arrivals import missed
from pecwatch.store.database import Session
from pecwatch.store.mailboxes import health
from pecwatch.store.notes import noted
from pecwatch.store.overdue import STEPS_OVERDUE, overdue_positions, undelivered
from pecwatch.store.records import MailboxHealth
from pecwatch.store.registry import registry_status

AT_ONCE = frozenset({"certificate_refused", "tls_failed", "no_login", "folder_missing", "misconfigured", "key_damaged"})
"""Failures that do not pass by themselves."""

OF_MAILBOX = (AlarmKind.MAILBOX, AlarmKind.LOGIN_REFUSED, AlarmKind.DISK)
"""Alarms that say since when a mailbox is down."""


def conditions(
    session: Session, desk: Desk, accounts: Iterable[MailboxAccount], known: Collection[Alarm]
) -> tuple[Condition, ...]:
    """Everything that is wrong now.

    Args:
        accounts: The mailboxes that are polled.
        known: Open alarms: a mailbox that was told to be down is down until it has been read again.
    """
    return (
        *(condition for account in accounts for condition in _of_mailbox(session, desk, account, known)),
        *_disk(session, accounts),
        *_mails(session, desk),
        *_steps(session, desk),
        *_registry(session, desk),
        *_settings(desk),
        *missing_lists(session, desk),
    )


@record
class _Mailbox:
    """One mailbox and how its polls go."""

    account: MailboxAccount
    health: MailboxHealth
    known: frozenset[AlarmKind]
    """Kinds of the alarms that are open about it."""
    down_since: dt.datetime | None
    """Last success, else the first alarm; None while nobody can tell."""

    @property
    def fails(self) -> bool:
        """Whether the newest poll failed."""
        return self.health.failures > 0


def _mailbox(session: Session, account: MailboxAccount, known: Collection[Alarm], now: dt.datetime) -> _Mailbox:
    state = health(session, account.name)
    about = [alarm for alarm in known if alarm.condition.about in (account.name, "")]
    told = [alarm.opened_at for alarm in about if alarm.condition.kind in OF_MAILBOX]
    # A success still to come was written by a clock that has since been set back.
    succeeded = state.succeeded_at if state.succeeded_at is not None and state.succeeded_at <= now else None
    return _Mailbox(
        account=account,
        health=state,
        known=frozenset(alarm.condition.kind for alarm in about),
        down_since=succeeded or min(told, default=None),
    )


def _of_mailbox(session: Session, desk: Desk, account: MailboxAccount, known: Collection[Alarm]) -> Iterator[Condition]:
    now = desk.clock()
    box = _mailbox(session, account, known, now)
    kinds = (*_down(box, desk, now), *_silent(box, desk, now))
    code = box.health.last_problem or ""
    similar = noted(session, similar_key(account.name)) if code == "folder_missing" else None
    number = 0 if similar is None else int(similar.value)
    for kind in kinds:
        yield Condition(kind=kind, about=account.name, code=code, number=number, since=box.down_since)
    withheld = sum(each.given_up for each in missed(session) if each.mailbox == account.name)
    if withheld:
        yield Condition(kind=AlarmKind.WITHHELD, about=account.name, number=withheld)
    filled = noted(session, quota_key(account.name))
    if filled is not None and filled.value and int(filled.value) > desk.rules.alarms.quota.full_at_percent:
        yield Condition(kind=AlarmKind.QUOTA, about=account.name, number=int(filled.value))
    yield from _password(session, desk, account, now)
    yield from _certificate(session, desk, account, now)


def _down(box: _Mailbox, desk: Desk, now: dt.datetime) -> tuple[AlarmKind, ...]:
    """What the administrator hears of a mailbox that fails: the refused login, or whatever else it is."""
    if not box.fails:
        return ()
    if box.health.login_failures or AlarmKind.LOGIN_REFUSED in box.known:
        return (AlarmKind.LOGIN_REFUSED,)
    if box.health.last_problem == "disk" and AlarmKind.MAILBOX not in box.known:
        return ()
    limit = dt.timedelta(minutes=desk.rules.alarms.mailbox.not_read_for_min)
    succeeded = box.health.succeeded_at
    is_overdue = succeeded is None or succeeded > now or now - succeeded > limit
    is_told = AlarmKind.MAILBOX in box.known
    garbled = box.health.last_problem == "garbled" and box.health.failures >= desk.rules.alarms.mailbox.garbled_after
    does_not_pass = garbled or box.health.last_problem in AT_ONCE
    return (AlarmKind.MAILBOX,) if is_told or is_overdue or does_not_pass else ()


def _silent(box: _Mailbox, desk: Desk, now: dt.datetime) -> tuple[AlarmKind, ...]:
    """What the coordinator hears of it, after hours in which somebody could have looked."""
    kind = AlarmKind.ANSWERS_SILENT if box.account.purpose == "replies" else AlarmKind.MAILBOX_SILENT
    if not box.fails or (kind not in box.known and box.down_since is None):
        return ()
    hours = desk.rules.alarms.mailbox.silent_for_working_h
    has_lasted = box.down_since is not None and desk.working_time.add_hours(box.down_since, hours) <= now
    return (kind,) if has_lasted or kind in box.known else ()


def _password(session: Session, desk: Desk, account: MailboxAccount, now: dt.datetime) -> Iterator[Condition]:
    seen_at = first_seen_at(session, account)
    if account.password_max_age_days is None or seen_at is None:
        return
    ends_at = seen_at + dt.timedelta(days=account.password_max_age_days)
    if now >= ends_at - dt.timedelta(days=desk.rules.alarms.password.warn_before_days):
        on = ends_at.astimezone(desk.config.service.timezone).date()
        yield Condition(kind=AlarmKind.LOGIN_EXPIRES, about=account.name, since=seen_at, on=on)


def _certificate(session: Session, desk: Desk, account: MailboxAccount, now: dt.datetime) -> Iterator[Condition]:
    shown = noted(session, certificate_key(account.name))
    if shown is None or not shown.value:
        return
    ends_at = dt.datetime.fromisoformat(shown.value)
    if now >= ends_at - dt.timedelta(days=desk.rules.alarms.certificate.warn_before_days):
        on = ends_at.astimezone(desk.config.service.timezone).date()
        yield Condition(kind=AlarmKind.CERTIFICATE, about=account.name, on=on)


def _disk(session: Session, accounts: Iterable[MailboxAccount]) -> Iterator[Condition]:
    states = [health(session, account.name) for account in accounts]
    if any(state.failures and state.last_problem == "disk" for state in states):
        yield Condition(kind=AlarmKind.DISK)


def _mails(session: Session, desk: Desk) -> Iterator[Condition]:
    oldest = outbox.oldest_unsent(session, desk.clock())
    if oldest is not None and desk.clock() - oldest > dt.timedelta(hours=desk.rules.alarms.unsent.overdue_h):
        yield Condition(kind=AlarmKind.UNSENT, since=oldest)
    for person in undelivered(session):
        yield Condition(
            kind=AlarmKind.REFUSED,
            about=person.code,
            code=person.last_reply,
            number=person.mails,
            since=person.last_at,
        )


def _steps(session: Session, desk: Desk) -> Iterator[Condition]:
    overdue = overdue_positions(session, desk.clock() - STEPS_OVERDUE)
    if overdue:
        yield Condition(kind=AlarmKind.STEPS_FAILED, number=overdue)


def _settings(desk: Desk) -> Iterator[Condition]:
    if desk.settings.broken_rules:
        yield Condition(kind=AlarmKind.SETTINGS, about="rules", code=", ".join(desk.settings.broken_rules))
    if desk.settings.broken_config:
        yield Condition(kind=AlarmKind.SETTINGS, about="config")


def _registry(session: Session, desk: Desk) -> Iterator[Condition]:
    status = registry_status(session)
    if status is None:
        return
    days = (desk.clock().astimezone(desk.config.service.timezone).date() - status.dated_on).days
    if days > desk.rules.clocks.registry.old_after_days:
        yield Condition(kind=AlarmKind.OLD_REGISTRY, number=days, on=status.dated_on)
