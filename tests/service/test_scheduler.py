# SPDX-License-Identifier: EUPL-1.2
"""The clockwork: ticks follow each other, a bad one stops nothing, a signal ends everything in order."""

import os
import signal
import threading
import time

import pytest

from pecwatch.service.scheduler import SIGNALS, run_until_stopped


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_lets_the_tick_end(number: signal.Signals) -> None:
    """What is begun is finished; afterwards signals mean again what they meant before."""
    handler = signal.getsignal(number)
    stopping, ended = threading.Event(), []

    def tick() -> None:
        os.kill(os.getpid(), number)
        assert stopping.wait(10)
        time.sleep(0.2)
        ended.append(True)

    run_until_stopped(tick, every_s=60, stopping=stopping)
    assert ended == [True]
    assert signal.getsignal(number) is handler


def test_a_tick_that_fails_is_followed_by_the_next() -> None:
    """A defect met in one round must not end the service."""
    stopping = threading.Event()
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(len(ticks))
        if len(ticks) == 1:
            raise KeyError("a value that must not be logged")
        stopping.set()

    run_until_stopped(tick, every_s=1, stopping=stopping)
    assert ticks == [0, 1]


def test_slow_ticks_are_never_joined_by_a_second_one() -> None:
    """Two rounds at once would send everything twice; what was missed meanwhile is made up for by one tick."""
    stopping, running, most = threading.Event(), [0], [0]
    ticks: list[int] = []

    def tick() -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        ticks.append(len(ticks))
        time.sleep(1.3)
        running[0] -= 1
        if len(ticks) == 2:
            stopping.set()

    run_until_stopped(tick, every_s=1, stopping=stopping)
    assert (most, len(ticks)) == ([1], 2)
