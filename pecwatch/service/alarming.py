# SPDX-License-Identifier: EUPL-1.2
"""Troubles become mails: told, told again, over; and what was told is kept, so that a restart repeats nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pecwatch.alerts.channels import Channel
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.silence import missing_list_mail, over_mail, trouble_mail
from pecwatch.alerts.troubles import CAME
from pecwatch.casework.alarms import Judged, judge
from pecwatch.model.alarm import Alarm, AlarmKind
from pecwatch.model.alert import Alert
from pecwatch.model.office import OfficePerson, Role
from pecwatch.service.collecting import Collected
from pecwatch.service.conditions import conditions
from pecwatch.service.desk import Desk
from pecwatch.service.failing import post_gone
from pecwatch.service.missing_lists import has_come
from pecwatch.service.passwords import note_passwords
from pecwatch.service.posting import circumstances, post
from pecwatch.service.sending import send_event
from pecwatch.store.alarms import open_alarms, save_alarm
from pecwatch.store.database import Session

MISSING = (AlarmKind.NO_LIST, AlarmKind.NO_REMINDER)
ALONE = (*MISSING, AlarmKind.UNSENT)
"""Told in a mail of their own: it holds a question to send, or it leaves by another way."""


def post_alarms(desk: Desk, collected: Sequence[Collected]) -> int:
    """Look at everything that can be silent or broken, and write to whoever is to know.

    Returns:
        How many mails.
    """
    polled = {each.mailbox for each in collected}
    accounts = tuple(account for account in desk.config.mailboxes if account.name in polled)
    note_passwords(desk, accounts)
    with desk.database.reading() as session:
        known = open_alarms(session)
        present = conditions(session, desk, accounts, known)
        # Of a mailbox that this round did not look at nothing new is known.
        unseen = {account.name for account in desk.config.mailboxes} - polled
        looked_at = tuple(alarm for alarm in known if alarm.condition.about not in unseen)
        judged = _with_ends(session, judge(present, looked_at, desk.clock(), desk.rules.alarms))
    mails = post_gone(desk, collected)
    return mails + (_post(desk, judged) if judged != Judged() else 0)


def send_unsent_alarm(desk: Desk, fallback: Channel, sender: str) -> None:
    """Tell by another relay that mails do not leave: nobody would hear of a dead relay through the dead relay."""
    with desk.database.reading() as session:
        waiting = [each for each in open_alarms(session) if each.condition.kind is AlarmKind.UNSENT and each.mail_waits]
    for alarm in waiting:
        send_event(desk, fallback, alarm.mail_event, sender=sender)


def _with_ends(session: Session, judged: Judged) -> Judged:
    """What is missing no longer has come, or is not expected any more: people want to know which."""
    return replace(
        judged,
        close=tuple(
            replace(alarm, condition=replace(alarm.condition, code=CAME))
            if alarm.condition.kind in MISSING and has_come(session, alarm.condition)
            else alarm
            for alarm in judged.close
        ),
    )


def _post(desk: Desk, judged: Judged) -> int:
    where = circumstances(desk)
    with desk.database.writing() as session:
        for alarm in judged.keep:
            save_alarm(session, alarm)
        told = [save_alarm(session, alarm) for alarm in (*judged.tell, *judged.repeat)]
        mails = sum(_tell(session, desk, group, where) for group in _groups(told))
        for alarm in judged.close:
            save_alarm(session, alarm)
        return mails + _end(session, desk, judged.close, where)


def _groups(alarms: Sequence[Alarm]) -> tuple[tuple[Alarm, ...], ...]:
    """What is told together: the troubles of one moment, but for those that are told alone."""
    together = tuple(alarm for alarm in alarms if alarm.condition.kind not in ALONE)
    alone = tuple((alarm,) for alarm in alarms if alarm.condition.kind in ALONE)
    return (*((together,) if together else ()), *alone)


def _tell(session: Session, desk: Desk, alarms: Sequence[Alarm], where: Circumstances) -> int:
    event = "alarm:" + "+".join(f"{alarm.id}.{alarm.times}" for alarm in alarms)
    readers = [(alarm, _readers(desk, alarm, where)) for alarm in alarms]
    for alarm, people in readers:
        codes = (*alarm.told, *(person.code for person in people))
        save_alarm(session, replace(alarm, told=tuple(dict.fromkeys(codes)), mail_event=event))
    return post(session, desk, (_mail(theirs, person, event, where) for person, theirs in _by_address(readers)))


def _mail(alarms: Sequence[Alarm], person: OfficePerson, event: str, where: Circumstances) -> Alert:
    if alarms[0].condition.kind in MISSING:
        return missing_list_mail(alarms[0], person, event=event, circumstances=where)
    return trouble_mail(alarms, person, event=event, circumstances=where)


def _end(session: Session, desk: Desk, alarms: Sequence[Alarm], where: Circumstances) -> int:
    """Tell everybody who was told, and only of what they were told of."""
    if not alarms:
        return 0
    event = "alarm:" + "+".join(f"{alarm.id}.over" for alarm in alarms)
    readers = [(alarm, _who_was_told(desk, alarm, where)) for alarm in alarms]
    mails = (over_mail(theirs, person, event=event, circumstances=where) for person, theirs in _by_address(readers))
    return post(session, desk, mails)


def _readers(desk: Desk, alarm: Alarm, where: Circumstances) -> tuple[OfficePerson, ...]:
    """Who is to know: as the rules have it, in her absence who stands in; never by the very address that fails."""
    office = where.office
    fixed = {
        Role.COORDINATOR: office.coordinator,
        Role.DUTY_WORKER: office.duty_worker,
        Role.DIRECTOR: office.director,
        Role.SYSTEM_ADMINISTRATOR: office.system_administrator,
    }
    roles = desk.rules.alarms.route(alarm.condition.kind).tells
    people = [person for role in roles if (person := fixed[role]) is not None]
    if alarm.condition.kind is AlarmKind.REFUSED:
        people = [person for person in people if person.code != alarm.condition.about] or [office.coordinator]
    acting = [office.acting(person, where.today) or person for person in people or [office.system_administrator]]
    return tuple(dict.fromkeys(acting))


def _who_was_told(desk: Desk, alarm: Alarm, where: Circumstances) -> tuple[OfficePerson, ...]:
    """Those of them who still work here; otherwise whoever would be told today."""
    people = [person for code in alarm.told if (person := where.office.person(code)) is not None]
    return tuple(people) or _readers(desk, alarm, where)


def _by_address(
    readers: Iterable[tuple[Alarm, tuple[OfficePerson, ...]]],
) -> Iterator[tuple[OfficePerson, list[Alarm]]]:
    """What each person is told; who has two roles under one address gets one mail with both."""
    found: dict[str, tuple[OfficePerson, list[Alarm]]] = {}
    for alarm, people in readers:
        for person in people:
            _, theirs = found.setdefault(person.email.lower(), (person, []))
            if alarm not in theirs:
                theirs.append(alarm)
    yield from found.values()
