# SPDX-License-Identifier: EUPL-1.2
"""The clockwork of `pecwatch run`: one tick at a time, until a signal says stop."""

import datetime as dt
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from pecwatch.logs import place_of

log = structlog.get_logger()

SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run_until_stopped(
    tick: Callable[[], object],
    *,
    every_s: int,
    stopping: threading.Event,
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    """Call `tick` at once and then every so often; on SIGTERM or SIGINT finish what is begun and return.

    A tick that takes longer than the interval is never joined by a second one, and missed ticks are
    made up for by one: what is due is decided from the database, not from the number of ticks. A
    tick that fails is logged, and the next one comes all the same.

    Args:
        meanwhile: Called twice a second by the thread that waits; it must not take long.
    """

    def guarded() -> None:
        if stopping.is_set():
            return
        try:
            tick()
        except Exception as error:  # noqa: BLE001 - a defect in one tick must not stop the service
            log.error("round_failed", error=place_of(error))

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    # It warns of every tick that a long round swallows, which is what coalescing is for.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    before = {number: signal.signal(number, stop) for number in SIGNALS}
    scheduler = BackgroundScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone="UTC")
    scheduler.add_job(
        guarded,
        "interval",
        seconds=every_s,
        next_run_time=dt.datetime.now(dt.UTC),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    try:
        # Waiting in short pieces lets Python run the signal handler.
        while not stopping.wait(0.5):
            meanwhile()
    finally:
        scheduler.shutdown(wait=True)
        for number, handler in before.items():
            signal.signal(number, handler)
    log.info("stopped")
