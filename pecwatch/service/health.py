# SPDX-License-Identifier: EUPL-1.2
"""Alive and healthy: what `pecwatch status` shows, and what it makes of it; numbers and codes only."""

import datetime as dt

from pecwatch.errors import ExitCode, UsageError
from pecwatch.model.alarm import Alarm, AlarmKind
from pecwatch.model.record import record
from pecwatch.rules.alarms import AlarmRules
from pecwatch.seals.anchors import NO_ANCHORS, Anchors, read_anchors
from pecwatch.service.auditing import is_held
from pecwatch.service.authorities import anchor_warnings
from pecwatch.service.confinement import Level
from pecwatch.service.counting import QUESTION_OVERDUE
from pecwatch.service.desk import SANDBOX, Desk
from pecwatch.service.purging import PURGED
from pecwatch.store import ledger, outbox
from pecwatch.store.alarms import open_alarms
from pecwatch.store.audit_head import kept_head
from pecwatch.store.mailboxes import all_health
from pecwatch.store.notes import noted
from pecwatch.store.overdue import STEPS_OVERDUE, open_counts, overdue_positions, overdue_questions
from pecwatch.store.records import MailState, MessageState
from pecwatch.store.registry import registry_status

AGEING = frozenset(
    {
        AlarmKind.CERTIFICATE,
        AlarmKind.QUOTA,
        AlarmKind.LOGIN_EXPIRES,
        AlarmKind.OLD_REGISTRY,
        AlarmKind.SETTINGS,
        AlarmKind.NO_LIST,
        AlarmKind.NO_REMINDER,
    }
)
"""Alarms with which everybody is still told in time: warnings."""

TOLD_ABOVE = frozenset(
    {
        *(AlarmKind.MAILBOX, AlarmKind.LOGIN_REFUSED, AlarmKind.UNSENT, AlarmKind.REFUSED, AlarmKind.STEPS_FAILED),
        AlarmKind.OLD_REGISTRY,
    }
)
"""Alarms of which the complaints and warnings speak in words of their own."""


@record
class MailboxStatus:
    """How one mailbox is."""

    name: str
    last_success_at: dt.datetime | None
    failures: int
    login_failures: int
    last_problem: str | None


@record
class AlarmStatus:
    """A trouble that people were told of, and that they were not told is over."""

    kind: AlarmKind
    about: str
    """Name of a mailbox, month, or code of a person."""
    code: str
    opened_at: dt.datetime
    told_at: dt.datetime
    times: int
    ending: bool
    """It was gone at the last look."""


@record
class Status:
    """How pecwatch is."""

    healthy: bool
    complaints: tuple[str, ...]
    """English, one line each: what is wrong and what to do; with any of them pecwatch is not healthy."""
    warnings: tuple[str, ...]
    """English, one line each: what ages, while everybody is still told in time."""
    mailboxes: tuple[MailboxStatus, ...]
    waiting: int
    """Messages not yet read and weighed."""
    needing_person: int
    open_positions: int
    muted_positions: int
    unsent_mails: int
    failed_mails: int
    oldest_unsent_at: dt.datetime | None
    registry_people: int
    registry_dated_on: dt.date | None
    trust_anchors: int
    """Authorities that seals are judged by."""
    alarms: tuple[AlarmStatus, ...] = ()
    overdue_steps: int = 0
    """Positions of which something has been due for long, and nobody was told."""
    overdue_questions: int = 0
    """Questions that were asked days ago and that nobody has answered."""
    mail_encrypted: bool = True
    """Raw mail is sealed; there is no other way to keep it."""
    database_encrypted: bool = False
    """The database is sealed; otherwise whoever may read the data folder or its backups may read it."""
    last_purge_at: dt.datetime | None = None
    """When what had had its time was last let go of."""
    exit_code: ExitCode = ExitCode.DONE


