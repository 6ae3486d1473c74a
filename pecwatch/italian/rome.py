# SPDX-License-Identifier: EUPL-1.2
"""The clock on the office's wall: moments are kept in UTC and shown as Italy sees them."""

import datetime as dt
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


def day_in_rome(moment: dt.datetime) -> dt.date:
    """The calendar day of an aware moment in Italy."""
    return moment.astimezone(ROME).date()
