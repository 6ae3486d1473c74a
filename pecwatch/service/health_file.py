# SPDX-License-Identifier: EUPL-1.2
"""`health.json` in the data folder: how pecwatch is, for whatever watches this machine; numbers and codes only."""

import datetime as dt
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from pecwatch import __version__
from pecwatch.errors import ExitCode
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.health import status
from pecwatch.store.trouble import StoreDamaged, StoreTrouble

HEALTH_FILE = "health.json"


@record
class Rounds:
    """How the rounds of the running service go."""

    since: dt.datetime | None = None
    """When the one that is under way began; None between rounds."""
    ended_at: dt.datetime | None = None
    """When the last one that ended well did."""
    failed: int = 0
    """How many have failed since then."""
    hung: int = 0
    """How many were ended by their deadline, ever."""


def write_health(desk: Desk, rounds: Rounds) -> None:
    """Write the file anew: whoever reads it sees the old one or the new one, never half of one.

    Where the database cannot be read it says that, and nothing of what stands there: the old file would go on saying
    that all is well.

    Raises:
        OSError: It could not be written.
    """
    now, found = desk.clock(), None
    try:
        found = status(desk)
        code = found.exit_code
    except (StoreTrouble, StoreDamaged) as error:
        code = error.exit_code
    if rounds.failed and code is ExitCode.DONE:
        code = ExitCode.UNHEALTHY
    told: dict[str, object] = {
        "written_at": _said(now),
        "version": __version__,
        "process": os.getpid(),
        "healthy": code is ExitCode.DONE,
        "exit_code": int(code),
        "last_round_at": _said(rounds.ended_at),
        "round_since": _said(rounds.since),
        "rounds_failed": rounds.failed,
        "rounds_hung": rounds.hung,
        "database_answers": found is not None,
    }
    if found is not None:
        told |= {
            "last_success_age_s": _age_s(_oldest([mailbox.last_success_at for mailbox in found.mailboxes]), now),
            "mailboxes": [
                {
                    "name": mailbox.name,
                    "last_success_age_s": _age_s(mailbox.last_success_at, now),
                    "failures": mailbox.failures,
                    "last_problem": mailbox.last_problem,
                }
                for mailbox in found.mailboxes
            ],
            "waiting": found.waiting,
            "needing_person": found.needing_person,
            "open_positions": found.open_positions,
            "unsent_mails": found.unsent_mails,
            "failed_mails": found.failed_mails,
            "oldest_unsent_age_s": _age_s(found.oldest_unsent_at, now),
            "registry_age_days": None
            if found.registry_dated_on is None
            else (now.date() - found.registry_dated_on).days,
            "overdue_steps": found.overdue_steps,
            "alarms": sorted({str(alarm.kind) for alarm in found.alarms if not alarm.ending}),
        }
    _replace(desk.config.service.data_dir / HEALTH_FILE, json.dumps(told, indent=1) + "\n")


def tells_good_rounds(file: Path, *, not_older_than_s: float) -> bool:
    """Whether another good round is no news to it, whoever wrote it: it is new, and speaks of no other kind."""
    try:
        age_s = time.time() - file.stat().st_mtime
        said = json.loads(file.read_bytes())
        return 0 <= age_s < not_older_than_s and said["rounds_failed"] == 0 and said["round_since"] is None
    except (OSError, ValueError, KeyError, TypeError):
        return False


def unsent_mails_in(data_dir: Path) -> int:
    """How many mails waited when an office's file was written; none where there is no such file."""
    try:
        said = json.loads((data_dir / HEALTH_FILE).read_bytes())
        return int(said["unsent_mails"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _oldest(successes: Sequence[dt.datetime | None]) -> dt.datetime | None:
    """None as long as one mailbox was never read: a monitor takes no number for no success."""
    known = [each for each in successes if each is not None]
    return min(known) if known and len(known) == len(successes) else None


def _said(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def _age_s(moment: dt.datetime | None, now: dt.datetime) -> int | None:
    return None if moment is None else int((now - moment).total_seconds())


def _replace(file: Path, text: str) -> None:
    new = file.with_name(file.name + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
        written.write(text)
    new.replace(file)