def status(desk: Desk) -> Status:
    """Look at everything that tells whether people are being told in time."""
    now, known_head = desk.clock(), kept_head(desk.config.service.data_dir)
    with desk.database.reading() as session:
        polled = {state.mailbox: state for state in all_health(session)}
        registry = registry_status(session)
        still_open, muted = open_counts(session)
        counts = ledger.counts(session)
        unsent, oldest = outbox.unsent_count(session, now), outbox.oldest_unsent(session, now)
        failed_mails = outbox.count(session, MailState.FAILED)
        needing_person = len(ledger.failed(session))
        overdue_steps = overdue_positions(session, now - STEPS_OVERDUE)
        questions = overdue_questions(session, now - QUESTION_OVERDUE)
        trail_holds = is_held(session, known_head)
        alarms = tuple(map(_alarm_status, open_alarms(session)))
        sandbox = noted(session, SANDBOX)
        purged = noted(session, PURGED)
    accounts = desk.polled_mailboxes
    mailboxes = tuple(
        MailboxStatus(
            name=account.name,
            last_success_at=polled[account.name].succeeded_at if account.name in polled else None,
            failures=polled[account.name].failures if account.name in polled else 0,
            login_failures=polled[account.name].login_failures if account.name in polled else 0,
            last_problem=polled[account.name].last_problem if account.name in polled else None,
        )
        for account in accounts
    )
    anchors, unreadable = _anchors(desk)
    limits = desk.rules.alarms
    complaints = (
        *unreadable,
        *(complaint for mailbox in mailboxes for complaint in _mailbox_complaints(mailbox, now, limits)),
        *_unsent_complaints(unsent, failed_mails, oldest, now, limits),
        *_steps_complaints(overdue_steps),
        *(() if trail_holds else ("the audit trail is not what it was: run pecwatch audit verify",)),
        *(() if registry is not None else ("no registry: nobody can be matched: run pecwatch registry import",)),
        *(_in_words(alarm) for alarm in alarms if alarm.kind not in (*AGEING, *TOLD_ABOVE) and not alarm.ending),
    )
    old_after_days = desk.rules.clocks.registry.old_after_days
    return Status(
        healthy=not complaints,
        complaints=complaints,
        warnings=(
            *(() if registry is None else _registry_warnings(registry.dated_on, now, old_after_days)),
            *(() if unreadable else anchor_warnings(anchors, now)),
            *(_in_words(alarm) for alarm in alarms if alarm.kind in AGEING - TOLD_ABOVE),
            *(
                ("sandbox: partial: readers are not wholly closed off: see pecwatch check",)
                if sandbox is not None and sandbox.value != Level.FULL
                else ()
            ),
            *((f"{questions} questions have waited for an answer for days",) if questions else ()),
        ),
        mailboxes=mailboxes,
        waiting=counts[MessageState.RECEIVED] + counts[MessageState.READ],
        needing_person=needing_person,
        open_positions=still_open,
        muted_positions=muted,
        unsent_mails=unsent,
        failed_mails=failed_mails,
        oldest_unsent_at=oldest,
        registry_people=0 if registry is None else registry.people,
        registry_dated_on=None if registry is None else registry.dated_on,
        trust_anchors=len(anchors.authorities),
        alarms=alarms,
        overdue_steps=overdue_steps,
        overdue_questions=questions,
        database_encrypted=desk.config.database.key is not None,
        last_purge_at=None if purged is None else purged.noted_at,
        exit_code=_exit_code(complaints, unsent + failed_mails),
    )


def _anchors(desk: Desk) -> tuple[Anchors, tuple[str, ...]]:
    """The trust anchors, or the complaint that they cannot be read: then no message can be read either."""
    try:
        return read_anchors(desk.config.lists.trust_anchors), ()
    except UsageError as error:
        return NO_ANCHORS, (str(error),)


def _exit_code(complaints: tuple[str, ...], unsent: int) -> ExitCode:
    """Mails that wait are the graver cause: somebody has not been told."""
    if unsent:
        return ExitCode.UNSENT
    return ExitCode.UNHEALTHY if complaints else ExitCode.DONE


def _alarm_status(alarm: Alarm) -> AlarmStatus:
    condition = alarm.condition
    return AlarmStatus(
        kind=condition.kind,
        about=condition.about,
        code=condition.code,
        opened_at=alarm.opened_at,
        told_at=alarm.told_at,
        times=alarm.times,
        ending=alarm.good_since is not None,
    )


def _in_words(alarm: AlarmStatus) -> str:
    about = f" {alarm.about}" if alarm.about else ""
    code = f" ({alarm.code})" if alarm.code else ""
    return f"alarm {alarm.kind}{about}{code}: since {alarm.opened_at:%Y-%m-%d %H:%M} UTC, told {alarm.times} times"


def _steps_complaints(overdue: int) -> tuple[str, ...]:
    if not overdue:
        return ()
    return (
        f"of {overdue} positions something is due and nobody was told: is the service running? if it is, look for "
        "steps_failed and step_failed in its log",
    )


def _mailbox_complaints(mailbox: MailboxStatus, now: dt.datetime, limits: AlarmRules) -> tuple[str, ...]:
    if mailbox.login_failures:
        return (
            f"mailbox {mailbox.name}: login refused {mailbox.login_failures} times: check username and password_file",
        )
    if mailbox.last_success_at is None:
        return (f"mailbox {mailbox.name}: never polled: start the service, or run pecwatch poll",)
    if now - mailbox.last_success_at > dt.timedelta(minutes=limits.mailbox.not_read_for_min):
        minutes = int((now - mailbox.last_success_at).total_seconds() // 60)
        return (f"mailbox {mailbox.name}: last polled {minutes} minutes ago: is the service running?",)
    return ()


def _unsent_complaints(
    unsent: int, failed: int, oldest: dt.datetime | None, now: dt.datetime, limits: AlarmRules
) -> tuple[str, ...]:
    waiting = f"{unsent} mails wait to be sent" if unsent else ""
    if oldest is not None and now - oldest > dt.timedelta(hours=limits.unsent.overdue_h):
        waiting += f", the oldest for more than {limits.unsent.overdue_h} hours: check [smtp] with pecwatch check"
    refused = f"{failed} mails were refused by the relay: correct the addresses" if failed else ""
    return tuple(text for text in (waiting, refused) if text)


def _registry_warnings(dated_on: dt.date, now: dt.datetime, old_after_days: int) -> tuple[str, ...]:
    days = (now.date() - dated_on).days
    return (f"registry is {days} days old: import a newer export",) if days > old_after_days else ()
