# SPDX-License-Identifier: EUPL-1.2
"""One tick of the clocks over all open positions: how long, and with how much memory.

    .venv/bin/python bench/casework.py --positions 10000

The target: 10,000 open positions, one tick in a second at most, and no more memory from tick to tick. The morning tick
is the heaviest usual one: at the opening of the office every open position is looked at.
"""

import argparse
import datetime as dt
import itertools
import logging
import resource
import tempfile
import time
from pathlib import Path

import structlog

from bench.report import show
from pecwatch.model.match import Band
from pecwatch.model.news import Changes
from pecwatch.model.position import Event, PositionState
from pecwatch.model.step import Step, StepKind
from pecwatch.service.desk import Desk
from pecwatch.service.stepping import EVERYTHING, note_sent, post_steps
from pecwatch.store import casefile
from pecwatch.store import steps as store
from pecwatch.store.notes import forget
from tests.casework.clocks import at
from tests.casework.people import candidate, match, position_of, row
from tests.service.offices import SmallOffice

OPERATORS = 60
FIVE = match(Band.CERTAIN, *(candidate(f"2019/{number:05}", 0.98 - number / 10) for number in range(5)))
"""Records are as long as real ones."""
LIST_AT = at(24, 9, month=10)
FIRST_MORNING = at(29, 8, month=10)
"""By now the owner of every row has been told, her substitute and the coordinator too."""
TICKS = 20

OPERATOR = """
[[office.operator]]
code = "OP{0:02}"
name = "Persona {0:02}"
email = "op{0:02}@comune.example"
"""

DIRECTOR = """
[office.director]
name = "Olimpia Verzeletti"
email = "dirigente@comune.example"
"""

Figures = list[tuple[str, str]]


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--positions", type=int, default=10_000, help="open positions (default: 10000)")
    parser.add_argument("--keep", action="store_true", help="add the figures to bench/results/<today>.md")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        more = DIRECTOR + "".join(OPERATOR.format(number) for number in range(1, OPERATORS + 1))
        office = SmallOffice(Path(folder), more)
        office.clock.now = LIST_AT
        with office.desk() as desk:
            fill(desk, options.positions)
            figures = measure(desk, office, options.positions)
    show(f"bench/casework.py --positions {options.positions}", figures, keep=options.keep)


def fill(desk: Desk, count: int) -> None:
    """Open positions whose days are spread over two months, told to owner and coordinator, with a story of five."""
    numbers = iter(range(count))
    while some := list(itertools.islice(numbers, 500)):
        with desk.database.writing() as session:
            for number in some:
                reference = f"PW-2025-11-{number + 1:03}"
                day = dt.date(2025, 11, 20) + dt.timedelta(days=number % 60)
                owner = f"OP{number % OPERATORS + 1:02}"
                opened = position_of(
                    row(number=number + 1, date=day),
                    reference,
                    opened_at=LIST_AT,
                    owner=owner,
                    state=PositionState.NOTIFIED,
                    match=FIVE,
                )
                kinds = ("opened", "notified", "escalated", "confirmed_by_reminder", "escalated")
                events = (
                    Event(reference=reference, at=LIST_AT, kind=kind, who="pecwatch", by="list") for kind in kinds
                )
                casefile.save_changes(session, Changes(positions=(opened,), events=tuple(events)))
                told = ((StepKind.OWNER, owner, LIST_AT), (StepKind.COORDINATOR, "coordinator", FIRST_MORNING))
                for kind, recipient, sent_at in told:
                    step = Step(reference=reference, cycle=1, kind=kind, day=None, recipient=recipient)
                    store.keep_told(session, (step,), f"told:{reference}:{kind}", LIST_AT)
                    note_sent(session, f"told:{reference}:{kind}", recipient, sent_at)


def measure(desk: Desk, office: SmallOffice, count: int) -> Figures:
    """Ticks with nothing to do, mornings, and a tick in which rows climb; after that a month of silence."""
    first_s, mails = tick(desk, office, FIRST_MORNING)
    assert mails == 0, "nobody's time is over yet"
    idle_s = [tick(desk, office, FIRST_MORNING + dt.timedelta(minutes=minute))[0] for minute in range(1, TICKS)]
    mornings, before, processor_s = list[float](), peak_mib(), time.process_time()
    for _ in range(TICKS):
        with desk.database.writing() as session:
            forget(session, EVERYTHING)
        mornings.append(tick(desk, office, FIRST_MORNING + dt.timedelta(hours=1))[0])
    processor_s = (time.process_time() - processor_s) / TICKS
    grown = peak_mib() - before
    climb_s, climbed = tick(desk, office, at(30, 8, 30, month=10))
    return [
        ("positions", f"{count} open, {OPERATORS} owners, five events and two steps each"),
        ("first tick, everything is looked at", f"{first_s:.2f} s"),
        ("tick with nothing to look at", f"{1000 * sum(idle_s) / len(idle_s):.1f} ms"),
        ("morning tick, everything is looked at", f"{sorted(mornings)[len(mornings) // 2]:.2f} s (median of {TICKS})"),
        ("of which processor time of this process", f"{processor_s:.2f} s"),
        ("memory from one morning tick to the last", f"{grown:+.1f} MiB (peak {peak_mib():.0f} MiB)"),
        ("tick in which every row climbs to one person", f"{climb_s:.2f} s, {climbed} mail of {count} rows"),
    ]


def tick(desk: Desk, office: SmallOffice, now: dt.datetime) -> tuple[float, int]:
    """Seconds of one tick, and its mails."""
    office.clock.now = now
    began = time.perf_counter()
    mails = post_steps(desk)
    return time.perf_counter() - began, mails


def peak_mib() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
