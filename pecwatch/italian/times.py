# SPDX-License-Identifier: EUPL-1.2
"""Times of day as Italian offices write them."""

import datetime as dt
import re

from pecwatch.model.record import record

_LABELLED = re.compile(
    r"(?<!\w)(?:(?:(?:dalle|alle)\s+)?(?:ore|h\.?|hh)\s*:?|(?:dalle|alle)(?=\s+\d{1,2}\s?[:.,]\s?[0-5]\d(?!\d)))\s*(?P<hour>2[0-3]|[01]?\d)"
    r"(?:\s?[:.,]\s?(?P<minute>[0-5]\d)(?!\d)|[:.,]0(?!\d))?(?![\d/])(?:\s?[:.]00)?",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w.,/:\-])(?P<hour>2[0-3]|[01]?\d)(?:\s?:\s?|[.h])(?P<minute>[0-5]\d)(?![\w/\-]|[.,:]\d)(?::00)?",
    re.IGNORECASE,
)
_CELL = re.compile(
    r"(?:(?:dalle|alle|dalle\s+ore|alle\s+ore|ore|h)\.?\s*)?(?P<hour>2[0-3]|[01]?\d)(?:\s?[:.,h]\s?(?P<minute>[0-5]\d))?(?!\d).*",
    re.IGNORECASE | re.DOTALL,
)


@record
class TimeSpan:
    """A time found in running text."""

    start: int
    end: int
    time: dt.time


def _time(match: re.Match[str]) -> dt.time:
    return dt.time(int(match["hour"]), int(match["minute"] or 0))


def find_times(text: str) -> tuple[TimeSpan, ...]:
    """Times said to be such («ore 9,00», «h. 9.30») or shaped like nothing else («9:30»), in their order."""
    spans = [TimeSpan(start=match.start(), end=match.end(), time=_time(match)) for match in _LABELLED.finditer(text)]
    for match in _BARE.finditer(text):
        if not any(span.start < match.end() and match.start() < span.end for span in spans):
            spans.append(TimeSpan(start=match.start(), end=match.end(), time=_time(match)))
    return tuple(sorted(spans, key=lambda span: span.start))


def read_time(text: str) -> dt.time | None:
    """The time that a whole cell holds, also the bare hour «9»; the first of «9:00-11:00»."""
    if (found := find_times(text)) != ():
        return found[0].time
    match = _CELL.fullmatch(text.strip())
    return _time(match) if match is not None else None
