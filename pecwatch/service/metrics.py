# SPDX-License-Identifier: EUPL-1.2
"""Health as Prometheus reads it: counts, moments and names of mailboxes, never more.

As text (exposition format 0.0.4) for the textfile collector of node_exporter; a file that is no longer written shows by
`pecwatch_looked_at_seconds`. `metrics_endpoint` gives the same numbers to whoever asks a running service.
"""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from pecwatch.errors import UsageError
from pecwatch.model.record import record
from pecwatch.service.health import Status

ENDING = ".prom"
"""Collectors read no other files, and so a slip writes over none of ours or of anybody's."""

READABLE_BY_ALL = 0o644
"""The collector runs as somebody else; nothing in the file is about a person."""

Sample = tuple[str | None, float]
"""Name of the mailbox it is about, and the value."""


@record
class Gauge:
    """One number, or one for each mailbox."""

    name: str
    text: str
    samples: tuple[Sample, ...]


def prometheus_text(status: Status, now: dt.datetime) -> str:
    """Every gauge, one after the other."""
    return "".join(map(_metric, gauges(status, now)))


def gauges(status: Status, now: dt.datetime) -> tuple[Gauge, ...]:
    """Everything a monitor wants."""
    boxes = status.mailboxes
    polled = [(box.name, at.timestamp()) for box in boxes if (at := box.last_success_at) is not None]
    registry = status.registry_dated_on
    oldest = status.oldest_unsent_at
    metrics: tuple[tuple[str, str, Iterable[Sample]], ...] = (
        ("looked_at_seconds", "When this was written.", _one(now.timestamp())),
        ("healthy", "1 when people are told in time.", _one(status.healthy)),
        ("complaints", "What is wrong.", _one(len(status.complaints))),
        ("warnings", "What ages.", _one(len(status.warnings))),
        ("mailbox_polled_at_seconds", "When a mailbox was last read.", polled),
        ("mailbox_failures", "Failed rounds in a row.", [(box.name, box.failures) for box in boxes]),
        (
            "mailbox_login_failures",
            "Refused logins in a row.",
            [(box.name, box.login_failures) for box in boxes],
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
    return tuple(Gauge(name=f"pecwatch_{name}", text=text, samples=tuple(found)) for name, text, found in metrics)


def write_prometheus(path: Path, text: str) -> None:
    """Put the file in place whole, as collectors ask for.

    Raises:
        UsageError: The folder cannot be written to, or it is no file for a collector.
    """
    if path.suffix != ENDING:
        raise UsageError(f"{path}: a file for a collector is written over each time: end its name in {ENDING}")
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


def _metric(gauge: Gauge) -> str:
    lines = [f"{gauge.name}{_labels(mailbox)} {value:.15g}\n" for mailbox, value in gauge.samples]
    return f"# HELP {gauge.name} {gauge.text}\n# TYPE {gauge.name} gauge\n{''.join(lines)}" if lines else ""


def _one(value: float | None) -> tuple[Sample, ...]:
    return () if value is None else ((None, float(value)),)


def _labels(mailbox: str | None) -> str:
    if mailbox is None:
        return ""
    escaped = mailbox.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{{mailbox="{escaped}"}}'


def _midnight(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()
