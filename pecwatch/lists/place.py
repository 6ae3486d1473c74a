# SPDX-License-Identifier: EUPL-1.2
"""Which stretch of a row's text is its address: not a day, not an address that the wording tells of."""

import re

from pecwatch.italian.addresses import AddressSpan, find_addresses
from pecwatch.italian.dates import find_dates
from pecwatch.italian.times import find_times
from pecwatch.lists.wording import StatusPlace, clauses_of
from pecwatch.rules import Rules


def _masked(body: str) -> str:
    """The text with its figures of days and times hidden, so that no civic number is read into them."""
    for date in find_dates(body):
        figures = re.match(r"\d{1,2}\s?[/.\-]\s?\d", body[date.start : date.end]) is not None
        apart = re.search(r"(?:^|[–—;|(]|\s-|\s\s|\t)\s*$", body[: date.start]) is not None
        if figures and (apart or date.written.year is not None):
            body = body[: date.start] + "¦" * (date.end - date.start) + body[date.end :]
    for time in find_times(body):
        body = body[: time.start] + "¦" * (time.end - time.start) + body[time.end :]
    return body


def own_address(body: str, statuses: tuple[StatusPlace, ...], rules: Rules) -> AddressSpan | None:
    """The row's address: the first before the status, else the first that is a clause by itself."""
    strong = next((status.start for status in statuses if not status.weak), len(body))
    spans = find_addresses(_masked(body), rules.addresses)
    for span in spans:
        if span.start < strong:
            inside = [status.start for status in statuses if not status.weak and span.start < status.start < span.end]
            end = min([span.end, *inside])
            closes = body[end : end + 1] == ")" and "(" in body[span.start : end]
            return AddressSpan(start=span.start, end=end + closes)
    return next((span for span in spans if body[: span.start].rstrip().endswith(("-", "–", "—", ",", ";", "|"))), None)


def clause_start(body: str, status: StatusPlace) -> int:
    """Where the clause that holds a status begins."""
    return next((start for start, end in clauses_of(body) if start <= status.start < end), status.start)
