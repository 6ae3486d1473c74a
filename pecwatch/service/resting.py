# SPDX-License-Identifier: EUPL-1.2
"""When a mailbox that failed is left alone: a refused login may lock the account, a dead server needs air."""

import datetime as dt
import zlib

from pecwatch.store.records import MailboxHealth

LOGIN_TRIES = 3
LOGIN_WAITS = (dt.timedelta(minutes=5), dt.timedelta(hours=2))
"""Pause after the first and after the second refused login; a third one waits for a person, or a day."""

LOGIN_REST = dt.timedelta(days=1)

FAILURE_WAIT_S, LONGEST_FAILURE_WAIT_S = 5, 480
"""Pause after the first failure that will pass by itself; it doubles up to the second figure."""

SPREAD = 0.25
"""By what share of itself a pause may grow, so that not every office comes back to a server in the same second."""

OF_ONE_FOLDER = ("folder_missing", "folder_refused")
"""Failures that say nothing against the server: the other folders are read in every round."""


def rests(state: MailboxHealth, now: dt.datetime) -> bool:
    """Whether a mailbox is to be left alone for now: a refused login may lock the account, a dead server needs air."""
    if state.failed_at is None or state.failures == 0:
        return False
    since = now - state.failed_at
    if since < dt.timedelta(0):
        return False
    if state.login_failures >= LOGIN_TRIES:
        return since < LOGIN_REST
    if state.login_failures:
        return since < LOGIN_WAITS[state.login_failures - 1]
    if state.last_problem in OF_ONE_FOLDER:
        return False
    return since < pause_after(state)


def pause_after(state: MailboxHealth) -> dt.timedelta:
    """How long a mailbox rests after its last failure: the longer the more there were, and no two offices the same."""
    shortest = min(FAILURE_WAIT_S * 2 ** min(state.failures - 1, 10), LONGEST_FAILURE_WAIT_S)
    # Of the moment, so that it needs no keeping.
    chance = zlib.crc32(f"{state.mailbox} {state.failed_at}".encode()) / 0xFFFFFFFF
    return dt.timedelta(seconds=shortest * (1 + SPREAD * chance))
