# SPDX-License-Identifier: EUPL-1.2
"""Health as Prometheus reads it (text exposition format 0.0.4): counts, moments and names of mailboxes, never more.

For the textfile collector of node_exporter; a file that is no longer written shows by `pecwatch_looked_at_seconds`.
"""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from pecwatch.errors import UsageError
from pecwatch.service.health import Status

READABLE_BY_ALL = 0o644
"""The collector runs as somebody else; nothing in the file is about a person."""

Sample = tuple[str, float]
"""Labels as they are written, and the value."""


def prometheus_text(status: Status, now: dt.datetime) -> str:
    """Everything a monitor wants, one metric after the other."""
    boxes = status.mailboxes
    polled = [(_label("mailbox", box.name), at.timestamp()) for box in boxes if (at := box.last_success_at) is not None]
    registry = status.registry_dated_on
    oldest = status.oldest_unsent_at
    metrics: tuple[tuple[str, str, Iterable[Sample]], ...] = (
        ("looked_at_seconds", "When this was written.", _one(now.timestamp())),
        ("healthy", "1 when people are told in time.", _one(status.healthy)),
        ("complaints", "What is wrong.", _one(len(status.complaints))),
        ("warnings", "What ages.", _one(len(status.warnings))),
        ("mailbox_polled_at_seconds", "When a mailbox was last read.", polled),
        ("mailbox_failures", "Failed rounds in a row.", [(_label("mailbox", box.name), box.failures) for box in boxes]),
        (
            "mailbox_login_failures",
            "Refused logins in a row.",
            [(_label("mailbox", box.name), box.login_failures) for box in boxes],
        ),
        ("messages_waiting", "Messages not yet read and weighed.", _one(status.waiting)),
        ("messages_needing_person", "Messages that a person must open.", _one(status.needing_person)),
        ("positions_open", "Open positions.", _one(status.open_positions)),
        ("positions_muted", "Open positions of old mail, without alerts.", _one(status.muted_positions)),
        ("positions_overdue", "Positions of which something is due and nobody was told.", _one(status.overdue_steps)),
        ("questions_overdue", "Questions that nobody has answered for days.", _one(status.overdue_questions)),
        ("mails_unsent", "Mails that wait to be sent.", _one(status.unsent_mails)),
        ("mails_refused", "Mails that a relay refused.", _one(status.failed_mails)),
        (
            "mail_oldest_unsent_seconds",
            "Since when the oldest mail waits.",
            _one(None if oldest is None else oldest.timestamp()),
        ),
        ("registry_people", "People of the registry in force.", _one(status.registry_people)),
        (
            "registry_dated_seconds",
            "The day the registry speaks of.",
            _one(None if registry is None else _midnight(registry)),
        ),
        ("trust_anchors", "Authorities that seals are judged by.", _one(status.trust_anchors)),
        ("alarms_open", "Troubles that people were told of.", _one(len(status.alarms))),
    )
    return "".join(_metric(name, text, samples) for name, text, samples in metrics)


def write_prometheus(path: Path, text: str) -> None:
    """Put the file in place whole, as collectors ask for.

    Raises:
        UsageError: The folder cannot be written to.
    """
    try:
        with NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", delete=False, encoding="utf-8") as file:
            partial = Path(file.name)
            file.write(text)
        try:
            partial.chmod(READABLE_BY_ALL)
            partial.replace(path)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); make its folder writable") from error


def _metric(name: str, text: str, samples: Iterable[Sample]) -> str:
    lines = [f"pecwatch_{name}{labels} {value:.15g}\n" for labels, value in samples]
    return f"# HELP pecwatch_{name} {text}\n# TYPE pecwatch_{name} gauge\n{''.join(lines)}" if lines else ""


def _one(value: float | None) -> tuple[Sample, ...]:
    return () if value is None else (("", float(value)),)


def _label(name: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{{{name}="{escaped}"}}'


def _midnight(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()
