# SPDX-License-Identifier: EUPL-1.2
"""Watches the service from outside: a dead one cannot say that it is dead.

Neither database nor outbox is needed. What was seen and told is kept in a small file of the data folder;
where that cannot be written, the administrator is told too often rather than never.
"""

import datetime as dt
import os
import re
import secrets
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import structlog
from pydantic import ValidationError

from pecwatch.alerts.channels import OutgoingMail, Postponed, Refused
from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.alerts.mime import render
from pecwatch.alerts.watched import unwell_mail, well_again_mail
from pecwatch.config import Lookout
from pecwatch.errors import UnsentError
from pecwatch.model.alert import Alert
from pecwatch.model.record import from_json, record, to_json

FILE = "watch.json"
ROOM = 4096
"""Bytes that the file takes at least: it is written over in place, which works on a full disk too."""

REPEAT_AFTER = dt.timedelta(hours=24)
"""The same state is not told more often."""

DOT_TIMEOUT_S = 60
"""Less than a relay may take (RFC 5321): a unit has its own time, and a second copy of this mail hurts nobody."""

NOT_RUNNING = "the service is not running: look with journalctl -u {units}, then systemctl restart {units}"

GIVEN_UP = "given_up:"
"""How the kinds of complaints begin of which no later look can say that they are over."""

log = structlog.get_logger()


class Told(StrEnum):
    """What came of a look."""

    NOTHING = "nothing"
    UNWELL = "unwell"
    WELL_AGAIN = "well_again"


@record
class Complaint:
    """Something that is wrong."""

    text: str
    kind: str
    """What stays the same for as long as it is the same trouble."""


def given_up(unit: str, now: dt.datetime) -> Complaint:
    """That one of several workers is not started again; later than in the same hour it is news once more."""
    text = f"{unit} has given up: look with journalctl -u {unit}, then restart it; no mail says when it runs again"
    return Complaint(text=text, kind=f"{GIVEN_UP}{unit}:{now:%Y%m%dT%H}")


def complaint(text: str) -> Complaint:
    """A line of `status`, known by its words without their numbers: minutes and counts grow."""
    return Complaint(text=text, kind=re.sub(r"\d+", "#", text))


@record
class Seen:
    """What the last look found, and what the administrator knows: kinds of complaints."""

    seen: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    told_at: dt.datetime | None = None


def tell_administrator(
    lookout: Lookout,
    complaints: Sequence[Complaint],
    now: dt.datetime,
    *,
    is_running: bool,
    is_certain: bool = False,
) -> Told:
    """Write to the administrator by the first relay that takes it, if there is something new to say.

    A complaint counts once two looks in a row have found it, so that a mail on its way or a service that is being
    started alarms nobody; and all is well once two looks found nothing. Then that is told too, unless a worker has
    given up meanwhile: the others do its work, and whether it was started again nobody sees from here.

    Args:
        complaints: What `status` found; none when all is well.
        is_running: Whether the service is at work; that it is not is a complaint too.
        is_certain: One look is enough: the service has given up.

    Raises:
        UnsentError: No relay took the mail; the next look tries again.
    """
    dead = () if is_running else (complaint(NOT_RUNNING.format(units=lookout.units)),)
    found = {each.kind: each.text for each in (*complaints, *dead)}
    path = lookout.data_dir / FILE
    before = _read(path)
    is_kept = _write(path, Seen(seen=tuple(found), told=before.told, told_at=before.told_at))
    lasting = [kind for kind in found if is_certain or not is_kept or kind in before.seen]
    is_due = before.told_at is None or now - before.told_at >= REPEAT_AFTER
    event = f"watch:{now:%Y%m%dT%H%M%S}"
    told = Told.NOTHING
    if lasting and (is_due or set(lasting) - set(before.told)):
        texts = [found[kind] for kind in lasting]
        mail = unwell_mail(
            lookout.administrator,
            event=event,
            now=now,
            units=lookout.units,
            is_running=is_running,
            complaints=texts,
        )
        _send(lookout, mail, now)
        told = Told.UNWELL
        _write(path, Seen(seen=tuple(found), told=tuple({*before.told, *lasting}), told_at=now))
    elif before.told and not found and not before.seen:
        if not any(kind.startswith(GIVEN_UP) for kind in before.told):
            _send(lookout, well_again_mail(lookout.administrator, event=event, now=now), now)
            told = Told.WELL_AGAIN
        _write(path, Seen())
    log.info("watched", told=told.value, complaints=len(found), running=is_running)
    return told


def _send(lookout: Lookout, mail: Alert, now: dt.datetime) -> None:
    problem = ""
    for route in lookout.routes:
        content = render(
            mail,
            sender=route.sender,
            reply_to=route.reply_to,
            message_id=f"<watch.{secrets.token_hex(16)}@{route.sender.rpartition('@')[2]}>",
            date=now,
        )
        outgoing = OutgoingMail(sender=route.sender, recipient=mail.recipient.email, content=content, label=mail.kind)
        with SmtpChannel(route.relay, dot_timeout_s=DOT_TIMEOUT_S) as channel:
            outcome = channel.send(outgoing, before_dot=lambda: None)
        if not isinstance(outcome, Refused | Postponed):
            return
        log.warning("watch_mail_not_taken", code=outcome.code)
        problem = f"{outcome.text} ({outcome.code})"
    raise UnsentError(f"the administrator could not be written to: {problem}")


def _read(path: Path) -> Seen:
    try:
        return from_json(Seen, path.read_bytes())
    except (OSError, ValidationError):
        return Seen()


def _write(path: Path, seen: Seen) -> bool:
    """Keep it, and say whether that was possible."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            length = os.write(handle, to_json(seen).ljust(ROOM))
            os.ftruncate(handle, length)
        finally:
            os.close(handle)
    except OSError as error:
        log.warning("watch_state_not_kept", reason=error.strerror)
        return False
    return True
