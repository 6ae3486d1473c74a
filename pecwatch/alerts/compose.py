# SPDX-License-Identifier: EUPL-1.2
"""From the news of one message to the mails it causes: one for each recipient and event."""

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.coordination import coordinator_alerts
from pecwatch.alerts.owners import owner_alert
from pecwatch.alerts.routing import shares
from pecwatch.alerts.told import told_rows
from pecwatch.model.alert import Alert
from pecwatch.model.news import Changes, News, NewsKind, Report

SILENT = frozenset({NewsKind.HISTORY, NewsKind.NOT_PERTINENT})
"""Kinds that nobody is written to about, message by message."""


def compose(
    news: News, changes: Changes, report: Report, *, message_id: int, circumstances: Circumstances
) -> tuple[Alert, ...]:
    """Every mail that a message causes: to the owners of its rows, to who is told besides, to the coordinator.

    Args:
        changes: As decided from the same news: its positions stand in the order of the news' rows.
        message_id: Ledger number, for the event that keeps a mail from being written twice.
    """
    if news.kind in SILENT:
        return ()
    told = told_rows(news, changes, circumstances.today)
    muted = bool(changes.positions) and all(position.muted for position in changes.positions)
    if muted:
        return ()
    event, message = f"message:{message_id}", report.reading.message
    owners = [
        owner_alert(share, news, message, f"{event}:rows:{share.reader.code}", circumstances)
        for share in shares(told, circumstances)
    ]
    return (*owners, *coordinator_alerts(news, told, report, event, circumstances))
