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
_HOURS = {
    word: hour
    for hour, word in enumerate(
        "SETTE OTTO NOVE DIECI UNDICI DODICI TREDICI QUATTORDICI QUINDICI SEDICI DICIASSETTE DICIOTTO".split(), 7
    )
}
_MINUTES = {"QUINDICI": 15, "TRENTA": 30, "QUARANTACINQUE": 45, "MEZZA": 30, "MEZZO": 30, "UN QUARTO": 15}
_SPELLED = re.compile(
    rf"(?<!\w)ore\s+(?P<hour>{'|'.join(_HOURS)})(?!\w)(?:\s+e\s+(?P<minute>{'|'.join(_MINUTES)})(?!\w))?",
    re.IGNORECASE,
)
"""As bailiffs write it: «ore nove e trenta»."""
_JOINED = re.compile(
    r"(?<!\w)(?:(?:alle\s+)?ore|h\.?|alle|dalle)\s*(?P<hour>2[0-3]|[01]?\d)(?:\s+e\s+|(?<=\d\d))(?P<minute>[0-5]\d)(?!\d|[/.,]\d)",
    re.IGNORECASE,
)
"""«alle 9 e 30», «ore 0930»."""
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


def _spelled_time(match: re.Match[str]) -> dt.time:
    return dt.time(_HOURS[match["hour"].upper()], _MINUTES[match["minute"].upper()] if match["minute"] else 0)


def find_times(text: str) -> tuple[TimeSpan, ...]:
    """Times said to be such («ore 9,00», «h. 9.30») or shaped like nothing else («9:30»), in their order."""
    spans = [TimeSpan(start=match.start(), end=match.end(), time=_time(match)) for match in _LABELLED.finditer(text)]
    spans.extend(
        TimeSpan(start=match.start(), end=match.end(), time=_spelled_time(match)) for match in _SPELLED.finditer(text)
    )
    for match in (*_JOINED.finditer(text), *_BARE.finditer(text)):
        spans = [span for span in spans if not (span.start == match.start() and span.end < match.end())]
        if not any(span.start < match.end() and match.start() < span.end for span in spans):
            spans.append(TimeSpan(start=match.start(), end=match.end(), time=_time(match)))
    return tuple(sorted(spans, key=lambda span: span.start))


def read_time(text: str) -> dt.time | None:
    """The time that a whole cell holds, also the bare hour «9»; the first of «9:00-11:00»."""
    if (found := find_times(text)) != ():
        return found[0].time
    match = _CELL.fullmatch(text.strip())
    return _time(match) if match is not None else None
